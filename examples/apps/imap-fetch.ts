/** FETCH of IMAP over a maildir. `imap-fetch MAILDIR 1 ENVELOPE BODYSTRUCTURE 'BODY[1]'` answers as a server does (RFC 9051 §7.5.2). */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parse } from 'messagerie'
import { bodyStructure, envelope, formatBodyStructure, formatEnvelope, section, size } from 'messagerie/imap'
import { parseMaildirName } from 'messagerie/mailbox'

const [maildir = '.', number = '1', ...items] = process.argv.slice(2)
const FLAGS: Readonly<Record<string, string>> = {
  D: '\\Draft',
  F: '\\Flagged',
  R: '\\Answered',
  S: '\\Seen',
  T: '\\Deleted',
}

const files: { path: string; delivered: number; flags: string }[] = []
for (const folder of ['new', 'cur']) {
  for (const name of await readdir(join(maildir, folder))) {
    const { delivered, flags = '' } = parseMaildirName(name)
    files.push({ path: join(maildir, folder, name), delivered: delivered?.getTime() ?? 0, flags })
  }
}
files.sort((a, b) => a.delivered - b.delivered || (a.path < b.path ? -1 : 1))

const file = files[Number(number) - 1]
if (file === undefined) throw new Error(`there is no message ${number}: the maildir has ${files.length}`)
const message = parse(await readFile(file.path))

function answer(item: string): Uint8Array | string {
  switch (item) {
    case 'ENVELOPE':
      return formatEnvelope(envelope(message))
    case 'BODYSTRUCTURE':
      return formatBodyStructure(bodyStructure(message), true)
    case 'RFC822.SIZE':
      return String(size(message))
    case 'FLAGS':
      return `(${[...file!.flags].map((letter) => FLAGS[letter] ?? letter).join(' ')})`
    default: {
      const octets = section(message, item)
      return octets === undefined ? 'NIL' : Buffer.concat([Buffer.from(`{${octets.length}}\r\n`), octets])
    }
  }
}

const write = (data: Uint8Array | string) => process.stdout.write(data)
write(`* ${number} FETCH (`)
items.forEach((item, i) => {
  write(`${i === 0 ? '' : ' '}${item.replace('BODY.PEEK', 'BODY')} `)
  write(answer(item))
})
write(')\r\nA1 OK FETCH completed\r\n')

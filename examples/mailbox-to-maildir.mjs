// Puts the messages of an mbox into a maildir: node examples/mailbox-to-maildir.mjs FILE FOLDER
import { createReadStream } from 'node:fs'
import { mkdir, mkdtemp, rename, writeFile } from 'node:fs/promises'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parse } from 'messagerie'
import { formatMaildirName, maildirUnique, readMbox } from 'messagerie/mailbox'

const [file = 'fixtures/mailbox/04-mboxrd-crlf.mbox', given] = process.argv.slice(2)
const folder = given ?? (await mkdtemp(join(tmpdir(), 'maildir-')))
for (const name of ['tmp', 'new', 'cur']) await mkdir(join(folder, name), { recursive: true })

let deliveries = 0
for await (const { bytes } of readMbox(createReadStream(file))) {
  const unique = maildirUnique({
    time: new Date(),
    pid: process.pid,
    hostname: hostname(),
    deliveries: ++deliveries,
    size: bytes.length,
  })
  // mbox readers keep their flags in a field: R has been read.
  const seen = parse(bytes).headers.get('status')?.includes('R')
  const name = formatMaildirName({ unique, flags: seen ? 'S' : '' })
  // Whole files only: written in tmp, then moved.
  await writeFile(join(folder, 'tmp', unique), bytes, { flag: 'wx' })
  await rename(join(folder, 'tmp', unique), join(folder, 'cur', name))
  console.log(name)
}

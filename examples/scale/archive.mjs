// Writes an archive to try the other programs on: node examples/scale/archive.mjs FILE [MEGABYTES]
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { mboxChunks } from 'messagerie/mailbox'

const [file, megabytes = '1'] = process.argv.slice(2)
if (file === undefined) {
  console.error('node examples/scale/archive.mjs FILE [MEGABYTES]')
  process.exit(2)
}

const LINE = 'Some words of a message that somebody might have written to somebody else.\r\n'
const base64 = `${Buffer.alloc(57, 'picture').toString('base64')}\r\n`.repeat(200)

/** Every tenth has an attachment of 15 KB; texts have 1 to 60 lines, some of which begin with `From `. */
function* messages(size) {
  for (let n = 0, octets = 0; octets < size; n++) {
    const text = `${LINE.repeat(1 + ((n * 7) % 60))}From here on it is told again.\r\n`
    const head = `From: Writer ${n} <writer@host${n % 9}.example>\r\nTo: reader@example.org\r\nSubject: Letter ${n}\r\nDate: Thu, 01 Feb 2029 10:00:00 +0000\r\nMessage-ID: <${n}@host${n % 9}.example>\r\nMIME-Version: 1.0\r\n`
    const bytes =
      n % 10 === 0
        ? `${head}Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\n${text}--b\r\nContent-Type: image/png\r\nContent-Disposition: attachment; filename=picture.png\r\nContent-Transfer-Encoding: base64\r\n\r\n${base64}--b--\r\n`
        : `${head}Content-Type: text/plain; charset=us-ascii\r\n\r\n${text}`
    octets += bytes.length
    yield {
      bytes,
      envelope: { sender: `writer@host${n % 9}.example`, date: new Date(Date.UTC(2029, 1, 1) + n * 1000) },
    }
  }
}

const out = createWriteStream(file)
for await (const chunk of mboxChunks(messages(Number(megabytes) * 1e6))) {
  if (!out.write(chunk)) await once(out, 'drain')
}
out.end()
await once(out, 'finish')
console.log(`${file}: ${out.bytesWritten} octets`)

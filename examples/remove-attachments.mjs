// Takes programs out of a message and says so in it; replaces one file by another; all else stays octet for octet.
import { compose, parse } from 'messagerie'

const bytes = compose({
  from: 'ada@example.org',
  to: 'bob@example.net',
  subject: 'Files',
  text: 'See the files.\n',
  attachments: [
    { filename: 'setup.exe', content: Uint8Array.of(0x4d, 0x5a) },
    { filename: 'draft.txt', content: 'draft\r\n' },
    { filename: 'photo.jpg', contentType: 'image/jpeg', content: Uint8Array.of(0xff, 0xd8) },
  ],
}).toBytes()

const message = parse(bytes)
const removed = []
for (const part of message.attachments) {
  if (/\.(?:exe|scr|js)$/i.test(part.safeFilename)) {
    removed.push(part.safeFilename)
    part.remove()
  } else if (part.filename === 'draft.txt') part.replaceWith({ filename: 'final.txt', content: 'final\r\n' })
}
const text = message.find('text/plain')
text?.setContent(`${text.decodeText()}\r\n[removed: ${removed.join(', ')}]\r\n`)
message.append({ text: 'Checked by mx.example.net\r\n' })

const after = parse(message.toBytes())
console.log(JSON.stringify(after.text))
for (const part of after.attachments) console.log(part.filename, part.bytes().length, 'octets')

// Composes a message with text, HTML, an image in it and a file, and prints its octets as they go over the wire.
import { compose, MessageSpecError } from 'messagerie'

const dot = Uint8Array.from(atob('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7'), (c) => c.charCodeAt(0))

const message = compose({
  from: { name: 'Zoë Brandt', address: 'zoe@example.org' },
  to: ['Bob <bob@example.net>', { name: 'Team', members: ['carol@example.com', 'dan@bücher.example'] }],
  bcc: 'archive@example.org',
  subject: 'Report für März',
  text: 'The report is attached.\n',
  html: '<p>The report is attached. <img src="cid:dot@example.org" alt=""></p>\n',
  attachments: [
    { filename: 'dot.gif', contentType: 'image/gif', content: dot, contentId: 'dot@example.org' },
    { filename: 'Zahlen März.csv', contentType: 'text/csv', content: 'month,sum\r\n3,42\r\n' },
  ],
})

// Bcc is left out of what is written; the recipients of the envelope come from the message itself.
process.stdout.write(message.toBytes())
const recipients = [...message.to, ...message.cc, ...message.bcc].map(({ address }) => address)
console.log(`-- to be sent to ${recipients.join(' ')}`)

// What cannot be written as it was meant is refused, each fault with its place.
try {
  compose({ from: 'zoe@example.org', to: [{ address: 'bob@example.net\r\nBcc: x@example.com' }], subject: 'a\nb' })
} catch (error) {
  if (!(error instanceof MessageSpecError)) throw error
  for (const { path, message } of error.faults) console.log(`-- refused: ${path}: ${message}`)
}

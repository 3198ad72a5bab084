/** What an IMAP server answers to FETCH for a message on standard input, and how two messages make a thread. */
import { stdin } from 'node:process'
import { parseStream } from 'messagerie'
import { bodyStructure, envelope, formatBodyStructure, formatEnvelope, section, size, threads } from 'messagerie/imap'

const message = await parseStream(stdin)
const text = (octets) => new TextDecoder('latin1').decode(octets)

console.log(`RFC822.SIZE ${size(message)}`)
console.log(`ENVELOPE ${text(formatEnvelope(envelope(message)))}`)
console.log(`BODYSTRUCTURE ${text(formatBodyStructure(bodyStructure(message)))}`)
console.log(text(section(message, 'BODY[HEADER.FIELDS (FROM SUBJECT)]') ?? new Uint8Array()))

const answer = {
  messageId: 'answer@example.org',
  inReplyTo: [],
  references: message.messageId === undefined ? [] : [message.messageId],
  subject: `Re: ${message.subject ?? ''}`,
  date: new Date(),
}
for (const { message: first, children } of threads([answer, message])) {
  console.log(`${first?.subject ?? '(missing)'}: ${children.length} answer`)
}

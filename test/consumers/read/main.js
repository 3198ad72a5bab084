/** A page's script that reads mail and writes none: the door `messagerie/read` in a browser. */
import { parse } from 'messagerie/read'

export function read(bytes) {
  const message = parse(bytes)
  const [attachment] = message.attachments
  return {
    subject: message.subject,
    text: message.text,
    from: message.from.map(({ address }) => address),
    attachment: [attachment.filename, ...attachment.bytes()],
  }
}

globalThis.read = read

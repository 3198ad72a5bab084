/** A page's script: reads a message where there is no Buffer. */
import { parse } from 'messagerie'

export function read(bytes) {
  const message = parse(bytes)
  return { subject: message.subject, text: message.text, from: message.from.map(({ address }) => address) }
}

/** messagerie, whole work: every field decoded, every text to a string, every attachment to bytes. */

import { parse } from '../../dist/min/index.js'

export default {
  name: 'messagerie',
  kind: 'own',
  parse(bytes) {
    const message = parse(bytes)
    const fields = []
    for (const field of message.headers) fields.push(field.text)
    const { subject, from, to, cc, date, messageId, text, html } = message
    const contents = []
    for (const attachment of message.attachments) contents.push(attachment.bytes())
    return { message, fields, subject, from, to, cc, date, messageId, text, html, contents }
  },
  view({ message, subject, from, to, text, html, contents }) {
    const words = []
    for (const field of message.headers) if (field.name.startsWith('X-Word-')) words.push(field.text)
    return {
      subject,
      from: from[0]?.address,
      to: to.map(({ name, address }) => ({ name, address })),
      text,
      html,
      attachments: contents,
      words,
    }
  },
  async mbox() {
    const { splitMbox } = await import('../../dist/min/mailbox.js')
    return (bytes) => splitMbox(bytes).map((entry) => entry.bytes)
  },
}

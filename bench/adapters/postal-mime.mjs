/** postal-mime; it leaves fields without a property of their own undecoded, so they go through its decodeWords here. */

import PostalMime, { decodeWords } from 'postal-mime'

export default {
  name: 'postal-mime',
  package: 'postal-mime',
  kind: 'js',
  async parse(bytes) {
    const mail = await PostalMime.parse(bytes)
    const fields = mail.headers.map((header) => decodeWords(header.value))
    return { mail, fields }
  },
  view: ({ mail, fields }) => ({
    subject: mail.subject,
    from: mail.from?.address,
    to: (mail.to ?? []).flatMap((entry) => entry.group ?? [entry]),
    text: mail.text,
    html: mail.html,
    attachments: mail.attachments.map((attachment) => attachment.content),
    words: fields.filter((_, index) => mail.headers[index].key.startsWith('x-word-')),
  }),
}

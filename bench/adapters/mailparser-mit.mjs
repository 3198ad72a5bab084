/** mailparser-mit, the mailparser of the 0.x line, fed the whole message; it leaves fields that it does not know undecoded. */

import { MailParser } from 'mailparser-mit'
import { decodeFields } from './mailparser-view.mjs'

export default {
  name: 'mailparser-mit',
  package: 'mailparser-mit',
  kind: 'js',
  parse(bytes) {
    return new Promise((resolve, reject) => {
      const parser = new MailParser()
      parser.on('error', reject)
      parser.on('end', (mail) => resolve({ mail, fields: decodeFields(Object.entries(mail.headers)) }))
      parser.end(bytes)
    })
  },
  view: ({ mail, fields }) => ({
    subject: mail.subject,
    from: mail.from?.[0]?.address,
    to: (mail.to ?? []).map(({ name, address }) => ({ name, address })),
    text: mail.text,
    html: mail.html || undefined,
    attachments: (mail.attachments ?? []).map((attachment) => attachment.content),
    words: fields.filter(([name]) => name.startsWith('x-word-')).map(([, value]) => value),
  }),
}

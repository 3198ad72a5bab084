/** letterparser; it takes text only, so the bytes are decoded as UTF-8 first, as its users have to. */

import { Buffer } from 'node:buffer'
import { extract, parse } from 'letterparser'

export default {
  name: 'letterparser',
  package: 'letterparser',
  kind: 'js',
  parse(bytes) {
    const node = parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8'))
    return { node, mail: extract(node) }
  },
  view: ({ node, mail }) => ({
    subject: mail.subject,
    from: mail.from?.address,
    to: (mail.to ?? []).map(({ name, address }) => ({ name, address })),
    text: mail.text,
    html: mail.html || undefined,
    attachments: (mail.attachments ?? []).map((attachment) => attachment.body),
    words: Object.entries(node.headers)
      .filter(([name]) => name.startsWith('X-Word-'))
      .map(([, value]) => value),
  }),
}

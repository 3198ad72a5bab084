/** messagerie, structure only: parse, subject, from and the list of attachments; no body is decoded. */

import { parse } from '../../dist/min/index.js'
import whole from './messagerie.mjs'

export default {
  name: 'messagerie (structure)',
  kind: 'structure',
  skip: ['texts', 'htmls', 'contents', 'attachmentBytes', 'words', 'to', 'addresses'],
  parse(bytes) {
    const message = parse(bytes)
    const names = []
    for (const attachment of message.attachments) names.push(attachment.filename)
    return { subject: message.subject, from: message.from, names }
  },
  view: ({ subject, from, names }) => ({
    subject,
    from: from[0]?.address,
    attachments: names.map(() => new Uint8Array(0)),
  }),
  mbox: whole.mbox,
}

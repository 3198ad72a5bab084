/** mailparser's simpleParser, with every conversion and checksum that nobody asked for switched off. */

import { simpleParser } from 'mailparser'
import { decodeFields, headerView } from './mailparser-view.mjs'

export const OFF = {
  skipHtmlToText: true,
  skipTextToHtml: true,
  skipImageLinks: true,
  skipTextLinks: true,
  checksumAlgo: false,
}

export default {
  name: 'mailparser simpleParser',
  package: 'mailparser',
  kind: 'js',
  async parse(bytes) {
    const mail = await simpleParser(bytes, OFF)
    return { mail, fields: decodeFields(mail.headers) }
  },
  view: ({ mail, fields }) => ({
    ...headerView(mail.headers, fields),
    text: mail.text,
    html: mail.html || undefined,
    attachments: mail.attachments.map((attachment) => attachment.content),
  }),
}

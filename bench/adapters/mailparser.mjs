/** mailparser's streaming MailParser, fed the whole message, with conversions off. */

import { Buffer } from 'node:buffer'
import { MailParser } from 'mailparser'
import { OFF } from './mailparser-simple.mjs'
import { decodeFields, headerView } from './mailparser-view.mjs'

export default {
  name: 'mailparser MailParser',
  package: 'mailparser',
  kind: 'js',
  parse(bytes) {
    return new Promise((resolve, reject) => {
      const parser = new MailParser(OFF)
      const out = { headers: new Map(), fields: [], text: undefined, html: undefined, contents: [] }
      parser.on('error', reject)
      parser.on('headers', (headers) => {
        out.headers = headers
        out.fields = decodeFields(headers)
      })
      parser.on('data', (data) => {
        if (data.type === 'text') {
          out.text = data.text
          out.html = data.html || undefined
          return
        }
        const chunks = []
        data.content.on('data', (chunk) => chunks.push(chunk))
        data.content.on('end', () => {
          out.contents.push(Buffer.concat(chunks))
          data.release()
        })
      })
      parser.on('end', () => resolve(out))
      parser.end(bytes)
    })
  },
  view: ({ headers, fields, text, html, contents }) => ({
    ...headerView(headers, fields),
    text,
    html,
    attachments: contents,
  }),
}

/** mail-parser-wasm (Stalwart's Rust parser in WebAssembly); it takes text only and gives the sender, not the address list. */

import { Buffer } from 'node:buffer'
import { readFile } from 'node:fs/promises'
import * as glue from 'mail-parser-wasm/mail_parser_wasm_bg.js'

const file = new URL('../node_modules/mail-parser-wasm/mail_parser_wasm_bg.wasm', import.meta.url)
const { instance } = await WebAssembly.instantiate(await readFile(file), { './mail_parser_wasm_bg.js': glue })
glue.__wbg_set_wasm(instance.exports)
instance.exports.__wbindgen_start()

export default {
  name: 'mail-parser-wasm',
  package: 'mail-parser-wasm',
  kind: 'js',
  parse(bytes) {
    const result = glue.parse_message(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8'))
    const fields = []
    for (const header of result.headers) {
      fields.push([header.key, header.value])
      header.free()
    }
    const attachments = []
    for (const attachment of result.attachments) {
      attachments.push(attachment.content)
      attachment.free()
    }
    const out = {
      subject: result.subject,
      sender: result.sender,
      text: result.text,
      html: result.body_html,
      fields,
      attachments,
    }
    result.free()
    return out
  },
  view: ({ subject, sender, text, html, fields, attachments }) => ({
    subject,
    from: /<([^<>]*)>\s*$/.exec(sender)?.[1] ?? sender,
    text,
    html: html || undefined,
    attachments,
    words: fields.filter(([key]) => /^x-word-/i.test(key)).map(([, value]) => value),
  }),
}

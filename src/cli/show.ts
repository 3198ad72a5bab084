/** `messagerie show`: what a person wants of a message: who, when, what (RFC 5322 §3.6), and which files came along. HTML is shown as text, never rendered. */
import { htmlToText, plainText } from '../html/index.js'
import { type Message, parse } from '../index.js'
import type { Command } from './command.js'
import { FINE, type Output, paint, printable } from './io.js'
import { isSeveral, messagesOf, nameOf, writeTotal } from './messages.js'

const SHOWN = ['From', 'Sender', 'Reply-To', 'To', 'Cc', 'Bcc', 'Date', 'Subject']

export const show: Command = {
  name: 'show',
  summary: 'print the main headers, the text and the list of attachments',
  usage: 'show [--json] FILE|FOLDER|MBOX…',
  options: { json: { type: 'boolean', help: 'one JSON document a message' } },
  examples: ['messagerie show letter.eml', 'messagerie show inbox', 'messagerie show --json - < letter.eml'],
  minimum: 1,
  run({ values, files, out }) {
    let count = 0
    for (const { name, bytes } of messagesOf(files)) {
      const message = parse(bytes)
      count++
      if (values.json) {
        out.write(jsonLine(message))
        continue
      }
      if (files.length > 1 || name !== files[0]) out.write(`${paint(out, 'dim', `── ${printable(name)}`)}\n`)
      print(message, out)
    }
    if (!values.json && isSeveral(files, count)) writeTotal(out, count)
    return FINE
  },
}

function print(message: Message, out: Output): void {
  // Every field of a name, not the first alone: a second From is what a person has to see.
  for (const name of SHOWN) {
    for (const field of message.headers.fields(name))
      out.write(`${paint(out, 'bold', `${name}:`)} ${printableLine(field.text)}\n`)
  }
  out.write('\n')
  printText(message, out)
  const { attachments } = message
  if (attachments.length === 0) return
  const title = attachments.length === 1 ? '1 attachment' : `${attachments.length} attachments`
  out.write(`\n${paint(out, 'bold', title)}\n`)
  for (const part of attachments) {
    const size = `${part.bytes().length} B`.padStart(12)
    const name = paint(out, 'cyan', printable(nameOf(part)))
    out.write(`${size}  ${name}  ${printable(part.contentType.mediaType)}\n`)
  }
}

/** All that is displayed: the text as it stands, HTML that has no other form as text. */
function printText(message: Message, out: Output): void {
  const { text, html, textBody } = message
  const converted = textBody.some((part) => part.contentType.mediaType === 'text/html')
  let shown = converted ? plainText(message) : text?.trimEnd()
  let note = converted ? 'HTML, as text' : undefined
  // A blank text beside HTML is what mailers send that cannot convert it.
  if ((shown === undefined || shown === '') && html !== undefined) {
    shown = htmlToText(html)
    note = 'HTML, as text'
  }
  if (shown === undefined || shown === '') note = html === undefined ? 'no text' : 'HTML without text'
  else for (const line of shown.split(/\r\n|[\r\n]/)) out.write(`${printableLine(line)}\n`)
  if (note !== undefined) out.write(`${paint(out, 'dim', `(${note})`)}\n`)
}

/** `printable()` with tabs left alone: they move the cursor, which harms nobody, and texts and folded fields are full of them. */
export function printableLine(text: string): string {
  return text.split('\t').map(printable).join('\t')
}

/**
 * A value as one line of JSON (RFC 8259 §7) that is safe on a terminal too: what JSON.stringify leaves bare of C1 controls, bidi and
 * zero-width characters is written as `\uXXXX`, which reads back the same.
 */
export function jsonLine(value: unknown): string {
  const text = JSON.stringify(value).replace(
    /[\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
  return `${text}\n`
}

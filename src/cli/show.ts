/** `messagerie show`: what a person wants of a message: who, when, what, and which files came along. */
import { type Message, parse } from '../index.js'
import type { Command } from './command.js'
import { FINE, type Output, paint, printable, readInput } from './io.js'

const SHOWN = ['From', 'Sender', 'Reply-To', 'To', 'Cc', 'Date', 'Subject']

export const show: Command = {
  name: 'show',
  summary: 'print the main headers, the text and the list of attachments',
  usage: 'show [--json] FILE…',
  options: { json: { type: 'boolean', help: 'one JSON document a message' } },
  examples: ['messagerie show letter.eml'],
  minimum: 1,
  run({ values, files, out }) {
    for (const file of files) {
      const message = parse(readInput(file))
      if (values.json) out.write(`${JSON.stringify(message)}\n`)
      else {
        if (files.length > 1) out.write(`${paint(out, 'dim', `── ${file}`)}\n`)
        print(message, out)
      }
    }
    return FINE
  },
}

function print(message: Message, out: Output): void {
  for (const name of SHOWN) {
    const value = message.headers.get(name)
    if (value !== undefined) out.write(`${paint(out, 'bold', `${name}:`)} ${printable(value)}\n`)
  }
  const { text, html, attachments } = message
  out.write('\n')
  if (text !== undefined) for (const line of text.trimEnd().split(/\r\n|[\r\n]/)) out.write(`${printable(line)}\n`)
  else if (html !== undefined)
    out.write(`${paint(out, 'dim', `(HTML only, ${html.length} characters: \`messagerie extract --all\` saves it)`)}\n`)
  else out.write(`${paint(out, 'dim', '(no text)')}\n`)
  if (attachments.length === 0) return
  out.write(
    `\n${paint(out, 'bold', attachments.length === 1 ? '1 attachment' : `${attachments.length} attachments`)}\n`,
  )
  for (const part of attachments) {
    const size = `${part.bytes().length} B`.padStart(12)
    out.write(
      `${size}  ${paint(out, 'cyan', printable(part.safeFilename))}  ${printable(part.contentType.mediaType)}\n`,
    )
  }
}

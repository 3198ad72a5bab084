/** `messagerie headers`: the fields of a message (RFC 5322 §2.2), decoded, in order. */
import { type Field, parse } from '../index.js'
import type { Command } from './command.js'
import { FINE, paint, printable, readInput, UsageError } from './io.js'
import { jsonLine, printableLine } from './show.js'

export const headers: Command = {
  name: 'headers',
  summary: 'print the header fields, decoded and in order',
  usage: 'headers [--raw | --json] [--name NAME]… FILE…',
  options: {
    raw: { type: 'boolean', help: 'the fields as they stand in the message, with their folds, not decoded' },
    name: { type: 'string', multiple: true, value: 'NAME', help: 'only fields of that name; may be repeated' },
    json: { type: 'boolean', help: 'a JSON array of [name, value] a message' },
  },
  examples: ['messagerie headers letter.eml', 'messagerie headers --name received --name date letter.eml'],
  minimum: 1,
  run({ values, files, out }) {
    if (values.raw && values.json) throw new UsageError('headers: --raw or --json, not both: JSON holds decoded values')
    const names = namesOf(values.name)
    for (const file of files) {
      const all = parse(readInput(file)).headers.fields()
      const fields = names.size === 0 ? all : all.filter((field) => names.has(field.name.toLowerCase()))
      if (values.json) {
        out.write(jsonLine(fields.map((field) => [field.name, field.text])))
        continue
      }
      if (files.length > 1) out.write(`${paint(out, 'dim', `── ${printable(file)}`)}\n`)
      for (const field of fields) {
        if (values.raw) out.write(rawLines(field))
        else out.write(`${paint(out, 'bold', printable(field.name))}: ${printableLine(field.text)}\n`)
      }
    }
    return FINE
  },
}

/** The names wanted, in lower case; `Subject:` is taken as it is meant. Throws UsageError for one that no field can have. */
function namesOf(given: string | boolean | (string | boolean)[] | undefined): ReadonlySet<string> {
  const names = new Set<string>()
  for (const one of given === undefined ? [] : Array.isArray(given) ? given : [given]) {
    const name = String(one).replace(/:$/, '')
    if (name === '') throw new UsageError('headers: --name needs the name of a field, as in --name subject')
    names.add(name.toLowerCase())
  }
  return names
}

/** Line by line, each safe for a terminal. Octets that are no UTF-8 are written as `\xNN`. */
function rawLines(field: Field): string {
  const { raw } = field
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(raw)
  } catch {
    text = ''
    for (const octet of raw) text += octet < 0x80 ? String.fromCharCode(octet) : `\\x${octet.toString(16)}`
  }
  const lines = text.split('\n')
  if (lines[lines.length - 1] === '') lines.pop()
  return `${lines.map((line) => printableLine(line.endsWith('\r') ? line.slice(0, -1) : line)).join('\n')}\n`
}

/** `messagerie headers`: the fields of a message, decoded, in order. */
import { type Field, parse } from '../index.js'
import type { Command } from './command.js'
import { FINE, paint, printable, readInput } from './io.js'

export const headers: Command = {
  name: 'headers',
  summary: 'print the header fields, decoded and in order',
  usage: 'headers [--raw] [--name NAME]… [--json] FILE…',
  options: {
    raw: { type: 'boolean', help: 'the octets as they stand, nothing decoded' },
    name: { type: 'string', multiple: true, value: 'NAME', help: 'only fields of that name; may be repeated' },
    json: { type: 'boolean', help: 'a JSON array of [name, value] a message' },
  },
  examples: ['messagerie headers letter.eml', 'messagerie headers --name received --name date letter.eml'],
  minimum: 1,
  run({ values, files, out }) {
    const names = (Array.isArray(values.name) ? values.name : []).map((name) => String(name).toLowerCase())
    for (const file of files) {
      const all = parse(readInput(file)).headers.fields()
      const fields = names.length === 0 ? all : all.filter((field) => names.includes(field.name.toLowerCase()))
      if (values.json) out.write(`${JSON.stringify(fields.map((field) => [field.name, field.text]))}\n`)
      else
        for (const field of fields)
          out.write(
            values.raw ? rawLines(field) : `${paint(out, 'bold', printable(field.name))}: ${printable(field.text)}\n`,
          )
    }
    return FINE
  },
}

/** Line by line, each safe for a terminal. */
function rawLines(field: Field): string {
  const text = new TextDecoder().decode(field.raw)
  return `${text
    .trimEnd()
    .split('\n')
    .map((line) => printable(line.endsWith('\r') ? line.slice(0, -1) : line))
    .join('\n')}\n`
}

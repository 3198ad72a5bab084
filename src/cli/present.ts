/** `messagerie present`: what a reader of mail does with each part (RFC 2049 §2). */
import { parse } from '../index.js'
import { type Presentation, present as plan } from '../present/index.js'
import type { Command } from './command.js'
import { FINE, paint, printable, readInput } from './io.js'
import { jsonLine } from './show.js'

export const present: Command = {
  name: 'present',
  summary: 'say what a reader shows, offers or saves, part by part',
  usage: 'present [--types TYPE,TYPE…] [--json] FILE…',
  options: {
    types: { type: 'string', value: 'TYPE,TYPE…', help: 'media types that the reader displays (text/plain,text/html)' },
    json: { type: 'boolean', help: 'a JSON array a message' },
  },
  examples: ['messagerie present letter.eml', "messagerie present --types 'text/plain,image/*' letter.eml"],
  minimum: 1,
  run({ values, files, out }) {
    const types = typeof values.types === 'string' ? values.types.split(',').map((type) => type.trim()) : undefined
    for (const file of files) {
      const items = plan(parse(readInput(file)), types === undefined ? {} : { types })
      if (values.json) out.write(jsonLine(items.map(asJson)))
      else {
        if (files.length > 1) out.write(`── ${printable(file)}\n`)
        for (const { action: what, form, part, depth, because } of items) {
          const place = part.path.length === 0 ? '' : ` ${part.path.join('.')}`
          const line = `${paint(out, 'bold', `${what} ${form}`)}${place}: ${printable(part.contentType.mediaType)}`
          out.write(`${'  '.repeat(Math.min(depth, 20))}${line} ${paint(out, 'dim', `(${printable(because)})`)}\n`)
        }
      }
    }
    return FINE
  },
}

/** Parts as their paths. */
function asJson({ part, choices, ...rest }: Presentation): object {
  return { ...rest, path: part.path, ...(choices === undefined ? {} : { choices: choices.map(({ path }) => path) }) }
}

/** `messagerie news`: the fields of an article and what keeps the news from taking it (RFC 5536). */
import { parse } from '../index.js'
import { article, checkArticle } from '../news/index.js'
import type { Command } from './command.js'
import { FINE, FOUND, paint, printable, readInput } from './io.js'
import { jsonLine } from './show.js'

export const news: Command = {
  name: 'news',
  summary: 'print the fields of a Netnews article, and its faults',
  usage: 'news [--proto] [--json] FILE…',
  options: {
    proto: {
      type: 'boolean',
      help: 'it is on its way to an injecting agent: Message-ID, Date and Path may be missing',
    },
    json: { type: 'boolean', help: 'fields and faults as JSON, a line an article' },
  },
  examples: ['messagerie news article.txt', 'messagerie news --proto draft.txt'],
  minimum: 1,
  run({ values, files, out }) {
    let code = FINE
    for (const file of files) {
      const message = parse(readInput(file))
      const faults = checkArticle(message, { proto: values.proto === true })
      if (faults.some(({ severity }) => severity === 'error')) code = FOUND
      if (values.json) {
        out.write(jsonLine({ article: article(message), faults }))
        continue
      }
      if (files.length > 1) out.write(`── ${printable(file)}\n`)
      for (const [name, value] of Object.entries(article(message))) {
        if (!Array.isArray(value) || value.length > 0) {
          out.write(
            `${paint(out, 'bold', name)}: ${printable(typeof value === 'string' ? value : JSON.stringify(value))}\n`,
          )
        }
      }
      for (const { severity, field, message: text, rfc } of faults) {
        out.write(
          `${paint(out, severity === 'error' ? 'red' : 'yellow', severity)} ${printable(field)}: ${printable(text)} (RFC ${rfc})\n`,
        )
      }
    }
    return code
  },
}

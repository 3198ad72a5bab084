/** `messagerie anonymize`: a private message as one that can be shown: same structure, defects and lengths, other words (RFC 5322 §2.2). */
// No door: only this command needs it, and no program should have to load it.
import { anonymize as anonymized } from '../samples/anonymize.js'
import type { Command } from './command.js'
import { FINE, FOUND, paint, printable, readInput, UsageError } from './io.js'
import { writeMessage } from './minimize.js'

export const anonymize: Command = {
  name: 'anonymize',
  summary: 'replace text, names and addresses; structure, defects and lengths stay',
  usage: 'anonymize [--output FILE] [--key TEXT] FILE',
  options: {
    output: { type: 'string', value: 'FILE', help: 'a new file; default: standard output' },
    key: {
      type: 'string',
      value: 'TEXT',
      help: 'same key, same letters: to be kept secret; default: 128 bits, drawn at random and forgotten',
    },
  },
  examples: [
    'messagerie anonymize --output shown.eml private.eml',
    'messagerie anonymize private.eml | messagerie lint -',
  ],
  minimum: 1,
  async run({ values, files, out }) {
    const [file, ...rest] = files
    if (file === undefined || rest.length > 0)
      throw new UsageError('anonymize: one message at a time: messagerie anonymize FILE')
    const { bytes, differs } = anonymized(readInput(file), keyOf(values.key))
    await writeMessage(bytes, values.output, out)
    if (differs === undefined) return FINE
    process.stderr.write(`${paint(out, 'yellow', 'read differently')} from the original: ${printable(differs)}\n`)
    return FOUND
  },
}

function keyOf(given: unknown): string | undefined {
  if (given === '') throw new UsageError('anonymize: --key: expected a text, as in --key "nobody guesses this"')
  return given as string | undefined
}

/** `messagerie anonymize`: a private message as one that can be shown: same structure, defects and lengths, other words (RFC 5322 §2.2). */
// No door: only this command needs it, and no program should have to load it.
import { anonymize as anonymized } from '../samples/anonymize.js'
import type { Command } from './command.js'
import { FINE, FOUND, paint, printable, readInput, UsageError } from './io.js'
import { writeMessage } from './minimize.js'

export const anonymize: Command = {
  name: 'anonymize',
  summary: 'replace text, names and addresses; structure, defects and lengths stay',
  usage: 'anonymize [--output FILE] [--key NUMBER] FILE',
  options: {
    output: { type: 'string', value: 'FILE', help: 'a new file; default: standard output' },
    key: { type: 'string', value: 'NUMBER', help: 'same key, same letters; default: at random' },
  },
  examples: [
    'messagerie anonymize --output shown.eml private.eml',
    'messagerie anonymize private.eml | messagerie lint -',
  ],
  minimum: 1,
  async run({ values, files, out }) {
    const [file, ...rest] = files
    if (file === undefined || rest.length > 0) throw new UsageError('anonymize: one message at a time')
    const { bytes, differs } = anonymized(readInput(file), keyOf(values.key))
    await writeMessage(bytes, values.output, out)
    if (differs === undefined) return FINE
    process.stderr.write(`${paint(out, 'yellow', 'read differently')} from the original: ${printable(differs)}\n`)
    return FOUND
  },
}

function keyOf(given: unknown): number {
  if (given === undefined) return crypto.getRandomValues(new Uint32Array(1))[0]!
  if (typeof given !== 'string' || !/^[0-9]{1,9}$/.test(given))
    throw new UsageError('anonymize: --key needs a number of at most nine digits, as in --key 7')
  return Number(given)
}

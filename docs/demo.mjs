/** `npm run demo`: a real message as a tree, what is wrong with another one, and the proof that both are written back unchanged. */
import { execFileSync } from 'node:child_process'

const LETTER = 'fixtures/structure/01-lecture-notes.eml'
const command = (...args) => execFileSync(process.execPath, ['dist/cli.js', ...args], { encoding: 'utf8' })
const say = (text) => process.stdout.write(`${text}\n`)

say(`A message of six parts (${LETTER}). Each line is one part: its number, its type,
how it is encoded, its size, its file name, and the octets of the file that it covers.
`)
say(command('tree', LETTER))
say('Its text and attachments, as a mail reader shows them:\n')
say(command('show', LETTER))
say('The proof that nothing is lost: the message is parsed, written, and compared octet by octet.\n')
say(command('roundtrip', LETTER))
say(`Next:
  node dist/cli.js lint FILE.eml          what is wrong with a message of yours, and where
  node dist/cli.js --help                 all subcommands
  node examples/read-message.mjs          the same in a program of twenty lines
  npm run playground                      the same in a page, for files that you drop on it
  docs/getting-started.md                 reading, composing, editing, streaming`)

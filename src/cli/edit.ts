/** `messagerie edit`: header fields set and deleted, files attached; everything else stays octet for octet (docs/lossless.md). */

import { basename } from 'node:path'
import { trimWsp } from '../bytes/ascii.js'
import { type Message, parse } from '../index.js'
import type { Command } from './command.js'
import { FINE, printable, readInput, UsageError } from './io.js'
import { writeMessage } from './minimize.js'

export const edit: Command = {
  name: 'edit',
  summary: 'set or delete header fields and attach files; all else stays as it is',
  usage: "edit [--delete NAME]… [--set 'NAME: VALUE']… [--add 'NAME: VALUE']… [--attach FILE]… [--output FILE] FILE",
  options: {
    delete: { type: 'string', multiple: true, value: 'NAME', help: 'all fields of that name' },
    set: {
      type: 'string',
      multiple: true,
      value: "'N: VALUE'",
      help: 'in the place of the first of that name, without the others',
    },
    add: { type: 'string', multiple: true, value: "'N: VALUE'", help: 'behind all fields' },
    attach: {
      type: 'string',
      multiple: true,
      value: 'FILE',
      help: 'a file; a message that is no multipart becomes one',
    },
    utf8: { type: 'boolean', help: 'new fields in UTF-8 (RFC 6532) instead of encoded-words' },
    output: { type: 'string', value: 'FILE', help: 'a new file; default: standard output' },
  },
  examples: [
    "messagerie edit --set 'Subject: Hello' --delete X-Spam letter.eml > edited.eml",
    'messagerie edit --attach plan.pdf --output sent.eml letter.eml',
  ],
  minimum: 1,
  async run({ values, files, out }) {
    const [file, ...rest] = files
    if (file === undefined || rest.length > 0)
      throw new UsageError("edit: one message at a time: messagerie edit --set 'Subject: Hello' FILE")
    const changes = ['delete', 'set', 'add', 'attach'].map((key) => list(values[key]))
    if (changes.every((all) => all.length === 0)) {
      throw new UsageError("edit: nothing to do; say what, as in --set 'Subject: Hello'")
    }
    const message = parse(readInput(file))
    apply(message, changes, values.utf8 === true)
    for (const name of message.brokenSignatures) process.stderr.write(`broken by this edit: ${printable(name)}\n`)
    await writeMessage(message.toBytes(), values.output, out)
    return FINE
  },
}

function list(given: unknown): string[] {
  return given === undefined ? [] : (Array.isArray(given) ? given : [given]).map(String)
}

function apply(message: Message, [deleted, set, added, attached]: readonly string[][], utf8: boolean): void {
  const { headers } = message
  for (const name of deleted ?? []) headers.delete(name.replace(/:$/, ''))
  for (const field of set ?? []) change('--set', field, (name, value) => headers.set(name, value, { utf8 }))
  for (const field of added ?? []) change('--add', field, (name, value) => headers.append(name, value, { utf8 }))
  for (const path of attached ?? []) {
    if (path === '-') throw new UsageError('edit: --attach needs a file with a name')
    const content = readInput(path)
    refusal(`--attach ${path}`, () => message.attach({ filename: basename(path), content }))
  }
}

function change(option: string, field: string, write: (name: string, value: string) => void): void {
  const colon = field.indexOf(':')
  if (colon < 1) throw new UsageError(`edit: ${option} ${printable(field)}: expected a name, a colon and a value`)
  refusal(option, () => write(trimWsp(field.slice(0, colon)), trimWsp(field.slice(colon + 1))))
}

/** What the library refuses was wrong use of the command. */
function refusal(option: string, act: () => void): void {
  try {
    act()
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    throw new UsageError(`edit: ${printable(`${option}: ${error.message}`)}`)
  }
}

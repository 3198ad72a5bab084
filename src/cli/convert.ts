/** `messagerie convert`: a message file of Outlook (.msg) as a message. MS-OXMSG. */
import type { Command } from './command.js'
import { FINE, FOUND, paint, printable, readInput, UsageError } from './io.js'
import { writeMessage } from './minimize.js'
import { jsonLine } from './show.js'

export const convert: Command = {
  name: 'convert',
  summary: 'write an Outlook .msg file as a message',
  usage: 'convert [--output FILE] [--json] FILE',
  options: {
    output: { type: 'string', value: 'FILE', help: 'a new file; default: standard output' },
    json: { type: 'boolean', help: 'class, properties and defects as JSON, and no message' },
  },
  examples: ['messagerie convert letter.msg > letter.eml', 'messagerie convert --output letter.eml letter.msg'],
  minimum: 1,
  async run({ values, files, out }) {
    const [file, ...rest] = files
    if (file === undefined || rest.length > 0)
      throw new UsageError('convert: one file at a time: messagerie convert FILE.msg')
    // Loaded here alone, because no other command needs what reads compound files.
    const { readMsg } = await import('../outlook/index.js')
    const { message, messageClass, properties, defects } = readMsg(readInput(file))
    const code = defects.length === 0 ? FINE : FOUND
    if (values.json) {
      out.write(jsonLine({ messageClass, properties: properties.map(plain), defects }))
      return code
    }
    const { length } = message.raw
    if (length === 0) throw new UsageError(`${printable(file)}: ${printable(defects[0]?.message ?? 'it is empty')}`)
    await writeMessage(message.raw, values.output, out)
    if (typeof values.output === 'string' && values.output !== '-') {
      for (const { code: name, path, message: said } of defects)
        out.write(`${paint(out, 'yellow', name)} ${printable(path === '' ? said : `${path}: ${said}`)}\n`)
    }
    return code
  },
}

/** Octets as base64, big numbers as text. */
function plain(property: unknown): unknown {
  return JSON.parse(
    JSON.stringify(property, (_key, value: unknown) =>
      typeof value === 'bigint'
        ? String(value)
        : value instanceof Uint8Array
          ? Buffer.from(value).toString('base64')
          : value,
    ),
  )
}

/** `messagerie compose`: a message from its description in JSON (docs/composing.md). Nothing that the description names is opened. */
import { decodeBase64 } from '../codec/index.js'
import { compose as composed, type Message, type MessageSpec, MessageSpecError } from '../index.js'
import type { Command } from './command.js'
import { FINE, printable, readInput, UsageError } from './io.js'
import { writeMessage } from './minimize.js'
import { jsonLine } from './show.js'

export const compose: Command = {
  name: 'compose',
  summary: 'write a message from its description in JSON',
  usage: 'compose [--utf8] [--bcc] [--output FILE | --json] SPEC.json',
  options: {
    utf8: { type: 'boolean', help: 'header fields in UTF-8 (RFC 6532) instead of encoded-words' },
    bcc: { type: 'boolean', help: 'with Bcc, which is left out otherwise' },
    output: { type: 'string', value: 'FILE', help: 'a new file; default: standard output' },
    json: { type: 'boolean', help: 'what was composed as JSON, instead of the message' },
  },
  examples: [
    'messagerie compose letter.json > letter.eml',
    'echo \'{"from": "ada@example.org", "to": "bob@example.net", "text": "Hello"}\' | messagerie compose -',
  ],
  minimum: 1,
  async run({ values, files, out }) {
    const [file, ...rest] = files
    if (file === undefined || rest.length > 0)
      throw new UsageError('compose: one description at a time: messagerie compose SPEC.json')
    const message = fromJson(file, readInput(file), values.utf8 === true)
    if (values.json) out.write(jsonLine(message))
    else await writeMessage(message.toBytes({ bcc: values.bcc === true ? 'keep' : 'omit' }), values.output, out)
    return FINE
  },
}

function fromJson(file: string, bytes: Uint8Array, utf8: boolean): Message {
  let given: unknown
  try {
    given = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch (error) {
    throw new UsageError(
      `${printable(file)}: is no JSON: ${printable(error instanceof Error ? error.message : String(error))}`,
    )
  }
  const wrong: string[] = []
  const spec = specOf(given, wrong)
  if (wrong.length > 0) throw refused(file, wrong)
  try {
    return composed(spec as MessageSpec, { utf8 })
  } catch (error) {
    if (!(error instanceof MessageSpecError)) throw error
    throw refused(
      file,
      error.faults.map(({ path, message }) => `${path === '' ? 'spec' : path}: ${message}`),
    )
  }
}

function refused(file: string, faults: readonly string[]): UsageError {
  return new UsageError(`${printable(file)}: is refused:\n${faults.map((fault) => `  ${printable(fault)}`).join('\n')}`)
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The description with what JSON has no form for: octets and dates. All else is for compose to judge. */
function specOf(given: unknown, wrong: string[]): unknown {
  if (!isRecord(given)) return given
  const spec: Record<string, unknown> = { ...given }
  for (const key of ['attachments', 'alternatives']) {
    const list = spec[key]
    if (!Array.isArray(list)) continue
    spec[key] = list.map((item: unknown, i) =>
      isRecord(item) && 'content' in item
        ? { ...item, content: contentOf(item.content, `${key}[${i}].content`, wrong) }
        : item,
    )
  }
  if (typeof spec.date === 'string') {
    // A date without its zone is another moment on another machine.
    const isInstant = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)$/.test(spec.date)
    const date = new Date(spec.date)
    if (!isInstant || Number.isNaN(date.getTime())) wrong.push('date: expected an instant, as 2024-10-01T12:00:00Z')
    spec.date = date
  }
  return spec
}

function contentOf(content: unknown, path: string, wrong: string[]): unknown {
  if (typeof content === 'string') return content
  if (isRecord(content) && typeof content.base64 === 'string' && Object.keys(content).length === 1) {
    const text = content.base64.replace(/\s+/g, '')
    if (/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text)) return decodeBase64(text)
    wrong.push(`${path}.base64: is no base64`)
    return ''
  }
  wrong.push(`${path}: expected a text or { "base64": "…" }; files are not opened`)
  return ''
}

/** `messagerie recode`: a message for a transport of 7 bits, of 8 bits, for any octets, or with header fields in UTF-8. RFC 2045 §6, RFC 6532. */

import { grammarOf } from '../field/index.js'
import { isMultipartSigned } from '../field/mime/multipart-signed.js'
import { type Entity, type Field, type FieldValue, type Message, parse, type SerializeOptions } from '../index.js'
import { parseEhlo, plan } from '../transport/index.js'
import type { Command } from './command.js'
import { FINE, printable, readInput, UsageError } from './io.js'
import { writeMessage } from './minimize.js'
import { jsonLine } from './show.js'

const FORMS: readonly string[] = ['7bit', '8bit', 'binary', 'utf8']

export const recode: Command = {
  name: 'recode',
  summary: 'write a message under other transfer encodings',
  usage: 'recode --to 7bit|8bit|binary|utf8 | --ehlo LINES [--output FILE | --json] FILE',
  options: {
    to: {
      type: 'string',
      value: 'FORM',
      choices: FORMS,
      help: '7bit: encode the rest; 8bit, binary: decode what they carry; utf8: decode header fields',
    },
    ehlo: {
      type: 'string',
      value: 'LINES',
      help: "a file with a server's answer to EHLO: encode what it does not take",
    },
    output: { type: 'string', value: 'FILE', help: 'a new file; default: standard output' },
    json: { type: 'boolean', help: 'what was written as JSON, instead of the message' },
  },
  examples: ['messagerie recode --to 7bit letter.eml > plain.eml', 'messagerie recode --ehlo ehlo.txt letter.eml'],
  minimum: 1,
  async run({ values, files, out }) {
    const [file, ...rest] = files
    if (file === undefined || rest.length > 0)
      throw new UsageError('recode: one message at a time: messagerie recode --to 7bit FILE')
    const { to, ehlo } = values
    if (typeof ehlo === 'string') {
      if (to !== undefined) throw new UsageError('recode: --to or --ehlo, not both')
      if (ehlo === '-' && file === '-')
        throw new UsageError('recode: standard input is read once: name a file for --ehlo')
      await writeMessage(planned(ehlo, file), values.output, out)
      return FINE
    }
    if (typeof to !== 'string' || !FORMS.includes(to)) {
      throw new UsageError(`recode: --to needs one of ${FORMS.join(', ')}; or give --ehlo FILE`)
    }
    const message = parse(readInput(file))
    let bytes: Uint8Array
    try {
      bytes = recoded(message, to as '7bit' | '8bit' | 'binary' | 'utf8')
    } catch (error) {
      if (!(error instanceof TypeError)) throw error
      throw new UsageError(`${printable(file)}: cannot be written as ${to}: ${printable(error.message)}`)
    }
    if (values.json) out.write(jsonLine(parse(bytes)))
    else await writeMessage(bytes, values.output, out)
    return FINE
  },
}

/** The octets for a server that answered so; what was done to them is told on standard error. RFC 6152, 3030, 6531, 1870. */
function planned(ehlo: string, file: string): Uint8Array {
  const lines = new TextDecoder().decode(readInput(ehlo))
  const { bytes, impossible, extensions, parameters, command, recode, brokenSignatures } = plan(
    parse(readInput(file)),
    parseEhlo(lines),
  )
  if (bytes === undefined) {
    throw new UsageError(`${printable(file)}: cannot be sent to this server: ${printable(impossible.join('; '))}`)
  }
  const told = Object.entries(parameters).map(([name, value]) => (value === true ? name : `${name}=${value}`))
  const text = [
    ...recode.map(({ path, because }) => `${path.length === 0 ? 'message' : `part ${path.join('.')}`}: ${because}`),
    ...(recode.length === 0 ? ['nothing is re-encoded'] : []),
    ...brokenSignatures.map((signature) => `no longer holds: ${signature}`),
    `extensions: ${extensions.length === 0 ? 'none' : extensions.join(' ')}`,
    `MAIL FROM parameters: ${told.length === 0 ? 'none' : told.join(' ')}; then ${command}`,
  ]
  process.stderr.write(text.map((line) => `${printable(line)}\n`).join(''))
  return bytes
}

function recoded(message: Message, to: '7bit' | '8bit' | 'binary' | 'utf8'): Uint8Array {
  const options: SerializeOptions = to === 'utf8' ? { utf8: true } : { transport: to }
  if (to !== '7bit') {
    for (const entity of [...message.walk()]) {
      if (isCovered(entity)) continue
      if (to === 'utf8') decodeFields(entity)
      else decodeBody(entity, to)
    }
  }
  return message.toBytes(options)
}

/** Its octets are covered by a signature: they stay (RFC 1847 §2.1). */
function isCovered(entity: Entity): boolean {
  for (let at = entity.parent; at !== undefined; at = at.parent) if (isMultipartSigned(at.contentType)) return true
  return false
}

/** A text under quoted-printable or base64 as it is, where the transport carries it so. */
function decodeBody(entity: Entity, to: '8bit' | 'binary'): void {
  if (entity.contentType.type !== 'text' || !/^(?:quoted-printable|base64)$/.test(entity.transferEncoding)) return
  for (const transferEncoding of to === 'binary' ? ['8bit', 'binary'] : ['8bit']) {
    try {
      entity.setContent(entity.bytes(), { transferEncoding })
      return
    } catch (error) {
      // It does not carry this text, which stays as it is then.
      if (!(error instanceof TypeError)) throw error
    }
  }
}

/** Encoded-words as UTF-8, in fields of text and of addresses that stand once. */
function decodeFields({ headers }: Entity): void {
  for (const field of headers.fields()) {
    if (!field.octets.includes('=?') || field.octets.includes('(') || headers.fields(field.name).length > 1) continue
    const value = decoded(field)
    if (value === undefined) continue
    try {
      headers.set(field.name, value, { utf8: true })
    } catch (error) {
      // What cannot be written anew stays as it came.
      if (!(error instanceof TypeError)) throw error
    }
  }
}

function decoded(field: Field): FieldValue | undefined {
  // Words that were not decoded, or not wholly, stay as they came.
  if (/=\?|\ufffd/.test(field.text)) return undefined
  const kind = grammarOf(field.name)?.kind
  if (kind === undefined || kind === 'unstructured') return field.text
  return kind === 'address' || kind === 'mailbox' ? (field.parsed as FieldValue) : undefined
}

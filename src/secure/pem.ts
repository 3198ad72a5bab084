/** Privacy-enhanced messages in texts, as a view of their octets: fields, who made them, for whom, the text. RFC 1421 §4, §9; RFC 1423; RFC 1424. */
import { trimWsp } from '../bytes/ascii.js'
import { fromLatin1, indexOfByte, indexOfBytes, latin1 } from '../bytes/platform.js'
import { ByteWriter } from '../bytes/writer.js'
import { decodeBase64 } from '../codec/base64.js'
import type { Entity } from '../tree/entity.js'
import { isMessage } from '../tree/is-message.js'
import type { Message } from '../tree/message.js'

/** Octets of `part.bytes()`, half open. */
export interface PemSpan {
  /** The first octet of it. */
  readonly start: number
  /** The first octet behind it. */
  readonly end: number
}

/** A field of the encapsulated header. */
export interface PemField {
  /** As written: `Key-Info`. */
  readonly name: string
  /** Unfolded; of base64 the blanks between its lines are left out. */
  readonly value: string
  /** The whole field, folds and line end included. */
  readonly span: PemSpan
}

/** Somebody that the header names: the field that does, and the fields about him behind it (Key-Info, MIC-Info, Issuer-Certificate). */
export interface PemParty {
  /** The field that names him. */
  readonly id: PemField
  /** Fields behind it that are about the same party. */
  readonly fields: readonly PemField[]
}

/** A privacy-enhanced message, found in a text. Nothing is verified or decrypted. */
export interface PemMessage {
  /** The part in whose text it stands. */
  readonly part: Entity
  /** From the line that begins it to the end of the line that ends it. */
  readonly span: PemSpan
  /** `ENCRYPTED`, `MIC-ONLY`, `MIC-CLEAR`, `CRL`, or what else stands there, in upper case; empty where there is no Proc-Type. */
  readonly type: string
  /** The number before it: `4`. */
  readonly version: string
  /** `RFC822` in all that is known. */
  readonly contentDomain: string | undefined
  /** DEK-Info: `DES-CBC` and its initialization vector, in hexadecimal digits. */
  readonly dekInfo:
    | {
        /** As `DES-CBC`. */
        readonly algorithm: string
        /** What the algorithm needs beside the key, in hexadecimal digits. */
        readonly parameters: string | undefined
      }
    | undefined
  /** Originator-ID-Asymmetric, Originator-ID-Symmetric, Originator-Certificate. */
  readonly originators: readonly PemParty[]
  /** Recipient-ID-Asymmetric, Recipient-ID-Symmetric. */
  readonly recipients: readonly PemParty[]
  /** All fields, in order. */
  readonly fields: readonly PemField[]
  /** The encapsulated text as it stands. Undefined where there is none. */
  readonly textSpan: PemSpan | undefined
  /** The line that ends it is there. */
  readonly terminated: boolean
  /** MIC-CLEAR: the text without what escapes its dashes (RFC 1421 §4.4). MIC-ONLY: the text. ENCRYPTED: the octets to decrypt. */
  text(): Uint8Array | undefined
}

const BEGIN: Uint8Array = /* @__PURE__ */ fromLatin1('-----BEGIN PRIVACY-ENHANCED MESSAGE-----')
const END: Uint8Array = /* @__PURE__ */ fromLatin1('-----END PRIVACY-ENHANCED MESSAGE-----')
const LF = 0x0a
const DASH = 0x2d
const SP = 0x20
/** Messages that are listed of one text, and fields of one of them. */
const MAX = 1000
const NAME = /^[\x21-\x39\x3b-\x7e]{1,100}$/
/** Fields whose value is base64 alone (RFC 1421 §4.6): folds are no part of it. */
const ENCODED = /^(?:originator-certificate|issuer-certificate|crl|key-info|mic-info)$/i

/**
 * Privacy-enhanced messages in the texts of a message, in order; at most 1000 in each. Never throws on bytes; linear.
 *
 * @example
 * for (const { type, recipients } of pemMessages(message)) console.log(type, recipients.map(({ id }) => id.value))
 */
export function pemMessages(message: Message): PemMessage[] {
  if (!isMessage(message)) throw new TypeError('pemMessages: expected a Message, as parse() gives')
  const found: PemMessage[] = []
  for (const part of message.walk()) {
    const { type } = part.contentType
    if (type !== 'text' || part.parts.length > 0 || part.message !== undefined) continue
    const octets = part.bytes()
    let at = lineThatIs(octets, BEGIN, 0)
    for (let count = 0; at !== -1 && count < MAX; count++) {
      const one = read(part, octets, at)
      found.push(one)
      // RFC 1421 §4.4: the line that begins the next one may end this one.
      at = lineThatIs(octets, BEGIN, one.span.end)
    }
  }
  return found
}

/** Where the next line begins that is `mark` and white space; -1 for none. */
function lineThatIs(octets: Uint8Array, mark: Uint8Array, from: number): number {
  for (let at = indexOfBytes(octets, mark, from); at !== -1; at = indexOfBytes(octets, mark, at + mark.length)) {
    if (at > 0 && octets[at - 1] !== LF) continue
    let end = at + mark.length
    while (octets[end] === SP || octets[end] === 0x09 || octets[end] === 0x0d) end++
    if (end >= octets.length || octets[end] === LF) return at
  }
  return -1
}

function afterLine(octets: Uint8Array, at: number, end = octets.length): number {
  const lf = indexOfByte(octets, LF, at)
  return lf === -1 || lf >= end ? end : lf + 1
}

function read(part: Entity, octets: Uint8Array, start: number): PemMessage {
  const inner = afterLine(octets, start)
  const next = lineThatIs(octets, BEGIN, inner)
  const closing = lineThatIs(octets.subarray(0, next === -1 ? octets.length : next), END, inner)
  const stop = closing !== -1 ? closing : next !== -1 ? next : octets.length
  const span = { start, end: closing === -1 ? stop : afterLine(octets, closing) }
  const { fields, textStart } = header(octets, inner, stop)
  const named = (name: string) => fields.find((field) => field.name.toLowerCase() === name)?.value
  const [version = '', type = ''] = (named('proc-type') ?? '').split(',', 2).map((piece) => trimWsp(piece))
  const dek = named('dek-info')?.split(',', 2)
  const textSpan = textStart === undefined ? undefined : { start: textStart, end: stop }
  const kind = type.toUpperCase()
  return {
    part,
    span,
    type: kind,
    version,
    contentDomain: named('content-domain'),
    dekInfo: dek === undefined ? undefined : { algorithm: trimWsp(dek[0]!), parameters: dek[1] && trimWsp(dek[1]) },
    originators: parties(fields, 'originator-'),
    recipients: parties(fields, 'recipient-'),
    fields,
    textSpan,
    terminated: closing !== -1 || next !== -1,
    text: () => {
      if (textSpan === undefined) return undefined
      const text = octets.subarray(textSpan.start, textSpan.end)
      return kind === 'MIC-CLEAR' ? withoutDashes(text) : decodeBase64(text)
    },
  }
}

/** Fields up to the blank line, or to the line that ends the message (a CRL has no text: RFC 1421 §9). */
function header(octets: Uint8Array, from: number, stop: number): { fields: PemField[]; textStart: number | undefined } {
  const fields: PemField[] = []
  for (let at = from; at < stop && fields.length < MAX; ) {
    let end = afterLine(octets, at, stop)
    if (trimWsp(latin1(octets, at, Math.min(end, at + 1000)).replace(/[\r\n]+$/, '')) === '')
      return { fields, textStart: end }
    // Folds: lines that begin with white space (RFC 1421 §4.6).
    while (end < stop && (octets[end] === SP || octets[end] === 0x09) && !isBlank(octets, end, stop))
      end = afterLine(octets, end, stop)
    const whole = latin1(octets, at, end)
    const colon = whole.indexOf(':')
    const name = trimWsp(whole.slice(0, Math.max(colon, 0)))
    if (colon > 0 && NAME.test(name)) {
      const folded = whole.slice(colon + 1)
      const value = ENCODED.test(name) ? folded.replace(/[ \t\r\n]+/g, '') : trimWsp(folded.replace(/[\r\n]+/g, ''))
      fields.push({ name, value, span: { start: at, end } })
    }
    at = end
  }
  return { fields, textStart: undefined }
}

function isBlank(octets: Uint8Array, at: number, stop: number): boolean {
  for (let i = at; i < stop && octets[i] !== LF; i++) if (octets[i]! > SP) return false
  return true
}

/** RFC 1421 §4.6.3, §4.6.4: what is about somebody stands behind the field that names him. */
function parties(fields: readonly PemField[], prefix: string): PemParty[] {
  const found: { id: PemField; fields: PemField[] }[] = []
  let open: PemField[] | undefined
  for (const field of fields) {
    const name = field.name.toLowerCase()
    if (name.startsWith('originator-') || name.startsWith('recipient-')) {
      open = name.startsWith(prefix) ? [] : undefined
      if (open !== undefined) found.push({ id: field, fields: open })
    } else open?.push(field)
  }
  return found
}

/** RFC 934 as RFC 1421 §4.4 has it: `- ` before a line that begins with a dash. */
function withoutDashes(text: Uint8Array): Uint8Array {
  const out = new ByteWriter(text.length)
  for (let at = 0; at < text.length; ) {
    const end = afterLine(text, at)
    out.bytes(text.subarray(text[at] === DASH && text[at + 1] === SP ? at + 2 : at, end))
    at = end
  }
  return out.take()
}

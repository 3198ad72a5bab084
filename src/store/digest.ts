/** makeDigest(): puts messages into a digest: multipart/digest (RFC 2046 §5.1.5), RFC 1153, RFC 934. */

import { assertObject } from '../bytes/arguments.js'
import { CR, DASH, LF, SP } from '../bytes/ascii.js'
import { fromLatin1, fromUtf8, indexOfByte, indexOfBytes, isAscii, isUtf8 } from '../bytes/platform.js'
import type { Source } from '../bytes/source.js'
import { concat } from '../bytes/writer.js'
import { compose, composeMultipart, type MultipartPlan } from '../compose/compose.js'
import type { ComposeOptions, MessageSpec } from '../compose/spec.js'
import { writable } from '../compose/whole.js'
import { plainText } from '../html/message-text.js'
import { parse } from '../message/parse.js'
import { canonicalBreaks, encodeContent, traitsOf } from '../render/content.js'
import { isMessage } from '../tree/is-message.js'
import type { Message } from '../tree/message.js'
import type { DigestForm } from './burst.js'
import { countHyphens, SEPARATOR, stuff } from './encapsulation.js'
import { dropBlankLines, skipBlankLines } from './field-line.js'
import { octetsOf } from './message-octets.js'

/** The fields of the digest itself, and what it holds. */
export interface DigestSpec
  extends Omit<MessageSpec, 'text' | 'html' | 'amp' | 'calendar' | 'attachments' | 'alternatives' | 'bcc'> {
  /** The messages of the digest, in order. */
  messages: readonly (Message | Source)[]
  /** How the digest is written. Default `mime`: the only form that keeps every message exactly, and that is taken apart without a guess. */
  form?: DigestForm | undefined
  /** Text before the messages: a table of contents. */
  preamble?: string | undefined
  /** Text behind the messages. Default: none; with `rfc1153` `End of` and the subject. */
  trailer?: string | undefined
}

const SLOTS = ['text', 'html', 'amp', 'calendar', 'attachments', 'alternatives', 'bcc']
const CRLF = '\r\n'

/** RFC 1153: fields that are kept, in this order; all others are left out. */
const KEPT = ['Date', 'From', 'To', 'Cc', 'Subject', 'Message-ID', 'Keywords', 'Summary']

/** RFC 1153: the line behind the preamble. */
const RULE = '-'.repeat(70)

/**
 * Makes a digest. With `mime` each message is kept octet by octet, save that its lines end in CRLF; with `rfc934` too, without empty lines at its
 * end; with `rfc1153` its main fields and its text.
 *
 * @throws TypeError for wrong arguments; MessageSpecError as `compose` does
 * @example
 * const digest = makeDigest({ from: 'list@example.org', subject: 'Mail Digest V1 #1', messages: [one, two] })
 */
export function makeDigest(spec: DigestSpec, options?: ComposeOptions): Message {
  assertObject(spec, 'spec')
  const { messages, form = 'mime', preamble = '', trailer, ...head } = spec
  if (!Array.isArray(messages) || messages.length === 0) throw new TypeError('messages: expected at least one message')
  for (const slot of SLOTS) {
    if (slot in head) throw new TypeError(`${slot}: a digest has no such slot; its content is made of its messages`)
  }
  if (form === 'mime') return ofParts(head, messages, preamble, trailer ?? '', options)
  const shell = compose({ ...head, text: '' }, options)
  if (form === 'rfc934') return ofText(shell, encapsulated(messages, preamble, trailer ?? ''))
  if (form === 'rfc1153')
    return ofText(shell, digested(messages, preamble, trailer ?? ending(spec.subject ?? undefined)))
  throw new TypeError(`form: expected mime, rfc1153 or rfc934, got ${String(form)}`)
}

/** A multipart/digest; inside multipart/mixed where text stands before or behind it, as RFC 2046 §5.1.5 has it. */
function ofParts(
  head: MessageSpec,
  messages: readonly (Message | Source)[],
  preamble: string,
  trailer: string,
  options: ComposeOptions | undefined,
): Message {
  const parts = messages.map((one) => ({
    content: isMessage(one) ? one : octetsOf(one),
    contentType: 'message/rfc822',
  }))
  const digest: MultipartPlan = { subtype: 'digest', parts }
  if (preamble === '' && trailer === '') return composeMultipart(head, digest, 'messages', options)
  const text = (words: string) => (words === '' ? [] : [{ text: words }])
  const around = [...text(preamble), { multipart: digest }, ...text(trailer)]
  return composeMultipart(head, { subtype: 'mixed', parts: around }, 'messages', options)
}

/** A message in network form: a stored one has the line ends of the system that stores it. One with a binary part is left as it is. */
function networkForm(one: Message | Source): Uint8Array {
  const bytes = octetsOf(one)
  if (!traitsOf(bytes).bareBreak) return bytes
  const message = isMessage(one) ? writable(one) : parse(bytes)
  for (const entity of message.walk()) if (entity.transferEncoding === 'binary') return bytes
  return message.toBytes({ eol: 'crlf' })
}

function ofText(shell: Message, bytes: Uint8Array): Message {
  const { encoding, body } = encodeContent(bytes, true)
  return whole(shell, `text/plain; charset=${charsetOf(bytes)}`, encoding, [body])
}

/** RFC 1428 §2 has a name for octets of which nobody knows. */
function charsetOf(bytes: Uint8Array): string {
  return isAscii(bytes) ? 'us-ascii' : isUtf8(bytes) ? 'utf-8' : 'unknown-8bit'
}

/** The fields of a composed message over a body that was written here. */
function whole(shell: Message, contentType: string, encoding: string, body: readonly Uint8Array[]): Message {
  shell.headers.set('Content-Type', contentType)
  shell.headers.set('Content-Transfer-Encoding', encoding)
  const bytes = shell.toBytes()
  const end = indexOfBytes(bytes, fromLatin1(`${CRLF}${CRLF}`), 0)
  return parse(concat([bytes.subarray(0, end + 4), ...body]))
}

/** RFC 934: each message between two boundaries, stuffed. Blank lines around them are left out, as the memo would have it. */
function encapsulated(messages: readonly (Message | Source)[], preamble: string, trailer: string): Uint8Array {
  const boundary = (words: string) => fromLatin1(`------- ${words}${CRLF}`)
  const pieces: Uint8Array[] = [stuff(fromUtf8(ended(canonicalBreaks(preamble))))]
  messages.forEach((one, i) => {
    const bytes = stuff(networkForm(one))
    pieces.push(boundary(i === 0 ? 'Forwarded Messages' : `Message ${i + 1}`), bytes, lineEndFor(bytes))
  })
  pieces.push(boundary('End of Forwarded Messages'), stuff(fromUtf8(ended(canonicalBreaks(trailer)))))
  return concat(pieces)
}

/** RFC 1153: preamble, a rule, and each message between blank lines and lines of thirty hyphens. */
function digested(messages: readonly (Message | Source)[], preamble: string, trailer: string): Uint8Array {
  const pieces: Uint8Array[] = [fromUtf8(`${ended(canonicalBreaks(preamble))}${CRLF}${RULE}${CRLF}${CRLF}`)]
  for (const one of messages) {
    const message = isMessage(one) ? one : parse(one)
    for (const name of KEPT) for (const field of message.headers.fields(name)) pieces.push(canonicalBytes(field.raw))
    pieces.push(fromLatin1(CRLF), withoutRules(fromUtf8(canonicalBreaks(shownText(message)))))
    pieces.push(fromLatin1(`${CRLF}${'-'.repeat(SEPARATOR)}${CRLF}${CRLF}`))
  }
  pieces.push(fromUtf8(ended(canonicalBreaks(trailer))))
  return concat(pieces)
}

/** The text as it stands; HTML that has no other form as text. */
function shownText(message: Message): string {
  const converted = message.textBody.some((part) => part.contentType.mediaType === 'text/html')
  return converted ? `${plainText(message)}\n` : (message.text ?? '')
}

function ending(subject = 'Digest'): string {
  const line = `End of ${subject}`
  return `${line}${CRLF}${'*'.repeat(line.length)}`
}

/** A text without blank lines around it, and without a line that would end the message: its first hyphen becomes a blank (RFC 1153). */
function withoutRules(text: Uint8Array): Uint8Array {
  const from = skipBlankLines(text, 0, text.length)
  const bytes = text.slice(from, dropBlankLines(text, from, text.length))
  for (let line = 0; line < bytes.length; ) {
    const lf = indexOfByte(bytes, LF, line)
    const end = lf === -1 ? bytes.length : lf + 1
    if (bytes[line] === DASH && countHyphens(bytes, line, end) === SEPARATOR) bytes[line] = SP
    line = end
  }
  return bytes.length > 0 && bytes[bytes.length - 1] !== LF ? concat([bytes, fromLatin1(CRLF)]) : bytes
}

/** A field as it was received, its line ends as CRLF. */
function canonicalBytes(raw: Uint8Array): Uint8Array {
  const pieces: Uint8Array[] = []
  for (let from = 0; from < raw.length; ) {
    const lf = indexOfByte(raw, LF, from)
    const end = lf === -1 ? raw.length : raw[lf - 1] === CR ? lf - 1 : lf
    pieces.push(raw.subarray(from, end), fromLatin1(CRLF))
    from = lf === -1 ? raw.length : lf + 1
  }
  return concat(pieces)
}

function ended(text: string): string {
  return text === '' || text.endsWith(CRLF) ? text : `${text}${CRLF}`
}

function lineEndFor(bytes: Uint8Array): Uint8Array {
  return fromLatin1(bytes.length === 0 || bytes[bytes.length - 1] === LF ? '' : CRLF)
}

/** Canonicalizes header fields as DKIM does: "simple" and "relaxed". RFC 6376 §3.4.1, §3.4.2, §5.4.2. */
import { trimWsp } from '../bytes/ascii.js'
import { fromLatin1 } from '../bytes/platform.js'
import { ByteWriter } from '../bytes/writer.js'
import type { Message } from '../tree/message.js'
import { type SignedField, splitMessage } from './head.js'

/** How much a relay may change of white space and folds without breaking a signature (RFC 6376 §3.4). */
export type Canonicalization = 'simple' | 'relaxed'

/** @throws TypeError for anything else */
export function checkCanonicalization(value: unknown, where: string): Canonicalization {
  if (value === 'simple' || value === 'relaxed') return value
  throw new TypeError(`${where}: expected 'simple' or 'relaxed'`)
}

const WSP_RUN = /[\t ]+/g

/** One field: its octets with name, colon and folds; without the CRLF that ends it. */
export function canonicalField(octets: string, how: Canonicalization): string {
  // A message stored with LF is hashed as it is sent, with CRLF.
  const lines = octets.replace(/\r?\n/g, '\r\n')
  const whole = lines.endsWith('\r\n') ? lines.slice(0, -2) : lines
  if (how === 'simple') return whole
  const colon = whole.indexOf(':')
  const name = whole.slice(0, colon === -1 ? whole.length : colon).replace(WSP_RUN, ' ')
  const value = whole
    .slice(colon + 1)
    .replaceAll('\r\n', '')
    .replace(WSP_RUN, ' ')
  return `${trimSpace(name).toLowerCase()}:${trimSpace(value)}`
}

/** Runs of white space are one space each already. */
function trimSpace(text: string): string {
  const from = text.startsWith(' ') ? 1 : 0
  const to = text.endsWith(' ') ? text.length - 1 : text.length
  return from < to ? text.slice(from, to) : ''
}

/** A field that an h= tag selects: `field` is undefined where the message has no more of that name. */
export interface Selected {
  readonly name: string
  readonly field: SignedField | undefined
}

/** The fields that a list of names selects: each name takes the lowest one of its fields that is not taken yet (RFC 6376 §5.4.2). */
export function selectFields(fields: readonly SignedField[], names: readonly string[]): Selected[] {
  const left = new Map<string, SignedField[]>()
  for (const field of fields) {
    const namesakes = left.get(field.key)
    if (namesakes === undefined) left.set(field.key, [field])
    else namesakes.push(field)
  }
  return names.map((name) => ({ name, field: left.get(name.toLowerCase())?.pop() }))
}

/** The selected fields as they are hashed, each with its CRLF. */
export function hashedFields(selected: readonly Selected[], how: Canonicalization): string {
  let text = ''
  for (const { field } of selected) if (field !== undefined) text += `${canonicalField(field.octets, how)}\r\n`
  return text
}

/** The octets of a signature field with the value of its b= tag deleted, as the signature itself is hashed (RFC 6376 §3.7). */
export function withoutSignature(octets: string): string {
  for (let from = octets.indexOf(':') + 1; from < octets.length; ) {
    let to = octets.indexOf(';', from)
    if (to === -1) to = octets.length
    const equals = octets.indexOf('=', from)
    if (equals === -1) break
    if (equals < to && trimWsp(octets.slice(from, equals)) === 'b')
      return octets.slice(0, equals + 1) + octets.slice(to)
    from = to + 1
  }
  return octets
}

/**
 * The octets that DKIM hashes of the header section: for each name, in the order given, the lowest field of that name that no name before
 * has taken, canonicalized and with its CRLF. A name that has no field left adds nothing (RFC 6376 §5.4.2).
 *
 * @param message a message, or its octets; of octets the header section is enough
 * @throws TypeError for a wrong argument; never for what the octets hold
 * @example
 * canonicalHeaders('Subject:  a \r\n b\r\n\r\n', ['subject'], 'relaxed') // octets of 'subject:a b\r\n'
 */
export function canonicalHeaders(
  message: Message | Uint8Array | ArrayBuffer | string,
  names: readonly string[],
  canonicalization: Canonicalization,
): Uint8Array {
  const how = checkCanonicalization(canonicalization, 'canonicalization')
  if (!Array.isArray(names) || names.some((name) => typeof name !== 'string'))
    throw new TypeError('names: expected an array of field names')
  const { fields } = splitMessage(message)
  return fromLatin1(hashedFields(selectFields(fields, names), how))
}

/** Octet strings, one behind the other, as octets. */
export function octetsOf(...texts: readonly string[]): Uint8Array {
  const writer = new ByteWriter(texts.reduce((sum, text) => sum + text.length, 16))
  for (const text of texts) writer.latin1(text)
  return writer.take()
}

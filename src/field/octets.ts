/**
 * Field values as octet strings: one code unit 0–255 per octet, folds included, so that an index is a byte offset and V8 keeps one
 * byte a character. Every grammar of this floor reads such a string; text leaves it through `text()`.
 */
import { fromLatin1, fromUtf8, isUtf8, latin1, utf8 } from '../bytes/platform.js'
import type { Report } from '../defects/defect.js'

const NON_ASCII = /[^\x00-\x7f]/

/** True if every code unit is below 80. */
export function isAsciiText(text: string): boolean {
  return !NON_ASCII.test(text)
}

/** Bytes, or text (taken as UTF-8), as an octet string. */
export function toOctets(value: string | Uint8Array): string {
  if (typeof value === 'string') {
    if (isAsciiText(value)) return value
    const bytes = fromUtf8(value)
    return latin1(bytes, 0, bytes.length)
  }
  if (value instanceof Uint8Array) return latin1(value, 0, value.length)
  throw new TypeError('expected a string or a Uint8Array')
}

/** An octet string as bytes. */
export function octetsToBytes(octets: string): Uint8Array {
  return fromLatin1(octets)
}

/**
 * An octet string as text: UTF-8, U+FFFD for what is ill-formed (RFC 6532 §3.2). Reports `invalid-utf8` over `from` and the length of
 * `octets`.
 */
export function text(octets: string, report: Report, from: number): string {
  if (isAsciiText(octets)) return octets
  const bytes = fromLatin1(octets)
  if (!isUtf8(bytes)) report('invalid-utf8', from, from + octets.length)
  return utf8(bytes, 0, bytes.length)
}

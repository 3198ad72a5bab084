/**
 * Makes octet strings of field values: one code unit 0–255 an octet, folds included, so that an index is a byte offset and V8 keeps one byte a
 * character. Every grammar here reads such a string; text leaves it through `text()`.
 */
import { isAsciiText } from '../bytes/ascii.js'
import { fromLatin1, fromUtf8, isUtf8, latin1, utf8 } from '../bytes/platform.js'
import { fromWindows1252 } from '../bytes/windows-1252.js'
import type { DefectCode } from '../defects/codes.js'
import type { Report } from '../defects/defect.js'
import { mixedText } from './raw-text.js'

/** Bytes, or text (taken as UTF-8), as an octet string. */
export function toOctets(value: string | Uint8Array): string {
  if (typeof value === 'string') {
    if (isAsciiText(value)) return value
    const bytes = fromUtf8(value)
    return latin1(bytes, 0, bytes.length)
  }
  if (value instanceof Uint8Array) return latin1(value, 0, value.length)
  throw new TypeError('value: expected a string or a Uint8Array')
}

/** An octet string as bytes. */
export function octetsToBytes(octets: string): Uint8Array {
  return fromLatin1(octets)
}

/**
 * An octet string as text: UTF-8 (RFC 6532 §3.2). What is ill-formed is read as the field that `report` speaks of says, else as windows-1252
 * beside sound UTF-8; `invalid-utf8` is reported over `from` and the length of `octets`.
 */
export function text(octets: string, report: Report, from: number): string {
  if (isAsciiText(octets)) return octets
  const { rawText } = report
  const bytes = fromLatin1(octets)
  if (isUtf8(bytes)) return rawText === undefined ? utf8(bytes, 0, bytes.length) : rawText(octets)
  report('invalid-utf8', from, from + octets.length)
  return rawText === undefined ? mixedText(octets, fromWindows1252) : rawText(octets)
}

/** A report for a part of what another one speaks of. */
export function partReport(whole: Report, report: (code: DefectCode, from: number, to: number) => void): Report {
  const { rawText } = whole
  return rawText === undefined ? report : Object.assign(report, { rawText })
}

/** Does a line begin a header section? RFC 5322 §2.2, §3.6.8. */
import { CLASS, COLON, CR, FTEXT, LF, SP, TAB } from '../bytes/ascii.js'
import { MORE } from './splitter.js'

/** Octets of a field name that are looked at: as the longest name that is written. */
const MAX_NAME = 76

/** Does the line at `at` begin as a field does? MORE, if not `final`, where octets from `length` on decide. */
export function beginsWithField(bytes: Uint8Array, at: number, length: number, final: boolean): boolean | typeof MORE {
  let end = at
  while (end < length && end - at <= MAX_NAME && (CLASS[bytes[end]!]! & FTEXT) !== 0) end++
  if (end === length) return final || end - at > MAX_NAME ? false : MORE
  if (end === at) return false
  // RFC 5322 §4.5.8: the obsolete syntax has white space before the colon; one space is looked past.
  if (bytes[end] === SP || bytes[end] === TAB) {
    end++
    if (end === length) return final ? false : MORE
  }
  return bytes[end] === COLON
}

/** First octet from `at` on that is not of an empty line, up to `to`. */
export function skipBlankLines(bytes: Uint8Array, at: number, to: number): number {
  for (;;) {
    if (at < to && bytes[at] === LF) at++
    else if (at + 1 < to && bytes[at] === CR && bytes[at + 1] === LF) at += 2
    else return at
  }
}

/** End of [from, to) without the empty lines at its end; the line end of its last line stays. */
export function dropBlankLines(bytes: Uint8Array, from: number, to: number): number {
  let end = to
  for (;;) {
    if (end <= from || bytes[end - 1] !== LF) return end
    let line = end - 1
    if (line > from && bytes[line - 1] === CR) line--
    if (line > from && bytes[line - 1] !== LF) return end
    end = line
  }
}

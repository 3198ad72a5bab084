/** Tells what one line of a header section is, by its octets: a field, a continuation, an empty line, none of these. RFC 5322 §2.2, §4.5. */
import { CLASS, COLON, CR, LF, SP, TAB, WSP } from '../bytes/ascii.js'
import { isFromWord } from './skim.js'
import { MAX_CRS } from './window.js'

/** End of the line at `line` if it is empty (CRs directly before the LF belong to it); 0 if it is not; -1 if undecided. */
export function emptyLine(bytes: Uint8Array, line: number, length: number, final: boolean): number {
  let at = line
  while (at < length && bytes[at] === CR && at - line < MAX_CRS) at++
  if (at === length) return final ? 0 : -1
  return bytes[at] === LF ? at + 1 : 0
}

/** The colon of a line whose first octet outside 21–7E is at `at`; -1 if the line is no field. */
export function findColon(bytes: Uint8Array, line: number, at: number, end: number): number {
  const first = bytes[line]!
  if (first === SP || first === TAB) return -1
  let colon = at
  while (colon < end && (CLASS[bytes[colon]!]! & WSP) !== 0) colon++
  if (colon < end && bytes[colon] === COLON) return colon
  if (colon > at && isFromWord(bytes, line, at)) return -1
  while (colon < end && bytes[colon] !== LF && bytes[colon] !== COLON) colon++
  return colon < end && bytes[colon] === COLON ? colon : -1
}

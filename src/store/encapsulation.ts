/** Messages inside a text: between lines that begin with a dash (RFC 934) or of thirty hyphens (RFC 1153). */

import { CR, DASH, LF, SP } from '../bytes/ascii.js'
import { nextLine } from '../bytes/line-ends.js'
import { concat } from '../bytes/writer.js'
import { beginsWithField, dropBlankLines, skipBlankLines } from './field-line.js'

/** A text taken apart; views of it, save where dashes were unstuffed. */
export interface Burst {
  readonly preamble: Uint8Array
  readonly messages: Uint8Array[]
  readonly trailer: Uint8Array
}

/** RFC 1153: the line behind the preamble. QUIRK: a few hyphens more or less. Sent by: moderators who typed it. Fixture: mailbox/08-rfc1153. */
const MIN_RULE = 60
const MAX_RULE = 80

/** RFC 1153: the line behind each message. */
export const SEPARATOR = 30

const STUFFING = /* @__PURE__ */ Uint8Array.of(DASH, SP)

/** A line that may stand between messages. */
interface Rule {
  readonly start: number
  /** Behind its line end. */
  readonly end: number
}

/** Takes an RFC 1153 digest apart; undefined if the text is none. At most `most` messages: what follows is the trailer's. */
export function burst1153(bytes: Uint8Array, most: number): Burst | undefined {
  let rule: Rule | undefined
  const separators: Rule[] = []
  let blank = true
  for (let line = 0; line < bytes.length; ) {
    const end = nextLine(bytes, line)
    const hyphens = bytes[line] === DASH ? countHyphens(bytes, line, end) : 0
    if (hyphens > 0 && isBlankAt(bytes, end)) {
      if (rule === undefined) {
        if (hyphens >= MIN_RULE && hyphens <= MAX_RULE) rule = { start: line, end }
      } else if (hyphens === SEPARATOR && blank) separators.push({ start: line, end })
    }
    blank = isBlankAt(bytes, line)
    line = end
  }
  if (rule === undefined || separators.length === 0) return undefined
  return gather(bytes, [rule, ...separators], most, endsDigest, false)
}

/** Takes an RFC 934 encapsulation apart; undefined if no message stands between two boundaries. */
export function burst934(bytes: Uint8Array, most: number): Burst | undefined {
  const rules: Rule[] = []
  for (let line = 0; line < bytes.length; ) {
    const end = nextLine(bytes, line)
    if (bytes[line] === DASH && bytes[line + 1] !== SP) rules.push({ start: line, end })
    line = end
  }
  if (rules.length < 2) return undefined
  return gather(bytes, rules, most, () => true, true)
}

/**
 * What stands between the rules. A piece that begins with a field is a message; one that does not belongs to the message before, its rule
 * too, or ends the digest.
 * QUIRK(RFC 934): text that begins with a dash was not stuffed. Sent by: mail programs that forward without stuffing.
 * Fixture: mailbox/07-rfc934.
 * @param ends may a last piece that is no message be the trailer?
 */
function gather(
  bytes: Uint8Array,
  rules: readonly Rule[],
  most: number,
  ends: (bytes: Uint8Array, from: number) => boolean,
  stuffed: boolean,
): Burst | undefined {
  const pieces = rules.map(({ end }, i) => {
    const to = rules[i + 1]?.start ?? bytes.length
    const from = skipBlankLines(bytes, end, to)
    return { from, to, blank: from === to, message: from < to && beginsWithField(bytes, from, to, true) === true }
  })
  const found: number[] = []
  for (let i = 0; i < pieces.length && found.length < most; i++) if (pieces[i]!.message) found.push(i)
  const first = found[0]
  const last = found[found.length - 1]
  if (first === undefined || last === undefined) return undefined
  const messages: Uint8Array[] = []
  const add = (from: number, to: number) => {
    const message = bytes.subarray(from, dropBlankLines(bytes, from, to))
    messages.push(stuffed ? unstuff(message) : message)
  }
  let start = pieces[first]!.from
  let stop = pieces[first]!.to
  let trailer = bytes.length
  for (let i = first + 1; i < pieces.length; i++) {
    const { from, to, blank, message } = pieces[i]!
    if (blank) continue
    if (message && i <= last) {
      add(start, stop)
      start = from
    } else if (i > last && (found.length >= most || ends(bytes, from))) {
      trailer = from
      break
    }
    stop = to
  }
  add(start, stop)
  const before = rules[first]!.start
  return {
    preamble: bytes.subarray(0, dropBlankLines(bytes, 0, before)),
    messages,
    trailer: bytes.subarray(trailer),
  }
}

/** RFC 1153: `End of`, the name of the list, `Digest`; underlined by asterisks. */
function endsDigest(bytes: Uint8Array, from: number): boolean {
  const words = 'end of '
  for (let i = 0; i < words.length; i++) {
    if ((bytes[from + i] ?? 0) !== words.charCodeAt(i) && ((bytes[from + i] ?? 0) | 0x20) !== words.charCodeAt(i))
      return false
  }
  return true
}

/** The hyphens of a line that holds nothing else but white space at its end; 0 for any other. */
export function countHyphens(bytes: Uint8Array, line: number, end: number): number {
  let at = line
  while (at < end && bytes[at] === DASH) at++
  const count = at - line
  while (at < end && (bytes[at] === SP || bytes[at] === CR || bytes[at] === LF)) at++
  return at === end ? count : 0
}

/** Does an empty line, or the end, stand at `at`? */
function isBlankAt(bytes: Uint8Array, at: number): boolean {
  return at >= bytes.length || bytes[at] === LF || (bytes[at] === CR && (bytes[at + 1] ?? LF) === LF)
}

/** RFC 934 §"Character-Stuffing": `- ` before each line that begins with a dash. */
export function stuff(bytes: Uint8Array): Uint8Array {
  const pieces: Uint8Array[] = []
  let from = 0
  for (let line = 0; line < bytes.length; line = nextLine(bytes, line)) {
    if (bytes[line] !== DASH) continue
    pieces.push(bytes.subarray(from, line), STUFFING)
    from = line
  }
  if (from === 0 && pieces.length === 0) return bytes
  pieces.push(bytes.subarray(from))
  return concat(pieces)
}

function unstuff(bytes: Uint8Array): Uint8Array {
  const pieces: Uint8Array[] = []
  let from = 0
  for (let line = 0; line < bytes.length; line = nextLine(bytes, line)) {
    if (bytes[line] !== DASH || bytes[line + 1] !== SP) continue
    pieces.push(bytes.subarray(from, line))
    from = line + 2
  }
  if (pieces.length === 0) return bytes
  pieces.push(bytes.subarray(from))
  return concat(pieces)
}

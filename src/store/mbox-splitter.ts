/** Which lines of an mbox are From_ lines, and what Content-Length says of the message after one. RFC 4155 Appendix A; mbox(5) of qmail. */
import { CR, LF } from '../bytes/ascii.js'
import { readHeader } from './content-length.js'
import { beginsWithField } from './field-line.js'
import { holdsDate, isLoneSender, MAX_FROM_LINE } from './from-line.js'
import { FROM } from './from-quoting.js'
import type { InputWindow } from './input-window.js'
import { MORE, NONE, Splitter } from './splitter.js'

/** Line ends between the end of a counted body and the next From_ line: one that ends the last line, one that ends the message, one spare. */
const MAX_BREAKS = 3

/** `exact`: where one who goes by From_ lines ends the message, too. `loose`: with other line ends behind it. `wrong`: no From_ line stands there. */
export interface CountedEnd {
  readonly fit: 'none' | 'unknown' | 'wrong' | 'loose' | 'exact'
  readonly end: number
}

export class MboxSplitter extends Splitter {
  private wait = 0
  private nextStart = 0

  /** @param counts Content-Length is looked at (mboxcl, mboxcl2) */
  constructor(
    private readonly counts: boolean,
    maxMessageBytes: number,
  ) {
    super(FROM, maxMessageBytes)
  }

  /**
   * A From_ line has a date, and a blank line before it or a field after it. Text that begins with `From ` has not; mbox files whose writers
   * forgot the blank line have.
   */
  protected judge(input: InputWindow, final: boolean, at: number, first: boolean): boolean | typeof MORE {
    const { bytes, length, base } = input
    let end = at + FROM.length
    const most = end + MAX_FROM_LINE
    while (end < length && end <= most && bytes[end] !== LF) end++
    if (end === length && !final) return end > most ? false : MORE
    if (end < length && bytes[end] !== LF) return false
    const next = Math.min(end + 1, length)
    this.lineEnd = base + next
    if (first && base + at <= MAX_LEADING && onlyLineEnds(bytes, at)) return true
    const blank = isBlankBefore(bytes, at)
    const to = bytes[end - 1] === CR ? end - 1 : end
    if (!holdsDate(bytes, at + FROM.length, to)) {
      if (!isLoneSender(bytes, at + FROM.length, to, blank)) return false
    } else if (blank) return true
    return beginsWithField(bytes, next, length, final)
  }

  protected override declared(input: InputWindow, final: boolean, start: number): number {
    if (!this.counts) return NONE
    if (start !== this.nextStart) {
      this.nextStart = start
      this.wait = 0
    }
    // A header section that arrives octet by octet is read when it has doubled, not at each octet.
    if (!final && input.end - start < this.wait) return MORE
    const from = start - input.base
    const header = readHeader(input.bytes, from, input.length, final)
    if (header.more) {
      this.wait = 2 * (input.end - start)
      return MORE
    }
    if (header.bodyStart === -1 || header.length === -1) return NONE
    return input.base + header.bodyStart + header.length
  }

  /**
   * Content-Length is believed where a From_ line or the end of input stands.
   *  > | …last line LF LF From ada@example.org Thu Jan …
   *                    ^ end, where the count leads
   */
  protected override follows(input: InputWindow, final: boolean, end: number): number {
    const { bytes, length, base } = input
    let at = end - base
    if (at > length) return NONE
    for (let breaks = 0; breaks < MAX_BREAKS; breaks++) {
      if (at === length) return final ? input.end : MORE
      if (bytes[at] === LF) at++
      else if (bytes[at] === CR) {
        if (at + 1 === length) return final ? NONE : MORE
        if (bytes[at + 1] !== LF) return NONE
        at += 2
      } else break
    }
    if (at === length) return final ? input.end : MORE
    if (at === 0 || bytes[at - 1] !== LF) return NONE
    for (let i = 0; i < FROM.length; i++) {
      if (at + i === length) return final ? NONE : MORE
      if (bytes[at + i] !== FROM[i]) return NONE
    }
    const verdict = this.judge(input, final, at, false)
    return verdict === MORE ? MORE : verdict ? base + at : NONE
  }

  /**
   * Where the message at `start` ends by its Content-Length, and whether it ends there for who does not count, too. `none`: it has no count, or one that
   * leads astray. `unknown`: further octets decide.
   */
  endByCount(input: InputWindow, final: boolean, start: number): CountedEnd {
    const end = this.declared(input, final, start)
    if (end === MORE || (end > input.end && !final)) return { fit: 'unknown', end: NONE }
    if (end === NONE) return { fit: 'none', end }
    const next = this.follows(input, final, end)
    if (next === MORE) return { fit: 'unknown', end: NONE }
    if (next === NONE) return { fit: 'wrong', end: NONE }
    return { fit: this.trim(input, start, next) === end ? 'exact' : 'loose', end }
  }

  /** The blank line before a From_ line, or before the end, ends the message and is no part of it. */
  protected override trim(input: InputWindow, start: number, stop: number): number {
    const { bytes, base } = input
    const least = start - base
    let at = stop - base
    if (at <= least || bytes[at - 1] !== LF) return stop
    at--
    if (at > least && bytes[at - 1] === CR) at--
    return at === least || bytes[at - 1] === LF ? base + at : stop
  }
}

/** Line ends before the first From_ line that are no garbage: as many as a splitter keeps sight of. */
const MAX_LEADING = 4

/** Nothing but line ends, or a byte order mark, before `at`? */
function onlyLineEnds(bytes: Uint8Array, at: number): boolean {
  if (at === 3 && bytes[0] === 0xef) return true
  for (let i = 0; i < at; i++) if (bytes[i] !== LF && bytes[i] !== CR) return false
  return true
}

/** Is the line before the one at `at` empty? */
function isBlankBefore(bytes: Uint8Array, at: number): boolean {
  if (at < 2) return true
  const before = bytes[at - 2]
  return before === LF || (before === CR && (at < 3 || bytes[at - 3] === LF))
}

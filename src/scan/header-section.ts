/**
 * One header section: lines to fields (RFC 5322 §2.2, §3.6.8, §4.5). The line rules, in this order: an empty line ends it; SP or TAB
 * continues the line before; `From ` or `>From ` not followed by a colon is no field; a line without a colon is no field; else a field.
 */
import { CLASS, COLON, CR, DASH, FTEXT, LF, SP, TAB, WSP } from '../bytes/ascii.js'
import { indexOfByte } from '../bytes/platform.js'
import type { Limits } from '../defects/limits.js'
import { type Delimiters, isDelimiterOf, longestDelimiterOf } from './delimiters.js'
import { emptyLine, findColon } from './header-lines.js'
import type { Sink } from './sink.js'
import { isFromWord, type Skim } from './skim.js'
import type { Window } from './window.js'

/** `run` needs more input. */
export const MORE = 0
/** The section is over; the window stands at the body. */
export const SECTION_END = 1

/** A field with more octets is reported as oversize: far above the longest References. */
const OVERSIZE_FIELD = 65_536

export class HeaderSection {
  /** Its entity is a part of multipart/digest. */
  inDigest = false
  private isMessage = false
  /** Absolute offset of the section's first octet. */
  private start = 0
  /** Fields reported so far. */
  fields = 0
  /** Nothing but a BOM or leading empty lines was seen yet. */
  private atStart = true
  private bomChecked = false
  /** A limit is reached: lines are reported raw, as no fields. */
  private raw = false
  /** In raw mode: the next octet is inside a line of which a piece is reported already. */
  private midLine = false
  /**
   * Ends (absolute) of the lines after the last field that are no fields. Undecided: a separator makes them part of the header section,
   * a delimiter or the end of input makes them the body.
   */
  private readonly tail: number[] = []
  /** The last delimiter found is of the boundary that the section declares. */
  private isOwn = false
  private tailStart = 0
  private tailIsContinuation = false

  constructor(
    private readonly window: Window,
    private sink: Sink,
    private readonly delimiters: Delimiters,
    private readonly skim: Skim,
    private limits: Readonly<Limits>,
  ) {}

  serve(sink: Sink, limits: Readonly<Limits>): void {
    this.sink = sink
    this.limits = limits
  }

  begin(at: number, isMessage: boolean, inDigest: boolean): void {
    this.inDigest = inDigest
    this.isMessage = isMessage
    this.start = at
    this.fields = 0
    this.atStart = true
    this.bomChecked = !isMessage
    this.raw = false
    this.midLine = false
    this.tail.length = 0
    this.tailIsContinuation = false
    this.skim.reset()
    this.window.searched = this.window.pos
    this.window.searchedLine = this.window.pos
  }

  /** Reports complete lines. `pos` of the window is the start of the first unreported line; the tail lies before it. */
  run(final: boolean): typeof MORE | typeof SECTION_END {
    const window = this.window
    if (!this.bomChecked && !this.skipBom(final)) return MORE
    for (;;) {
      if (this.raw) return this.runRaw(final)
      const line = this.tailEnd()
      const { bytes, length } = window
      if (line >= length) {
        if (!final) return MORE
        return this.endWithoutSeparator()
      }
      const first = bytes[line]!
      if (first === LF || first === CR) {
        const end = emptyLine(bytes, line, length, final)
        if (end === -1) return MORE
        if (end > 0) {
          if (this.atStart && this.isMessage && this.tail.length === 0 && !this.leadingBlank(line, final)) return MORE
          this.endWithSeparator(line, end)
          return SECTION_END
        }
      } else if (first === DASH) {
        const end = this.delimiterEnd(line, final)
        if (end === -1) return MORE
        if (end > 0) return this.endWithoutSeparator(end)
      }
      const end = this.foldedEnd(line, final)
      if (end === -1 && !this.overLimit(length)) return MORE
      if (end === -1 || this.overLimit(end) || !this.group(line, end)) return this.beginRaw(line, final)
    }
  }

  /** End of the tail, relative: where the next line begins. */
  private tailEnd(): number {
    const { tail, window } = this
    return tail.length === 0 ? window.pos : tail[tail.length - 1]! - window.base
  }

  private overLimit(end: number): boolean {
    return this.window.base + end - this.start > this.limits.maxHeaderBytes
  }

  /** True when it is known whether a byte order mark begins the message; one that does is reported as no field. */
  private skipBom(final: boolean): boolean {
    const window = this.window
    const { bytes, length, pos, base } = window
    const held = length - pos
    if (held === 0 && !final) return false
    if (
      held > 0 &&
      bytes[pos] === 0xef &&
      (held < 2 || bytes[pos + 1] === 0xbb) &&
      (held < 3 || bytes[pos + 2] === 0xbf)
    ) {
      if (held < 3) {
        if (!final) return false
      } else {
        this.sink.field(base + pos, -1, base + pos + 3)
        this.sink.defect('byte-order-mark', base + pos, base + pos + 3)
        window.advance(pos + 3)
      }
    }
    this.bomChecked = true
    return true
  }

  /** Position behind the LF of the line at `line`; -1 where the LF is not in the window. */
  private lineEnd(line: number, length: number): number {
    const window = this.window
    const from = Math.max(window.searched, line)
    const at = from < length ? indexOfByte(window.bytes, LF, from) : -1
    if (at === -1 || at >= length) {
      window.searched = length
      return -1
    }
    return at + 1
  }

  /** End of the line at `line` with its continuations; -1 if undecided. */
  private foldedEnd(line: number, final: boolean): number {
    const window = this.window
    const { bytes, length } = window
    // searchedLine: end of the last complete line of this group, while its continuation is undecided.
    let end = window.searchedLine > line ? window.searchedLine : 0
    for (;;) {
      if (end === 0 || end < length) {
        if (end !== 0) {
          const c = bytes[end]!
          if (c !== SP && c !== TAB) {
            window.searchedLine = 0
            return end
          }
        }
      } else return final ? end : -1
      const next = this.lineEnd(end === 0 ? line : end, length)
      if (next === -1) {
        if (!final) return -1
        return length
      }
      if (this.overLimit(next)) return next
      if (end !== 0) this.checkFold(end, next)
      end = next
      window.searchedLine = end
    }
  }

  /** A continuation of white space alone looks like an empty line to some readers (RFC 5322 §3.2.2). */
  private checkFold(from: number, to: number): void {
    const { bytes, base } = this.window
    let at = from
    while (at < to && (CLASS[bytes[at]!]! & WSP) !== 0) at++
    let end = at
    while (end < to && bytes[end] === CR) end++
    if (end < to && bytes[end] === LF) this.sink.defect('whitespace-only-fold', base + from, base + at)
  }

  /**
   * Empty lines begin a message: the first of them is the separator, and a defect where a field line follows. False while that is
   * undecided.
   */
  private leadingBlank(line: number, final: boolean): boolean {
    const window = this.window
    const { bytes, length, base } = window
    let at = Math.max(window.searchedLine, line)
    while (at < length && (bytes[at] === LF || bytes[at] === CR)) at++
    window.searchedLine = at
    if (this.overLimit(at)) return true
    let colon = at
    while (colon < length && (CLASS[bytes[colon]!]! & FTEXT) !== 0) colon++
    const nameTo = colon
    while (colon < length && (CLASS[bytes[colon]!]! & WSP) !== 0) colon++
    if (this.overLimit(colon)) return true
    if (colon === length) return final
    if (nameTo === at || bytes[colon] !== COLON || bytes[at - 1] !== LF) return true
    this.sink.defect('leading-blank-line', base + line, base + at)
    return true
  }

  /** A complete line with its continuations: a field, or not. False, with nothing reported, if it is one field too many. */
  private group(line: number, end: number): boolean {
    const { window, sink } = this
    const { bytes, base } = window
    let at = line
    while (at < end && (CLASS[bytes[at]!]! & FTEXT) !== 0) at++
    const colon = at < end && at > line && bytes[at] === COLON ? at : findColon(bytes, line, at, end)
    if (colon === -1) {
      this.noField(line, end)
      return true
    }
    if (this.fields >= this.limits.maxFields) return false
    this.reportTail()
    this.flushTail()
    if (colon !== at || at === line) this.checkName(line, colon)
    this.atStart = false
    this.fields++
    this.skim.field(bytes, line, colon, end, base)
    sink.field(base + line, base + colon, base + end)
    if (end - line > OVERSIZE_FIELD) sink.defect('oversize-header', base + line, base + end)
    if (bytes[end - 1] !== LF) sink.defect('truncated', base + line, base + end)
    window.advance(end)
    return true
  }

  /** Reports a name with octets outside 21–7E. */
  private checkName(line: number, colon: number): void {
    const { bytes, base } = this.window
    let to = colon
    while (to > line && (CLASS[bytes[to - 1]!]! & WSP) !== 0) to--
    if (to < colon) this.sink.defect('space-before-colon', base + to, base + colon)
    let bad = to === line
    for (let i = line; i < to && !bad; i++) bad = (CLASS[bytes[i]!]! & FTEXT) === 0
    if (bad) this.sink.defect('invalid-header-name', base + line, base + (to === line ? colon : to))
  }

  /** A line that is no field: an mbox line at the start is known at once, others wait for what ends the section. */
  private noField(line: number, end: number): void {
    const { window, sink } = this
    const { bytes, base } = window
    const first = bytes[line]!
    if (this.atStart && this.isMessage && this.tail.length === 0) {
      let word = line
      while (word < end && (CLASS[bytes[word]!]! & FTEXT) !== 0) word++
      if (word < end && (CLASS[bytes[word]!]! & WSP) !== 0 && isFromWord(bytes, line, word)) {
        this.atStart = false
        sink.field(base + line, -1, base + end)
        sink.defect('mbox-from-line', base + line, base + end)
        window.advance(end)
        return
      }
    }
    if (this.tail.length === 0) {
      this.tailStart = base + line
      this.tailIsContinuation = first === SP || first === TAB
    }
    this.atStart = false
    this.tail.push(base + end)
    window.searched = end
    window.searchedLine = end
  }

  /** Whatever the tail turns out to be, each of its lines stands where a field was expected. */
  private reportTail(): void {
    let start = this.tailStart
    for (const end of this.tail) {
      const continues = this.tailIsContinuation && start === this.tailStart
      this.sink.defect(continues ? 'leading-continuation' : 'header-missing-colon', start, end)
      start = end
    }
  }

  /** Reports the tail as lines of the header section. */
  private flushTail(): void {
    const { tail, sink, window } = this
    if (tail.length === 0) return
    let start = this.tailStart
    for (let i = 0; i < tail.length; i++) {
      const end = tail[i]!
      sink.field(start, -1, end)
      start = end
    }
    window.pos = start - window.base
    tail.length = 0
    this.tailIsContinuation = false
  }

  private endWithSeparator(line: number, end: number): void {
    const { window, sink } = this
    this.reportTail()
    this.flushTail()
    sink.blank(window.base + line, window.base + end)
    window.advance(end)
  }

  /**
   * End of the line at `line`, which begins with a dash, if it is a delimiter of an open boundary or of the one that this very section
   * declares (RFC 2046 §5.1.1); 0 if it is none; -1 if undecided.
   */
  private delimiterEnd(line: number, final: boolean): number {
    const { delimiters, window } = this
    const { bytes, length } = window
    const own = this.skim.ownBoundary
    if (own === undefined && delimiters.count === 0) return 0
    const longest = own === undefined ? 0 : longestDelimiterOf(own)
    const end = this.lineEnd(line, length)
    if (end === -1 && !final) return length - line <= Math.max(longest, delimiters.maxLine) ? -1 : 0
    const to = end === -1 ? length : end
    this.isOwn = false
    if (delimiters.match(bytes, line, to)) return to
    this.isOwn = own !== undefined && to - line <= longest && isDelimiterOf(own, bytes, line, to)
    return this.isOwn ? to : 0
  }

  /** At a delimiter that ends at `to`, or at the end of input: the tail, if any, is the body. */
  private endWithoutSeparator(to = 0): typeof SECTION_END {
    const { window, sink, tail } = this
    const { base, pos } = window
    if (to > 0 && this.isOwn && tail.length === 0) sink.defect('missing-header-separator', base + pos, base + to)
    if (tail.length > 0) {
      sink.defect('missing-header-separator', window.base + window.pos, tail[0]!)
      this.reportTail()
      // A body part may lack a header section, a message may not (RFC 5322 §3.5): with no field at all its lines stay where they are.
      if (this.isMessage && this.fields === 0) this.flushTail()
      tail.length = 0
    }
    const at = window.base + window.pos
    sink.blank(at, at)
    window.advance(window.pos)
    return SECTION_END
  }

  private beginRaw(line: number, final: boolean): typeof MORE | typeof SECTION_END {
    const { window, sink } = this
    const many = this.fields >= this.limits.maxFields
    this.reportTail()
    this.flushTail()
    window.advance(line)
    sink.defect(many ? 'too-many-headers' : 'header-section-too-large', window.base + line, window.base + line)
    this.raw = true
    this.midLine = false
    return this.runRaw(final)
  }

  /** Past a limit: reports everything up to an empty line or a delimiter as no field, in pieces, so that nothing is held. */
  private runRaw(final: boolean): typeof MORE | typeof SECTION_END {
    const { window, sink } = this
    const { bytes, length, base } = window
    for (;;) {
      const line = window.pos
      if (line >= length) {
        if (!final) return MORE
        sink.blank(base + line, base + line)
        return SECTION_END
      }
      const end = this.lineEnd(line, length)
      if (!this.midLine) {
        const empty = bytes[line] === LF || bytes[line] === CR ? emptyLine(bytes, line, length, final) : 0
        if (empty === -1) return MORE
        if (empty > 0) {
          sink.blank(base + line, base + empty)
          window.advance(empty)
          return SECTION_END
        }
        if (bytes[line] === DASH) {
          const delimited = this.delimiterEnd(line, final)
          if (delimited === -1) return MORE
          if (delimited > 0) {
            sink.blank(base + line, base + line)
            return SECTION_END
          }
        }
      }
      const to = end === -1 ? length : end
      sink.field(base + line, -1, base + to)
      this.midLine = end === -1
      window.advance(to)
    }
  }
}

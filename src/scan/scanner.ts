/**
 * The push scanner: finds header sections, fields, parts and delimiters in octets that arrive in pieces of any size, and reports them
 * as offsets. RFC 5322 §2.2, §3.5, §4; RFC 2046 §5.1, §5.2; line and limit rules of docs/defects.md.
 *
 * One core serves bytes in memory (`write(all); end()`) and streams. It never decodes, never waits, never recurses, and holds back only
 * what is undecided. Each decision is a function of input offsets, never of how the input was cut.
 */
import { optionsOf } from '../bytes/arguments.js'
import { CR, DASH, LF } from '../bytes/ascii.js'
import { indexOfByte, indexOfBytes } from '../bytes/platform.js'
import { type Limits, resolveLimits } from '../defects/limits.js'
import { Delimiters, PREFIX, SAME } from './delimiters.js'
import { HeaderSection, MORE } from './header-section.js'
import { assertSink, MESSAGE, PART, type Sink, type TreeSink } from './sink.js'
import { ENCAPSULATED, ENCODED_MESSAGE, LEAF, MULTIPART, Skim } from './skim.js'
import { MAX_CRS, Window } from './window.js'

/** What an open entity is, once its header section has ended. */
const FRAME_LEAF = 0
const FRAME_MULTIPART = 1
const FRAME_CONTAINER = 2

/** An open entity. */
interface Frame {
  kind: number
  /** Its parts default to message/rfc822. */
  digest: boolean
  /** Delimiters of its own seen so far. */
  delimiters: number
  /** Closed by its closing delimiter: what follows is epilogue. */
  closed: boolean
  /** A message rather than a body part, and how many fields its header section has. */
  message: boolean
  fields: number
  start: number
  bodyStart: number
  /** Of a multipart: where its boundary is declared. */
  declaredFrom: number
  declaredTo: number
}

/** Limits of a scanner. */
export interface ScannerOptions {
  /** Any of the limits; the others keep their defaults. */
  limits?: Partial<Limits>
}

/**
 * Cuts octets into the events of a message, however they arrive, and reports each to a `Sink`: fields, blank lines, delimiters, bodies. It decodes
 * nothing.
 * @example
 * ```ts
 * const scanner = new Scanner(sink)
 * for await (const chunk of source) scanner.write(chunk)
 * scanner.end()
 * ```
 */
export class Scanner {
  /** @internal */
  sink: Sink
  /** @internal */
  tree: TreeSink | undefined = undefined
  private limits: Readonly<Limits>
  /** @internal */
  readonly window = new Window()
  private readonly delimiters = new Delimiters()
  private readonly skim = new Skim()
  /** @internal */
  readonly section: HeaderSection
  private readonly frames: Frame[] = []
  private inHeader = false
  /** In a body: the next octet begins a line, so a delimiter may stand there without a line break of its own. */
  private atLineStart = false
  private parts = 0
  /** Multiparts and encapsulating messages open now. */
  private depth = 0
  private received = 0
  private ended = false
  private overflowed = false

  /** Checks its options. @throws TypeError for what is no sink, and for a limit that is no non-negative integer */
  constructor(sink: Sink, options?: ScannerOptions) {
    assertSink(sink, 'sink')
    this.sink = sink
    this.limits = resolveLimits(optionsOf(options, ['limits']).limits)
    this.section = new HeaderSection(this.window, sink, this.delimiters, this.skim, this.limits)
    this.enter(MESSAGE, 0, false)
  }

  /** @internal Begins anew, as a scanner just made. Only after an input that was read to its end. */
  begin(sink: Sink, limits: Readonly<Limits>): void {
    this.sink = sink
    this.limits = limits
    this.section.serve(sink, limits)
    this.window.clear()
    this.parts = 0
    this.received = 0
    this.ended = false
    this.overflowed = false
    this.enter(MESSAGE, 0, false)
  }

  /**
   * Takes the next piece of input. All that it decides is reported before this returns; the piece itself is not kept (what is undecided is
   * copied), so that the caller may reuse its memory. Throws Error after `end()`.
   */
  write(chunk: Uint8Array): void {
    this.assertOpen()
    if (this.overflowed) return
    this.take(chunk)
    this.run(false)
    this.window.release()
  }

  private assertOpen(): void {
    if (this.ended) throw new Error('Scanner: the input has ended: make a new one for the next message')
  }

  /** @internal */
  take(chunk: Uint8Array): void {
    const room = this.limits.maxBytes - this.received
    let taken = chunk
    if (chunk.length > room) {
      taken = chunk.subarray(0, room)
      this.overflowed = true
    }
    this.received += taken.length
    this.window.add(taken)
  }

  /** The input is complete: reports what was held back and closes all open entities. */
  end(): void {
    this.assertOpen()
    this.ended = true
    this.run(true)
    if (this.overflowed) this.sink.defect('message-too-large', this.received, this.received)
    this.exitTo(0, this.received)
  }

  /** Some octets of a body are held back: the next piece is joined to them by copying it. */
  get undecided(): boolean {
    return !this.inHeader && this.window.length > this.window.pos
  }

  /** The octets [start, end) of the input as a view; only for spans reported in the current call. What it shows stays until the next. */
  view(start: number, end: number): Uint8Array {
    return this.window.view(start, end)
  }

  private run(final: boolean): void {
    const window = this.window
    for (;;) {
      if (this.inHeader) {
        if (this.section.run(final) === MORE) return
        this.endHeader()
      } else if (!this.body(final)) return
      if (final && !this.inHeader && window.pos === window.length) return
    }
  }

  private enter(kind: typeof MESSAGE | typeof PART, at: number, inDigest: boolean): void {
    this.parts++
    this.push(at, kind === MESSAGE)
    this.sink.enter(kind, at)
    this.section.begin(at, kind === MESSAGE, inDigest)
    this.inHeader = true
  }

  private push(start: number, message: boolean): void {
    this.frames.push({
      kind: FRAME_LEAF,
      digest: false,
      delimiters: 0,
      closed: false,
      message,
      fields: 0,
      start,
      bodyStart: start,
      declaredFrom: start,
      declaredTo: start,
    })
  }

  /** The header section is over: what body follows? */
  private endHeader(): void {
    this.inHeader = false
    const window = this.window
    const at = window.base + window.pos
    const frame = this.frames[this.frames.length - 1]!
    frame.bodyStart = at
    frame.fields = this.section.fields
    this.atLineStart = true
    const kind = this.skim.kind(this.section.inDigest)
    if (kind === LEAF || kind === ENCODED_MESSAGE) return
    if (kind === MULTIPART && this.skim.boundary === undefined) return
    if (this.depth >= this.limits.maxDepth) {
      const declared = this.skim.typeStart >= 0
      this.sink.defect('nesting-too-deep', declared ? this.skim.typeStart : at, declared ? this.skim.typeEnd : at)
      return
    }
    if (kind === ENCAPSULATED) {
      if (this.parts >= this.limits.maxParts) {
        this.sink.defect('too-many-parts', at, at)
        return
      }
      frame.kind = FRAME_CONTAINER
      this.depth++
      this.enter(MESSAGE, at, false)
      return
    }
    const { boundary = '', boundaryFrom, boundaryTo, whole } = this.skim
    frame.declaredFrom = boundaryFrom
    frame.declaredTo = boundaryTo
    const near = this.delimiters.near(boundary)
    if ((near & SAME) !== 0) this.sink.defect('nested-same-boundary', boundaryFrom, boundaryTo)
    if ((near & PREFIX) !== 0) this.sink.defect('boundary-prefix-collision', boundaryFrom, boundaryTo)
    frame.kind = FRAME_MULTIPART
    frame.digest = this.skim.digest
    this.depth++
    this.delimiters.open(boundary, this.frames.length - 1)
    if (whole !== undefined) this.tree?.multipart?.(whole)
  }

  /**
   * In a leaf, preamble or epilogue: reports octets up to the next delimiter. False if more input is needed.
   *  > | …text CR LF --boundary CR LF Content-Type: …
   *            ^ line break that belongs to the delimiter
   * Lines are not looked for. One native search finds LF, `--` and the longest common prefix of the open boundaries; only such a line is
   * looked at: measured, a search per line costs 4 to 20 times as much.
   */
  private body(final: boolean): boolean {
    const window = this.window
    const { bytes, length } = window
    if (this.delimiters.count === 0) {
      this.emitBody(length)
      return false
    }
    if (this.atLineStart) {
      const verdict = this.candidate(window.pos, window.pos, final)
      if (verdict !== 0) return verdict === 1
      this.atLineStart = false
    }
    const needle = this.delimiters.needle
    let from = Math.max(window.searched, window.pos)
    for (;;) {
      const found = indexOfBytes(bytes, needle, from)
      if (found === -1 || found >= length) break
      const lineBreak = this.lineBreak(found)
      const verdict = this.candidate(found + 1, lineBreak, final)
      if (verdict !== 0) return verdict === 1
      from = found + 1
    }
    this.emitBody(final ? length : this.undecidedFrom(from))
    window.searched = window.pos
    return false
  }

  /** Start of the line break whose LF is at `lf`: CRs directly before it belong to it, MAX_CRS at most. */
  private lineBreak(lf: number): number {
    const { bytes, pos } = this.window
    const least = Math.max(pos, lf - MAX_CRS)
    let at = lf
    while (at > least && bytes[at - 1] === CR) at--
    return at
  }

  /** First position whose octets might begin a delimiter that further input completes. */
  private undecidedFrom(from: number): number {
    const { bytes, length, pos } = this.window
    const needle = this.delimiters.needle
    for (let lf = Math.max(from, pos, length - needle.length + 1); lf < length; lf++) {
      if (bytes[lf] !== LF) continue
      let i = 1
      while (lf + i < length && bytes[lf + i] === needle[i]) i++
      if (lf + i === length) return this.lineBreak(lf)
    }
    const least = Math.max(pos, length - MAX_CRS)
    let at = length
    while (at > least && bytes[at - 1] === CR) at--
    return at
  }

  /**
   * The line at `line` may be a delimiter, with its line break from `lineBreak` on. 1: it was one, and is reported; 0: it is none;
   * -1: undecided, more input needed.
   */
  private candidate(line: number, lineBreak: number, final: boolean): number {
    const window = this.window
    const { bytes, length } = window
    if (length - line < 2) {
      if (final || (length > line && bytes[line] !== 0x2d)) return 0
    } else if (bytes[line] !== 0x2d || bytes[line + 1] !== 0x2d) return 0
    const known = this.delimiters.quick(bytes, line)
    if (known > 0) return this.found(lineBreak, known)
    let end = -1
    if (length > line) {
      const resume = Math.max(line, window.searchedLine)
      end = resume < length ? indexOfByte(bytes, LF, resume) : -1
      if (end >= length) end = -1
    }
    if (end === -1 && !final) {
      if (length - line > this.delimiters.maxLine) return 0
      window.searchedLine = length
      this.emitBody(lineBreak)
      window.searched = window.pos
      return -1
    }
    const to = end === -1 ? length : end + 1
    return this.delimiters.match(bytes, line, to) ? this.found(lineBreak, to) : 0
  }

  private found(lineBreak: number, to: number): 1 {
    this.emitBody(lineBreak)
    this.delimiter(to)
    return 1
  }

  private emitBody(to: number): void {
    const window = this.window
    if (to > window.pos) {
      this.sink.body(window.base + window.pos, window.base + to)
      window.pos = to
    }
  }

  /** Reports the matched delimiter that begins at the window's position and ends at `to`. */
  private delimiter(to: number): void {
    const window = this.window
    const { frame: number, closing, paddingFrom, paddingTo } = this.delimiters
    // A closing delimiter leaves its line end to what follows: to an outer delimiter, of which that is the line break (RFC 2046 §5.1.1), or to
    // the epilogue. Taking it would make a nested multipart too long, and the octets that a signature covers wrong.
    const past = closing === 1 ? paddingTo : to
    const start = window.base + window.pos
    const end = window.base + past
    this.exitTo(number + 1, start)
    const frame = this.frames[number]!
    frame.delimiters++
    this.sink.delimiter(start, end, closing)
    if (paddingTo > paddingFrom)
      this.sink.defect('transport-padding', window.base + paddingFrom, window.base + paddingTo)
    let line = window.pos
    while (window.bytes[line] !== DASH) line++
    const lineStart = window.base + line
    window.advance(past)
    if (closing === 1) {
      frame.closed = true
      this.delimiters.closeFrom(number)
      if (frame.delimiters === 1) this.sink.defect('empty-multipart', lineStart, end)
      this.atLineStart = false
      return
    }
    if (this.parts >= this.limits.maxParts) {
      // The rest of this multipart is one opaque leaf, so its own boundary no longer counts.
      this.sink.defect('too-many-parts', end, end)
      this.delimiters.closeFrom(number)
      this.push(end, false)
      this.sink.enter(PART, end)
      this.sink.blank(end, end)
      this.atLineStart = true
      return
    }
    this.enter(PART, end, frame.digest)
  }

  /** Closes the frames from `number` on, innermost first. */
  private exitTo(number: number, at: number): void {
    const frames = this.frames
    this.delimiters.closeFrom(number)
    while (frames.length > number) {
      const frame = frames.pop()!
      if (frame.kind !== FRAME_LEAF) this.depth--
      if (frame.kind === FRAME_MULTIPART && !frame.closed) {
        // What is missing has a place too: where it was announced, or where it should stand.
        if (frame.delimiters === 0) this.sink.defect('boundary-not-found', frame.declaredFrom, frame.declaredTo)
        else this.sink.defect('unterminated-multipart', at, at)
      }
      if (frame.message && frame.fields === 0 && frame.bodyStart === at)
        this.sink.defect('empty-message', frame.start, at)
      this.sink.exit(at)
    }
  }
}

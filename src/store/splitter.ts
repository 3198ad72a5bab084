/**
 * Cuts a file of messages at its separator lines: what mbox (RFC 4155) and batches of news (RFC 1036 §4.3) have in common. One machine for
 * bytes in memory and for streams: all that it decides is a function of offsets, so the cuts of a stream change nothing.
 */
import { GT, LF } from '../bytes/ascii.js'
import { indexOfBytes } from '../bytes/platform.js'
import type { InputWindow } from './input-window.js'

/** Answers beside offsets, which are never negative. */
export const MORE = -1
export const NONE = -2

/** Octets before the place of search that a decision may look at: CR LF of the line before, and its own. */
const CONTEXT = 4

/** A message may be over its limit by so much before it is cut short: the separator that ends it may be there. */
const SLACK = 1_024

/** Octets of a byte order mark. QUIRK(RFC 4155 A): it may stand before the first line. Sent by: editors of Windows. */
const BOM = 3

/** No count was looked for yet. */
const UNREAD = -3

/** One message as it was found; offsets are absolute. */
export interface Piece {
  /** Holds the octets from `base` on. */
  readonly bytes: Uint8Array
  readonly base: number
  /** Of the separator line. */
  readonly lineStart: number
  /** The message: from behind the separator line to before the blank line that ends it. */
  readonly start: number
  readonly end: number
  /** The first octets of a message over the limit; its others are gone. */
  readonly head: Uint8Array | undefined
  /** A `>` stands before some occurrence of the needle. */
  readonly marked: boolean
  /** Ended by the count that it declares. */
  readonly counted: boolean
}

export abstract class Splitter {
  /** Absolute offset of the current separator line; -1 before the first. */
  private lineStart = -1
  private start = 0
  /** Where the search for the next separator goes on. */
  private search = 0
  private head: Uint8Array | undefined = undefined
  private marked = false
  /** Absolute end of the message by its count; NONE, or UNREAD. */
  private count = UNREAD
  private done = false
  /** Absolute offset behind the separator line that `judge` or `follows` has just accepted. */
  protected lineEnd = 0

  constructor(
    private readonly needle: Uint8Array,
    protected readonly maxMessageBytes: number,
  ) {}

  /** Looks for the first separator from that absolute offset on, not from the first octet of the input. */
  startAt(offset: number): void {
    this.search = offset
  }

  /** Absolute offset of the separator line that `next` would give; before it was found, of the octet where the search goes on. */
  get position(): number {
    return this.lineStart === -1 ? this.search : this.lineStart
  }

  /** Absolute offset of the first octet that is still needed. */
  get from(): number {
    const context = Math.max(0, this.search - CONTEXT)
    return this.lineStart === -1 || this.head !== undefined ? context : this.lineStart
  }

  /** The next message; undefined if that needs more input or, with `final`, if there is none. */
  next(input: InputWindow, final: boolean): Piece | undefined {
    if (this.done) return undefined
    if (this.lineStart === -1) {
      const first = this.find(input, final, true)
      if (first < 0) return undefined
      this.begin(first)
    }
    if (this.count === UNREAD) {
      const end = this.declared(input, final, this.start)
      if (end === MORE) return undefined
      this.count = end - this.start > this.maxMessageBytes ? NONE : end
    }
    if (this.count >= 0) {
      const next = this.count > input.end && !final ? MORE : this.follows(input, final, this.count)
      if (next === MORE) return undefined
      if (next !== NONE) return this.finish(input, this.count, next, true)
      this.count = NONE
    }
    const next = this.find(input, final, false)
    if (next < 0 && !final) {
      this.shorten(input)
      return undefined
    }
    const stop = next < 0 ? input.end : next
    return this.finish(input, this.trim(input, this.start, stop), stop, false)
  }

  /** Is the line at `at` (relative to the window) a separator? Sets `lineEnd`. MORE if further octets decide. */
  protected abstract judge(input: InputWindow, final: boolean, at: number, first: boolean): boolean | typeof MORE

  /** Absolute end of the message that starts at `start` by its own count; NONE without one, as in formats that do not count; MORE. */
  protected declared(_input: InputWindow, _final: boolean, _start: number): number {
    return NONE
  }

  /** Absolute offset of what rightly follows a message that ends at `end` by its count: a separator or the end of input; NONE; MORE. */
  protected follows(_input: InputWindow, _final: boolean, _end: number): number {
    return NONE
  }

  /** Absolute end of a message that a separator, or the end of input, at `stop` ends. */
  protected trim(_input: InputWindow, _start: number, stop: number): number {
    return stop
  }

  private find(input: InputWindow, final: boolean, first: boolean): number {
    const { bytes, base, length } = input
    const { needle } = this
    let at = Math.max(0, this.search - base)
    for (;;) {
      at = indexOfBytes(bytes, needle, at)
      if (at === -1 || at >= length) break
      const before = at + base === 0 || (at + base === BOM && startsWithBom(bytes)) ? LF : bytes[at - 1]
      if (before === LF) {
        const verdict = this.judge(input, final, at, first)
        if (verdict === MORE) {
          this.search = base + at
          return MORE
        }
        if (verdict) return base + at
      } else if (before === GT) this.marked = true
      at += needle.length
    }
    this.search = Math.max(this.search, base + length - needle.length + 1)
    return final ? NONE : MORE
  }

  private begin(at: number): void {
    this.lineStart = at
    this.start = this.lineEnd
    this.search = this.lineEnd
    this.head = undefined
    this.marked = false
    this.count = UNREAD
  }

  private finish(input: InputWindow, end: number, next: number, counted: boolean): Piece {
    const { lineStart, start, head } = this
    const piece = { bytes: input.bytes, base: input.base, lineStart, start, end, head, marked: this.marked, counted }
    // At the end of input `next` is no separator, and `lineEnd` is an old one.
    if (next >= input.end) this.done = true
    else this.begin(next)
    return piece
  }

  /** Lets go of what a message over the limit has beyond it. Its separator line stays with its head. */
  private shorten(input: InputWindow): void {
    if (this.head !== undefined || input.end - this.start <= this.maxMessageBytes + SLACK) return
    const from = this.lineStart - input.base
    this.head = input.bytes.slice(from, this.start - input.base + this.maxMessageBytes)
  }
}

function startsWithBom(bytes: Uint8Array): boolean {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf
}

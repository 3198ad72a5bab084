/** Sink: the events that the scanner reports. They give the structure of a message as offsets, in order; each octet belongs to exactly one event. */
import { assertObject } from '../bytes/arguments.js'
import type { DefectCode } from '../defects/codes.js'
import type { ContentType } from '../field/mime/media-type.js'

/** A message has a header section of its own standing (the root, or what message/rfc822 holds). */
export const MESSAGE = 0
/** A body part of a multipart. */
export const PART = 1
/** What begins: `MESSAGE` or `PART`. */
export type EntityKind = typeof MESSAGE | typeof PART

/** Offsets are absolute octets from the start of input. Calls tile the input: each start equals the previous end. */
export interface Sink {
  /** An entity begins; owns no octets. */
  enter(kind: EntityKind, at: number): void
  /** Name, `:`, value, folds, line end. `colon` is -1 for lines that are no field (and for what stands past a header limit, in pieces). */
  field(start: number, colon: number, end: number): void
  /** The line between header section and body; empty where it is missing. */
  blank(start: number, end: number): void
  /** Leaf body, preamble or epilogue; may arrive in pieces. */
  body(start: number, end: number): void
  /** A delimiter line with the line break before it (RFC 2046 §5.1.1). A closing one is without its line end: that belongs to what follows. */
  delimiter(start: number, end: number, closing: 0 | 1): void
  /** The innermost open entity ends. */
  exit(at: number): void
  /** Something is wrong with octets [start, end). */
  defect(code: DefectCode, start: number, end: number): void
}

/** A sink that keeps what the scanner had to read, too. */
export interface TreeSink extends Sink {
  /** The multipart that begins has this Content-Type, as the grammar reads it without a defect where as many parameters are allowed as by default. */
  multipart?(type: ContentType): void
}

const CALLS = /* @__PURE__ */ 'enter field blank body delimiter exit defect'.split(' ') as (keyof Sink)[]

/** Checks a sink of a caller. @throws TypeError where a method of `Sink` is missing */
export function assertSink(sink: Sink, name: string): void {
  assertObject(sink, name)
  for (const call of CALLS)
    if (typeof sink[call] !== 'function') throw new TypeError(`${name}: expected a Sink; it has no ${call}()`)
}

/** Passes on to another sink and throws RangeError where calls do not tile, nest or stay inside the input: for tests of laws. */
export class CheckedSink implements Sink {
  private at = 0
  private depth = 0
  private readonly separated: boolean[] = []

  /** Wraps another sink. @param inner the sink that gets what passes */
  constructor(private readonly inner: Sink) {
    assertSink(inner, 'inner')
  }

  private own(what: string, start: number, end: number): void {
    if (start !== this.at) throw new RangeError(`${what} starts at ${start}, the call before ended at ${this.at}`)
    if (end < start) throw new RangeError(`${what} ends at ${end}, before its start ${start}`)
    if (this.depth === 0) throw new RangeError(`${what} at ${start} outside every entity`)
    this.at = end
  }

  /** As `Sink.enter`. */
  enter(kind: EntityKind, at: number): void {
    if (at !== this.at) throw new RangeError(`enter at ${at}, the call before ended at ${this.at}`)
    if (this.depth > 0 && this.separated[this.depth - 1] !== true)
      throw new RangeError(`enter at ${at} inside a header section`)
    this.separated[this.depth++] = false
    this.inner.enter(kind, at)
  }

  /** As `Sink.field`. */
  field(start: number, colon: number, end: number): void {
    this.own('field', start, end)
    if (this.separated[this.depth - 1]) throw new RangeError(`field at ${start} after the header section`)
    if (colon !== -1 && (colon < start || colon >= end))
      throw new RangeError(`colon ${colon} outside its field at ${start}`)
    this.inner.field(start, colon, end)
  }

  /** As `Sink.blank`. */
  blank(start: number, end: number): void {
    this.own('blank', start, end)
    if (this.separated[this.depth - 1]) throw new RangeError(`a second separator at ${start}`)
    this.separated[this.depth - 1] = true
    this.inner.blank(start, end)
  }

  /** As `Sink.body`. */
  body(start: number, end: number): void {
    this.own('body', start, end)
    if (!this.separated[this.depth - 1]) throw new RangeError(`body at ${start} before the header section ended`)
    this.inner.body(start, end)
  }

  /** As `Sink.delimiter`. */
  delimiter(start: number, end: number, closing: 0 | 1): void {
    this.own('delimiter', start, end)
    if (!this.separated[this.depth - 1]) throw new RangeError(`delimiter at ${start} before the header section ended`)
    this.inner.delimiter(start, end, closing)
  }

  /** As `Sink.exit`. */
  exit(at: number): void {
    if (at !== this.at) throw new RangeError(`exit at ${at}, the call before ended at ${this.at}`)
    if (this.depth === 0) throw new RangeError(`exit at ${at} without enter`)
    if (!this.separated[--this.depth]) throw new RangeError(`exit at ${at} inside a header section`)
    this.inner.exit(at)
  }

  /** As `Sink.defect`. */
  defect(code: DefectCode, start: number, end: number): void {
    if (start < 0 || end < start) throw new RangeError(`${code} has the span ${start}–${end}`)
    this.inner.defect(code, start, end)
  }
}

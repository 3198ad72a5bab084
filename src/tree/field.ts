/** One field of a header section: name, colon, body with its folds, line end (RFC 5322 §2.2). */
import { latin1 } from '../bytes/platform.js'
import { ignore, type Report } from '../defects/defect.js'
import { unfold } from '../field/lexer.js'
import { text } from '../field/octets.js'
import { grammarOf } from '../field/registry.js'
import { readUnstructured } from '../field/unstructured.js'
import { nameEnd } from '../scan/skim.js'
import type { Document } from './document.js'

/** Byte offsets in the source, half open. */
export interface Range {
  readonly start: number
  readonly end: number
}

export class Field {
  private readonly bytes: Uint8Array
  private readonly start: number
  private readonly colon: number
  private readonly end: number
  /** The document that it was parsed from; absent for a field that was set or composed. */
  private readonly doc: Document | undefined
  private nameText: string | undefined
  private valueText: string | undefined
  private decoded: string | undefined
  private read: { value: unknown } | undefined

  /** Made by Headers: [start, end) of `bytes` with its colon. */
  constructor(bytes: Uint8Array, start: number, colon: number, end: number, doc: Document | undefined) {
    this.bytes = bytes
    this.start = start
    this.colon = colon
    this.end = end
    this.doc = doc
    this.nameText = undefined
    this.valueText = undefined
    this.decoded = undefined
    this.read = undefined
  }

  /** As written, without white space before the colon. */
  get name(): string {
    return (this.nameText ??= text(
      latin1(this.bytes, this.start, nameEnd(this.bytes, this.start, this.colon)),
      ignore,
      0,
    ))
  }

  /** The whole field as received: name, colon, body, folds and line end (a view). */
  get raw(): Uint8Array {
    return this.bytes.subarray(this.start, this.end)
  }

  /** The field body as an octet string, folds in place, line end included: what grammars read. */
  get octets(): string {
    return latin1(this.bytes, this.colon + 1, this.end)
  }

  /** The field body unfolded, outer white space trimmed, nothing decoded (raw octets as UTF-8, RFC 6532). */
  get value(): string {
    return (this.valueText ??= text(unfold(this.octets), ignore, 0).trim())
  }

  /** `value` with its encoded-words decoded (RFC 2047): for display. Structured fields have typed readings, which decode later and safer. */
  get text(): string {
    if (this.decoded === undefined) {
      const grammar = grammarOf(this.name)
      if (grammar === undefined || grammar.kind === 'unstructured') this.decoded = this.reading() as string
      else this.decoded = readUnstructured(this.octets, ignore)
    }
    return this.decoded
  }

  /** Byte offsets in the source; absent for a field that was set or composed. */
  get range(): Range | undefined {
    return this.doc === undefined ? undefined : { start: this.start, end: this.end }
  }

  /** The typed reading by the grammar registered for the name (text where there is none), made once, its defects reported once. */
  reading(): unknown {
    if (this.read === undefined) {
      const grammar = grammarOf(this.name)
      const octets = this.octets
      this.read = {
        value:
          grammar === undefined
            ? readUnstructured(octets, this.report(), this.doc?.options.fallbackCharset)
            : grammar.read(octets, this.report(), this.doc?.options.limits, this.doc?.options.fallbackCharset),
      }
    }
    return this.read.value
  }

  /** Reports into the message's defects, from offsets in the field body. */
  private report(): Report {
    const { doc } = this
    if (doc === undefined) return ignore
    const base = this.colon + 1
    return (code, from, to) => doc.defect(code, base + from, base + to)
  }
}

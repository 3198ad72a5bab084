/**
 * Text of entities that hold others, cut out of the text of the one around them. The octets of a multipart are those of its parts, and no transfer
 * encoding stands between them (RFC 2046 §5.1.1), so that each further level costs nothing to decode.
 */
import { decodeLabelled, type TextUse } from '../charset/decode.js'

export interface SharedText {
  readonly text: string
  readonly charset: string
  readonly replaced: number
}

/** One decoded range of a source. */
interface Decoded extends SharedText {
  readonly start: number
  readonly end: number
  readonly label: string | undefined
  readonly use: TextUse
  /** UTF-16 units before each STEP octets; undefined where each octet is one unit. */
  readonly units: readonly number[] | undefined
}

const STEP = 4096

export class TextOfContainers {
  private around: Decoded | undefined = undefined

  constructor(
    private readonly source: Uint8Array,
    private readonly fallback: string,
  ) {}

  /** Text of the octets from `start` to `end`, which are those of a body under no encoding. */
  read(start: number, end: number, label: string | undefined, use: TextUse): SharedText {
    const { around } = this
    if (
      around !== undefined &&
      around.label === label &&
      around.use === use &&
      start >= around.start &&
      end <= around.end
    ) {
      return this.within(around, start, end)
    }
    const { text, charset, replaced } = decodeLabelled(this.source.subarray(start, end), label, this.fallback, use)
    if (replaced === 0 && (charset === 'utf-8' || charset === 'us-ascii')) {
      const units = text.length === end - start ? undefined : this.count(start, end, text)
      if (units !== null) this.around = { start, end, label, use, text, charset, replaced, units }
    }
    return { text, charset, replaced }
  }

  private within(around: Decoded, start: number, end: number): SharedText {
    const text = around.text.slice(this.unitsBefore(around, start), this.unitsBefore(around, end))
    const charset =
      text.length === end - start ? decodeLabelled(NONE, around.label, this.fallback).charset : around.charset
    return { text, charset, replaced: 0 }
  }

  /** Null where the text does not hold a unit for each character: a byte order mark was taken off. */
  private count(start: number, end: number, text: string): number[] | null {
    const units: number[] = []
    let sum = 0
    for (let at = start; at < end; at++) {
      if ((at - start) % STEP === 0) units.push(sum)
      sum += unitsOf(this.source[at]!)
    }
    return sum === text.length ? units : null
  }

  private unitsBefore({ start, units }: Decoded, at: number): number {
    if (units === undefined) return at - start
    const step = Math.floor((at - start) / STEP)
    if (step >= units.length) return Number.MAX_SAFE_INTEGER
    let sum = units[step]!
    for (let i = start + step * STEP; i < at; i++) sum += unitsOf(this.source[i]!)
    return sum
  }
}

const NONE = /* @__PURE__ */ new Uint8Array(0)

/** UTF-16 units of the character that an octet of well-formed UTF-8 begins; none within one. */
function unitsOf(octet: number): number {
  return octet < 0x80 ? 1 : octet < 0xc0 ? 0 : octet < 0xf0 ? 1 : 2
}

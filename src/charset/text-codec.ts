/**
 * Defines a charset codec: a decoder that takes octets in pieces, and the sink of UTF-16 code units that decoders fill. Encoders stand in
 * encoders.ts.
 */

import { Spare } from '../bytes/kept.js'
import { fromUnits } from '../bytes/platform.js'

/** One decoding. Pieces may be cut anywhere; `write` keeps what is not yet decided (a few octets) for the next call. */
export interface Decoder {
  write(chunk: Uint8Array): string
  /** The rest: an unfinished character becomes one U+FFFD. */
  end(): string
  /** How many U+FFFD were put for octets that mean nothing in this charset; one that was itself encoded does not count. */
  readonly replaced: number
  /** Makes it as new, after `end`: absent where a new one is as cheap. */
  reset?(): void
}

export interface Codec {
  /** Octets below 80 mean ASCII wherever they stand, and nothing else is needed to decode them. */
  readonly ascii: boolean
  decoder(): Decoder
}

/** Makes the codec of a charset by its canonical name: undefined where its tables are missing. */
export type MakeCodec = (name: string) => Codec | undefined

export interface Encoded {
  readonly bytes: Uint8Array
  /** Index (UTF-16 code units) of the first character that the charset does not have, or -1. `bytes` is then what came before. */
  readonly failed: number
}

/** Writes text in the charset `name` of many octets, which `codec` reads. */
export type EncodeMany = (name: string, codec: Codec, text: string) => Encoded

export const REPLACEMENT = 0xfffd

/** Tables of pairs have a row for each lead octet from 81 to FE, and in it a cell for each trail octet from 40 to FE. */
export const LEADS = 126
export const TRAILS = 191
const FIRST_LEAD = 0x81
const FIRST_TRAIL = 0x40

/** A run of this size keeps the output buffer inside the cache and bounds what decoding a large body holds beside its text. */
const SLICE = 16384

const EMPTY: Uint8Array = /* @__PURE__ */ new Uint8Array(0)

/** UTF-16 code units on their way into a string. A machine calls `reserve` before it puts. */
class Units {
  private units = new Uint16Array(256)
  private used = 0
  replaced = 0

  /** Makes room for `n` more code units. */
  reserve(n: number): void {
    if (this.used + n <= this.units.length) return
    const grown = new Uint16Array(Math.max(this.used + n, this.units.length * 2))
    grown.set(this.units.subarray(0, this.used))
    this.units = grown
  }

  put(unit: number): void {
    this.units[this.used++] = unit
  }

  /** A code point of any plane. */
  point(point: number): void {
    if (point >= 0x10000) {
      this.put(0xd800 + ((point - 0x10000) >> 10))
      this.put(0xdc00 + ((point - 0x10000) & 0x3ff))
    } else this.put(point)
  }

  bad(): void {
    this.put(REPLACEMENT)
    this.replaced++
  }

  /**
   * Puts ASCII and pairs whose cell is one code unit, from `at` on, and gives where there is something else. Measured on texts of pairs: with a
   * call for each character, less than half as fast.
   */
  pairs(bytes: Uint8Array, at: number, cells: Uint32Array): number {
    const { units } = this
    const end = bytes.length - 1
    let used = this.used
    while (at < end) {
      const lead = bytes[at]!
      if (lead < 0x80) {
        units[used++] = lead
        at++
        continue
      }
      const row = lead - FIRST_LEAD
      const column = bytes[at + 1]! - FIRST_TRAIL
      if (row >>> 0 >= LEADS || column >>> 0 >= TRAILS) break
      const cell = cells[row * TRAILS + column]!
      if (cell === 0 || cell > 0xffff) break
      units[used++] = cell
      at += 2
    }
    this.used = used
    return at
  }

  /** Puts the ASCII octets from `at` on, and gives where they end. */
  ascii(bytes: Uint8Array, at: number): number {
    const { units } = this
    let used = this.used
    let c = 0
    while (at < bytes.length && (c = bytes[at]!) < 0x80) {
      units[used++] = c
      at++
    }
    this.used = used
    return at
  }

  /** What was put since the last call. */
  take(): string {
    const text = fromUnits(this.units, this.used)
    this.used = 0
    return text
  }
}

/**
 * A decoder around a machine that reads whole characters from a window. What the machine leaves at the end of a window (an unfinished
 * character) is put before the next one.
 */
export abstract class WindowDecoder implements Decoder {
  protected readonly out = new Units()
  private rest: Uint8Array = EMPTY

  get replaced(): number {
    return this.out.replaced
  }

  /**
   * Reads from `bytes` into `this.out` and returns how many octets it used. With `last`, all of them; otherwise it may leave fewer than
   * eight that begin an unfinished character. At most two code units are put for each octet.
   */
  protected abstract read(bytes: Uint8Array, last: boolean): number

  write(chunk: Uint8Array): string {
    let text = ''
    for (let at = 0; at < chunk.length; at += SLICE) text += this.window(chunk.subarray(at, at + SLICE), false)
    return text
  }

  end(): string {
    return this.window(EMPTY, true)
  }

  reset(): void {
    this.rest = EMPTY
    this.out.replaced = 0
    this.restart()
  }

  /** The state of the machine as at its start. */
  protected restart(): void {}

  private window(chunk: Uint8Array, last: boolean): string {
    let bytes = chunk
    if (this.rest.length > 0) {
      bytes = new Uint8Array(this.rest.length + chunk.length)
      bytes.set(this.rest)
      bytes.set(chunk, this.rest.length)
    }
    this.out.reserve(bytes.length * 2 + 2)
    const used = this.read(bytes, last)
    this.rest = used === bytes.length ? EMPTY : bytes.slice(used)
    return this.out.take()
  }
}

/** Decoders between two texts, one for each codec. Measured: without them, a word in ISO-8859-2 takes 1.2 times as long, one in GB 18030 1.9 times. */
const SPARES = /* @__PURE__ */ new Map<Codec, Spare<Decoder>>()

/** Decodes all of `bytes` at once. `replaced` is that of the decoder. */
export function decodeWith(codec: Codec, bytes: Uint8Array): { text: string; replaced: number } {
  const spare = SPARES.get(codec) ?? new Spare()
  SPARES.set(codec, spare)
  const decoder = spare.take() ?? codec.decoder()
  const text = decoder.write(bytes) + decoder.end()
  const { replaced } = decoder
  if (decoder.reset !== undefined) {
    decoder.reset()
    spare.give(decoder)
  }
  return { text, replaced }
}

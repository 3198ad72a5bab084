/** Decodes encoded-text, B and Q, and gathers the octets of adjacent words of one charset. RFC 2047 §4. */
import { ALPHABET, EQUALS, hexValue, LF, SP, UNDERSCORE } from '../../bytes/ascii.js'
import { decodeAnyBase64 } from '../../codec/base64.js'
import { unfold } from '../lexer.js'
import { octetsToBytes } from '../octets.js'

function build(): Int8Array {
  const table = new Int8Array(256).fill(-1)
  for (let i = 0; i < 64; i++) table[ALPHABET.charCodeAt(i)] = i
  return table
}

const WORTH: Int8Array = /* @__PURE__ */ build()
/** Longer runs than this get memory that is not kept. */
const KEPT = 4096

/**
 * Decodes straight into one block that is used again: measured on 10,000 fields, a string for each octet and a decoder for each word cost
 * ten times as much.
 */
export class WordOctets {
  bytes = new Uint8Array(KEPT)
  length = 0
  /** The last word was not sound B or Q, or held what encoded-text may not hold: 21–7E without `?` (RFC 2047 §2). */
  damaged = false
  foreign = false

  /** Drops what was gathered. */
  clear(): void {
    this.length = 0
    if (this.bytes.length > KEPT) this.bytes = new Uint8Array(KEPT)
  }

  /** Adds the octets of the encoded-text in [from, to). */
  add(octets: string, from: number, to: number, base64: boolean): void {
    this.damaged = false
    this.foreign = false
    this.reserve(to - from)
    if (base64) {
      if (!this.b(octets, from, to)) this.anyB(octets.slice(from, to))
    } else if (!this.q(octets, from, to)) {
      // A fold inside a word is no part of it.
      const whole = unfold(octets.slice(from, to))
      this.damaged = false
      this.q(whole, 0, whole.length)
    }
  }

  private reserve(more: number): void {
    const need = this.length + more
    if (need <= this.bytes.length) return
    const grown = new Uint8Array(Math.max(need, this.bytes.length * 2))
    grown.set(this.bytes.subarray(0, this.length))
    this.bytes = grown
  }

  /** False, with nothing added, where a line feed is met. */
  private q(octets: string, from: number, to: number): boolean {
    const { bytes } = this
    let used = this.length
    for (let at = from; at < to; at++) {
      const c = octets.charCodeAt(at)
      if (c === EQUALS) {
        const octet =
          at + 2 < to ? (hexValue(octets.charCodeAt(at + 1)) << 4) | hexValue(octets.charCodeAt(at + 2)) : -1
        // QUIRK(RFC 2047 §4.2): a bad `=XX` stays as it is. Sent by: hand-written generators. Fixture: encoded-word unit test.
        if (octet < 0) {
          this.damaged = true
          bytes[used++] = c
        } else {
          bytes[used++] = octet
          at += 2
        }
      } else if (c === UNDERSCORE) bytes[used++] = SP
      else {
        if (c <= SP || c > 0x7e) {
          this.foreign = true
          if (c === LF) return false
        }
        bytes[used++] = c
      }
    }
    this.length = used
    return true
  }

  /** Whole groups of letters with sound padding, which is what everybody writes. False, with nothing added, for all else. */
  private b(octets: string, from: number, to: number): boolean {
    const { bytes } = this
    if (((to - from) & 3) !== 0 || to === from) return false
    let end = to
    if (octets.charCodeAt(to - 1) === EQUALS) end -= octets.charCodeAt(to - 2) === EQUALS ? 2 : 1
    let used = this.length
    let at = from
    for (; at + 4 <= end; at += 4) {
      const group =
        (worth(octets, at) << 18) | (worth(octets, at + 1) << 12) | (worth(octets, at + 2) << 6) | worth(octets, at + 3)
      if (group < 0) return false
      bytes[used++] = group >> 16
      bytes[used++] = group >> 8
      bytes[used++] = group
    }
    if (at < end) {
      const group =
        (worth(octets, at) << 12) | (worth(octets, at + 1) << 6) | (end - at === 3 ? worth(octets, at + 2) : 0)
      if (group < 0 || (group & (end - at === 3 ? 3 : 0x3ff)) !== 0) return false
      bytes[used++] = group >> 10
      if (end - at === 3) bytes[used++] = group >> 2
    }
    this.length = used
    return true
  }

  private anyB(encoded: string): void {
    this.foreign = /[^\x21-\x7e]/.test(encoded)
    const { decoded, damaged } = decodeAnyBase64(octetsToBytes(unfold(encoded)))
    this.damaged = damaged
    this.reserve(decoded.length)
    this.bytes.set(decoded, this.length)
    this.length += decoded.length
  }
}

function worth(octets: string, at: number): number {
  return WORTH[octets.charCodeAt(at) & 255]!
}

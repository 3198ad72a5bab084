/** UTF-7 (RFC 2152). Only an explicit call decodes it: in a message it is a way to hide markup. */
import { ALPHABET } from '../bytes/ascii.js'
import { type Codec, type Decoder, WindowDecoder } from './text-codec.js'

const PLUS = 0x2b
const MINUS = 0x2d

const VALUES: Int8Array = /* @__PURE__ */ (() => {
  const values = new Int8Array(256).fill(-1)
  for (let i = 0; i < 64; i++) values[ALPHABET.charCodeAt(i)] = i
  return values
})()

/**
 * Direct ASCII, or a shifted run:
 * > Hi Mom +Jjo-!
 *          ^ plus: shifted from the next octet on, till an octet outside the alphabet (a `-` is swallowed)
 */
class Utf7Decoder extends WindowDecoder {
  private shifted = false
  /** An octet of the run was seen: `+-` alone is a plus. */
  private any = false
  private bits = 0
  private held = 0
  /** A high surrogate that waits for its other half; 0 if none. */
  private high = 0

  protected override restart(): void {
    this.shifted = this.any = false
    this.bits = this.held = this.high = 0
  }

  protected read(bytes: Uint8Array, last: boolean): number {
    const { out } = this
    for (let i = 0; i < bytes.length; i++) {
      const c = bytes[i]!
      if (!this.shifted) {
        if (c === PLUS) {
          this.shifted = true
          this.any = false
          this.bits = this.held = 0
        } else if (c >= 0x80) out.bad()
        else out.put(c)
        continue
      }
      const value = VALUES[c]!
      if (value >= 0) {
        this.any = true
        this.bits = ((this.bits << 6) | value) & 0xfffff
        this.held += 6
        if (this.held >= 16) {
          this.held -= 16
          this.unit((this.bits >> this.held) & 0xffff)
        }
        continue
      }
      this.leave(c === MINUS && !this.any)
      if (c === MINUS) continue
      if (c >= 0x80) out.bad()
      else out.put(c)
    }
    if (last && this.shifted) this.leave(false)
    return bytes.length
  }

  private unit(unit: number): void {
    if (this.high !== 0) {
      if (unit >= 0xdc00 && unit <= 0xdfff) {
        this.out.put(this.high)
        this.out.put(unit)
        this.high = 0
        return
      }
      this.out.bad()
      this.high = 0
    }
    if (unit >= 0xd800 && unit <= 0xdbff) this.high = unit
    else if (unit >= 0xdc00 && unit <= 0xdfff) this.out.bad()
    else this.out.put(unit)
  }

  /** Ends a shifted run. Left-over bits must be fewer than six and zero (RFC 2152, Rule 2). */
  private leave(plus: boolean): void {
    this.shifted = false
    if (plus) this.out.put(PLUS)
    else if (!this.any) this.out.bad()
    if (this.high !== 0 || this.held >= 6 || (this.bits & ((1 << this.held) - 1)) !== 0) this.out.bad()
    this.high = this.bits = this.held = 0
  }
}

export const utf7: Codec = { ascii: false, decoder: (): Decoder => new Utf7Decoder() }

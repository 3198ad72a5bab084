/** HZ-GB-2312 (RFC 1843): `~{` calls GB 2312 in seven bits, `~}` ASCII; `~~` is a tilde, `~` and a line feed nothing. */

import type { CharacterSet } from './iso-2022.js'
import { type Codec, type Decoder, WindowDecoder } from './text-codec.js'

const TILDE = 0x7e
const OPEN = 0x7b
const CLOSE = 0x7d
const LF = 0x0a

class HzDecoder extends WindowDecoder {
  private gb = false

  constructor(private readonly set: CharacterSet) {
    super()
  }

  protected override restart(): void {
    this.gb = false
  }

  protected read(bytes: Uint8Array, last: boolean): number {
    const { out } = this
    let at = 0
    while (at < bytes.length) {
      const c = bytes[at]!
      const single = c !== TILDE && (!this.gb || c < 0x21)
      if (single || c >= 0x7f) {
        if (c >= 0x80) out.bad()
        else out.put(c)
        // A line end belongs to ASCII: text that a transport cut must not turn what follows into Chinese.
        if (c === LF) this.gb = false
        at++
        continue
      }
      if (at + 1 >= bytes.length) {
        if (!last) return at
        out.bad()
        return bytes.length
      }
      at += this.pair(c, bytes[at + 1]!)
    }
    return at
  }

  private pair(first: number, second: number): number {
    if (first === TILDE) {
      if (second === OPEN) this.gb = true
      else if (second === CLOSE) this.gb = false
      else if (second === TILDE && !this.gb) this.out.put(TILDE)
      else if (second !== LF) {
        this.out.bad()
        return 1
      } else this.gb = false
      return 2
    }
    if (second < 0x21 || second > 0x7e) {
      this.out.bad()
      return 1
    }
    const cell = this.set.cell(first, second)
    if (cell === 0) this.out.bad()
    else this.out.put(cell & 0xffff)
    return 2
  }
}

export interface Hz extends Codec {
  readonly set: CharacterSet
}

export function hz(set: CharacterSet): Hz {
  return { ascii: false, decoder: (): Decoder => new HzDecoder(set), set }
}

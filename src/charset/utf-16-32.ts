/** UTF-16 and UTF-32 in either byte order (RFC 2781; Unicode §3.10). Unlabelled order: the byte order mark, else little-endian. */
import { type Codec, type Decoder, WindowDecoder } from './text-codec.js'

type Order = 'le' | 'be' | undefined

/** A mark at the start of the text is taken off when it decides the order; with a named order it is a character (RFC 2781 §3.3). */
abstract class OrderedDecoder extends WindowDecoder {
  /** Of the present text; undefined until its first octets say it. */
  protected order: Order

  constructor(private readonly declared: Order) {
    super()
    this.order = declared
  }

  protected override restart(): void {
    this.order = this.declared
  }
}

class Utf16Decoder extends OrderedDecoder {
  protected read(bytes: Uint8Array, last: boolean): number {
    const { out } = this
    let at = 0
    if (this.order === undefined) {
      if (bytes.length < 2 && !last) return 0
      const marked = bytes.length >= 2 && bytes[0]! + bytes[1]! === 0x1fd && bytes[0]! >= 0xfe
      this.order = marked && bytes[0] === 0xfe ? 'be' : 'le'
      if (marked) at = 2
    }
    const high = this.order === 'be' ? 0 : 1
    const low = 1 - high
    for (; at + 1 < bytes.length; at += 2) {
      const unit = (bytes[at + high]! << 8) | bytes[at + low]!
      if (unit < 0xd800 || unit > 0xdfff) out.put(unit)
      else if (unit > 0xdbff) out.bad()
      else if (at + 3 < bytes.length) {
        const next = (bytes[at + 2 + high]! << 8) | bytes[at + 2 + low]!
        if (next >= 0xdc00 && next <= 0xdfff) {
          out.put(unit)
          out.put(next)
          at += 2
        } else out.bad()
      } else if (last) {
        out.bad()
        // A high surrogate and half a unit are one unfinished character.
        return bytes.length
      } else return at
    }
    if (!last) return at
    if (at < bytes.length) out.bad()
    return bytes.length
  }
}

export function utf16(order: Order): Codec {
  return {
    ascii: false,
    decoder: (): Decoder => new Utf16Decoder(order),
  }
}

class Utf32Decoder extends OrderedDecoder {
  protected read(bytes: Uint8Array, last: boolean): number {
    const { out } = this
    let at = 0
    if (this.order === undefined) {
      if (bytes.length < 4 && !last) return 0
      const big = bytes.length >= 4 && pointAt(bytes, 0, 'be') === 0xfeff
      const little = bytes.length >= 4 && pointAt(bytes, 0, 'le') === 0xfeff
      this.order = big ? 'be' : 'le'
      if (big || little) at = 4
    }
    for (; at + 3 < bytes.length; at += 4) {
      const point = pointAt(bytes, at, this.order)
      if (point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff)) out.bad()
      else out.point(point)
    }
    if (!last) return at
    if (at < bytes.length) out.bad()
    return bytes.length
  }
}

function pointAt(bytes: Uint8Array, at: number, order: 'le' | 'be'): number {
  const [a, b, c, d] = order === 'be' ? [at, at + 1, at + 2, at + 3] : [at + 3, at + 2, at + 1, at]
  return bytes[a]! * 0x1000000 + ((bytes[b]! << 16) | (bytes[c]! << 8) | bytes[d]!)
}

export function utf32(order: Order): Codec {
  return {
    ascii: false,
    decoder: (): Decoder => new Utf32Decoder(order),
  }
}

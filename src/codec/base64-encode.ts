/** The base64 encoder. RFC 2045 §6.8, RFC 4648 §4. Each table entry holds two letters, the worth of twelve bits. */
import { CR, EQUALS, LF } from '../bytes/ascii.js'
import { type Source, toBytes } from '../bytes/source.js'
import { ALPHABET } from './base64.js'
import { EMPTY, StreamCodec } from './decoder.js'
import { checkOptions, resolveLineLength, resolveMode } from './options.js'

function build(): Uint16Array {
  const bytes = new Uint8Array(8192)
  for (let i = 0; i < 4096; i++) {
    bytes[2 * i] = ALPHABET.charCodeAt(i >> 6)
    bytes[2 * i + 1] = ALPHABET.charCodeAt(i & 63)
  }
  return new Uint16Array(bytes.buffer)
}

/** Two letters for twelve bits, in memory order. */
const PAIRS: Uint16Array = /* @__PURE__ */ build()
const CRLF: number = /* @__PURE__ */ new Uint16Array(new Uint8Array([CR, LF]).buffer)[0]!

export interface Base64Options {
  /** Octets of an encoded line without its line end: 4 to 76, rounded down to a multiple of 4. Default 76. */
  lineLength?: number
  /** Accepted for symmetry with quoted-printable; base64 is exact either way. */
  mode?: 'text' | 'binary'
}

/** Lines end in CRLF, the last one in nothing. All that `write` and `end` return is new memory. */
export class Base64Encoder extends StreamCodec {
  private readonly groups: number
  /** Groups that the present line still takes. */
  private free: number
  /** Octets of an incomplete group. */
  private first = 0
  private second = 0
  private pending = 0

  constructor(options?: Base64Options) {
    super()
    checkOptions('base64', options, ['lineLength', 'mode'])
    resolveMode('base64', options?.mode)
    this.groups = resolveLineLength('base64', options?.lineLength, 4) >> 2
    this.free = this.groups
  }

  run(chunk: Uint8Array, last: boolean): Uint8Array {
    const total = this.pending + chunk.length
    let groups = Math.floor(total / 3)
    const rest = total - groups * 3
    const extra = last && rest > 0 ? 1 : 0
    if (groups + extra === 0) {
      this.keep(chunk, 0)
      return EMPTY
    }
    const breaks = Math.floor((this.groups - this.free + groups + extra - 1) / this.groups)
    // Every line and every group has an even length, so the output is written in units of two octets.
    const units = new Uint16Array((groups + extra) * 2 + breaks)
    let used = 0
    let pos = 0
    let free = this.free
    if (this.pending > 0 && groups > 0) {
      if (free === 0) {
        units[used++] = CRLF
        free = this.groups
      }
      const second = this.pending === 2 ? this.second : chunk[pos++]!
      const third = chunk[pos++]!
      units[used++] = PAIRS[(this.first << 4) | (second >> 4)]!
      units[used++] = PAIRS[((second & 15) << 8) | third]!
      this.pending = 0
      free--
      groups--
    }
    while (groups > 0) {
      if (free === 0) {
        units[used++] = CRLF
        free = this.groups
      }
      const run = Math.min(free, groups)
      for (const to = pos + run * 3; pos < to; pos += 3) {
        const second = chunk[pos + 1]!
        units[used] = PAIRS[(chunk[pos]! << 4) | (second >> 4)]!
        units[used + 1] = PAIRS[((second & 15) << 8) | chunk[pos + 2]!]!
        used += 2
      }
      free -= run
      groups -= run
    }
    this.free = free
    this.keep(chunk, pos)
    const out = new Uint8Array(units.buffer)
    if (extra === 1) this.padded(out, used * 2)
    return out
  }

  /** Keeps what is left of the chunk for the next group. */
  private keep(chunk: Uint8Array, pos: number): void {
    for (; pos < chunk.length; pos++) {
      if (this.pending === 0) this.first = chunk[pos]!
      else this.second = chunk[pos]!
      this.pending++
    }
  }

  private padded(out: Uint8Array, used: number): void {
    if (this.free === 0) {
      out[used++] = CR
      out[used++] = LF
    }
    const second = this.pending === 2 ? this.second : 0
    const bits = (this.first << 16) | (second << 8)
    out[used] = ALPHABET.charCodeAt(bits >> 18)
    out[used + 1] = ALPHABET.charCodeAt((bits >> 12) & 63)
    out[used + 2] = this.pending === 2 ? ALPHABET.charCodeAt((bits >> 6) & 63) : EQUALS
    out[used + 3] = EQUALS
    this.pending = 0
  }
}

/** Encodes; lines of at most 76 octets with CRLF between them and none at the end. @returns new memory */
export function encodeBase64(source: Source, options?: Base64Options): Uint8Array {
  return new Base64Encoder(options).run(toBytes(source), true)
}

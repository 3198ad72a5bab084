/**
 * Charsets of several octets by the platform's TextDecoder (WHATWG Encoding), where those of many-octets.ts were not given. It lacks rare
 * characters, and takes UTF-16 without a named order for little-endian.
 */
import { fromLatin1, latin1 } from '../bytes/platform.js'
import type { Codec, Decoder } from './text-codec.js'
import { countReplacements } from './utf-8.js'

/** Escapes of ISO-2022-JP before another: encoded-words that are joined. WHATWG Encoding §12.2.1 has an error for them, RFC 1468 has none. */
const IDLE_ESCAPES = /(?:\x1b[($].)+(?=\x1b[($])/g

class PlatformDecoder implements Decoder {
  replaced = 0
  private decoder: TextDecoder
  /** What may be an escape at the end of a piece. */
  private held = ''

  constructor(private readonly name: string) {
    this.decoder = make(name)
  }

  write(chunk: Uint8Array): string {
    if (this.name !== 'iso-2022-jp') return this.text(chunk, true)
    const octets = (this.held + latin1(chunk, 0, chunk.length)).replace(IDLE_ESCAPES, '')
    const at = octets.indexOf('\x1b', Math.max(octets.length - 3, 0))
    const end = at === -1 ? octets.length : at
    this.held = octets.slice(end)
    return this.text(fromLatin1(octets.slice(0, end)), true)
  }

  end(): string {
    return this.text(fromLatin1(this.held), false)
  }

  /** `end` leaves the platform's decoder as new. Measured: to make one takes 0.7 µs, to decode a short word 0.15. */
  reset(): void {
    this.replaced = 0
    this.held = ''
  }

  private text(chunk: Uint8Array, stream: boolean): string {
    let text: string
    try {
      text = this.decoder.decode(chunk, { stream })
    } catch {
      // Node throws, in the middle and at the end, for ill-formed text in gb18030 and EUC-JP.
      text = `\ufffd${this.anew(chunk)}`
    }
    this.replaced += countReplacements(text)
    return text
  }

  /** The octets by another decoder, without an unfinished character at their end. */
  private anew(chunk: Uint8Array): string {
    for (let cut = 0; cut < 4; cut++) {
      this.decoder = make(this.name)
      try {
        return this.decoder.decode(chunk.subarray(0, chunk.length - cut)) + (cut === 0 ? '' : '\ufffd')
      } catch {
        // One octet less.
      }
    }
    return ''
  }
}

const make = (name: string) => new TextDecoder(name, { ignoreBOM: true })

/** The codec, or undefined where the platform has no such charset. */
export function platformCodec(name: string): Codec | undefined {
  try {
    make(name)
    return { ascii: !/^(?:utf|iso)-/.test(name), decoder: () => new PlatformDecoder(name) }
  } catch {
    return undefined
  }
}

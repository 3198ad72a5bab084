/**
 * The charset fallback for text that says nothing of use about itself: UTF-8 if all of it is well-formed, else one charset that the
 * caller chose. As a stream it holds text back until that is decided.
 */
import { isAscii, isUtf8, latin1 } from '../bytes/platform.js'
import { codecFor } from './find-codec.js'
import { lookup } from './labels.js'
import type { Codec, Decoder } from './text-codec.js'
import { unfinishedAt, utf8Codec } from './utf-8.js'

/** Octets held back at most. Beyond, the text counts as UTF-8: a stray octet after 64 KiB of well-formed UTF-8 is damage, not a charset. */
const HOLD = 65536

export interface NamedCodec {
  readonly name: string
  readonly codec: Codec
}

const DEFAULT = 'windows-1252'

/** The codec to fall back to: `label` if it is known, safe and reads ASCII as ASCII, else windows-1252. */
export function fallbackCodec(label: string): NamedCodec {
  for (const wanted of [label, DEFAULT]) {
    const charset = lookup(wanted)
    if (charset === undefined || charset.unsafe) continue
    const codec = codecFor(charset.name, charset.engine)
    if (codec?.ascii) return { name: charset.name, codec }
  }
  return { name: 'utf-8', codec: utf8Codec }
}

/** UTF-8 so far? Takes octets in pieces. */
export class Utf8Check {
  valid = true
  private rest: Uint8Array = new Uint8Array(0)

  write(chunk: Uint8Array): void {
    if (!this.valid) return
    let bytes = chunk
    if (this.rest.length > 0) {
      bytes = new Uint8Array(this.rest.length + chunk.length)
      bytes.set(this.rest)
      bytes.set(chunk, this.rest.length)
    }
    const cut = unfinishedAt(bytes)
    this.valid = isUtf8(bytes.subarray(0, cut))
    this.rest = bytes.slice(cut)
  }

  end(): void {
    if (this.rest.length > 0) this.valid = false
  }
}

/** ASCII passes as it comes; from the first 8-bit octet on, text is held until it is decided what it is. */
export class FallbackDecoder implements Decoder {
  /** Canonical name of what was used; `us-ascii` until the first 8-bit octet. */
  used = 'us-ascii'
  /** An octet of 80 or above was seen. */
  eightBit = false
  private held: Uint8Array[] = []
  private heldBytes = 0
  private readonly check = new Utf8Check()
  private decoder: Decoder | undefined

  constructor(private readonly fallback: NamedCodec) {}

  get replaced(): number {
    return this.decoder?.replaced ?? 0
  }

  write(chunk: Uint8Array): string {
    if (this.decoder !== undefined) return this.decoder.write(chunk)
    let text = ''
    if (!this.eightBit) {
      if (isAscii(chunk)) return latin1(chunk, 0, chunk.length)
      let at = 0
      while (chunk[at]! < 0x80) at++
      text = latin1(chunk, 0, at)
      chunk = chunk.subarray(at)
      this.eightBit = true
    }
    // Decided over exactly the first HOLD octets, so that the result does not depend on how the text was cut.
    const room = HOLD - this.heldBytes
    const looked = chunk.length > room ? chunk.subarray(0, room) : chunk
    this.check.write(looked)
    if (!this.check.valid) return text + this.decide(this.fallback, chunk)
    if (chunk.length > room) return text + this.decide({ name: 'utf-8', codec: utf8Codec }, chunk)
    this.held.push(chunk.slice())
    this.heldBytes += chunk.length
    return text
  }

  end(): string {
    if (this.decoder !== undefined) return this.decoder.end()
    if (!this.eightBit) return ''
    this.check.end()
    const chosen = this.check.valid ? { name: 'utf-8', codec: utf8Codec } : this.fallback
    const text = this.decide(chosen, new Uint8Array(0))
    return text + this.end()
  }

  private decide({ name, codec }: NamedCodec, chunk: Uint8Array): string {
    this.used = name
    const decoder = (this.decoder = codec.decoder())
    let text = ''
    for (const piece of this.held) text += decoder.write(piece)
    this.held = []
    return text + decoder.write(chunk)
  }
}

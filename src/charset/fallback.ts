/**
 * Decodes text that says nothing of use about its charset: as UTF-8 if all of it is well-formed, else in a charset that the caller chose. As a
 * stream it holds text back until that is decided.
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
export const UTF_8: NamedCodec = { name: 'utf-8', codec: utf8Codec }

/** Names of charsets that shift between sets. Unsafe where markup is, as text/html would be read otherwise than filters read it. */
export const SHIFTING = /^(?:iso-2022-|hz-)/

/** The codec to fall back to: `label` if it is known, safe and reads ASCII as ASCII, else windows-1252. */
export function fallbackCodec(label: string): NamedCodec {
  for (const wanted of [label, DEFAULT]) {
    const found = codecOf(wanted)
    if (found?.codec.ascii && !lookup(wanted)!.unsafe) return found
  }
  return UTF_8
}

/** The codec of the charset that a label means; undefined where it has none, or its tables are not at hand. */
export function codecOf(label: string): NamedCodec | undefined {
  const charset = lookup(label)
  const codec = charset && codecFor(charset.name, charset.engine)
  return codec && { name: charset!.name, codec }
}

/** A fallback of seven bits that shifts between sets: what it applies to is text with its escapes. Undefined for any other. */
export function fallbackOfSevenBits(label: string): { readonly name: string; readonly unsafe: boolean } | undefined {
  if (label === DEFAULT) return undefined
  const charset = lookup(label)
  if (charset === undefined || !SHIFTING.test(charset.name)) return undefined
  return { name: charset.name, unsafe: charset.unsafe === true }
}

/** UTF-8 so far? Takes octets in pieces. */
export class Utf8Check {
  valid = true
  /** An octet of 80 or above was seen. */
  eightBit = false
  private rest: Uint8Array = new Uint8Array(0)

  write(chunk: Uint8Array): void {
    if (!this.eightBit && !isAscii(chunk)) this.eightBit = true
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

/** ASCII passes as it comes; from the first octet on that may mean something else, text is held until it is decided what it is. */
export class FallbackDecoder implements Decoder {
  /** Canonical name of what was used; `us-ascii` until the first octet that had to be decided. */
  used = 'us-ascii'
  /** An octet of 80 or above was seen. */
  eightBit = false
  private held: Uint8Array[] = []
  private heldBytes = 0
  private readonly check = new Utf8Check()
  private decoder: Decoder | undefined

  /**
   * @param fallback for octets of 80 and above that are no UTF-8
   * @param shifting the charset of ASCII octets with escapes in them, from the first of them on; undefined: they are ASCII
   */
  constructor(
    private readonly fallback: NamedCodec,
    private readonly shifting: (held: Uint8Array) => NamedCodec | undefined = () => undefined,
  ) {}

  get replaced(): number {
    return this.decoder?.replaced ?? 0
  }

  write(chunk: Uint8Array): string {
    if (this.decoder !== undefined) {
      if (!this.eightBit && !isAscii(chunk)) this.eightBit = true
      return this.decoder.write(chunk)
    }
    let text = ''
    if (this.heldBytes === 0) {
      let at = 0
      while (at < chunk.length && !mayShift(chunk[at]!)) at++
      text = latin1(chunk, 0, at)
      if (at === chunk.length) return text
      chunk = chunk.subarray(at)
    }
    // Decided over exactly the first HOLD octets, so that the result does not depend on how the text was cut.
    const room = HOLD - this.heldBytes
    const looked = chunk.length > room ? chunk.subarray(0, room) : chunk
    this.check.write(looked)
    if (!this.check.valid) this.eightBit = true
    if (!this.check.valid) return text + this.decide(this.fallback, chunk)
    this.held.push(chunk.slice())
    this.heldBytes += chunk.length
    if (this.heldBytes > HOLD) text += this.settle()
    return text
  }

  end(): string {
    if (this.decoder !== undefined) return this.decoder.end()
    if (this.heldBytes === 0) return ''
    this.check.end()
    return this.settle() + this.end()
  }

  /** What was held is all there is to decide by. */
  private settle(): string {
    const held = joined(this.held, this.heldBytes)
    const looked = held.subarray(0, HOLD)
    if (this.check.eightBit) {
      this.eightBit = true
      return this.decide(this.check.valid ? UTF_8 : this.fallback, held, true)
    }
    if (!isAscii(held)) this.eightBit = true
    return this.decide(this.shifting(looked) ?? { ...UTF_8, name: 'us-ascii' }, held, true)
  }

  private decide({ name, codec }: NamedCodec, chunk: Uint8Array, whole = false): string {
    this.used = name
    const decoder = (this.decoder = codec.decoder())
    let text = ''
    if (!whole) for (const piece of this.held) text += decoder.write(piece)
    this.held = []
    return text + decoder.write(chunk)
  }
}

/** An octet of 80 or above, ESC, SO, SI, or the tilde of HZ: what comes before the first of them is ASCII in any charset here. */
function mayShift(c: number): boolean {
  return c >= 0x80 || c === 0x1b || c === 0x0e || c === 0x0f || c === 0x7e
}

function joined(pieces: readonly Uint8Array[], length: number): Uint8Array {
  if (pieces.length === 1) return pieces[0]!
  const whole = new Uint8Array(length)
  let at = 0
  for (const piece of pieces) {
    whole.set(piece, at)
    at += piece.length
  }
  return whole
}

/** A growable sink of octets. */
import { fromUtf8, writeLatin1 } from './platform.js'

export class ByteWriter {
  private buffer: Uint8Array
  private used = 0

  constructor(capacity = 256) {
    this.buffer = new Uint8Array(capacity)
  }

  /** Octets written so far. */
  get length(): number {
    return this.used
  }

  private room(count: number): void {
    const need = this.used + count
    if (need <= this.buffer.length) return
    const grown = new Uint8Array(Math.max(need, this.buffer.length * 2))
    grown.set(this.buffer.subarray(0, this.used))
    this.buffer = grown
  }

  byte(octet: number): this {
    this.room(1)
    this.buffer[this.used++] = octet
    return this
  }

  bytes(octets: Uint8Array): this {
    this.room(octets.length)
    this.buffer.set(octets, this.used)
    this.used += octets.length
    return this
  }

  /** Code units 0–255, one octet each. */
  latin1(text: string): this {
    this.room(text.length)
    writeLatin1(this.buffer, text, this.used)
    this.used += text.length
    return this
  }

  utf8(text: string): this {
    return this.bytes(fromUtf8(text))
  }

  /** What was written, as a view; the writer must not be used afterwards. */
  take(): Uint8Array {
    return this.buffer.subarray(0, this.used)
  }
}

/** Octets put together. One piece alone is given back as it is, not copied. */
export function concat(pieces: readonly Uint8Array[]): Uint8Array {
  if (pieces.length === 1) return pieces[0]!
  let length = 0
  for (const piece of pieces) length += piece.length
  const out = new Uint8Array(length)
  let at = 0
  for (const piece of pieces) {
    out.set(piece, at)
    at += piece.length
  }
  return out
}

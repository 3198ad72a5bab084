/** Passes on the transfer encodings that change nothing: 7bit, 8bit, binary. RFC 2045 §6.2. */
import { isAscii } from '../bytes/platform.js'
import { checkChunk, type Decoder, EMPTY, type Fault, FaultRecord } from './decoder.js'

/** Gives out what it gets: the same memory, not a copy. Under 7bit, notes the first octet ≥ 80. */
export class IdentityDecoder implements Decoder {
  private readonly record = new FaultRecord()
  private at = 0
  private watching: boolean

  constructor(encoding: '7bit' | '8bit' | 'binary' = 'binary') {
    this.watching = encoding === '7bit'
  }

  get faults(): readonly Fault[] {
    return this.record.list
  }

  write(chunk: Uint8Array): Uint8Array {
    checkChunk(chunk)
    return this.run(chunk)
  }

  end(): Uint8Array {
    return EMPTY
  }

  run(chunk: Uint8Array): Uint8Array {
    if (this.watching && !isAscii(chunk)) {
      let pos = 0
      while (chunk[pos]! < 0x80) pos++
      this.record.add('eight-bit-in-7bit', this.at + pos, this.at + pos + 1)
      this.watching = false
    }
    this.at += chunk.length
    return chunk
  }
}

/** A base64 body that is encoded while the message is serialized, so that an attachment is never held twice. RFC 2045 §6.8. */
import { CR, LF } from '../bytes/ascii.js'
import { Litter } from '../bytes/litter.js'
import { Base64Encoder, base64Size, encodeBase64, writeBase64Lines } from '../codec/base64-encode.js'

/** Octets of content behind each piece of a stream: whole lines, about 32 KiB. */
const PIECE = 57 * 575

/** From this many octets on, the memory of an encoded copy is worth sparing. */
const LARGE = 65_536

/** The base64 of a content, now or, where it is large, when it is written. */
export function lateBase64(content: Uint8Array): Uint8Array | LateBase64 {
  return content.length < LARGE ? encodeBase64(content) : new LateBase64(content, false)
}

/** By what only it has, so that one of another build of this library in the same process is one too. */
export function isLateBase64(body: object | undefined): body is LateBase64 {
  return body !== undefined && 'withLineEnd' in body
}

/**
 * Holds the content, not its encoded form: a message with a large file is composed and written with one copy of it, the result.
 * `length` and `write` are for writing as a whole, the iterator for writing in pieces.
 */
export class LateBase64 implements AsyncIterable<Uint8Array> {
  readonly length: number

  /** @param ended does its last line end in CRLF? */
  constructor(
    private readonly content: Uint8Array,
    private readonly ended: boolean,
  ) {
    this.length = base64Size(content.length) + (ended ? 2 : 0)
  }

  withLineEnd(): LateBase64 {
    return new LateBase64(this.content, true)
  }

  write(target: Uint8Array, at: number): void {
    writeBase64Lines(this.content, target, at)
    if (this.ended) target.set([CR, LF], at + this.length - 2)
  }

  bytes(): Uint8Array {
    const bytes = new Uint8Array(this.length)
    this.write(bytes, 0)
    return bytes
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    const { content } = this
    const encoder = new Base64Encoder()
    const litter = new Litter()
    for (let from = 0; from < content.length; from += PIECE) {
      const to = Math.min(from + PIECE, content.length)
      const encoded = encoder.run(content.subarray(from, to), to === content.length)
      litter.passed(encoded.length)
      yield encoded
    }
    if (this.ended) yield Uint8Array.of(CR, LF)
  }
}

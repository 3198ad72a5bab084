/** Writes contents that are streams: each is read once, while the message is written, and transfer-encoded as it passes. RFC 2045 §6. */

import { CR, LF } from '../bytes/ascii.js'
import { Litter } from '../bytes/litter.js'
import { fromUtf8 } from '../bytes/platform.js'
import { isBytes, toBytes } from '../bytes/source.js'
import { WholePairs } from '../bytes/surrogates.js'
import { chunkEncoder, refuseUnwritten } from '../charset/index.js'
import { Base64Encoder } from '../codec/base64-encode.js'
import type { Codec } from '../codec/decoder.js'
import { QuotedPrintableEncoder } from '../codec/quoted-printable-encode.js'
import type { StreamContent } from '../tree/part-spec.js'

type Chunk = Uint8Array | string

/** Octets that are encoded at a time, however long a chunk of the source is: it bounds what is held. */
const PIECE = 57 * 575

/** The chunks of a source, one at a time. Leaving early lets the source go. */
async function* chunksOf(source: StreamContent): AsyncGenerator<Chunk> {
  if (source instanceof Blob) yield* chunksOf(source.stream())
  else if (source instanceof ReadableStream) yield* readerChunks(source)
  else yield* source
}

async function* readerChunks(stream: ReadableStream<Uint8Array>): AsyncGenerator<Chunk> {
  const reader = stream.getReader()
  let ended = false
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) break
      yield value
    }
    ended = true
  } finally {
    if (!ended) await reader.cancel()
    reader.releaseLock()
  }
}

/** Strings to octets of a charset, surrogate pairs kept whole over chunks. */
class ChunkBytes {
  private readonly pairs = new WholePairs()

  private readonly encode: (text: string) => Uint8Array

  constructor(charset: string) {
    this.encode = charset === 'utf-8' ? fromUtf8 : chunkEncoder(charset)
  }

  of(chunk: unknown, path: string): Uint8Array {
    if (typeof chunk !== 'string' && this.pairs.half === '' && isBytes(chunk)) return toBytes(chunk)
    if (typeof chunk !== 'string') throw new TypeError(`${path}: expected chunks of bytes or text`)
    const text = this.pairs.take(chunk)
    const lone = text.search(/\p{Surrogate}/u)
    if (lone !== -1)
      throw new TypeError(`${path}: lone surrogate at ${lone} of a chunk, which has no UTF-8: give whole characters`)
    return this.encode(text)
  }

  end(path: string): void {
    if (this.pairs.half !== '')
      throw new TypeError(`${path}: ends in half a surrogate pair, which has no UTF-8: give whole characters`)
  }
}

/** A body and the line break that ends its last line. */
export function withLineEnd(body: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  return {
    async *[Symbol.asyncIterator]() {
      yield* body
      yield Uint8Array.of(CR, LF)
    },
  }
}

/** Streams that can be read once, and are taken for a part. */
const taken = /* @__PURE__ */ new WeakSet<object>()

/** @throws TypeError for a stream that another part has: it would be empty */
export function refuseTaken(source: StreamContent, path: string): void {
  if (taken.has(source))
    throw new TypeError(`${path}: this content was a stream and has been read: give a Blob or octets`)
}

/** Marks an iterator, a web stream, a Readable. What begins anew each time, as a Blob and an array do, may stand in several parts. */
export function takeOnce(source: StreamContent): void {
  if ('next' in source || 'getReader' in source || 'read' in source) taken.add(source)
}

/** The encoded body of a content given as a stream. A second reading throws where the stream is gone. */
export class StreamedBody implements AsyncIterable<Uint8Array> {
  constructor(
    private readonly source: StreamContent,
    private readonly encoding: 'base64' | 'quoted-printable',
    private readonly charset: string,
    private readonly path: string,
  ) {
    refuseUnwritten(charset)
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    refuseTaken(this.source, this.path)
    takeOnce(this.source)
    const encoder: Codec =
      this.encoding === 'base64' ? new Base64Encoder() : new QuotedPrintableEncoder({ mode: 'binary' })
    const bytes = new ChunkBytes(this.charset)
    const litter = new Litter()
    for await (const chunk of chunksOf(this.source)) {
      const octets = bytes.of(chunk, this.path)
      for (let from = 0; from < octets.length; from += PIECE) {
        const encoded = encoder.write(octets.subarray(from, from + PIECE))
        litter.passed(encoded.length)
        if (encoded.length > 0) yield encoded
      }
    }
    bytes.end(this.path)
    const rest = encoder.end()
    if (rest.length > 0) yield rest
  }
}

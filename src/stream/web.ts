/**
 * The door `messagerie/web`. Codecs, dot-stuffing and the parts of a message as web streams.
 * @module
 */
import { Litter } from '../bytes/litter.js'
import { concat } from '../bytes/writer.js'
import { Base64Decoder } from '../codec/base64.js'
import { Base64Encoder, type Base64Options } from '../codec/base64-encode.js'
import { type Codec, checkChunk } from '../codec/decoder.js'
import { DotStuffer, type DotStuffOptions, DotUnstuffer } from '../codec/dot-stuff.js'
import type { QuotedPrintableOptions, UuencodeOptions } from '../codec/options.js'
import { QuotedPrintableDecoder } from '../codec/quoted-printable.js'
import { QuotedPrintableEncoder } from '../codec/quoted-printable-encode.js'
import { UuDecoder } from '../codec/uuencode.js'
import { UuEncoder } from '../codec/uuencode-encode.js'
import type { StreamedPart } from './part.js'
import { parts, type StreamOptions } from './parts.js'

/** Large chunks are worked off in pieces of this many octets, which fit the cache. */
const PIECE = 65_536

class CodecStream extends TransformStream<Uint8Array, Uint8Array> {
  constructor(codec: Codec) {
    const litter = new Litter()
    super({
      transform(chunk, controller) {
        checkChunk(chunk)
        for (let from = 0; from < chunk.length; from += PIECE) {
          const bytes = codec.write(chunk.subarray(from, from + PIECE))
          litter.passed(bytes.length)
          if (bytes.length > 0) controller.enqueue(bytes)
        }
      },
      flush(controller) {
        const bytes = codec.end()
        if (bytes.length > 0) controller.enqueue(bytes)
      },
    })
  }
}

/** `Base64Decoder` as a TransformStream. */
export class Base64DecoderStream extends CodecStream {
  /** Takes no options. */
  constructor() {
    super(new Base64Decoder())
  }
}

/** `Base64Encoder` as a TransformStream. */
export class Base64EncoderStream extends CodecStream {
  /** Takes the options of the class that it is made of. @throws TypeError for a wrong option */
  constructor(options?: Base64Options) {
    super(new Base64Encoder(options))
  }
}

/** `QuotedPrintableDecoder` as a TransformStream. */
export class QuotedPrintableDecoderStream extends CodecStream {
  /** Takes no options. */
  constructor() {
    super(new QuotedPrintableDecoder())
  }
}

/** `QuotedPrintableEncoder` as a TransformStream. */
export class QuotedPrintableEncoderStream extends CodecStream {
  /** Takes the options of the class that it is made of. @throws TypeError for a wrong option */
  constructor(options?: QuotedPrintableOptions) {
    super(new QuotedPrintableEncoder(options))
  }
}

/** `UuDecoder` as a TransformStream. */
export class UuDecoderStream extends CodecStream {
  /** Takes no options. */
  constructor() {
    super(new UuDecoder())
  }
}

/** `UuEncoder` as a TransformStream. */
export class UuEncoderStream extends CodecStream {
  /** Takes the options of the class that it is made of. @throws TypeError for a wrong option */
  constructor(options?: UuencodeOptions) {
    super(new UuEncoder(options))
  }
}

/**
 * Doubles the dots that begin lines and ends with the line of a lone dot, as the DATA command of SMTP wants it. Errors with a TypeError at a bare CR
 * or LF, by which one message is smuggled into another, unless `bareLineEnds: 'fix'` makes each of them CRLF.
 */
export class DotStuffStream extends CodecStream {
  /** Takes the options of the class that it is made of. @throws TypeError for a wrong option */
  constructor(options?: DotStuffOptions) {
    super(new DotStuffer(options))
  }
}

/**
 * Takes those dots away again. `readable` ends at the line of a lone dot, while `writable` goes on: what follows that line, the next commands of a
 * connection, is in `rest`. Errors if the input ends before.
 */
export class DotUnstuffStream {
  /** Takes what the connection gives. */
  readonly writable: WritableStream<Uint8Array>
  /** The message. */
  readonly readable: ReadableStream<Uint8Array>
  private readonly behind: Uint8Array[] = []

  /** Takes no options. */
  constructor() {
    const codec = new DotUnstuffer()
    const plain = new TransformStream<Uint8Array, Uint8Array>()
    const out = plain.writable.getWriter()
    // Who reads gets the error; nobody waits here.
    out.closed.catch(() => {})
    out.ready.catch(() => {})
    this.readable = plain.readable
    this.writable = new WritableStream<Uint8Array>({
      write: async (chunk) => {
        checkChunk(chunk)
        for (let from = 0; from < chunk.length && !codec.done; from += PIECE) {
          const before = codec.consumed
          const bytes = codec.write(chunk.subarray(from, from + PIECE))
          if (bytes.length > 0) await out.write(bytes)
          if (!codec.done) continue
          this.behind.push(chunk.subarray(from + codec.consumed - before))
          await out.close()
          return
        }
        if (codec.done) this.behind.push(chunk)
      },
      close: async () => {
        if (codec.done) return
        const error = new Error('the data ended before the line of a lone dot (RFC 5321 §4.1.1.4)')
        await out.abort(error)
        throw error
      },
      abort: (reason) => out.abort(reason),
    })
  }

  /** Octets that were written and stand behind the line of a lone dot; empty before it came. */
  get rest(): Uint8Array {
    return concat(this.behind)
  }
}

/**
 * Bytes in, streamed parts out: `for await (const part of response.body.pipeThrough(new PartStream()))`. The next part is asked for only when the
 * reader asks, so that the body of this one can be read before.
 */
export class PartStream {
  /** The message. */
  readonly writable: WritableStream<Uint8Array>
  /** Its parts, in document order. */
  readonly readable: ReadableStream<StreamedPart>

  /** Takes the options of the class that it is made of. @throws TypeError for a wrong option */
  constructor(options?: StreamOptions) {
    const bytes = new TransformStream<Uint8Array, Uint8Array>()
    this.writable = bytes.writable
    const iterator = parts(bytes.readable, options)[Symbol.asyncIterator]()
    this.readable = new ReadableStream<StreamedPart>(
      {
        async pull(controller) {
          const { done, value } = await iterator.next()
          if (done === true) controller.close()
          else controller.enqueue(value)
        },
        async cancel() {
          await iterator.return?.()
        },
      },
      { highWaterMark: 0 },
    )
  }
}

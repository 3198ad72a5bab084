/** The door `messagerie/web`: codecs and the stream of parts as web streams. RFC 2045 §6.7, §6.8; RFC 5321 §4.5.2. */
import { Litter } from '../bytes/litter.js'
import { Base64Decoder } from '../codec/base64.js'
import { Base64Encoder, type Base64Options } from '../codec/base64-encode.js'
import { type Codec, checkChunk } from '../codec/decoder.js'
import { DotStuffer, DotUnstuffer } from '../codec/dot-stuff.js'
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
  constructor(codec: Codec, finish: () => void = () => {}) {
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
        finish()
      },
    })
  }
}

export class Base64DecoderStream extends CodecStream {
  constructor() {
    super(new Base64Decoder())
  }
}

export class Base64EncoderStream extends CodecStream {
  constructor(options?: Base64Options) {
    super(new Base64Encoder(options))
  }
}

export class QuotedPrintableDecoderStream extends CodecStream {
  constructor() {
    super(new QuotedPrintableDecoder())
  }
}

export class QuotedPrintableEncoderStream extends CodecStream {
  constructor(options?: QuotedPrintableOptions) {
    super(new QuotedPrintableEncoder(options))
  }
}

export class UuDecoderStream extends CodecStream {
  constructor() {
    super(new UuDecoder())
  }
}

export class UuEncoderStream extends CodecStream {
  constructor(options?: UuencodeOptions) {
    super(new UuEncoder(options))
  }
}

/** Doubles the dots that begin lines and ends with the line of a lone dot, as the DATA command of SMTP wants it. */
export class DotStuffStream extends CodecStream {
  constructor() {
    super(new DotStuffer())
  }
}

/** Takes those dots away again; what follows the line of a lone dot is dropped. Errors if that line never comes: the data was cut off. */
export class DotUnstuffStream extends CodecStream {
  constructor() {
    const codec = new DotUnstuffer()
    super(codec, () => {
      if (!codec.done) throw new Error('the data ended before the line of a lone dot (RFC 5321 §4.1.1.4)')
    })
  }
}

/**
 * Bytes in, streamed parts out: `for await (const part of response.body.pipeThrough(new PartStream()))`. The next part is asked for only when
 * the reader asks, so the body of this one can be read before.
 */
export class PartStream {
  readonly writable: WritableStream<Uint8Array>
  readonly readable: ReadableStream<StreamedPart>

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

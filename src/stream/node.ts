/** The door `messagerie/node`: codecs as streams of node:stream. A Readable is itself a source of parts(). RFC 2045 §6.7, §6.8; RFC 5321 §4.5.2. */
import { Transform, type TransformCallback } from 'node:stream'
import { Base64Decoder } from '../codec/base64.js'
import { Base64Encoder, type Base64Options } from '../codec/base64-encode.js'
import type { Codec } from '../codec/decoder.js'
import { DotStuffer, DotUnstuffer } from '../codec/dot-stuff.js'
import type { QuotedPrintableOptions, UuencodeOptions } from '../codec/options.js'
import { QuotedPrintableDecoder } from '../codec/quoted-printable.js'
import { QuotedPrintableEncoder } from '../codec/quoted-printable-encode.js'
import { UuDecoder } from '../codec/uuencode.js'
import { UuEncoder } from '../codec/uuencode-encode.js'

/** Large chunks are worked off in pieces of this many octets, which fit the cache. */
const PIECE = 65_536

class CodecTransform extends Transform {
  constructor(private readonly codec: Codec) {
    super()
  }

  override _transform(chunk: Uint8Array, _encoding: string, done: TransformCallback): void {
    try {
      for (let from = 0; from < chunk.length; from += PIECE)
        this.give(this.codec.write(chunk.subarray(from, from + PIECE)))
      done()
    } catch (error) {
      done(error as Error)
    }
  }

  override _flush(done: TransformCallback): void {
    try {
      this.give(this.codec.end())
      this.finish()
      done()
    } catch (error) {
      done(error as Error)
    }
  }

  protected finish(): void {}

  private give(bytes: Uint8Array): void {
    if (bytes.length > 0) this.push(bytes)
  }
}

export class Base64DecoderTransform extends CodecTransform {
  constructor() {
    super(new Base64Decoder())
  }
}

export class Base64EncoderTransform extends CodecTransform {
  constructor(options?: Base64Options) {
    super(new Base64Encoder(options))
  }
}

export class QuotedPrintableDecoderTransform extends CodecTransform {
  constructor() {
    super(new QuotedPrintableDecoder())
  }
}

export class QuotedPrintableEncoderTransform extends CodecTransform {
  constructor(options?: QuotedPrintableOptions) {
    super(new QuotedPrintableEncoder(options))
  }
}

export class UuDecoderTransform extends CodecTransform {
  constructor() {
    super(new UuDecoder())
  }
}

export class UuEncoderTransform extends CodecTransform {
  constructor(options?: UuencodeOptions) {
    super(new UuEncoder(options))
  }
}

/** Doubles the dots that begin lines and ends with the line of a lone dot, as the DATA command of SMTP wants it. */
export class DotStuffTransform extends CodecTransform {
  constructor() {
    super(new DotStuffer())
  }
}

/** Takes those dots away again; what follows the line of a lone dot is dropped. Fails if that line never comes: the data was cut off. */
export class DotUnstuffTransform extends CodecTransform {
  private readonly dots: DotUnstuffer

  constructor() {
    const dots = new DotUnstuffer()
    super(dots)
    this.dots = dots
  }

  protected override finish(): void {
    if (!this.dots.done) throw new Error('the data ended before the line of a lone dot (RFC 5321 §4.1.1.4)')
  }
}

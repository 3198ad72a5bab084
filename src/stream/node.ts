/**
 * The door `messagerie/node`. Codecs, dot-stuffing and the parts of a message as streams of node:stream.
 * @module
 */
import { Duplex, Transform, type TransformCallback } from 'node:stream'
import { Litter } from '../bytes/litter.js'
import { concat } from '../bytes/writer.js'
import { Base64Decoder } from '../codec/base64.js'
import { Base64Encoder, type Base64Options } from '../codec/base64-encode.js'
import type { Codec } from '../codec/decoder.js'
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

class CodecTransform extends Transform {
  private readonly litter = new Litter()

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

  /** @internal */
  protected finish(): void {}

  private give(bytes: Uint8Array): void {
    this.litter.passed(bytes.length)
    if (bytes.length > 0) this.push(bytes)
  }
}

/** `Base64Decoder` as a Transform. */
export class Base64DecoderTransform extends CodecTransform {
  /** Takes no options. */
  constructor() {
    super(new Base64Decoder())
  }
}

/** `Base64Encoder` as a Transform. */
export class Base64EncoderTransform extends CodecTransform {
  /** Takes the options of the class that it is made of. @throws TypeError for a wrong option */
  constructor(options?: Base64Options) {
    super(new Base64Encoder(options))
  }
}

/** `QuotedPrintableDecoder` as a Transform. */
export class QuotedPrintableDecoderTransform extends CodecTransform {
  /** Takes no options. */
  constructor() {
    super(new QuotedPrintableDecoder())
  }
}

/** `QuotedPrintableEncoder` as a Transform. */
export class QuotedPrintableEncoderTransform extends CodecTransform {
  /** Takes the options of the class that it is made of. @throws TypeError for a wrong option */
  constructor(options?: QuotedPrintableOptions) {
    super(new QuotedPrintableEncoder(options))
  }
}

/** `UuDecoder` as a Transform. */
export class UuDecoderTransform extends CodecTransform {
  /** Takes no options. */
  constructor() {
    super(new UuDecoder())
  }
}

/** `UuEncoder` as a Transform. */
export class UuEncoderTransform extends CodecTransform {
  /** Takes the options of the class that it is made of. @throws TypeError for a wrong option */
  constructor(options?: UuencodeOptions) {
    super(new UuEncoder(options))
  }
}

/**
 * Doubles the dots that begin lines and ends with the line of a lone dot, as the DATA command of SMTP wants it. Fails with a TypeError at a bare CR
 * or LF, by which one message is smuggled into another, unless `bareLineEnds: 'fix'` makes each of them CRLF.
 */
export class DotStuffTransform extends CodecTransform {
  /** Takes the options of the class that it is made of. @throws TypeError for a wrong option */
  constructor(options?: DotStuffOptions) {
    super(new DotStuffer(options))
  }
}

/**
 * Takes those dots away again. Its output ends at the line of a lone dot, while the connection goes on: what follows that line, the next commands,
 * is in `rest`. Fails if its input ends before.
 *
 * @example
 * const data = socket.pipe(new DotUnstuffTransform())
 * for await (const chunk of data) store(chunk)
 * socket.unpipe(data)
 * socket.unshift(data.rest)
 */
export class DotUnstuffTransform extends CodecTransform {
  private readonly dots: DotUnstuffer
  private readonly behind: Uint8Array[] = []

  /** Takes no options. */
  constructor() {
    const dots = new DotUnstuffer()
    super(dots)
    this.dots = dots
  }

  /** Octets that were written and stand behind the line of a lone dot; empty before it came. */
  get rest(): Uint8Array {
    return concat(this.behind)
  }

  /** @internal */
  override _transform(chunk: Uint8Array, encoding: string, done: TransformCallback): void {
    if (this.dots.done) {
      this.behind.push(chunk)
      done()
      return
    }
    const before = this.dots.consumed
    super._transform(chunk, encoding, (error) => {
      if (error == null && this.dots.done) {
        this.behind.push(chunk.subarray(this.dots.consumed - before))
        this.push(null)
      }
      done(error)
    })
  }

  /** @internal */
  protected override finish(): void {
    if (!this.dots.done)
      throw new Error(
        'the data ended before the line of a lone dot (RFC 5321 §4.1.1.4): take it for cut off, and do not deliver it',
      )
  }
}

type Done = (error?: Error | null) => void

/**
 * Bytes in, streamed parts out: `for await (const part of socket.pipe(new PartStream()))`. The next part is asked for only when the reader asks,
 * so the body of this one can be read before; until then what is written waits.
 */
export class PartStream extends Duplex {
  private readonly parts: AsyncIterator<StreamedPart>
  private written: { chunk: Uint8Array; done: Done } | undefined = undefined
  /** Callback of the chunk that was taken last, to be called when its octets were read. */
  private taken: Done | undefined = undefined
  private waiting: { resolve: () => void; reject: (error: Error) => void } | undefined = undefined
  private ended = false
  /** Nobody reads any more: what is still written is dropped. */
  private over = false

  /** Takes the options of the class that it is made of. @throws TypeError for a wrong option */
  constructor(options?: StreamOptions) {
    super({ readableObjectMode: true, readableHighWaterMark: 0 })
    this.parts = parts(this.chunks(), options)[Symbol.asyncIterator]()
  }

  private async *chunks(): AsyncGenerator<Uint8Array, void> {
    for (;;) {
      this.taken?.()
      this.taken = undefined
      while (this.written === undefined) {
        if (this.ended) return
        await new Promise<void>((resolve, reject) => {
          this.waiting = { resolve, reject }
        })
      }
      const { chunk, done } = this.written
      this.written = undefined
      this.taken = done
      yield chunk
    }
  }

  private wake(): void {
    this.waiting?.resolve()
    this.waiting = undefined
  }

  /** @internal */
  override _write(chunk: Uint8Array, _encoding: string, done: Done): void {
    if (this.over) {
      done()
      return
    }
    this.written = { chunk, done }
    this.wake()
  }

  /** @internal */
  override _final(done: Done): void {
    this.ended = true
    this.wake()
    done()
  }

  /** @internal */
  override _read(): void {
    this.parts.next().then(
      ({ done, value }) => {
        if (done === true) this.finish()
        this.push(done === true ? null : value)
      },
      (error: Error) => this.destroy(error),
    )
  }

  private finish(): void {
    this.over = true
    this.taken?.()
    this.written?.done()
    this.taken = undefined
    this.written = undefined
  }

  /** @internal */
  override _destroy(error: Error | null, done: Done): void {
    // A body that is being read must not seem to end here.
    this.waiting?.reject(error ?? new Error('the stream was destroyed while a part was read'))
    this.waiting = undefined
    this.finish()
    Promise.resolve(this.parts.return?.()).then(
      () => done(error),
      () => done(error),
    )
  }
}

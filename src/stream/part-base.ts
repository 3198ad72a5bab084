/** The base class of streamed and stored parts: typed fields of the header section, and content decoded piece by piece (RFC 2045 §6). */
import { ByteWriter } from '../bytes/writer.js'
import { TextStreamDecoder } from '../charset/index.js'
import { transferDecoder } from '../codec/transfer.js'
import type { DefectCode } from '../defects/codes.js'
import type { Disposition } from '../field/mime/disposition.js'
import { isIdentityEncoding } from '../field/mime/transfer-encoding.js'
import type { Document } from '../tree/document.js'
import type { Head } from './events.js'
import { PartHead } from './part-head.js'

/** One reading of a body. `end` is the end of the span of its defects. */
interface Reading {
  end: number
}

const LABEL_CODES: ReadonlySet<DefectCode> = new Set<DefectCode>(['unknown-charset', 'unsafe-charset'])

export abstract class Part extends PartHead {
  /** Codes that were reported for its body: each is reported once, however often the body is read. */
  private readonly told = new Set<DefectCode>()

  /** @internal */
  constructor(
    head: Head,
    /** @internal */
    protected readonly document: Document,
  ) {
    super(head)
  }

  /** @internal The body as received, in pieces. */
  protected abstract octets(): AsyncGenerator<Uint8Array, void>
  /** @internal Is its transfer encoding undone in its content? Not that of a container, whose parts are found in the body as it stands. */
  protected abstract readonly isEncoded: boolean

  /** Transfer encoding in lower case, as `Entity.transferEncoding`: '7bit' where none is declared. */
  get transferEncoding(): string {
    return this.entity.transferEncoding
  }

  /** Content-Disposition (RFC 2183). Undefined where there is none. */
  get disposition(): Disposition | undefined {
    return this.entity.disposition
  }

  /** Content-ID without angle brackets. Undefined where there is none. */
  get contentId(): string | undefined {
    return this.entity.contentId
  }

  /** Byte offset of its header section in the source. */
  get start(): number {
    return this.head.start
  }

  /** The body as received, under its transfer encoding. */
  get raw(): AsyncIterable<Uint8Array> {
    return { [Symbol.asyncIterator]: () => this.octets() }
  }

  /** The content: the body with its transfer encoding undone. */
  get body(): AsyncIterable<Uint8Array> {
    return { [Symbol.asyncIterator]: () => this.decoded(this.reading()) }
  }

  /**
   * All of `body`. With a `limit`: rejects with RangeError where it has more octets. Without one: what is past `limits.maxDecodedBytes` is cut off,
   * with the defect `decoded-too-large`.
   */
  async bytes(limit?: number): Promise<Uint8Array> {
    const writer = new ByteWriter(1024)
    for await (const piece of this.within(limit, this.reading())) writer.bytes(piece)
    return writer.take().slice()
  }

  /** All of `body` as text, as `Entity.decodeText()` gives it. `limit` counts octets, as that of `bytes`. */
  async text(limit?: number): Promise<string> {
    const decoder = new TextStreamDecoder(
      this.contentType.params.charset || undefined,
      this.document.options.fallbackCharset,
      this.contentType.mediaType === 'text/plain' || this.contentType.type === 'multipart' ? 'plain' : 'body',
    )
    const reading = this.reading()
    let text = ''
    for await (const piece of this.within(limit, reading)) text += decoder.write(piece)
    text += decoder.end()
    if (this.contentType.type === 'text') for (const code of decoder.problems) this.tellOfText(code, reading.end)
    return text
  }

  /** A label is wrong where it stands; all else is wrong in the body. */
  private tellOfText(code: DefectCode, end: number): void {
    const { start, bodyStart } = this.head
    const label = LABEL_CODES.has(code) ? this.headers.field('content-type')?.parameterRange('charset') : undefined
    if (label === undefined) this.tell(code, bodyStart, end)
    else this.tell(code, start + label.start, start + label.end)
  }

  private reading(): Reading {
    return { end: this.head.bodyStart }
  }

  private tell(code: DefectCode, start: number, end: number): void {
    if (this.told.has(code)) return
    this.told.add(code)
    this.document.defect(code, start, end)
  }

  private async *decoded(reading: Reading): AsyncGenerator<Uint8Array, void> {
    const encoding = this.transferEncoding
    // What is 8-bit under 7bit is the business of check(), as for a tree.
    const decoder = this.isEncoded && !isIdentityEncoding(encoding) ? transferDecoder(encoding) : undefined
    for await (const piece of this.octets()) {
      reading.end += piece.length
      const out = decoder === undefined ? piece : decoder.write(piece)
      if (out.length > 0) yield out
    }
    if (decoder === undefined) return
    const last = decoder.end()
    if (last.length > 0) yield last
    const { bodyStart } = this.head
    for (const { code, start, end } of decoder.faults) this.tell(code, bodyStart + start, bodyStart + end)
  }

  private async *within(limit: number | undefined, reading: Reading): AsyncGenerator<Uint8Array, void> {
    if (limit !== undefined && (!Number.isSafeInteger(limit) || limit < 0))
      throw new TypeError('limit: expected a non-negative integer')
    const max = limit ?? this.document.options.limits.maxDecodedBytes
    let used = 0
    for await (const piece of this.decoded(reading)) {
      if (piece.length > max - used) {
        if (limit !== undefined)
          throw new RangeError(
            `part [${this.path.join('.')}] has more than ${limit} octets: raise the limit or read body`,
          )
        this.tell('decoded-too-large', this.head.bodyStart, reading.end)
        if (max > used) yield piece.subarray(0, max - used)
        return
      }
      used += piece.length
      yield piece
    }
  }
}

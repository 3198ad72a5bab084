/** A part as it passes by: its header section is there, its body is read once, now or not at all (RFC 2045 §2.4, §6). */
import { ByteWriter } from '../bytes/writer.js'
import { TextStreamDecoder } from '../charset/index.js'
import type { Decoder } from '../codec/decoder.js'
import { transferDecoder } from '../codec/transfer.js'
import type { ContentType } from '../field/content-type.js'
import type { Disposition } from '../field/disposition.js'
import type { Entity } from '../tree/entity.js'
import type { Headers } from '../tree/headers.js'
import { DELIMITER, type EventReader, EXIT, type Head } from './events.js'

/** An entity of a message that is read as a stream. Its header section stays readable; its body only until the next part is asked for. */
export interface StreamedPart {
  /** As `Entity.path`: [] for the root, [1, 2] as in IMAP part numbers. */
  readonly path: readonly number[]
  readonly headers: Headers
  /** Effective, as `Entity.contentType`. */
  readonly contentType: ContentType
  /** Lower case, effective. */
  readonly transferEncoding: string
  readonly disposition: Disposition | undefined
  /** As received, decoded; never to be used as a path. */
  readonly filename: string | undefined
  /** A last path component that is safe on every system; never empty. */
  readonly safeFilename: string
  readonly contentId: string | undefined
  /** A message (the root, or an encapsulated one) rather than a body part. */
  readonly isMessage: boolean
  /** A multipart or an encapsulated message: its children follow. */
  readonly isContainer: boolean
  /** Byte offset of its header section in the source. */
  readonly start: number
  /**
   * The content with its transfer encoding undone. Of a multipart: what stands before its first part, all of it if there is none. Of an
   * encapsulated message: its octets as received, and its parts are then not announced. Can be read once; choose it or `raw`.
   */
  readonly body: AsyncIterable<Uint8Array>
  /** As `body`, with the transfer encoding in place. */
  readonly raw: AsyncIterable<Uint8Array>
  /**
   * All of `body`. Rejects with RangeError if it has more than `limit` octets. Without one, what is past `limits.maxDecodedBytes` is cut
   * off, with the defect `decoded-too-large`.
   */
  bytes(limit?: number): Promise<Uint8Array>
  /** All of `body` as text in the declared charset, else UTF-8, else the fallback; limited as `bytes`, in octets. */
  text(limit?: number): Promise<string>
}

export class PassingPart implements StreamedPart {
  private readonly entity: Entity
  private claimed = false
  private passed = false

  constructor(
    private readonly head: Head,
    private readonly events: EventReader,
  ) {
    this.entity = head.entity as Entity
  }

  get path(): readonly number[] {
    return this.head.path
  }

  get headers(): Headers {
    return this.entity.headers
  }

  get contentType(): ContentType {
    return this.entity.contentType
  }

  get transferEncoding(): string {
    return this.entity.transferEncoding
  }

  get disposition(): Disposition | undefined {
    return this.entity.disposition
  }

  get filename(): string | undefined {
    return this.entity.filename
  }

  get safeFilename(): string {
    return this.entity.safeFilename
  }

  get contentId(): string | undefined {
    return this.entity.contentId
  }

  get isMessage(): boolean {
    return this.head.kind === 0
  }

  get isContainer(): boolean {
    return this.head.holdsMessage || this.head.isMultipart
  }

  get start(): number {
    return this.head.start
  }

  get raw(): AsyncIterable<Uint8Array> {
    return { [Symbol.asyncIterator]: () => this.octets() }
  }

  get body(): AsyncIterable<Uint8Array> {
    return { [Symbol.asyncIterator]: () => this.decoded() }
  }

  async bytes(limit?: number): Promise<Uint8Array> {
    const writer = new ByteWriter(1024)
    for await (const piece of this.within(limit)) writer.bytes(piece)
    return writer.take().slice()
  }

  async text(limit?: number): Promise<string> {
    const { options } = this.events.document
    const decoder = new TextStreamDecoder(this.contentType.params.charset, options.fallbackCharset)
    let text = ''
    for await (const piece of this.within(limit)) text += decoder.write(piece)
    text += decoder.end()
    if (this.contentType.type === 'text')
      for (const code of decoder.problems) this.events.document.defect(code, this.head.bodyStart, this.head.bodyStart)
    return text
  }

  /** @internal The next part is being asked for. */
  pass(): void {
    this.passed = true
  }

  private claim(): void {
    if (this.passed) throw new Error(this.late())
    if (this.claimed)
      throw new Error('the body of a streamed part can be read once: keep what bytes() or text() gave, or use parse()')
    this.claimed = true
  }

  private late(): string {
    return 'this part has passed: read its body before asking for the next part'
  }

  private async *octets(): AsyncGenerator<Uint8Array, void> {
    this.claim()
    const { head, events } = this
    for (;;) {
      if (this.passed) throw new Error(this.late())
      const event = events.take() ?? (await events.next())
      if (event === undefined || (event.kind === EXIT && event.head === head)) return
      if (!head.holdsMessage && event.kind === DELIMITER) return
      if (event.bytes.length > 0) yield event.bytes
    }
  }

  private decoder(): Decoder | undefined {
    return this.head.holdsMessage ? undefined : transferDecoder(this.transferEncoding)
  }

  private async *decoded(): AsyncGenerator<Uint8Array, void> {
    const decoder = this.decoder()
    for await (const piece of this.octets()) {
      const out = decoder === undefined ? piece : decoder.write(piece)
      if (out.length > 0) yield out
    }
    if (decoder === undefined) return
    const last = decoder.end()
    if (last.length > 0) yield last
    const { bodyStart } = this.head
    for (const { code, start, end } of decoder.faults)
      this.events.document.defect(code, bodyStart + start, bodyStart + end)
  }

  private async *within(limit: number | undefined): AsyncGenerator<Uint8Array, void> {
    if (limit !== undefined && (!Number.isSafeInteger(limit) || limit < 0))
      throw new TypeError('limit: expected a non-negative integer')
    const max = limit ?? this.events.document.options.limits.maxDecodedBytes
    let used = 0
    for await (const piece of this.decoded()) {
      if (piece.length > max - used) {
        if (limit !== undefined)
          throw new RangeError(
            `part [${this.path.join('.')}] has more than ${limit} octets: raise the limit or read body`,
          )
        const { bodyStart } = this.head
        this.events.document.defect('decoded-too-large', bodyStart, bodyStart)
        if (max > used) yield piece.subarray(0, max - used)
        return
      }
      used += piece.length
      yield piece
    }
  }
}

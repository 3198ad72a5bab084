/** What parts that are read piece by piece have in common: readings of the header section, content decoded as it passes (RFC 2045 §6). */
import { ByteWriter } from '../bytes/writer.js'
import { TextStreamDecoder } from '../charset/index.js'
import { transferDecoder } from '../codec/transfer.js'
import type { ContentType } from '../field/content-type.js'
import type { Disposition } from '../field/disposition.js'
import { MESSAGE } from '../scan/sink.js'
import type { Document } from '../tree/document.js'
import type { Entity } from '../tree/entity.js'
import type { Headers } from '../tree/headers.js'
import type { Head } from './events.js'

export abstract class Part {
  private readonly entity: Entity

  /** @internal */
  constructor(
    protected readonly head: Head,
    protected readonly document: Document,
  ) {
    this.entity = head.entity as Entity
  }

  abstract readonly path: readonly number[]
  abstract readonly isContainer: boolean

  /** The body as received, in pieces. */
  protected abstract octets(): AsyncGenerator<Uint8Array, void>
  /** Is its content its body without the transfer encoding? Parts of a container are found in it as it stands. */
  protected abstract readonly isEncoded: boolean

  get headers(): Headers {
    return this.entity.headers
  }

  /** Effective, as `Entity.contentType`. */
  get contentType(): ContentType {
    return this.entity.contentType
  }

  /** Lower case, effective. */
  get transferEncoding(): string {
    return this.entity.transferEncoding
  }

  get disposition(): Disposition | undefined {
    return this.entity.disposition
  }

  /** As received, decoded; never to be used as a path. */
  get filename(): string | undefined {
    return this.entity.filename
  }

  /** A last path component that is safe on every system; never empty. */
  get safeFilename(): string {
    return this.entity.safeFilename
  }

  /** Content-ID without angle brackets. */
  get contentId(): string | undefined {
    return this.entity.contentId
  }

  /** A message (the root, or an encapsulated one) rather than a body part. */
  get isMessage(): boolean {
    return this.head.kind === MESSAGE
  }

  /** Byte offset of its header section in the source. */
  get start(): number {
    return this.head.start
  }

  /** The body as received. */
  get raw(): AsyncIterable<Uint8Array> {
    return { [Symbol.asyncIterator]: () => this.octets() }
  }

  /** The content: the body with its transfer encoding undone. */
  get body(): AsyncIterable<Uint8Array> {
    return { [Symbol.asyncIterator]: () => this.decoded() }
  }

  /**
   * All of `body`. Rejects with RangeError if it has more than `limit` octets. Without one, what is past `limits.maxDecodedBytes` is cut
   * off, with the defect `decoded-too-large`.
   */
  async bytes(limit?: number): Promise<Uint8Array> {
    const writer = new ByteWriter(1024)
    for await (const piece of this.within(limit)) writer.bytes(piece)
    return writer.take().slice()
  }

  /** All of `body` as text in the declared charset, else UTF-8, else the fallback; limited as `bytes`, in octets. */
  async text(limit?: number): Promise<string> {
    const decoder = new TextStreamDecoder(this.contentType.params.charset, this.document.options.fallbackCharset)
    let text = ''
    for await (const piece of this.within(limit)) text += decoder.write(piece)
    text += decoder.end()
    const { bodyStart } = this.head
    if (this.contentType.type === 'text')
      for (const code of decoder.problems) this.document.defect(code, bodyStart, bodyStart)
    return text
  }

  private async *decoded(): AsyncGenerator<Uint8Array, void> {
    const decoder = this.isEncoded ? transferDecoder(this.transferEncoding) : undefined
    for await (const piece of this.octets()) {
      const out = decoder === undefined ? piece : decoder.write(piece)
      if (out.length > 0) yield out
    }
    if (decoder === undefined) return
    const last = decoder.end()
    if (last.length > 0) yield last
    const { bodyStart } = this.head
    for (const { code, start, end } of decoder.faults) this.document.defect(code, bodyStart + start, bodyStart + end)
  }

  private async *within(limit: number | undefined): AsyncGenerator<Uint8Array, void> {
    if (limit !== undefined && (!Number.isSafeInteger(limit) || limit < 0))
      throw new TypeError('limit: expected a non-negative integer')
    const max = limit ?? this.document.options.limits.maxDecodedBytes
    let used = 0
    for await (const piece of this.decoded()) {
      if (piece.length > max - used) {
        if (limit !== undefined)
          throw new RangeError(
            `part [${this.path.join('.')}] has more than ${limit} octets: raise the limit or read body`,
          )
        const { bodyStart } = this.head
        this.document.defect('decoded-too-large', bodyStart, bodyStart)
        if (max > used) yield piece.subarray(0, max - used)
        return
      }
      used += piece.length
      yield piece
    }
  }
}

/** One part that parts() gives: its header section was read; its body can be read once, before the next part is asked for (RFC 2045 §2.4, §6). */
import type { ContentType } from '../field/mime/content-type.js'
import type { Disposition } from '../field/mime/disposition.js'
import type { Headers } from '../tree/headers.js'
import { DELIMITER, type EventReader, EXIT, type Head } from './events.js'
import { Part } from './part-base.js'

/**
 * An entity of a message that is read as a stream. Its header section stays readable. Its body is readable until you ask for the next part.
 */
export interface StreamedPart {
  /** As `Entity.path`: [] for the root, [1, 2] as in IMAP part numbers. */
  readonly path: readonly number[]
  /** Its header section; stays readable. */
  readonly headers: Headers
  /** Effective, as `Entity.contentType`. */
  readonly contentType: ContentType
  /** Lower case, effective. */
  readonly transferEncoding: string
  /** Content-Disposition. Undefined where there is none. */
  readonly disposition: Disposition | undefined
  /** As received, decoded; never to be used as a path. */
  readonly filename: string | undefined
  /** A last path component that is safe on every system; never empty. */
  readonly safeFilename: string
  /** Content-ID without angle brackets. */
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

export class PassingPart extends Part implements StreamedPart {
  private claimed = false
  private passed = false

  constructor(
    head: Head,
    private readonly events: EventReader,
  ) {
    super(head, events.document)
  }

  /** @internal */
  protected get isEncoded(): boolean {
    return !this.head.holdsMessage
  }

  /** @internal The next part is being asked for. */
  pass(): void {
    this.passed = true
  }

  private late(): string {
    return 'this part has passed: read its body before asking for the next part'
  }

  /** @internal */
  protected async *octets(): AsyncGenerator<Uint8Array, void> {
    const { head, events } = this
    if (this.claimed && !this.passed)
      throw new Error('the body of a streamed part can be read once: keep what bytes() or text() gave, or use parse()')
    this.claimed = true
    for (;;) {
      if (this.passed) throw new Error(this.late())
      const event = events.take() ?? (await events.next())
      if (event === undefined || (event.kind === EXIT && event.head === head)) return
      if (!head.holdsMessage && event.kind === DELIMITER) return
      if (event.bytes.length > 0) yield event.bytes
    }
  }
}

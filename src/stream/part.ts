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
  /** Part numbers, as `Entity.path`: [] for the root, [1, 2] for the second part of its first part. */
  readonly path: readonly number[]
  /** Its header section; stays readable. */
  readonly headers: Headers
  /** Effective media type, as `Entity.contentType`. */
  readonly contentType: ContentType
  /** Transfer encoding in lower case, as `Entity.transferEncoding`: '7bit' where none is declared. */
  readonly transferEncoding: string
  /** Content-Disposition (RFC 2183). Undefined where there is none. */
  readonly disposition: Disposition | undefined
  /**
   * The filename of Content-Disposition, else the `name` of Content-Type, decoded. It is otherwise as received: never use it as a path. Undefined
   * where there is none.
   */
  readonly filename: string | undefined
  /** `filename` as the last component of a path that every common system takes. `attachment` where nothing is left of it, or there is none. */
  readonly safeFilename: string
  /** Content-ID without angle brackets. Undefined where there is none. */
  readonly contentId: string | undefined
  /** Is it a message (the root, or one in a message/rfc822) rather than a body part? */
  readonly isMessage: boolean
  /** Is it a multipart, or a part that holds a message? What it holds is given next. */
  readonly isContainer: boolean
  /** Byte offset of its header section in the source. */
  readonly start: number
  /**
   * The content: the body with its transfer encoding undone. Of a multipart: what stands before its first part, or all of it where no part comes. Of
   * a part that holds a message: its octets as received; the parts of that message are then not given. It can be read once: choose it or `raw`.
   */
  readonly body: AsyncIterable<Uint8Array>
  /** As `body`, under its transfer encoding. */
  readonly raw: AsyncIterable<Uint8Array>
  /**
   * All of `body`. With a `limit`: rejects with RangeError where it has more octets. Without one: what is past `limits.maxDecodedBytes` is cut off,
   * with the defect `decoded-too-large`.
   */
  bytes(limit?: number): Promise<Uint8Array>
  /** All of `body` as text, as `Entity.decodeText()` gives it. `limit` counts octets, as that of `bytes`. */
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

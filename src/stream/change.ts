/** A part that flows through and what is asked of it: header fields, other content, parts behind it (RFC 2046 §5.1). */
import type { ContentType } from '../field/mime/content-type.js'
import { LATE, sealHeader } from '../render/edits.js'
import { MESSAGE } from '../scan/sink.js'
import type { Entity } from '../tree/entity.js'
import type { Headers } from '../tree/headers.js'
import type { Head } from './events.js'
import { type AddedPart, added, type NewPart } from './new-part.js'
import { ChunkReader, type StreamSource } from './source.js'

/**
 * A part whose header section was read and not yet written. What is asked of it when its callback has returned, or the promise of it has resolved,
 * comes too late: it throws an Error, as `drop()` does then, and the changes of `headers`.
 */
export interface RewrittenPart {
  /** As `Entity.path`. A multipart message that a message/rfc822 holds shares the path of that part: `isRoot` tells the root from it. */
  readonly path: readonly number[]
  /** `set`, `append`, `prepend` and `delete` change what is written. */
  readonly headers: Headers
  readonly contentType: ContentType
  readonly filename: string | undefined
  readonly safeFilename: string
  /** The whole that is rewritten, not a part of it. */
  readonly isRoot: boolean
  /** A message (the root, or an encapsulated one) rather than a body part. */
  readonly isMessage: boolean
  /** A multipart or an encapsulated message: its children follow. */
  readonly isContainer: boolean
  /** Leaves out this part with its delimiter. TypeError for what is no part of a multipart. */
  drop(): void
  /**
   * Writes other content in place of its body, children included, as base64: no delimiter can be in it. A container must get another
   * `contentType`.
   */
  replace(content: StreamSource, contentType?: string): void
  /**
   * Adds a part behind all others of a multipart/mixed: before its closing delimiter, or where it ends without one. Anything else, a leaf
   * or a multipart of another kind, becomes the first part of a multipart/mixed that the new part ends; its content fields go with it. A
   * multipart/mixed in which no delimiter comes is left as it is: its text would be a preamble, which nobody shows.
   */
  append(part: NewPart): void
}

export class Change implements RewrittenPart {
  dropped = false
  content: ChunkReader | undefined = undefined
  readonly added: AddedPart[] = []
  private sealed = false
  private readonly entity: Entity
  private readonly boundary: string | undefined
  private readonly encoding: string

  /** @param contents keeps account of what is to be let go if it is not read */
  constructor(
    private readonly head: Head,
    private readonly contents: Set<ChunkReader>,
    private readonly signal: AbortSignal | undefined,
  ) {
    this.entity = head.entity as Entity
    this.boundary = head.isMultipart ? this.contentType.boundary : undefined
    this.encoding = this.entity.transferEncoding
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

  get filename(): string | undefined {
    return this.entity.filename
  }

  get safeFilename(): string {
    return this.entity.safeFilename
  }

  get isRoot(): boolean {
    return this.head.parent === undefined
  }

  get isMessage(): boolean {
    return this.head.kind === MESSAGE
  }

  get isContainer(): boolean {
    return this.head.holdsMessage || this.head.isMultipart
  }

  drop(): void {
    this.inTime()
    if (this.isMessage) throw new TypeError('drop: a message is no part of a multipart; drop the part that holds it')
    this.dropped = true
  }

  replace(content: StreamSource, contentType?: string): void {
    this.inTime()
    const chunks = this.chunks(content)
    if (this.isContainer && contentType === undefined)
      throw new TypeError('replace: a container becomes a leaf: give the contentType of the new content')
    const { headers } = this
    if (contentType !== undefined) headers.set('Content-Type', contentType)
    headers.set('Content-Transfer-Encoding', 'base64')
    if (this.isMessage && !headers.has('mime-version')) headers.set('MIME-Version', '1.0')
    this.content = chunks
  }

  append(part: NewPart): void {
    this.inTime()
    this.added.push(added(part, (content) => this.chunks(content)))
  }

  /** The edit is over: what comes now would be swallowed, and a filter that fails open in silence is none. */
  seal(): void {
    this.sealed = true
    if (this.head.node !== undefined) sealHeader(this.head.node)
  }

  private inTime(): void {
    if (this.sealed) throw new Error(LATE)
  }

  private chunks(content: StreamSource): ChunkReader {
    const chunks = new ChunkReader(content, this.signal)
    this.contents.add(chunks)
    return chunks
  }

  /** Are the parts that are added its own, rather than those of a multipart around it? */
  get takesParts(): boolean {
    return this.content === undefined && this.boundary !== undefined && this.contentType.subtype === 'mixed'
  }

  /** The body goes out as it is: what says how to read it must not have changed. */
  check(): void {
    if (this.content !== undefined || this.dropped || this.head.node?.edits?.lines === undefined) return
    const { headers } = this
    const encoding = (headers.field('content-transfer-encoding')?.parsed as string | undefined) ?? '7bit'
    const boundary = this.boundary === undefined ? undefined : headers.contentType()?.boundary
    if (encoding === this.encoding && boundary === this.boundary) return
    const what = encoding === this.encoding ? 'the boundary' : 'Content-Transfer-Encoding'
    throw new TypeError(`${what} of part [${this.path.join('.')}] was changed, its body was not: use replace()`)
  }
}

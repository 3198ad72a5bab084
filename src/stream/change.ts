/** The changes that a caller of rewrite() asks of one part: of its fields, its content, and parts to be added (RFC 2046 §5.1). */

import type { ContentType } from '../field/mime/content-type.js'
import { editLines, editsOf, LATE, renderField, sealHeader } from '../render/edits.js'
import { type HeaderLine, isField } from '../tree/edits.js'
import type { Headers } from '../tree/headers.js'
import type { Node } from '../tree/node.js'
import type { PartSpec } from '../tree/part-spec.js'
import type { Head } from './events.js'
import { newNode, replacement } from './new-part.js'
import { PartHead } from './part-head.js'
import type { ChunkReader, StreamSource } from './source.js'

/**
 * A part whose header section was read and is not yet written. Change it before its callback returns, or before the promise of the callback
 * resolves. After that, a change throws an Error.
 */
export interface RewrittenPart {
  /**
   * Part numbers, as `Entity.path`. A multipart that is a message in a message/rfc822 has the path of that part; `isRoot` tells whether [] is the
   * root.
   */
  readonly path: readonly number[]
  /** Its header section. `set`, `append`, `prepend`, `update` and `delete` change what is written. */
  readonly headers: Headers
  /** Effective media type, as `Entity.contentType`. */
  readonly contentType: ContentType
  /**
   * The filename of Content-Disposition, else the `name` of Content-Type, decoded. It is otherwise as received: never use it as a path. Undefined
   * where there is none.
   */
  readonly filename: string | undefined
  /** `filename` as the last component of a path that every common system takes. `attachment` where nothing is left of it, or there is none. */
  readonly safeFilename: string
  /** Is it the message that is rewritten, rather than a part of it? */
  readonly isRoot: boolean
  /** Is it a message (the root, or one in a message/rfc822) rather than a body part? */
  readonly isMessage: boolean
  /** Is it a multipart, or a part that holds a message? What it holds is given next. */
  readonly isContainer: boolean
  /**
   * Leaves out this part, all that it holds, and its delimiter.
   * @throws TypeError for what is no part of a multipart: the root, a message in a message/rfc822
   */
  drop(): void
  /**
   * Puts another content, or another part, in the place of this one and of all that it holds, as `replaceWith` does in memory. Filename, disposition,
   * Content-ID and description go, unless they are given. A message keeps its fields that are not about the content. The new content may hold no
   * delimiter of a multipart that is open around it.
   * @throws TypeError at the call for what cannot be written
   */
  replace(content: StreamSource | PartSpec, contentType?: string): void
  /**
   * Adds a part. To a multipart/mixed it is added behind all others: before the closing delimiter, or where the multipart ends without one. A leaf,
   * or a multipart of another kind, becomes the first part of a new multipart/mixed, together with its content fields, and the new part is the last
   * of that. A multipart/mixed in which no delimiter comes is left as it is: its text would become a preamble, which nobody shows.
   * @throws TypeError at the call for what cannot be written
   */
  append(part: PartSpec): void
}

export class Change extends PartHead implements RewrittenPart {
  dropped = false
  /** The node that `replace` put in its place. */
  replaced: Node | undefined = undefined
  readonly added: Node[] = []
  private sealed = false
  /** Of the body that is written: what the header section must say of it. */
  private boundary: string | undefined
  private encoding: string
  /** The fields that `replace` put there: another replacement takes them away again. */
  private placed: ReadonlySet<HeaderLine> = new Set()

  /** @param contents gets the streams of new contents, which are closed if they are not read */
  constructor(
    head: Head,
    private readonly contents: Set<ChunkReader>,
    private readonly signal: AbortSignal | undefined,
  ) {
    super(head)
    this.boundary = head.isMultipart ? this.contentType.boundary : undefined
    this.encoding = this.entity.transferEncoding
  }

  get isRoot(): boolean {
    return this.head.parent === undefined
  }

  drop(): void {
    this.inTime()
    if (this.isMessage) throw new TypeError('drop: a message is no part of a multipart; drop the part that holds it')
    this.dropped = true
  }

  replace(content: StreamSource | PartSpec, contentType?: string): void {
    this.stays('replace')
    const node = newNode(replacement(content, contentType), this.head, this.making(this.isMessage))
    this.relabel(node.edits!.lines!)
    this.replaced = node
    this.encoding = this.declaredEncoding
    this.boundary = undefined
  }

  append(part: PartSpec): void {
    this.stays('append')
    this.added.push(newNode(part, this.head, this.making(false)))
  }

  private making(isForm: boolean) {
    return { isForm, open: this.contents, signal: this.signal }
  }

  /** The fields of the new part in the place of those of the old one. A message keeps what is not about its content; what was set here stays. */
  private relabel(fields: readonly HeaderLine[]): void {
    const node = this.head.node as Node
    const lines = editLines(node, this.headers)
    const stays = (line: HeaderLine) =>
      isField(line) ? !/^content-/i.test(line.name) && (this.isMessage || line.range === undefined) : this.isMessage
    const kept = lines.filter((line) => stays(line) && !this.placed.has(line))
    const isVersioned = kept.some((line) => isField(line) && /^mime-version$/i.test(line.name))
    if (this.isMessage && !isVersioned) kept.push(renderField(node, 'MIME-Version', '1.0'))
    editsOf(node).lines = [...kept, ...fields]
    this.placed = new Set(fields)
  }

  /** Ends the edit: a later change throws. It could not be written any more, and must not be lost in silence. */
  seal(): void {
    this.sealed = true
    if (this.head.node !== undefined) sealHeader(this.head.node)
  }

  private inTime(): void {
    if (this.sealed) throw new Error(LATE)
  }

  /** Refuses what would be lost with the part. */
  private stays(what: string): void {
    this.inTime()
    if (this.dropped) throw new Error(`${what}: this part was dropped: decide between drop and ${what} first`)
  }

  /** Transfer encoding that the header section declares now. */
  private get declaredEncoding(): string {
    return (this.headers.field('content-transfer-encoding')?.parsed as string | undefined) ?? '7bit'
  }

  /** Are added parts its own, rather than parts of a multipart/mixed that is put around it? */
  get takesParts(): boolean {
    return this.replaced === undefined && this.boundary !== undefined && this.contentType.subtype === 'mixed'
  }

  /** Refuses a changed transfer encoding or boundary where the body, the old or the new, is written under another: it could no longer be read. */
  check(): void {
    if (this.dropped || this.head.node?.edits?.lines === undefined) return
    const encoding = this.declaredEncoding
    const boundary = this.boundary === undefined ? undefined : this.headers.contentType()?.boundary
    if (encoding === this.encoding && boundary === this.boundary) return
    const what = encoding === this.encoding ? 'the boundary' : 'Content-Transfer-Encoding'
    throw new TypeError(`${what} of part [${this.path.join('.')}] was changed, its body was not: use replace()`)
  }
}

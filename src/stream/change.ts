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
  /** As `Entity.path`. A multipart message that a message/rfc822 holds shares the path of that part: `isRoot` tells the root from it. */
  readonly path: readonly number[]
  /** `set`, `append`, `prepend` and `delete` change what is written. */
  readonly headers: Headers
  /** Effective, as `Entity.contentType`. */
  readonly contentType: ContentType
  /** As received, decoded; never to be used as a path. */
  readonly filename: string | undefined
  /** A last path component that is safe on every system; never empty. */
  readonly safeFilename: string
  /** The whole that is rewritten, not a part of it. */
  readonly isRoot: boolean
  /** A message (the root, or an encapsulated one) rather than a body part. */
  readonly isMessage: boolean
  /** A multipart or an encapsulated message: its children follow. */
  readonly isContainer: boolean
  /** Leaves out this part and its delimiter. Throws TypeError if it is no part of a multipart. */
  drop(): void
  /**
   * Puts another content, or another part, in the place of this one, children included, as `replaceWith` does in memory: filename, disposition,
   * Content-ID and description go, unless they are given. Of a message the fields that are not about the content stay. No delimiter can be in
   * it. TypeError at the call for what cannot be written.
   */
  replace(content: StreamSource | PartSpec, contentType?: string): void
  /**
   * Adds a part behind all others of a multipart/mixed: before its closing delimiter, or where it ends without one. Anything else, a leaf
   * or a multipart of another kind, becomes the first part of a multipart/mixed that the new part ends; its content fields go with it. A
   * multipart/mixed in which no delimiter comes is left as it is: its text would be a preamble, which nobody shows. TypeError at the call for
   * what cannot be written.
   */
  append(part: PartSpec): void
}

export class Change extends PartHead implements RewrittenPart {
  dropped = false
  /** The part in its place. */
  replaced: Node | undefined = undefined
  readonly added: Node[] = []
  private sealed = false
  private readonly boundary: string | undefined
  private readonly encoding: string

  /** @param contents keeps account of what is to be let go if it is not read */
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
    this.inTime()
    const node = newNode(replacement(content, contentType), this.head, this.making(this.isMessage))
    this.relabel(node.edits!.lines!)
    this.replaced = node
  }

  append(part: PartSpec): void {
    this.inTime()
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
    const kept = lines.filter(stays)
    const isVersioned = kept.some((line) => isField(line) && /^mime-version$/i.test(line.name))
    if (this.isMessage && !isVersioned) kept.push(renderField(node, 'MIME-Version', '1.0'))
    editsOf(node).lines = [...kept, ...fields]
  }

  /** The edit is over: what comes now would be swallowed, and a filter that fails open in silence is none. */
  seal(): void {
    this.sealed = true
    if (this.head.node !== undefined) sealHeader(this.head.node)
  }

  private inTime(): void {
    if (this.sealed) throw new Error(LATE)
  }

  /** Are the parts that are added its own, rather than those of a multipart around it? */
  get takesParts(): boolean {
    return this.replaced === undefined && this.boundary !== undefined && this.contentType.subtype === 'mixed'
  }

  /** The body goes out as it is: what says how to read it must not have changed. */
  check(): void {
    if (this.replaced !== undefined || this.dropped || this.head.node?.edits?.lines === undefined) return
    const { headers } = this
    const encoding = (headers.field('content-transfer-encoding')?.parsed as string | undefined) ?? '7bit'
    const boundary = this.boundary === undefined ? undefined : headers.contentType()?.boundary
    if (encoding === this.encoding && boundary === this.boundary) return
    const what = encoding === this.encoding ? 'the boundary' : 'Content-Transfer-Encoding'
    throw new TypeError(`${what} of part [${this.path.join('.')}] was changed, its body was not: use replace()`)
  }
}

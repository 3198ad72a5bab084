/**
 * Edits a message while it flows through, in bounded memory: header fields added, changed or deleted, parts replaced, dropped or added; every
 * octet that is not asked about comes out as it went in (RFC 5322 §2.1, RFC 2046 §5.1).
 */

import { DASH, LF } from '../bytes/ascii.js'
import { fromLatin1 } from '../bytes/platform.js'
import { Boundaries } from '../render/boundary.js'
import { editLines, eolOf, renderField } from '../render/edits.js'
import { bodyPieces, inOrder, isByteOrderMark, pieces } from '../render/serialize.js'
import { MESSAGE } from '../scan/sink.js'
import { type HeaderLine, isField } from '../tree/edits.js'
import type { Node } from '../tree/node.js'
import { Change, type RewrittenPart } from './change.js'
import {
  BODY,
  CLOSING,
  DELIMITER,
  EventReader,
  EXIT,
  HEAD,
  type Head,
  lettingGo,
  SECTION,
  type StreamEvent,
} from './events.js'
import { resolveStreamOptions, type StreamOptions } from './parts.js'
import { ChunkReader, type StreamSource } from './source.js'

/** The callback of `rewrite`: it may change the part. */
export type RewriteEdit = (part: RewrittenPart) => void | Promise<void>

/**
 * Calls `edit` for each part in document order, its header section read and its body not, then writes what became of it. Without changes the
 * output is the input, octet by octet. What stands past a limit passes untouched, and is not shown. A part is written when its callback has
 * returned, or its promise resolved: an edit that comes later throws.
 *
 * @example
 * for await (const chunk of rewrite(process.stdin, (part) => {
 *   if (part.isRoot) part.headers.prepend('X-Scanned', 'yes')
 *   if (part.safeFilename.endsWith('.exe')) part.drop()
 *   if (part.isRoot) part.append({ content: 'Sent to the list: https://lists.example.org\r\n' })
 * })) process.stdout.write(chunk)
 */
export function rewrite(
  source: StreamSource,
  edit: RewriteEdit,
  options?: StreamOptions,
): AsyncGenerator<Uint8Array, void> {
  if (typeof edit !== 'function') throw new TypeError('rewrite: expected a function as second argument')
  const { signal, resolved } = resolveStreamOptions(options)
  const events = new EventReader(new ChunkReader(source, signal), resolved)
  return lettingGo(run(new Rewriter(events, edit, signal)), events)
}

async function* run(rewriter: Rewriter): AsyncGenerator<Uint8Array, void> {
  const { events, out } = rewriter
  let last = LF
  try {
    for (;;) {
      const event = events.take() ?? (await events.next())
      if (event === undefined) break
      const done = rewriter.take(event)
      if (done !== undefined) await done
      for (const piece of out) {
        if (piece === LINE_BREAK) {
          if (last !== LF) yield rewriter.eol
          last = LF
        } else if (piece instanceof Uint8Array) {
          if (piece.length === 0) continue
          last = piece[piece.length - 1]!
          yield piece
        } else {
          for await (const bytes of piece) {
            last = bytes[bytes.length - 1]!
            yield bytes
          }
        }
      }
      out.length = 0
    }
  } finally {
    await events.close()
    for (const content of rewriter.contents) await content.close()
  }
}

/** Stands for a line end that is written unless one was just written. */
const LINE_BREAK = Symbol()

type Piece = Uint8Array | AsyncIterable<Uint8Array> | typeof LINE_BREAK

/** What is still to be written for a multipart of the source, or for a part that becomes one. */
interface Owed {
  readonly parts: readonly Node[]
  /** The boundary of its delimiters. */
  readonly boundary: string
  /** The multipart is put around the entity: the source has no closing delimiter for it. */
  readonly wraps: boolean
}

class Rewriter {
  /** Pieces to be written, in order. */
  readonly out: Piece[] = []
  /** Line end of the entity that is written. */
  eol: Uint8Array = fromLatin1('\r\n')
  /** The delimiter before a part that may be dropped. */
  private held: Uint8Array | undefined = undefined
  /** Multiparts of which a part was written. */
  private readonly filled = new WeakSet<Head>()
  /** The delimiter of a part that was dropped, while no part of its multipart was written. */
  private readonly dropped = new Map<Head, Uint8Array>()
  private readonly owed = new Map<Head, Owed>()
  private readonly boundaries = new Boundaries()
  /** The entity whose header section is past a limit, and was written already. */
  private untouched: Head | undefined = undefined
  /** The entity whose header section was changed and has no separator, which a body needs. */
  private unseparated: Head | undefined = undefined

  /** Streams of new contents that were not read to their end. */
  readonly contents = new Set<ChunkReader>()

  constructor(
    readonly events: EventReader,
    private readonly edit: RewriteEdit,
    private readonly signal: AbortSignal | undefined,
  ) {}

  /** Puts what is to be written for an event into `out`. */
  take(event: StreamEvent): Promise<void> | undefined {
    const { kind, head, bytes } = event
    if (kind === BODY) {
      this.separate(bytes)
      this.out.push(bytes)
    } else if (kind === DELIMITER) {
      // Before the first part of the entity itself there is a body; a delimiter around it ends it.
      if (head === this.unseparated) this.separate(bytes)
      this.unseparated = undefined
      this.held = bytes
    } else if (kind === CLOSING) this.close(head, bytes)
    else if (kind === EXIT) this.exit(head)
    else if (kind === SECTION) {
      this.release(head)
      this.untouched = head
      this.out.push(bytes)
    } else if (kind === HEAD) return this.header(head, bytes)
    return undefined
  }

  private separate(bytes: Uint8Array): void {
    if (this.unseparated === undefined || bytes.length === 0) return
    this.out.push(this.eol)
    this.unseparated = undefined
  }

  /** Writes the delimiter that was held back. */
  private release(head: Head): void {
    if (this.held === undefined) return
    this.delimiter(this.held, head)
    this.held = undefined
    if (head.parent === undefined) return
    this.filled.add(head.parent)
    this.dropped.delete(head.parent)
  }

  private delimiter(bytes: Uint8Array, head: Head): void {
    // What stood before it may be gone, and the line break that it had of it.
    if (bytes[0] === DASH) this.lineBreak(head)
    this.out.push(bytes)
  }

  private lineBreak(head: Head): void {
    this.eol = fromLatin1(eolOf(head.node as Node))
    this.out.push(LINE_BREAK)
  }

  private header(head: Head, bytes: Uint8Array): Promise<void> | undefined {
    const passes = head === this.untouched || (head.opaque && head.bodyStart === head.start)
    if (!passes) return this.change(head, bytes)
    this.release(head)
    this.separate(bytes)
    this.out.push(bytes)
    return undefined
  }

  private async change(head: Head, bytes: Uint8Array): Promise<void> {
    const change = new Change(head, this.contents, this.signal)
    try {
      await this.events.race(this.edit(change))
    } finally {
      change.seal()
    }
    change.check()
    if (change.dropped) {
      const parent = head.parent as Head
      if (this.held !== undefined && !this.filled.has(parent) && !this.dropped.has(parent))
        this.dropped.set(parent, this.held)
      this.held = undefined
      await this.skip(head)
      return
    }
    this.release(head)
    if (change.added.length > 0) this.owe(head, change)
    this.writeHeader(head, bytes, change.replaced !== undefined)
    if (change.replaced === undefined) return
    for (const piece of bodyPieces(change.replaced)) this.out.push(piece)
    await this.skip(head)
    this.exit(head)
  }

  private owe(head: Head, change: Change): void {
    const { boundary } = change.contentType
    const wraps = !change.takesParts
    if (!wraps) this.owed.set(head, { parts: change.added, boundary: boundary as string, wraps })
    else this.owed.set(head, { parts: change.added, boundary: this.wrap(head), wraps })
  }

  /** Draws the boundary of a multipart that is put around an entity. Neither it nor an open one may be a prefix of the other. */
  private wrap(head: Head): string {
    for (let open: Head | undefined = head; open !== undefined; open = open.parent) {
      const { boundary } = (open.node as Node).view.contentType
      if (boundary !== undefined) this.boundaries.reserve(boundary)
    }
    return this.boundaries.next([]) as string
  }

  /** The header section with what was changed in it. */
  private writeHeader(head: Head, octets: Uint8Array, hasContent: boolean): void {
    const node = head.node as Node
    const owed = this.owed.get(head)
    const wraps = owed?.wraps === true
    const lines = wraps ? editLines(node, node.view.headers) : node.edits?.lines
    if (lines === undefined) {
      this.separate(octets)
      this.out.push(octets)
      return
    }
    this.separate(octets)
    // Input that ended right behind a delimiter: what is added must not become part of the boundary.
    this.lineBreak(head)
    const separator = octets.subarray(node.blank)
    const ended = separator.length > 0 ? separator : this.eol
    if (wraps) {
      const inner = lines.filter((line) => isField(line) && /^content-/i.test(line.name))
      this.writeLines(
        head,
        lines.filter((line) => !inner.includes(line)),
      )
      this.writeLines(head, mixedFields(node, owed.boundary))
      this.out.push(ended, fromLatin1(`--${owed.boundary}`), this.eol)
      this.writeLines(head, inner)
      this.writeLines(head, inner.some(isType) ? [] : typeFields(node))
      this.out.push(this.eol)
      return
    }
    this.writeLines(head, lines)
    if (separator.length > 0 || hasContent) this.out.push(ended)
    else this.unseparated = head
  }

  private writeLines(head: Head, lines: readonly HeaderLine[]): void {
    for (const { raw } of inOrder(lines)) {
      this.out.push(raw)
      if (!isByteOrderMark(raw)) this.lineBreak(head)
    }
  }

  private close(head: Head, bytes: Uint8Array): void {
    this.unseparated = undefined
    const owed = this.owed.get(head)
    if (owed !== undefined && !owed.wraps) {
      this.owed.delete(head)
      const glued = bytes[0] === DASH
      this.addParts(head, owed, glued)
      // A line end of the last part is its own: the delimiter brings another.
      if (glued) this.out.push(this.eol)
    } else {
      // A multipart has at least one part (RFC 2046 §5.1.1): of one that lost all, an empty one stays.
      const delimiter = this.dropped.get(head)
      if (delimiter !== undefined) this.delimiter(delimiter, head)
    }
    this.dropped.delete(head)
    this.delimiter(bytes, head)
  }

  private exit(head: Head): void {
    const isRoot = head.parent === undefined
    if (isRoot && this.events.overflowed) this.out.push(this.events.rest())
    this.unseparated = undefined
    this.held = undefined
    this.dropped.delete(head)
    const owed = this.owed.get(head)
    if (owed === undefined) return
    this.owed.delete(head)
    if (!owed.wraps && head.delimiters === 0) return
    this.addParts(head, owed, false)
    this.out.push(this.eol, fromLatin1(`--${owed.boundary}--`))
    if (isRoot) this.out.push(this.eol)
  }

  /**
   * Writes added parts, each with its delimiter. The line break before a delimiter belongs to it (RFC 2046 §5.1.1).
   * @param glued the part before has no line break to spare: its last line end is its own
   */
  private addParts(head: Head, owed: Owed, glued: boolean): void {
    this.eol = fromLatin1(eolOf(head.node as Node))
    for (const [i, part] of owed.parts.entries()) {
      this.out.push(i === 0 && glued ? LINE_BREAK : this.eol)
      this.out.push(fromLatin1(`--${owed.boundary}`), this.eol)
      for (const piece of pieces(part)) this.out.push(piece)
    }
  }

  private async skip(head: Head): Promise<void> {
    const { events } = this
    for (;;) {
      const event = events.take() ?? (await events.next())
      if (event === undefined || (event.kind === EXIT && event.head === head)) return
    }
  }
}

function isType(line: HeaderLine): boolean {
  return isField(line) && line.name.toLowerCase() === 'content-type'
}

/** Content fields of the multipart/mixed that an entity becomes, with what it was as first part. */
function mixedFields(node: Node, boundary: string): HeaderLine[] {
  const { headers, transferEncoding } = node.view
  const fields: HeaderLine[] = []
  if (node.kind === MESSAGE && !headers.has('mime-version')) fields.push(renderField(node, 'MIME-Version', '1.0'))
  fields.push(renderField(node, 'Content-Type', { type: 'multipart', subtype: 'mixed', params: { boundary } }))
  // A multipart is labelled as what it holds (RFC 2045 §6.4).
  if (transferEncoding === '8bit' || transferEncoding === 'binary')
    fields.push(renderField(node, 'Content-Transfer-Encoding', transferEncoding))
  return fields
}

/** Content-Type of an entity that had it by its place alone, where that is not text/plain (RFC 2046 §5.1.5). */
function typeFields(node: Node): HeaderLine[] {
  const { contentType } = node.view
  return contentType.mediaType === 'text/plain' ? [] : [renderField(node, 'Content-Type', contentType.mediaType)]
}

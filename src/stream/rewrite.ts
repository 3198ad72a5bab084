/**
 * Edits a message while it flows through, in bounded memory: header fields added, changed or deleted, parts replaced or dropped; every
 * octet that is not asked about comes out as it went in (RFC 5322 §2.1, RFC 2046 §5.1).
 */
import { LF } from '../bytes/ascii.js'
import { fromLatin1, fromUtf8 } from '../bytes/platform.js'
import { Base64Encoder } from '../codec/base64-encode.js'
import type { ContentType } from '../field/content-type.js'
import { MESSAGE } from '../scan/sink.js'
import { eolOf } from '../tree/edits.js'
import type { Entity } from '../tree/entity.js'
import type { Headers } from '../tree/headers.js'
import type { Node } from '../tree/node.js'
import { CLOSING, DELIMITER, EventReader, EXIT, HEAD, type Head, SECTION } from './events.js'
import { resolveStreamOptions, type StreamOptions } from './parts.js'
import { ChunkReader, type StreamSource } from './source.js'

/** New content, before transfer encoding; a string is UTF-8 text. */
export type NewContent = Uint8Array | string | AsyncIterable<Uint8Array>

/** A part whose header section was read and not yet written. */
export interface RewrittenPart {
  readonly path: readonly number[]
  /** `set`, `append`, `prepend` and `delete` change what is written. */
  readonly headers: Headers
  readonly contentType: ContentType
  readonly filename: string | undefined
  readonly safeFilename: string
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
  replace(content: NewContent, contentType?: string): void
}

class Change implements RewrittenPart {
  dropped = false
  content: NewContent | undefined = undefined
  private readonly entity: Entity
  private readonly boundary: string | undefined
  private readonly encoding: string

  constructor(private readonly head: Head) {
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

  get isMessage(): boolean {
    return this.head.kind === MESSAGE
  }

  get isContainer(): boolean {
    return this.head.holdsMessage || this.head.isMultipart
  }

  drop(): void {
    if (this.isMessage) throw new TypeError('drop: a message is no part of a multipart; drop the part that holds it')
    this.dropped = true
  }

  replace(content: NewContent, contentType?: string): void {
    if (
      typeof content !== 'string' &&
      !(content instanceof Uint8Array) &&
      (typeof content !== 'object' || content === null || !(Symbol.asyncIterator in content))
    )
      throw new TypeError('replace: expected a Uint8Array, a string or an async iterable of Uint8Array')
    if (this.isContainer && contentType === undefined)
      throw new TypeError('replace: a container becomes a leaf: give the contentType of the new content')
    const { headers } = this
    if (contentType !== undefined) headers.set('Content-Type', contentType)
    headers.set('Content-Transfer-Encoding', 'base64')
    if (this.isMessage && !headers.has('mime-version')) headers.set('MIME-Version', '1.0')
    this.content = content
  }

  /** The body goes out as it is: what says how to read it must not have changed. */
  check(): void {
    if (this.content !== undefined || this.dropped || this.head.node?.edits?.lines === undefined) return
    const { headers } = this
    const encoding = (headers.field('content-transfer-encoding')?.reading() as string | undefined) ?? '7bit'
    const boundary = this.boundary === undefined ? undefined : headers.contentType()?.boundary
    if (encoding === this.encoding && boundary === this.boundary) return
    const what = encoding === this.encoding ? 'the boundary' : 'Content-Transfer-Encoding'
    throw new TypeError(`${what} of part [${this.path.join('.')}] was changed, its body was not: use replace()`)
  }
}

/**
 * Calls `edit` for each part in document order, its header section read and its body not, then writes what became of it. Without changes the
 * output is the input, octet by octet. A header section past a limit, and what stands past `maxParts`, passes untouched.
 *
 * @example
 * for await (const chunk of rewrite(process.stdin, (part) => {
 *   if (part.path.length === 0) part.headers.prepend('X-Scanned', 'yes')
 *   if (part.safeFilename.endsWith('.exe')) part.drop()
 * })) process.stdout.write(chunk)
 */
export function rewrite(
  source: StreamSource,
  edit: (part: RewrittenPart) => void | Promise<void>,
  options?: StreamOptions,
): AsyncGenerator<Uint8Array, void> {
  if (typeof edit !== 'function') throw new TypeError('rewrite: expected a function as second argument')
  const { signal, resolved } = resolveStreamOptions(options)
  return run(new EventReader(new ChunkReader(source, signal), resolved), edit)
}

async function* run(
  events: EventReader,
  edit: (part: RewrittenPart) => void | Promise<void>,
): AsyncGenerator<Uint8Array, void> {
  /** The delimiter before a part that may be dropped. */
  let held: Uint8Array | undefined
  let last = LF
  let early: Head | undefined
  try {
    for (;;) {
      const event = events.take() ?? (await events.next())
      if (event === undefined) break
      let out: Uint8Array[] = [event.bytes]
      let change: Change | undefined
      if (event.kind === DELIMITER) {
        held = event.bytes
        continue
      }
      if (event.kind === SECTION) early = event.head
      else if (event.kind === HEAD && event.head !== early && event.head.bodyStart > event.head.start) {
        change = new Change(event.head)
        await edit(change)
        change.check()
        if (change.dropped) {
          held = undefined
          await skip(events, event.head)
          continue
        }
        out = headerOf(event.head.node as Node, event.bytes)
      }
      const delimiter = held ?? (event.kind === CLOSING ? event.bytes : undefined)
      // What stood before it may be gone, and the line break that it had of it.
      if (delimiter !== undefined && last !== LF && delimiter[0] === 0x2d)
        yield fromLatin1(eolOf(event.head.node as Node))
      if (held !== undefined) {
        yield held
        held = undefined
      }
      for (const bytes of out) {
        if (bytes.length === 0) continue
        last = bytes[bytes.length - 1]!
        yield bytes
      }
      if (change?.content !== undefined) {
        for await (const bytes of encoded(change.content)) {
          last = bytes[bytes.length - 1]!
          yield bytes
        }
        await skip(events, event.head)
      }
    }
  } finally {
    await events.close()
  }
}

/** The header section with what was changed in it. */
function headerOf(node: Node, octets: Uint8Array): Uint8Array[] {
  const lines = node.edits?.lines
  if (lines === undefined) return [octets]
  const out: Uint8Array[] = []
  const eol = fromLatin1(eolOf(node))
  for (const { raw } of lines) {
    const before = out[out.length - 1]
    if (before !== undefined && before[before.length - 1] !== LF) out.push(eol)
    out.push(raw)
  }
  const before = out[out.length - 1]
  if (before !== undefined && before[before.length - 1] !== LF) out.push(eol)
  const separator = octets.subarray(node.blank)
  out.push(separator.length > 0 ? separator : eol)
  return out
}

async function skip(events: EventReader, head: Head): Promise<void> {
  for (;;) {
    const event = events.take() ?? (await events.next())
    if (event === undefined || (event.kind === EXIT && event.head === head)) return
  }
}

async function* encoded(content: NewContent): AsyncGenerator<Uint8Array, void> {
  const encoder = new Base64Encoder()
  if (typeof content === 'string' || content instanceof Uint8Array) {
    const whole = typeof content === 'string' ? fromUtf8(content) : content
    const bytes = encoder.write(whole)
    if (bytes.length > 0) yield bytes
  } else {
    for await (const piece of content) {
      const bytes = encoder.write(piece)
      if (bytes.length > 0) yield bytes
    }
  }
  const rest = encoder.end()
  if (rest.length > 0) yield rest
}

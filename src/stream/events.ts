/**
 * A queue of the scanner's events with the octets that belong to them; the reader pulls them. Joined in order, these octets are the source
 * (RFC 5322 §2.1, RFC 2046 §5.1). A header section is kept whole, as a document of its own; a body passes in pieces.
 */
import { Litter } from '../bytes/litter.js'
import { ByteWriter } from '../bytes/writer.js'
import { describe } from '../compose/checks.js'
import { WHOLE } from '../compose/whole.js'
import { CODES, type DefectCode } from '../defects/codes.js'
import { DefectList, MessageError } from '../defects/defect.js'
import { Scanner } from '../scan/scanner.js'
import { type EntityKind, MESSAGE, type Sink } from '../scan/sink.js'
import { Document } from '../tree/document.js'
import type { Entity } from '../tree/entity.js'
import { Node } from '../tree/node.js'
import type { ResolvedOptions } from '../tree/options.js'
import type { ChunkReader } from './source.js'

/** A header section, separator included (only what SECTION did not give already). */
export const HEAD = 0
/** Octets of a header section that is past a limit, ahead of its HEAD. */
export const SECTION = 1
/** Octets of a leaf body, preamble or epilogue. */
export const BODY = 2
/** A delimiter before a part. */
export const DELIMITER = 3
export const CLOSING = 4
export const EXIT = 5

export interface StreamEvent {
  readonly kind: number
  /** The entity that it belongs to; of a delimiter, the multipart. */
  readonly head: Head
  readonly bytes: Uint8Array
}

const EMPTY = new Uint8Array(0)

/** A header section as a document of its own. Its defects are reported with offsets in the stream. */
class SectionDocument extends Document {
  override readonly defects: DefectList

  constructor(
    octets: Uint8Array,
    options: ResolvedOptions,
    private readonly base: number,
    private readonly whole: SectionDocument | undefined,
  ) {
    super(octets, options, WHOLE, undefined)
    // Octets that have passed cannot be quoted.
    this.defects = whole?.defects ?? new DefectList(options.limits.maxDefects, undefined, describe)
  }

  override defect(code: DefectCode, start: number, end: number): void {
    if (this.whole !== undefined) {
      this.whole.defect(code, this.base + start, this.base + end)
      return
    }
    super.defect(code, start, end)
    if (this.options.strict && CODES[code][0] === 'error') {
      const hint = 'read without strict to read it all the same'
      throw new MessageError(`${code} at octet ${start}: ${describe(code)}; ${hint}`, this.defects.items)
    }
  }
}

/** An entity whose header section was read. */
export class Head {
  /** Offsets in the stream. */
  readonly start: number
  bodyStart: number
  entity: Entity | undefined = undefined
  node: Node | undefined = undefined
  /** Is the entity that follows the message that this one holds? */
  holdsMessage = false
  /** It is past a limit, and a leaf whatever its header section says. */
  opaque: boolean
  /** Delimiters and parts of a multipart so far. */
  delimiters = 0
  private parts = 0
  private readonly number: number

  constructor(
    readonly kind: EntityKind,
    readonly parent: Head | undefined,
    start: number,
    opaque: boolean,
  ) {
    this.start = start
    this.bodyStart = start
    this.opaque = opaque
    this.number = kind === MESSAGE || parent === undefined ? 0 : ++parent.parts
  }

  /** Does it announce a multipart that the scanner follows? */
  get isMultipart(): boolean {
    const type = this.entity?.contentType
    return !this.opaque && type !== undefined && type.type === 'multipart' && type.boundary !== undefined
  }

  /** As `Entity.path`. */
  get path(): readonly number[] {
    const path: number[] = []
    for (let head: Head = this; head.parent !== undefined; head = head.parent) {
      if (head.kind !== MESSAGE) path.push(head.number)
      else {
        if (!head.isMultipart) path.push(1)
        if (head.parent.parent === undefined) path.push(1)
      }
    }
    return path.reverse()
  }
}

class Queue implements Sink {
  readonly events: StreamEvent[] = []
  readonly doc: SectionDocument
  /** The piece that is being scanned: octets inside of it need no copy. */
  piece: Uint8Array = EMPTY
  readonly scanner: Scanner
  private current: Head | undefined = undefined
  private section = new ByteWriter()
  private spans: number[] = []
  /** How many octets of the section were given as SECTION events already. */
  private ahead = 0
  /**
   * Adjacent lines of the section that were not taken yet. They are taken together: a copy or an event for each line would cost more than all else.
   */
  private run: Uint8Array = EMPTY
  private runLength = 0
  private runTo = -1
  private nextIsOpaque = false

  constructor(private readonly options: ResolvedOptions) {
    this.doc = new SectionDocument(EMPTY, options, 0, undefined)
    this.scanner = new Scanner(this, { limits: options.limits })
  }

  private push(kind: number, head: Head, bytes: Uint8Array): void {
    this.events.push({ kind, head, bytes })
  }

  write(octets: Uint8Array): void {
    this.scanner.write(octets)
    this.settle()
  }

  /** Takes the lines of the section that were found since the last call. To be called before the scanner is given more. */
  private settle(): void {
    if (this.runLength === 0) return
    const { buffer, byteOffset } = this.run
    const octets = new Uint8Array(buffer, byteOffset, this.runLength)
    this.run = EMPTY
    this.runLength = 0
    this.runTo = -1
    if (this.ahead < 0) this.section.bytes(octets)
    else this.push(SECTION, this.current as Head, this.own(octets))
  }

  /** Octets of the scanner's window. What lies in the window's own memory is copied, because the window moves on. */
  private octets(start: number, end: number): Uint8Array {
    return this.own(this.scanner.view(start, end))
  }

  private own(view: Uint8Array): Uint8Array {
    return view.buffer === this.piece.buffer ? view : view.slice()
  }

  enter(kind: EntityKind, at: number): void {
    const parent = this.current
    if (parent !== undefined && kind === MESSAGE) parent.holdsMessage = true
    this.current = new Head(kind, parent, at, this.nextIsOpaque)
    this.nextIsOpaque = false
    this.section = new ByteWriter(1024)
    this.spans = []
    this.ahead = -1
  }

  field(start: number, colon: number, end: number): void {
    const head = this.current as Head
    if (colon === -1) {
      if (this.ahead < 0 && end - head.start > this.options.limits.maxHeaderBytes) {
        this.settle()
        this.ahead = this.section.length
        this.push(SECTION, head, this.section.take())
      }
    } else this.spans.push(start - head.start, colon - head.start, end - head.start)
    if (start !== this.runTo) {
      this.settle()
      this.run = this.scanner.view(start, end)
    }
    this.runLength += end - start
    this.runTo = end
  }

  blank(start: number, end: number): void {
    this.settle()
    const head = this.current as Head
    const fields = this.ahead >= 0 ? this.ahead : this.section.length
    const separator = end > start ? this.octets(start, end) : EMPTY
    if (this.ahead < 0) this.section.bytes(separator)
    // A copy of its own size: parts may be kept, and the writer's memory is up to twice as large.
    const octets = this.section.take().slice()
    const doc = new SectionDocument(octets, this.options, head.start, this.doc)
    for (let i = 0; i < this.spans.length; i++) doc.spans.push(this.spans[i]!)
    const node = new Node(doc, head.kind, head.parent?.node, 0)
    node.fieldsTo = this.spans.length / 3
    node.blank = fields
    node.bodyStart = node.end = octets.length
    node.opaque = head.opaque
    head.node = node
    head.entity = node.view
    head.bodyStart = end
    this.push(HEAD, head, this.ahead < 0 ? octets : separator)
  }

  body(start: number, end: number): void {
    this.push(BODY, this.current as Head, this.octets(start, end))
  }

  delimiter(start: number, end: number, closing: 0 | 1): void {
    const head = this.current as Head
    head.delimiters++
    this.push(closing === 1 ? CLOSING : DELIMITER, head, this.octets(start, end))
  }

  exit(): void {
    const head = this.current as Head
    this.push(EXIT, head, EMPTY)
    this.current = head.parent
  }

  defect(code: DefectCode, start: number, end: number): void {
    const head = this.current
    if (head !== undefined) {
      if (code === 'too-many-parts' && head.delimiters > 0) this.nextIsOpaque = true
      else if (code === 'nesting-too-deep' || code === 'too-many-parts') {
        head.opaque = true
        if (head.node !== undefined) head.node.opaque = true
      }
    }
    this.doc.defect(code, start, end)
  }
}

/** Octets that are scanned at a time, so that what is held depends on this, not on the chunks of the source. */
const PIECE = 65_536
/** While octets of a body are held back undecided, the next piece is scanned by so many octets at a time, at most DECIDED. */
const DECIDING = 256
const DECIDED = 4 * DECIDING

/** The events of a source, pulled: a chunk is asked for when all events of the ones before were taken. */
export class EventReader {
  private readonly queue: Queue
  private at = 0
  private chunk: Uint8Array = EMPTY
  private from = 0
  private ended = false
  /** The source has more than `limits.maxBytes` octets. */
  overflowed = false
  /** Octets that may still be scanned. */
  private room: number
  private busy = false
  private readonly litter = new Litter()
  private failure: { error: unknown } | undefined = undefined
  constructor(
    private readonly chunks: ChunkReader,
    options: ResolvedOptions,
  ) {
    this.queue = new Queue(options)
    this.room = options.limits.maxBytes
  }

  get document(): Document {
    return this.queue.doc
  }

  /** The next event if there is one without waiting. */
  take(): StreamEvent | undefined {
    return this.at < this.queue.events.length ? this.queue.events[this.at++] : undefined
  }

  /**
   * The next event; undefined at the end. Rejects with the error of the source, the signal's reason, or a MessageError for a limit, and closes the
   * source then.
   */
  async next(): Promise<StreamEvent | undefined> {
    if (this.failure !== undefined) throw this.failure.error
    if (this.busy) throw new Error('two readers wait on one stream of parts: await each call before the next')
    this.busy = true
    try {
      for (;;) {
        const event = this.take()
        if (event !== undefined) return event
        if (this.ended) return undefined
        this.chunks.throwIfAborted()
        this.queue.events.length = 0
        this.at = 0
        if (this.from < this.chunk.length) {
          if (this.room > 0) this.scan()
          else this.overflow()
        } else {
          const chunk = await this.chunks.next()
          this.from = 0
          this.chunk = chunk ?? EMPTY
          if (chunk === undefined) this.end()
        }
      }
    } catch (error) {
      this.failure = { error }
      await this.close(error)
      throw error
    } finally {
      this.busy = false
    }
  }

  private scan(): void {
    const { queue } = this
    const to = Math.min(this.from + PIECE, this.from + this.room, this.chunk.length)
    this.room -= to - this.from
    this.litter.passed(to - this.from)
    const piece = this.chunk.subarray(this.from, to)
    this.from = to
    queue.piece = piece
    let from = 0
    // A line end that is held back would have the whole piece copied behind it: some octets decide it, and the others are seen in place.
    while (queue.scanner.undecided && from < DECIDED && piece.length > 2 * DECIDED) {
      queue.write(piece.subarray(from, from + DECIDING))
      from += DECIDING
    }
    queue.write(from === 0 ? piece : piece.subarray(from))
  }

  /** Ends the scan at `limits.maxBytes`: no more of the source is asked for. */
  private overflow(): void {
    this.overflowed = true
    this.queue.scanner.write(this.chunk.subarray(this.from, this.from + 1))
    this.end()
  }

  /** The octets past `limits.maxBytes`, which were not scanned. */
  async *rest(): AsyncGenerator<Uint8Array, void> {
    if (!this.overflowed) return
    let chunk: Uint8Array | undefined = this.chunk.subarray(this.from)
    this.chunk = EMPTY
    for (; chunk !== undefined; chunk = await this.chunks.next()) if (chunk.length > 0) yield chunk
  }

  private end(): void {
    this.ended = true
    this.queue.piece = EMPTY
    this.queue.scanner.end()
  }

  /** Waits for what a caller does between two events, until the signal is aborted. */
  async race(done: unknown): Promise<void> {
    if (isThenable(done)) await this.chunks.race(done)
  }

  /** Closes the source and drops the events that were not taken. */
  async close(reason?: unknown): Promise<void> {
    this.ended = true
    this.queue.events.length = 0
    this.at = 0
    this.chunk = EMPTY
    await this.chunks.close(reason)
  }
}

/** As `await` has it: a function may be one too. */
function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof (value as PromiseLike<unknown> | null | undefined)?.then === 'function'
}

/**
 * Wraps a generator so that its `return()` closes the source at once. That of a plain generator waits behind a read that may never settle, and does
 * nothing for a generator that was not begun.
 */
export function lettingGo<T>(generator: AsyncGenerator<T, void>, events: EventReader): AsyncGenerator<T, void> {
  const back = generator.return
  const fail = generator.throw
  return Object.assign(generator, {
    return: async (value: void | PromiseLike<void>) => {
      await events.close()
      return back.call(generator, value)
    },
    throw: async (error: unknown) => {
      await events.close(error)
      return fail.call(generator, error)
    },
  })
}

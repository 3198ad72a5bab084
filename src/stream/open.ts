/** open(): scans a message in random-access storage once, keeps its structure, and reads the octets of a part when they are asked for. */
import { isObject } from '../bytes/arguments.js'
import { Litter } from '../bytes/litter.js'
import type { Defect } from '../defects/defect.js'
import type { Document } from '../tree/document.js'
import type { EntityRange } from '../tree/field.js'
import { EventReader, EXIT, HEAD, type Head } from './events.js'
import { Part } from './part-base.js'
import { resolveStreamOptions, type StreamOptions } from './parts.js'
import { access, type RandomAccess, windows } from './random-access.js'
import { ChunkReader } from './source.js'

/** An entity of a message in storage: its header section and its offsets are in memory, its body is read when it is asked for. */
export class StoredPart extends Part {
  /** The multipart, or the message/rfc822, that holds it. Undefined for the root. */
  readonly parent: StoredPart | undefined
  private readonly children: StoredPart[] = []
  private readonly index: number
  private endsAt: number

  /** @internal Made by open(). */
  constructor(
    head: Head,
    parent: StoredPart | undefined,
    private readonly storage: RandomAccess,
    document: Document,
    private readonly signal: AbortSignal | undefined,
  ) {
    if (!isObject(head))
      throw new TypeError('head: expected a part that open() found; a StoredPart is not made by hand')
    super(head, document)
    this.parent = parent
    this.index = parent === undefined ? 0 : parent.children.push(this)
    this.endsAt = head.bodyStart
  }

  /** @internal */
  close(at: number): void {
    this.endsAt = at
  }

  /** The parts of a multipart, in order. Empty for any other entity. */
  get parts(): readonly StoredPart[] {
    return this.head.holdsMessage ? [] : this.children
  }

  /**
   * The message that a message/rfc822 holds. Undefined for any other entity, and where it stands under a transfer encoding: give `body` to parts() or
   * parse() then.
   */
  get message(): StoredPart | undefined {
    return this.head.holdsMessage ? this.children[0] : undefined
  }

  /** Part numbers, as `Entity.path`: [] for the root, [1, 2] for the second part of its first part. */
  override get path(): readonly number[] {
    const path: number[] = []
    for (let part: StoredPart = this; part.parent !== undefined; part = part.parent) {
      if (!part.isMessage) path.push(part.index)
      else {
        if (part.parts.length === 0) path.push(1)
        if (part.parent.parent === undefined) path.push(1)
      }
    }
    return path.reverse()
  }

  /** Is it a multipart, or a part that holds a message? */
  override get isContainer(): boolean {
    return this.children.length > 0
  }

  /** Byte offsets in the source. */
  get range(): EntityRange {
    return { start: this.head.start, bodyStart: this.head.bodyStart, end: this.endsAt }
  }

  /** Defects of the whole message that were found so far: those of structure and header sections, and those of bodies that were read. */
  get defects(): readonly Defect[] {
    return this.document.defects.items
  }

  /** This entity and all below it, in the order of the source, those in attached messages included. */
  *walk(): IterableIterator<StoredPart> {
    const work: StoredPart[] = [this]
    while (work.length > 0) {
      const part = work.pop()!
      yield part
      for (let i = part.children.length - 1; i >= 0; i--) work.push(part.children[i]!)
    }
  }

  /** @internal */
  protected get isEncoded(): boolean {
    return !this.isContainer
  }

  /** @internal */
  protected async *octets(): AsyncGenerator<Uint8Array, void> {
    const chunks = new ChunkReader(windows(this.storage, this.head.bodyStart, this.endsAt), this.signal)
    const litter = new Litter()
    try {
      for (let chunk = await chunks.next(); chunk !== undefined; chunk = await chunks.next()) {
        litter.passed(chunk.length)
        yield chunk
      }
    } finally {
      await chunks.close()
    }
  }
}

/**
 * Scans a message once, in windows of 64 KiB, and keeps its structure: offsets and header sections. Contents are read from the source when
 * `body`, `bytes()` or `text()` asks, as often as they ask; the source must not change meanwhile. The signal ends all of these.
 *
 * @example
 * const file = await openAsBlob('archive.eml')
 * const message = await open(file)
 * for (const part of message.walk()) console.log(part.path, part.contentType.mediaType, part.range)
 */
export async function open(source: Blob | RandomAccess, options?: StreamOptions): Promise<StoredPart> {
  const { signal, resolved } = resolveStreamOptions(options)
  const storage = access(source)
  const events = new EventReader(new ChunkReader(windows(storage, 0, storage.size), signal), resolved)
  let root: StoredPart | undefined
  let current: StoredPart | undefined
  let at = 0
  try {
    for (;;) {
      const event = events.take() ?? (await events.next())
      if (event === undefined) return root as StoredPart
      at += event.bytes.length
      if (event.kind === HEAD) {
        current = new StoredPart(event.head, current, storage, events.document, signal)
        root ??= current
      } else if (event.kind === EXIT) {
        current?.close(at)
        current = current?.parent
      }
    }
  } finally {
    await events.close()
  }
}

/** Runs a splitter over bytes in memory, or over a stream as it comes. */
import { ChunkReader, type StreamSource } from '../stream/source.js'
import { InputWindow } from './input-window.js'
import type { Piece, Splitter } from './splitter.js'

/** The pieces of all that is there. */
export function splitAll<E>(bytes: Uint8Array, splitter: Splitter, make: (piece: Piece) => E): E[] {
  const input = new InputWindow()
  input.add(bytes, 0)
  const found: E[] = []
  for (let piece = splitter.next(input, true); piece !== undefined; piece = splitter.next(input, true)) {
    found.push(make(piece))
  }
  return found
}

interface Splitting<E> {
  readonly splitter: Splitter
  readonly make: (piece: Piece) => E
}

/**
 * The pieces of a stream. No generator: of the messages that a chunk holds, all but the first are there at once, and a generator would
 * cost each several turns of the event loop's queue.
 */
export class PieceReader<E> implements AsyncIterableIterator<E> {
  private readonly chunks: ChunkReader
  private readonly input: InputWindow
  private splitting: Splitting<E> | undefined = undefined
  private final = false
  private done = false
  /** Calls that came while one waits for the source are answered in their order. */
  private waiting: Promise<unknown> | undefined = undefined

  /**
   * @param start how to split, once it can be told from the octets at the start; undefined until then
   * @param from absolute offset of the source's first octet
   * @param end pieces whose separator begins from there on are another reader's
   */
  constructor(
    source: StreamSource,
    private readonly signal: AbortSignal | undefined,
    private readonly start: (bytes: Uint8Array, final: boolean) => Splitting<E> | undefined,
    from = 0,
    private readonly end = Number.POSITIVE_INFINITY,
  ) {
    this.input = new InputWindow(from)
    this.chunks = new ChunkReader(source, signal)
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  next(): Promise<IteratorResult<E, undefined>> {
    if (this.waiting !== undefined || this.done || this.signal?.aborted) return this.after()
    const piece = this.take()
    return piece === undefined ? this.after() : Promise.resolve(piece)
  }

  async return(): Promise<IteratorResult<E, undefined>> {
    this.done = true
    await this.chunks.close()
    return { done: true, value: undefined }
  }

  /** What can be told from the octets so far. */
  private take(): IteratorResult<E, undefined> | undefined {
    if (this.splitting === undefined) {
      this.splitting = this.start(this.input.bytes, this.final)
      if (this.splitting === undefined) return undefined
    }
    const { splitter, make } = this.splitting
    if (splitter.position >= this.end) return undefined
    const piece = splitter.next(this.input, this.final)
    return piece === undefined || piece.lineStart >= this.end ? undefined : { done: false, value: make(piece) }
  }

  private async fill(): Promise<IteratorResult<E, undefined>> {
    if (this.done) return { done: true, value: undefined }
    try {
      for (;;) {
        this.chunks.throwIfAborted()
        const piece = this.take()
        if (piece !== undefined) return piece
        if (this.final || (this.splitting?.splitter.position ?? 0) >= this.end) return await this.return()
        const chunk = await this.chunks.next()
        if (chunk === undefined) this.final = true
        else this.input.add(chunk, this.splitting?.splitter.from ?? 0)
      }
    } catch (error) {
      await this.return()
      throw error
    }
  }

  private after(): Promise<IteratorResult<E, undefined>> {
    const fill = () => this.fill()
    const result = this.waiting === undefined ? fill() : this.waiting.then(fill, fill)
    const settled = () => {
      if (this.waiting === result) this.waiting = undefined
    }
    this.waiting = result
    result.then(settled, settled)
    return result
  }
}

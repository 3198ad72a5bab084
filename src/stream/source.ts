/** Turns every kind of stream that callers may give into one: chunks that are pulled one at a time, and a way to close the source early. */

import { fromUtf8, plain } from '../bytes/platform.js'
import { isBytes, type Source, toBytes } from '../bytes/source.js'
import { WholePairs } from '../bytes/surrogates.js'

/**
 * Bytes in memory or as they arrive. A Node Readable is an AsyncIterable; a Blob, a File and a web ReadableStream are taken as such. Strings are
 * UTF-8 text; a surrogate pair may be cut between two. The memory of a chunk must not be reused before the next one is asked for, nor later where
 * something that was read from it is kept.
 */
export type StreamSource =
  | Source
  | Blob
  | ReadableStream<Uint8Array>
  | AsyncIterable<Uint8Array | string>
  | Iterable<Uint8Array | string>

interface Step {
  readonly done?: boolean | undefined
  readonly value?: unknown
}

interface Pull {
  next(): PromiseLike<Step> | Step
  /** Closes the source. `waiting`: a read is pending, so the promise must not be waited for: the read may never settle. */
  cancel(reason: unknown, waiting: boolean): Promise<unknown> | undefined
  /** Called when all was read. */
  release(): void
}

const EXPECTED =
  'source: expected bytes, a string, a Blob, a ReadableStream or an (async) iterable of Uint8Array or string'

export class ChunkReader {
  private readonly source: StreamSource
  private readonly signal: AbortSignal | undefined
  private pull: Pull | undefined
  /** A high surrogate at the end of a string: its other half is at the start of the next. */
  private readonly pairs = new WholePairs()
  private waiting: ((reason: unknown) => void) | undefined
  private closed = false
  private readonly onAbort: () => void

  /**
   * Throws TypeError for what is no source. The source is not touched before the first `next`.
   * @param toOctets of strings; default: UTF-8
   */
  constructor(
    source: StreamSource,
    signal: AbortSignal | undefined,
    private readonly toOctets: (text: string) => Uint8Array = fromUtf8,
  ) {
    if (!isSource(source)) throw new TypeError(EXPECTED)
    if (signal !== undefined && !(signal instanceof AbortSignal))
      throw new TypeError('options.signal: expected an AbortSignal')
    this.source = source
    this.signal = signal
    this.pull = undefined
    this.waiting = undefined
    this.onAbort = () => this.waiting?.(this.signal?.reason)
  }

  /** Throws the signal's reason if it was aborted. */
  throwIfAborted(): void {
    this.signal?.throwIfAborted()
  }

  /** The next chunk that is not empty; undefined at the end. Rejects with the source's own error or with the signal's reason. */
  async next(): Promise<Uint8Array | undefined> {
    for (;;) {
      if (this.closed) return undefined
      this.signal?.throwIfAborted()
      const pull = this.pull ?? this.begin()
      const got = pull.next()
      const { done, value } = 'then' in got ? await this.race(got) : got
      if (done === true) {
        this.closed = true
        this.signal?.removeEventListener('abort', this.onAbort)
        pull.release()
        return this.pairs.half === '' ? undefined : this.toOctets(this.pairs.half)
      }
      const chunk = typeof value === 'string' ? this.encode(value) : value
      if (!isBytes(chunk) || !ArrayBuffer.isView(chunk))
        throw new TypeError('source: gave a chunk that is neither a Uint8Array nor a string: expected one of these')
      if (typeof value !== 'string' && this.pairs.half !== '') {
        const lone = this.toOctets(this.pairs.half)
        this.pairs.half = ''
        const both = new Uint8Array(lone.length + chunk.length)
        both.set(lone)
        both.set(chunk, lone.length)
        return both
      }
      if (chunk.length > 0) return plain(chunk)
    }
  }

  /**
   * Closes the source: `return()` of an iterator, `cancel()` of a web stream, `destroy()` of a Node stream. Does nothing after the end. Waits until
   * the source has been closed, except while a read is pending: that read may never settle.
   */
  async close(reason?: unknown): Promise<void> {
    const waiting = this.waiting !== undefined
    // Who waits is told, rather than left waiting for an answer that is not wanted any more.
    this.waiting?.(reason ?? new Error('the source was let go while a read was waiting'))
    if (this.closed) return
    this.closed = true
    this.signal?.removeEventListener('abort', this.onAbort)
    const pull = (this.pull ??= open(this.source))
    const done = pull.cancel(reason, waiting)
    if (done === undefined) return
    // A failure to let go says nothing that the caller could act on, and must not hide why it stopped.
    if (waiting) done.catch(() => {})
    else await done.catch(() => {})
  }

  private begin(): Pull {
    this.signal?.addEventListener('abort', this.onAbort, { once: true })
    return (this.pull = open(this.source))
  }

  /**
   * What a promise gives, or the signal's reason if that comes first; one at a time. One listener on the signal serves all calls: racing the signal
   * anew for each chunk would keep a reaction for each. Behind the end of the source, where a caller's edit may still be waited for, it is put on
   * again.
   */
  race<T>(read: PromiseLike<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const { signal, onAbort } = this
      const settled = () => {
        this.waiting = undefined
        if (this.closed) signal?.removeEventListener('abort', onAbort)
      }
      this.waiting = reject
      if (this.closed) signal?.addEventListener('abort', onAbort, { once: true })
      if (signal?.aborted === true) onAbort()
      // A promise that was lost already is heard to its end: nobody else would take its rejection.
      read.then(
        (value) => {
          settled()
          resolve(value)
        },
        (error: unknown) => {
          settled()
          reject(error)
        },
      )
    })
  }

  private encode(text: string): Uint8Array {
    if (text === '') return fromUtf8('')
    return this.toOctets(this.pairs.take(text))
  }
}

function isSource(source: unknown): source is StreamSource {
  if (typeof source === 'string') return true
  if (typeof source !== 'object' || source === null) return false
  return (
    isBytes(source) ||
    source instanceof Blob ||
    'getReader' in source ||
    Symbol.asyncIterator in source ||
    Symbol.iterator in source
  )
}

function open(source: StreamSource): Pull {
  if (typeof source === 'string' || isBytes(source)) return once(toBytes(source))
  if (source instanceof Blob) return reading(source.stream() as ReadableStream<Uint8Array>)
  if ('getReader' in source) return reading(source)
  return iterating(source)
}

function once(bytes: Uint8Array): Pull {
  let given = false
  return {
    next: () => {
      if (given) return { done: true }
      given = true
      return { value: bytes }
    },
    cancel: () => undefined,
    release: () => {},
  }
}

function reading(stream: ReadableStream<Uint8Array>): Pull {
  const reader = stream.getReader()
  return {
    next: () => reader.read(),
    cancel: (reason) => {
      const done = reader.cancel(reason)
      reader.releaseLock()
      return done
    },
    release: () => reader.releaseLock(),
  }
}

function iterating(source: AsyncIterable<Uint8Array | string> | Iterable<Uint8Array | string>): Pull {
  const iterator = Symbol.asyncIterator in source ? source[Symbol.asyncIterator]() : source[Symbol.iterator]()
  return {
    next: () => iterator.next(),
    cancel: (_reason, waiting) => {
      // A Node stream that owes a chunk queues return() behind it, and one never read is not closed by return() at all: destroy() is.
      const { destroy } = source as { destroy?: unknown }
      const returned = waiting && typeof destroy === 'function' ? undefined : returning(iterator)
      if (typeof destroy !== 'function') return returned
      // Without the reason: destroy(error) is an error event, which ends a process where nobody listens.
      return (returned ?? Promise.resolve()).then(() => destroy.call(source))
    },
    release: () => {},
  }
}

async function returning(iterator: AsyncIterator<unknown> | Iterator<unknown>): Promise<unknown> {
  return iterator.return?.()
}

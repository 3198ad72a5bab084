/** parts(): iterates over the parts of a message that is still arriving, in bounded memory and document order, containers before their children. */
import type { Defect } from '../defects/defect.js'
import { type ParseOptions, type ResolvedOptions, resolveOptions } from '../tree/options.js'
import { EventReader, HEAD, lettingGo } from './events.js'
import { PassingPart, type StreamedPart } from './part.js'
import { ChunkReader, type StreamSource } from './source.js'

/** How a stream is read. */
export interface StreamOptions extends ParseOptions {
  /** Ends the reading when it is aborted: what waits rejects with the signal's reason, and the source is closed. */
  signal?: AbortSignal
}

/** The parts of one message. Can be iterated once. */
export interface Parts extends AsyncIterable<StreamedPart> {
  /**
   * Defects found so far: in the structure, in the header sections that were looked at, in the bodies that were read. `limits.maxDefects` at most.
   */
  readonly defects: readonly Defect[]
}

/** The signal apart from the options of reading. @throws TypeError as `parse` does */
export function resolveStreamOptions(options: StreamOptions | undefined): {
  signal: AbortSignal | undefined
  resolved: ResolvedOptions
} {
  if (options === undefined || typeof options !== 'object' || options === null)
    return { signal: undefined, resolved: resolveOptions(options) }
  const { signal, ...reading } = options
  return { signal, resolved: resolveOptions(reading, ['signal']) }
}

/**
 * Reads a message as it arrives, part by part. What it holds does not grow with the message. A part whose body is not read is skipped. The source is
 * asked for its next chunk only when the loop needs it. It is closed when the loop is left, by `break`, by an error or by the signal. `strict`
 * rejects at the first error-level defect that is met; bodies that are skipped are not looked at.
 *
 * @example
 * for await (const part of parts(createReadStream('message.eml'))) {
 *   if (part.filename !== undefined) await pipeline(part.body, createWriteStream(join(folder, part.safeFilename)))
 * }
 */
export function parts(source: StreamSource, options?: StreamOptions): Parts {
  const { signal, resolved } = resolveStreamOptions(options)
  const events = new EventReader(new ChunkReader(source, signal), resolved)
  let begun = false
  return {
    get defects() {
      return events.document.defects.items
    },
    [Symbol.asyncIterator]() {
      if (begun) throw new Error('a stream of parts can be iterated once: call parts() again with a new source')
      begun = true
      return lettingGo(announce(events, resolved.strict), events)
    },
  }
}

async function* announce(events: EventReader, strict: boolean): AsyncGenerator<StreamedPart, void> {
  try {
    for (;;) {
      const event = events.take() ?? (await events.next())
      if (event === undefined) return
      if (event.kind !== HEAD) continue
      const part = new PassingPart(event.head, events)
      if (strict) for (const field of part.headers) field.parsed
      yield part
      part.pass()
    }
  } finally {
    await events.close()
  }
}

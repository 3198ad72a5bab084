/** Signs a message that comes as a stream: gives the signature field, then its octets. RFC 6376 §5. */
import { assertObject } from '../bytes/arguments.js'
import { fromLatin1 } from '../bytes/platform.js'
import { ChunkReader, type StreamSource } from '../stream/source.js'
import { type SignDkimOptions, signDkim } from './sign.js'

/** Of `signStream`. */
export interface SignStreamOptions extends SignDkimOptions {
  /** Octets that are kept of a source that can be read once only. Default 64 MiB. */
  readonly maxBuffered?: number
}

/**
 * Gives the message with its DKIM-Signature in front, in chunks, its octets unchanged. The signature is known when the last octet has
 * passed, so the source is read twice where that can be done (bytes, a Blob, a function that opens it anew each time, which must give the same
 * octets), and kept up to `maxBuffered` octets where not.
 *
 * @param source a stream, or a function that gives one: it is called twice
 * @throws TypeError for a wrong option; RangeError where a source that is read once is longer than `maxBuffered`; the errors of the source
 * @example
 * for await (const chunk of signStream(() => createReadStream(path), options)) socket.write(chunk)
 */
export async function* signStream(
  source: StreamSource | (() => StreamSource),
  options: SignStreamOptions,
): AsyncGenerator<Uint8Array, void, undefined> {
  assertObject(options, 'options')
  const { maxBuffered = 64 * (1 << 20), ...signing } = options
  if (!Number.isSafeInteger(maxBuffered) || maxBuffered < 0)
    throw new TypeError('options.maxBuffered: expected a non-negative integer')
  const again = reopened(source)
  const kept: Uint8Array[] = []
  const { text } = await signDkim(again?.() ?? keeping(source as StreamSource, kept, maxBuffered), signing)
  const rest = again === undefined ? kept : chunksOf(again())
  let first = true
  for await (const chunk of rest) {
    if (first) yield fromLatin1(endsInLf(chunk) ? text.replaceAll('\r\n', '\n') : text)
    first = false
    yield chunk
  }
  if (first) yield fromLatin1(text)
}

/** The field is written with the line ends of the message. */
function endsInLf(chunk: Uint8Array): boolean {
  const lf = chunk.indexOf(0x0a)
  return lf > 0 && chunk[lf - 1] !== 0x0d
}

function reopened(source: StreamSource | (() => StreamSource)): (() => StreamSource) | undefined {
  if (typeof source === 'function') return source
  const again =
    typeof source === 'string' ||
    source instanceof Uint8Array ||
    source instanceof ArrayBuffer ||
    source instanceof Blob ||
    Array.isArray(source)
  return again ? () => source : undefined
}

async function* chunksOf(source: StreamSource): AsyncGenerator<Uint8Array> {
  const reader = new ChunkReader(source, undefined)
  try {
    for (let chunk = await reader.next(); chunk !== undefined; chunk = await reader.next()) yield chunk
  } finally {
    await reader.close()
  }
}

async function* keeping(source: StreamSource, kept: Uint8Array[], max: number): AsyncGenerator<Uint8Array> {
  let length = 0
  for await (const chunk of chunksOf(source)) {
    length += chunk.length
    if (length > max)
      throw new RangeError(
        `signStream: over ${max} octets of a source that is read once: give a function that opens it anew, or raise maxBuffered`,
      )
    kept.push(chunk)
    yield chunk
  }
}

/** parseStream(): collects all chunks of a stream, then parses them as bytes in memory. */
import { ByteWriter } from '../bytes/writer.js'
import { parse } from '../message/parse.js'
import type { Message } from '../tree/message.js'
import { resolveStreamOptions, type StreamOptions } from './parts.js'
import { ChunkReader, type StreamSource } from './source.js'

/**
 * Reads a whole message from a stream. It keeps at most `limits.maxBytes` octets: what is past them is not read, and the defect `message-too-large`
 * says so. Lower that limit where senders are strangers.
 */
export async function parseStream(source: StreamSource, options?: StreamOptions): Promise<Message> {
  const { signal, resolved } = resolveStreamOptions(options)
  const { signal: _, ...reading } = options ?? {}
  const chunks = new ChunkReader(source, signal)
  try {
    const { maxBytes } = resolved.limits
    const first = await chunks.next()
    const second = first === undefined || first.length > maxBytes ? undefined : await chunks.next()
    if (second === undefined) return parse(first ?? new Uint8Array(0), reading)
    const writer = new ByteWriter(2 * ((first as Uint8Array).length + second.length))
      .bytes(first as Uint8Array)
      .bytes(second)
    while (writer.length <= maxBytes) {
      const chunk = await chunks.next()
      if (chunk === undefined) break
      writer.bytes(chunk)
    }
    return parse(writer.take(), reading)
  } finally {
    await chunks.close()
  }
}

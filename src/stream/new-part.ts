/**
 * Parts that a caller of rewrite() adds: made as in memory, from the same description. The streams of their contents are closed when the rewriting
 * ends, read or not. RFC 2046 §5.1.
 */
import { isObject } from '../bytes/arguments.js'
import { fromUtf8 } from '../bytes/platform.js'
import { isBytes } from '../bytes/source.js'
import { chunkEncoder } from '../charset/index.js'
import { refuseTaken, takeOnce } from '../compose/compose-stream.js'
import { partNode } from '../compose/part.js'
import { isStream } from '../compose/spec-shape.js'
import { holdsOneOf } from '../render/boundary.js'
import { eolOf } from '../render/edits.js'
import { isEntity } from '../tree/is-message.js'
import type { Node } from '../tree/node.js'
import type { PartSpec, StreamContent } from '../tree/part-spec.js'
import type { Head } from './events.js'
import { ChunkReader, type StreamSource } from './source.js'

/** What `replace` takes: a content and its type, or the description of a part. */
export function replacement(given: StreamSource | PartSpec, contentType: string | undefined): PartSpec {
  const isContent = typeof given === 'string' || isBytes(given) || isStream(given) || isEntity(given)
  if (isContent) {
    if (contentType === undefined && (isStream(given) || isEntity(given))) return { content: given as StreamContent }
    return { content: given as StreamContent, contentType }
  }
  if (!isObject(given)) throw new TypeError('content: expected a content, or { content … }, { text } or { html }')
  if (contentType !== undefined)
    throw new TypeError('contentType: is a key of the part that is given: leave the second argument out')
  return given as PartSpec
}

/**
 * Makes the node of a part that will stand in, or in the place of, the entity of `head`. Its streams are read when it is written.
 *
 * @param open gets the streams that are to be closed if they are not read
 * @throws MessageSpecError, before anything is written
 */
export function newNode(
  spec: PartSpec,
  head: Head,
  { isForm, open, signal }: { isForm: boolean; open: Set<ChunkReader>; signal: AbortSignal | undefined },
): Node {
  const node = head.node as Node
  const made = new Map<ChunkReader, StreamContent>()
  const stream = (content: StreamContent, charset: string) => {
    refuseTaken(content, 'content')
    const reader = new ChunkReader(content, signal, charset === 'utf-8' ? utf8Of : chunkEncoder(charset))
    made.set(reader, content)
    return chunksOf(reader, open)
  }
  const related = head.parent?.entity?.contentType.mediaType === 'multipart/related'
  const place = {
    related,
    isForm,
    eol: eolOf(node),
    stream,
    holdsDelimiter: (octets: Uint8Array) => holdsOneOf(octets, () => openBoundaries(head)),
  }
  const part = partNode(spec, place, node.doc)
  for (const [reader, content] of made) {
    takeOnce(content)
    open.add(reader)
  }
  return part
}

/** A lone surrogate has no UTF-8: a content is written as it was given, or not at all. */
function utf8Of(text: string): Uint8Array {
  if (/\p{Surrogate}/u.test(text))
    throw new TypeError('content: a lone surrogate in a chunk, which has no UTF-8: give whole characters')
  return fromUtf8(text)
}

async function* chunksOf(reader: ChunkReader, open: Set<ChunkReader>): AsyncGenerator<Uint8Array, void> {
  for (let chunk = await reader.next(); chunk !== undefined; chunk = await reader.next()) yield chunk
  open.delete(reader)
}

/** The boundaries of the multiparts that are open here. */
function openBoundaries(head: Head): string[] {
  const found: string[] = []
  for (let at: Head | undefined = head; at !== undefined; at = at.parent) {
    const boundary = at.isMultipart ? at.entity?.contentType.boundary : undefined
    if (boundary !== undefined) found.push(boundary)
  }
  return found
}

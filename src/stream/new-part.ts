/** Parts and contents that are new to a message that flows through: their header sections, and bodies in which no delimiter can hide. RFC 2045 §6, RFC 2046 §5.1. */
import { CR } from '../bytes/ascii.js'
import { Litter } from '../bytes/litter.js'
import { fromLatin1, fromUtf8 } from '../bytes/platform.js'
import { Base64Encoder, encodeBase64 } from '../codec/base64-encode.js'
import { ignore } from '../defects/defect.js'
import { readContentType } from '../field/mime/content-type.js'
import { holdsDelimiter } from '../render/boundary.js'
import { canonicalBreaks, encodeContent } from '../render/content.js'
import { eolOf, renderField } from '../render/edits.js'
import type { Node } from '../tree/node.js'
import type { Head } from './events.js'
import type { ChunkReader, StreamSource } from './source.js'

/** Octets that are encoded at a time, however long a chunk is: it bounds what is held. */
const PIECE = 57 * 575

/** A part to add. */
export interface NewPart {
  /** Before transfer encoding; a string is UTF-8 text. */
  readonly content: StreamSource
  /** Default: `text/plain; charset=utf-8` for a string, `application/octet-stream` for bytes. */
  readonly contentType?: string
  readonly filename?: string
  /** Default: `attachment` for a part with a filename, none for one without. */
  readonly disposition?: 'attachment' | 'inline'
  /** Without angle brackets. */
  readonly contentId?: string
  readonly description?: string
}

const KEYS: ReadonlySet<string> = new Set([
  'content',
  'contentType',
  'filename',
  'disposition',
  'contentId',
  'description',
])

/** A part to add, checked. */
export interface AddedPart extends Omit<NewPart, 'content'> {
  readonly contentType: string
  readonly content: Uint8Array | ChunkReader
}

/** Throws TypeError for what is no part. Content that is a stream is read by what `open` makes of it. */
export function added(part: NewPart, open: (content: StreamSource) => ChunkReader): AddedPart {
  if (typeof part !== 'object' || part === null) throw new TypeError('append: expected an object with content')
  for (const key of Object.keys(part)) if (!KEYS.has(key)) throw new TypeError(`append: unknown option ${key}`)
  const { content, contentType, disposition } = part
  if (disposition !== undefined && disposition !== 'attachment' && disposition !== 'inline')
    throw new TypeError("append: disposition: expected 'attachment' or 'inline'")
  if (typeof content === 'string') {
    const bytes = fromUtf8(canonicalBreaks(content))
    return { ...part, content: bytes, contentType: contentType ?? 'text/plain; charset=utf-8' }
  }
  const type = contentType ?? 'application/octet-stream'
  return { ...part, contentType: type, content: content instanceof Uint8Array ? content : open(content) }
}

/** The header section of a new part, separator included, then its body. `head`: the multipart that it is added to. */
export async function* partPieces(
  part: AddedPart,
  head: Head,
  open: Set<ChunkReader>,
): AsyncGenerator<Uint8Array, void> {
  const node = head.node as Node
  const { content, contentType, filename } = part
  const body = bodyOf(content, contentType, head, open)
  yield renderField(node, 'Content-Type', contentType).raw
  yield renderField(node, 'Content-Transfer-Encoding', body.encoding).raw
  const type = part.disposition ?? (filename === undefined ? undefined : 'attachment')
  if (type !== undefined) {
    const params = filename === undefined ? {} : { filename }
    yield renderField(node, 'Content-Disposition', { type, params }).raw
  }
  if (part.contentId !== undefined) yield renderField(node, 'Content-ID', part.contentId).raw
  if (part.description !== undefined) yield renderField(node, 'Content-Description', part.description).raw
  yield fromLatin1(eolOf(node))
  yield* body.pieces
}

interface NewBody {
  readonly encoding: string
  readonly pieces: Iterable<Uint8Array> | AsyncIterable<Uint8Array>
}

/** Text in memory stays readable where that is safe; base64 for all else. */
function bodyOf(content: Uint8Array | ChunkReader, contentType: string, head: Head, open: Set<ChunkReader>): NewBody {
  const eol = eolOf(head.node as Node)
  if (!(content instanceof Uint8Array)) return { encoding: 'base64', pieces: base64Pieces(content, eol, open) }
  if (readContentType(contentType, ignore).type === 'text') {
    const { encoding, body } = encodeContent(content, true)
    if (!holdsOpenDelimiter(body, head)) return { encoding, pieces: [eol === '\n' ? withoutCr(body) : body] }
  }
  const body = encodeBase64(content)
  return { encoding: 'base64', pieces: [eol === '\n' ? withoutCr(body) : body] }
}

/** Does a line of it begin like a delimiter of a multipart that is open here? */
function holdsOpenDelimiter(body: Uint8Array, head: Head): boolean {
  for (let open: Head | undefined = head; open !== undefined; open = open.parent) {
    const boundary = open.isMultipart ? open.entity?.contentType.boundary : undefined
    if (boundary !== undefined && holdsDelimiter(body, boundary)) return true
  }
  return false
}

/** A content as base64, in lines that end in `eol`; taken out of `open` when all was read. */
export async function* base64Pieces(
  content: ChunkReader,
  eol: string,
  open: Set<ChunkReader>,
): AsyncGenerator<Uint8Array, void> {
  const encoder = new Base64Encoder()
  const litter = new Litter()
  for (let chunk = await content.next(); chunk !== undefined; chunk = await content.next()) {
    for (let from = 0; from < chunk.length; from += PIECE) {
      const bytes = encoder.write(chunk.subarray(from, from + PIECE))
      litter.passed(bytes.length)
      if (bytes.length > 0) yield eol === '\n' ? withoutCr(bytes) : bytes
    }
  }
  const last = encoder.end()
  if (last.length > 0) yield eol === '\n' ? withoutCr(last) : last
  open.delete(content)
}

function withoutCr(bytes: Uint8Array): Uint8Array {
  return bytes.filter((octet) => octet !== CR)
}

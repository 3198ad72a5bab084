/**
 * Finds parts whose bounds readers see differently. RFC 2046 §5.1.1 (boundaries), §5.1.5 (digests), §5.2.1 (encapsulated messages),
 * RFC 5322 §2.2 (lines, names of fields), §4.1 (CR).
 */
import { CR, LF } from '../bytes/ascii.js'
import { fromLatin1, indexOfByte, plain } from '../bytes/platform.js'
import { delimiterInLeaf } from '../check/check-octets.js'
import { isIdentityEncoding } from '../field/mime/transfer-encoding.js'
import { parse } from '../message/parse.js'
import type { Entity } from '../tree/entity.js'
import type { Range } from '../tree/field.js'
import type { Message } from '../tree/message.js'
import type { AmbiguityList } from './list.js'
import type { Profile } from './profiles.js'

/** Types of the parts that `boundary` divides some octets into. */
export function typesIn(boundary: string, body: Uint8Array): string[] {
  const head = fromLatin1(`Content-Type: multipart/mixed; boundary="${boundary.replace(/["\\]/g, '\\$&')}"\r\n\r\n`)
  const source = new Uint8Array(head.length + body.length)
  source.set(head)
  source.set(body, head.length)
  return parse(source, { limits: { maxDepth: 1 } }).parts.map((part) => part.contentType.mediaType)
}

export function readStructure(entity: Entity, found: AmbiguityList): void {
  readLeaf(entity, found)
  readEncodedMessage(entity, found)
  readDigest(entity, found)
}

/** A `boundary` whose delimiters stand in the body of a type that is no multipart. */
function readLeaf(entity: Entity, found: AmbiguityList): void {
  // What stands in the outermost of several messages in each other is divided once.
  const { message, node } = entity
  const isWithin = found.divided !== undefined && found.divided.doc === node.doc && node.start < found.divided.end
  const at = delimiterInLeaf(entity, message !== undefined && !isWithin)
  if (at < 0) return
  if (message !== undefined) found.divided = node
  const parts = typesIn(entity.contentType.params.boundary ?? '', entity.rawBody)
  const readingOf = ({ leaf }: Profile) => (leaf === 'parts' ? parts : [])
  found.add(entity, 'parts', undefined, [{ start: at, end: node.end }], [], readingOf, '2046 5.1.1')
}

/** A message under base64 or quoted-printable, which RFC 2046 §5.2.1 forbids: some open it, some show a file. */
function readEncodedMessage(entity: Entity, found: AmbiguityList): void {
  const { node } = entity
  if (entity.message === undefined || isIdentityEncoding(entity.transferEncoding) || node.start < 0) return
  const own = entity.message.contentType.mediaType
  const readingOf = ({ encoded }: Profile) => (encoded === 'decoded' ? own : null)
  const span = { start: node.bodyStart, end: node.end }
  found.add(entity, 'encoded-message', undefined, [span], own, readingOf, '2046 5.2.1')
}

/** A part of a digest that does not say its type. */
function readDigest(entity: Entity, found: AmbiguityList): void {
  if (entity.contentType.mediaType !== 'multipart/digest') return
  for (const part of entity.parts) {
    if (part.headers.field('content-type') !== undefined || part.contentType.mediaType !== 'message/rfc822') continue
    const span = { start: part.node.start, end: part.node.bodyStart }
    found.add(part, 'type', undefined, [span], 'message/rfc822', ({ digest }) => digest, '2046 5.1.5')
  }
}

/** CR without LF, which some take for the end of a line, and some for an octet that makes a line of its own before CRLF. Once for a message. */
export function readLineEnds(message: Message, found: AmbiguityList): void {
  const { source } = message.node.doc
  const first = bareCr(source)
  if (first === undefined) return
  const own = outline(message)
  const asLines = outline(parse(withLines(source)))
  const asOctets = outline(parse(withOctets(source)))
  const readingOf = ({ bareCr: cr }: Profile) => (cr === 'line' ? asLines : asOctets)
  found.add(message, 'line-ends', undefined, [first], own, readingOf, '5322 2.2, 4.1')
}

function bareCr(source: Uint8Array): Range | undefined {
  for (let at = indexOfByte(source, CR, 0); at !== -1; at = indexOfByte(source, CR, at + 1)) {
    if (source[at + 1] !== LF) return { start: at, end: at + 1 }
  }
  return undefined
}

function withLines(source: Uint8Array): Uint8Array {
  const copy = plain(source.slice())
  for (let at = 0; at < copy.length; at++) if (copy[at] === CR && copy[at + 1] !== LF) copy[at] = LF
  return copy
}

/** CR as a character of the line: one that is no line end to this library either. */
function withOctets(source: Uint8Array): Uint8Array {
  const copy = plain(source.slice())
  for (let at = 0; at < copy.length; at++) if (copy[at] === CR && copy[at + 1] !== LF) copy[at] = 0x01
  return copy
}

/** Each entity: its type, its filename, and how many fields it has. */
function outline(message: Message): string[] {
  const lines: string[] = []
  for (const entity of message.walk()) {
    const fields = entity.node.fieldsTo - entity.node.fieldsFrom
    const name = entity.filename === undefined ? '' : ` ${JSON.stringify(entity.filename)}`
    lines.push(`${entity.path.join('.')} ${entity.contentType.mediaType}${name}, ${fields} fields`.trim())
  }
  return lines
}

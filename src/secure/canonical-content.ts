/**
 * Makes the entity that is signed or encrypted: the content fields and the body of a message, in 7bit, with CRLF, without white space at the ends
 * of lines. RFC 3156 §3, §5; RFC 8551 §3.1.1 to §3.1.3.
 */

import { CR, LF, SP, TAB } from '../bytes/ascii.js'
import { fromLatin1, indexOfByte } from '../bytes/platform.js'
import { ByteWriter } from '../bytes/writer.js'
import { writable } from '../compose/whole.js'
import { written } from '../edit/edit-content.js'
import { isMultipartSigned } from '../field/mime/multipart-signed.js'
import { isIdentityEncoding } from '../field/mime/transfer-encoding.js'
import { parse } from '../message/parse.js'
import { encodeForSure, traitsOf } from '../render/content.js'
import { editLines, editsOf } from '../render/edits.js'
import { join } from '../render/serialize.js'
import { MESSAGE } from '../scan/sink.js'
import { isField } from '../tree/edits.js'
import type { Entity } from '../tree/entity.js'
import type { Message } from '../tree/message.js'

export interface Split {
  /** Lines of the header section that are not about the content: trace, addresses, subject. MIME-Version is not among them. */
  readonly outside: Uint8Array
  /** The entity: content fields, separator, body. */
  readonly inside: Uint8Array
}

/**
 * The message taken apart, its content as it is signed.
 * @throws TypeError where it cannot be written in 7bit (a multipart/signed in it that is not), or has contents that are streams
 */
export function canonicalContent(message: Message): Split {
  const sent = parse(writable(message).toBytes({ transport: '7bit', eol: 'crlf' }))
  let changed = false
  for (const leaf of leavesOutsideSigned(sent)) if (encodeFragile(leaf)) changed = true
  const whole = changed ? parse(sent.toBytes()) : sent
  const { outside, inside } = split(whole)
  return { outside, inside: withoutTrailingSpace(parse(inside)) }
}

/** The message taken apart, every octet of its content as it stands. @param eol of what has to be added */
export function split(message: Message, eol = '\r\n'): Split {
  const bytes = writable(message).toBytes()
  const { node, headers, range } = parse(bytes)
  const outside: Uint8Array[] = []
  const content: Uint8Array[] = []
  for (const line of editLines(node, headers)) {
    const name = isField(line) ? line.name.toLowerCase() : ''
    // A line that ended with the input would run into the next one.
    const whole = line.raw[line.raw.length - 1] === LF ? line.raw : join([line.raw, fromLatin1(eol)])
    if (name.startsWith('content-')) content.push(whole)
    else if (name !== 'mime-version') outside.push(whole)
  }
  // RFC 3156 §5: a set of content headers that says what the data are.
  if (!headers.has('content-type')) content.unshift(fromLatin1(`Content-Type: text/plain${eol}`))
  return { outside: join(outside), inside: join([...content, fromLatin1(eol), bytes.subarray(range.bodyStart)]) }
}

/** Leaves whose octets may change: those in a multipart/signed may not. */
function leavesOutsideSigned(message: Message): Entity[] {
  const found: Entity[] = []
  const work: Entity[] = [message]
  for (let entity = work.pop(); entity !== undefined; entity = work.pop()) {
    if (isMultipartSigned(entity.contentType)) continue
    const held = isIdentityEncoding(entity.transferEncoding) ? entity.message : undefined
    if (held !== undefined) work.push(held)
    else if (entity.parts.length === 0) found.push(entity)
    else for (const part of entity.parts) work.push(part)
  }
  return found
}

/** What gateways change in 7bit text (white space at the ends of lines, `From ` at their beginning, controls) is encoded. True if it was. */
function encodeFragile(leaf: Entity): boolean {
  const { type } = leaf.contentType
  if (!isIdentityEncoding(leaf.transferEncoding) || type === 'multipart' || type === 'message') return false
  const octets = leaf.rawBody
  const traits = traitsOf(octets)
  if (!traits.fragile) return false
  const made = encodeForSure(octets, type === 'text', traits)
  editsOf(leaf.node).body = written(made, '\r\n')
  leaf.headers.set('Content-Transfer-Encoding', made.encoding)
  if (leaf.node.kind === MESSAGE && !leaf.headers.has('mime-version')) leaf.headers.append('MIME-Version', '1.0')
  return true
}

interface Stretch {
  readonly start: number
  readonly end: number
}

/**
 * What is left of white space at the ends of lines stands in header sections, preambles, delimiters and texts in quoted-printable, where it means
 * nothing (RFC 2045 §6.7 rule 3): it is removed (RFC 3156 §5). In a multipart/signed it stays, and so it does under an encoding that is not known.
 */
function withoutTrailingSpace(entity: Message): Uint8Array {
  const { source } = entity.node.doc
  const kept: Stretch[] = []
  const sections: Stretch[] = []
  const work: Entity[] = [entity]
  for (let at = work.pop(); at !== undefined; at = work.pop()) {
    const { start, blank, bodyStart, end, doc } = at.node
    if (doc !== entity.node.doc) continue
    sections.push({ start, end: blank })
    const isSigned = isMultipartSigned(at.contentType)
    const known = /^(?:7bit|8bit|binary|quoted-printable|base64)$/.test(at.transferEncoding)
    if (isSigned || !known) kept.push({ start: bodyStart, end })
    if (isSigned) continue
    if (at.message !== undefined) work.push(at.message)
    for (let i = at.parts.length - 1; i >= 0; i--) work.push(at.parts[i]!)
  }
  return stripped(source, kept, sections)
}

/** @param kept, sections in order */
function stripped(source: Uint8Array, kept: readonly Stretch[], sections: readonly Stretch[]): Uint8Array {
  const out = new ByteWriter(source.length)
  let k = 0
  let s = 0
  let from = 0
  for (let at = 0; at < source.length; ) {
    while (k < kept.length && kept[k]!.end <= at) k++
    const stretch = kept[k]
    if (stretch !== undefined && stretch.start <= at) {
      at = stretch.end
      continue
    }
    const lf = indexOfByte(source, LF, at)
    const next = lf === -1 ? source.length : lf + 1
    const lineEnd = lf === -1 ? source.length : lf > at && source[lf - 1] === CR ? lf - 1 : lf
    let to = lineEnd
    while (to > at && (source[to - 1] === SP || source[to - 1] === TAB)) to--
    if (to < lineEnd) {
      while (s < sections.length && sections[s]!.end <= at) s++
      const inSection = s < sections.length && sections[s]!.start <= at
      out.bytes(source.subarray(from, to))
      // An empty line would end the section: one of white space alone goes wholly.
      from = to === at && inSection ? next : lineEnd
    }
    at = next
  }
  return out.bytes(source.subarray(from)).take()
}

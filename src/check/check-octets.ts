/** Checks octets, line ends and stray delimiters of one entity: sections "Bytes and lines" and "multiparts" of docs/defects.md. */
import { CLASS, CR, DASH, LF, lower, WSP } from '../bytes/ascii.js'
import { fromLatin1, indexOfByte, indexOfBytes } from '../bytes/platform.js'
import { OctetFindings } from '../scan/octet-findings.js'
import { MESSAGE } from '../scan/sink.js'
import type { Document } from '../tree/document.js'
import type { Entity } from '../tree/entity.js'
import type { Node } from '../tree/node.js'

/**
 * Records each code of the section at most once for the entity; `bare-lf`, which a file that Unix stored has everywhere, once for the source.
 * @param bareLf the first place of it in each source so far
 */
export function checkOctets(entity: Entity, bareLf: Map<Document, number>): void {
  const { node } = entity
  const { doc } = node
  const { source } = doc
  const found = new OctetFindings()
  found.look(source, afterBom(node), node.bodyStart, true)
  if (found.eightBit >= 0) {
    doc.defect('eight-bit-header', found.eightBit, found.eightBitEnd)
    doc.defect('smtputf8-required', found.eightBit, found.eightBitEnd)
    found.eightBit = -1
  }
  if (node.firstDelimiter >= 0) {
    found.look(source, node.bodyStart, node.firstDelimiter, false)
    for (const child of node.children) {
      found.newLine()
      found.look(source, child.delimiterStart, child.delimiterEnd, false)
    }
    if (node.closeStart >= 0) {
      found.newLine()
      found.look(source, node.closeStart, node.end, false)
    }
  } else if (node.children.length === 0) {
    if (entity.transferEncoding !== 'binary') found.look(source, node.bodyStart, node.end, false)
    if (found.eightBit >= 0 && entity.transferEncoding === '7bit') {
      doc.defect('eight-bit-in-7bit', found.eightBit, found.eightBitEnd)
    }
  }
  if (found.bareLf >= 0) bareLf.set(doc, Math.min(found.bareLf, bareLf.get(doc) ?? found.bareLf))
  if (found.bareLf >= 0 && found.crlf >= 0) doc.defect('mixed-newlines', found.bareLf, found.bareLf + 1)
  if (found.bareCr >= 0) doc.defect('bare-cr', found.bareCr, found.bareCr + 1)
  if (found.nul >= 0) doc.defect('nul-byte', found.nul, found.nul + 1)
  if (found.control >= 0) doc.defect('control-char-in-header', found.control, found.control + 1)
  if (found.longLine >= 0) doc.defect('oversize-line', found.longLine, found.longLineEnd)
}

/** Tells of the first bare LF of each source, once however often it is checked. */
export function reportBareLf(bareLf: ReadonlyMap<Document, number>): void {
  for (const [doc, at] of bareLf) {
    if (doc.bareLfTold) continue
    doc.bareLfTold = true
    doc.defect('bare-lf', at, at + 1)
  }
}

/** A byte order mark has a code of its own. */
function afterBom(node: Node): number {
  const { source } = node.doc
  const { start } = node
  return source[start] === 0xef && source[start + 1] === 0xbb && source[start + 2] === 0xbf ? start + 3 : start
}

const CONTENT_FIELDS = ['content-type', 'content-disposition', 'content-transfer-encoding']

/** Start of the first line in [from, to) that looks like a field of a body part; -1 if there is none. */
function contentLine(bytes: Uint8Array, from: number, to: number): number {
  for (let line = from; line < to; ) {
    const c = bytes[line]!
    if (c === 0x63 || c === 0x43) for (const name of CONTENT_FIELDS) if (isField(bytes, line, to, name)) return line
    const lf = indexOfByte(bytes, LF, line)
    if (lf === -1 || lf >= to) return -1
    line = lf + 1
  }
  return -1
}

function isField(bytes: Uint8Array, line: number, to: number, name: string): boolean {
  if (line + name.length >= to) return false
  for (let i = 0; i < name.length; i++) if (lower(bytes[line + i]!) !== name.charCodeAt(i)) return false
  let at = line + name.length
  while (at < to && (CLASS[bytes[at]!]! & WSP) !== 0) at++
  return at < to && bytes[at] === 0x3a
}

export function lineEnd(bytes: Uint8Array, line: number, to: number): number {
  const lf = indexOfByte(bytes, LF, line)
  let end = lf === -1 || lf > to ? to : lf
  while (end > line && bytes[end - 1] === CR) end--
  return end
}

/** Parts hidden where readers differ: in preamble and epilogue (RFC 2046 §5.1.1 says that both are ignored). */
export function checkAround(entity: Entity): void {
  const { node } = entity
  if (node.firstDelimiter < 0) return
  const { doc } = node
  const { source } = doc
  const inPreamble = hiddenInPreamble(node)
  if (inPreamble >= 0) doc.defect('content-in-preamble', inPreamble, lineEnd(source, inPreamble, node.firstDelimiter))
  const hidden = hiddenAfterClose(entity)
  if (hidden >= 0) doc.defect('content-after-close', hidden, lineEnd(source, hidden, node.end))
}

/** The first line in a preamble that looks like a field of a body part; -1 if there is none. */
export function hiddenInPreamble(node: Node): number {
  return contentLine(node.doc.source, node.bodyStart, node.firstDelimiter)
}

/** The first line after the closing delimiter that looks like a delimiter of the multipart or a field of a body part; -1 if there is none. */
export function hiddenAfterClose(entity: Entity): number {
  const { node } = entity
  const { source } = node.doc
  if (node.closeEnd < 0) return -1
  const boundary = entity.contentType.boundary ?? ''
  const needle = fromLatin1(`--${boundary}`)
  let hidden = contentLine(source, node.closeEnd, node.end)
  const epilogue = source.subarray(0, node.end)
  for (let at = indexOfBytes(epilogue, needle, node.closeEnd); at !== -1; at = indexOfBytes(epilogue, needle, at + 1)) {
    if (at > node.closeEnd && source[at - 1] !== LF) continue
    if (!isDelimiterRest(source, at + needle.length, node.end)) continue
    if (hidden === -1 || at < hidden) hidden = at
    break
  }
  return hidden
}

/** After `--boundary`: nothing but an optional `--` and white space up to the line end. */
function isDelimiterRest(bytes: Uint8Array, from: number, to: number): boolean {
  let at = from
  if (bytes[at] === DASH && bytes[at + 1] === DASH) at += 2
  while (at < to && ((CLASS[bytes[at]!]! & WSP) !== 0 || bytes[at] === CR)) at++
  return at >= to || bytes[at] === LF
}

/**
 * The first delimiter of a `boundary` that stands on a type that is no multipart; -1 if there is none (RFC 2046 §5.1.1).
 * @param held in an encapsulated message as well, which is no leaf
 */
export function delimiterInLeaf(entity: Entity, held = false): number {
  const { node } = entity
  const [child] = node.children
  if (child !== undefined && !(held && child.kind === MESSAGE)) return -1
  if (node.start < 0 || entity.contentType.type === 'multipart') return -1
  const needle = fromLatin1(`--${entity.contentType.params.boundary ?? ''}`)
  if (needle.length === 2) return -1
  const { source } = node.doc
  const body = source.subarray(0, node.end)
  for (let at = indexOfBytes(body, needle, node.bodyStart); at !== -1; at = indexOfBytes(body, needle, at + 1)) {
    if ((at === node.bodyStart || source[at - 1] === LF) && isDelimiterRest(source, at + needle.length, node.end))
      return at
  }
  return -1
}

/** Tells of it. */
export function checkLeaf(entity: Entity): void {
  const at = delimiterInLeaf(entity)
  const { doc, end } = entity.node
  if (at >= 0) doc.defect('delimiters-in-leaf', at, lineEnd(doc.source, at, end))
}

/** Lines that begin as a delimiter of the innermost multipart and are none: readers that compare prefixes take them for one. */
export function checkNearMisses(entity: Entity): void {
  const { node } = entity
  const around = node.firstDelimiter >= 0 ? node : multipartAround(node)
  if (around === undefined) return
  const boundary = around.view.contentType.boundary
  if (boundary === undefined) return
  const { doc } = node
  const { source } = doc
  const to = node.firstDelimiter >= 0 ? node.firstDelimiter : node.end
  const needle = fromLatin1(`--${boundary}`)
  // Not beyond the body: where each of many parts has a boundary of its own, searching on to the end would be quadratic.
  const body = source.subarray(0, to)
  for (
    let at = indexOfBytes(body, needle, node.bodyStart);
    at !== -1;
    at = indexOfBytes(body, needle, at + needle.length)
  ) {
    let start = at
    while (start > node.bodyStart && (CLASS[source[start - 1]!]! & WSP) !== 0) start--
    if (start > node.bodyStart && source[start - 1] !== LF) continue
    doc.defect('boundary-prefix-collision', start, lineEnd(source, at, to))
  }
}

/** The multipart around a leaf, through encapsulated messages of the same source. */
function multipartAround(node: Node): Node | undefined {
  for (let at = node.parent; at !== undefined && at.doc === node.doc; at = at.parent) {
    if (at.firstDelimiter >= 0) return at
    if (at.kind === MESSAGE && at.parent === undefined) return undefined
  }
  return undefined
}

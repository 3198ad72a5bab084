/**
 * Finds bodies that readers read differently: where one begins, what belongs to it, what it decodes to. RFC 5322 §2.1, RFC 2046 §5.1.1,
 * RFC 2045 §6.4, §6.8.
 */

import { ALPHABET, CLASS, COLON, CR, DASH, EQUALS, LF, SP, TAB, WSP } from '../bytes/ascii.js'
import { FNV_BASIS, fnv1a } from '../bytes/fnv.js'
import { indexOfByte } from '../bytes/platform.js'
import { hiddenAfterClose, hiddenInPreamble, lineEnd } from '../check/check-octets.js'
import { decodeTransfer } from '../codec/transfer.js'
import { excerpt } from '../defects/texts.js'
import { isIdentityEncoding } from '../field/mime/transfer-encoding.js'
import { parse } from '../message/parse.js'
import { MESSAGE } from '../scan/sink.js'
import type { Entity } from '../tree/entity.js'
import type { Range } from '../tree/field.js'
import type { Node } from '../tree/node.js'
import type { AmbiguityList } from './list.js'
import type { Profile } from './profiles.js'
import { typesIn } from './structure.js'

export function readBodies(entity: Entity, found: AmbiguityList): void {
  const { node } = entity
  if (!node.opaque) readSeparator(entity, found)
  if (node.firstDelimiter >= 0) readOutside(entity, found)
  const encoding = entity.transferEncoding
  if (entity.contentType.type === 'multipart') {
    if (!isIdentityEncoding(encoding) && !standsInEncoded(entity)) readEncodedMultipart(entity, encoding, found)
  } else if (node.children.length === 0) {
    if (encoding === 'base64') readPadding(entity, found)
  }
}

const types = (entity: Entity): string[] => entity.parts.map((part) => part.contentType.mediaType)

/** Parts in a preamble, and after a closing delimiter. */
function readOutside(entity: Entity, found: AmbiguityList): void {
  const { node } = entity
  const { source } = node.doc
  const own = types(entity)
  const before = hiddenInPreamble(node)
  if (before >= 0) {
    const hidden = parse(source.subarray(before, node.firstDelimiter), { limits: { maxDepth: 0 } })
    const all = [hidden.contentType.mediaType, ...own]
    const span = { start: before, end: node.firstDelimiter }
    const readingOf = ({ outside }: Profile) => (outside === 'parts' ? all : own)
    found.add(entity, 'preamble', undefined, [span], own, readingOf, '2046 5.1.1')
  }
  const after = hiddenAfterClose(entity)
  if (after >= 0) {
    const epilogue = source.subarray(after, node.end)
    let hidden = typesIn(entity.contentType.boundary ?? '', epilogue)
    if (hidden.length === 0) hidden = [parse(epilogue, { limits: { maxDepth: 0 } }).contentType.mediaType]
    const all = [...own, ...hidden]
    const readingOf = ({ outside }: Profile) => (outside === 'parts' ? all : own)
    found.add(entity, 'epilogue', undefined, [{ start: after, end: node.end }], own, readingOf, '2046 5.1.1')
  }
}

/** Who decodes the multipart around it finds other parts there already; so each octet is decoded once, whatever the depth. */
function standsInEncoded(entity: Entity): boolean {
  for (let around = entity.parent; around !== undefined; around = around.parent) {
    if (around.contentType.type === 'multipart' && !isIdentityEncoding(around.transferEncoding)) return true
  }
  return false
}

function readEncodedMultipart(entity: Entity, encoding: string, found: AmbiguityList): void {
  const { boundary } = entity.contentType
  const { doc, bodyStart, end } = entity.node
  if (boundary === undefined) return
  const own = types(entity)
  const decoded = typesIn(
    boundary,
    decodeTransfer(entity.rawBody, encoding, { max: doc.options.limits.maxDecodedBytes }),
  )
  const readingOf = ({ encoded }: Profile) => (encoded === 'decoded' ? decoded : own)
  found.add(entity, 'encoded-multipart', undefined, [{ start: bodyStart, end }], own, readingOf, '2045 6.4')
}

/** A line that is no field, or fields that run into a body without an empty line. */
function readSeparator(entity: Entity, found: AmbiguityList): void {
  const { node } = entity
  const fields = node.fieldsTo - node.fieldsFrom
  const own = split(fields, node.bodyStart)
  const gap = firstGap(node) ?? oddName(entity)
  let ends = own
  let skipped = own
  let span: Range
  if (gap !== undefined) {
    ends = split(gap.fields, gap.start)
    span = gap
  } else if (fields === 0 && node.kind === MESSAGE && node.blank === node.start && node.blank < node.bodyStart) {
    const behind = fieldsBehind(node)
    if (behind === undefined) return
    skipped = split(behind.fields, behind.bodyStart)
    span = { start: node.blank, end: node.bodyStart }
  } else if (fields > 0 && node.blank === node.bodyStart && node.firstDelimiter === node.bodyStart) {
    // The section ended at a delimiter of its own: others go on to the next empty line.
    skipped = split(fields, node.children[0]?.bodyStart ?? node.end)
    span = { start: node.bodyStart, end: lineEnd(node.doc.source, node.bodyStart, node.end) }
  } else {
    const bodyEnd = node.firstDelimiter >= 0 ? node.firstDelimiter : node.end
    if (node.blank < node.bodyStart || bodyEnd <= node.bodyStart || node.children[0]?.delimiterStart === -1) return
    skipped = split(fields, bodyEnd)
    span = { start: node.bodyStart, end: lineEnd(node.doc.source, node.bodyStart, bodyEnd) }
  }
  const readingOf = ({ noField }: Profile) => (noField === 'ends' ? ends : skipped)
  found.add(entity, 'separator', undefined, [span], own, readingOf, '5322 2.1, 3.5')
}

/** The field lines that stand behind empty lines at the start of a message, and where the body is for readers that skip those. */
function fieldsBehind(node: Node): { readonly fields: number; readonly bodyStart: number } | undefined {
  const { source } = node.doc
  let line = node.bodyStart
  while (line < node.end && (source[line] === CR || source[line] === LF)) line++
  let fields = 0
  while (line < node.end) {
    const end = lineEnd(source, line, node.end)
    const next = indexOfByte(source, LF, line)
    const after = next === -1 || next >= node.end ? node.end : next + 1
    if (end === line) return fields === 0 ? undefined : { fields, bodyStart: after }
    if ((CLASS[source[line]!]! & WSP) === 0) {
      const colon = indexOfByte(source, COLON, line)
      if (colon <= line || colon >= end) return fields === 0 ? undefined : { fields, bodyStart: line }
      fields++
    }
    line = after
  }
  return fields === 0 ? undefined : { fields, bodyStart: node.end }
}

/** A field whose name is none (RFC 5322 §2.2), or has white space before its colon (§4.5): to some it is no field, and ends the section. */
function oddName(entity: Entity): (Range & { readonly fields: number }) | undefined {
  const { node } = entity
  const { source, spans } = node.doc
  for (let i = node.fieldsFrom; i < node.fieldsTo; i++) {
    const [start, colon, end] = [spans[3 * i]!, spans[3 * i + 1]!, spans[3 * i + 2]!]
    for (let at = start; at < colon; at++) {
      const c = source[at]!
      if (c <= 0x20 || c >= 0x7f) return { start, end, fields: i - node.fieldsFrom }
    }
  }
  return undefined
}

function split(fields: number, at: number): string {
  return `${fields} field${fields === 1 ? '' : 's'}, body at octet ${at}`
}

/** The first octets of a header section that are no field, a byte order mark and an mbox line at its start excepted. */
function firstGap(node: Node): (Range & { readonly fields: number }) | undefined {
  const { source, spans } = node.doc
  let pos = node.start
  if (source[pos] === 0xef && source[pos + 1] === 0xbb && source[pos + 2] === 0xbf) pos += 3
  if (node.kind === MESSAGE) pos = afterFromLine(source, pos, node.blank)
  for (let i = node.fieldsFrom; i < node.fieldsTo; i++) {
    const start = spans[3 * i]!
    if (start > pos) return { start: pos, end: start, fields: i - node.fieldsFrom }
    pos = spans[3 * i + 2]!
  }
  return node.blank > pos ? { start: pos, end: node.blank, fields: node.fieldsTo - node.fieldsFrom } : undefined
}

const FROM = [0x46, 0x72, 0x6f, 0x6d]

function afterFromLine(source: Uint8Array, pos: number, to: number): number {
  let at = source[pos] === 0x3e ? pos + 1 : pos
  for (const c of FROM) if (source[at++] !== c) return pos
  if (at >= to || (CLASS[source[at]!]! & WSP) === 0) return pos
  while (at < to && (CLASS[source[at]!]! & WSP) !== 0) at++
  if (source[at] === 0x3a) return pos
  const lf = indexOfByte(source, LF, at)
  return lf === -1 || lf >= to ? to : lf + 1
}

const UNDERSCORE = 0x5f
const SEXTETS: Int8Array = /* @__PURE__ */ sextets()

function sextets(): Int8Array {
  const table = new Int8Array(256).fill(-1)
  for (let i = 0; i < ALPHABET.length; i++) table[ALPHABET.charCodeAt(i)] = i
  return table
}

/** Data behind padding, octets that are not of the alphabet, and a last group without padding. */
function readPadding(entity: Entity, found: AmbiguityList): void {
  const raw = entity.rawBody
  let at = 0
  let count = 0
  let padding = 0
  for (; at < raw.length; at++) {
    const octet = raw[at]!
    if (SEXTETS[octet]! >= 0) {
      if (padding > 0) break
      count++
    } else if (octet === EQUALS) padding++
    else if (octet !== CR && octet !== LF && octet !== SP && octet !== TAB) break
  }
  if (at === raw.length && (count + padding) % 4 === 0) return
  let end = raw.length
  while (end > at && (raw[end - 1] === LF || raw[end - 1] === CR)) end--
  const own = new Summary()
  for (const octet of entity.bytes()) own.octet(octet)
  const { bodyStart } = entity.node
  const models = new Map<string, string>()
  const readingOf = ({ padding: way, alphabet }: Profile): string => {
    const key = `${way} ${alphabet}`
    let text = models.get(key)
    if (text === undefined) models.set(key, (text = decodedBy(raw, way, alphabet)))
    return text
  }
  const span = { start: bodyStart + Math.min(at, end), end: bodyStart + end }
  found.add(entity, 'base64', undefined, [span], own.text(), readingOf, '2045 6.8')
}

/** What comes of base64 with padding inside or foreign octets. Not the decoder of this library, whose one reading is another: a model of what others do. */
function decodedBy(raw: Uint8Array, way: Profile['padding'], alphabet: Profile['alphabet']): string {
  const summary = new Summary()
  let bits = 0
  let held = 0
  let padded = false
  let group: number[] = []
  for (const octet of raw) {
    if (octet === EQUALS) padded = way !== 'skips'
    let sextet = SEXTETS[octet]!
    if (sextet < 0 && alphabet === 'url') sextet = octet === DASH ? 62 : octet === UNDERSCORE ? 63 : -1
    if (sextet < 0) {
      if (alphabet === 'stops' && octet !== EQUALS && octet !== CR && octet !== LF && octet !== SP && octet !== TAB)
        break
      continue
    }
    if (padded) {
      if (way === 'stops') break
      padded = false
      bits = 0
      group = []
    }
    held = ((held << 6) | sextet) & 0xffff
    bits += 6
    if (bits < 8) {
      group = []
      continue
    }
    bits -= 8
    group.push((held >> bits) & 0xff)
    // A group that is not whole and has no padding: who stops at what is foreign does not give it.
    if (group.length < 3 && alphabet === 'stops') continue
    for (const one of group) summary.octet(one)
    group = []
  }
  if (padded) for (const one of group) summary.octet(one)
  return summary.text()
}

/** Content in a few words, equal where the octets are: count, a sum (FNV-1a, 32 bits) and the end. */
class Summary {
  private count = 0
  private sum = FNV_BASIS
  private readonly last = new Uint8Array(16)

  octet(octet: number): void {
    this.sum = fnv1a(this.sum, octet)
    this.last[this.count++ & 15] = octet
  }

  text(): string {
    const kept = Math.min(this.count, 16)
    const end = Uint8Array.from({ length: kept }, (_, i) => this.last[(this.count - kept + i) & 15]!)
    const sum = (this.sum >>> 0).toString(16).padStart(8, '0')
    return `${this.count} octets (fnv1a ${sum}) ending "${excerpt(end, 0, kept)}"`
  }
}

/**
 * Makes a message that can be shown to strangers: structure, defects and lengths stay, words go. Every octet keeps its place; letters and
 * digits are replaced by a keyed one-way function. RFC 5322 §2.2, RFC 2045 §6, RFC 2046 §5.1.
 */
import { plain } from '../bytes/platform.js'
import { lookup } from '../charset/labels.js'
import { decodeTransfer } from '../codec/transfer.js'
import { isKnownEncoding } from '../field/mime/transfer-encoding.js'
import { parse } from '../message/parse.js'
import type { Entity } from '../tree/entity.js'
import type { Node } from '../tree/node.js'
import { changeBase64, changeQuoted, changeUuencode } from './carrier.js'
import { maskField, maskLines } from './fields.js'
import { Mask, RAW } from './mask.js'
import { keyOctets, type MaskKey } from './secret.js'

export interface Anonymized {
  readonly bytes: Uint8Array
  /** What is not as it was, in the best of some tries; undefined if structure, defects and spans are all the same. */
  readonly differs: string | undefined
}

/** Tries with other letters: one may by chance make a word that means something. */
const TRIES = 6
const MAX_BOUNDARY = 8000
/** Messages under a transfer encoding inside each other. */
const MAX_INNER = 8
/** Lines that a text keeps the beginning of, because readers look for it. */
const KEPT_START = /^(?:begin(?: -?base64|(?:-base64)?(?:-encoded)?) [0-7]{3,4} |=ybegin )/
const CONTENT_START = /^content-(?:type|disposition|transfer-encoding)[ \t]*:/i
/** Bodies of fields (RFC 3464, RFC 8098, RFC 5965). */
const FIELDS_TYPE =
  /^(?:message\/(?:delivery-status|global-delivery-status|disposition-notification|feedback-report)|text\/rfc822-headers)$/

/**
 * @param key octets, a text or a number: the same key gives the same letters, so that several messages of one thread go together. Who knows it can
 *   try names until they fit: keep it, or leave it out, and 128 bits are drawn at random and forgotten
 * @returns the anonymized message, as long as the original, and what differs in how it is read
 * @throws TypeError for what is no key
 */
export function anonymize(bytes: Uint8Array, key?: MaskKey): Anonymized {
  const octets = keyOctets(key)
  let best: Anonymized | undefined
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const masked = masking(bytes, new Mask(octets, attempt), 0)
    const differs = difference(bytes, masked)
    if (differs === undefined) return { bytes: masked, differs }
    best ??= { bytes: masked, differs }
  }
  return best as Anonymized
}

function masking(bytes: Uint8Array, mask: Mask, inner: number): Uint8Array {
  const out = plain(bytes).slice()
  const message = parse(bytes)
  const boundaries = new Boundaries()
  for (const entity of message.walk()) {
    // Of a type that is no multipart too: a line that begins as its delimiter is told.
    const { boundary } = entity.contentType.params
    if (boundary !== undefined && entity.node.doc === message.node.doc) boundaries.add(boundary)
  }
  for (const entity of message.walk()) {
    const { node } = entity
    if (node.doc !== message.node.doc) continue
    maskSection(out, node, mask)
    maskContent(out, entity, mask, boundaries, inner)
  }
  return out
}

/** The boundaries of a message, to be found at the start of lines: by length, so that many of them cost no more than one. */
class Boundaries {
  private readonly all = new Set<string>()
  private readonly lengths = new Set<number>()
  longest = 0

  add(boundary: string): void {
    // Lines are looked at as far as this; a longer boundary is no boundary of honest mail (RFC 2046 §5.1.1: 70).
    if (boundary.length > MAX_BOUNDARY) return
    this.all.add(boundary)
    this.lengths.add(boundary.length)
    this.longest = Math.max(this.longest, boundary.length)
  }

  /** Length of the longest one that stands at `from` in `text`; 0 if none does. */
  at(text: string, from: number): number {
    let found = 0
    for (const length of this.lengths)
      if (length > found && this.all.has(text.slice(from, from + length))) found = length
    return found
  }
}

function maskSection(out: Uint8Array, node: Node, mask: Mask): void {
  const { spans } = node.doc
  let at = node.start
  for (let i = node.fieldsFrom; i < node.fieldsTo; i++) {
    const start = spans[3 * i]!
    maskLines(out, at, start, mask)
    at = spans[3 * i + 2]!
    maskField(out, start, spans[3 * i + 1]!, at, mask)
  }
  maskLines(out, at, node.blank, mask)
}

function maskContent(out: Uint8Array, entity: Entity, mask: Mask, boundaries: Boundaries, inner: number): void {
  const { node } = entity
  if (node.firstDelimiter >= 0) {
    maskBody(out, node.bodyStart, node.firstDelimiter, mask, boundaries, true)
    if (node.closeEnd >= 0) maskBody(out, node.closeEnd, node.end, mask, boundaries, true)
    return
  }
  if (node.children.length > 0) return
  const change = changeOf(entity, mask, boundaries, inner)
  const { bodyStart, end } = node
  const { transferEncoding } = entity
  if (transferEncoding === 'base64') {
    const decoded = decodeTransfer(out.subarray(bodyStart, end), 'base64').length
    const rest = changeBase64(out, bodyStart, end, decoded, change)
    mask.ascii(out, rest, end, 'blank')
  } else if (transferEncoding === 'quoted-printable') changeQuoted(out, bodyStart, end, change)
  else if (/^(?:x-)?uu(?:encode|e)$/.test(transferEncoding)) changeUuencode(out, bodyStart, end, change)
  else change(out.subarray(bodyStart, end))
}

/** How the decoded content of a leaf is changed. */
function changeOf(entity: Entity, mask: Mask, boundaries: Boundaries, inner: number): (octets: Uint8Array) => void {
  const { mediaType, type } = entity.contentType
  if (entity.message !== undefined && inner < MAX_INNER)
    return (octets) => octets.set(masking(octets, mask, inner + 1).subarray(0, octets.length))
  if (FIELDS_TYPE.test(mediaType)) return (octets) => maskReport(octets, mask)
  if (type === 'text') {
    const { declared = '', used } = entity.charset
    // What is read as windows-1252 for want of a better label is in a charset that nobody knows.
    const charset = used === 'windows-1252' && lookup(declared)?.name !== used ? RAW : used
    return (octets) => {
      let from = 0
      for (const { start, end } of uuencoded(octets)) {
        maskBody(octets, from, start, mask, boundaries, false, charset)
        // Of its letters and digits alone, half of what it says would be left.
        changeUuencode(octets, start, end, (data) => maskOctets(data, mask), true)
        from = end
      }
      maskBody(octets, from, octets.length, mask, boundaries, false, charset)
    }
  }
  const isText = entity.transferEncoding === '7bit' || entity.transferEncoding === '8bit' || type === 'multipart'
  return isText
    ? (octets) => maskBody(octets, 0, octets.length, mask, boundaries, false, RAW)
    : (octets) => maskOctets(octets, mask)
}

/** The data of uuencoded files in a text: the lines between `begin 644 name` and `end`. */
function uuencoded(octets: Uint8Array): { start: number; end: number }[] {
  const found: { start: number; end: number }[] = []
  let start = -1
  for (let line = 0; line < octets.length; ) {
    const lf = octets.indexOf(0x0a, line)
    const next = lf === -1 ? octets.length : lf + 1
    const text = String.fromCharCode(...octets.subarray(line, Math.min(next, line + 12)))
    if (/^begin [0-7]{3,4} /.test(text)) start = next
    else if (start !== -1 && /^end\s*$/.test(text)) {
      found.push({ start, end: line })
      start = -1
    } else if (octets[line]! > 0x60) start = -1
    line = next
  }
  return found
}

/** A body of lines. Of a line that begins as a delimiter, what the boundary says stays. */
function maskBody(
  out: Uint8Array,
  from: number,
  to: number,
  mask: Mask,
  boundaries: Boundaries,
  around: boolean,
  charset = 'utf-8',
): void {
  // Charsets with a state run on over lines.
  let run = from
  for (let line = from; line < to; ) {
    const lf = out.indexOf(0x0a, line)
    const end = lf === -1 || lf >= to ? to : lf + 1
    const kept = keptLength(out, line, end, boundaries, around)
    if (kept > 0) {
      mask.text(out, run, line, charset, 'blank')
      run = line + kept
    }
    line = end
  }
  mask.text(out, run, to, charset, 'blank')
}

/** Octets at the start of a line that have to stay. */
function keptLength(out: Uint8Array, line: number, end: number, boundaries: Boundaries, around: boolean): number {
  const first = out[line]!
  if (first !== 0x2d && first !== 0x62 && first !== 0x3d && first > 0x20 && !(around && (first | 0x20) === 0x63))
    return 0
  const text = String.fromCharCode(...out.subarray(line, Math.min(end, line + 100 + boundaries.longest)))
  const start = KEPT_START.exec(text) ?? (around ? CONTENT_START.exec(text) : null)
  if (start !== null) return start[0].length
  const dashes = /^[ \t]*--/.exec(text)?.[0].length ?? 0
  if (dashes === 0) return 0
  const kept = boundaries.at(text, dashes)
  return kept === 0 ? 0 : dashes + kept
}

/** Groups of fields, one for each recipient or report. */
function maskReport(octets: Uint8Array, mask: Mask): void {
  for (let at = 0; at < octets.length; ) {
    const lf = octets.indexOf(0x0a, at)
    let end = lf === -1 ? octets.length : lf + 1
    while (end < octets.length && (octets[end] === 0x20 || octets[end] === 0x09)) {
      const next = octets.indexOf(0x0a, end)
      end = next === -1 ? octets.length : next + 1
    }
    const colon = octets.subarray(at, end).indexOf(0x3a)
    if (colon === -1) maskLines(octets, at, end, mask)
    else maskField(octets, at, at + colon, end, mask)
    at = end
  }
}

/** Content that is no text: white space and NULs stay where they are, all else says nothing any more. */
function maskOctets(octets: Uint8Array, mask: Mask): void {
  for (let at = 0; at < octets.length; at++) {
    const c = octets[at]!
    if (c >= 0x80) octets[at] = 0x80 + mask.noise(128)
    else if (c > 0x20 && c < 0x7f) octets[at] = 0x61 + mask.noise(26)
    // Half of a letter in UTF-16.
    else if (c > 0x0d && c < 0x20) octets[at] = 0x0e + mask.noise(13)
    else if (c > 0 && c < 0x09) octets[at] = 1 + mask.noise(8)
  }
}

/** The first thing that is read otherwise in `b` than in `a`. */
function difference(a: Uint8Array, b: Uint8Array): string | undefined {
  if (a.length !== b.length) return `${b.length} octets instead of ${a.length}`
  const before = outline(a)
  const after = outline(b)
  for (let i = 0; i < Math.max(before.length, after.length); i++) {
    if (before[i] !== after[i]) return `${after[i] ?? 'nothing'} instead of ${before[i] ?? 'nothing'}`
  }
  return undefined
}

/** Structure, then defects, with their places. */
function outline(bytes: Uint8Array): string[] {
  const message = parse(bytes)
  const lines: string[] = []
  for (const entity of message.walk()) {
    const { start, bodyStart, end } = entity.range
    const { node } = entity
    const fields = node.fieldsTo - node.fieldsFrom
    const { contentType, transferEncoding, disposition } = entity
    const known = isKnownEncoding(transferEncoding) ? transferEncoding : 'unknown'
    lines.push(
      `${contentType.mediaType} ${known} ${start}-${bodyStart}-${end} ${fields} fields, ${disposition === undefined ? 'no' : 'a'} disposition`,
    )
  }
  const defects = message.check().map(({ code, start, end }) => `${code} ${start}-${end}`)
  return [...lines, ...defects.sort()]
}

/**
 * Finds the signatures that edits invalidate: DKIM-Signature (RFC 6376 §3.5, §5.4) and multipart/signed (RFC 1847 §2.1). Nothing is verified: a
 * signature counts as broken when octets that it covers are no longer those of the source.
 */

import { CR, LF, trimWsp, trimWspEnd } from '../bytes/ascii.js'
import { indexOfByte, latin1 } from '../bytes/platform.js'
import { ignore } from '../defects/defect.js'
import { readContentType } from '../field/mime/content-type.js'
import { isMultipartSigned, nameOfSigned } from '../field/mime/multipart-signed.js'
import { readTagList } from '../field/trace/tag-list.js'
import { sourceField } from '../render/edits.js'
import { bodyPieces, eachPiece, join } from '../render/serialize.js'
import { MESSAGE } from '../scan/sink.js'
import type { Edits } from '../tree/edits.js'
import type { Entity } from '../tree/entity.js'
import { Field } from '../tree/field.js'
import type { Node } from '../tree/node.js'

/**
 * Names of the broken signatures, outermost first. One that went with all that it covered (a part that was removed or replaced) is not
 * among them.
 */
export function brokenBy(message: Entity): string[] {
  const broken: string[] = []
  const work: Node[] = [message.node]
  while (work.length > 0) {
    const node = work.pop()!
    // What was not changed, nor anything in it, has no mark; what was composed had no signature to break.
    if (node.edits === undefined) continue
    if (node.start >= 0) {
      if (node.kind === MESSAGE) brokenDkim(node, broken)
      if (wasSigned(node) && signedChanged(node, node.edits)) broken.push(nameOfSigned(node.view.path))
    }
    if (node.inner !== undefined) work.push(node.inner)
    for (let i = node.children.length - 1; i >= 0; i--) work.push(node.children[i]!)
  }
  return broken
}

/** By the type in the source: a changed one does not undo the signature. */
function wasSigned(node: Node): boolean {
  if (node.firstDelimiter < 0) return false
  const type = sourceField(node, 'content-type')
  return type !== undefined && isMultipartSigned(readContentType(type.octets, ignore))
}

/** Is it no longer the signed part as it was, and its signature (RFC 1847 §2.1)? */
function signedChanged(node: Node, edits: Edits): boolean {
  const before = edits.before ?? node.children
  const now = edits.body === undefined ? node.children : []
  if (now.length !== before.length || now.some((part, i) => part !== before[i])) return true
  const [content, signature] = now
  if (content !== undefined && !isAsBefore(content, false)) return true
  return signature !== undefined && !isAsBefore(signature, true)
}

/** Are the octets of a node, or of its body, those of the source? The first that differs ends it: of signed parts in each other, each is asked. */
function isAsBefore(node: Node, body: boolean): boolean {
  if (node.edits === undefined) return true
  const { source } = node.doc
  let at = body ? node.bodyStart : node.start
  let same = true
  eachPiece(node, body, (piece) => {
    same = piece instanceof Uint8Array && at + piece.length <= node.end
    if (!same) return false
    const octets = piece as Uint8Array
    // Most pieces are views of the very octets that they are compared with.
    if (octets.buffer !== source.buffer || octets.byteOffset !== source.byteOffset + at)
      for (let i = 0; same && i < octets.length; i++) same = octets[i] === source[at + i]
    at += octets.length
    return same
  })
  return same && at === node.end
}

/** Fields by their names in lower case, in order. */
type Named = (lowered: string) => readonly Field[]

/** The header section as it was parsed. */
function sourceFields(node: Node): Named {
  const { source, spans } = node.doc
  const fields: Field[] = []
  for (let i = node.fieldsFrom; i < node.fieldsTo; i++) {
    fields.push(new Field(source, spans[3 * i]!, spans[3 * i + 1]!, spans[3 * i + 2]!, undefined))
  }
  return byName(fields)
}

/** The header section as it is: one that is kept by names is not gone through. */
function presentFields(node: Node): Named {
  return node.edits?.fields === undefined ? byName(node.view.headers.fields()) : (name) => node.edits!.fields!.all(name)
}

function byName(fields: readonly Field[]): Named {
  const names = new Map<string, Field[]>()
  for (const field of fields) {
    const lowered = field.name.toLowerCase()
    const list = names.get(lowered)
    if (list === undefined) names.set(lowered, [field])
    else list.push(field)
  }
  return (lowered) => names.get(lowered) ?? []
}

function brokenDkim(node: Node, broken: string[]): void {
  const before = sourceFields(node)
  const signatures = before('dkim-signature')
  if (signatures.length === 0) return
  const present = presentFields(node)
  const standing = new Set(present('dkim-signature').map(({ raw }) => latin1(raw, 0, raw.length)))
  // However many signatures name a field, or cover the body, it is compared once for each canonical form.
  const fields = [sameNamesakes(before, present, false), sameNamesakes(before, present, true)] as const
  const bodies = sameBody(node)
  for (const signature of signatures) {
    const { raw } = signature
    const { tags } = readTagList(signature.octets, ignore)
    const [header = 'simple', body = 'simple'] = (tags.get('c') ?? '').toLowerCase().split('/')
    const same = fields[trimWsp(header) === 'relaxed' ? 1 : 0]
    if (
      !standing.has(latin1(raw, 0, raw.length)) ||
      ![...signedNames(tags.get('h'))].every(([name, count]) => same(name, count)) ||
      !bodies(trimWsp(body) === 'relaxed', tags.get('l'))
    )
      broken.push(`DKIM-Signature d=${tags.get('d') ?? ''} s=${tags.get('s') ?? ''}`)
  }
}

/** How often each name stands in `h=`. */
function signedNames(h: string | undefined): Map<string, number> {
  const names = new Map<string, number>()
  for (const given of (h ?? '').toLowerCase().split(':')) {
    const name = trimWsp(given)
    if (name !== '') names.set(name, (names.get(name) ?? 0) + 1)
  }
  return names
}

/**
 * RFC 6376 §5.4.2: each mention of a name takes one more field of that name, the last first; those above stay unsigned. Are the last `count` of that
 * name the same?
 */
function sameNamesakes(before: Named, present: Named, relaxed: boolean): (name: string, count: number) => boolean {
  const known = new Map<string, { same: number; old: number; now: number }>()
  return (name, count) => {
    let found = known.get(name)
    if (found === undefined) {
      const old = before(name)
      const now = present(name)
      let same = 0
      const most = Math.min(old.length, now.length)
      while (same < most && sameField(old.at(-1 - same)!, now.at(-1 - same)!, relaxed)) same++
      known.set(name, (found = { same, old: old.length, now: now.length }))
    }
    const { same, old, now } = found
    return same >= count || (same === old && old === now)
  }
}

function sameField(old: Field, now: Field, relaxed: boolean): boolean {
  return sameOctets(old.raw, now.raw) || canonicalField(old.raw, relaxed) === canonicalField(now.raw, relaxed)
}

/** RFC 6376 §3.4.1 and §3.4.2, lines ended as they are on the way. */
function canonicalField(raw: Uint8Array, relaxed: boolean): string {
  const octets = latin1(raw, 0, raw.length)
  if (!relaxed) return octets.replace(/\r?\n/g, '\r\n')
  const colon = octets.indexOf(':')
  const name = trimWspEnd(octets.slice(0, colon)).toLowerCase()
  const value = octets
    .slice(colon + 1)
    .replace(/\r?\n/g, '')
    .replace(/[ \t]+/g, ' ')
  return `${name}:${value.replace(/^ | $/g, '')}`
}

/**
 * Do the octets that a signature covers read the same once they are canonical (RFC 6376 §3.4.3, §3.4.4)? Of `l` octets no more counts. RFC 6376 §3.7:
 * the body is all behind the header section, header sections of parts included.
 */
function sameBody(node: Node): (relaxed: boolean, l: string | undefined) => boolean {
  if (isAsBefore(node, true)) return () => true
  const pieces = bodyPieces(node)
  if (!pieces.every((piece) => piece instanceof Uint8Array)) return () => false
  const old = node.doc.source.subarray(node.bodyStart, node.end)
  const now = join(pieces)
  const whole: (boolean | undefined)[] = []
  const forms: ({ old: number; now: number; common: number } | undefined)[] = []
  return (relaxed, l) => {
    const index = relaxed ? 1 : 0
    if (l === undefined || !/^[0-9]{1,15}$/.test(l)) return (whole[index] ??= sameLines(old, now, relaxed))
    let form = forms[index]
    if (form === undefined) {
      const before = canonicalBody(old, relaxed)
      const written = canonicalBody(now, relaxed)
      let common = 0
      while (common < before.length && before.charCodeAt(common) === written.charCodeAt(common)) common++
      forms[index] = form = { old: before.length, now: written.length, common }
    }
    return form.common >= Number(l)
  }
}

/** The lines of a body, canonical one by one. */
class CanonicalLines {
  constructor(
    private readonly bytes: Uint8Array,
    private at: number,
    private readonly relaxed: boolean,
  ) {}

  /** The next line without its end; undefined behind the last. */
  next(): string | undefined {
    const { bytes, at } = this
    if (at >= bytes.length) return undefined
    const lf = indexOfByte(bytes, LF, at)
    const end = lf === -1 ? bytes.length : lf
    this.at = end + 1
    return canonicalLine(latin1(bytes, at, lf > at && bytes[lf - 1] === CR ? lf - 1 : end), this.relaxed)
  }

  /** Are this line and all that follow empty? They do not count. */
  isOver(line: string | undefined): boolean {
    let next = line
    while (next === '') next = this.next()
    return next === undefined
  }
}

/**
 * Are two bodies of the same lines, where they are canonical? Only what follows the first octet that differs is made canonical, to the first line
 * that does: of messages in each other, each of which is signed, each is asked.
 */
function sameLines(old: Uint8Array, now: Uint8Array, relaxed: boolean): boolean {
  let from = 0
  while (from < old.length && old[from] === now[from]) from++
  while (from > 0 && old[from - 1] !== LF) from--
  const before = new CanonicalLines(old, from, relaxed)
  const written = new CanonicalLines(now, from, relaxed)
  for (;;) {
    const one = before.next()
    const other = written.next()
    if (one !== other) return before.isOver(one) && written.isOver(other)
    if (one === undefined) return true
  }
}

function canonicalLine(line: string, relaxed: boolean): string {
  return relaxed ? line.replace(/[ \t]+/g, ' ').replace(/ $/, '') : line
}

function canonicalBody(bytes: Uint8Array, relaxed: boolean): string {
  const lines = latin1(bytes, 0, bytes.length).split(/\r?\n/)
  const out = lines.map((line) => canonicalLine(line, relaxed))
  let end = out.length
  while (end > 0 && out[end - 1] === '') end--
  const body = out.slice(0, end).join('\r\n')
  return end === 0 && relaxed ? '' : `${body}\r\n`
}

function sameOctets(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && (a === b || a.every((octet, i) => octet === b[i]))
}

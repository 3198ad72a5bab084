/** The octets that a multipart/signed signs, as they were when they were signed. RFC 1847 §2.1, RFC 3156 §5, RFC 8551 §3.1.1. */

import { CR, DASH, LF } from '../bytes/ascii.js'
import { withEol } from '../bytes/line-ends.js'
import { indexOfByte } from '../bytes/platform.js'
import { countBelow } from '../bytes/search.js'
import type { Document } from '../tree/document.js'
import type { Entity } from '../tree/entity.js'

/**
 * Header section and body of the signed part, without the line end before the delimiter that follows, every line ending in CRLF. A part that
 * is `binary` in a message whose own lines end in CRLF stays as it is: its LFs are no line ends.
 */
export function signedOctets(part: Entity): Uint8Array {
  const raw = withoutDelimiterBreak(part)
  if (part.transferEncoding === 'binary' && endsLinesInCrlf(part)) return raw
  return canonical(part, raw)
}

/** The octets of a source that were made canonical last: signed parts stand in each other, and what the outer one took is not taken again. */
interface Canonical {
  readonly start: number
  readonly end: number
  readonly bytes: Uint8Array
  /** Where an LF stood alone, in octets of the source. */
  readonly bare: readonly number[]
}

const last = /* @__PURE__ */ new WeakMap<Document, Canonical>()

function canonical(part: Entity, raw: Uint8Array): Uint8Array {
  const { doc, start, edits } = part.node
  if (edits !== undefined || start < 0) return withEol(raw, '\r\n')
  const end = start + raw.length
  let around = last.get(doc)
  if (around === undefined || start < around.start || end > around.end) {
    around = { start, end, bytes: withEol(raw, '\r\n'), bare: bareLineFeeds(doc.source, start, end) }
    last.set(doc, around)
  }
  const { bare, bytes } = around
  const before = start - around.start + countBelow(bare, start)
  return bytes.subarray(before, before + raw.length + countBelow(bare, end) - countBelow(bare, start))
}

function bareLineFeeds(source: Uint8Array, start: number, end: number): number[] {
  const bare: number[] = []
  for (let at = indexOfByte(source, LF, start); at !== -1 && at < end; at = indexOfByte(source, LF, at + 1)) {
    if (at === start || source[at - 1] !== CR) bare.push(at)
  }
  return bare
}

/**
 * The line end before a delimiter is the delimiter's (RFC 2046 §5.1.1), also where the part ends with a field, or with its blank line: the tree leaves
 * it to the header section there, so that this has whole lines.
 */
function withoutDelimiterBreak(part: Entity): Uint8Array {
  const { raw, node } = part
  const { start, end, doc } = node
  if (start < 0 || raw.length !== end - start || doc.source[end] !== DASH || raw[raw.length - 1] !== LF) return raw
  return raw.subarray(0, raw.length - (raw[raw.length - 2] === CR ? 2 : 1))
}

/** By the first line of the multipart around it: those of a binary part say nothing. */
function endsLinesInCrlf(part: Entity): boolean {
  const around = part.parent?.raw ?? part.raw
  const lf = around.indexOf(LF)
  return lf > 0 && around[lf - 1] === CR
}

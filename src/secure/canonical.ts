/** The octets that a multipart/signed signs, as they were when they were signed. RFC 1847 §2.1, RFC 3156 §5, RFC 8551 §3.1.1. */

import { CR, DASH, LF } from '../bytes/ascii.js'
import { withEol } from '../bytes/line-ends.js'
import type { Entity } from '../tree/entity.js'

/**
 * Header section and body of the signed part, without the line end before the delimiter that follows, every line ending in CRLF. A part that
 * is `binary` in a message whose own lines end in CRLF stays as it is: its LFs are no line ends.
 */
export function signedOctets(part: Entity): Uint8Array {
  const raw = withoutDelimiterBreak(part)
  if (part.transferEncoding === 'binary' && endsLinesInCrlf(part)) return raw
  return withEol(raw, '\r\n')
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

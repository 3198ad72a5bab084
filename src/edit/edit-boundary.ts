/** Draws a new boundary for an edited multipart where a line of new content would be read as a delimiter of the old one. RFC 2046 §5.1.1. */

import { fromLatin1, latin1 } from '../bytes/platform.js'
import { ignore } from '../defects/defect.js'
import { formatContentType } from '../field/mime/content-type.js'
import { ParameterReader } from '../field/mime/parameters.js'
import { Boundaries, dashedLines, holdsDelimiter, mayBegin } from '../render/boundary.js'
import { editLines, editsOf, renderField } from '../render/edits.js'
import { pieces } from '../render/serialize.js'
import { boundaryOf } from '../render/serialize-parts.js'
import { isField } from '../tree/edits.js'
import { Field } from '../tree/field.js'
import type { Node } from '../tree/node.js'
import { isMultipart, isRest } from '../tree/shape.js'

/** The multiparts around a node, innermost first, whose delimiters stand among lines of its octets: not those around a transfer encoding. */
function multipartsAround(node: Node): Node[] {
  const found: Node[] = []
  for (let at = node; at.parent !== undefined; at = at.parent) {
    if (at.parent.inner === at) break
    if (isMultipart(at.parent)) found.push(at.parent)
  }
  return found
}

/** The boundaries in a node, itself included: of delimiters, and declared ones that no delimiter was found for. */
export function boundariesIn(root: Node): string[] {
  const found: string[] = []
  const work = [root]
  for (let node = work.pop(); node !== undefined; node = work.pop()) {
    const written = isMultipart(node) ? boundaryOf(node) : undefined
    const { boundary: declared } = node.view.contentType
    if (written !== undefined) found.push(written)
    if (declared !== undefined && declared !== written) found.push(declared)
    for (const child of node.children) work.push(child)
  }
  return found
}

/** Streams are base64 or quoted-printable: none of their lines begins with `--`. */
function octetsOf(node: Node): Uint8Array[] {
  return pieces(node).filter((piece): piece is Uint8Array => piece instanceof Uint8Array)
}

/** A boundary for a multipart that holds what `node` holds. */
export function drawBoundary(node: Node): string {
  const boundaries = new Boundaries()
  for (const used of [...multipartsAround(node).map(boundaryOf), ...boundariesIn(node)]) boundaries.reserve(used)
  const drawn = boundaries.next(octetsOf(node))
  if (drawn === undefined)
    throw new TypeError('every boundary drawn begins a line of the content: set the content under base64 first')
  return drawn
}

/** The multiparts around what was put into the tree get another boundary where theirs begins one of its lines. */
export function keepApart(node: Node): void {
  const inside = boundariesIn(node)
  const octets = octetsOf(node)
  const lines = octets.flatMap(dashedLines)
  // Most contents hold no such line: then it makes no difference how deep they stand.
  if (inside.length === 0 && lines.length === 0) return
  const around = multipartsAround(node)
  const boundaries = around.map(boundaryOf)
  const mayClash =
    mayBegin(boundaries, [...lines, ...inside]) ||
    inside.some((one) => boundaries.some((other) => other.startsWith(one)))
  if (!mayClash) return
  for (const multipart of around) {
    const boundary = boundaryOf(multipart)
    const clashes =
      inside.some((one) => one.startsWith(boundary) || boundary.startsWith(one)) ||
      octets.some((piece) => holdsDelimiter(piece, boundary))
    if (clashes) redraw(multipart)
  }
}

/** The source may end in what is a delimiter as soon as its line goes on: a multipart that was not closed gets another boundary then. */
export function keepOpenEnd(multipart: Node): void {
  const last = multipart.children[multipart.children.length - 1]
  if (multipart.closeStart >= 0 || multipart.firstDelimiter < 0 || last === undefined || isRest(last)) return
  const boundary = boundaryOf(multipart)
  if (octetsOf(last).some((piece) => holdsDelimiter(piece, boundary))) redraw(multipart)
}

/** Delimiters to be written need the boundary that the field declares: where it was changed since, both are drawn anew. */
export function agree(multipart: Node): void {
  if (multipart.view.contentType.boundary !== boundaryOf(multipart)) redraw(multipart)
}

/** Another boundary: in the Content-Type field and in all delimiters of the multipart, nowhere else. */
export function redraw(multipart: Node): void {
  const boundary = drawBoundary(multipart)
  declare(multipart, boundary)
  const edits = editsOf(multipart)
  edits.boundary = boundary
  edits.newDelimiters = true
  editsOf(multipart)
}

/** Writes the boundary into the Content-Type field; all else of it stays as it is. */
function declare(node: Node, boundary: string): void {
  const lines = editLines(node, node.view.headers)
  const at = lines.findIndex((line) => isField(line) && line.name.toLowerCase() === 'content-type')
  const field = lines[at]
  if (!isField(field)) throw new TypeError('a multipart without Content-Type: set that field first')
  lines[at] = withBoundary(node, field, boundary)
}

function withBoundary(node: Node, field: Field, boundary: string): Field {
  const { octets } = field
  const reader = new ParameterReader(octets, ignore, 0, node.doc.options.limits.maxParameters)
  const found = reader.octets('boundary')
  if (found !== undefined && !found.extended) {
    const head = latin1(field.raw, 0, field.raw.length - octets.length)
    const raw = fromLatin1(`${head}${octets.slice(0, found.from)}boundary="${boundary}"${octets.slice(found.to)}`)
    return new Field(raw, 0, head.length - 1, raw.length, undefined)
  }
  const { mediaType, params } = node.view.contentType
  const others = Object.entries(params).filter(([name]) => name !== 'boundary')
  return renderField(
    node,
    'Content-Type',
    formatContentType({ mediaType, params: [...others, ['boundary', boundary]] }),
  )
}

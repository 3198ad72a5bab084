/**
 * composeAround(): a message of header lines and of entities that stand octet for octet, so that what was signed comes out as it was.
 * RFC 1847 §2, RFC 2045 §4.
 */
import { latin1 } from '../bytes/platform.js'
import { boundariesIn } from '../edit/edit-boundary.js'
import { formatParameters } from '../field/mime/parameters-format.js'
import { Boundaries } from '../render/boundary.js'
import { eolOf } from '../render/edits.js'
import { join, pieces } from '../render/serialize.js'
import type { Document } from '../tree/document.js'
import type { Message } from '../tree/message.js'
import type { Node } from '../tree/node.js'
import { makeField } from './compose-fields.js'
import { newDocument, newNode, separateBy } from './compose-node.js'
import { readWhole as parse } from './whole.js'

type Pairs = readonly (readonly [name: string, value: string])[]

/** A content without parts: the fields about it, and its body as it is to be written. */
export interface WrittenLeaf {
  readonly fields: Pairs
  readonly body: Uint8Array
}

/** A multipart of entities. */
export interface WrittenMultipart {
  readonly subtype: string
  readonly params: Pairs
  /** An entity that stands is its header section, its separator and its body. */
  readonly entities: readonly (Uint8Array | WrittenLeaf)[]
}

export interface AroundOptions {
  /** As in `compose`. */
  readonly boundary?: ((n: number) => string) | undefined
  /** Line end of what is written. Default CRLF. */
  readonly eol?: string
}

/**
 * @param outside lines of the header section that are not about the content, each with its line end
 * @returns the message, parsed anew
 * @throws TypeError for a boundary that cannot be
 */
export function composeAround(
  outside: Uint8Array,
  content: WrittenLeaf | WrittenMultipart,
  { boundary, eol = '\r\n' }: AroundOptions = {},
): Message {
  const doc = newDocument()
  const root = newNode(doc, undefined, outside.length === 0 ? [] : [{ raw: outside }])
  root.edits!.eol = eol
  addFields(root, [['MIME-Version', '1.0']])
  if ('body' in content) fill(root, content)
  else {
    const parts = content.entities.map((one) =>
      one instanceof Uint8Array ? standing(doc, root, one) : leaf(doc, root, one),
    )
    const drawn = drawBoundary(parts, boundary)
    separateBy(root, drawn)
    const params = formatParameters([...content.params, ['boundary', drawn]])
    addFields(root, [['Content-Type', `multipart/${content.subtype}${params}`]])
    for (const part of parts) root.adopt(part)
  }
  return parse(join(pieces(root)))
}

function addFields(node: Node, fields: Pairs): void {
  for (const [name, value] of fields) node.edits!.lines!.push(makeField(name, value, eolOf(node)))
}

function fill(node: Node, { fields, body }: WrittenLeaf): void {
  addFields(node, fields)
  node.edits!.body = body
}

function leaf(doc: Document, parent: Node, content: WrittenLeaf): Node {
  const node = newNode(doc, parent, [])
  fill(node, content)
  return node
}

/** Written as it was read, its separator too: a node of its own octets, since the delimiter behind a slice of a source may take its last line end. */
function standing(doc: Document, parent: Node, entity: Uint8Array): Node {
  const { blank, bodyStart } = parse(entity).node
  const node = newNode(doc, parent, blank === 0 ? [] : [{ raw: entity.subarray(0, blank) }])
  node.edits!.eol = latin1(entity, blank, bodyStart)
  node.edits!.body = entity.subarray(bodyStart)
  return node
}

function drawBoundary(parts: readonly Node[], draw: ((n: number) => string) | undefined): string {
  if (draw !== undefined && typeof draw !== 'function') throw new TypeError('options.boundary: expected a function')
  const boundaries = new Boundaries(draw)
  const octets = parts.map((part) => join(pieces(part)))
  for (const one of octets) for (const used of boundariesIn(parse(one).node)) boundaries.reserve(used)
  const drawn = boundaries.next(octets)
  if (drawn === undefined)
    throw new TypeError('options.boundary: every boundary drawn begins a line of the content: leave the option out')
  return drawn
}

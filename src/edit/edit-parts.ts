/** Adds, removes and replaces parts of an entity. RFC 2046 §5.1. */

import { IDENTITY_ENCODINGS } from '../field/mime/transfer-encoding.js'
import { editLines, editsOf, eolOf, markPartsChanged, renderField } from '../render/edits.js'
import { MESSAGE, PART } from '../scan/sink.js'
import { Edits, type HeaderLine, isField } from '../tree/edits.js'
import type { Field } from '../tree/field.js'
import type { NewPart } from '../tree/kit.js'
import { Node } from '../tree/node.js'
import type { PartSpec } from '../tree/part-spec.js'
import { isMultipart, isRest } from '../tree/shape.js'
import { agree, drawBoundary, keepApart, keepOpenEnd } from './edit-boundary.js'
import { cloneNode } from './edit-clone.js'
import { widen, widest } from './edit-encoding.js'
import { refuseDepth, refusePlace, refuseUnread } from './edit-limits.js'

/** Puts a part at a place among those of an entity; a leaf becomes a multipart/mixed that holds what it was. */
export function insertPart(target: Node, index: number, given: NewPart): Node {
  refusePlace(target, index)
  const multipart = isMultipart(target)
  const count = multipart ? target.children.length : 1
  if (!Number.isInteger(index) || index < 0 || index > count) {
    throw new TypeError(`index: expected an integer from 0 to ${count}`)
  }
  if (multipart) refusePlace(target, index)
  const { mediaType, type } = target.view.contentType
  if (multipart && type !== 'multipart') {
    throw new TypeError(
      `its parts were those of a multipart, its Content-Type says ${mediaType} now: set that field first`,
    )
  }
  const node = nodeOf(target, given)
  refuseDepth(target, node)
  markPartsChanged(target)
  if (multipart) {
    agree(target)
    keepOpenEnd(target)
  } else wrap(target)
  attach(target, index, node)
  return node
}

/** Puts a node among the parts of a multipart. */
function attach(parent: Node, index: number, node: Node): void {
  const edits = markPartsChanged(parent)
  edits.before ??= parent.children.slice()
  node.delimiterStart = node.delimiterEnd = -1
  parent.splice(index, 0, node)
  settle(parent, node)
}

/** What a new part asks of the multiparts around it: another boundary, a wider encoding; of itself: the type that it had. */
function settle(parent: Node, node: Node): void {
  if (isDigest(parent) && !node.view.headers.has('content-type')) node.view.headers.set('Content-Type', 'text/plain')
  widen(parent, widest(node))
  keepApart(node)
  markPartsChanged(parent)
}

function isDigest(node: Node): boolean {
  return node.view.contentType.mediaType === 'multipart/digest'
}

/** Takes a part out of its multipart. */
export function removePart(node: Node): void {
  const parent = parentOf(node, 'removed')
  const edits = markPartsChanged(parent)
  edits.before ??= parent.children.slice()
  leave(parent, node)
  parent.splice(node.index, 1)
  markPartsChanged(parent)
}

/** Puts another part in the place of one. */
export function replacePart(node: Node, given: NewPart): Node {
  const parent = parentOf(node, 'replaced')
  const next = nodeOf(parent, given, node)
  refuseDepth(parent, next)
  const edits = markPartsChanged(parent)
  agree(parent)
  edits.before ??= parent.children.slice()
  const { index, delimiterStart, delimiterEnd } = node
  leave(parent, node)
  parent.splice(index, 1, next)
  // The delimiter stays: it is no part of either.
  next.delimiterStart = delimiterStart
  next.delimiterEnd = delimiterEnd
  settle(parent, next)
  return next
}

/** The multipart of a part that may go. */
function parentOf(node: Node, verb: string): Node {
  refuseUnread(node)
  const { parent } = node
  if (parent === undefined)
    throw new TypeError(
      `a message, or a part that stands in none, cannot be ${verb}: call this on a part of message.walk()`,
    )
  if (node.kind === MESSAGE) {
    throw new TypeError(
      `the message in a part cannot be ${verb}: call this on the part that holds it, or set its content`,
    )
  }
  if (node.opaque && isRest(node))
    throw new TypeError(`parts past limits.maxParts cannot be ${verb}, which were not read: parse with a higher limit`)
  return parent
}

/** A part that leaves a digest keeps the type that it had there. */
function leave(parent: Node, node: Node): void {
  if (isDigest(parent) && !node.view.headers.has('content-type')) {
    node.view.headers.set('Content-Type', 'message/rfc822')
  }
  node.delimiterStart = node.delimiterEnd = -1
}

/**
 * The node of a new part: a part that stands in no message is put in as it is, one that stands in one is copied, a message is attached
 * as message/rfc822.
 */
function nodeOf(target: Node, given: NewPart, replaced?: Node): Node {
  if (!(given instanceof Node)) return make(target, given)
  for (let at: Node | undefined = replaced ?? target; at !== undefined; at = at.parent) {
    if (at === given)
      throw new TypeError('part: an entity cannot stand in itself: give parse(message.toBytes()), a copy')
  }
  if (given.kind === MESSAGE) return make(target, { content: given.view })
  refuseUnread(given)
  if (given.parent === undefined) return given
  const typed = isDigest(given.parent) && !given.view.headers.has('content-type')
  const copy = cloneNode(given, target.doc.kit)
  if (typed) copy.view.headers.set('Content-Type', 'message/rfc822')
  return copy
}

function make(target: Node, spec: PartSpec): Node {
  const { doc } = target
  const related = target.view.contentType.mediaType === 'multipart/related'
  return doc.kit.makePart(spec, { related, eol: eolOf(target) }, doc)
}

/** An entity becomes a multipart/mixed: what it was, with the fields that are about it, is its first part. */
function wrap(node: Node): void {
  const typed = isDigestPart(node)
  const boundary = drawBoundary(node)
  const lines = editLines(node, node.view.headers)
  const moved = lines.filter(isContentField)
  const part = isMultipart(node) ? multipartWithin(node, moved) : leafWithin(node, moved)
  const edits = editsOf(node)
  edits.boundary = boundary
  edits.newDelimiters = true
  const at = moved.length === 0 ? lines.length : lines.indexOf(moved[0]!)
  const kept = lines.filter((line) => !isContentField(line))
  const fields = [renderField(node, 'Content-Type', `multipart/mixed; boundary="${boundary}"`)]
  if (node.kind === MESSAGE && !kept.some((line) => isField(line) && /^mime-version$/i.test(line.name))) {
    fields.unshift(renderField(node, 'MIME-Version', '1.0'))
  }
  kept.splice(at, 0, ...fields)
  edits.lines = kept
  editsOf(node)
  if (typed) part.view.headers.set('Content-Type', 'message/rfc822')
  // What holds it knew that already, or did not say so.
  const width = widest(part)
  if (width > 0) node.view.headers.set('Content-Transfer-Encoding', IDENTITY_ENCODINGS[width]!)
}

function leafWithin(node: Node, moved: Field[]): Node {
  const edits = editsOf(node)
  const part = new Node(node.doc, PART, node, -1)
  part.edits = new Edits()
  part.edits.lines = moved
  if (edits.body !== undefined) part.edits.body = edits.body
  else if (node.children.length === 0) part.edits.body = node.doc.source.subarray(node.bodyStart, node.end)
  moveInto(part, node)
  if (node.inner !== undefined) {
    part.inner = node.inner
    part.inner.parent = part
    node.inner = undefined
  }
  edits.body = undefined
  return part
}

/** Its body stays octet for octet, delimiters, preamble and epilogue included: it may be signed. */
function multipartWithin(node: Node, moved: Field[]): Node {
  const edits = editsOf(node)
  const part = node.copy(node.doc, node)
  part.kind = PART
  part.edits = edits.copy()
  part.edits.lines = moved
  moveInto(part, node)
  node.firstDelimiter = node.closeStart = node.closeEnd = -1
  edits.noPreamble = edits.noEpilogue = false
  return part
}

/** The part is the one child of the node, and holds what the node held. */
function moveInto(part: Node, node: Node): void {
  const held = node.children.slice()
  editsOf(node).before ??= held
  node.splice(0, held.length, part)
  // One by one: as arguments of one call they would have to fit on the stack.
  for (const child of held) {
    part.adopt(child)
    child.parent = part
  }
}

/** Puts a file beside the body, as readers show files: behind the parts of a multipart/mixed, else in one around what the message was. */
export function attachPart(root: Node, given: NewPart): Node {
  refusePlace(root, root.children.length)
  if (!isMultipart(root) || root.view.contentType.mediaType === 'multipart/mixed')
    return insertPart(root, isMultipart(root) ? root.children.length : 1, given)
  const node = nodeOf(root, given)
  refuseDepth(root, node)
  editsOf(root)
  agree(root)
  wrap(root)
  attach(root, 1, node)
  return node
}

function isContentField(line: HeaderLine): line is Field {
  return isField(line) && /^content-/i.test(line.name)
}

/** Is it a message only because it stands in a digest? */
function isDigestPart(node: Node): boolean {
  return (
    node.kind === PART && node.parent !== undefined && isDigest(node.parent) && !node.view.headers.has('content-type')
  )
}

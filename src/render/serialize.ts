/** Writes a tree as bytes: an unchanged subtree as one slice of the source, a changed node anew. */
import { CR, LF } from '../bytes/ascii.js'
import { fromLatin1, indexOfByte, latin1 } from '../bytes/platform.js'
import { MESSAGE } from '../scan/sink.js'
import { nameEnd } from '../scan/skim.js'
import { type Edits, type HeaderLine, isField, type NewBody } from '../tree/edits.js'
import type { Node } from '../tree/node.js'
import { endOf, isMultipart } from '../tree/shape.js'
import { encodeAs } from './content.js'
import { eolOf } from './edits.js'
import { isLateBase64, type LateBase64 } from './late-base64.js'
import { renderParts } from './serialize-parts.js'

/** Octets in order; slices of a source are views, not copies. */
export type Piece = NewBody

/**
 * The pieces of an entity in order.
 * @param omit names of fields, in lower case, to leave out of the entity's own header section
 */
export function pieces(root: Node, omit?: ReadonlySet<string>): Piece[] {
  return flatten(omit === undefined ? [root] : without(root, omit))
}

/** Nodes as the pieces that they are written as. */
function flatten(items: readonly (Node | Piece)[]): Piece[] {
  const out: Piece[] = []
  each(items, (piece) => {
    out.push(piece)
    return true
  })
  return out
}

/** Gives the pieces of nodes to `take`, as long as it wants more. Iterative: nesting costs no stack. */
function each(items: readonly (Node | Piece)[], take: (piece: Piece) => boolean): void {
  const work = [...items].reverse()
  while (work.length > 0) {
    const next = work.pop()!
    if (next instanceof Uint8Array) {
      if (next.length > 0 && !take(next)) return
    } else if (!isNode(next)) {
      if (!take(next)) return
    } else if (next.edits === undefined) {
      if (!take(next.doc.source.subarray(next.start, endOf(next)))) return
    } else {
      const rendered = render(next)
      for (let i = rendered.length - 1; i >= 0; i--) work.push(rendered[i]!)
    }
  }
}

/** The pieces of an entity, or of its body alone, one by one, as long as `take` wants more. */
export function eachPiece(node: Node, body: boolean, take: (piece: Piece) => boolean): void {
  each(body ? renderBody(node) : [node], take)
}

function isNode(item: Node | Piece): item is Node {
  return 'fieldsFrom' in item
}

/** A node as its parts, with fields of some names left out of its header section. */
function without(node: Node, omit: ReadonlySet<string>): (Node | Piece)[] {
  if (node.edits !== undefined) return render(node, omit)
  return [...headerWithout(node, omit), node.doc.source.subarray(node.blank, endOf(node))]
}

/** The source's own header section without some fields. */
function headerWithout(node: Node, omit: ReadonlySet<string>): Uint8Array[] {
  const { source, spans } = node.doc
  const out: Uint8Array[] = []
  let at = node.start
  for (let i = node.fieldsFrom; i < node.fieldsTo; i++) {
    const [start, colon, end] = [spans[3 * i]!, spans[3 * i + 1]!, spans[3 * i + 2]!]
    if (!omit.has(latin1(source, start, nameEnd(source, start, colon)).toLowerCase())) continue
    out.push(source.subarray(at, start))
    at = end
  }
  out.push(source.subarray(at, node.blank))
  return out
}

/** A changed node as its parts: slices, new octets, children still to be written. */
function render(node: Node, omit?: ReadonlySet<string>): (Node | Piece)[] {
  const edits = node.edits!
  const { source } = node.doc
  const parsed = node.start >= 0
  const out: (Node | Piece)[] = []
  if (edits.lines !== undefined) pushLines(node, edits.lines, omit, out)
  else if (omit === undefined) out.push(source.subarray(node.start, node.blank))
  else for (const slice of headerWithout(node, omit)) out.push(slice)
  const body = renderBody(node)
  if (parsed && node.bodyStart > node.blank) out.push(source.subarray(node.blank, node.bodyStart))
  else if (!parsed || needsSeparator(node, edits, body)) {
    // Input that ended in a line of the header section: what is added to the message in it must not become part of that line.
    if (edits.lines === undefined && parsed && node.blank > node.start && source[node.blank - 1] !== LF)
      out.push(fromLatin1(eolOf(node)))
    out.push(fromLatin1(eolOf(node)))
  }
  for (const piece of body) out.push(piece)
  if (parsed) out.push(source.subarray(node.end, endOf(node)))
  return out
}

/** Has a section that ended without a separator something to be separated from? A delimiter ends a section by itself. */
function needsSeparator(node: Node, edits: Edits, body: readonly (Node | Piece)[]): boolean {
  const held = node.children[0]
  if (edits.lines !== undefined || edits.body !== undefined || node.inner?.edits !== undefined)
    return body.some((piece) => !(piece instanceof Uint8Array) || piece.length > 0)
  if (held !== undefined && held.kind === MESSAGE) return held.edits !== undefined
  // A delimiter of its own ended the section, and still does.
  if (node.firstDelimiter === node.bodyStart) return false
  // Lines that are no fields are body only where no empty line follows: with one they would be taken for a part of the header section.
  return holdsEmptyLine(flatten(body))
}

function holdsEmptyLine(list: readonly Piece[]): boolean {
  if (!list.every((piece) => piece instanceof Uint8Array)) return true
  const octets = join(list)
  let line = 0
  for (let lf = indexOfByte(octets, LF, 0); lf !== -1; lf = indexOfByte(octets, LF, lf + 1)) {
    if (lf === line || (lf === line + 1 && octets[line] === CR)) return true
    line = lf + 1
  }
  return false
}

/** Lines of a header section that was changed; one without a line end gets it when another line, or the separator, follows. */
function pushLines(
  node: Node,
  lines: readonly HeaderLine[],
  omit: ReadonlySet<string> | undefined,
  out: (Node | Piece)[],
): void {
  for (const line of inOrder(lines)) {
    if (isField(line) && omit?.has(line.name.toLowerCase())) continue
    const { raw } = line
    out.push(raw)
    if (raw[raw.length - 1] !== LF && !isByteOrderMark(raw)) out.push(fromLatin1(eolOf(node)))
  }
}

/**
 * A last line of lone CRs stays the last: with an LF behind it it would be an empty line, and what follows it no field. The lines before it
 * stay where they are: behind a field that was added, one that begins with white space would continue it.
 */
export function inOrder(lines: readonly HeaderLine[]): readonly HeaderLine[] {
  const at = lines.findIndex(({ raw }) => loneReturns(raw) !== -1)
  if (at === -1) return lines
  const { raw } = lines[at]!
  const from = loneReturns(raw)
  const before = from === 0 ? [] : [{ raw: raw.subarray(0, from) }]
  return [...lines.slice(0, at), ...before, ...lines.slice(at + 1), { raw: raw.subarray(from) }]
}

/** What stands before the first field on its line: the field, or one put before it, follows without a line end. */
export function isByteOrderMark(raw: Uint8Array): boolean {
  return raw.length === 3 && raw[0] === 0xef && raw[1] === 0xbb && raw[2] === 0xbf
}

/** Where the last line begins, if it has no line end and is nothing but CRs; -1 otherwise. */
function loneReturns(raw: Uint8Array): number {
  let from = raw.length
  while (from > 0 && raw[from - 1] === CR) from--
  return from < raw.length && (from === 0 || raw[from - 1] === LF) ? from : -1
}

/** The body of a changed node: its new octets, its parts, its message, or the octets of the source. */
function renderBody(node: Node): (Node | Piece)[] {
  if (node.inner?.edits !== undefined) return [encodedMessage(node, node.inner)]
  const body = node.edits?.body
  if (body !== undefined) return [body]
  if (isMultipart(node)) return renderParts(node)
  const out: (Node | Piece)[] = []
  if (node.children.length > 0) out.push(node.children[0]!)
  else if (node.start >= 0) out.push(node.doc.source.subarray(node.bodyStart, node.end))
  return out
}

/** A message that was changed under its transfer encoding, under that encoding again. */
function encodedMessage(node: Node, inner: Node): Uint8Array {
  const body = encodeAs(join(flatten([inner])), node.view.transferEncoding)
  return eolOf(node) === '\r\n' ? body : fromLatin1(latin1(body, 0, body.length).replaceAll('\r\n', '\n'))
}

/** The pieces of an entity's body in order, as `pieces` has them behind the separator. */
export function bodyPieces(node: Node): Piece[] {
  return flatten(renderBody(node))
}

/** Joins pieces that are all octets, into one block of their length. Throws TypeError if one is a stream. */
export function join(list: readonly Piece[]): Uint8Array {
  if (list.length === 1 && list[0] instanceof Uint8Array) return list[0]
  let length = 0
  for (const piece of list) {
    if (!(piece instanceof Uint8Array || isLateBase64(piece)))
      throw new TypeError('a content was given as a stream: write this message with chunks(), not toBytes()')
    length += piece.length
  }
  const bytes = new Uint8Array(length)
  let at = 0
  for (const piece of list as readonly (Uint8Array | LateBase64)[]) {
    if (isLateBase64(piece)) piece.write(bytes, at)
    else bytes.set(piece, at)
    at += piece.length
  }
  return bytes
}

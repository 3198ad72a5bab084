/**
 * Marks nodes that were changed. The mark climbs to the root, so that the serializer renders only what lies on its way
 * (docs/lossless.md). Also makes the list of lines of a changed header section, and new fields for it.
 */
import { CR, LF } from '../bytes/ascii.js'
import { fromUtf8, indexOfByte } from '../bytes/platform.js'
import { isIdentityEncoding } from '../field/mime/transfer-encoding.js'
import { type FieldValue, formatField } from '../field/registry.js'
import { fold } from '../field/words/fold.js'
import { MESSAGE } from '../scan/sink.js'
import { equalsName, nameEnd } from '../scan/skim.js'
import type { EditedFields } from '../tree/edited-fields.js'
import { Edits, type HeaderLine } from '../tree/edits.js'
import { Field } from '../tree/field.js'
import type { Headers } from '../tree/headers.js'
import type { Node } from '../tree/node.js'

/** Transfer encodings that what was changed inside them can be written in again. */
const REWRITABLE: ReadonlySet<string> = new Set(['base64', 'quoted-printable'])

/**
 * The node's edits, made when first needed; marks it and all above it as changed.
 * @throws TypeError in a message that stands under an encoding that is not written
 */
export function editsOf(node: Node): Edits {
  markPartsChanged(node)
  // The type of a part may hang on the header section of what holds it, never on that of what stands beside it.
  node.changed()
  return node.edits as Edits
}

/**
 * The same where parts of the node come and go and its header section stands: what was read of the other parts holds, so that an edit costs the same
 * however many there are.
 */
export function markPartsChanged(node: Node): Edits {
  for (let at = node; at.parent !== undefined; at = at.parent) checkHost(at, at.parent)
  for (let at: Node | undefined = node; at !== undefined; at = at.parent) {
    at.edits ??= new Edits()
    at.touched()
  }
  return node.edits as Edits
}

/** A message under a transfer encoding can be written again only where it is what its part holds, in an encoding that is written. */
function checkHost(node: Node, host: Node): void {
  if (node.kind !== MESSAGE || host.children[0] === node) return
  const encoding = host.view.transferEncoding
  // In a stream a node knows what it stands in, not what stands in it: this message flows by as it is.
  if (isIdentityEncoding(encoding) && host.children.length === 0 && host.edits?.body === undefined) return
  // It was decoded before the part was changed, and not again since.
  if (host.inner === undefined && host.children.length === 0 && host.start >= 0 && host.edits?.body === undefined) {
    host.inner = node
  }
  if (host.inner !== node)
    throw new TypeError('this message is no longer what its part holds: take that from the part anew')
  if (REWRITABLE.has(encoding)) return
  throw new TypeError(`this message stands under ${encoding}, which is not written: set its content first`)
}

/** The field of that name (lower case) that counts, as the source has it. */
export function sourceField(node: Node, lowered: string): Field | undefined {
  const { source, spans } = node.doc
  for (let i = node.fieldsFrom; i < node.fieldsTo; i++) {
    const [start, colon, end] = [spans[3 * i]!, spans[3 * i + 1]!, spans[3 * i + 2]!]
    if (equalsName(source, start, nameEnd(source, start, colon), lowered))
      return new Field(source, start, colon, end, undefined)
  }
  return undefined
}

/** Line ending to write beside the node's own lines: that of its first line, else of its neighbours above, else CRLF. */
export function eolOf(node: Node): string {
  for (let at: Node | undefined = node; at !== undefined; at = at.parent) {
    if (at.edits?.eol !== undefined) return at.edits.eol
    if (at.start < 0) continue
    const { source } = at.doc
    const lf = indexOfByte(source, LF, at.start)
    if (lf !== -1 && (lf < at.end || at.parent === undefined)) return lf > 0 && source[lf - 1] === CR ? '\r\n' : '\n'
  }
  return '\r\n'
}

/** The header section as a list that may be changed. */
export function editLines(node: Node, headers: Headers): HeaderLine[] {
  const edits = editsOf(node)
  if (edits.lines !== undefined) return edits.lines
  const lines: HeaderLine[] = []
  if (node.start >= 0) {
    const { source, spans } = node.doc
    let at = node.start
    const fields = headers.fields()
    for (let i = 0; i < fields.length; i++) {
      const start = spans[3 * (node.fieldsFrom + i)]!
      if (start > at) lines.push({ raw: source.subarray(at, start) })
      lines.push(fields[i]!)
      at = spans[3 * (node.fieldsFrom + i) + 2]!
    }
    if (node.blank > at) lines.push({ raw: source.subarray(at, node.blank) })
  }
  edits.lines = lines
  return lines
}

/** Header sections that have been written out as they were: whatever is changed in them now is lost. */
const gone = /* @__PURE__ */ new WeakSet<Node>()

/** The header section has been written: `changeFields` refuses it from now on. */
export function sealHeader(node: Node): void {
  gone.add(node)
}

/** @throws Error where the header section has been written already */
export function refuseLate(node: Node): void {
  if (gone.has(node)) throw new Error(LATE)
}

/** The fields by name for a caller's change, which must not come too late. */
export function changeFields(node: Node, headers: Headers): EditedFields {
  refuseLate(node)
  const edits = editsOf(node)
  if (edits.fields === undefined) editLines(node, headers)
  return edits.index()
}

/** Said of every edit that comes when its part has been written, or will not be. */
export const LATE = 'this part has passed: edit it before the callback returns, or its promise resolves'

/** A new field, written by the grammar of its name and folded, with the line ends of its neighbours. Throws TypeError for a refused value. */
export function renderField(node: Node, name: string, value: FieldValue, utf8 = false): Field {
  return foldedAs(node, name, formatField(name, value, { utf8 }))
}

/** A field of a value that is written, folded. @throws TypeError as `fold` does */
export function foldedAs(node: Node, name: string, value: string): Field {
  const eol = eolOf(node)
  let written = `${fold(name, value)}\r\n`
  if (eol !== '\r\n') written = written.replaceAll('\r\n', eol)
  const bytes = fromUtf8(written)
  return new Field(bytes, 0, name.length, bytes.length, undefined)
}

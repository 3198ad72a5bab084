/** A part from its spec, to be added to a message that exists: made by what composes attachments. RFC 2045, RFC 2183. */

import { withEol } from '../bytes/line-ends.js'
import { fromLatin1, latin1 } from '../bytes/platform.js'
import { written } from '../edit/edit-content.js'
import { encodeForSure, type TransferEncoding } from '../render/content.js'
import { MESSAGE, PART } from '../scan/sink.js'
import { Document } from '../tree/document.js'
import { Edits, type NewBody } from '../tree/edits.js'
import { Field } from '../tree/field.js'
import type { PartPlace } from '../tree/kit.js'
import type { Message } from '../tree/message.js'
import { Node } from '../tree/node.js'
import { resolveOptions } from '../tree/options.js'
import { buildTree } from '../tree/parse-tree.js'
import type { PartSpec } from '../tree/part-spec.js'
import { makeField, typeField } from './compose-fields.js'
import { attachmentLeaf, type Leaf, textLeaf } from './compose-parts.js'
import { checkPartShape } from './compose-shape.js'
import { type AttachmentSpec, Faults } from './spec.js'

/** @throws MessageSpecError with the path of every fault, as `part.filename` */
export function partNode(spec: PartSpec, { related, eol }: PartPlace, { kit }: Document): Node {
  const faults = new Faults()
  checkPartShape(spec, faults)
  faults.refuse()
  const doc = new Document(new Uint8Array(0), resolveOptions(undefined), kit, undefined)
  const parse = (bytes: Uint8Array) => buildTree(bytes, doc.options, kit, undefined).view as Message
  let leaf: Leaf | undefined
  if ('text' in spec) leaf = textLeaf('text/plain', spec.text, 'part.text', faults)
  else if ('html' in spec) leaf = textLeaf('text/html', spec.html, 'part.html', faults)
  // Everything that an entity must be to be a content was asked by the check of its shape.
  else leaf = attachmentLeaf(spec as AttachmentSpec, 'part', { besideHtml: related, utf8: false, parse }, faults)
  faults.refuse()
  if (leaf === undefined) throw new TypeError('part: expected { text }, { html } or { content … }')
  const isText = 'text' in spec || 'html' in spec
  return leafNode(withLineEnds(leaf, eol, isText), eol, doc)
}

function leafNode(leaf: Leaf, eol: string, doc: Document): Node {
  const node = new Node(doc, PART, undefined, -1)
  const edits = new Edits()
  node.edits = edits
  edits.eol = eol
  edits.chosen = leaf.chosen
  const fields = [typeField(leaf.mediaType, leaf.params, leaf.nameAsWord)]
  fields.push(makeField('Content-Transfer-Encoding', leaf.encoding), ...leaf.fields)
  edits.lines = eol === '\r\n' ? fields : fields.map((field) => fieldWithEol(field, eol))
  if (leaf.message?.node.kind === MESSAGE && leaf.body instanceof Uint8Array) node.splice(0, 0, leaf.message.node)
  else edits.body = leaf.body
  return node
}

function fieldWithEol(field: Field, eol: string): Field {
  const raw = withEol(field.raw, eol)
  return new Field(raw, 0, field.name.length, raw.length, undefined)
}

/** The leaf with the line ends of the message: its own lines have them; octets that are to come back exactly do not lean on them. */
function withLineEnds(leaf: Leaf, eol: string, isText: boolean): Leaf {
  const { body, content, message } = leaf
  const encoding = leaf.encoding as TransferEncoding
  if (message !== undefined) return leaf
  if (!(body instanceof Uint8Array)) return eol === '\r\n' ? leaf : { ...leaf, body: streamWithEol(body, eol) }
  if (encoding === 'base64' || encoding === 'quoted-printable' || isText)
    return { ...leaf, body: written({ encoding, body }, eol) }
  if (eol === '\r\n' || content === undefined || !/[\r\n]/.test(latin1(content, 0, content.length))) return leaf
  const encoded = encodeForSure(content, false)
  return { ...leaf, encoding: encoded.encoding, body: written(encoded, eol) }
}

/** An encoded stream: its line ends are CRLF, its CRs nothing else. */
function streamWithEol(body: Exclude<NewBody, Uint8Array>, eol: string): NewBody {
  return {
    async *[Symbol.asyncIterator]() {
      for await (const chunk of body)
        yield fromLatin1(latin1(chunk, 0, chunk.length).replace(/\r/g, eol === '\n' ? '' : '\r'))
    },
  }
}

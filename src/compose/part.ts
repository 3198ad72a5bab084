/** Makes a part that is added to an existing message, by the code that composes attachments. RFC 2045, RFC 2183. */

import { withEol } from '../bytes/line-ends.js'
import { fromLatin1, latin1 } from '../bytes/platform.js'
import { encodeBase64 } from '../codec/base64-encode.js'
import { written } from '../edit/edit-content.js'
import { encodeForSure, type TransferEncoding } from '../render/content.js'
import { MESSAGE, PART } from '../scan/sink.js'
import { Document } from '../tree/document.js'
import { Edits, type NewBody } from '../tree/edits.js'
import { Field } from '../tree/field.js'
import { isEntity } from '../tree/is-message.js'
import type { PartPlace } from '../tree/kit.js'
import type { Message } from '../tree/message.js'
import { Node } from '../tree/node.js'
import { resolveOptions } from '../tree/options.js'
import { buildTree } from '../tree/parse-tree.js'
import type { PartSpec } from '../tree/part-spec.js'
import { makeField, typeField } from './compose-fields.js'
import { partLeaf } from './part-leaf.js'
import { Faults } from './spec.js'
import { takePart } from './spec-shape.js'
import type { Leaf } from './text-leaf.js'

/** @throws MessageSpecError with the path of every fault, as `part.filename` */
export function partNode(
  spec: PartSpec,
  { related, eol, isForm = false, stream, holdsDelimiter }: PartPlace,
  { kit }: Document,
): Node {
  const faults = new Faults()
  const taken = takePart(spec, 'part', faults)
  faults.refuse()
  const doc = new Document(new Uint8Array(0), resolveOptions(undefined), kit, undefined)
  const parse = (bytes: Uint8Array) => buildTree(bytes, doc.options, kit, undefined).view as Message
  let leaf = partLeaf(taken, 'part', { besideHtml: related, utf8: false, parse, isForm, stream }, faults)
  faults.refuse()
  if (leaf === undefined) throw new TypeError('part: expected { text }, { html } or { content … }')
  if (holdsDelimiter !== undefined) leaf = withoutDelimiter(leaf, holdsDelimiter)
  return leafNode(withLineEnds(leaf, eol, !isEntity(taken) && ('text' in taken || 'html' in taken)), eol, doc)
}

/** What is written as it stands must not be taken for a delimiter of what is open around it. */
function withoutDelimiter(leaf: Leaf, holdsDelimiter: (octets: Uint8Array) => boolean): Leaf {
  const { body } = leaf
  if (!(body instanceof Uint8Array) || leaf.encoding === 'base64' || !holdsDelimiter(body)) return leaf
  if (leaf.message === undefined && !leaf.mediaType.startsWith('message/'))
    return { ...leaf, ...encodeForSure(leaf.content ?? body, leaf.mediaType.startsWith('text/')) }
  const mediaType = 'application/octet-stream'
  return { ...leaf, mediaType, params: [], encoding: 'base64', body: encodeBase64(body), message: undefined }
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

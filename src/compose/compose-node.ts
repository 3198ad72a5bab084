/** Makes the nodes of a composed message, which the serializer writes as it writes changed ones. */

import { MESSAGE, PART } from '../scan/sink.js'
import { Document } from '../tree/document.js'
import { Edits, type HeaderLine } from '../tree/edits.js'
import { Node } from '../tree/node.js'
import { resolveOptions } from '../tree/options.js'
import { WHOLE } from './whole.js'

/** A document over no source. */
export function newDocument(): Document {
  return new Document(new Uint8Array(0), resolveOptions(undefined), WHOLE, undefined)
}

/** A node with these lines for a header section, to which more may be added: a message where nothing holds it, else a part. */
export function newNode(doc: Document, parent: Node | undefined, lines: HeaderLine[]): Node {
  const node = new Node(doc, parent === undefined ? MESSAGE : PART, parent, -1)
  node.edits = new Edits()
  node.edits.lines = lines
  return node
}

/** Makes a multipart of the node: its delimiters have this boundary. */
export function separateBy({ edits }: Node, boundary: string): void {
  edits!.boundary = boundary
  edits!.newDelimiters = true
}

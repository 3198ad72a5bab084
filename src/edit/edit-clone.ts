/** Copies a part of the tree. The copy has spans over the same octets and edits of its own; changing it leaves the original as it is. */
import type { Document } from '../tree/document.js'
import type { Kit } from '../tree/kit.js'
import type { Node } from '../tree/node.js'

/** Iterative: nesting costs no stack. A stream among the contents is shared, and can be read once. @param kit of the copy; that of the original by default */
export function cloneNode(root: Node, kit?: Kit): Node {
  const docs = new Map<Document, Document>()
  const copyOf = (node: Node, parent: Node | undefined) => {
    let doc = docs.get(node.doc)
    if (doc === undefined) docs.set(node.doc, (doc = node.doc.twin(kit)))
    const copy = node.copy(doc, parent)
    work.push([node, copy])
    return copy
  }
  const work: [Node, Node][] = []
  const copy = copyOf(root, undefined)
  for (let next = work.pop(); next !== undefined; next = work.pop()) {
    const [from, to] = next
    for (const child of from.children) to.adopt(copyOf(child, to))
    if (from.inner?.edits !== undefined) to.inner = copyOf(from.inner, to)
  }
  return copy
}

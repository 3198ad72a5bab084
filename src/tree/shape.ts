/** What a node is by its spans and its edits: a multipart, the rest past a limit, and where its octets end. RFC 2046 §5.1. */
import { MESSAGE, PART } from '../scan/sink.js'
import type { Node } from './node.js'

/** Has the node delimiters, of the source or to be written? */
export function isMultipart(node: Node): boolean {
  if (node.edits?.body !== undefined) return false
  return node.firstDelimiter >= 0 || node.edits?.boundary !== undefined
}

/** The rest of a multipart past `maxParts`: several parts in one, and the closing delimiter of their multipart. */
export function isRest(node: Node | undefined): boolean {
  return (
    node?.opaque === true && node.kind === PART && node.fieldsFrom === node.fieldsTo && node.bodyStart === node.start
  )
}

/** Where a node's octets end; of a root, with what stands past `maxBytes`: it is not read, and not lost. */
export function endOf(node: Node): number {
  const isRoot = node.kind === MESSAGE && (node.parent === undefined || node.parent.doc !== node.doc)
  return isRoot ? node.doc.source.length : node.end
}

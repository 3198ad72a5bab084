/** Refuses edits of what was not read: entities past a limit, and the entities around them. */
import { MESSAGE } from '../scan/sink.js'
import type { Node } from '../tree/node.js'
import { isRest } from '../tree/shape.js'

/** @throws TypeError where the source goes on behind what was read, or the node is such a rest */
export function refuseUnread(node: Node): void {
  if (isRest(node)) {
    throw new TypeError(
      'these are the parts past limits.maxParts, which were not read: parse with a higher limit to edit them',
    )
  }
  for (let at: Node | undefined = node; at !== undefined; at = at.parent) {
    const isRoot = at.kind === MESSAGE && (at.parent === undefined || at.parent.doc !== at.doc)
    if (isRoot && at.start >= 0 && at.end < at.doc.source.length) {
      throw new TypeError(
        'the message goes on past limits.maxBytes, which was not read: parse with a higher limit to edit it',
      )
    }
  }
}

/** @throws TypeError if parts past a limit would stand before what is put at that place */
export function refusePlace(parent: Node, index: number): void {
  refuseUnread(parent)
  if (parent.opaque) {
    throw new TypeError('this entity is past a limit, its parts were not read: parse with higher limits to add to it')
  }
  if (index > 0 && isRest(parent.children[index - 1])) {
    throw new TypeError(
      'parts past limits.maxParts stand there, which were not read: parse with a higher limit to add to them',
    )
  }
}

/** @throws TypeError if multiparts and messages would stand deeper in each other than `maxDepth` */
export function refuseDepth(parent: Node, child: Node): void {
  const most = parent.doc.options.limits.maxDepth
  const check = (depth: number) => {
    if (depth > most) throw new TypeError(`nested ${depth} deep; at most ${most} (limits.maxDepth)`)
  }
  let depth = 0
  for (let at: Node | undefined = parent; at !== undefined; at = at.parent) depth++
  check(depth)
  const work: [Node, number][] = [[child, depth]]
  for (let next = work.pop(); next !== undefined; next = work.pop()) {
    const [node, above] = next
    if (node.children.length > 0) check(above + 1)
    for (const one of node.children) work.push([one, above + 1])
  }
}

/** The tree of entities: a row each, and which entity owns an octet. */
import { element, size, visible } from './text.js'

const RANK = new Map([
  ['info', 0],
  ['warning', 1],
  ['error', 2],
])

export function showNode(box, node) {
  box.setAttribute('aria-level', String(node.depth + 1))
  // Deep nesting is told by the number; the indent stays within the panel.
  box.style.paddingLeft = `${9 + 14 * Math.min(node.depth, 9)}px`
  const first = element('div', 'first')
  if (node.path !== '') first.append(element('span', 'path', node.path))
  first.append(element('bdi', 'type', visible(node.type)))
  if (node.flags > 0) {
    const flag = element('span', `flag ${node.worst}`, String(node.flags))
    flag.title = `${node.flags} defects, the worst: ${node.worst}`
    first.append(flag)
  }
  const second = element('div', 'second')
  if (node.filename !== undefined) second.append(element('bdi', 'filename', visible(node.filename)))
  second.append(element('span', '', node.role))
  if (node.children === 0) {
    const octets = node.size ?? node.end - node.bodyStart
    second.append(element('span', '', size(octets)))
    if (node.filename === undefined) second.append(element('span', '', visible(node.encoding)))
    if (node.charset !== '' && node.filename === undefined) second.append(element('span', '', visible(node.charset)))
  }
  box.append(first, second)
  box.title = visible(`${node.type}, ${node.encoding}, ${node.role}: ${node.because}`)
}

/** The innermost entity at an offset. Entities stand in the order of the tree, so the last that holds it is the innermost. */
export function nodeAt(nodes, space, offset) {
  let found = Math.max(
    0,
    nodes.findIndex((node) => node.space === space),
  )
  for (let i = 0; i < nodes.length; i++) {
    const node = nodes[i]
    if (node.space === space && node.start <= offset && offset < node.end) found = i
  }
  return found
}

/** Counts the defects of each entity, without those of the entities in it. Both are in order, so one pass over both is enough. */
export function flagNodes(nodes, defects) {
  const source = nodes.filter((node) => node.space === 0)
  for (const node of nodes) {
    node.flags = 0
    node.worst = 'info'
  }
  const open = []
  let next = 0
  for (const defect of defects) {
    while (next < source.length && source[next].start <= defect.start) open.push(source[next++])
    while (open.length > 1 && open[open.length - 1].end <= defect.start) open.pop()
    const owner = open[open.length - 1] ?? source[0]
    owner.flags++
    if (RANK.get(defect.severity) > RANK.get(owner.worst)) owner.worst = defect.severity
  }
}

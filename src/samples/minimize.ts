/** Finds the smallest message for which a predicate still holds: leaves out parts, then lines, then octets (delta debugging). RFC 2046 §5.1.1. */
import { concat } from '../bytes/writer.js'
import { parse } from '../message/parse.js'
import type { Node } from '../tree/node.js'

/** True of a message that still shows what is looked for. */
export type Holds = (bytes: Uint8Array) => boolean

/**
 * A message made smaller as long as `holds` is true of it. What comes back holds; each octet of it is needed, unless `more` ended the work.
 * @param bytes a message of which `holds` is true
 * @param more asked before each try: false ends the work with the best so far
 */
export function minimize(bytes: Uint8Array, holds: Holds, more: () => boolean): Uint8Array {
  let best = withoutParts(bytes, holds, more)
  for (let before = -1; before !== best.length && more(); ) {
    before = best.length
    best = concat(fewer(lines(best), holds, more))
    best = concat(fewer(octets(best), holds, more))
  }
  return best
}

/** Whole parts first, the largest before the others: most of a message goes with a few tries. */
function withoutParts(bytes: Uint8Array, holds: Holds, more: () => boolean): Uint8Array {
  let best = bytes
  let tried = 0
  for (let spans = partSpans(best); tried < spans.length && more(); ) {
    const [start, end] = spans[tried]!
    const candidate = concat([best.subarray(0, start), best.subarray(end)])
    if (holds(candidate)) {
      best = candidate
      spans = partSpans(best)
      tried = 0
    } else tried++
  }
  return best
}

/** Each part with the delimiter before it, and each body, the largest first. */
function partSpans(bytes: Uint8Array): [start: number, end: number][] {
  const spans: [number, number][] = []
  const root = parse(bytes).node
  const work: Node[] = [root]
  for (let node = work.pop(); node !== undefined; node = work.pop()) {
    if (node.delimiterStart >= 0) spans.push([node.delimiterStart, node.end])
    if (node.bodyStart < node.end) spans.push([node.bodyStart, node.end])
    for (const child of node.children) work.push(child)
  }
  return spans.sort((a, b) => b[1] - b[0] - (a[1] - a[0]))
}

/** Units left out in ever smaller groups, until no single one can be spared. */
function fewer(units: readonly Uint8Array[], holds: Holds, more: () => boolean): readonly Uint8Array[] {
  let best = units
  for (let size = Math.max(1, best.length >> 1); best.length > 0; ) {
    let spared = false
    for (let at = 0; at < best.length && more(); ) {
      const candidate = [...best.slice(0, at), ...best.slice(at + size)]
      if (holds(concat(candidate))) {
        best = candidate
        spared = true
      } else at += size
    }
    if (!more() || (size === 1 && !spared)) break
    if (size > 1) size >>= 1
  }
  return best
}

function lines(bytes: Uint8Array): Uint8Array[] {
  const found: Uint8Array[] = []
  let from = 0
  for (let at = bytes.indexOf(0x0a); at !== -1; at = bytes.indexOf(0x0a, from)) {
    found.push(bytes.subarray(from, at + 1))
    from = at + 1
  }
  if (from < bytes.length) found.push(bytes.subarray(from))
  return found
}

function octets(bytes: Uint8Array): Uint8Array[] {
  return Array.from(bytes, (_, at) => bytes.subarray(at, at + 1))
}

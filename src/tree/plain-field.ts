/**
 * Reads a field of a part without objects for it and its section. Measured: three fields of a part are read as a rule, and such objects were half of what
 * reading it allocates.
 */
import { latin1 } from '../bytes/platform.js'
import { equalsName, nameEnd } from '../scan/skim.js'
import type { Node } from './node.js'

/** Number in its section of the first field of that name at or after `from`, or -1. */
export function numberOf(node: Node, lowered: string, from: number): number {
  const { source, spans } = node.doc
  for (let i = node.fieldsFrom + from; i < node.fieldsTo; i++) {
    const start = spans[3 * i]!
    const colon = spans[3 * i + 1]!
    // The cheap test first: names of other lengths need no comparison, save where white space stands before the colon.
    const length = colon - start
    if (length < lowered.length) continue
    const end = length === lowered.length ? colon : nameEnd(source, start, colon)
    if (equalsName(source, start, end, lowered)) return i - node.fieldsFrom
  }
  return -1
}

/** What a grammar reads of a value of common form, which has no defect; undefined for all else. */
export type ReadPlain<T> = (octets: string, maxParameters: number) => T | undefined

/**
 * What `read` says of the first field of that name, in lower case, of a section as it was received: undefined where there is none, and where `read` leaves
 * it to the Field, which reports what is wrong.
 */
export function plainField<T>(node: Node, lowered: string, read: ReadPlain<T>): T | undefined {
  const found = node.edits === undefined ? numberOf(node, lowered, 0) : -1
  if (found === -1) return undefined
  const { source, spans, options } = node.doc
  const i = 3 * (node.fieldsFrom + found)
  return read(latin1(source, spans[i + 1]! + 1, spans[i + 2]!), options.limits.maxParameters)
}

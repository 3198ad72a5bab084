/** The kit of `messagerie/read`: nothing can be done to its messages but reading them. */
import type { Entity } from './entity.js'
import type { Kit } from './kit.js'
import { makeView } from './message.js'

function refuse(): never {
  throw new Error("read-only: parse with 'messagerie' to change or write a message")
}

/** Defects have their code for a message; there are no edits, so that no signature is broken by one. */
export const READ_ONLY: Kit = {
  isReadOnly: true,
  view: makeView,
  describe: (code) => code,
  raw: refuse,
  rawBody: refuse,
  setField: refuse,
  appendField: refuse,
  prependField: refuse,
  updateField: refuse,
  deleteFields: refuse,
  setContent: refuse,
  insert: refuse,
  attach: refuse,
  remove: refuse,
  replace: refuse,
  makePart: refuse,
  write: refuse,
  chunks: refuse,
  toJson: refuse,
  check: refuse,
  brokenSignatures: () => [],
}

/** Was it parsed to be read only? What writes it takes its octets. */
export function isReadOnly(entity: Entity): boolean {
  return entity.node.doc.kit.isReadOnly === true
}

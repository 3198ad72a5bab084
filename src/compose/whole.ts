/** The whole kit: all that can be done to a message, for those doors that give documents all of it. */
import { setContent } from '../edit/edit-content.js'
import { appendField, deleteFields, prependField, setField, updateField } from '../edit/edit-fields.js'
import { attachPart, insertPart, removePart, replacePart } from '../edit/edit-parts.js'
import { bodyPieces, join, pieces } from '../render/serialize.js'
import type { Kit } from '../tree/kit.js'
import { type Message, makeView } from '../tree/message.js'
import { type ResolvedOptions, resolveOptions } from '../tree/options.js'
import { buildTree } from '../tree/parse-tree.js'
import { isReadOnly } from '../tree/read-only.js'
import { toJson } from '../write/json.js'
import { serialize, serializeChunks } from '../write/write.js'
import { brokenSignatures, check, describe } from './checks.js'
import { partNode } from './part.js'

export const WHOLE: Kit = {
  view: makeView,
  describe,
  raw: (node) => join(pieces(node)),
  rawBody: (node) => join(bodyPieces(node)),
  setField,
  appendField,
  prependField,
  updateField,
  deleteFields,
  setContent,
  insert: insertPart,
  attach: attachPart,
  remove: removePart,
  replace: replacePart,
  makePart: partNode,
  write: serialize,
  chunks: serializeChunks,
  toJson,
  check,
  brokenSignatures,
}

/** Reads a message that can be changed and written. */
export function readWhole(source: Uint8Array, options: ResolvedOptions = resolveOptions(undefined)): Message {
  return buildTree(source, options, WHOLE, undefined).view as Message
}

/** The message, or one of the same octets where it was parsed to be read only: what is to be written needs the whole kit. */
export function writable(message: Message): Message {
  return isReadOnly(message) ? readWhole(message.raw, message.node.doc.options) : message
}

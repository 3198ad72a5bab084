/** The whole kit: all that can be done to a message, for those doors that give documents all of it. */
import { useCharsets } from '../charset/index.js'
import { checkMessage } from '../check/check.js'
import { describe } from '../defects/texts.js'
import { setContent } from '../edit/edit-content.js'
import { appendField, deleteFields, prependField, setField, updateField } from '../edit/edit-fields.js'
import { attachPart, insertPart, removePart, replacePart } from '../edit/edit-parts.js'
import { bodyPieces, join, pieces } from '../render/serialize.js'
import type { Kit } from '../tree/kit.js'
import { type Message, makeView } from '../tree/message.js'
import { type ResolvedOptions, resolveOptions } from '../tree/options.js'
import { buildTree } from '../tree/parse-tree.js'
import { isReadOnly } from '../tree/read-only.js'
import { brokenBy } from '../write/broken-signatures.js'
import { toJson } from '../write/json.js'
import { serialize, serializeChunks } from '../write/write.js'
import { partNode } from './part.js'

/** Every charset is known where the whole kit is: fields and options are read by them before there is a document. */
function withCharsets(kit: Kit): Kit {
  useCharsets()
  return kit
}

export const WHOLE: Kit = /* @__PURE__ */ withCharsets({
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
  check: checkMessage,
  brokenSignatures: brokenBy,
})

/** Reads a message that can be changed and written. */
export function readWhole(source: Uint8Array, options: ResolvedOptions = resolveOptions(undefined)): Message {
  return buildTree(source, options, WHOLE, undefined).view as Message
}

/** The message, or one of the same octets where it was parsed to be read only: what is to be written needs the whole kit. */
export function writable(message: Message): Message {
  return isReadOnly(message) ? readWhole(message.raw, message.node.doc.options) : message
}

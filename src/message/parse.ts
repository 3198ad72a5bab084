/** Bytes in memory → Message. */
import { type Source, toBytes } from '../bytes/source.js'
import { MESSAGE } from '../scan/sink.js'
import { Entity } from '../tree/entity.js'
import { assertStrict, Message } from '../tree/message.js'
import type { Node } from '../tree/node.js'
import { type ParseOptions, resolveOptions } from '../tree/options.js'
import { buildTree } from '../tree/parse-tree.js'
import { keepShapes, SAMPLE } from './kept.js'

let kept: readonly unknown[] | undefined

/** Messages for messages, entities for body parts. */
export function makeView(node: Node): Entity {
  return node.kind === MESSAGE ? new Message(node) : new Entity(node)
}

/**
 * Reads a message: one scan for structure, everything else when it is asked for. Views share the memory of `source`: do not change it while the
 * message is in use. Never throws on bytes: what is wrong with them is in `defects`. Throws TypeError for a wrong argument, MessageError
 * only with `strict` or `onLimit: 'throw'`.
 *
 * @param source octets; a string is taken as UTF-8 text
 * @example
 * const message = parse(bytes)
 * console.log(message.subject, message.from[0]?.address, message.attachments.length)
 */
export function parse(source: Source, options?: ParseOptions): Message {
  if (kept === undefined) {
    kept = []
    kept = keepShapes(parse(SAMPLE))
  }
  const resolved = resolveOptions(options)
  const message = buildTree(toBytes(source), resolved, makeView, undefined).view as Message
  if (resolved.strict) assertStrict(message)
  return message
}

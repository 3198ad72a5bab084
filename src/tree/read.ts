/** parse() of `messagerie/read`: bytes in memory to a Message that can only be read. */
import { type Source, toBytes } from '../bytes/source.js'
import type { Message } from './message.js'
import { type ParseOptions, resolveOptions } from './options.js'
import { buildTree } from './parse-tree.js'
import { READ_ONLY } from './read-only.js'

/**
 * Reads a message as `parse` of `messagerie` does, in a program of two thirds the size that cannot change or write one: methods that would
 * (edits, `toBytes`, `chunks`, `toString`, `toJSON`, `check`) throw an Error, `brokenSignatures` is empty, and `defects` holds what reading
 * found, with the code for a message. Functions of other doors that read a message take it as it is; those that write one take its octets.
 * In a bundle, charsets of several octets are those of the platform: `useCharsets` of `messagerie/codec` brings all.
 * Views share the memory of `source`: do not change it while the message is in use. Never throws on bytes.
 *
 * @param source octets; a string is taken as UTF-8 text
 * @throws TypeError for a wrong argument, `strict` among them, which needs `check`; MessageError only with `onLimit: 'throw'`
 * @example
 * import { parse } from 'messagerie/read'
 * const message = parse(bytes)
 * console.log(message.subject, message.from[0]?.address, message.attachments.length)
 */
export function parse(source: Source, options?: ParseOptions): Message {
  const resolved = resolveOptions(options)
  if (resolved.strict) throw new TypeError("options.strict: needs every reading; parse with 'messagerie'")
  return buildTree(toBytes(source), resolved, READ_ONLY, undefined).view as Message
}

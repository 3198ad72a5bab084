/** Bytes in memory → Message. */
import { type Source, toBytes } from '../bytes/source.js'
import { readWhole } from '../compose/whole.js'
import { assertStrict, type Message } from '../tree/message.js'
import { type ParseOptions, resolveOptions } from '../tree/options.js'

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
  const resolved = resolveOptions(options)
  const message = readWhole(toBytes(source), resolved)
  if (resolved.strict) assertStrict(message)
  return message
}

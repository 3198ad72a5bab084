/** surround(): puts parts before or after signed content, which stays octet for octet and becomes a part beside them. RFC 1847 §2.1. */

import { assertArray, requiredOptions } from '../bytes/arguments.js'
import { composeAround } from '../compose/compose-entity.js'
import { eolOf } from '../render/edits.js'
import type { Entity } from '../tree/entity.js'
import { assertMessage } from '../tree/is-message.js'
import type { Message } from '../tree/message.js'
import type { PartSpec } from '../tree/part-spec.js'
import { split } from './canonical-content.js'

/** Parts to put before and behind. */
export interface SurroundSpec {
  /** Parts before the content, in order. */
  readonly before?: readonly (Entity | PartSpec)[]
  /** Parts behind it, in order. */
  readonly after?: readonly (Entity | PartSpec)[]
}

/**
 * The message with other parts beside its content: a multipart/mixed of them and of the content as it was, octet for octet, so that what it
 * signs holds. (`append` on a multipart/signed would add a third part to it, which breaks it.) Readers then show that only a part is signed.
 *
 * @throws TypeError, MessageSpecError as `append`
 * @example
 * const listed = surround(message, { after: [{ text: 'Sent through the list.\n' }] })
 */
export function surround(message: Message, given: SurroundSpec): Message {
  assertMessage(message)
  const around = requiredOptions(given, ['before', 'after'], 'surround: around')
  assertArray(around.before ?? [], 'around.before')
  assertArray(around.after ?? [], 'around.after')
  const eol = eolOf(message.node)
  const { outside, inside } = split(message, eol)
  const made = composeAround(outside, { subtype: 'mixed', params: [], entities: [inside] }, { eol })
  const { transferEncoding } = message
  // RFC 2045 §6.4: as wide as what it holds.
  if (/^(?:8bit|binary)$/.test(transferEncoding)) made.headers.set('Content-Transfer-Encoding', transferEncoding)
  for (const part of around.after ?? []) made.append(part)
  ;(around.before ?? []).forEach((part, i) => {
    made.insert(i, part)
  })
  return made
}

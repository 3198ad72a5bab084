/** Is a value a message? Asked by those that Message itself is built on. */
import { MESSAGE } from '../scan/sink.js'
import { Entity } from './entity.js'
import type { Message } from './message.js'

export function isMessage(value: unknown): value is Message {
  return value instanceof Entity && value.node.kind === MESSAGE
}

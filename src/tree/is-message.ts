/**
 * Is a value an entity, a message? By a mark that every copy of this library knows: a Message of the CommonJS build is one for the ESM build
 * of the same process.
 */
import { MESSAGE } from '../scan/sink.js'
import type { Entity } from './entity.js'
import type { Message } from './message.js'

export const ENTITY: unique symbol = /* @__PURE__ */ Symbol.for('messagerie.Entity') as never

export function isEntity(value: unknown): value is Entity {
  return typeof value === 'object' && value !== null && (value as { [ENTITY]?: unknown })[ENTITY] === true
}

export function isMessage(value: unknown): value is Message {
  return isEntity(value) && value.node.kind === MESSAGE
}

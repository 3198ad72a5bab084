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

/** @throws TypeError for what is no Message */
export function assertMessage(value: unknown, name = 'message'): asserts value is Message {
  if (!isMessage(value)) throw new TypeError(`${name}: expected a Message, as parse gives one`)
}

/** @throws TypeError for what is no Entity */
export function assertEntity(value: unknown, name = 'part'): asserts value is Entity {
  if (!isEntity(value)) throw new TypeError(`${name}: expected an Entity, as parse gives them`)
}

/**
 * `ambiguities(message)` lists the facts on which known families of readers differ, with what each takes for true: for gateways and scanners,
 * which judge what others will show. RFC 5322 §3.6, RFC 2045 §5.1, RFC 2046 §5.1.1.
 */

import { ONCE } from '../check/check-header.js'
import { parse } from '../message/parse.js'
import { MESSAGE } from '../scan/sink.js'
import type { Entity } from '../tree/entity.js'
import type { Field, Range } from '../tree/field.js'
import { JOINED } from '../tree/headers.js'
import { assertMessage } from '../tree/is-message.js'
import type { Message } from '../tree/message.js'
import { readAddresses } from './addresses.js'
import { readBodies } from './body.js'
import { type Ambiguity, AmbiguityList } from './list.js'
import { readParameters } from './parameters.js'
import { readLineEnds, readStructure } from './structure.js'
import { readBodyViews, readFieldViews } from './views.js'

/**
 * The facts of a message that families of readers (`READER_PROFILES`) read differently, in the order of its entities; those that all read alike are
 * not listed. A message that was composed or edited is read as it would be written. Linear in the message; never throws on bytes (with
 * `onLimit: 'throw'` as reading does).
 *
 * @example
 * for (const { fact, path, readings: by } of ambiguities(parse(bytes))) console.log(fact, path, by['first-wins'], by['last-wins'])
 */
export function ambiguities(message: Message): Ambiguity[] {
  assertMessage(message)
  const found = new AmbiguityList()
  const written = asWritten(message)
  readLineEnds(written, found)
  for (const entity of written.walk()) {
    const fields = entity.headers.fields()
    readFields(entity, fields, found)
    readParameters(entity, found)
    for (const field of fields) {
      if (entity.node.kind === MESSAGE) readAddresses(entity, field, found)
      readFieldViews(entity, field, found)
    }
    readBodies(entity, found)
    readStructure(entity, found)
    readBodyViews(entity, found)
  }
  return found.items
}

function asWritten(message: Message): Message {
  for (const entity of message.walk()) {
    if (entity.node.start < 0 || entity.node.edits !== undefined) return parse(message.toBytes())
  }
  return message
}

/** The namesake whose value is shown: the first that says anything. Of fields that structure hangs on, and of List-*, the first. */
function shownOf(namesakes: readonly Field[], name: string, { disposition }: Entity): Field | undefined {
  if (/^(?:content-t|mime-|list-)/.test(name)) return namesakes[0]
  if (name === 'content-disposition') return namesakes.find(({ parsed }) => parsed === disposition)
  return namesakes.find(({ parsed }) =>
    Array.isArray(parsed) ? parsed.length > 0 : parsed !== undefined && parsed !== '',
  )
}

/** Fields of addresses that others join. */
const LISTS: ReadonlySet<string> = /* @__PURE__ */ new Set([...JOINED, 'from', 'reply-to', 'sender'])

/** Fields that may stand once and stand twice, with different values. */
function readFields(entity: Entity, fields: readonly Field[], found: AmbiguityList): void {
  const byName = new Map<string, Field[]>()
  for (const field of fields) {
    const name = field.name.toLowerCase()
    if (!ONCE.has(name) && !name.startsWith('list-')) continue
    const namesakes = byName.get(name)
    if (namesakes === undefined) byName.set(name, [field])
    else namesakes.push(field)
  }
  for (const [name, namesakes] of byName) {
    if (namesakes.length === 1) continue
    const values = namesakes.map((field) => field.value)
    const first = values[0]!
    if (values.every((value) => value === first)) continue
    const last = values[values.length - 1]!
    const all = LISTS.has(name) ? values.join(', ') : first
    found.add(
      entity,
      'field',
      name,
      namesakes.map((field) => field.range as Range),
      JOINED.has(name) ? all : (shownOf(namesakes, name, entity)?.value ?? first),
      ({ fields: which }) => (which === 'first' ? first : which === 'last' ? last : all),
      name.startsWith('content-') ? '2045 3' : '5322 3.6',
    )
  }
}

/**
 * `readings(message)`: the facts on which known families of readers differ, with what each takes for true. For gateways and scanners, that
 * have to judge what others will show. RFC 5322 §3.6, RFC 2045 §5.1, RFC 2046 §5.1.1.
 */

import { ONCE } from '../check/check-header.js'
import { ignore, type Report } from '../defects/defect.js'
import { readAddressList } from '../field/address/address.js'
import { grammarOf } from '../field/registry.js'
import { parse } from '../message/parse.js'
import { MESSAGE } from '../scan/sink.js'
import type { Entity } from '../tree/entity.js'
import type { Field, Range } from '../tree/field.js'
import { assertMessage } from '../tree/is-message.js'
import type { Message } from '../tree/message.js'
import { readBodies } from './body.js'
import { type Ambiguity, AmbiguityList, type Reading } from './list.js'
import { readParameters } from './parameters.js'

/**
 * The facts of a message that families of readers (`READER_PROFILES`) read differently, in the order of its entities; those that all read alike are
 * not listed. A message that was composed or edited is read as it would be written. Linear in the message; never throws on bytes (with
 * `onLimit: 'throw'` as reading does).
 *
 * @example
 * for (const { fact, path, readings: by } of readings(parse(bytes))) console.log(fact, path, by['first-wins'], by['last-wins'])
 */
export function ambiguities(message: Message): Ambiguity[] {
  assertMessage(message)
  const found = new AmbiguityList()
  for (const entity of asWritten(message).walk()) {
    const fields = entity.headers.fields()
    readFields(entity, fields, found)
    readParameters(entity, found)
    if (entity.node.kind === MESSAGE) for (const field of fields) readAddresses(entity, field, found)
    readBodies(entity, found)
  }
  return found.items
}

function asWritten(message: Message): Message {
  for (const entity of message.walk()) {
    if (entity.node.start < 0 || entity.node.edits !== undefined) return parse(message.toBytes())
  }
  return message
}

/** Lists that this library joins where they stand twice. */
const JOINED: ReadonlySet<string> = /* @__PURE__ */ new Set(['to', 'cc', 'bcc'])
/** Those that others join as well. */
const LISTS: ReadonlySet<string> = /* @__PURE__ */ new Set(['to', 'cc', 'bcc', 'from', 'reply-to', 'sender'])

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
      JOINED.has(name) ? all : first,
      ({ fields: which }) => (which === 'first' ? first : which === 'last' ? last : all),
      name.startsWith('content-') ? '2045 3' : '5322 3.6',
    )
  }
}

/** Elements of address fields in which more than one address stands. */
function readAddresses(entity: Entity, field: Field, found: AmbiguityList): void {
  const grammar = grammarOf(field.name)
  if (grammar === undefined || (grammar.kind !== 'address' && grammar.kind !== 'mailbox')) return
  const { octets, range } = field
  if (range === undefined || octets.indexOf('@') === octets.lastIndexOf('@')) return
  const { limits, fallbackCharset } = entity.node.doc.options
  const elements: [from: number, to: number][] = []
  const report: Report = (code, from, to) => {
    if (code === 'address-ambiguous' || code === 'address-invalid') elements.push([from, to])
  }
  grammar.read(octets, report, limits, fallbackCharset)
  const base = range.end - octets.length
  let done = 0
  for (const [from, to] of elements.sort((a, b) => a[0] - b[0])) {
    // Each octet once: spans may lie in each other.
    if (from < done || to <= from) continue
    done = to
    const element = octets.slice(from, to)
    const candidates = addressesIn(element)
    if (new Set(candidates).size < 2) continue
    const first = candidates[0]!
    const last = candidates[candidates.length - 1]!
    const own = readAddressList(element, ignore, limits).mailboxes.map(({ address }) => address)
    found.add(
      entity,
      'address',
      field.name.toLowerCase(),
      [{ start: base + from, end: base + to }],
      oneOrAll(own),
      ({ address }) => (address === 'first' ? first : address === 'last' ? last : candidates),
      '5322 3.4',
    )
  }
}

function oneOrAll(values: readonly string[]): Reading {
  return values.length === 0 ? null : values.length === 1 ? values[0]! : values
}

/** What a reader that looks for `@` finds: octets without white space, specials and quotes, around an `@`. */
function addressesIn(element: string): string[] {
  return element.split(/[\s<>(),;:"\\]+/).filter((piece) => {
    const at = piece.indexOf('@')
    return at > 0 && at < piece.length - 1
  })
}

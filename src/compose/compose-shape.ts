/** The types of a MessageSpec's values and its known keys: what does not need the grammars of RFC 5322 to be refused. */
import { isMessage } from '../tree/is-message.js'
import type { Faults, MessageSpec } from './spec.js'

type Check = (value: unknown, path: string, faults: Faults) => void

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function expecting(what: string, accepts: (value: unknown) => boolean): Check {
  return (value, path, faults) => {
    if (!accepts(value)) faults.add(path, `expected ${what}`)
  }
}

const string = expecting('a string', (value) => typeof value === 'string')
const boolean = expecting('a boolean', (value) => typeof value === 'boolean')
const date = expecting('a Date', (value) => value instanceof Date)

function oneOf(...values: readonly string[]): Check {
  const what = values.map((value) => `'${value}'`).join(' or ')
  return expecting(what, (value) => typeof value === 'string' && values.includes(value))
}

function arrayOf(check: Check): Check {
  return (value, path, faults) => {
    if (!Array.isArray(value)) faults.add(path, 'expected an array')
    else for (let i = 0; i < value.length; i++) check(value[i], `${path}[${i}]`, faults)
  }
}

function either(what: string, ...checks: readonly [test: (value: unknown) => boolean, check: Check][]): Check {
  return (value, path, faults) => {
    for (const [test, check] of checks) if (test(value)) return check(value, path, faults)
    faults.add(path, `expected ${what}`)
  }
}

/** An object of known keys; those in `required` must be there. `undefined` is absent. */
function object(keys: Readonly<Record<string, Check>>, required: readonly string[] = []): Check {
  const known = new Map(Object.entries(keys))
  return (value, path, faults) => {
    if (!isRecord(value)) return faults.add(path, 'expected an object')
    const at = (key: string) => (path === '' ? key : `${path}.${key}`)
    for (const key of Object.keys(value)) {
      const check = known.get(key)
      if (check === undefined) faults.add(at(key), `no such key; known are ${[...known.keys()].join(', ')}`)
      else if (value[key] !== undefined) check(value[key], at(key), faults)
    }
    for (const key of required) if (value[key] === undefined) faults.add(at(key), 'is required')
  }
}

const isString = (value: unknown) => typeof value === 'string'
const stringOrList = either('a string or an array of strings', [isString, string], [Array.isArray, arrayOf(string)])

/** Mailboxes as `from`, `to` … of a parsed message give them are taken too. */
const mailbox = object(
  {
    kind: oneOf('mailbox'),
    name: string,
    address: string,
    local: string,
    domain: string,
    route: arrayOf(string),
    comment: string,
  },
  ['address'],
)
const member = either('an address or a mailbox', [isString, string], [isRecord, mailbox])
const group = object({ kind: oneOf('group'), name: string, members: arrayOf(member) }, ['name', 'members'])
const isGroup = (value: unknown) => isRecord(value) && 'members' in value
const address = either('an address, a mailbox or a group', [isString, string], [isGroup, group], [isRecord, mailbox])
const addresses = either(
  'an address, a mailbox, a group, or an array of them',
  [isString, string],
  [Array.isArray, arrayOf(address)],
  [isRecord, address],
)

const headerPair = expecting(
  'a pair of name and value',
  (value) => Array.isArray(value) && value.length === 2 && typeof value[0] === 'string',
)
const headers = either(
  'an object of fields, or an array of pairs',
  [isFieldRecord, () => undefined],
  [Array.isArray, arrayOf(headerPair)],
)

/** A Map or another collection has no keys that could be names: its fields would be lost. */
export function isFieldRecord(value: unknown): boolean {
  return isRecord(value) && !(Symbol.iterator in value)
}

function isSource(value: unknown): boolean {
  return typeof value === 'string' || value instanceof Uint8Array || value instanceof ArrayBuffer
}

export function isStream(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || isSource(value)) return false
  if (value instanceof Blob || value instanceof ReadableStream) return true
  return Symbol.asyncIterator in value || (Symbol.iterator in value && !(value instanceof Map))
}

const source = expecting('a string, a Uint8Array or an ArrayBuffer', isSource)
const content = expecting(
  'a string, bytes, a stream of bytes or a Message',
  (value) => isSource(value) || isMessage(value) || isStream(value),
)

const attachment = object(
  {
    filename: string,
    content,
    contentType: string,
    contentId: string,
    disposition: oneOf('attachment', 'inline'),
    description: string,
    transferEncoding: string,
    headers,
  },
  ['content'],
)

const part = either(
  '{ text }, { html } or { content … }',
  [(value) => isRecord(value) && 'text' in value, object({ text: string }, ['text'])],
  [(value) => isRecord(value) && 'html' in value, object({ html: string }, ['html'])],
  [isRecord, attachment],
)

const list = object({
  id: object({ id: string, description: string }, ['id']),
  post: either("an array of URLs or 'NO'", [(value) => value === 'NO', string], [Array.isArray, arrayOf(string)]),
  help: arrayOf(string),
  subscribe: arrayOf(string),
  unsubscribe: arrayOf(string),
  owner: arrayOf(string),
  archive: arrayOf(string),
  oneClick: boolean,
})

const spec = object(
  {
    from: addresses,
    sender: addresses,
    replyTo: addresses,
    to: addresses,
    cc: addresses,
    bcc: addresses,
    subject: string,
    text: string,
    html: string,
    amp: string,
    calendar: object({ method: string, content: string, filename: string }, ['method', 'content']),
    attachments: arrayOf(attachment),
    alternatives: arrayOf(object({ contentType: string, content: source }, ['contentType', 'content'])),
    headers,
    date,
    messageId: string,
    inReplyTo: stringOrList,
    references: stringOrList,
    priority: oneOf('high', 'normal', 'low'),
    autoSubmitted: string,
    list,
  },
  ['from'],
)

/** Adds the faults of shape of one part that is added to a message. */
export function checkPartShape(value: unknown, faults: Faults): void {
  part(value, 'part', faults)
}

/** Adds the faults of shape; returns the spec without the slots that have any, so that the others can be checked further. */
export function checkShape(value: unknown, faults: Faults): Partial<MessageSpec> {
  const before = faults.found.length
  spec(value, '', faults)
  if (!isRecord(value)) return {}
  const bad = new Set(faults.found.slice(before).map(({ path }) => /^[^.[]*/.exec(path)![0]))
  const sane: Record<string, unknown> = Object.create(null)
  for (const key of Object.keys(value)) if (!bad.has(key) && value[key] !== undefined) sane[key] = value[key]
  return sane
}

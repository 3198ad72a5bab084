/** The shape of a MessageSpec and of a part: the keys and types that are checked before any grammar of RFC 5322 is asked. */
import { isObject, isPlainObject } from '../bytes/arguments.js'
import { isBytes } from '../bytes/source.js'
import { isEntity } from '../tree/is-message.js'
import { BOOLEAN, choice, constant, list, record, type Shape, STRING, take, value } from './shape.js'
import type { Faults, MessageSpec, PartSpec } from './spec.js'

const DATE = value('a Date', (given) => Object.prototype.toString.call(given) === '[object Date]')
const TEXTS = choice('a string or an array of strings', STRING, list(STRING))

/** Mailboxes as `from`, `to` … of a parsed message give them are taken too. */
const mailboxKeys = {
  kind: constant('mailbox'),
  name: STRING,
  address: STRING,
  local: STRING,
  domain: STRING,
  route: list(STRING),
  comment: STRING,
  invalid: STRING,
}
const mailbox = record(mailboxKeys, ['address'])
const member = choice('an address or a mailbox', STRING, mailbox)
const group = record({ kind: constant('group'), name: STRING, members: list(member) }, ['name', 'members'], 'members')
const address = choice('an address, a mailbox or a group', STRING, group, mailbox)
const addresses = choice('an address, a mailbox, a group, or an array of them', STRING, list(address), group, mailbox)

/** A Map or an instance of a class has fields that would be lost. */
function isFieldRecord(given: unknown): boolean {
  return isPlainObject(given) && !(Symbol.iterator in given)
}

function isFieldList(given: unknown): boolean {
  return (
    Array.isArray(given) &&
    given.every((pair) => Array.isArray(pair) && pair.length === 2 && typeof pair[0] === 'string')
  )
}

const headers = value(
  'an object of fields, or an array of pairs of name and value',
  (given) => isFieldRecord(given) || isFieldList(given),
)

function isSource(given: unknown): boolean {
  return typeof given === 'string' || isBytes(given)
}

export function isBlob(given: unknown): given is Blob {
  return typeof Blob === 'function' && given instanceof Blob
}

/** A content that is read once, when the message is written. */
export function isStream(given: unknown): boolean {
  // A typed array of another kind is an iterable of numbers, none of octets.
  if (!isObject(given) || isSource(given) || isEntity(given) || ArrayBuffer.isView(given)) return false
  if (isBlob(given) || (typeof ReadableStream === 'function' && given instanceof ReadableStream)) return true
  return Symbol.asyncIterator in given || (Symbol.iterator in given && !(given instanceof Map))
}

const content = value(
  'a string, bytes, a stream of bytes or a Message',
  (given) => isSource(given) || isEntity(given) || isStream(given),
)

const file = record(
  {
    filename: STRING,
    content,
    contentType: STRING,
    contentId: STRING,
    cid: STRING,
    disposition: constant('attachment', 'inline'),
    description: STRING,
    transferEncoding: STRING,
    headers,
  },
  ['content'],
)

/** The one shape of a part to add: of attachments, alternatives, append, insert, replaceWith, attach, and of rewrite(). */
const PART: Shape = choice(
  '{ text }, { html } or { content … }',
  value('a File, a Blob or a part', (given) => isBlob(given) || isEntity(given)),
  record({ text: STRING }, ['text'], 'text'),
  record({ html: STRING }, ['html'], 'html'),
  file,
)

const urls = choice('a URL or an array of them', STRING, list(STRING))
const listFields = record({
  id: record({ id: STRING, description: STRING }, ['id']),
  post: choice("a URL, an array of them or 'NO'", STRING, list(STRING)),
  help: urls,
  subscribe: urls,
  unsubscribe: urls,
  owner: urls,
  archive: urls,
  oneClick: BOOLEAN,
})

export const MESSAGE_SPEC: Shape = record(
  {
    from: addresses,
    sender: addresses,
    replyTo: addresses,
    to: addresses,
    cc: addresses,
    bcc: addresses,
    subject: STRING,
    text: STRING,
    html: STRING,
    amp: STRING,
    calendar: record({ method: STRING, content: STRING, filename: STRING, attach: BOOLEAN }, ['method', 'content']),
    attachments: list(PART),
    alternatives: list(PART),
    headers,
    date: DATE,
    messageId: STRING,
    inReplyTo: TEXTS,
    references: TEXTS,
    priority: constant('high', 'normal', 'low'),
    autoSubmitted: STRING,
    list: listFields,
    omitted: list(value('what an answer left out', isObject)),
  },
  ['from'],
)

/** Adds the faults of shape of one part; returns it as it was taken. */
export function takePart(given: unknown, path: string, faults: Faults): PartSpec {
  return take(PART, given, path, faults) as PartSpec
}

/** Adds the faults of shape; returns the spec without the slots that have any, so that the others can be checked further. */
export function takeSpec(given: unknown, faults: Faults): Partial<MessageSpec> {
  return (take(MESSAGE_SPEC, given, '', faults) ?? {}) as Partial<MessageSpec>
}

/**
 * Writes the value that a caller gives for a field, by the grammar of the field's name. RFC 5322 §2.2 and §3.6. Structured values given as
 * text are parsed first and refused when they do not parse: no string is pasted into such a field.
 */

import { LPAREN, QUOTE, trimWsp } from '../bytes/ascii.js'
import { CODES, type DefectCode } from '../defects/codes.js'
import { ignore } from '../defects/defect.js'
import type { AddressList, Group, Mailbox } from './address/address.js'
import { formatAddressList } from './address/address-format.js'
import { type AddressResult, addressesOfText, addrSpecOfText, type Refused } from './address/address-text.js'
import type { MailDate } from './date.js'
import type { FieldKind, FieldTypes, FormatOptions, Grammar } from './grammars.js'
import { Lexer, takeQuotedString } from './lexer.js'
import type { ListId } from './list.js'
import type { ContentType } from './mime/content-type.js'
import type { Disposition, Parameterized } from './mime/disposition.js'
import type { Params } from './mime/parameters.js'
import { toOctets } from './octets.js'
import { checkFieldName, refuseBreaks, refuseUnwritable } from './refuse.js'
import type { AuthResults } from './trace/auth-results.js'
import type { Received, ReceivedSpec } from './trace/received.js'
import type { TagList } from './trace/tag-list.js'
import { formatUnstructured } from './words/unstructured.js'
import { grammarOf } from './writers.js'

/** One address as callers write it: text, a mailbox as read, `{ name, address }`, or a group of these. */
export type AddressValue =
  | string
  | Mailbox
  | Group
  | NamedAddress
  | {
      /** May be left out. */
      readonly kind?: 'group'
      /** Display name of the group. */
      readonly name: string
      /** Its mailboxes; may be empty. */
      readonly members: readonly (string | Mailbox | NamedAddress)[]
    }

/** A mailbox as callers write it. */
export interface NamedAddress {
  /** May be given, so that a mailbox as read fits. */
  readonly kind?: 'mailbox'
  /** Display name; none where it is absent. */
  readonly name?: string | null | undefined
  /** The addr-spec, `local@domain`. */
  readonly address: string
}

/** A value with parameters as the writers take it; the parameters may be a record, a Map or pairs. */
export interface ParameterValues {
  /** By name; written after `;`, with RFC 2231 where they are not ASCII. */
  readonly params?: Params | Iterable<readonly [string, string]>
}

/** A value with parameters, such as a media type or a disposition, as `Headers.set` takes it. */
export type ParameterizedValue =
  | ({
      /** `type/subtype`. */
      readonly mediaType: string
    } & ParameterValues)
  | ({
      /** The type alone, or the whole `type/subtype`; of a disposition `attachment` or `inline`. */
      readonly type: string
      /** The subtype. */
      readonly subtype?: string
    } & ParameterValues)
  | ({
      /** What stands before the parameters. */
      readonly value: string
    } & ParameterValues)

/** What `Headers.set` and the like accept: text, or the value that the field reads as. */
export type FieldValue =
  | string
  | boolean
  | Date
  | Pick<MailDate, 'date' | 'offsetMinutes'>
  | AddressValue
  | readonly AddressValue[]
  | readonly string[]
  | ParameterizedValue
  | ListId
  | ReceivedSpec
  | TagList
  | AuthResults

/** What a reading of that type is written from. */
type Written<T> = [T] extends [AddressList]
  ? AddressValue | readonly AddressValue[]
  : [T] extends [MailDate]
    ? Date | Pick<MailDate, 'date' | 'offsetMinutes'>
    : [T] extends [readonly string[] | 'NO']
      ? readonly string[]
      : [T] extends [ContentType | Disposition | Parameterized]
        ? ParameterizedValue
        : [T] extends [Received]
          ? ReceivedSpec
          : T

/** What `Headers.set` and the like accept for a field of that name: text, or what `FieldTypes` says that it reads as. */
export type SettableValue<Name extends string> =
  Lowercase<Name> extends keyof FieldTypes
    ? string | Written<Exclude<FieldTypes[Lowercase<Name>], undefined>>
    : FieldValue

/**
 * The text of a field value, unfolded: `fold` makes lines of it.
 * @throws TypeError for a name that is none, for CR, LF, NUL and lone surrogates, and for whatever the grammar of the name cannot hold
 */
export function formatField(name: string, value: FieldValue, options: FormatOptions = {}): string {
  const grammar = grammarOf(checkFieldName(name)) as Grammar<unknown> | undefined
  if (value === undefined || value === null) throw new TypeError(`${name}: expected a value`)
  if (typeof value === 'string') refuseBreaks(value, name)
  if (grammar === undefined || grammar.kind === 'unstructured') {
    if (typeof value !== 'string') throw new TypeError(`${name}: expected a string`)
    // The name, the colon and the space before the value.
    return formatUnstructured(value, { ...options, column: name.length + 2 })
  }
  if (grammar.format === formatAddressList)
    return formatAddresses(name, value, grammar.kind === 'mailbox', options).written
  const written =
    typeof value === 'string' ? formatText(name, value, grammar, options) : formatTyped(name, value, grammar, options)
  return refuseUnwritable(written, name, options.utf8)
}

/** Addresses, and what is written of them. */
export interface WrittenAddresses {
  readonly list: readonly (Mailbox | Group)[]
  readonly written: string
}

/**
 * As `formatField`, for a field of addresses.
 * @param single one mailbox alone
 */
export function formatAddresses(
  name: string,
  value: unknown,
  single: boolean,
  options: FormatOptions,
): WrittenAddresses {
  const isText = typeof value === 'string'
  if (isText) refuseBreaks(value, name)
  const result = isText ? sound(addressesOfText(value.replace(TRAILING_COMMA, ''), options), name) : undefined
  const list = result === undefined ? toAddresses(value, name, single, options) : result.value
  if (single) refuseSeveral(list, name)
  const written = result?.written ?? formatAddressList(list, options)
  refuseUnwritable(written, name, options.utf8)
  return { list, written }
}

function refuseSeveral(list: readonly (Mailbox | Group)[], what: string): void {
  if (list.length !== 1 || list[0]!.kind !== 'mailbox') throw new TypeError(`${what}: expected one mailbox`)
}

function formatTyped(
  name: string,
  value: Exclude<FieldValue, string>,
  grammar: Grammar<unknown>,
  options: FormatOptions,
): string {
  switch (grammar.kind) {
    case 'address':
    case 'mailbox':
      return grammar.format(toAddresses(value, name, grammar.kind === 'mailbox', options), options)
    case 'date':
      if (!(value instanceof Date) && !(isObject(value) && 'date' in value))
        throw new TypeError(`${name}: expected a Date`)
      break
    case 'plain':
    case 'url':
    case 'id':
    case 'path':
      throw new TypeError(`${name}: expected a string`)
    default:
      if (!isObject(value) && value !== true) throw new TypeError(`${name}: expected the value that the field reads as`)
  }
  if (grammar.kind === 'parameterized') return grammar.format(contentTypeLike(value), options)
  return grammar.format(value, options)
}

/** `{ type, subtype }` is a media type too. */
function contentTypeLike(value: unknown): unknown {
  if (!isObject(value) || 'mediaType' in value || !('subtype' in value) || value.subtype === undefined) return value
  return { ...value, mediaType: `${String(value.type)}/${String(value.subtype)}` }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

/** Kinds of grammars that read a text without loss, white space aside. What the writer does not give back was dropped, and is refused. */
const LOSSLESS: ReadonlySet<string> = new Set(['id', 'ids', 'urls', 'words', 'tags', 'path', 'flag', 'other'])

/** What is expected of a text, by the kind of the field: for messages of errors. */
const EXPECTED: Readonly<Partial<Record<FieldKind, string>>> = {
  date: 'a Date, or text as Tue, 4 Mar 2025 09:30:00 +0100',
  id: '<left@right>',
  ids: '<left@right>, several apart by spaces',
  path: 'name@domain, or <> for none',
  keywords: 'words with commas between them',
  words: 'words with commas between them',
  urls: '<URL>, several with commas between them',
  'list-id': 'Name <list.example.org>',
  flag: 'true',
  parameterized: 'value; name=value',
  tags: 'name=value; name=value',
  'auth-results': 'server.example.org; method=result',
  received: 'from a.example by b.example; Tue, 4 Mar 2025 09:30:00 +0100',
}

function noValue(name: string, value: string, kind: FieldKind): string {
  const shown = JSON.stringify(value.length > 60 ? `${value.slice(0, 59)}…` : value)
  const expected = EXPECTED[kind]
  return `${name}: ${shown} is no value of this field${expected === undefined ? '' : `: expected ${expected}`}`
}

/**
 * A text as the value of a field:
 *
 *      kind of grammar             what happens
 *      plain, url, path            written as it is
 *      address, mailbox            read as addresses, written anew
 *      id, ids, urls               written as it is where it has no angles, else as all others
 *      received, auth-results      kept as it is, if it reads without a defect
 *      all others                  read, written anew; refused where it raises a defect, or where something of it would be lost
 *
 * @throws TypeError that says what is expected
 */
function formatText(name: string, value: string, grammar: Grammar<unknown>, options: FormatOptions): string {
  switch (grammar.kind) {
    case 'plain':
    case 'url':
      return grammar.format(value, options)
    case 'address':
    case 'mailbox':
      return grammar.format(toAddresses(value, name, grammar.kind === 'mailbox', options), options)
    case 'id':
    case 'ids':
      // One identifier may stand without angles.
      if (!/[<\s]/.test(value)) return grammar.format(value, options)
      break
    case 'urls':
      if (!value.includes('<')) return grammar.format(value, options)
      break
    case 'list-id':
      if (value.includes('<') && !value.endsWith('>'))
        throw new TypeError(`${name}: text after the identifier: expected <left@right> alone`)
      break
    case 'date':
      // What Date#toUTCString gives: the one named zone with a sure meaning.
      value = value.replace(/ GMT$/, ' +0000')
      break
    case 'path':
      return grammar.format(value.startsWith('<') && value.endsWith('>') ? value.slice(1, -1) : value, options)
    default:
  }
  const octets = toOctets(value)
  let fault: DefectCode | undefined
  const read = grammar.read(octets, (code) => {
    if (CODES[code][0] !== 'info' && code !== 'date-weekday-mismatch') fault ??= code
  })
  if (fault !== undefined) throw new TypeError(`${noValue(name, value, grammar.kind)} (${fault})`)
  if (read === undefined) throw new TypeError(noValue(name, value, grammar.kind))
  if (grammar.kind === 'received' || grammar.kind === 'auth-results') return traceText(name, value, read, grammar.kind)
  if (grammar.kind !== 'urls' && grammar.kind !== 'id' && grammar.kind !== 'ids') refuseComments(name, octets)
  const written = grammar.format(read, options)
  if (LOSSLESS.has(grammar.kind) && bare(written) !== bare(value)) {
    throw new TypeError(
      `${name}: only ${JSON.stringify(written.slice(0, 200))} of the text parses: expected that part alone`,
    )
  }
  return written
}

/**
 * Trace fields have comments and clauses that their typed value does not hold, so that a text is kept as it is once it parses: a gateway
 * copies them.
 */
function traceText(name: string, value: string, read: unknown, kind: FieldKind): string {
  const found = read as { date?: MailDate; authservId?: string }
  if (found.date === undefined && !found.authservId) throw new TypeError(noValue(name, value, kind))
  return trimWsp(value)
}

/** Refuses comments, which would be lost when the value is written. */
function refuseComments(name: string, octets: string): void {
  const lex = new Lexer(octets, ignore)
  for (lex.skipFws(); !lex.done; lex.pos++) {
    const c = lex.peek()
    if (c === LPAREN)
      throw new TypeError(`${name}: a comment at ${lex.pos}, and comments are not written: leave it out`)
    if (c === QUOTE) {
      takeQuotedString(lex)
      lex.pos--
    }
  }
}

function bare(value: string): string {
  const text = value.replace(/[ \t]/g, '').toLowerCase()
  return text.endsWith(';') ? text.slice(0, -1) : text
}

/** People end a list with a comma as they end a line. */
const TRAILING_COMMA = /(?<=[^\s,][ \t]{0,9}),[ \t]{0,9}$/

/** Addresses of a caller as the list that the writer takes; one mailbox if `single`. */
function toAddresses(value: unknown, what: string, single: boolean, options: FormatOptions): (Mailbox | Group)[] {
  const list: (Mailbox | Group)[] = []
  if (typeof value === 'string') list.push(...unwrap(addressesOfText(value.replace(TRAILING_COMMA, ''), options), what))
  else if (Array.isArray(value)) {
    for (const [i, item] of value.entries()) {
      if (Array.isArray(item)) throw new TypeError(`${what}[${i}]: an array within an array: expected one flat list`)
      const found = toAddresses(item, `${what}[${i}]`, false, options)
      if (found.length !== 1) throw new TypeError(`${what}[${i}]: expected one mailbox or group`)
      list.push(found[0]!)
    }
  } else if (isObject(value)) list.push(toAddress(value, what, options))
  else throw new TypeError(`${what}: expected an address, a mailbox, a group, or an array of them`)
  if (list.length === 0) throw new TypeError(`${what}: expected at least one address`)
  if (single) refuseSeveral(list, what)
  return list
}

/** A mailbox or group as parsing gives it is taken as it is. `{ name, address }` and `{ name, members }` become one, with `kind` or without. */
function toAddress(value: Record<string, unknown>, what: string, options: FormatOptions): Mailbox | Group {
  if (Array.isArray(value.members)) {
    const members = Array.from(value.members, (member: unknown, i) => {
      const at = `${what}.members[${i}]`
      if (isObject(member) && 'members' in member)
        throw new TypeError(`${at}: expected a mailbox; a group holds no group`)
      const [found, more] = toAddresses(member, at, true, options)
      if (found?.kind !== 'mailbox' || more !== undefined) throw new TypeError(`${at}: expected one mailbox`)
      return found
    })
    return { kind: 'group', name: String(value.name), members }
  }
  if (value.kind === 'group') throw new TypeError(`${what}.members: expected an array of mailboxes`)
  if (value.kind === 'mailbox' && typeof value.local === 'string' && typeof value.domain === 'string')
    return value as unknown as Mailbox
  if (typeof value.address !== 'string') throw new TypeError(`${what}: expected an address`)
  const mailbox = unwrap(addrSpecOfText(value.address, options), `${what}.address`)
  if (value.name === undefined || value.name === null) return mailbox
  if (typeof value.name !== 'string') throw new TypeError(`${what}.name: expected a string`)
  return { ...mailbox, name: value.name }
}

function unwrap<T>(result: AddressResult<T>, what: string): T {
  return sound(result, what).value
}

function sound<T extends object>(result: T | Refused, what: string): T {
  if ('fault' in result) throw new TypeError(`${what}: ${result.fault.message} (at ${result.fault.position})`)
  return result
}

/** One table of grammars, by field name in lower case, open to further fields. RFC 5322 §3.6 and the RFCs of names.ts. */
import { lower } from '../bytes/ascii.js'
import type { Report } from '../defects/defect.js'
import { DEFAULT_LIMITS, type Limits } from '../defects/limits.js'
import { type AddressList, readAddressList } from './address/address.js'
import { formatAddressList } from './address/address-format.js'
import { formatDate, type MailDate, readDate } from './date.js'
import * as list from './list.js'
import { formatMessageIds, readMessageId, readMessageIds } from './message-id.js'
import { type ContentType, formatContentType, readContentType } from './mime/content-type.js'
import {
  type Disposition,
  formatDisposition,
  formatParameterized,
  type Parameterized,
  readDisposition,
  readParameterized,
} from './mime/disposition.js'
import { formatMimeVersion, readMimeVersion } from './mime/mime-version.js'
import { readTransferEncoding } from './mime/transfer-encoding.js'
import * as names from './names.js'
import { formatMd5, formatPlain, formatUrl, readMd5, readPlain, readUrl } from './plain.js'
import { checkFieldName } from './refuse.js'
import { type AuthResults, formatAuthResults, readAuthResults } from './trace/auth-results.js'
import { formatAutoSubmitted, readAutoSubmitted } from './trace/auto-submitted.js'
import { formatReceived, type Received, type ReceivedSpec, readReceived } from './trace/received.js'
import { formatReturnPath, readReturnPath } from './trace/return-path.js'
import { formatTagList, readTagList, type TagList } from './trace/tag-list.js'
import { formatKeywords, readKeywords } from './words/keywords.js'
import { formatLanguages, formatWordList, readWordList } from './words/language.js'
import { formatUnstructured, readUnstructured } from './words/unstructured.js'

/** What a grammar is like, for those who treat fields alike. */
export type FieldKind =
  | 'unstructured'
  | 'plain'
  | 'address'
  | 'mailbox'
  | 'path'
  | 'date'
  | 'id'
  | 'ids'
  | 'keywords'
  | 'words'
  | 'url'
  | 'urls'
  | 'list-id'
  | 'flag'
  | 'parameterized'
  | 'tags'
  | 'auth-results'
  | 'received'
  | 'other'

export interface FormatOptions {
  /** Non-ASCII text as UTF-8 (RFC 6532) instead of encoded-words. */
  readonly utf8?: boolean
}

/** Reader and writer of one field. */
export interface Grammar<T> {
  readonly kind: FieldKind
  /** Never throws. @param octets a raw field body, folds included @param fallback charset for mislabelled text */
  read(octets: string, report: Report, limits?: Readonly<Limits>, fallback?: string): T
  /** The value, unfolded. @throws TypeError for what cannot be written */
  format(value: Exclude<T, undefined>, options?: FormatOptions): string
}

type Of<Names extends readonly string[], T> = { readonly [N in Names[number]]: T }

/** What each known field reads as. Declare further names by merging, and register them. */
export interface FieldTypes
  extends Of<typeof names.ADDRESSES | typeof names.MAILBOX, AddressList>,
    Of<typeof names.DATES, MailDate | undefined>,
    Of<typeof names.ID, string | undefined>,
    Of<typeof names.IDS, string[]>,
    Of<typeof names.PARAMETERIZED, Parameterized>,
    Of<typeof names.URLS | typeof names.WORDS, string[]>,
    Of<typeof names.URL_VALUES | typeof names.UNSTRUCTURED | typeof names.PLAIN, string>,
    Of<typeof names.TAGS, TagList>,
    Of<typeof names.AUTH, AuthResults> {
  readonly 'return-path': string | undefined
  readonly received: Received
  readonly 'x-received': Received
  readonly keywords: string[]
  readonly 'mime-version': string | undefined
  readonly 'content-type': ContentType
  readonly 'content-disposition': Disposition
  readonly 'content-transfer-encoding': string
  readonly 'content-language': string[]
  readonly 'content-md5': string | undefined
  readonly 'list-id': list.ListId | undefined
  readonly 'list-post': string[] | 'NO'
  readonly 'list-unsubscribe-post': boolean
  readonly 'auto-submitted': Parameterized
}

const ADDRESS: Grammar<AddressList> = {
  kind: 'address',
  read: (octets, report, limits = DEFAULT_LIMITS) => readAddressList(octets, report, limits),
  format: formatAddressList,
}
export const UNSTRUCTURED: Grammar<string> = {
  kind: 'unstructured',
  read: (octets, report, _limits, fallback) => readUnstructured(octets, report, fallback),
  format: formatUnstructured,
}
const DATE: Grammar<MailDate | undefined> = { kind: 'date', read: readDate, format: (value) => formatDate(value) }
const ID: Grammar<string | undefined> = { kind: 'id', read: readMessageId, format: (value) => formatMessageIds(value) }
const IDS: Grammar<string[]> = { kind: 'ids', read: readMessageIds, format: (value) => formatMessageIds(value) }
const PARAMETERIZED: Grammar<Parameterized> = {
  kind: 'parameterized',
  read: readParameterized,
  format: (value) => formatParameterized(value),
}
const URLS: Grammar<string[]> = { kind: 'urls', read: list.readListUrls, format: (value) => list.formatListUrls(value) }
const WORDS: Grammar<string[]> = {
  kind: 'words',
  read: readWordList,
  // RFC 5536 §3.1.4: white space in the list should not be generated, servers lose articles over it.
  format: (value) => formatWordList(value, 'list', ','),
}
const URL_VALUE: Grammar<string> = { kind: 'url', read: readUrl, format: (value) => formatUrl(value) }
const PLAIN: Grammar<string> = { kind: 'plain', read: readPlain, format: formatPlain }
const TAGS: Grammar<TagList> = { kind: 'tags', read: readTagList, format: formatTagList }
const AUTH: Grammar<AuthResults> = { kind: 'auth-results', read: readAuthResults, format: formatAuthResults }
const RECEIVED: Grammar<Received> = {
  kind: 'received',
  read: readReceived,
  format: (value) => formatReceived(value as ReceivedSpec),
}

function build(): Map<string, Grammar<unknown>> {
  const map = new Map<string, Grammar<unknown>>()
  const add = <T>(fields: readonly string[], grammar: Grammar<T>) => {
    for (const name of fields) map.set(name, grammar as Grammar<unknown>)
  }
  add(names.ADDRESSES, ADDRESS)
  add(names.MAILBOX, { ...ADDRESS, kind: 'mailbox' })
  add(names.DATES, DATE)
  add(names.ID, ID)
  add(names.IDS, IDS)
  add(names.PARAMETERIZED, PARAMETERIZED)
  add(names.URLS, URLS)
  add(names.WORDS, WORDS)
  add(names.URL_VALUES, URL_VALUE)
  add(names.TAGS, TAGS)
  add(names.AUTH, AUTH)
  add(names.UNSTRUCTURED, UNSTRUCTURED)
  add(names.PLAIN, PLAIN)
  add(['received', 'x-received'], RECEIVED)
  add(['return-path'], { kind: 'path', read: readReturnPath, format: formatReturnPath })
  add(['keywords'], { kind: 'keywords', read: readKeywords, format: formatKeywords })
  add(['mime-version'], { kind: 'other', read: readMimeVersion, format: formatMimeVersion })
  add(['content-type'], {
    kind: 'parameterized',
    read: readContentType,
    format: (value) => formatContentType(value),
  })
  add(['content-disposition'], {
    kind: 'parameterized',
    read: readDisposition,
    format: (value) => formatDisposition(value),
  })
  add(['content-transfer-encoding'], { kind: 'other', read: readTransferEncoding, format: formatPlain })
  add(['content-language'], { kind: 'words', read: readWordList, format: (value) => formatLanguages(value) })
  add(['content-md5'], { kind: 'other', read: readMd5, format: formatMd5 })
  add(['list-id'], { kind: 'list-id', read: list.readListId, format: list.formatListId })
  add(['list-post'], { kind: 'urls', read: list.readListPost, format: list.formatListPost })
  add(['list-unsubscribe-post'], { kind: 'flag', read: list.readOneClick, format: list.formatOneClick })
  add(['auto-submitted'], {
    kind: 'parameterized',
    read: readAutoSubmitted,
    format: (value) => formatAutoSubmitted(value),
  })
  return map
}

/** A grammar among those whose names have the same hash. */
interface Named {
  readonly name: string
  readonly grammar: Grammar<unknown>
  readonly next: Named | undefined
}

/** By name in lower case; made when one is first looked up. */
let grammars: Map<string, Grammar<unknown>> | undefined
const byName = (): Map<string, Grammar<unknown>> => (grammars ??= build())
const HASHES = 1024
/** By hash of the name; made when the first field is read. */
let byHash: (Named | undefined)[] | undefined
const REGISTERED = /* @__PURE__ */ new Set<string>()

function hashed(): (Named | undefined)[] {
  const table = new Array<Named | undefined>(HASHES).fill(undefined)
  for (const [name, grammar] of byName()) addHashed(table, name, grammar)
  return table
}

/** Of a name by its length and three of its letters, whatever their case. */
function hashOf(length: number, first: number, middle: number, last: number): number {
  return ((length << 5) ^ (first << 4) ^ ((middle & 0x1f) << 2) ^ (last & 0x1f)) & (HASHES - 1)
}

function addHashed(table: (Named | undefined)[], name: string, grammar: Grammar<unknown>): void {
  const { length } = name
  const hash = hashOf(length, name.charCodeAt(0) & 0x1f, name.charCodeAt(length >> 1), name.charCodeAt(length - 1))
  table[hash] = { name, grammar, next: table[hash] }
}

/**
 * As `grammarOf`, for a name that is still octets [start, end). Measured: a string for each name of a message, its lower case and two
 * look-ups cost more than the reading of most fields.
 */
export function grammarAt(bytes: Uint8Array, start: number, end: number): Grammar<unknown> | undefined {
  const length = end - start
  if (length === 0) return undefined
  byHash ??= hashed()
  const hash = hashOf(length, bytes[start]! & 0x1f, bytes[start + (length >> 1)]!, bytes[end - 1]!)
  for (let named = byHash[hash]; named !== undefined; named = named.next) {
    const { name } = named
    if (name.length !== length) continue
    let i = 0
    while (i < length && lower(bytes[start + i]!) === name.charCodeAt(i)) i++
    if (i === length) return named.grammar
  }
  return undefined
}

/** The grammar of a field, by name in any case; undefined for a field that has none, which reads as unstructured text. */
export function grammarOf<N extends keyof FieldTypes>(name: N): Grammar<FieldTypes[N]>
export function grammarOf(name: string): Grammar<unknown> | undefined
export function grammarOf(name: string): Grammar<unknown> | undefined {
  const map = byName()
  return map.get(name) ?? map.get(name.toLowerCase())
}

/**
 * Adds a grammar for a field of your own, for the whole process; a second call for a name replaces the first.
 * @param grammar `read` must never throw, and gives what `parsed` of the field gives; `text` stays the decoded value, whatever the
 * grammar. `format` throws TypeError for what it cannot write
 * @throws TypeError for a name that is none, and for fields that the library knows
 */
export function registerField<T>(
  name: string,
  grammar: Pick<Grammar<T>, 'read' | 'format'> & Partial<Pick<Grammar<T>, 'kind'>>,
): void {
  const key = checkFieldName(name).toLowerCase()
  if (byName().has(key) && !REGISTERED.has(key))
    throw new TypeError(`${name}: the library has a grammar for this field`)
  if (typeof grammar?.read !== 'function' || typeof grammar.format !== 'function') {
    throw new TypeError(`${name}: expected a grammar with read and format`)
  }
  REGISTERED.add(key)
  const { kind = 'other' } = grammar
  const registered: Grammar<unknown> = {
    kind,
    read: grammar.read.bind(grammar),
    format: grammar.format.bind(grammar) as Grammar<unknown>['format'],
  }
  byName().set(key, registered)
  if (byHash !== undefined) addHashed(byHash, key, registered)
}

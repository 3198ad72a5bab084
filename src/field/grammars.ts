/**
 * Finds the reader of a field: one table by field name in lower case, open to further fields. RFC 5322 §3.6 and the RFCs of names.ts. The
 * writers stand in writers.ts, so that a program that only reads does not carry them.
 */

import { lower } from '../bytes/ascii.js'
import { lazy } from '../bytes/kept.js'
import type { DefectCode } from '../defects/codes.js'
import { ignore, type Report } from '../defects/defect.js'
import { DEFAULT_LIMITS, type Limits } from '../defects/limits.js'
import { type AddressList, readAddressList } from './address/address.js'
import { type MailDate, readDate } from './date.js'
import * as list from './list.js'
import { readInReplyTo, readMessageId, readMessageIds } from './message-id.js'
import { type ContentType, readContentType } from './mime/content-type.js'
import { type Disposition, type Parameterized, readDisposition, readParameterized } from './mime/disposition.js'
import { readMimeVersion } from './mime/mime-version.js'
import { readTransferEncoding } from './mime/transfer-encoding.js'
import * as names from './names.js'
import { readMd5, readPlain, readUrl } from './plain.js'
import { type AuthResults, readAuthResults } from './trace/auth-results.js'
import { readAutoSubmitted } from './trace/auto-submitted.js'
import { type Received, readReceived } from './trace/received.js'
import { readReturnPath } from './trace/return-path.js'
import { readTagList, type TagList } from './trace/tag-list.js'
import { readKeywords } from './words/keywords.js'
import { readWordList } from './words/language.js'
import { readUnstructured } from './words/unstructured.js'
import { decodedWhole } from './words/whole.js'

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

/** How a value is written. */
export interface FormatOptions {
  /** Non-ASCII text is written as UTF-8 (RFC 6532) instead of encoded-words. Default false. */
  readonly utf8?: boolean
}

/** Reader of one field. */
export interface FieldReader<T> {
  readonly kind: FieldKind
  /** Never throws. @param octets a raw field body, folds included @param fallback charset for mislabelled text */
  read(octets: string, report: Report, limits?: Readonly<Limits>, fallback?: string): T
}

/** Reader and writer of one field. */
export interface Grammar<T> extends FieldReader<T> {
  /** The value, unfolded. @throws TypeError for what cannot be written */
  format(value: Exclude<T, undefined>, options?: FormatOptions): string
}

type Of<Names extends readonly string[], T> = { readonly [N in Names[number]]: T }

/**
 * What each known field reads as, by its name in lower case. A program with fields of its own registers them (`registerField`) and declares their
 * types by merging.
 * @example
 * declare module 'messagerie' {
 *   interface FieldTypes { 'x-ticket': { readonly id: number } }
 * }
 */
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
  /** The reverse path without angle brackets; '' is the null path. Undefined where it cannot be read. */
  readonly 'return-path': string | undefined
  /** One hop (RFC 5321 §4.4). */
  readonly received: Received
  /** One hop, in a field that some hosts write in place of Received. */
  readonly 'x-received': Received
  /** The phrases, decoded (RFC 5322 §3.6.5). */
  readonly keywords: string[]
  /** `1.0`, comments left out. Undefined where it is no version. */
  readonly 'mime-version': string | undefined
  /** Media type and parameters (RFC 2045 §5). */
  readonly 'content-type': ContentType
  /** Disposition and its parameters (RFC 2183). */
  readonly 'content-disposition': Disposition
  /** Transfer encoding in lower case (RFC 2045 §6). */
  readonly 'content-transfer-encoding': string
  /** Language tags (RFC 3282). */
  readonly 'content-language': string[]
  /** The digest in base64 (RFC 1864). Undefined where it is none. */
  readonly 'content-md5': string | undefined
  /** Identifier and description (RFC 2919). Undefined where there is no identifier. */
  readonly 'list-id': list.ListId | undefined
  /** URLs, or `'NO'` (RFC 2369 §3.4). */
  readonly 'list-post': string[] | 'NO'
  /** Is it `List-Unsubscribe=One-Click` (RFC 8058)? */
  readonly 'list-unsubscribe-post': boolean
  /** Keyword and parameters (RFC 3834 §5). */
  readonly 'auto-submitted': Parameterized
}

/**
 * What a field of that name reads as, its name in any case: `ParsedField<'Received'>` is `Received`. Unknown for a name that `FieldTypes` does not
 * have: such a field reads as text, or as the grammar that a program registered for it.
 */
export type ParsedField<Name extends string> =
  Lowercase<Name> extends keyof FieldTypes ? FieldTypes[Lowercase<Name>] : unknown

type Read<T> = FieldReader<T>['read']

/** Wraps a reader: a value that is nothing but encoded-words is decoded first (words/whole.ts). */
function wholly<T>(read: Read<T>, code: DefectCode): Read<T> {
  return (octets, report, limits, fallback) => {
    const whole = decodedWhole(octets, report, code)
    return whole === undefined ? read(octets, report, limits, fallback) : read(whole, ignore, limits, fallback)
  }
}

export const ADDRESS: FieldReader<AddressList> = {
  kind: 'address',
  read: (octets, report, limits = DEFAULT_LIMITS, fallback) => readAddressList(octets, report, limits, fallback),
}
export const UNSTRUCTURED: FieldReader<string> = {
  kind: 'unstructured',
  read: (octets, report, _limits, fallback) => readUnstructured(octets, report, fallback),
}

function build(): Map<string, FieldReader<unknown>> {
  const map = new Map<string, FieldReader<unknown>>()
  const add = (fields: readonly string[], kind: FieldKind, read: FieldReader<unknown>['read']) => {
    const reader = { kind, read }
    for (const name of fields) map.set(name, reader)
  }
  for (const name of names.ADDRESSES) map.set(name, ADDRESS)
  for (const name of names.UNSTRUCTURED) map.set(name, UNSTRUCTURED)
  add(names.MAILBOX, 'mailbox', ADDRESS.read)
  add(names.DATES, 'date', wholly(readDate, 'malformed-encoded-word'))
  add(names.ID, 'id', readMessageId)
  add(names.IDS, 'ids', readMessageIds)
  add(['in-reply-to'], 'ids', readInReplyTo)
  add(names.PARAMETERIZED, 'parameterized', readParameterized)
  add(names.URLS, 'urls', list.readListUrls)
  add(names.WORDS, 'words', readWordList)
  add(names.URL_VALUES, 'url', readUrl)
  add(names.TAGS, 'tags', readTagList)
  add(names.AUTH, 'auth-results', readAuthResults)
  add(names.PLAIN, 'plain', readPlain)
  add(names.RECEIVED, 'received', readReceived)
  add(['return-path'], 'path', readReturnPath)
  add(['keywords'], 'keywords', readKeywords)
  add(['mime-version'], 'other', readMimeVersion)
  add(['content-type'], 'parameterized', readContentType)
  add(['content-disposition'], 'parameterized', wholly<Disposition>(readDisposition, 'invalid-content-disposition'))
  add(['content-transfer-encoding'], 'other', wholly(readTransferEncoding, 'unknown-transfer-encoding'))
  add(['content-language'], 'words', readWordList)
  add(['content-md5'], 'other', readMd5)
  add(['list-id'], 'list-id', list.readListId)
  add(['list-post'], 'urls', list.readListPost)
  add(['list-unsubscribe-post'], 'flag', list.readOneClick)
  add(['auto-submitted'], 'parameterized', readAutoSubmitted)
  return map
}

/** A reader among those whose names have the same hash. */
interface Named {
  readonly name: string
  readonly reader: FieldReader<unknown>
  readonly next: Named | undefined
}

/** By name in lower case; made when one is first looked up. */
const byName = /* @__PURE__ */ lazy(build)
const HASHES = 1024
/** By hash of the name; made when the first field is read. */
const byHash = /* @__PURE__ */ lazy((): (Named | undefined)[] => {
  const table = new Array<Named | undefined>(HASHES).fill(undefined)
  for (const [name, reader] of byName()) addHashed(table, name, reader)
  return table
})

/** Hash of a name: by its length and three of its letters, whatever their case. */
function hashOf(length: number, first: number, middle: number, last: number): number {
  return ((length << 5) ^ (first << 4) ^ ((middle & 0x1f) << 2) ^ (last & 0x1f)) & (HASHES - 1)
}

function addHashed(table: (Named | undefined)[], name: string, reader: FieldReader<unknown>): void {
  const { length } = name
  const hash = hashOf(length, name.charCodeAt(0) & 0x1f, name.charCodeAt(length >> 1), name.charCodeAt(length - 1))
  table[hash] = { name, reader, next: table[hash] }
}

/**
 * As `readerOf`, for a name that is still octets [start, end). Measured: a string for each name of a message, its lower case and two
 * look-ups cost more than the reading of most fields.
 */
export function readerAt(bytes: Uint8Array, start: number, end: number): FieldReader<unknown> | undefined {
  const length = end - start
  if (length === 0) return undefined
  const hash = hashOf(length, bytes[start]! & 0x1f, bytes[start + (length >> 1)]!, bytes[end - 1]!)
  for (let named = byHash()[hash]; named !== undefined; named = named.next) {
    const { name } = named
    if (name.length !== length) continue
    let i = 0
    while (i < length && lower(bytes[start + i]!) === name.charCodeAt(i)) i++
    if (i === length) return named.reader
  }
  return undefined
}

/** The reader of a field, by name in any case; undefined for a field that has none, which reads as unstructured text. */
export function readerOf(name: string): FieldReader<unknown> | undefined {
  const map = byName()
  return map.get(name) ?? map.get(name.toLowerCase())
}

/** Adds a reader, or puts it in the place of another. @param lowered the name of the field in lower case */
export function addReader(lowered: string, reader: FieldReader<unknown>): void {
  byName().set(lowered, reader)
  addHashed(byHash(), lowered, reader)
}

/** How each field is written, by field name in lower case; grammars: reader and writer of a field together. RFC 5322 §3.6 and the RFCs of names.ts. */

import { assertString } from '../bytes/arguments.js'
import { lazy, Memo } from '../bytes/kept.js'
import { formatAddressList } from './address/address-format.js'
import { formatDate } from './date.js'
import { addReader, type FieldTypes, type Grammar, readerOf } from './grammars.js'
import * as list from './list.js'
import { formatMessageIds } from './message-id.js'
import { formatContentType } from './mime/content-type.js'
import { formatDisposition, formatParameterized } from './mime/disposition.js'
import { formatMimeVersion } from './mime/mime-version.js'
import * as names from './names.js'
import { formatMd5, formatPlain, formatUrl } from './plain.js'
import { checkFieldName } from './refuse.js'
import { formatAuthResults } from './trace/auth-results.js'
import { formatAutoSubmitted } from './trace/auto-submitted.js'
import { formatReceived } from './trace/received.js'
import { formatReturnPath } from './trace/return-path.js'
import { formatTagList } from './trace/tag-list.js'
import { formatKeywords } from './words/keywords.js'
import { formatLanguages, formatWordList } from './words/language.js'
import { formatUnstructured } from './words/unstructured.js'

type Format = Grammar<never>['format']

function build(): Map<string, Format> {
  const map = new Map<string, Format>()
  const add = (fields: readonly string[], format: Format) => {
    for (const name of fields) map.set(name, format)
  }
  add(names.ADDRESSES, formatAddressList)
  add(names.MAILBOX, formatAddressList)
  add(names.DATES, (value) => formatDate(value))
  add(names.ID, formatMessageIds)
  add(names.IDS, formatMessageIds)
  add(names.PARAMETERIZED, (value) => formatParameterized(value))
  add(names.URLS, (value) => list.formatListUrls(value))
  // RFC 5536 §3.1.4: white space in the list should not be generated, servers lose articles over it.
  add(names.WORDS, (value) => formatWordList(value, 'list', ','))
  add(names.URL_VALUES, (value) => formatUrl(value))
  add(names.TAGS, formatTagList)
  add(names.AUTH, formatAuthResults)
  add(names.UNSTRUCTURED, formatUnstructured)
  add(names.PLAIN, formatPlain)
  add(names.RECEIVED, (value) => formatReceived(value))
  add(['return-path'], formatReturnPath)
  add(['keywords'], formatKeywords)
  add(['mime-version'], formatMimeVersion)
  add(['content-type'], (value) => formatContentType(value))
  add(['content-disposition'], (value) => formatDisposition(value))
  add(['content-transfer-encoding'], formatPlain)
  add(['content-language'], (value) => formatLanguages(value))
  add(['content-md5'], formatMd5)
  add(['list-id'], list.formatListId)
  add(['list-post'], list.formatListPost)
  add(['list-unsubscribe-post'], list.formatOneClick)
  add(['auto-submitted'], (value) => formatAutoSubmitted(value))
  return map
}

/** By name in lower case; made when one is first looked up. */
const writers = /* @__PURE__ */ lazy(build)
/** Grammars of the library, by name in lower case. Measured: made each time, a field is set 1.6 times as slowly. */
const GRAMMARS = /* @__PURE__ */ new Memo(256, (key: string): Grammar<unknown> | undefined => {
  const reader = readerOf(key)
  const format = writers().get(key) as Grammar<unknown>['format'] | undefined
  return reader === undefined || format === undefined ? undefined : { ...reader, format }
})
/** Grammars of the program, by name in lower case. */
const REGISTERED = /* @__PURE__ */ new Map<string, Grammar<unknown>>()

/** The grammar of a field, by name in any case; undefined for a field that has none, which reads as unstructured text. */
export function grammarOf<N extends keyof FieldTypes>(name: N): Grammar<FieldTypes[N]>
export function grammarOf(name: string): Grammar<unknown> | undefined
export function grammarOf(name: string): Grammar<unknown> | undefined {
  assertString(name, 'name')
  const key = name.toLowerCase()
  return REGISTERED.get(key) ?? GRAMMARS.get(key)
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
  if (readerOf(key) !== undefined && !REGISTERED.has(key))
    throw new TypeError(`${name}: the library has a grammar for this field: register another name`)
  if (typeof grammar?.read !== 'function' || typeof grammar.format !== 'function') {
    throw new TypeError(`${name}: expected a grammar with read and format`)
  }
  const { kind = 'other' } = grammar
  const registered: Grammar<unknown> = {
    kind,
    read: grammar.read.bind(grammar),
    format: grammar.format.bind(grammar) as Grammar<unknown>['format'],
  }
  REGISTERED.set(key, registered)
  addReader(key, registered)
}

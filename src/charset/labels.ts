/**
 * Finds the charset of a label. Labels are compared by their letters and digits alone, so that `UTF_8`, `cp-850`, `"utf-8";` and `iso8859-1`
 * need no rows of their own. RFC 2978 §2.3 (names), RFC 2046 §4.1.2.
 */
import { lazy } from '../bytes/kept.js'
import { type Charset, eachCharset } from './charset-table.js'

export type { Charset }

/** No registered label is longer than 45 characters (RFC 2978 §2.3 allows 40). */
const MAX_LABEL = 80

/** White space, controls, quotes, `;`, `,`, `=`: what surrounds a label in broken fields. */
function surrounds(c: number): boolean {
  return c <= 0x20 || c === 0x22 || c === 0x27 || c === 0x3b || c === 0x2c || c === 0x3d || c === 0x7f || c === 0x5c
}

/** The letters and digits of a label, in lower case; empty if it holds anything but printable ASCII. */
function squash(label: string): string {
  let start = 0
  let end = label.length
  while (start < end && surrounds(label.charCodeAt(start))) start++
  while (end > start && surrounds(label.charCodeAt(end - 1))) end--
  if (end - start > MAX_LABEL) return ''
  let key = ''
  for (let i = start; i < end; i++) {
    const c = label.charCodeAt(i)
    if (c < 0x20 || c > 0x7e) return ''
    if (c >= 0x41 && c <= 0x5a) key += String.fromCharCode(c | 0x20)
    else if ((c >= 0x30 && c <= 0x39) || (c >= 0x61 && c <= 0x7a)) key += label[i]
    // `ISO_8859-1:1987`: the year of the standard.
    else if (c === 0x3a && end - i === 5 && isYear(label, i + 1)) break
  }
  return key
}

function isYear(label: string, at: number): boolean {
  for (let i = at; i < at + 4; i++) if (!(label.charCodeAt(i) >= 0x30 && label.charCodeAt(i) <= 0x39)) return false
  return true
}

/** Charsets by key. */
const byKey = /* @__PURE__ */ lazy((): Map<string, Charset> => {
  const keys = new Map<string, Charset>()
  eachCharset((charset, aliases) => {
    keys.set(squash(charset.name), charset)
    for (const alias of aliases) keys.set(alias, charset)
  })
  return keys
})

const PAGE = /^(?:cp|ibm|windows|win|ansi|ms|msdos|dos|oem|ccsid|codepage)?0*([1-9][0-9]{1,4})$/

function find(key: string): Charset | undefined {
  const found = byKey().get(key)
  if (found !== undefined) return found
  const page = PAGE.exec(key)
  return page === null ? undefined : byKey().get(`cp${page[1]}`)
}

/**
 * The charset that a label means, or undefined. White space, quotes and `;` around it, case, `-`, `_`, a leading `x-` or `cs` and a year
 * at the end make no difference; what stands behind a first word and white space is none of it. Whether its tables are at hand is another question (`hasCharset`).
 */
export function lookup(label: string): Charset | undefined {
  const charset = named(label) ?? named(firstWord(label))
  return charset?.reads === undefined ? charset : byKey().get(squash(charset.reads))
}

/** QUIRK(RFC 2045 §5.1): `charset=koi8-r format=flowed`. Sent by: generators that forget a `;`. Fixture: labels unit test. */
function firstWord(label: string): string {
  const from = label.search(/\S/)
  const length = from === -1 ? -1 : label.slice(from, from + 64).search(/\s/)
  return length === -1 ? '' : label.slice(from, from + length)
}

/** The charset that a label names, to the letter: what is written under it holds nothing else. */
export function named(label: string): Charset | undefined {
  if (label.length > 1024) return undefined
  const key = squash(label)
  if (key === '') return undefined
  const found = find(key)
  if (found !== undefined) return found
  if (key.startsWith('x')) return find(key.slice(1))
  return key.startsWith('cs') ? find(key.slice(2)) : undefined
}

/** Every canonical name, for documentation and tests. */
export function charsetNames(): string[] {
  return [...new Set([...byKey().values()].map((charset) => charset.name))]
}

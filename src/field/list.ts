/** Reads and writes the fields of mailing lists: List-Id, the List-* commands and one-click unsubscription. RFC 2369, RFC 2919, RFC 8058. */
import { COMMA, FWS, is, isAsciiText, LPAREN, LT } from '../bytes/ascii.js'
import { ignore, type Report } from '../defects/defect.js'
import { isDotAtom } from './address/addr-spec.js'
import { type Decode, decodePhrase, keepWords } from './address/address-phrase.js'
import { Lexer } from './lexer.js'
import { text } from './octets.js'
import { refuseUnwritable } from './refuse.js'
import { decodeWords } from './words/encoded-word.js'
import { formatPhrase } from './words/phrase.js'
import { decodedWhole } from './words/whole.js'

/** Identifier of a mailing list (RFC 2919). */
export interface ListId {
  /** `list.example.org`, without angles. */
  readonly id: string
  /** The phrase before it, decoded. Absent where there is none. */
  readonly description?: string
}

/** All that a message says about its list. URLs are data of the sender: never open one unasked. */
export interface ListHeaders {
  /** List-Id (RFC 2919). */
  readonly id?: ListId
  /** URLs of List-Post, in order of preference. `'NO'`: nobody may post (RFC 2369 §3.4). */
  readonly post?: readonly string[] | 'NO'
  /** URLs of List-Help, in order of preference. */
  readonly help?: readonly string[]
  /** URLs of List-Subscribe, in order of preference. */
  readonly subscribe?: readonly string[]
  /** URLs of List-Unsubscribe, in order of preference. */
  readonly unsubscribe?: readonly string[]
  /** URLs of List-Owner, in order of preference. */
  readonly owner?: readonly string[]
  /** URLs of List-Archive, in order of preference. */
  readonly archive?: readonly string[]
  /** A POST to the https URL of `unsubscribe` suffices to unsubscribe (RFC 8058). */
  readonly oneClick?: boolean
}

const BARE_URL = /^(?:https?|mailto):[^\s<>,]+$/i
const ONE_CLICK = /^List-Unsubscribe=One-Click$/i
const NO = /^NO$/i

/**
 * URLs of a List-* field, best first. White space inside angles is dropped (RFC 2369 §2); after an element that is not `<URL>` the rest
 * is ignored, as that section asks.
 */
export function readListUrls(octets: string, report: Report): string[] {
  const whole = decodedWhole(octets, report, 'malformed-encoded-word')
  return whole === undefined ? listUrls(octets, report) : listUrls(whole, ignore)
}

function listUrls(octets: string, report: Report): string[] {
  const lex = new Lexer(octets, report)
  const urls: string[] = []
  for (;;) {
    lex.skipCfws()
    if (lex.done) return urls
    if (lex.take(COMMA)) continue
    const from = lex.pos
    if (!lex.take(LT)) {
      const bare = removeFws(octets.slice(from))
      // QUIRK(RFC 2369 §2): one URL without angles. Sent by: newsletter senders.
      if (urls.length === 0 && BARE_URL.test(bare)) urls.push(text(bare, report, from))
      return urls
    }
    let to = octets.indexOf('>', from)
    if (to === -1) to = octets.length
    lex.pos = Math.min(to + 1, octets.length)
    const url = removeFws(octets.slice(from + 1, to))
    if (url !== '') urls.push(text(url, report, from))
  }
}

/** List-Post: URLs, or `NO`. */
export function readListPost(octets: string, report: Report): string[] | 'NO' {
  const whole = decodedWhole(octets, report, 'malformed-encoded-word')
  return whole === undefined ? listPost(octets, report) : listPost(whole, ignore)
}

function listPost(octets: string, report: Report): string[] | 'NO' {
  const lex = new Lexer(octets, ignore)
  lex.skipCfws()
  const from = lex.pos
  while (!lex.done && !is(lex.peek(), FWS) && lex.peek() !== LPAREN) lex.pos++
  return NO.test(octets.slice(from, lex.pos)) ? 'NO' : listUrls(octets, report)
}

/** List-Id: phrase and `<id>`. Undefined when there is no id. */
export function readListId(octets: string, report: Report): ListId | undefined {
  const whole = decodedWhole(octets, report, 'malformed-encoded-word')
  // What was decoded once is not decoded again.
  return whole === undefined ? listId(octets, report, decodeWords) : listId(whole, ignore, keepWords)
}

function listId(octets: string, report: Report, decode: Decode): ListId | undefined {
  const open = octets.lastIndexOf('<')
  if (open === -1) {
    // QUIRK(RFC 2919 §3): the id without angles. Sent by: hand-made list managers.
    const lex = new Lexer(octets, report)
    lex.skipCfws()
    const from = lex.pos
    while (!lex.done && !is(lex.peek(), FWS) && lex.peek() !== LPAREN) lex.pos++
    const bare = octets.slice(from, lex.pos)
    lex.skipCfws()
    return lex.done && isDotAtom(bare) ? { id: text(bare, report, from) } : undefined
  }
  const close = octets.indexOf('>', open)
  const id = removeFws(octets.slice(open + 1, close === -1 ? octets.length : close))
  if (id === '') return undefined
  const description = decodePhrase(octets, 0, open, report, decode)
  const read = text(id, report, open + 1)
  return description === '' ? { id: read } : { id: read, description }
}

/** Reads List-Unsubscribe-Post: is it `List-Unsubscribe=One-Click` (RFC 8058 §3.1)? */
export function readOneClick(octets: string, report: Report = ignore): boolean {
  return ONE_CLICK.test(removeFws(decodedWhole(octets, report, 'malformed-encoded-word') ?? octets))
}

/**
 * Reads all List-* fields.
 * @param first gives the first value of a field, by its name in lower case, as octets; undefined where it is absent
 * @param reportOf gives the report for the field of that name, which also says how its raw octets are read
 */
export function readListHeaders(
  first: (name: string) => string | undefined,
  reportOf: (name: string) => Report = () => ignore,
): ListHeaders {
  const list: { -readonly [K in keyof ListHeaders]: ListHeaders[K] } = {}
  const id = first('list-id')
  const listId = id === undefined ? undefined : readListId(id, reportOf('list-id'))
  if (listId !== undefined) list.id = listId
  const post = first('list-post')
  if (post !== undefined) list.post = readListPost(post, reportOf('list-post'))
  for (const name of COMMANDS) {
    const value = first(`list-${name}`)
    if (value !== undefined) list[name] = readListUrls(value, reportOf(`list-${name}`))
  }
  const oneClick = first('list-unsubscribe-post')
  if (oneClick !== undefined) list.oneClick = readOneClick(oneClick)
  return list
}

function removeFws(octets: string): string {
  return octets.replace(/[ \t\r\n]/g, '')
}

const COMMANDS = ['help', 'subscribe', 'unsubscribe', 'owner', 'archive'] as const
const URL_SCHEME = /^(?:mailto|https?):/i

/** @throws TypeError unless it is an absolute mailto, http or https URL of ASCII without white space, controls, `<`, `>` and `,` */
export function checkListUrl(url: string, what: string): string {
  refuseUnwritable(url, what)
  if (!URL_SCHEME.test(url) || /[\s<>,]/.test(url) || !isAbsolute(url)) {
    throw new TypeError(
      `${what}: expected an absolute mailto:, http: or https: URL without white space, "<", ">" and ","`,
    )
  }
  // A line holds 998 octets (RFC 5322 §2.1.1), and an URL cannot be folded.
  if (url.length > 900)
    throw new TypeError(`${what}: a URL over 900 octets, which no line can hold: expected a shorter one`)
  return url
}

function isAbsolute(url: string): boolean {
  try {
    const { protocol, host, pathname } = new URL(url)
    return protocol === 'mailto:' ? pathname !== '' : host !== '' && /^https?:\/\//i.test(url)
  } catch {
    return false
  }
}

/** `<url>, <url>`. @throws TypeError as `checkListUrl`, and for an empty list */
export function formatListUrls(urls: string | readonly string[], what = 'list'): string {
  const list = typeof urls === 'string' ? [urls] : urls
  if (!Array.isArray(list) || list.length === 0) throw new TypeError(`${what}: expected at least one URL`)
  return Array.from(list, (url) => `<${checkListUrl(url, what)}>`).join(', ')
}

/** URLs, or `NO`. */
export function formatListPost(value: string | readonly string[]): string {
  return value === 'NO' ? 'NO' : formatListUrls(value, 'list-post')
}

/** Phrase and `<id>`. @throws TypeError for an id that is no dot-atom (RFC 2919 §2) */
export function formatListId(value: string | ListId, options: { utf8?: boolean } = {}): string {
  const { id, description } = typeof value === 'string' ? { id: value } : (value as ListId)
  if (typeof id !== 'string' || !isAsciiText(id) || !isDotAtom(id) || id.length > 255) {
    throw new TypeError('list-id: expected a dot-atom as "list.example.org" (RFC 2919 §2)')
  }
  return description === undefined ? `<${id}>` : `${formatPhrase(description, options, 'list-id description')} <${id}>`
}

/** Only `true` can be said (RFC 8058 §3.1); to say no, leave the field out. */
export function formatOneClick(value: boolean | string): string {
  if (value !== true && !(typeof value === 'string' && ONE_CLICK.test(value))) {
    throw new TypeError('list-unsubscribe-post: expected true, or List-Unsubscribe=One-Click')
  }
  return 'List-Unsubscribe=One-Click'
}

/**
 * The fields of a list, in order.
 * @throws TypeError as the single writers do; for `oneClick` without an https URL in `unsubscribe` (RFC 8058 §3.1)
 */
export function formatListHeaders(
  list: ListHeaders,
  options: { utf8?: boolean } = {},
): [name: string, value: string][] {
  const fields: [string, string][] = []
  if (list.id !== undefined) fields.push(['List-Id', formatListId(list.id, options)])
  if (list.post !== undefined) fields.push(['List-Post', formatListPost(list.post)])
  for (const name of COMMANDS) {
    const urls = list[name]
    if (urls !== undefined)
      fields.push([`List-${name[0]!.toUpperCase()}${name.slice(1)}`, formatListUrls(urls, `list.${name}`)])
  }
  if (list.oneClick) {
    if (!list.unsubscribe?.some((url) => /^https:/i.test(url))) {
      throw new TypeError('list.oneClick: expected an https: URL in list.unsubscribe (RFC 8058 §3.1)')
    }
    fields.push(['List-Unsubscribe-Post', formatOneClick(true)])
  }
  return fields
}

/**
 * The one reader of parameters, and their writer. RFC 2045 §5.1, RFC 2231; encoded-words in values, which RFC 2047 §5 forbids and
 * many agents write.
 */
import { BACKSLASH, CLASS, EQUALS, FWS, LPAREN, QUOTE, SEMICOLON, SLASH, TOKEN, TSPECIAL } from '../../bytes/ascii.js'
import { ignore, type Report } from '../../defects/defect.js'
import { Lexer, unfold } from '../lexer.js'
import { isAsciiText, text } from '../octets.js'
import { decodeWords, encodeEncodedWords, holdsWord } from '../words/encoded-word.js'
import { ExtendedForms, extendedSegments, type Instance, joinedText } from './rfc2231.js'

/** Decoded values by lower-case name. Has no prototype: names come from outside. */
export interface Params {
  readonly [name: string]: string
}

/** Parameters whose value is a protocol token: an encoded-word in them stays as it is. */
export const LITERAL: ReadonlySet<string> = new Set(['boundary', 'charset', 'type', 'protocol'])

/**
 * Reads the parameters that follow a type. Never throws.
 * @param from index after the type: the first `;` is looked for from here
 */
export function readParameters(
  octets: string,
  report: Report,
  from: number,
  limits: { readonly maxParameters: number },
  fallback?: string,
): Params {
  return new ParameterReader(octets, report, from, limits.maxParameters).params(fallback)
}

/** White space, folds and comments; comments are reported. True if there was white space. */
export function skipMimeCfws(lex: Lexer): boolean {
  let space = lex.skipFws()
  while (lex.peek() === LPAREN) {
    const from = lex.pos
    lex.skipComment()
    lex.report('comment-in-mime-header', from, lex.pos)
    if (lex.skipFws()) space = true
  }
  return space
}

/** Where the value of a parameter stands in a field body of the form `value; parameters` or `type/subtype; parameters`. */
export function parameterSpan(
  octets: string,
  name: string,
  maxParameters: number,
): { from: number; to: number } | undefined {
  return new ParameterReader(octets, ignore, headEnd(octets), maxParameters).span(name)
}

/** All instances in order, by lower-case name with the RFC 2231 section. */
export function parameterInstances(
  octets: string,
  maxParameters: number,
): readonly (readonly [name: string, instance: Instance])[] {
  const all: [string, Instance][] = []
  new ParameterReader(octets, ignore, headEnd(octets), maxParameters, (name, instance) => all.push([name, instance]))
  return all
}

/** After a type, or a type and subtype, with their comments. */
function headEnd(octets: string): number {
  const lex = new Lexer(octets, ignore)
  do skipMimeCfws(lex)
  while (lex.run(TOKEN) !== '' || lex.take(SLASH))
  return lex.pos
}

class Entry {
  plain: Instance | undefined
  extended: ExtendedForms | undefined
}

/** The instances of all parameters of one field. */
export class ParameterReader {
  private readonly entries = new Map<string, Entry>()
  private readonly lex: Lexer
  /** No closing quote from here on: quotes in unquoted text are then no quotes, and are not searched again. */
  private quotesEnd = false

  constructor(
    octets: string,
    private readonly report: Report,
    from: number,
    private readonly maxParameters: number,
    private readonly each?: (name: string, instance: Instance) => void,
  ) {
    this.lex = new Lexer(octets, report, from)
    this.read()
  }

  private read(): void {
    const { lex } = this
    skipMimeCfws(lex)
    if (!lex.done && lex.peek() !== SEMICOLON) this.skipRest(lex.pos)
    while (lex.take(SEMICOLON)) {
      const at = lex.pos
      skipMimeCfws(lex)
      if (lex.done) return
      if (!this.parameter(at)) return
    }
  }

  /** One parameter, up to its `;`. False when the limit ends the reading. */
  private parameter(at: number): boolean {
    const { lex } = this
    const from = lex.pos
    const name = lex.run(TOKEN)
    const space = skipMimeCfws(lex)
    if (name === '' || name.charCodeAt(0) === 0x2a || !lex.take(EQUALS)) {
      this.skipRest(name === '' ? at : from)
      return true
    }
    const spaceAfter = skipMimeCfws(lex)
    if (space || spaceAfter) this.report('whitespace-in-parameter', from, lex.pos)
    const instance = lex.peek() === QUOTE ? this.quoted(from) : this.unquoted(from)
    return this.store(name.toLowerCase(), instance)
  }

  private store(name: string, instance: Instance): boolean {
    this.each?.(name, instance)
    const star = name.indexOf('*')
    const base = star === -1 ? name : name.slice(0, star)
    let entry = this.entries.get(base)
    if (entry === undefined) {
      if (this.entries.size >= this.maxParameters) {
        this.report('too-many-parameters', instance.from, this.lex.end)
        return false
      }
      entry = new Entry()
      this.entries.set(base, entry)
    }
    if (star !== -1) {
      entry.extended ??= new ExtendedForms(this.report)
      entry.extended.add(name.slice(star + 1), instance)
    } else if (entry.plain === undefined) entry.plain = instance
    else if (entry.plain.octets !== instance.octets) {
      this.report('duplicate-parameter', instance.from, instance.to)
    }
    return true
  }

  private quoted(from: number): Instance {
    const { lex } = this
    const open = lex.pos
    const octets = lex.quotedString()
    const to = lex.pos
    const pair = octets.length < to - open && lex.text.slice(open, to).indexOf('\\') !== -1
    skipMimeCfws(lex)
    // QUIRK(RFC 2045 §5.1): text after a quoted value is not part of it. Sent by: mailers that quote twice. Fixture: parameters unit test.
    if (!lex.done && lex.peek() !== SEMICOLON) this.skipRest(lex.pos)
    return { octets, quoted: true, pair, from, to }
  }

  /**
   * QUIRK(RFC 2045 §5.1): an unquoted value may hold specials and white space, it runs to the `;`. Sent by: many (filename=My file.txt).
   * Fixture: parameters unit test. A comment ends nothing and is left out; `(` directly after a value octet belongs to the value.
   */
  private unquoted(from: number): Instance {
    const { lex } = this
    const { text: field, end } = lex
    let octets = ''
    let start = lex.pos
    let to = start
    let odd = false
    let paren = -1
    let space = false
    for (; lex.pos < end; to = ++lex.pos) {
      space = lex.skipFws()
      if (space && lex.peek() === LPAREN) {
        octets += field.slice(start, lex.pos)
        skipMimeCfws(lex)
        start = lex.pos
      }
      const c = lex.peek()
      if (c === SEMICOLON || c === -1) break
      if (space && (to > start || octets !== '')) odd = true
      if ((CLASS[c]! & TSPECIAL) === 0) continue
      odd = true
      if (c === LPAREN && paren === -1) paren = lex.pos
      if (c === QUOTE) this.skipQuoted()
    }
    octets = trimEnd(unfold(octets + field.slice(start, Math.max(start, to))))
    if (paren !== -1 && octets.indexOf(')') !== -1) this.report('comment-in-mime-header', paren, to)
    if (odd || octets === '') this.report('invalid-parameter', from, Math.max(to, from))
    return { octets, quoted: false, pair: false, from, to }
  }

  /** At `"` in unquoted text: moves to its closing quote, if there is one, so that a `;` between them ends nothing. */
  private skipQuoted(): void {
    if (this.quotesEnd) return
    const { lex } = this
    const { text: field, end } = lex
    for (let at = lex.pos + 1; at < end; at++) {
      const c = field.charCodeAt(at)
      if (c === BACKSLASH) at++
      else if (c === QUOTE) {
        lex.pos = at
        return
      }
    }
    this.quotesEnd = true
  }

  /** Skips to the next `;` outside quotes. */
  private skipRest(from: number): void {
    const { lex } = this
    for (; lex.pos < lex.end; lex.pos++) {
      const c = lex.text.charCodeAt(lex.pos)
      if (c === SEMICOLON) break
      if (c === QUOTE) this.skipQuoted()
    }
    this.report('invalid-parameter', from, lex.pos)
  }

  /** Decoded values, conflicts resolved. */
  params(fallback?: string): Params {
    const params: Record<string, string> = Object.create(null)
    for (const [name, entry] of this.entries) {
      const value = this.value(name, entry, fallback)
      if (value !== '') params[name] = value
      else if ((name === 'filename' || name === 'name') && entry.plain !== undefined) {
        this.report('empty-filename', entry.plain.from, entry.plain.to)
      }
    }
    return params
  }

  private value(name: string, entry: Entry, fallback: string | undefined): string {
    const joined = entry.extended?.join()
    const { plain } = entry
    const plainText = plain === undefined ? '' : this.decoded(name, plain.octets, plain, fallback)
    if (joined === undefined) return plainText
    const extendedText =
      joined.label === undefined
        ? this.decoded(name, joined.octets, joined, fallback)
        : joinedText(joined, this.report, fallback)
    if (extendedText === '') return plainText
    if (plainText === '') return extendedText
    if (plainText !== extendedText) this.report('conflicting-parameter-forms', joined.from, joined.to)
    return name === 'boundary' ? plainText : extendedText
  }

  private decoded(
    name: string,
    octets: string,
    at: { readonly from: number; readonly to: number },
    fallback: string | undefined,
  ): string {
    const report: Report = (code) => this.report(code, at.from, at.to)
    if (!holdsWord(octets)) return text(octets, report, at.from)
    this.report('encoded-word-in-parameter', at.from, at.to)
    return LITERAL.has(name) ? text(octets, report, at.from) : decodeWords(octets, report, 0, 'parameter', fallback)
  }

  /** Where the value of a name comes from: what defects of the value point at. Undefined where there is no instance. */
  span(name: string): { from: number; to: number } | undefined {
    const entry = this.entries.get(name)
    const joined = entry?.extended?.join()
    return joined !== undefined && joined.octets !== '' ? joined : (entry?.plain ?? joined)
  }

  /** True if there is an instance of any form of the name. */
  has(name: string): boolean {
    return this.entries.has(name)
  }

  /** The octets of a value that is compared as octets, plain form first; undefined when there is none that gives a value. */
  octets(name: string): { octets: string; from: number; to: number; pair: boolean; extended: boolean } | undefined {
    const entry = this.entries.get(name)
    if (entry === undefined) return undefined
    const { plain } = entry
    const extended = entry.extended !== undefined
    if (plain !== undefined && (plain.octets !== '' || !extended)) return { ...plain, extended }
    const joined = entry.extended?.join()
    return joined === undefined ? undefined : { ...joined, pair: false, extended }
  }
}

function trimEnd(octets: string): string {
  let end = octets.length
  while (end > 0 && (CLASS[octets.charCodeAt(end - 1)]! & FWS) !== 0) end--
  return end === octets.length ? octets : octets.slice(0, end)
}

export interface ParameterOptions {
  /** Parameters whose value, where it is not ASCII, is written as an encoded-word in quotes: against RFC 2047 §5, for old readers. */
  readonly encodedWords?: readonly string[]
}

/** Longest parameter on a line of its own: 78 less the space before and the `;` after. */
const ROOM = 76
const NOT_TOKEN = /[^!#$&+.0-9A-Z^_`a-z{|}~-]/
/** Fewer than the grammar allows: readers trip over `'` and `*` outside quotes. */
const TOKEN_VALUE = /^[+.0-9A-Z_a-z-]+$/
const CONTROL = /[\x00-\x1f\x7f]/
const LOOKS_EXTENDED = /^[A-Za-z0-9_.:+-]*'[A-Za-z0-9-]*'/
/** Read before anything is decoded, by readers that know no RFC 2231: always written plainly. */
const PLAIN_ONLY = new Set(['boundary'])

/**
 * Parameters as `; name=value` each, in the order given, unfolded: token, quoted string, or RFC 2231 segments for what is not ASCII, does
 * not fit a line, or looks encoded. ASCII throughout.
 * @throws TypeError for a name that is no token, holds `*`, `'` or `%`, or comes twice; for an empty value; for controls and lone
 * surrogates in a value
 */
export function formatParameters(
  params: Readonly<Record<string, string>> | Iterable<readonly [string, string]>,
  options: ParameterOptions = {},
): string {
  const pairs = Symbol.iterator in params ? (params as Iterable<readonly [string, string]>) : Object.entries(params)
  const seen = new Set<string>()
  let out = ''
  for (const [name, value] of pairs) {
    checkParameter(name, value)
    const key = name.toLowerCase()
    if (seen.has(key)) throw new TypeError(`parameter ${name}: given twice`)
    seen.add(key)
    for (const piece of formatParameter(name, value, options.encodedWords?.includes(key) === true)) out += `; ${piece}`
  }
  return out
}

function checkParameter(name: string, value: string): void {
  if (typeof name !== 'string' || name === '' || NOT_TOKEN.test(name)) {
    throw new TypeError(`parameter name ${JSON.stringify(name)}: expected a token without *, ' and %`)
  }
  if (typeof value !== 'string') throw new TypeError(`parameter ${name}: expected a string`)
  if (value === '') throw new TypeError(`parameter ${name}: expected a value that is not empty`)
  const at = value.search(CONTROL)
  if (at !== -1) throw new TypeError(`parameter ${name}: control character at ${at}`)
  const lone = value.search(/\p{Surrogate}/u)
  if (lone !== -1) throw new TypeError(`parameter ${name}: lone surrogate at ${lone}`)
}

function formatParameter(name: string, value: string, asWord: boolean): string[] {
  const ascii = isAsciiText(value)
  if (ascii && value.length <= ROOM && TOKEN_VALUE.test(value) && plain(name, value, value)) return [`${name}=${value}`]
  const quoted = `"${value.replace(/["\\]/g, '\\$&')}"`
  if (ascii && plain(name, value, quoted)) return [`${name}=${quoted}`]
  if (asWord) return [`${name}="${encodeEncodedWords(value, { phrase: true, column: name.length + 5 })}"`]
  return extendedSegments(name, value, ROOM)
}

/** Whether a value may stand as written, seen from its length and looks. */
function plain(name: string, value: string, written: string): boolean {
  if (PLAIN_ONLY.has(name.toLowerCase())) return true
  return name.length + 1 + written.length <= ROOM && value.indexOf('=?') === -1 && !LOOKS_EXTENDED.test(value)
}

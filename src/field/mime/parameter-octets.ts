/**
 * Reads parameters as octets: each instance as it stands, continuations joined, nothing decoded. RFC 2045 §5.1, RFC 2231 §3. The scanner needs
 * no more of a Content-Type; parameters.ts makes text of it.
 */
import { BACKSLASH, CLASS, COMMA, EQUALS, FWS, LPAREN, QUOTE, SEMICOLON, TOKEN, TSPECIAL } from '../../bytes/ascii.js'
import { ignore, type Report } from '../../defects/defect.js'
import { Lexer, takeQuotedString, takeRun, unfold } from '../lexer.js'
import { skipMimeCfws } from './mime-cfws.js'
import { ExtendedForms, type Instance, type MissingOctets } from './rfc2231.js'

/**
 * QUIRK(RFC 2045 §5.1): `token=` behind white space or a comma begins a parameter where a `;` is missing: after the type, and after a quoted
 * value. Sent by: hand-written generators (`multipart/mixed boundary="b"`). Fixture: parameters unit test.
 * @param space white space stands before the lexer's position
 * @returns where the token begins; -1 if no parameter does
 */
export function parameterWithoutSemicolon(lex: Lexer, space: boolean): number {
  const { text: octets, end } = lex
  let at = lex.pos
  if (!space && octets.charCodeAt(at) !== COMMA) return -1
  if (octets.charCodeAt(at) === COMMA) at = afterFws(octets, at + 1, end)
  const from = at
  while (at < end && (CLASS[octets.charCodeAt(at) & 255]! & TOKEN) !== 0) at++
  if (at === from || octets.charCodeAt(from) === ASTERISK) return -1
  at = afterFws(octets, at, end)
  return at < end && octets.charCodeAt(at) === EQUALS ? from : -1
}

/**
 * QUIRK(RFC 2045 §5.1): a value that begins with a parameter, `filename="a.txt"`. Sent by: hand-written generators that forget the type.
 * Fixture: parameters unit test.
 * @returns where the first parameter begins, white space and comments before it skipped; -1 where something else stands there
 */
export function leadingParameter(octets: string): number {
  const lex = new Lexer(octets, ignore)
  skipMimeCfws(lex)
  return parameterWithoutSemicolon(lex, true)
}

function afterFws(octets: string, at: number, end: number): number {
  while (at < end && (CLASS[octets.charCodeAt(at) & 255]! & FWS) !== 0) at++
  return at
}

const ASTERISK = 0x2a

/** Is there a quoted pair that many readers leave as it is? They know `\"` and `\\` alone. */
function hasOddPair(raw: string): boolean {
  for (let at = raw.indexOf('\\'); at !== -1 && at + 1 < raw.length; at = raw.indexOf('\\', at + 2)) {
    const c = raw.charCodeAt(at + 1)
    if (c !== QUOTE && c !== BACKSLASH) return true
  }
  return false
}

/** Parameters whose value is text for people: a comma is a part of it. */
const FREE = /^(?:file)?name\*?/i

export class Entry {
  plain: Instance | undefined
  extended: ExtendedForms | undefined
}

/** The instances of all parameters of one field. */
export class ParameterOctets {
  protected readonly entries = new Map<string, Entry>()
  private readonly lex: Lexer
  /** No closing quote from here on: quotes in unquoted text are then no quotes, and are not searched again. */
  private quotesEnd = false
  /** Where a parameter begins that has no `;` before it, or -1. */
  private next = -1

  constructor(
    octets: string,
    protected readonly report: Report,
    from: number,
    private readonly maxParameters: number,
    private readonly each?: (name: string, instance: Instance) => void,
    private readonly missing?: MissingOctets,
  ) {
    this.lex = new Lexer(octets, report, from)
    this.read()
  }

  private read(): void {
    const { lex } = this
    // A type has ended before this: a token that begins here is the name of a parameter that has none before it.
    if ((CLASS[lex.peek() & 255]! & TOKEN) !== 0 && leadingParameter(lex.text) === lex.pos) this.next = lex.pos
    else this.separator(skipMimeCfws(lex))
    for (;;) {
      const at = this.next
      if (at !== -1) {
        this.next = -1
        lex.pos = at
      } else if (!lex.take(SEMICOLON)) return
      const from = lex.pos
      skipMimeCfws(lex)
      if (lex.done) return
      if (!this.parameter(from)) return
    }
  }

  /** After the type or a quoted value and the white space and comments behind it: a `;`, a parameter that lacks its `;`, or what is skipped. */
  private separator(space: boolean): void {
    const { lex } = this
    if (lex.done || lex.peek() === SEMICOLON) return
    const at = parameterWithoutSemicolon(lex, space)
    if (at === -1) this.skipRest(lex.pos)
    else {
      this.report('invalid-parameter', lex.pos, lex.text.indexOf('=', at))
      this.next = at
    }
  }

  /** One parameter, up to its `;`. False when the limit ends the reading. */
  private parameter(at: number): boolean {
    const { lex } = this
    const from = lex.pos
    const name = takeRun(lex, TOKEN)
    const space = skipMimeCfws(lex)
    if (name === '' || name.charCodeAt(0) === 0x2a || !lex.take(EQUALS)) {
      this.skipRest(name === '' ? at : from)
      return true
    }
    const spaceAfter = skipMimeCfws(lex)
    if (space || spaceAfter) this.report('whitespace-in-parameter', from, lex.pos)
    const instance = lex.peek() === QUOTE ? this.quoted(from) : this.unquoted(from, FREE.test(name))
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
      entry.extended ??= new ExtendedForms(this.report, this.missing)
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
    const octets = takeQuotedString(lex)
    const to = lex.pos
    const raw = octets.length < to - open ? lex.text.slice(open, to) : ''
    const pair = raw.indexOf('\\') !== -1
    if (pair && hasOddPair(raw)) this.report('backslash-in-parameter', from, to)
    // Between encoded-words a fold is nothing, whoever reads it (RFC 2047 §6.2).
    if (raw.indexOf('\n') !== -1 && !raw.includes('=?')) this.report('fold-in-parameter', from, to)
    // QUIRK(RFC 2045 §5.1): text after a quoted value is not part of it. Sent by: mailers that quote twice. Fixture: parameters unit test.
    this.separator(skipMimeCfws(lex))
    return { octets, quoted: true, pair, from, to }
  }

  /**
   * QUIRK(RFC 2045 §5.1): an unquoted value may hold specials and white space, it runs to the `;`. Sent by: many (filename=My file.txt).
   * Fixture: parameters unit test. A comma in the place of that `;` ends a value that is a token, save of a filename. A comment ends nothing and is left out; `(` directly after a value octet belongs to the value.
   */
  private unquoted(from: number, free: boolean): Instance {
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
      if (c === COMMA && !odd && octets === '' && to > start && !free) {
        const next = this.afterComma()
        if (next !== -1) {
          this.report('invalid-parameter', to, field.indexOf('=', next))
          this.next = next
          return { octets: field.slice(start, to), quoted: false, pair: false, from, to }
        }
      }
      odd = true
      if (c === LPAREN && paren === -1) paren = lex.pos
      if (c === QUOTE) this.skipQuoted()
    }
    octets = trimEnd(unfold(octets + field.slice(start, Math.max(start, to))))
    if (paren !== -1 && octets.indexOf(')') !== -1) this.report('comment-in-mime-header', paren, to)
    if (odd || octets === '') this.report('invalid-parameter', from, Math.max(to, from))
    return { octets, quoted: false, pair: false, from, to }
  }

  /** At a comma behind a token: where the parameter behind it begins, after white space (a comma may belong to a boundary), or -1. */
  private afterComma(): number {
    const { lex } = this
    const next = parameterWithoutSemicolon(lex, false)
    return next > lex.pos + 1 ? next : -1
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

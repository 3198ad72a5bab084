/** Reads and writes Authentication-Results and ARC-Authentication-Results as data. RFC 8601 §2.2, RFC 8617 §4.1.1. */
import { assertArray, assertObject } from '../../bytes/arguments.js'
import { DIGIT, DOT, EQUALS, FWS, is, LPAREN, lowerAscii, QUOTE, SEMICOLON, SLASH } from '../../bytes/ascii.js'
import { ignore, type Report } from '../../defects/defect.js'
import { commentText, formatComment } from '../address/comment.js'
import { Lexer, takeQuotedString, takeRun } from '../lexer.js'
import { text, toOctets } from '../octets.js'
import { refuseUnwritable } from '../refuse.js'

/** What a result was found for: `header.d=example.org` (RFC 8601 §2.3). */
export interface AuthProperty {
  /** `smtp`, `header`, `body`, `policy`; empty when the sender wrote none. */
  readonly type: string
  /** `d`, `from`, `mailfrom` … */
  readonly name: string
  /** Its value, as the host wrote it. */
  readonly value: string
}

/** What one method found (RFC 8601 §2.2). */
export interface AuthResult {
  /** Lower case: `spf`, `dkim`, `dmarc`, … */
  readonly method: string
  /** Version of the method. Absent where none is written. */
  readonly version?: number
  /** Lower case: `pass`, `fail`, `none`, … */
  readonly result: string
  /** `reason=`: why, for people. */
  readonly reason?: string
  /** Comments of this result, joined by one space: for people, often a copy of what the sender said. */
  readonly comment?: string
  /** Its properties, in order. Empty where there is none. */
  readonly properties: readonly AuthProperty[]
}

/** What some host claims to have found. Only worth something if that host is trusted and removes forged fields (RFC 8601 §5). */
export interface AuthResults {
  /** The host that says so (authserv-id). Empty where it is missing. */
  readonly authservId: string
  /** Version of the field. Absent where none is written. */
  readonly version?: number
  /** Number of the ARC set, its `i=`. Absent outside ARC-Authentication-Results. */
  readonly instance?: number
  /** The results, in order. Empty where the field says `none`. */
  readonly results: readonly AuthResult[]
}

/** Reads a value; never throws, gives what it finds. */
export function readAuthResults(octets: string, report: Report): AuthResults {
  return new AuthReader(octets, report).read()
}

class AuthReader {
  private readonly lex: Lexer
  private comments: string[] = []

  constructor(octets: string, report: Report) {
    this.lex = new Lexer(octets, report)
  }

  read(): AuthResults {
    const { lex } = this
    const head: { authservId: string; version?: number; instance?: number } = { authservId: '' }
    const results: AuthResult[] = []
    this.skip()
    let from = lex.pos
    if (this.key() === 'i' && this.equals()) {
      const instance = Number(this.value())
      if (Number.isSafeInteger(instance)) head.instance = instance
      this.toNext()
      this.skip()
      from = lex.pos
    }
    // QUIRK(RFC 8601 §2.2): no authserv-id. Sent by: Exchange Online. Its place is taken by the first result.
    lex.pos = from
    this.key()
    if (!this.equals()) {
      lex.pos = from
      head.authservId = this.value()
      this.skip()
      const version = takeRun(lex, DIGIT)
      if (version !== '') head.version = Number(version)
      this.toNext()
    } else lex.pos = from
    while (!lex.done) {
      const result = this.result()
      if (result !== undefined) results.push(result)
      this.toNext()
    }
    return { ...head, results }
  }

  /** method ["/" version] "=" result, then reason and properties in any order. `none` and text without `=` give nothing. */
  private result(): AuthResult | undefined {
    this.comments = []
    this.skip()
    const [method, version] = lowerAscii(this.key()).split('/', 2)
    if (!method || !this.equals()) return undefined
    const result = lowerAscii(this.value())
    let reason: string | undefined
    const properties: AuthProperty[] = []
    for (this.skip(); !this.lex.done && this.lex.peek() !== SEMICOLON; this.skip()) {
      const from = this.lex.pos
      const key = this.key()
      if (!this.equals()) {
        if (this.lex.pos === from) this.lex.pos++
        continue
      }
      const value = this.value()
      const dot = key.indexOf('.')
      if (dot === -1 && lowerAscii(key) === 'reason') reason ??= value
      else properties.push({ type: dot < 0 ? '' : lowerAscii(key.slice(0, dot)), name: key.slice(dot + 1), value })
    }
    return {
      method,
      ...(version !== undefined && /^\d{1,9}$/.test(version) ? { version: Number(version) } : {}),
      result,
      ...(reason === undefined ? {} : { reason }),
      ...(this.comments.length === 0 ? {} : { comment: this.comments.join(' ') }),
      properties,
    }
  }

  /** Skips CFWS and keeps the comments. */
  private skip(): void {
    for (;;) {
      this.lex.skipFws()
      if (this.lex.peek() !== LPAREN) return
      this.lex.skipComment()
      this.comments.push(commentText(this.lex))
    }
  }

  /** A keyword, method "/" version, or ptype "." property; CFWS may stand around slash and dot. */
  private key(): string {
    const { lex } = this
    let key = ''
    const begin = lex.pos
    // The last octet is kept apart: asking a growing string for its end would flatten it each time, in quadratic time.
    let last = -1
    for (;;) {
      const from = lex.pos
      while (!lex.done && !is(lex.peek(), FWS) && lex.peek() !== EQUALS && !this.ends()) lex.pos++
      key += lex.text.slice(from, lex.pos)
      if (lex.pos > from) last = lex.text.charCodeAt(lex.pos - 1)
      const at = lex.pos
      this.skip()
      if (last === -1 || lex.pos === at || !(isJoint(last) || isJoint(lex.peek()))) return text(key, lex.report, begin)
    }
  }

  private equals(): boolean {
    this.skip()
    if (!this.lex.take(EQUALS)) return false
    this.skip()
    return true
  }

  /** Quoted strings and text up to white space, `(` or `;`. */
  private value(): string {
    const { lex } = this
    let value = ''
    while (!lex.done && !is(lex.peek(), FWS) && lex.peek() !== LPAREN && lex.peek() !== SEMICOLON) {
      const from = lex.pos
      if (lex.peek() === QUOTE) value += text(takeQuotedString(lex), lex.report, from)
      else {
        while (!lex.done && !is(lex.peek(), FWS) && !this.ends()) lex.pos++
        value += text(lex.text.slice(from, lex.pos), lex.report, from)
      }
    }
    return value
  }

  private ends(): boolean {
    const c = this.lex.peek()
    return c === SEMICOLON || c === LPAREN || c === QUOTE
  }

  /** Behind the next `;` outside comments and quotes. */
  private toNext(): void {
    const { lex } = this
    for (this.skip(); !lex.done; this.skip()) {
      const c = lex.peek()
      if (c === QUOTE) takeQuotedString(lex)
      else {
        lex.pos++
        if (c === SEMICOLON) return
      }
    }
  }
}

function isJoint(c: number): boolean {
  return c === DOT || c === SLASH
}

/** As `readAuthResults`, for text or bytes and without defects. */
export function parseAuthResults(value: string | Uint8Array): AuthResults {
  return readAuthResults(toOctets(value), ignore)
}

const KEYWORD = /^[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?$/
const TOKEN_VALUE = /^[!#$%&'*+.0-9A-Z^_`a-z{|}~/@:=-]+$/

function keyword(value: string, what: string): string {
  if (!KEYWORD.test(value)) throw new TypeError(`${what}: expected letters, digits and "-" (RFC 8601 §2.2)`)
  return value
}

function quoted(value: string, what: string, utf8: boolean): string {
  refuseUnwritable(value, what, utf8)
  return TOKEN_VALUE.test(value) ? value : `"${value.replace(/["\\]/g, '\\$&')}"`
}

function whole(value: number, what: string): string {
  if (!Number.isSafeInteger(value) || value < 0) throw new TypeError(`${what}: expected a non-negative integer`)
  return String(value)
}

/** A value of either field; the ARC one if `instance` is given. @throws TypeError for what RFC 8601 §2.2 cannot hold */
export function formatAuthResults(
  value: AuthResults,
  options: {
    /** Text as UTF-8 (RFC 6532) instead of encoded-words. Default false. */
    readonly utf8?: boolean
  } = {},
): string {
  assertObject(value, 'value')
  assertObject(options, 'options')
  const utf8 = options.utf8 ?? false
  const id = quoted(value.authservId, 'authserv-id', utf8)
  if (value.authservId === '' || value.authservId.includes('=')) throw new TypeError('authserv-id: expected a name')
  let out = value.instance === undefined ? id : `i=${whole(value.instance, 'instance')}; ${id}`
  if (value.version !== undefined) out += ` ${whole(value.version, 'version')}`
  assertArray(value.results, 'results')
  if (value.results.length === 0) return `${out}; none`
  for (const result of value.results) {
    assertObject(result, 'results entry')
    assertArray(result.properties, 'results entry.properties')
    out += `; ${keyword(result.method, 'method')}`
    if (result.version !== undefined) out += `/${whole(result.version, 'method version')}`
    out += `=${keyword(result.result, 'result')}`
    if (result.comment !== undefined) out += ` ${formatComment(result.comment)}`
    if (result.reason !== undefined) out += ` reason=${quoted(result.reason, 'reason', utf8)}`
    for (const { type, name, value: text } of result.properties) {
      out += ` ${keyword(type, 'ptype')}.${keyword(name, 'property')}=${quoted(text, `${type}.${name}`, utf8)}`
    }
  }
  return out
}

/**
 * What one element of an address list is: a mailbox, words alone, the head of a group, or nothing that can be read without guessing.
 * RFC 5322 §3.4 and §4.4, RFC 6531 §3.3. Whether two readers would disagree is decided here: then there is no mailbox.
 */
import { AT, COLON, COMMA, DOT, GT, LT } from '../../bytes/ascii.js'
import type { Report } from '../../defects/defect.js'
import { unfold, unquote } from '../lexer.js'
import { isAsciiText, text } from '../octets.js'
import { holdsWord } from '../words/encoded-word.js'
import { isDotAtom, quote } from './addr-spec.js'
import type { Mailbox } from './address-list.js'
import { decodeComments, decodePhrase, holdsOtherAddress } from './address-phrase.js'
import { type AddressTokens, ATOM, LITERAL, QUOTED } from './address-tokens.js'
import { domainDefects, hasFormatChar } from './idn.js'

/** RFC 5321 §4.5.3.1: octets of a local part, a domain, and a path without its angles. */
const MAX_LOCAL = 64
const MAX_DOMAIN = 255
const MAX_ADDRESS = 254

/** An addr-spec in the tokens [from, to); `at` is its `@`. */
interface Spec {
  readonly from: number
  readonly at: number
  readonly to: number
}

/** Words alone, which may turn out to be the begin of a name with a comma in it. */
export const WORDS = 'words'

/** Reads elements of one field body. */
export class ElementReader {
  constructor(
    private readonly octets: string,
    private readonly tokens: AddressTokens,
    private readonly report: Report,
  ) {}

  /**
   * The mailbox of the element in the tokens; WORDS if it is words alone (its text is then read by `words`); undefined if it is none.
   * @param nameFrom where the name begins if words before a comma belong to it, else -1
   */
  read(nameFrom = -1): Mailbox | typeof WORDS | undefined {
    const { tokens, report } = this
    const { count, kind, firstAngle } = tokens
    if (tokens.unterminated !== undefined) {
      report(tokens.unterminated, tokens.unterminatedFrom, tokens.end)
      this.invalid()
      // The comment runs to the end and holds nothing but itself: an address before it is whole.
      if (tokens.unterminated === 'unterminated-quoted-string') return undefined
    }
    if (firstAngle === -1) {
      let at = 0
      while (at < count && kind[at] !== AT) at++
      if (at === count) {
        if (this.isPhrase(0, count) && tokens.unterminated === undefined) return WORDS
        return this.refuse()
      }
      const spec = this.spec(0, count)
      return spec === undefined ? this.refuse() : this.mailbox(spec, undefined, -1, 0)
    }
    return this.angle(firstAngle, nameFrom)
  }

  /** True if the element can take the words before a comma into its name: words, then one angle-addr. */
  takesWords(): boolean {
    const { tokens } = this
    const { firstAngle } = tokens
    return firstAngle > 0 && tokens.unterminated !== 'unterminated-quoted-string' && this.isPhrase(0, firstAngle)
  }

  private invalid(): void {
    this.report('address-invalid', this.tokens.start, this.tokens.end)
  }

  /** The element is no mailbox: says why. */
  private refuse(): undefined {
    this.comments()
    if (this.isAmbiguous()) this.report('address-ambiguous', this.first(), this.tokens.end)
    else if (this.tokens.unterminated === undefined) this.invalid()
    return undefined
  }

  /** Where the first token stands. */
  private first(): number {
    return this.tokens.count > 0 ? this.tokens.from[0]! : this.tokens.start
  }

  private comments(): string | undefined {
    return this.tokens.comments.length === 0
      ? undefined
      : decodeComments(this.octets, this.tokens.comments, this.report)
  }

  /** At least one word, and nothing but words and dots. */
  private isPhrase(from: number, to: number): boolean {
    const { kind } = this.tokens
    let word = false
    for (let i = from; i < to; i++) {
      if (kind[i] === ATOM || kind[i] === QUOTED) word = true
      else if (kind[i] !== DOT) return false
    }
    return word
  }

  /** `phrase <addr-spec>`: the angle that opens at token `open`. */
  private angle(open: number, nameFrom: number): Mailbox | undefined {
    const { tokens, report } = this
    const { count, kind } = tokens
    let close = open + 1
    while (close < count && kind[close] !== GT && kind[close] !== LT) close++
    if (close < count - 1 || kind[close] === LT) return this.refuse()
    const from = this.skipRoute(open + 1, close)
    const spec = from === -1 ? undefined : (this.spec(from, close) ?? this.wordsAsSpec(from, close))
    if (spec === undefined) return this.refuse()
    let at = false
    let junk = false
    let dot = false
    for (let i = 0; i < open; i++) {
      const k = kind[i]
      if (k === AT) at = true
      else if (k === DOT) dot = true
      else if (k !== ATOM && k !== QUOTED) junk = true
    }
    const end = open > 0 ? tokens.to[open - 1]! : 0
    let broken = close === count || spec.at === -1 || nameFrom !== -1
    if (at) {
      if (this.isAmbiguous(spec)) report('address-ambiguous', this.first(), tokens.end)
      else if (!this.repeats(open, spec)) return this.refuse()
      else dot = true
    }
    // QUIRK(RFC 5322 §3.2.5): brackets and the like, unquoted in a name. Sent by: hand-written generators. Fixture: address unit test.
    if (junk || (open > 0 && !at && !this.isPhrase(0, open))) broken = true
    if (dot) report('obsolete-address-syntax', this.first(), end)
    if (broken && tokens.unterminated === undefined) {
      report('address-invalid', nameFrom === -1 ? tokens.start : nameFrom, tokens.end)
    }
    const name =
      open === 0 && nameFrom === -1
        ? undefined
        : decodePhrase(this.octets, nameFrom === -1 ? tokens.from[0]! : nameFrom, end, report)
    return this.mailbox(spec, name, nameFrom === -1 ? tokens.from[0]! : nameFrom, open + 1)
  }

  /** True if the tokens before `open` end in the addr-spec that stands in the angle, and hold no other. */
  private repeats(open: number, spec: Spec): boolean {
    const { kind } = this.tokens
    let at = -1
    for (let i = 0; i < open; i++) {
      if (kind[i] !== AT) continue
      if (at !== -1) return false
      at = i
    }
    const found = this.specAround(at, 0)
    return found !== undefined && found.to === open && spec.at !== -1 && this.same(found, spec)
  }

  private same(a: Spec, b: Spec): boolean {
    return (
      this.join(a.from, a.at, '') === this.join(b.from, b.at, '') &&
      this.join(a.at + 1, a.to, '').toLowerCase() === this.join(b.at + 1, b.to, '').toLowerCase()
    )
  }

  /** Tokens [from, to) one after the other, quoted strings without quotes; `gap` stands for CFWS between them. */
  private join(from: number, to: number, gap: string): string {
    const { tokens, octets } = this
    if (to === from + 1) return this.token(from)
    const parts: string[] = []
    for (let i = from; i < to; i++) {
      if (gap !== '' && i > from && tokens.gap[i] === 1) parts.push(gap)
      parts.push(tokens.kind[i] === QUOTED ? this.token(i) : octets.slice(tokens.from[i], tokens.to[i]))
    }
    return parts.join('')
  }

  private token(i: number): string {
    const { tokens, octets } = this
    const raw = octets.slice(tokens.from[i], tokens.to[i])
    if (tokens.kind[i] === QUOTED) return unquote(raw.slice(1, -1))
    return tokens.kind[i] === LITERAL ? unfold(raw) : raw
  }

  /** Skips `*("," / "@" domain) ":"`; index after it, `from` if there is no route, -1 if it is malformed. */
  private skipRoute(from: number, to: number): number {
    const { kind } = this.tokens
    let i = from
    while (i < to && kind[i] === COMMA) i++
    if (kind[i] !== AT || i >= to) return i === from ? from : -1
    while (i < to) {
      if (kind[i] === COLON) return i + 1
      if (kind[i] === COMMA) {
        i++
        continue
      }
      if (kind[i] !== AT) return -1
      const end = this.domainEnd(i + 1, to)
      if (end === -1) return -1
      i = end
    }
    return -1
  }

  /** Index after the domain at `from`, or -1. */
  private domainEnd(from: number, to: number): number {
    const { kind } = this.tokens
    if (from < to && kind[from] === LITERAL) return from + 1
    let atom = false
    let after = false
    let i = from
    for (; i < to; i++) {
      if (kind[i] === DOT) after = false
      else if (kind[i] === ATOM && !after) {
        atom = true
        after = true
      } else break
    }
    return atom ? i : -1
  }

  /** The tokens [from, to) as one addr-spec, or undefined. */
  private spec(from: number, to: number): Spec | undefined {
    const { kind } = this.tokens
    let word = false
    let after = false
    let i = from
    for (; i < to && kind[i] !== AT; i++) {
      if (kind[i] === DOT) after = false
      else if ((kind[i] === ATOM || kind[i] === QUOTED) && !after) {
        word = true
        after = true
      } else return undefined
    }
    if (i >= to || !word) return undefined
    return this.domainEnd(i + 1, to) === to ? { from, at: i, to } : undefined
  }

  /** Words in an angle: a local part without domain. */
  private wordsAsSpec(from: number, to: number): Spec | undefined {
    return this.isPhrase(from, to) && this.join(from, to, ' ') !== '' ? { from, at: -1, to } : undefined
  }

  /** The longest addr-spec around the `@` at token `at`, not before token `least`. */
  private specAround(at: number, least: number): Spec | undefined {
    const { kind, count } = this.tokens
    let from = at
    let word = false
    let after = false
    while (from > least) {
      const k = kind[from - 1]
      if (k === DOT) after = false
      else if ((k === ATOM || k === QUOTED) && !after) {
        word = true
        after = true
      } else break
      from--
    }
    const to = this.domainEnd(at + 1, count)
    return word && to !== -1 ? { from, at, to } : undefined
  }

  /** Two addr-specs apart by white space or angles alone, `except` those equal to the address. */
  private isAmbiguous(except?: Spec): boolean {
    const { kind, count } = this.tokens
    let last: Spec | undefined
    let least = 0
    for (let i = 0; i < count; i++) {
      if (kind[i] !== AT) continue
      const found = this.specAround(i, least)
      if (found === undefined) {
        last = undefined
        continue
      }
      if (last !== undefined && !(except !== undefined && found.at === except.at && this.same(last, except))) {
        let between = last.to
        while (between < found.from && (kind[between] === LT || kind[between] === GT)) between++
        if (between === found.from) return true
      }
      last = found
      least = found.to
      i = found.to - 1
    }
    return false
  }

  /** The mailbox of `spec`; raises what is to be said about its parts. */
  private mailbox(spec: Spec, name: string | undefined, nameFrom: number, routeFrom: number): Mailbox {
    const { tokens, report } = this
    const { kind, from, to } = tokens
    const start = from[spec.from]!
    const end = to[spec.to - 1]!
    const at = spec.at === -1 ? spec.to : spec.at
    const rawLocal = this.join(spec.from, at, spec.at === -1 ? ' ' : '')
    const local = text(rawLocal, report, start)
    const rawDomain = spec.at === -1 ? '' : this.join(at + 1, spec.to, '')
    const domain = rawDomain === '' ? '' : text(rawDomain, report, from[at + 1]!)
    let quoted = spec.from
    while (quoted < at && kind[quoted] !== QUOTED) quoted++
    const isQuoted = quoted < at
    const plain = spec.at !== -1 && !isQuoted
    const address = (plain || isDotAtom(local) ? local : quote(local)) + (spec.at === -1 ? '' : `@${domain}`)
    const comment = this.comments()
    let route: string[] | undefined
    if (spec.at !== -1 && spec.from > routeFrom) {
      route = this.route(routeFrom, spec.from - 1)
      report('obsolete-route', from[routeFrom]!, to[spec.from - 1]!)
    }
    this.check(spec, at, isQuoted, rawLocal, rawDomain, domain)
    const octets = rawLocal.length + 1 + rawDomain.length
    if (rawLocal.length > MAX_LOCAL || rawDomain.length > MAX_DOMAIN || octets > MAX_ADDRESS) {
      report('oversize-address', start, end)
    }
    if (name !== undefined && name !== '') {
      const nameEnd = to[tokens.firstAngle - 1]!
      if (hasFormatChar(name)) report('bidi-or-format-char', nameFrom, nameEnd)
      if (holdsOtherAddress(name, address)) report('display-name-is-address', nameFrom, nameEnd)
    }
    // Assigned, not spread: spreading costs more than all the rest of this method.
    const mailbox: { -readonly [K in keyof Mailbox]: Mailbox[K] } =
      name === undefined || name === ''
        ? { kind: 'mailbox', address, local, domain }
        : { kind: 'mailbox', name, address, local, domain }
    if (route !== undefined) mailbox.route = route
    if (comment !== undefined) mailbox.comment = comment
    return mailbox
  }

  private route(from: number, to: number): string[] {
    const { kind } = this.tokens
    const route: string[] = []
    for (let i = from; i < to; ) {
      if (kind[i] !== AT) {
        i++
        continue
      }
      // QUIRK(RFC 5322 §4.4): no comma between the domains of a route; it is not used. Sent by: broken relays. Fixture: address unit test.
      if (i > from && kind[i - 1] !== COMMA) this.invalid()
      const end = this.domainEnd(i + 1, to)
      route.push(text(this.join(i + 1, end, ''), this.report, this.tokens.from[i + 1]!))
      i = end
    }
    return route
  }

  /** Defects of the addr-spec itself. */
  private check(spec: Spec, at: number, quoted: boolean, rawLocal: string, rawDomain: string, domain: string): void {
    const { tokens, report } = this
    const { kind, from, to, gap } = tokens
    const start = from[spec.from]!
    const localEnd = to[at - 1]!
    const end = to[spec.to - 1]!
    let obsolete = false
    if (spec.at !== -1) {
      for (let i = spec.from; i < spec.to && !obsolete; i++) {
        if (i > spec.from && gap[i] === 1) obsolete = true
        if (kind[i] === DOT) {
          obsolete ||= i === spec.from || i === spec.to - 1 || i + 1 === at || i - 1 === at || kind[i + 1] === DOT
        }
      }
    }
    if (obsolete) report('obsolete-address-syntax', start, end)
    if (quoted) report('quoted-local-part', start, localEnd)
    if (spec.at !== -1 && (rawLocal.indexOf('%') !== -1 || rawLocal.indexOf('!') !== -1)) {
      report('address-routing-char', start, localEnd)
    }
    if (holdsWord(rawLocal) || holdsWord(rawDomain)) report('encoded-word-in-address', start, end)
    if (rawDomain !== '' && kind[at + 1] === LITERAL) report('domain-literal', from[at + 1]!, end)
    if (!isAsciiText(rawLocal)) {
      report('smtputf8-required', start, localEnd)
      if (hasFormatChar(text(rawLocal, () => {}, 0))) report('bidi-or-format-char', start, localEnd)
    }
    if (domain !== '') for (const code of domainDefects(domain)) report(code, from[at + 1]!, end)
  }

  /** The mailbox of an element of words alone (`from` to `to`): a local part without domain. Undefined if it has no text. */
  words(from: number, to: number): Mailbox | undefined {
    const { report, tokens } = this
    tokens.read(from)
    report('address-invalid', from, to)
    if (this.join(0, tokens.count, ' ') === '') return undefined
    return this.mailbox({ from: 0, at: -1, to: tokens.count }, undefined, -1, 0)
  }
}

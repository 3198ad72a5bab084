/** Finds addr-specs in the tokens of an element: whole, in an angle with its route, or among words. RFC 5322 §3.4.1 and §4.4. */
import { AT, COLON, COMMA, DOT, GT, LT, SEMICOLON } from '../../bytes/ascii.js'
import { unfold, unquote } from '../lexer.js'
import { bare } from './address-phrase.js'
import { type AddressTokens, ATOM, JUNK, LITERAL, PAIR, QUOTED } from './address-tokens.js'

/** An addr-spec in the tokens [from, to); `at` is its `@`, or -1 for a local part without a domain. */
export interface Spec {
  readonly from: number
  readonly at: number
  readonly to: number
}

/** What an angle holds: nothing, one or several addr-specs, or something else (`specs` is empty, and `from` < `to`). */
export interface Held {
  readonly specs: readonly Spec[]
  /** More than `[route ":"] addr-spec` stands there. */
  readonly broken: boolean
  /** The addr-spec is that of a `mailto:` URL. */
  readonly url: boolean
}

const NOTHING: readonly Spec[] = []
const SCHEME = /^(?:mailto|smtp)$/i

/** Reads the tokens of one element. */
export class SpecReader {
  constructor(
    private readonly octets: string,
    private readonly tokens: AddressTokens,
  ) {}

  /** Tokens [from, to) one after the other, quoted strings without quotes; `gap` stands for CFWS between them. */
  join(from: number, to: number, gap: string): string {
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

  /** At least one word, and nothing but words and dots. */
  isPhrase(from: number, to: number): boolean {
    const { kind } = this.tokens
    let word = false
    for (let i = from; i < to; i++) {
      if (isWord(kind[i]!)) word = true
      else if (kind[i] !== DOT) return false
    }
    return word
  }

  /** Index after the last token in [from, to) that is no litter touching `to`: `Ann [ann@example.org]`. */
  beforeLitter(from: number, to: number): number {
    const { gap, kind } = this.tokens
    let last = to
    while (last > from && gap[last] === 0 && (kind[last - 1] === JUNK || this.isQuotedAngle(last - 1))) last--
    return last
  }

  /** Index of the first word in [from, to), or -1. */
  firstWord(from: number, to: number): number {
    for (let i = from; i < to; i++) if (isWord(this.tokens.kind[i]!)) return i
    return -1
  }

  /** One bare atom, dots in it allowed: the local part of a mailbox without a domain, as `root`. */
  isLocalPart(from: number, to: number): boolean {
    const { kind, gap } = this.tokens
    let atom = false
    for (let i = from; i < to; i++) {
      if ((kind[i] !== ATOM && kind[i] !== DOT) || (i > from && gap[i] === 1)) return false
      atom ||= kind[i] === ATOM
    }
    return atom
  }

  /** Two addr-specs with the same key are one address: apostrophes around it and the case of the domain aside. */
  key(spec: Spec): string {
    const address = `${this.join(spec.from, spec.at, '')}@${this.join(spec.at + 1, spec.to, '').toLowerCase()}`
    return bare(address)
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
  domainEnd(from: number, to: number): number {
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
  spec(from: number, to: number): Spec | undefined {
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

  /** The content [from, to) of an angle, which may have lost its `>`. */
  held(from: number, to: number, closed: boolean): Held {
    const { tokens } = this
    const { kind, gap } = tokens
    if (from === to) return { specs: NOTHING, broken: true, url: false }
    const start = this.skipRoute(from, to)
    const whole = start === -1 ? undefined : this.spec(start, to)
    if (whole !== undefined) return { specs: [whole], broken: false, url: false }
    if (start !== -1 && this.isLocalPart(start, to)) {
      return { specs: [{ from: start, at: -1, to }], broken: true, url: false }
    }
    // QUIRK(RFC 5322 §3.4): the scheme of a URL before the address. Sent by: web forms, gateways of Exchange. Fixture: address unit test.
    const url =
      to - from > 2 && kind[from + 1] === COLON && gap[from + 1] === 0 && SCHEME.test(this.join(from, from + 1, ''))
    let first = url ? from + 2 : from
    let last = to
    while (first < last && this.isLitter(first)) first++
    while (last > first && this.isLitter(last - 1)) last--
    const inner = this.spec(first, last)
    if (inner !== undefined) return { specs: [inner], broken: true, url }
    const { specs, rest } = this.among(first, last)
    const apart = specs.length > 1 && rest === 0
    if (apart || (!closed && specs.length === 1)) return { specs, broken: true, url }
    return { specs: NOTHING, broken: true, url: false }
  }

  /** What may stand around an address in an angle without being a part of it: no word, no control, no backslash. */
  private isLitter(i: number): boolean {
    const k = this.tokens.kind[i]!
    if (k === JUNK) return !isControl(this.octets.charCodeAt(this.tokens.from[i]!))
    return k === COMMA || k === SEMICOLON || k === COLON || k === LT || k === GT
  }

  /** `\<` or `\>`: an angle that some program quoted. */
  private isQuotedAngle(i: number): boolean {
    const { kind, to } = this.tokens
    if (kind[i] !== PAIR) return false
    const c = this.octets.charCodeAt(to[i]! - 1)
    return c === LT || c === GT
  }

  /**
   * The addr-specs among the tokens [from, to), in order, and how many words stand outside of them. One that other text touches is none:
   * `a@b@c`, `x\\a@b`. One with white space around its `@` counts only where there is no other: `John @ Acme john@acme.example`.
   */
  among(from: number, to: number): { specs: Spec[]; rest: number } {
    const { tokens } = this
    const { kind, gap } = tokens
    let specs: Spec[] = []
    let least = from
    for (let i = from; i < to; i++) {
      if (kind[i] !== AT) continue
      const found = this.around(i, least, to)
      // An `@` that follows at once belongs to the same broken text.
      let end = found?.to ?? i + 1
      if (end < to && kind[end] === AT) {
        while (
          end < to &&
          (kind[end] === AT || kind[end] === ATOM || kind[end] === DOT) &&
          (gap[end] === 0 || kind[end] === AT)
        )
          end++
      } else if (found !== undefined && !this.isTouched(found)) specs.push(found)
      least = end
      i = end - 1
    }
    if (specs.length > 1) {
      const tight = specs.filter(({ at }) => gap[at] === 0 && gap[at + 1] === 0)
      if (tight.length > 0) specs = tight
    }
    let rest = 0
    let next = 0
    for (let i = from; i < to; i++) {
      if (i === specs[next]?.from) {
        i = specs[next++]!.to - 1
        continue
      }
      if (isWord(kind[i]!) || kind[i] === AT) rest++
    }
    return { specs, rest }
  }

  /** The longest addr-spec around the `@` at token `at`, in [least, most), without white space in either half. */
  private around(at: number, least: number, most: number): Spec | undefined {
    const { kind, gap } = this.tokens
    let from = at
    let word = false
    let after = false
    while (from > least && (from === at || gap[from] === 0)) {
      const k = kind[from - 1]
      if (k === DOT) after = false
      else if ((k === ATOM || k === QUOTED) && !after) {
        word = true
        after = true
      } else break
      from--
    }
    if (!word) return undefined
    let to = this.domainEnd(at + 1, Math.min(most, at + 2))
    while (to !== -1 && to < most && gap[to] === 0 && (kind[to] === DOT || (kind[to] === ATOM && kind[to - 1] === DOT)))
      to++
    return to === -1 ? undefined : { from, at, to }
  }

  /** Does a word, a dot, a control or a backslash touch it? */
  private isTouched(spec: Spec): boolean {
    const { kind, gap, count } = this.tokens
    let i = spec.from
    while (i > 0 && gap[i] === 0) {
      i--
      if (this.isQuotedAngle(i)) break
      // A name in quotes may touch it, as hand-written forms have it.
      if (kind[i] === QUOTED) break
      // `<a@example.org>b@example.org`: the second is not apart.
      if (!this.isLitter(i) || kind[i] === GT) return true
      if (kind[i] === LT || isSeparator(kind[i]!)) break
    }
    i = spec.to
    while (i < count && gap[i] === 0 && !this.isQuotedAngle(i)) {
      if (!this.isLitter(i)) return true
      if (kind[i] === LT || kind[i] === GT || isSeparator(kind[i]!)) break
      i++
    }
    return false
  }
}

function isWord(kind: number): boolean {
  return kind === ATOM || kind === QUOTED || kind === PAIR
}

function isSeparator(kind: number): boolean {
  return kind === COMMA || kind === SEMICOLON || kind === COLON
}

function isControl(c: number): boolean {
  return c < 0x20 || c === 0x7f || c === 0x5c
}

/**
 * Cuts one element of an address list into tokens: atoms, quoted strings, domain literals, specials, and the CFWS between them. RFC 5322 §3.2,
 * §3.4, §4.4. An element ends at a comma or `;` outside quotes, comments, angles, literals and encoded-words, or at the `:` of a group. An
 * encoded-word is (part of) an atom, whatever it holds (RFC 2047 §2); a quote that is never closed quotes nothing.
 */
import {
  AT,
  ATEXT,
  BACKSLASH,
  CLASS,
  COLON,
  COMMA,
  CR,
  DOT,
  EQUALS,
  FWS,
  GT,
  LBRACKET,
  LF,
  LPAREN,
  LT,
  QUOTE,
  RBRACKET,
  SEMICOLON,
  WSP,
} from '../../bytes/ascii.js'
import { closingQuote, commentEnd, pairEnd } from '../lexer.js'
import { wordEnd } from '../words/find-word.js'

/** A run of atext. */
export const ATOM = 1
export const QUOTED = 2
/** `[…]` directly after `@`. */
export const LITERAL = 3
/** What belongs to no token here: a bracket, a quote that is never closed, a control, a scheme. */
export const JUNK = 4
/** A backslash outside quotes with what it quotes. */
export const PAIR = 5
/** What ends the input; the other specials are their own octet. */
export const END = 0

const SCHEME = /^(?:mailto|smtp)$/i

export class AddressTokens {
  /**
   * Tokens of the element; only the first `count` entries of the arrays hold. Specials have their octet as kind. V8 keeps arrays of 64 octets on its
   * heap, and allocates larger ones elsewhere: measured with 16 entries in place of 32, plain messages are read 1.04 times as fast.
   */
  count = 0
  kind = new Uint8Array(16)
  from = new Int32Array(16)
  to = new Int32Array(16)
  /** 1 if CFWS stands before the token. */
  gap = new Uint8Array(16)
  /** Comments of the element: index of `(`, index after `)`. */
  readonly comments: number[] = []
  /** After the element and its separator. */
  pos = 0
  /** Span of the element without its separator. */
  start = 0
  end = 0
  /** What ended it: COMMA, SEMICOLON, COLON (of a group) or END. */
  separator = END
  /** Where a comment begins that runs to the end of the field, and the first quote that is never closed; -1 without one. */
  openComment = -1
  openQuote = -1
  /** Tokens before this index stand before the first `<`; -1 without one. */
  firstAngle = -1

  private readonly octets: string
  /** No quote is closed from here on. */
  private quotesTo: number

  constructor(octets: string) {
    this.octets = octets
    this.quotesTo = octets.length
  }

  private push(kind: number, from: number, to: number, gap: boolean): void {
    const at = this.count++
    if (at === this.kind.length) this.grow()
    this.kind[at] = kind
    this.from[at] = from
    this.to[at] = to
    this.gap[at] = gap ? 1 : 0
  }

  private grow(): void {
    const size = this.kind.length * 4
    const { kind, from, to, gap } = this
    ;(this.kind = new Uint8Array(size)).set(kind)
    ;(this.from = new Int32Array(size)).set(from)
    ;(this.to = new Int32Array(size)).set(to)
    ;(this.gap = new Uint8Array(size)).set(gap)
  }

  /**
   * Reads the element that begins at `pos`, one token a turn, each with whether white space or a comment stands before it (`gap`).
   *
   *      at              token                  what else it does
   *      atext           ATOM, a run
   *      "  [  \         QUOTED, LITERAL, PAIR   JUNK where it is never closed
   *      (  WSP  CRLF    none                   the next token has a gap
   *      .  @            itself
   *      all else        JUNK
   *
   * Two states, outside and inside of an angle:
   *
   *      outside ──  <  ──▶ inside ──  >  ──▶ outside
   *         │                  │
   *      ,  ;  :            ,  ;     the element may end here: `exit`, if the angle turns out to have no end
   *         │                  ├──  <  ──▶ it has none: cut at `exit`
   *         ▼                  └── end ──▶ the same
   *      the element ends
   *
   * A colon ends it only before the first angle, and where it is not that of a scheme (`mailto:`).
   */
  read(pos: number): void {
    const { octets } = this
    const length = octets.length
    this.count = 0
    this.comments.length = 0
    this.openComment = -1
    this.openQuote = -1
    this.firstAngle = -1
    this.start = pos
    this.separator = END
    let gap = false
    let inAngle = false
    /** First separator inside the open angle: where the element ends if the angle turns out to have no end. */
    let exit = -1
    let at = pos
    while (at < length) {
      const c = octets.charCodeAt(at) & 255
      const bits = CLASS[c]!
      if ((bits & ATEXT) !== 0) {
        const to = this.atomEnd(at)
        this.push(ATOM, at, to, gap)
        at = to
        gap = false
        continue
      }
      if ((bits & WSP) !== 0 || c === LF) {
        at++
        gap = true
        continue
      }
      if (c === CR) {
        const from = at++
        while (at < length && octets.charCodeAt(at) === CR) at++
        if (at === length || octets.charCodeAt(at) === LF) gap = true
        else this.push(JUNK, from, at, gap)
        continue
      }
      if (c === LPAREN) {
        let to = commentEnd(octets, at, length)
        if (to === -1) {
          this.openComment = at
          to = length
        }
        this.comments.push(at, to)
        at = to
        gap = true
        continue
      }
      if (c === QUOTE) {
        const to = at < this.quotesTo ? closingQuote(octets, at, length) : -1
        if (to === -1 || this.isStray(at, to, gap)) {
          if (this.openQuote === -1) this.openQuote = at
          if (to === -1) this.quotesTo = Math.min(this.quotesTo, at)
          this.push(JUNK, at, at + 1, gap)
          at++
        } else {
          this.push(QUOTED, at, to + 1, gap)
          at = to + 1
        }
        gap = false
        continue
      }
      if (c === BACKSLASH) {
        const to = pairEnd(octets, at)
        this.push(to === at + 1 ? JUNK : PAIR, at, to, gap)
        at = to
        gap = false
        continue
      }
      if (c === LBRACKET && this.count > 0 && this.kind[this.count - 1] === AT) {
        const to = literalEnd(octets, at)
        this.push(to === -1 ? JUNK : LITERAL, at, to === -1 ? at + 1 : to, gap)
        at = to === -1 ? at + 1 : to
        gap = false
        continue
      }
      if (c === COMMA || c === SEMICOLON) {
        if (!inAngle) {
          this.finish(at, c, at + 1)
          return
        }
        if (exit === -1) exit = this.count
      } else if (c === LT) {
        if (inAngle && exit !== -1) {
          this.cut(exit)
          return
        }
        if (this.firstAngle === -1) this.firstAngle = this.count
        inAngle = true
      } else if (c === GT) {
        inAngle = false
        exit = -1
      } else if (c === COLON && !inAngle && this.firstAngle === -1) {
        if (!this.takesScheme(at, gap)) {
          this.finish(at, c, at + 1)
          return
        }
        at++
        continue
      }
      const special = c === DOT || c === AT || c === LT || c === GT || c === COMMA || c === SEMICOLON || c === COLON
      this.push(special ? c : JUNK, at, at + 1, gap)
      gap = false
      at++
    }
    if (inAngle && exit !== -1) this.cut(exit)
    else this.finish(length, END, length)
  }

  /**
   * Is the quote at `at` a stray one, which takes the quote that opens a later name for its end? One behind an address or a word, with a
   * separator next: `"Ann" <ann@example.org>", "Bob" <bob@example.org>`; or one at the end of a word, with an angle next, and a separator
   * at the end: `Ann Lee" <ann@example.org>, "Bob" <bob@example.org>`.
   */
  private isStray(at: number, to: number, gap: boolean): boolean {
    if (this.count === 0) return false
    const { octets } = this
    const before = this.kind[this.count - 1]!
    if (before !== GT && (gap || (before !== ATOM && before !== QUOTED))) return false
    let from = at + 1
    while (from < to && (CLASS[octets.charCodeAt(from)]! & FWS) !== 0) from++
    const first = octets.charCodeAt(from)
    if (from === to) return false
    if (first === COMMA || first === SEMICOLON) return true
    if (before === GT || first !== LT) return false
    let end = to - 1
    while (end > from && (CLASS[octets.charCodeAt(end)]! & FWS) !== 0) end--
    const last = octets.charCodeAt(end)
    return last === COMMA || last === SEMICOLON
  }

  /**
   * QUIRK(RFC 5322 §3.4): `mailto:ann@example.org`, `Ann [SMTP:ann@example.org]` are no groups. Sent by: web forms, Exchange. Fixture:
   * address unit test. At the colon: makes litter of a scheme that is the token before.
   */
  private takesScheme(colon: number, gap: boolean): boolean {
    const { octets, count } = this
    if (count === 0 || gap || this.kind[count - 1] !== ATOM) return false
    const from = this.from[count - 1]!
    if (!SCHEME.test(octets.slice(from, Math.min(colon, from + 7)))) return false
    const bracket = count > 1 && this.kind[count - 2] === JUNK && octets.charCodeAt(this.from[count - 2]!) === LBRACKET
    if (!bracket && (count > 1 || colon - from !== 6)) return false
    const next = octets.charCodeAt(colon + 1) & 255
    if (colon + 1 === octets.length || (CLASS[next]! & ATEXT) === 0) return false
    this.kind[count - 1] = JUNK
    this.to[count - 1] = colon + 1
    return true
  }

  /** At atext: the index after the atom. The words in it are whole. */
  private atomEnd(at: number): number {
    const { octets } = this
    for (; at < octets.length; at++) {
      const c = octets.charCodeAt(at) & 255
      if ((CLASS[c]! & ATEXT) === 0) break
      const to = c === EQUALS ? wordEnd(octets, at) : -1
      if (to !== -1) at = to - 1
    }
    return at
  }

  private finish(end: number, separator: number, pos: number): void {
    this.end = end
    this.separator = separator
    this.pos = pos
  }

  /** Ends the element at the separator that is token `index`: the angle before it has no end. What follows is read again, once. */
  private cut(index: number): void {
    const end = this.from[index]!
    this.count = index
    while (this.comments.length > 0 && this.comments[this.comments.length - 2]! >= end) this.comments.length -= 2
    if (this.openComment >= end) this.openComment = -1
    if (this.openQuote >= end) this.openQuote = -1
    this.finish(end, this.kind[index]!, this.to[index]!)
  }
}

/** At `[`: index after `]`, or -1 when a `[` or the end comes first (RFC 5322 §3.4.1; obsolete quoted pairs are skipped). */
function literalEnd(octets: string, at: number): number {
  for (at++; at < octets.length; at++) {
    const c = octets.charCodeAt(at)
    if (c === RBRACKET) return at + 1
    if (c === LBRACKET) return -1
    if (c === BACKSLASH) at++
  }
  return -1
}

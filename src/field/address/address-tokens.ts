/**
 * Tokens of one element of an address list: atoms, quoted strings, domain literals, specials, and the CFWS between them.
 * RFC 5322 §3.2, §3.4, §4.4. An element ends at a comma or `;` outside quotes, comments, angles and literals, or at the `:` of a group.
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
import type { DefectCode } from '../../defects/codes.js'
import { Lexer } from '../lexer.js'

/** A run of atext. */
export const ATOM = 1
export const QUOTED = 2
/** `[…]` directly after `@`. */
export const LITERAL = 3
/** An octet that belongs to no token here: a bracket, a backslash, a control. */
const JUNK = 4
/** What ends the input; the other specials are their own octet. */
export const END = 0

export class AddressTokens {
  /** Tokens of the element; only the first `count` entries of the arrays hold. Specials have their octet as kind. */
  count = 0
  kind = new Uint8Array(32)
  from = new Int32Array(32)
  to = new Int32Array(32)
  /** 1 if CFWS stands before the token. */
  gap = new Uint8Array(32)
  /** Comments of the element: index of `(`, index after `)`. */
  readonly comments: number[] = []
  /** After the element and its separator. */
  pos = 0
  /** Span of the element without its separator. */
  start = 0
  end = 0
  /** What ended it: COMMA, SEMICOLON, COLON (of a group) or END. */
  separator = END
  /** A quoted string or comment that runs to the end of the field. */
  unterminated: DefectCode | undefined
  unterminatedFrom = 0
  /** Tokens before this index stand before the first `<`; -1 without one. */
  firstAngle = -1

  private readonly lexer: Lexer
  private readonly octets: string

  constructor(octets: string) {
    this.octets = octets
    this.lexer = new Lexer(octets, (code, from) => {
      this.unterminated = code
      this.unterminatedFrom = from
    })
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

  /** Reads the element that begins at `pos`. */
  read(pos: number): void {
    const { octets, lexer } = this
    const length = octets.length
    this.count = 0
    this.comments.length = 0
    this.unterminated = undefined
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
        const from = at++
        while (at < length && (CLASS[octets.charCodeAt(at) & 255]! & ATEXT) !== 0) at++
        this.push(ATOM, from, at, gap)
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
        lexer.pos = at
        lexer.skipComment()
        this.comments.push(at, lexer.pos)
        at = lexer.pos
        gap = true
        continue
      }
      if (c === QUOTE) {
        lexer.pos = at
        lexer.quotedString()
        this.push(QUOTED, at, lexer.pos, gap)
        at = lexer.pos
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
        this.finish(at, c, at + 1)
        return
      }
      const special = c === DOT || c === AT || c === LT || c === GT || c === COMMA || c === SEMICOLON || c === COLON
      this.push(special ? c : JUNK, at, at + 1, gap)
      gap = false
      at++
    }
    if (inAngle && exit !== -1) this.cut(exit)
    else this.finish(length, END, length)
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
    if (this.unterminated !== undefined && this.unterminatedFrom >= end) this.unterminated = undefined
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

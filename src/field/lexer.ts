/**
 * Cuts structured fields into tokens: the one lexer of white space, folds, comments, quoted strings and atoms over an octet string.
 * RFC 5322 §3.2 and §4.1, RFC 2045 §5.1. Never recurses: open comments are counted.
 */
import { BACKSLASH, CR, EQUALS, is, isFws, LF, LPAREN, QUOTE, RPAREN } from '../bytes/ascii.js'
import { ignore, type Report } from '../defects/defect.js'
import { wordEnd } from './words/find-word.js'

export class Lexer {
  /** Index of the next octet. */
  pos: number
  readonly end: number
  /** Comments skipped so far. */
  comments = 0
  /** Content of the last comment: indices without its outer parentheses. */
  commentFrom = 0
  commentTo = 0

  /** @param text an octet string; only [pos, end) is read */
  constructor(
    readonly text: string,
    readonly report: Report,
    pos = 0,
    end = text.length,
  ) {
    this.pos = pos
    this.end = end
  }

  /** The next octet, or -1 at the end. */
  peek(): number {
    return this.pos < this.end ? this.text.charCodeAt(this.pos) : -1
  }

  get done(): boolean {
    return this.pos >= this.end
  }

  /** Takes `octet` if it is next. */
  take(octet: number): boolean {
    if (this.peek() !== octet) return false
    this.pos++
    return true
  }

  /** Skips WSP and folds; true if there were any. */
  skipFws(): boolean {
    const from = this.pos
    while (this.pos < this.end && isFws(this.text.charCodeAt(this.pos))) this.pos++
    return this.pos > from
  }

  /** Skips WSP, folds and comments; true if there were any. Unclosed comments run to the end. */
  skipCfws(): boolean {
    const from = this.pos
    for (;;) {
      this.skipFws()
      if (this.peek() !== LPAREN) break
      this.skipComment()
    }
    return this.pos > from
  }

  /** Index behind white space, folds and comments; nothing is reported or skipped. */
  cfwsEnd(): number {
    const silent = new Lexer(this.text, ignore, this.pos, this.end)
    silent.skipCfws()
    return silent.pos
  }

  /** At `(`: skips the comment with those nested in it (RFC 5322 §3.2.2). */
  skipComment(): void {
    const from = this.pos
    const to = commentEnd(this.text, from, this.end)
    this.pos = to === -1 ? this.end : to
    this.comments++
    this.commentFrom = from + 1
    this.commentTo = to === -1 ? this.end : to - 1
    if (to === -1) this.report('unterminated-comment', from, this.end)
  }
}

/** Takes a run of octets of the classes in `mask`; may be empty. Apart from the class, so that who needs no classes goes without their table. */
export function takeRun(lex: Lexer, mask: number): string {
  const { text, pos: from, end } = lex
  let to = from
  while (to < end && is(text.charCodeAt(to), mask)) to++
  lex.pos = to
  return text.slice(from, to)
}

/** At `"`: takes the quoted string and returns its content without folds and quoting backslashes (RFC 5322 §3.2.4). */
export function takeQuotedString(lex: Lexer): string {
  const { text, pos: from } = lex
  let to = closingQuote(text, from, lex.end)
  if (to === -1) {
    to = lex.end
    lex.pos = to
    lex.report('unterminated-quoted-string', from, to)
  } else lex.pos = to + 1
  return unquote(text.slice(from + 1, to))
}

/** At `(`: the index after the `)` that closes the comment, or -1. An encoded-word in it is one token (RFC 2047 §5 (2)). */
export function commentEnd(text: string, at: number, end: number): number {
  let depth = 0
  for (; at < end; at++) {
    const c = text.charCodeAt(at)
    if (c === BACKSLASH) at++
    else if (c === LPAREN) depth++
    else if (c === RPAREN) {
      if (--depth === 0) return at + 1
    } else if (c === EQUALS) {
      const to = wordEnd(text, at)
      if (to !== -1 && to <= end) at = to - 1
    }
  }
  return -1
}

/** At `"`: the index of the quote that closes the quoted string, or -1. An encoded-word in it is one token. */
export function closingQuote(text: string, at: number, end: number): number {
  for (at++; at < end; at++) {
    const c = text.charCodeAt(at)
    if (c === QUOTE) return at
    if (c === BACKSLASH) at++
    else if (c === EQUALS) {
      const to = wordEnd(text, at)
      if (to !== -1 && to <= end) at = to - 1
    }
  }
  return -1
}

/**
 * At a backslash outside quotes: the index after what it quotes, an octet or a character of UTF-8; after itself where a line or the field ends.
 */
export function pairEnd(text: string, at: number): number {
  const c = at + 1 < text.length ? text.charCodeAt(at + 1) : LF
  if (c === CR || c === LF) return at + 1
  let to = at + 2
  if (c >= 0xc0) while (to < text.length && (text.charCodeAt(to) & 0xc0) === 0x80) to++
  return to
}

/** Content of a quoted string (without its quotes): line breaks of folds removed, quoted pairs resolved. */
export function unquote(content: string): string {
  return without(unfold(content), '\\')
}

/**
 * RFC 5322 §2.2.3: a field value without the line breaks of its folds; white space stays. CRs directly before CRLF go with it.
 * Steps backwards from each LF instead of matching `\r*\n`, which a flood of CRs would make quadratic.
 */
export function unfold(value: string): string {
  return without(value, '\n')
}

/**
 * The text without its line breaks, or without the backslashes that quote. From some length on the pieces are made into one string, which a search
 * needs: all of them together would outlive the collector's nursery, and that is a step in its cost.
 */
function without(text: string, mark: '\n' | '\\'): string {
  let at = text.indexOf(mark)
  if (at === -1) return text
  const quotes = mark === '\\'
  let whole = ''
  let out = ''
  let from = 0
  for (; at !== -1; at = text.indexOf(mark, quotes ? at + 2 : from)) {
    let to = at
    if (!quotes) while (to > from && text.charCodeAt(to - 1) === CR) to--
    out += text.slice(from, to)
    from = at + 1
    if (out.length > 8192 && RUN.test(out)) {
      whole += out
      out = ''
    }
  }
  return whole + out + text.slice(from)
}

const RUN = /^/

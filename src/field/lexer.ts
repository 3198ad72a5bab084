/**
 * The one lexer of structured fields: white space, folds, comments, quoted strings, atoms over an octet string.
 * RFC 5322 §3.2 and §4.1, RFC 2045 §5.1. Never recurses: open comments are counted.
 */
import { BACKSLASH, CLASS, CR, FWS, LPAREN, QUOTE, RPAREN } from '../bytes/ascii.js'
import type { Report } from '../defects/defect.js'

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
    while (this.pos < this.end && (CLASS[this.text.charCodeAt(this.pos) & 255]! & FWS) !== 0) this.pos++
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

  /** At `(`: skips the comment with those nested in it (RFC 5322 §3.2.2). */
  skipComment(): void {
    const from = this.pos++
    let depth = 1
    while (this.pos < this.end) {
      const c = this.text.charCodeAt(this.pos++)
      if (c === BACKSLASH) this.pos++
      else if (c === LPAREN) depth++
      else if (c === RPAREN && --depth === 0) break
    }
    if (this.pos > this.end) this.pos = this.end
    this.comments++
    this.commentFrom = from + 1
    this.commentTo = depth === 0 ? this.pos - 1 : this.end
    if (depth > 0) this.report('unterminated-comment', from, this.end)
  }

  /** At `"`: takes the quoted string and returns its content without folds and quoting backslashes (RFC 5322 §3.2.4). */
  quotedString(): string {
    const from = this.pos++
    const text = this.text
    let at = this.pos
    let plain = true
    let c = -1
    while (at < this.end) {
      c = text.charCodeAt(at)
      if (c === QUOTE) break
      if (c === BACKSLASH) {
        plain = false
        at++
      }
      at++
    }
    const closed = at < this.end
    if (!closed) {
      at = this.end
      this.report('unterminated-quoted-string', from, this.end)
    }
    const raw = text.slice(from + 1, at)
    this.pos = closed ? at + 1 : at
    return plain && raw.indexOf('\n') === -1 ? raw : unquote(raw)
  }

  /** Takes a run of octets of the classes in `mask`; may be empty. */
  run(mask: number): string {
    const from = this.pos
    while (this.pos < this.end && (CLASS[this.text.charCodeAt(this.pos) & 255]! & mask) !== 0) this.pos++
    return this.text.slice(from, this.pos)
  }
}

/** Content of a quoted string (without its quotes): line breaks of folds removed, quoted pairs resolved. */
export function unquote(content: string): string {
  const raw = unfold(content)
  if (raw.indexOf('\\') === -1) return raw
  let out = ''
  let from = 0
  for (let at = raw.indexOf('\\'); at !== -1; at = raw.indexOf('\\', at + 2)) {
    out += raw.slice(from, at)
    from = at + 1
  }
  return out + raw.slice(from)
}

/**
 * RFC 5322 §2.2.3: a field value without the line breaks of its folds; white space stays. CRs directly before CRLF go with it.
 * Steps backwards from each LF instead of matching `\r*\n`, which a flood of CRs would make quadratic.
 */
export function unfold(value: string): string {
  let at = value.indexOf('\n')
  if (at === -1) return value
  let out = ''
  let from = 0
  for (; at !== -1; at = value.indexOf('\n', from)) {
    let to = at
    while (to > from && value.charCodeAt(to - 1) === CR) to--
    out += value.slice(from, to)
    from = at + 1
  }
  return out + value.slice(from)
}

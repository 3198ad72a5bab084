/**
 * Reads and writes message identifiers of Message-ID, In-Reply-To, References, Content-ID and their Resent- forms, without angle brackets.
 * RFC 5322 §3.6.4 and §4.5.4, RFC 2045 §7, RFC 2392. What stands in angles is the identifier, whatever it looks like: programs compare
 * identifiers octet for octet, and threads hold only where all read the same.
 */
import {
  AT,
  COMMA,
  DOT,
  EQUALS,
  FWS,
  GT,
  is,
  isAsciiText,
  LF,
  LPAREN,
  LT,
  PERCENT,
  QUOTE,
  SEMICOLON,
  SP,
} from '../bytes/ascii.js'
import { ignore, type Report } from '../defects/defect.js'
import { fastIds, isFastIds } from './fast-ids.js'
import { closingQuote, commentEnd, Lexer, unfold } from './lexer.js'
import { text, toOctets } from './octets.js'
import { holdsWord, wordEnd } from './words/find-word.js'
import { decodedWhole } from './words/whole.js'

/** RFC 5322 §3.6.4: dot-atom-text "@" (dot-atom-text / no-fold-literal), octets ≥ 80 as RFC 6532 allows. Anchored, no overlap. */
const ATOM = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~\\x80-\\xff-]+"
const STRICT_ID = new RegExp(`^${ATOM}(?:\\.${ATOM})*@(?:${ATOM}(?:\\.${ATOM})*|\\[[!-Z^-~]*\\])$`)
/** The longest identifier that a line of 998 octets holds, name and angles beside it (RFC 5322 §2.1.1). */
const MAX_ID = 900

/** All identifiers of a value, in order, without angles; comments, phrases and commas between them are skipped. */
export function readMessageIds(octets: string, report: Report): string[] {
  return fastIds(octets) ?? readIdsByGrammar(octets, report)
}

/** As readMessageIds, for In-Reply-To: without angles one identifier at most. */
export function readInReplyTo(octets: string, report: Report): string[] {
  return fastIds(octets) ?? readIdsByGrammar(octets, report, 1)
}

/**
 * As readMessageIds, without the short way for sound values.
 * @param most so many identifiers without angles at most
 */
export function readIdsByGrammar(octets: string, report: Report, most = Number.POSITIVE_INFINITY): string[] {
  const whole = decodedWhole(octets, report, 'encoded-word-in-address')
  if (whole === undefined) return new IdReader(octets, report).several(most)
  report('invalid-message-id', 0, octets.length)
  return new IdReader(whole, ignore).several(most)
}

/** The one identifier of Message-ID or Content-ID: the first in angles, else the first word with an `@`, else the whole value. */
export function readMessageId(octets: string, report: Report): string | undefined {
  if (isFastIds(octets)) {
    const to = octets.indexOf('>')
    if (octets.indexOf('<', to) === -1) return octets.slice(octets.indexOf('<') + 1, to)
  }
  return readIdByGrammar(octets, report)
}

/** As readMessageId, without the short way for sound values. */
export function readIdByGrammar(octets: string, report: Report): string | undefined {
  const whole = decodedWhole(octets, report, 'encoded-word-in-address')
  if (whole !== undefined) {
    report('invalid-message-id', 0, octets.length)
    return new IdReader(whole, ignore).one()
  }
  return new IdReader(octets, report).one()
}

/** @internal A reader that is never used: tree/kept-shapes.ts says why. */
export function keepIdReader(): unknown {
  return new IdReader('', ignore)
}

/** What stands in one pair of angles. */
interface Angled {
  readonly octets: string
  /** Where it begins in the value. */
  readonly from: number
  /** White space was taken out of it. */
  readonly loose: boolean
}

class IdReader {
  private readonly lex: Lexer
  private valid = true
  /** No quote is closed from here on. */
  private quotesTo: number

  constructor(
    private readonly octets: string,
    private readonly report: Report,
  ) {
    this.lex = new Lexer(octets, report)
    this.quotesTo = octets.length
  }

  /** Identifiers of In-Reply-To and References: those in angles, else words with an `@` if one begins the value. */
  several(most: number): string[] {
    const ids = this.inAngles()
    if (ids.length === 0) {
      this.valid = false
      const words = this.words()
      const sound = words.length > 0 && words.every(isBare)
      for (const word of words.slice(0, sound ? most : 1)) if (isBare(word)) ids.push(this.bare(word))
    }
    this.finish()
    return ids
  }

  /** The identifier of Message-ID and Content-ID. */
  one(): string | undefined {
    const ids = this.inAngles()
    if (ids.length !== 1) this.valid = false
    let id = ids[0]
    if (id === undefined) {
      const words = this.words()
      const word = words.find(isBare)
      id = word === undefined ? this.whole() : this.bare(word)
    }
    this.finish()
    return id
  }

  private finish(): void {
    if (!this.valid) this.report('invalid-message-id', 0, this.octets.length)
  }

  private inAngles(): string[] {
    const { lex } = this
    const ids: string[] = []
    for (;;) {
      lex.skipCfws()
      const c = lex.peek()
      if (c === -1) return ids
      if (c === LT) {
        const id = this.angled()
        if (id === undefined || id.octets === '' || id.octets === ' ') {
          this.valid = false
          continue
        }
        if (id.loose || !STRICT_ID.test(id.octets)) this.valid = false
        if (holdsWord(id.octets)) this.report('encoded-word-in-address', id.from, lex.pos - 1)
        ids.push(text(id.octets, this.report, id.from))
        continue
      }
      // QUIRK(RFC 5322 §4.5.4): phrases and commas between ids. Sent by: "In-Reply-To: Your message of … <id>"; Notes joins with commas.
      this.valid = false
      this.skipText()
    }
  }

  /**
   * At `<`: takes up to the `>` outside of a quoted left side. A further `<` begins anew, so that a flood of them stays linear; `undefined`
   * where there is no `>`.
   *  > | <left@right>
   *      ^
   */
  private angled(): Angled | undefined {
    const { lex } = this
    const { text, end } = lex
    let open = lex.pos
    let at = this.quoted(open + 1)
    let c = -1
    for (; at < end; at++) {
      c = text.charCodeAt(at)
      if (c === GT) break
      if (c === LT) {
        open = at
        at = this.quoted(open + 1) - 1
      }
    }
    const restarted = open !== lex.pos
    lex.pos = at < end ? at + 1 : end
    if (at >= end) return undefined
    const content = text.slice(open + 1, at)
    const octets = removeFws(content, this.quoted(open + 1) - open - 1)
    return { octets, from: open + 1, loose: restarted || octets.length !== content.length }
  }

  /** The index after a quoted string at `at` (white space before it skipped), else `at`. */
  private quoted(at: number): number {
    const { text, end } = this.lex
    let from = at
    while (from < end && is(text.charCodeAt(from), FWS)) from++
    if (text.charCodeAt(from) !== QUOTE || from >= this.quotesTo) return at
    const to = closingQuote(text, from, end)
    if (to !== -1) return to + 1
    this.quotesTo = from
    return at
  }

  /** Skips what is neither CFWS nor an identifier: a quoted string, an encoded-word, or text up to the next of those. */
  private skipText(): void {
    const { lex } = this
    const { text, end } = lex
    if (lex.peek() === QUOTE) {
      const to = this.quoted(lex.pos)
      lex.pos = to === lex.pos ? to + 1 : to
      return
    }
    do {
      const word = lex.peek() === EQUALS ? wordEnd(text, lex.pos) : -1
      lex.pos = word === -1 ? lex.pos + 1 : word
      const c = lex.peek()
      if (c === LT || c === LPAREN || c === QUOTE || c === COMMA || is(c, FWS)) return
    } while (lex.pos < end)
  }

  /** Runs without white space, commas and semicolons: spans, comments left out. */
  private words(): string[] {
    const { octets } = this
    const { length } = octets
    const words: string[] = []
    for (let at = 0; at < length; ) {
      const c = octets.charCodeAt(at)
      if (is(c, FWS) || c === COMMA || c === SEMICOLON) {
        at++
        continue
      }
      if (c === LPAREN) {
        const to = commentEnd(octets, at, length)
        at = to === -1 ? length : to
        continue
      }
      const from = at
      while (at < length) {
        const d = octets.charCodeAt(at)
        if (is(d, FWS) || d === COMMA || d === SEMICOLON) break
        at++
      }
      words.push(octets.slice(from, at))
    }
    return words
  }

  /** A word without the angles that it has on one side, or in the form of a URL. */
  private bare(word: string): string {
    const id = trimAngles(word)
    return text(id, this.report, 0)
  }

  /** The value without outer comments; undefined where there is nothing else. */
  private whole(): string | undefined {
    const { octets } = this
    const lex = new Lexer(octets, ignore)
    lex.skipCfws()
    const from = lex.pos
    let to = from
    while (!lex.done) {
      lex.pos++
      to = lex.pos
      if (is(lex.peek(), FWS) || lex.peek() === LPAREN) lex.skipCfws()
    }
    const id = trimAngles(removeFws(octets.slice(from, to), 0))
    if (id === '' || id === ' ') return undefined
    if (holdsWord(id)) this.report('encoded-word-in-address', from, to)
    return text(id, this.report, from)
  }
}

/** A word that names a message without angles: it holds an `@`, or stands in percent-encoded angles, and is no encoded-word. */
function isBare(word: string): boolean {
  if (holdsWord(word)) return false
  return word.indexOf('@') !== -1 || (word.charCodeAt(0) === PERCENT && /^%3c.+%3e$/i.test(word))
}

/** Without the angles at its ends, also as `%3C` and `%3E`. */
function trimAngles(word: string): string {
  let from = 0
  let to = word.length
  // QUIRK(RFC 5322 §3.6.4): an identifier in quotes, `"<a@b>"`. Sent by: scripts that quote every value. Fixture: message-id unit test.
  if (word.startsWith('"<') && word.endsWith('>"')) {
    from = 1
    to--
  }
  while (from < to && word.charCodeAt(from) === LT) from++
  while (to > from && word.charCodeAt(to - 1) === GT) to--
  if (/^%3c/i.test(word.slice(from, from + 3)) && /^%3e$/i.test(word.slice(Math.max(from + 3, to - 3), to))) {
    from += 3
    to -= 3
  }
  return word.slice(from, to)
}

/**
 * Takes out folds, and white space that the obsolete grammar allows (next to `@` and `.`, at the ends); other runs of it are one space, and
 * make the identifier invalid. What is quoted, up to `quoted`, keeps all but folds. QUIRK(RFC 5322 §4.5.4): ids folded in the middle.
 * Sent by: gateways that cut long lines.
 */
function removeFws(content: string, quoted: number): string {
  let out = ''
  let from = 0
  for (let at = 0; at < content.length; at++) {
    if (!is(content.charCodeAt(at), FWS)) continue
    const start = at
    let fold = false
    while (at < content.length && is(content.charCodeAt(at), FWS)) fold = content.charCodeAt(at++) === LF || fold
    if (start > 0 && at < quoted) {
      if (!fold) continue
      out += content.slice(from, start) + unfold(content.slice(start, at))
      from = at
      continue
    }
    const none = fold || start === 0 || at === content.length || isJoint(content, start - 1) || isJoint(content, at)
    if (!none && at === start + 1 && content.charCodeAt(start) === SP) continue
    out += none ? content.slice(from, start) : `${content.slice(from, start)} `
    from = at
  }
  return from === 0 ? content : out + content.slice(from)
}

function isJoint(content: string, at: number): boolean {
  const c = content.charCodeAt(at)
  return c === AT || c === DOT
}

/** As `readMessageIds`, for text or bytes and without defects. */
export function parseMessageIds(value: string | Uint8Array): string[] {
  return readMessageIds(toOctets(value), ignore)
}

/** Options of the writers of identifiers. */
export interface IdOptions {
  /** Non-ASCII characters are allowed, and written as UTF-8 (RFC 6532). Default false. */
  readonly utf8?: boolean
}

/**
 * One identifier for writing, read or made up, given with or without angles; returned without. It needs no `@`: what was read is written back.
 * @throws TypeError for an empty one, one over 900 octets, controls, `<` or `>` outside quotes, white space at the ends, and for non-ASCII
 * unless `utf8` (RFC 5322 §3.6.4, RFC 6532 §3.3)
 */
export function checkMessageId(value: string, options: IdOptions = {}): string {
  if (typeof value !== 'string') throw new TypeError('message id: expected a string')
  const id = value.length > 1 && value.startsWith('<') && value.endsWith('>') ? value.slice(1, -1) : value
  if (id === '') throw new TypeError('message id: is empty; expected one as left@right (RFC 5322 §3.6.4)')
  const quoted = id.charCodeAt(0) === QUOTE ? closingQuote(id, 0, id.length) : -1
  for (let at = 0; at < id.length; at++) {
    const c = id.charCodeAt(at)
    const isEnd = at === 0 || at === id.length - 1
    if (c < SP || c === 0x7f || ((c === LT || c === GT) && at > quoted) || (c === SP && isEnd)) throw refused(c, at)
  }
  if (!isAsciiText(id)) {
    const lone = id.search(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/)
    if (lone !== -1) throw refused(id.charCodeAt(lone), lone)
    if (options.utf8 !== true) throw refused(id.charCodeAt(id.search(/[^\x00-\x7f]/)), id.search(/[^\x00-\x7f]/))
  }
  if (toOctets(id).length > MAX_ID)
    throw new TypeError(`message id: over ${MAX_ID} octets, which no line can hold: expected a shorter one`)
  return id
}

function refused(c: number, at: number): TypeError {
  const code = c.toString(16).toUpperCase().padStart(4, '0')
  return new TypeError(
    `message id: U+${code} at ${at}; expected an identifier of printable ASCII as left@right (RFC 5322 §3.6.4)`,
  )
}

/** Does `checkMessageId` take it? */
export function isMessageId(id: string, options: IdOptions = {}): boolean {
  try {
    return checkMessageId(id, options) === id
  } catch {
    return false
  }
}

/** Identifiers as a value, each in angles, apart by one space. @throws TypeError as `checkMessageId` */
export function formatMessageIds(ids: string | readonly string[], options: IdOptions = {}): string {
  const list = typeof ids === 'string' ? [ids] : ids
  if (!Array.isArray(list)) throw new TypeError('message ids: expected a string or an array of strings')
  return Array.from(list, (id) => `<${checkMessageId(id, options)}>`).join(' ')
}

/**
 * Reads and writes encoded-words. RFC 2047, with the language of RFC 2231 §5.
 * Tokens first, decoding after: words are found in the octets as received, adjacent words of one charset are joined as octets, and what
 * comes of decoding is never looked at again.
 */
import { CLASS, FWS, hexValue, LPAREN, QUESTION, RPAREN, TOKEN } from '../bytes/ascii.js'
import { fromUtf8, latin1 } from '../bytes/platform.js'
import { Base64Decoder } from '../codec/base64.js'
import { ignore, type Report } from '../defects/defect.js'
import { FALLBACK_CHARSET, labelledText, missingOctets } from './labelled.js'
import { unfold } from './lexer.js'
import { octetsToBytes, text, toOctets } from './octets.js'
import { refuseBreaks } from './refuse.js'

/** Where words stand: what may touch them (RFC 2047 §5) and which defects they raise depend on it. */
export type WordPlace = 'text' | 'phrase' | 'comment' | 'quoted-string' | 'parameter'

/** An encoded-word in a string: `=?label?encoding?…?=`; indices. */
interface Word {
  readonly start: number
  readonly end: number
  /** Charset without language, lower case. */
  readonly label: string
  readonly base64: boolean
  readonly from: number
  readonly to: number
}

/** RFC 2047 §2. */
const MAX_WORD = 75
const CONTROLS = /[\x00-\x1f\x7f]/
/** What encoded-text may hold: 21–7E (the `?` is excluded before). */
const NOT_ENCODED_TEXT = /[^\x21-\x7e]/

/**
 * The word that begins at `at`, where `=?` stands; or the index from which to look for the next `=?`. Linear over a whole string: what a
 * failed attempt has passed is not passed again.
 */
function wordAt(octets: string, at: number): Word | number {
  let pos = at + 2
  let c = octets.charCodeAt(pos)
  // QUIRK(RFC 2047 §2): `:` and other especials in the charset. Sent by: old Macintosh agents (iso_8859-1:1987). Fixture: encoded-word unit test.
  while (c > 0x20 && c < 0x7f && c !== QUESTION && c !== 0x3d) c = octets.charCodeAt(++pos)
  if (c !== QUESTION || pos === at + 2) return Math.max(at + 1, pos - 1)
  const label = octets.slice(at + 2, pos)
  const encoding = octets.charCodeAt(pos + 1) | 0x20
  if ((encoding !== 0x62 && encoding !== 0x71) || octets.charCodeAt(pos + 2) !== QUESTION) return pos
  const from = pos + 3
  const to = octets.indexOf('?', from)
  if (to === -1) return octets.length
  if (octets.charCodeAt(to + 1) !== 0x3d) return Math.max(from, to - 1)
  const star = label.indexOf('*')
  return {
    start: at,
    end: to + 2,
    label: (star === -1 ? label : label.slice(0, star)).toLowerCase(),
    base64: encoding === 0x62,
    from,
    to,
  }
}

/** True if the string holds an encoded-word. */
export function holdsWord(octets: string): boolean {
  let at = octets.indexOf('=?')
  while (at !== -1) {
    const word = wordAt(octets, at)
    if (typeof word !== 'number') return true
    at = octets.indexOf('=?', word)
  }
  return false
}

/**
 * Text of an octet string (folds may still be in it) with its encoded-words decoded; white space between two adjacent words is dropped,
 * other text stands as it is, unfolded. Never throws.
 * @param from offset of `octets` in the value that `report` speaks of
 */
export function decodeWords(
  octets: string,
  report: Report,
  from: number,
  where: WordPlace,
  fallback = FALLBACK_CHARSET,
): string {
  if (octets.indexOf('=?') === -1) return text(unfold(octets), report, from)
  return new WordReader(octets, report, from, where, fallback).read()
}

/** Door: decodes the encoded-words of an unstructured value (RFC 2047). Never throws for malformed input. */
export function decodeEncodedWords(value: string | Uint8Array): string {
  return decodeWords(toOctets(value), ignore, 0, 'text')
}

class WordReader {
  private out = ''
  /** Where the text not yet given out begins. */
  private rest = 0
  /** The open run of adjacent words of one charset: its octets, and where it stands. */
  private label = ''
  private run = ''
  private runStart = -1
  private runEnd = 0
  /** Octets that the last character of the run still lacks. */
  private missing = 0
  private words = 0
  private damaged = false

  constructor(
    private readonly octets: string,
    private readonly report: Report,
    private readonly from: number,
    private readonly where: WordPlace,
    private readonly fallback: string,
  ) {}

  read(): string {
    const { octets } = this
    let at = octets.indexOf('=?')
    while (at !== -1) {
      const word = wordAt(octets, at)
      if (typeof word === 'number') {
        this.say('malformed-encoded-word', at, Math.min(octets.length, Math.max(word, at + 2)))
        at = octets.indexOf('=?', word)
        continue
      }
      this.take(word)
      at = octets.indexOf('=?', word.end)
    }
    this.close()
    this.literal(octets.length)
    if (this.words > 0 && this.out.indexOf('=?') !== -1 && holdsWord(this.out)) {
      this.say('encoded-word-nested', 0, octets.length)
    }
    return this.out
  }

  private say(code: Parameters<Report>[0], from: number, to: number): void {
    this.report(code, this.from + from, this.from + to)
  }

  private take(word: Word): void {
    const adjacent = this.runStart !== -1 && this.blank(this.rest, word.start)
    if (!adjacent || word.label !== this.label) this.close()
    if (!adjacent) this.literal(word.start)
    const malformed = this.check(word)
    const content = this.content(word)
    if (malformed || this.damaged) this.say('malformed-encoded-word', word.start, word.end)
    if (this.runStart === -1) {
      this.label = word.label
      this.runStart = word.start
      this.missing = 0
    } else if (this.missing > 0 && content !== '') {
      this.say('encoded-word-split-char', this.runStart, word.end)
    }
    this.missing = missingOctets(content, word.label, this.missing)
    this.run += content
    this.runEnd = word.end
    this.rest = word.end
    this.words++
  }

  /** Defects of the word as it is written; true if it breaks the grammar or the separation rule. */
  private check(word: Word): boolean {
    const { octets, where } = this
    if (where === 'quoted-string') this.say('encoded-word-in-quoted-string', word.start, word.end)
    if (word.end - word.start > MAX_WORD) this.say('encoded-word-too-long', word.start, word.end)
    let malformed = word.from === word.to || NOT_ENCODED_TEXT.test(octets.slice(word.from, word.to))
    for (let i = word.start + 2; i < word.from - 3 && !malformed; i++) {
      malformed = (CLASS[octets.charCodeAt(i)]! & TOKEN) === 0
    }
    if (where !== 'parameter' && (this.touches(word.start - 1, LPAREN) || this.touches(word.end, RPAREN))) {
      malformed = true
      this.say('encoded-word-adjacent', word.start, word.end)
    }
    return malformed
  }

  /** True if something other than white space (in a comment: or its parenthesis) stands at `at`. */
  private touches(at: number, paren: number): boolean {
    if (at < 0 || at >= this.octets.length) return false
    const c = this.octets.charCodeAt(at)
    return (CLASS[c]! & FWS) === 0 && !(this.where === 'comment' && c === paren)
  }

  private blank(from: number, to: number): boolean {
    for (let i = from; i < to; i++) if ((CLASS[this.octets.charCodeAt(i) & 255]! & FWS) === 0) return false
    return true
  }

  /** The octets of a word: B or Q undone. */
  private content(word: Word): string {
    const raw = unfold(this.octets.slice(word.from, word.to))
    this.damaged = false
    return word.base64 ? this.fromB(raw) : this.fromQ(raw)
  }

  private fromQ(raw: string): string {
    let out = ''
    let from = 0
    for (let i = 0; i < raw.length; i++) {
      const c = raw.charCodeAt(i)
      if (c === 0x5f) out += `${raw.slice(from, i)} `
      else if (c === 0x3d) {
        const octet = hexPair(raw, i + 1)
        // QUIRK(RFC 2047 §4.2): a bad `=XX` stays as it is. Sent by: hand-written generators. Fixture: encoded-word unit test.
        if (octet === -1) {
          this.damaged = true
          continue
        }
        out += raw.slice(from, i) + String.fromCharCode(octet)
        i += 2
      } else continue
      from = i + 1
    }
    return from === 0 ? raw : out + raw.slice(from)
  }

  private fromB(raw: string): string {
    const decoder = new Base64Decoder()
    const bytes = decoder.run(octetsToBytes(raw), true)
    if (decoder.faults.length > 0) this.damaged = true
    return latin1(bytes, 0, bytes.length)
  }

  /** Decodes the open run. */
  private close(): void {
    if (this.runStart === -1) return
    const { report, from, label, fallback } = this
    const decoded = labelledText(this.run, label, report, from + this.runStart, from + this.runEnd, fallback)
    if (this.where !== 'parameter' && CONTROLS.test(decoded)) {
      this.say('encoded-word-control-char', this.runStart, this.runEnd)
    }
    this.out += decoded
    this.run = ''
    this.runStart = -1
  }

  /** Gives out the text up to `to` as it stands. */
  private literal(to: number): void {
    if (to > this.rest) this.out += text(unfold(this.octets.slice(this.rest, to)), this.report, this.from + this.rest)
    this.rest = to
  }
}

function hexPair(octets: string, at: number): number {
  if (at + 1 >= octets.length) return -1
  const high = hexValue(octets.charCodeAt(at))
  const low = hexValue(octets.charCodeAt(at + 1))
  return high === -1 || low === -1 ? -1 : high * 16 + low
}

export interface EncodeOptions {
  /** The words stand in a phrase: Q uses the few characters that RFC 2047 §5 (3) allows there. */
  readonly phrase?: boolean
  /** Characters already on the line: the first word is made that much shorter, if a word still fits. */
  readonly column?: number
}

/** Characters of a word besides its encoded text: `=?UTF-8?Q?` and `?=`. */
const FRAME = 12
/** Q stays readable for people: it is taken even when it is a little longer than B. */
const Q_BIAS = 1.25
const Q_TEXT = /^[!-<>@-^`-~]$/
const Q_PHRASE = /^[A-Za-z0-9!*+/-]$/
/** What belongs to the character before it: words are cut before it only when they must. */
const JOINS = /^(?:\p{M}|\p{Emoji_Modifier}|\u200d|[\u{e0020}-\u{e007f}])$/u

/**
 * Text as encoded-words of at most 75 characters, a space between them: UTF-8, B or Q by length, cut between characters and, where a word
 * holds it, not inside a grapheme. The empty string gives the empty string.
 * @throws TypeError for CR, LF, NUL and lone surrogates
 */
export function encodeEncodedWords(value: string, options: EncodeOptions = {}): string {
  refuseBreaks(value, 'encoded-word text')
  const safe = options.phrase === true ? Q_PHRASE : Q_TEXT
  const characters = Array.from(value)
  let qCost = 0
  let octets = 0
  const costs: number[] = []
  const sizes: number[] = []
  for (const character of characters) {
    const size = utf8Length(character)
    const cost = character === ' ' || safe.test(character) ? 1 : 3 * size
    costs.push(cost)
    sizes.push(size)
    qCost += cost
    octets += size
  }
  const base64 = qCost > Math.ceil(octets / 3) * 4 * Q_BIAS
  const weights = base64 ? sizes : costs
  const words: string[] = []
  let room = roomFor(options.column ?? 0, base64)
  for (let from = 0; from < characters.length; ) {
    const to = wordEnd(characters, weights, from, room)
    const part = characters.slice(from, to)
    words.push(base64 ? `=?UTF-8?B?${toB(part.join(''))}?=` : `=?UTF-8?Q?${part.map((c) => toQ(c, safe)).join('')}?=`)
    from = to
    room = roomFor(1, base64)
  }
  return words.join(' ')
}

/** Weight that a word may hold which begins after `column` characters: lines with words are at most 76 long (RFC 2047 §2). */
function roomFor(column: number, base64: boolean): number {
  const length = Math.min(MAX_WORD, 76 - column) - FRAME
  const free = length < 16 ? MAX_WORD - FRAME : length
  return base64 ? Math.floor(free / 4) * 3 : free
}

/** Where a word that begins at `from` ends: before the first character that no longer fits, or before the grapheme that holds it. */
function wordEnd(characters: readonly string[], weights: readonly number[], from: number, room: number): number {
  let to = from
  let used = 0
  let whole = from
  while (to < characters.length) {
    if (to > from && !JOINS.test(characters[to]!) && characters[to - 1] !== '\u200d') whole = to
    used += weights[to]!
    if (used > room) return whole > from ? whole : Math.max(to, from + 1)
    to++
  }
  return to
}

function utf8Length(character: string): number {
  const c = character.codePointAt(0) ?? 0
  return c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4
}

function toQ(character: string, safe: RegExp): string {
  if (character === ' ') return '_'
  if (safe.test(character)) return character
  let out = ''
  for (const octet of fromUtf8(character)) out += `=${octet.toString(16).toUpperCase().padStart(2, '0')}`
  return out
}

function toB(value: string): string {
  const bytes = fromUtf8(value)
  return btoa(latin1(bytes, 0, bytes.length))
}

/**
 * Reads dates of fields leniently and writes them strictly. RFC 5322 §3.3 and §4.3; also asctime, RFC 850, RFC 3339 and four-digit zones
 * without sign.
 */
import { quoteShort } from '../bytes/arguments.js'
import { COLON, COMMA, DASH, DOT, trimWsp } from '../bytes/ascii.js'
import { ignore, type Report } from '../defects/defect.js'
import { isOffset, zoneOf } from './date-zone.js'
import { dayNumber, fastDate, instant, type MailDate, MONTHS, monthOf, weekdayOf } from './fast-date.js'
import { Lexer, unfold } from './lexer.js'
import { text, toOctets } from './octets.js'

export type { MailDate } from './fast-date.js'

/** Three letters each. */
const DAYS = 'SunMonTueWedThuFriSat'
const MINUTE = 60_000

/** What may stand at the reader's place. */
const DIGITS = /\d*/y
const WORD = /[A-Za-z\x80-\xff]*/y
const ZONE = /[^ \t\r\n(,;]*/y
const TIME_FOLLOWS = /\d*:/y
const DIGIT_FOLLOWS = /\d/y
/** A zero before one or two digits of a day. */
const ZERO_FOLLOWS = /0.\d/sy
const ISO_FOLLOWS = /\d{4}-\d\d-\d\d(?!\d)|\d{8}[Tt]\d/y
const ISO_TIME = /\d{4}(?:\d\d)?(?!\d)/y

/** Reads one date value; the names of its parts follow RFC 5322 §3.3. One pass, no backtracking. */
class DateReader {
  private readonly lex: Lexer
  private weekday = ''
  private day = -1
  private month = -1
  private year = -1
  private hour = -1
  private minute = -1
  private second = 0
  /** Minutes, or undefined for -0000, no zone and unknown names. */
  private offset: number | undefined
  private afternoon: boolean | undefined
  private obsolete = false
  /** The day is in the form of ISO 8601. */
  private iso = false
  /** The zone has no grammar. */
  private oddZone = false

  constructor(
    private readonly octets: string,
    private readonly report: Report,
  ) {
    this.lex = new Lexer(octets, report)
  }

  read(): MailDate | undefined {
    const date = this.grammar() ? this.resolve() : undefined
    if (date === undefined) {
      this.report('invalid-date', 0, this.octets.length)
      return undefined
    }
    if (this.obsolete) this.report('obsolete-date', 0, this.octets.length)
    if (this.oddZone) this.report('invalid-date-zone', 0, this.octets.length)
    const raw = text(trimWsp(unfold(this.octets)), ignore, 0)
    return this.offset === undefined ? { date, raw } : { date, offsetMinutes: this.offset, raw }
  }

  /** Fills the parts; false where the text is no date. Ranges are checked by `resolve`. */
  private grammar(): boolean {
    const lex = this.lex
    lex.skipCfws()
    const first = this.word()
    let comma = lex.take(COMMA)
    if (first === '' && comma) return false
    lex.skipCfws()
    // `2024-05-01` or `20240501T`.
    if (this.follows(ISO_FOLLOWS)) {
      this.weekday = first
      return this.isoDate() && this.takeTime() && this.takeZone() && this.takeRest()
    }
    const second = first === '' ? '' : this.word()
    if (second === '') {
      if (!this.dayFirst(first, comma)) return false
    } else {
      // QUIRK(RFC 5322 §3.3): asctime order, "Fri Nov 21 09:55:06 1997", and that of JavaScript, "Fri Nov 21 1997 09:55:06 GMT+0100".
      // Sent by: mail programs of early Unix; scripts that print a Date.
      this.obsolete = true
      this.weekday = first
      this.month = monthNamed(second)
      if (this.month < 0) return false
      lex.skipCfws()
      this.day = this.dayDigits()
      lex.skipCfws()
      if (lex.take(COMMA)) lex.skipCfws()
      comma = true
      if (this.day < 0) return false
      if (!this.follows(TIME_FOLLOWS) && !this.takeYear()) return false
    }
    if (first !== '' && !comma) this.obsolete = true
    lex.skipCfws()
    return this.takeTime() && this.takeZone() && this.takeRest()
  }

  /** The day of RFC 3339 §5.6 or ISO 8601, and the `T` behind it. QUIRK(RFC 5322 §3.3): read. Sent by: scripts. Fixture: date unit test. */
  private isoDate(): boolean {
    const { lex } = this
    this.obsolete = true
    this.iso = true
    const run = this.token(DIGITS)
    this.year = Number(run.slice(0, 4))
    if (run.length === 8) {
      this.month = Number(run.slice(4, 6)) - 1
      this.day = Number(run.slice(6))
    } else {
      lex.take(DASH)
      this.month = this.digits(2) - 1
      lex.take(DASH)
      this.day = this.digits(2)
    }
    if (this.month < 0 || this.month > 11) return false
    if (lex.peek() === 0x54 || lex.peek() === 0x74) lex.pos++
    else lex.skipCfws()
    return true
  }

  /** The time of ISO 8601 without colons, `120000`. */
  private isoTime(): boolean {
    const run = this.token(ISO_TIME)
    if (run === '') return false
    this.hour = Number(run.slice(0, 2))
    this.minute = Number(run.slice(2, 4))
    this.second = Number(run.slice(4))
    this.takeFraction()
    this.lex.skipCfws()
    return true
  }

  /** QUIRK(RFC 5322 §3.3): a fraction of a second is dropped. Sent by: scripts. */
  private takeFraction(): void {
    const { lex } = this
    if (!lex.take(DOT) && !(this.iso && lex.take(COMMA))) return
    this.obsolete = true
    this.token(DIGITS)
  }

  /** [weekday ","] day month year, the order of RFC 822 and after; RFC 850 has dashes. */
  private dayFirst(first: string, comma: boolean): boolean {
    const lex = this.lex
    this.weekday = first
    this.day = this.dayDigits()
    if (this.day < 0) return false
    this.separator()
    const name = this.word()
    if (name === '') {
      // "Nov 21, 1997 09:55:06": the word was the month.
      this.month = comma ? -1 : monthNamed(first)
      this.weekday = ''
      this.obsolete = true
      if (lex.take(COMMA)) lex.skipCfws()
    } else {
      this.month = monthNamed(name)
      this.separator()
    }
    return this.month >= 0 && (this.follows(TIME_FOLLOWS) || this.takeYear())
  }

  /** CFWS, or one dash. QUIRK(RFC 5322 §3.3): "21-Nov-97". Sent by: news software after RFC 850. */
  private separator(): void {
    const lex = this.lex
    lex.skipCfws()
    if (lex.peek() === DASH) {
      lex.pos++
      this.obsolete = true
    }
  }

  /** One or two digits. QUIRK(RFC 5322 §3.3): a zero before them, `029`. Sent by: scripts. Fixture: date unit test. */
  private dayDigits(): number {
    if (this.follows(ZERO_FOLLOWS)) {
      this.lex.pos++
      this.obsolete = true
    }
    return this.digits(2)
  }

  /** RFC 5322 §4.3: two digits are 1950–2049, three count from 1900, and so do four with a zero before them. */
  private takeYear(): boolean {
    const from = this.lex.pos
    const value = this.digits(this.lex.end)
    const count = this.lex.pos - from
    if (value < 0 || count < 2) return false
    const from1900 = count === 3 || (count === 4 && value < 1000)
    this.year = count === 2 ? value + (value < 50 ? 2000 : 1900) : from1900 ? value + 1900 : value
    if (count < 4 || from1900) this.obsolete = true
    return true
  }

  private takeTime(): boolean {
    const lex = this.lex
    if (this.iso && this.isoTime()) return true
    this.hour = this.digits(2)
    lex.skipCfws()
    // QUIRK(RFC 5322 §3.3): "09.55.06". Sent by: scripts of locales that write the time so.
    const mark = lex.peek()
    if (this.hour < 0 || (mark !== COLON && mark !== DOT)) return false
    if (mark === DOT) this.obsolete = true
    lex.pos++
    lex.skipCfws()
    this.minute = this.digits(2)
    if (this.minute < 0) return false
    lex.skipCfws()
    if (!lex.take(mark)) return true
    lex.skipCfws()
    this.second = this.digits(2)
    if (this.second >= 0) this.takeFraction()
    lex.skipCfws()
    return this.second >= 0
  }

  /** Zone, and in asctime order the year before or after it. */
  private takeZone(): boolean {
    const lex = this.lex
    if (this.year < 0 && this.follows(DIGIT_FOLLOWS)) {
      if (!this.takeYear()) return false
      lex.skipCfws()
    }
    const comments = lex.comments
    let zone = this.token(ZONE)
    if (/^[ap]m$/i.test(zone)) {
      this.afternoon = zone.toLowerCase() === 'pm'
      this.obsolete = true
      lex.skipCfws()
      zone = this.token(ZONE)
    }
    if (zone === '') {
      this.obsolete = true
      this.oddZone = this.iso
    } else {
      if (comments > 0) this.obsolete = true
      this.resolveZone(zone)
    }
    if (this.year >= 0) return true
    lex.skipCfws()
    return this.takeYear()
  }

  /** The zone of a sound day and time: whatever it is, the date stands (RFC 5256 §2.2). */
  private resolveZone(token: string): void {
    const zone = zoneOf(token, this.iso, () => this.offsetBehind())
    this.offset = zone.minutes
    if (zone.obsolete) this.obsolete = true
    if (zone.odd) this.oddZone = true
  }

  /** QUIRK(RFC 5322 §4.3): a numeric zone behind a zone name, `GMT +0200`. Sent by: scripts of every kind. Fixture: date unit test. */
  private offsetBehind(): string {
    const { lex } = this
    const from = lex.pos
    lex.pos = lex.cfwsEnd()
    const token = this.token(ZONE)
    const found = isOffset(token)
    if (!found) lex.pos = from
    return found ? token : ''
  }

  /** What follows a whole date is ignored, but named. */
  private takeRest(): boolean {
    this.lex.skipCfws()
    // QUIRK(RFC 5322 §3.3): text after the date. Sent by: gateways that joined two Date fields; "… Local time zone must be set".
    if (!this.lex.done) this.obsolete = true
    return true
  }

  /** Checks the ranges of RFC 5322 §3.3; undefined is better than a guess. */
  private resolve(): Date | undefined {
    let { hour } = this
    if (this.afternoon !== undefined) {
      if (hour < 1 || hour > 12) return undefined
      hour = (hour % 12) + (this.afternoon ? 12 : 0)
    }
    const days = dayNumber(this.year, this.month, this.day)
    const date = instant(days, hour, this.minute, this.second, this.offset ?? 0)
    if (date !== undefined && this.weekday !== '') this.checkWeekday(weekdayOf(days))
    return date
  }

  private checkWeekday(actual: string): void {
    const given = this.weekday.toLowerCase()
    if (given.length > 3 && actual.startsWith(given)) this.obsolete = true
    else if (given !== actual.slice(0, 3)) this.report('date-weekday-mismatch', 0, this.octets.length)
  }

  /** A run of letters and octets ≥ 80 (day names of other languages), a dot after it ignored. */
  private word(): string {
    const word = this.token(WORD)
    if (word !== '') this.lex.take(DOT)
    return word
  }

  /** A run of digits as a number; -1 if there is none or it is longer than `most`. The value saturates. */
  private digits(most: number): number {
    const run = this.token(DIGITS)
    if (run === '' || run.length > most) return -1
    if (this.lex.comments > 0) this.obsolete = true
    return Math.min(Number(run), 1e9)
  }

  /** Does the pattern match here? */
  private follows(pattern: RegExp): boolean {
    pattern.lastIndex = this.lex.pos
    return pattern.test(this.octets)
  }

  /** Takes what the pattern matches here, '' where it does not. */
  private token(pattern: RegExp): string {
    pattern.lastIndex = this.lex.pos
    const token = pattern.exec(this.octets)?.[0] ?? ''
    this.lex.pos += token.length
    return token
  }
}

/** Month by its English name or a prefix of at least three letters, any case; -1 if none. */
function monthNamed(word: string): number {
  const month = word.length < 3 ? -1 : monthOf(word[0]!.toUpperCase() + word.slice(1).toLowerCase())
  return Number.isInteger(month) ? month : -1
}

/** Reads a date value. Undefined when it cannot be read: never "now", never a guess. */
export function readDate(octets: string, report: Report): MailDate | undefined {
  return fastDate(octets, report) ?? readDateByGrammar(octets, report)
}

/** @internal A reader that is never used: tree/kept-shapes.ts says why. */
export function keepDateReader(): unknown {
  return new DateReader('', ignore)
}

/** As readDate, without the short way for the one usual form: for tests that hold the two against each other. */
export function readDateByGrammar(octets: string, report: Report): MailDate | undefined {
  return new DateReader(octets, report).read()
}

/** As `readDate`, for text or bytes and without defects. */
export function parseDate(value: string | Uint8Array): MailDate | undefined {
  return readDate(toOctets(value), ignore)
}

/**
 * RFC 5322 §3.3: `Fri, 21 Nov 1997 09:55:06 -0600`. Milliseconds are dropped. A date as `parseDate` gives it brings its own offset; where that
 * is absent, `-0000`.
 * @param offsetMinutes minutes east of UTC, 0 for a Date; -0 gives `-0000`, "zone unknown"
 * @throws TypeError for an invalid Date, a year outside 1900–9999, an offset that is not whole minutes within ±99:59
 */
export function formatDate(value: Date | Pick<MailDate, 'date' | 'offsetMinutes'>, offsetMinutes?: number): string {
  if (value instanceof Date) return formatInstant(value, offsetMinutes ?? 0)
  if (!(value?.date instanceof Date)) throw new TypeError('date: expected a Date, or a date as parseDate() gives it')
  return formatInstant(value.date, offsetMinutes ?? value.offsetMinutes ?? -0)
}

function formatInstant(date: Date, offsetMinutes: number): string {
  if (!Number.isInteger(offsetMinutes) || Math.abs(offsetMinutes) > 5999) {
    throw new TypeError(`offsetMinutes: expected whole minutes within ±5999, got ${quoteShort(offsetMinutes)}`)
  }
  const local = new Date(date.getTime() + offsetMinutes * MINUTE)
  const year = local.getUTCFullYear()
  if (Number.isNaN(year)) throw new TypeError('date: the Date is invalid: expected one that names an instant')
  if (year < 1900 || year > 9999)
    throw new TypeError(`date: year ${year} is outside 1900–9999 (RFC 5322 §3.3): expected another`)
  const time = [local.getUTCHours(), local.getUTCMinutes(), local.getUTCSeconds()].map(twoDigits).join(':')
  const sign = offsetMinutes < 0 || Object.is(offsetMinutes, -0) ? '-' : '+'
  const zone = Math.abs(offsetMinutes)
  return (
    `${nameAt(DAYS, local.getUTCDay())}, ${twoDigits(local.getUTCDate())} ${nameAt(MONTHS, 3 * local.getUTCMonth())} ` +
    `${year} ${time} ${sign}${twoDigits(Math.floor(zone / 60))}${twoDigits(zone % 60)}`
  )
}

function nameAt(names: string, index: number): string {
  return names.slice(3 * index, 3 * index + 3)
}

function twoDigits(n: number): string {
  return n < 10 ? `0${n}` : `${n}`
}

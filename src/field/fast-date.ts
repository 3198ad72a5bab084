/**
 * The one usual form of a date by fixed places: `Fri, 21 Nov 1997 09:55:06 -0600`, with or without weekday, with a zone name in a comment
 * behind. RFC 5322 §3.3. Undefined for all else, and for whatever could be another defect than a wrong weekday: that is left to the grammar, which reads this alike.
 * Measured: 0.2 µs, the grammar 2 µs; most messages have two or three dates.
 */
import { COLON, COMMA, CR, DASH, LF, LPAREN, RPAREN, SP, TAB } from '../bytes/ascii.js'
import type { Report } from '../defects/defect.js'

/** A date as it was written. */
export interface MailDate {
  /** The instant. */
  readonly date: Date
  /** Minutes east of UTC; absent for -0000, unknown zones and none. */
  readonly offsetMinutes?: number
  /** The value as received, unfolded. */
  readonly raw: string
}

/** Names of days and months, three letters each. */
export const DAYS = 'SunMonTueWedThuFriSat'
export const MONTHS = 'JanFebMarAprMayJunJulAugSepOctNovDec'
const MONTH_DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
const DAY = 86_400_000
const PLUS = 0x2b

/** Two digits at `at` as a number, negative if they are none. */
function two(octets: string, at: number): number {
  const high = octets.charCodeAt(at) - 0x30
  const low = octets.charCodeAt(at + 1) - 0x30
  return high >= 0 && high <= 9 && low >= 0 && low <= 9 ? high * 10 + low : -10_000
}

/** Place of the three letters at `at` in a list of such, or -1. */
function named(octets: string, at: number, names: string): number {
  const place = names.indexOf(octets.slice(at, at + 3))
  return place % 3 === 0 ? place / 3 : -1
}

/** Days from 1970-01-01 to a day of the Gregorian calendar, `month` from 0; NaN where there is none such in 1900 to 9999 (RFC 5322 §3.3). */
export function dayNumber(year: number, month: number, day: number): number {
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  const last = MONTH_DAYS[month]! - (month === 1 && !leap ? 1 : 0)
  return year < 1900 || year > 9999 || day < 1 || day > last ? Number.NaN : Date.UTC(year, month, day) / DAY
}

/** Day of the week, 0 is Sunday: 1970-01-01 was a Thursday, and from 1900 on the sum is positive. */
export function weekdayOf(days: number): number {
  return (days + 25_568) % 7
}

/**
 * The instant of a local time, `offset` minutes east of UTC; undefined where there is no such time: undefined is better than a guess. Second 60 is
 * a leap second (RFC 5322 §3.3): it rolls over.
 */
export function instant(days: number, hour: number, minute: number, second: number, offset: number): Date | undefined {
  if (Number.isNaN(days) || hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60)
    return undefined
  return new Date(days * DAY + ((hour * 60 + minute - offset) * 60 + second) * 1000)
}

/**
 * Reads by places, from left to right; the first that does not fit makes it undefined. Reports a weekday that is not that of the date, which is all
 * that can be wrong with this form.
 *
 *      Fri, 21 Nov 1997 09:55:06 -0600 (CST)
 *      └──┘ └┘└ `at`: from here SP stands at 0, 4, 9 and 18, `:` at 12 and 15, the sign at 19
 *       may be absent; the day may have one digit; what is behind the zone is read by `rest`
 */
export function fastDate(octets: string, report: Report): MailDate | undefined {
  const from = octets.charCodeAt(0) === SP ? 1 : 0
  let at = from
  let weekday = -1
  // Shorter than any date with seconds and zone, line end aside.
  if (octets.length < at + 25) return undefined
  if (octets.charCodeAt(at + 3) === COMMA) {
    weekday = named(octets, at, DAYS)
    if (weekday === -1 || octets.charCodeAt(at + 4) !== SP) return undefined
    at += 5
  }
  let day = two(octets, at)
  if (day >= 0) at += 2
  else {
    day = octets.charCodeAt(at++) - 0x30
    if (day > 9) return undefined
  }
  // ` Nov 1997 09:55:06 -0600`
  if (octets.length < at + 24) return undefined
  const month = named(octets, at + 1, MONTHS)
  const sign = octets.charCodeAt(at + 19)
  const zoneHour = two(octets, at + 20)
  const zoneMinute = two(octets, at + 22)
  if (
    octets.charCodeAt(at) !== SP ||
    octets.charCodeAt(at + 4) !== SP ||
    octets.charCodeAt(at + 9) !== SP ||
    octets.charCodeAt(at + 12) !== COLON ||
    octets.charCodeAt(at + 15) !== COLON ||
    octets.charCodeAt(at + 18) !== SP ||
    (sign !== PLUS && sign !== DASH) ||
    month < 0 ||
    zoneHour < 0 ||
    zoneMinute < 0 ||
    zoneMinute > 59
  ) {
    return undefined
  }
  const zone = zoneHour * 60 + zoneMinute
  const offsetMinutes = sign === DASH ? -zone : zone
  const days = dayNumber(two(octets, at + 5) * 100 + two(octets, at + 7), month, day)
  const time = at + 10
  const date = instant(days, two(octets, time), two(octets, time + 3), two(octets, time + 6), offsetMinutes)
  const to = rest(octets, at + 24)
  if (date === undefined || to === -1) return undefined
  if (weekday !== -1 && weekdayOf(days) !== weekday) report('date-weekday-mismatch', 0, octets.length)
  const raw = octets.slice(from, to)
  return sign === DASH && zone === 0 ? { date, raw } : { date, offsetMinutes, raw }
}

/** End of the date's text if nothing but `(name)` and the line end follows the zone that ends at `at`, else -1. */
function rest(octets: string, at: number): number {
  let to = at
  if (octets.charCodeAt(at) === SP && octets.charCodeAt(at + 1) === LPAREN) {
    at += 2
    let c = octets.charCodeAt(at)
    while ((c >= 0x61 && c <= 0x7a) || (c >= 0x41 && c <= 0x5a)) c = octets.charCodeAt(++at)
    if (c !== RPAREN) return -1
    to = ++at
  }
  for (; at < octets.length; at++) {
    const c = octets.charCodeAt(at)
    if (c !== CR && c !== LF && c !== SP && c !== TAB) return -1
  }
  return to
}

/**
 * The one usual form of a date by one expression: `Fri, 21 Nov 1997 09:55:06 -0600`, with or without weekday, with a zone name in a comment
 * behind. RFC 5322 §3.3. Undefined for all else, and for whatever could be another defect than a wrong weekday: that is left to the grammar, which reads this alike.
 * Measured: 0.35 µs, the grammar 2 µs; most messages have two or three dates.
 */
import type { Report } from '../defects/defect.js'

/** A date as it was written. */
export interface MailDate {
  /** The instant. */
  readonly date: Date
  /** Minutes east of UTC; absent for -0000, unknown zones and none. */
  readonly offsetMinutes?: number
  /** The field body as received, unfolded. */
  readonly raw: string
}

/** Names of months, nine characters each. None holds the first three letters of another. */
export const MONTHS =
  'January  February March    April    May      June     July     August   SeptemberOctober  November December '

/** The month of a name, or of its first letters, as it is written in MONTHS: from 0, or no whole number. */
export function monthOf(name: string): number {
  return MONTHS.indexOf(name) / 9
}
/** Names of weekdays, nine characters each. */
const WEEKDAYS = 'sunday   monday   tuesday  wednesdaythursday friday   saturday '
const DAY = 86_400_000

/** Days from 1970-01-01 to a day of the Gregorian calendar, `month` from 0; NaN where there is none such in 1900 to 9999 (RFC 5322 §3.3). */
export function dayNumber(year: number, month: number, day: number): number {
  const time = Date.UTC(year, month, day)
  // A day that its month lacks rolls over into the next.
  const isThere = day > 0 && (day < 29 || new Date(time).getUTCDate() === day)
  return year < 1900 || year > 9999 || !isThere ? Number.NaN : time / DAY
}

/** Name of the weekday, nine characters: 1970-01-01 was a Thursday, and from 1900 on the sum is positive. */
export function weekdayOf(days: number): string {
  const at = ((days + 25_568) % 7) * 9
  return WEEKDAYS.slice(at, at + 9)
}

/**
 * The instant of a local time, `offset` minutes east of UTC; undefined where there is no such time: undefined is better than a guess. Second 60 is
 * a leap second (RFC 5322 §3.3): it rolls over.
 */
export function instant(days: number, hour: number, minute: number, second: number, offset: number): Date | undefined {
  if (Number.isNaN(days) || hour > 23 || minute > 59 || second > 60) return undefined
  return new Date(days * DAY + ((hour * 60 + minute - offset) * 60 + second) * 1000)
}

/** Weekday, day, month, year, hour, minute, second, sign and offset, in the text as it stands. Years below 1000 have rules of their own. */
const USUAL =
  /^ ?((?:([A-Za-z]{3}), )?(\d\d?) ([A-Z][a-z]{2}) ([1-9]\d{3}) (\d\d):(\d\d):(\d\d) ([+-])(\d\d)([0-5]\d)(?: \([A-Za-z]*\))?)[ \t\r\n]*$/

/** Reports a weekday that is not that of the date, which is all that can be wrong with this form. */
export function fastDate(octets: string, report: Report): MailDate | undefined {
  const match = USUAL.exec(octets)
  if (match === null) return undefined
  const [, raw, weekday, day, name, year, hour, minute, second, sign, zoneHour, zoneMinute] =
    match as unknown as string[]
  const month = monthOf(name!)
  if (!Number.isInteger(month)) return undefined
  const zone = Number(zoneHour) * 60 + Number(zoneMinute)
  const offsetMinutes = sign === '-' ? -zone : zone
  const days = dayNumber(Number(year), month, Number(day))
  const date = instant(days, Number(hour), Number(minute), Number(second), offsetMinutes)
  if (date === undefined) return undefined
  if (weekday !== undefined && weekdayOf(days).slice(0, 3) !== weekday.toLowerCase())
    report('date-weekday-mismatch', 0, octets.length)
  return sign === '-' && zone === 0 ? { date, raw: raw! } : { date, offsetMinutes, raw: raw! }
}

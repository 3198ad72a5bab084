/**
 * The From_ line that separates the messages of an mbox: sender, date as ctime prints it, and what others made of both. RFC 4155 Appendix A;
 * RFC 976 §2.4 (`remote from`).
 */
import { assertObject } from '../bytes/arguments.js'
import { COLON, CR, DIGIT, is, LF, SP, trimWsp, trimWspEnd } from '../bytes/ascii.js'
import { latin1 } from '../bytes/platform.js'
import { ignore } from '../defects/defect.js'
import { formatDate, readDate } from '../field/date.js'
import { octetsToBytes, text, toOctets } from '../field/octets.js'
import { refuseBreaks } from '../field/refuse.js'

/** What a From_ line says. */
export interface Envelope {
  /** The sender as written, without white space around it: an address, `-`, or a user of this host. Empty if there is none. Never trust it. */
  readonly sender: string
  /** The date of delivery. Absent where it cannot be read. Without a zone it is taken as UTC, as RFC 4155 wants it written. */
  readonly date?: Date
  /** Minutes east of UTC. Absent where the line names no zone. */
  readonly offsetMinutes?: number
  /** The host that handed the message over by UUCP: the sender is `remote!sender`. */
  readonly remote?: string
  /** The line without its line end, one code unit 0–255 an octet. */
  readonly raw: string
}

/** What a From_ line is written from. */
export interface EnvelopeSpec {
  /** The sender. Default `MAILER-DAEMON`, which MTAs write for the null reverse path. */
  readonly sender?: string | undefined
  /** The date of delivery. Default 1 January 1970, 00:00:00: a writer reads no clock. */
  readonly date?: Date | undefined
  /** The host that handed the message over by UUCP. Default: none. */
  readonly remote?: string | undefined
  /**
   * A line that was read. It is written as it is, whatever else is given, unless it would not separate: `From somebody` before a message without
   * fields.
   */
  readonly raw?: string | undefined
}

/** Octets of a From_ line without its line end. An address has 254 (RFC 5321 §4.5.3.1), a date 40, a bang path some more. */
export const MAX_FROM_LINE = 512

const DAY = '(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{0,6}'
const MONTH = '(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}'
/**
 * Where a date begins: `Thu Jan  1 00:00:00 1970`, `Thu, 01 Jan 1970 00:00:00 +0000`, `1970-01-01 00:00:00`. Runs are bounded, so that no
 * line makes it look far from any place.
 */
const DATE = new RegExp(
  `(?:^|[ \\t])(?:(?:${DAY},?[ \\t]{1,4})?(?:${MONTH}[ \\t]{1,4}\\d{1,2}|\\d{1,2}[ \\t-]${MONTH}[ \\t-]\\d{2,4}),?[ \\t]{1,4}(?:\\d{4}[ \\t]{1,4})?\\d{1,2}[:.]\\d{2}|\\d{4}-\\d{2}-\\d{2}[ T]\\d{2}:\\d{2})`,
  'i',
)
const ISO = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}(?::\d{2})?)(?:\.\d{1,9})?[ ]?(Z|[+-]\d{2}:?\d{2})?$/
const REMOTE = /[ \t]remote[ \t]{1,4}from[ \t]{1,4}([^ \t]{1,255})$/

/** Reads one line, with or without its line end. Never throws. */
export function parseFromLine(line: string | Uint8Array): Envelope {
  const octets = toOctets(line)
  let end = octets.length
  if (octets.charCodeAt(end - 1) === LF) end--
  if (octets.charCodeAt(end - 1) === CR) end--
  const raw = octets.slice(0, end)
  let rest = raw.startsWith('From ') ? raw.slice(5) : raw
  if (rest.length > MAX_FROM_LINE) return { sender: trimWsp(text(rest, ignore, 0)), raw }
  const remote = REMOTE.exec(rest)
  if (remote !== null) rest = rest.slice(0, remote.index)
  const at = rest.search(DATE)
  const date = at === -1 ? undefined : readStamp(trimWsp(rest.slice(at)))
  const sender = trimWsp(text(at === -1 ? rest : rest.slice(0, at), ignore, 0))
  return { sender, ...date, ...(remote === null ? {} : { remote: text(remote[1]!, ignore, 0) }), raw }
}

function readStamp(stamp: string): { date?: Date; offsetMinutes?: number } {
  const iso = ISO.exec(stamp)
  if (iso !== null) {
    // QUIRK(RFC 4155 A): a date of ISO 8601. Sent by: export scripts. Fixture: mailbox/01-from-lines.
    const date = new Date(`${iso[1]}T${iso[2]}Z`)
    if (Number.isNaN(date.getTime())) return {}
    const zone = iso[3]
    if (zone === undefined) return { date }
    const offsetMinutes =
      zone === 'Z' ? 0 : Number(`${zone[0]}1`) * (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2)))
    return { date: new Date(date.getTime() - offsetMinutes * 60_000), offsetMinutes }
  }
  const read = readDate(stamp, ignore)
  if (read === undefined) return {}
  return read.offsetMinutes === undefined ? { date: read.date } : { date: read.date, offsetMinutes: read.offsetMinutes }
}

/** Does [from, to), what follows `From ` in a line, hold a date? */
export function holdsDate(bytes: Uint8Array, from: number, to: number): boolean {
  return endsInCtime(bytes, to) || DATE.test(latin1(bytes, from, to))
}

/**
 * The usual form, told by the places of its marks alone.
 *  > From a@b.example Thu Jan  1 00:00:00 1970
 *                               ^  ^  ^  ^     ^ to
 */
function endsInCtime(bytes: Uint8Array, to: number): boolean {
  return (
    bytes[to - 8] === COLON &&
    bytes[to - 11] === COLON &&
    bytes[to - 5] === SP &&
    bytes[to - 14] === SP &&
    bytes[to - 17] === SP &&
    bytes[to - 21] === SP &&
    is(bytes[to - 1] ?? 0, DIGIT) &&
    is(bytes[to - 6] ?? 0, DIGIT) &&
    is(bytes[to - 15] ?? 0, DIGIT)
  )
}

/**
 * May a line without a date separate? QUIRK(RFC 4155 A): it must be one word that looks like a sender, or no word at all; after a blank line,
 * unless it is the dash that Netscape wrote. Sent by: Netscape 2, Google Takeout, scripts; Thunderbird (no word). Fixture: mailbox/03-without-date,
 * mailbox/10-thunderbird.
 */
export function isLoneSender(bytes: Uint8Array, from: number, to: number, blankBefore: boolean): boolean {
  const word = trimWspEnd(latin1(bytes, from, to))
  return word === '-' || (blankBefore && /^(?:|MAILER-DAEMON|[^ \t-\r@]{1,255}@[^ \t-\r@]{1,255})$/.test(word))
}

/**
 * Writes a line without its line end: `From ada@example.org Thu Jan  1 00:00:00 1970`, the date in UTC. As `raw`, one code unit 0–255 an octet: write
 * it as `latin1`.
 * @throws TypeError for controls (in `raw`, which is written as it was read, for line ends and NUL alone), and for what would not be read back: lone surrogates, a sender that holds a date, an invalid date
 */
export function formatFromLine(envelope: EnvelopeSpec = {}): string {
  assertObject(envelope, 'envelope')
  const { raw, sender = 'MAILER-DAEMON', date = new Date(0), remote } = envelope
  if (raw !== undefined) {
    refuseBreaks(raw, 'envelope.raw')
    if (!raw.startsWith('From ') || raw.length > MAX_FROM_LINE || /[^\0-\xff]/.test(raw)) {
      throw new TypeError(`envelope.raw: expected a line of at most ${MAX_FROM_LINE} octets that begins with "From "`)
    }
    return raw
  }
  refuseControls(sender, 'envelope.sender')
  const written = sender === '' ? 'MAILER-DAEMON' : sender
  let line = `From ${toOctets(written)} ${ctime(date)}`
  if (remote !== undefined) line += ` remote from ${toOctets(refuseControls(remote, 'envelope.remote'))}`
  const back = parseFromLine(octetsToBytes(line))
  if (line.length > MAX_FROM_LINE || back.sender !== written || back.date === undefined || back.remote !== remote) {
    throw new TypeError('envelope.sender: would not be read back from a From_ line; expected an address or a user name')
  }
  return line
}

/** No address holds a control, and a terminal or a script that reads the file would act on it. */
function refuseControls(value: string, what: string): string {
  refuseBreaks(value, what)
  const at = value.search(/[\x00-\x1f\x7f-\x9f\u2028\u2029]/)
  if (at !== -1) throw new TypeError(`${what}: a control character at ${at}: leave it out, a From_ line is one line`)
  return value
}

/** `Thu Jan  1 00:00:00 1970`, in UTC. @throws TypeError as formatDate does */
function ctime(date: Date): string {
  // Thu, 01 Jan 1970 00:00:00 +0000
  const [day, number, month, year, time] = formatDate(date).split(/,? /) as [string, string, string, string, string]
  return `${day} ${month} ${String(Number(number)).padStart(2)} ${time} ${year}`
}

/**
 * Makes text/calendar of appointments and meetings of Outlook. MS-OXOCAL §2.2 (properties), MS-OXCICAL §2.1.3 (what each becomes), RFC 5545,
 * RFC 5546.
 */
import { fromUtf8 } from '../../bytes/platform.js'
import type { MapiProperty } from './mapi.js'
import { propertyText, stringOf } from './mapi.js'
import { BINARY, STRING8, TIME, UNICODE } from './mapi-types.js'

/** Somebody of a meeting. */
export interface MeetingPerson {
  readonly name?: string
  readonly address: string
}

/** Where the properties of a meeting are. */
export interface MeetingSource {
  readonly bytes: Uint8Array
  readonly properties: readonly MapiProperty[]
  readonly codepage: string | undefined
  /** `IPM.Appointment`, `IPM.Schedule.Meeting.Request` … */
  readonly messageClass: string
  readonly sender?: MeetingPerson | undefined
  readonly recipients?: readonly MeetingPerson[]
}

/** Methods and answers by class, in lower case (MS-OXCICAL §2.1.3.1.1.1). */
const CLASSES: readonly (readonly [begin: string, method: string, partstat?: string])[] = [
  ['ipm.schedule.meeting.request', 'REQUEST'],
  ['ipm.schedule.meeting.cancel', 'CANCEL'],
  ['ipm.schedule.meeting.resp.pos', 'REPLY', 'ACCEPTED'],
  ['ipm.schedule.meeting.resp.neg', 'REPLY', 'DECLINED'],
  ['ipm.schedule.meeting.resp.tent', 'REPLY', 'TENTATIVE'],
  ['ipm.appointment', 'PUBLISH'],
]
/** The names that TNEF's attribute of the class has. */
const OLD_CLASSES: Readonly<Record<string, string>> = {
  'ipm.microsoft schedule.mtgreq': 'ipm.schedule.meeting.request',
  'ipm.microsoft schedule.mtgcncl': 'ipm.schedule.meeting.canceled',
  'ipm.microsoft schedule.mtgrespp': 'ipm.schedule.meeting.resp.pos',
  'ipm.microsoft schedule.mtgrespn': 'ipm.schedule.meeting.resp.neg',
  'ipm.microsoft schedule.mtgrespa': 'ipm.schedule.meeting.resp.tent',
}

const PR_SUBJECT = 0x0037
const PR_BODY = 0x1000
const PR_SUBMIT_TIME = 0x0039
const PR_LAST_MODIFICATION = 0x3008
const PR_START = 0x0060
const PR_END = 0x0061
/** Named ones, by the number in their set (MS-OXPROPS). */
const SEQUENCE = '33281'
const BUSY = '33285'
const LOCATION = '33288'
const START = '33293'
const END = '33294'
const ALL_DAY = '33301'
const GLOBAL_ID = '3'
const CLEAN_GLOBAL_ID = '35'

/** Named and tagged properties of a meeting, by their types. */
class Properties {
  constructor(private readonly source: MeetingSource) {}

  named(key: string): MapiProperty | undefined {
    return this.source.properties.find((one) => one.name === key && one.id >= 0x8000)
  }

  /** A time of the calendar's years: ticks of 100 ns since 1601. */
  private timeOf(property: MapiProperty | undefined): Date | undefined {
    const { bytes } = this.source
    const span = property?.type === TIME ? property.values[0] : undefined
    if (span === undefined || span.end - span.start < 8) return undefined
    const ticks = new DataView(bytes.buffer, bytes.byteOffset + span.start, 8).getBigUint64(0, true)
    const date = new Date(Number(ticks / 10_000n) - 11_644_473_600_000)
    return Number.isNaN(date.getTime()) || date.getUTCFullYear() > 9999 || date.getUTCFullYear() < 1 ? undefined : date
  }

  time(key: string): Date | undefined {
    return this.timeOf(this.named(key))
  }

  tagged(id: number): Date | undefined {
    return this.timeOf(this.source.properties.find((one) => one.id === id))
  }

  number(key: string): number | undefined {
    const { bytes } = this.source
    const span = this.named(key)?.values[0]
    if (span === undefined || span.end - span.start < 2) return undefined
    const view = new DataView(bytes.buffer, bytes.byteOffset + span.start, span.end - span.start)
    return span.end - span.start >= 4 ? view.getInt32(0, true) : view.getInt16(0, true)
  }

  text(key: string): string | undefined {
    const property = this.named(key)
    const span = property?.type === STRING8 || property?.type === UNICODE ? property.values[0] : undefined
    return span === undefined ? undefined : stringOf(this.source.bytes, span, property!.type, this.source.codepage)
  }
}

/**
 * The calendar object of a meeting or an appointment; undefined where the class is none of these, or no start is known. A recurrence is not
 * expressed: its first instance is given.
 */
export function meetingCalendar(
  source: MeetingSource,
): { readonly method: string; readonly content: string } | undefined {
  const lower = source.messageClass.toLowerCase()
  const name = OLD_CLASSES[lower] ?? lower
  const [, method, partstat] = CLASSES.find(([begin]) => name.startsWith(begin)) ?? []
  if (method === undefined) return undefined
  const properties = new Properties(source)
  const start = properties.time(START) ?? properties.tagged(PR_START)
  if (start === undefined) return undefined
  const lines = [
    ...['BEGIN:VCALENDAR', 'PRODID:-//messagerie//EN', 'VERSION:2.0', `METHOD:${method}`, 'BEGIN:VEVENT'],
    ...timeLines(source, properties, start),
    ...describingLines(source, properties),
    ...(method === 'CANCEL' ? ['STATUS:CANCELLED'] : []),
    ...(properties.number(BUSY) === 0 ? ['TRANSP:TRANSPARENT'] : []),
    ...peopleLines(source, method, partstat),
    ...['END:VEVENT', 'END:VCALENDAR'],
  ]
  return { method, content: lines.map((line) => `${fold(line)}\r\n`).join('') }
}

/** UID, DTSTAMP, DTSTART and DTEND. */
function timeLines({ bytes }: MeetingSource, properties: Properties, start: Date): string[] {
  const uid = uidOf(bytes, properties.named(CLEAN_GLOBAL_ID) ?? properties.named(GLOBAL_ID)) ?? fallbackUid(start)
  const stamp = properties.tagged(PR_SUBMIT_TIME) ?? properties.tagged(PR_LAST_MODIFICATION) ?? start
  const isAllDay = properties.number(ALL_DAY) === 1
  const lines = [`UID:${escapeText(uid)}`, `DTSTAMP:${utc(stamp)}`, when('DTSTART', start, isAllDay)]
  const end = properties.time(END) ?? properties.tagged(PR_END)
  if (end !== undefined && end >= start) lines.push(when('DTEND', end, isAllDay))
  return lines
}

/** SUMMARY, LOCATION, DESCRIPTION and SEQUENCE, as far as they are known. */
function describingLines({ bytes, properties: list, codepage }: MeetingSource, properties: Properties): string[] {
  const texts = [
    ['SUMMARY', propertyText(bytes, list, PR_SUBJECT, codepage)],
    ['LOCATION', properties.text(LOCATION)],
    ['DESCRIPTION', propertyText(bytes, list, PR_BODY, codepage)],
  ] as const
  const lines = texts.flatMap(([name, text]) => (text ? [`${name}:${escapeText(text)}`] : []))
  const sequence = properties.number(SEQUENCE)
  if (sequence !== undefined && sequence >= 0) lines.push(`SEQUENCE:${sequence}`)
  return lines
}

/** ORGANIZER and ATTENDEE: an answer goes to the organizer, from one attendee (RFC 5546 §3.2.3). */
function peopleLines(source: MeetingSource, method: string, partstat: string | undefined): string[] {
  const { recipients = [] } = source
  const sender = source.sender ?? organizerOf(source)
  const organizer = method === 'REPLY' ? recipients[0] : sender
  const attendees = method === 'REPLY' ? [sender] : method === 'PUBLISH' ? [] : recipients
  const lines: string[] = []
  if (organizer !== undefined && (method !== 'PUBLISH' || recipients.length > 0))
    lines.push(person('ORGANIZER', organizer))
  for (const attendee of attendees) if (attendee !== undefined) lines.push(person('ATTENDEE', attendee, partstat))
  return lines
}

/** Who sent it, by the properties that the stream itself has. */
function organizerOf({ bytes, properties, codepage }: MeetingSource): MeetingPerson | undefined {
  const address =
    propertyText(bytes, properties, 0x5d02, codepage) ??
    propertyText(bytes, properties, 0x5d01, codepage) ??
    propertyText(bytes, properties, 0x0065, codepage) ??
    propertyText(bytes, properties, 0x0c1f, codepage)
  if (address === undefined || !address.includes('@')) return undefined
  const name = propertyText(bytes, properties, 0x0042, codepage) ?? propertyText(bytes, properties, 0x0c1a, codepage)
  return name === undefined ? { address } : { name, address }
}

/** MS-OXCICAL §2.1.3.1.1.20.26: a UID of another program is in it behind `vCal-Uid`; else it is the octets themselves. */
function uidOf(bytes: Uint8Array, property: MapiProperty | undefined): string | undefined {
  const span = property?.type === BINARY ? property.values[0] : undefined
  if (span === undefined || span.end - span.start < 40 || span.end - span.start > 2000) return undefined
  const octets = bytes.slice(span.start, span.end)
  const mark = 'vCal-Uid'
  if (octets.length > 52 && [...mark].every((c, i) => octets[40 + i] === c.charCodeAt(0))) {
    let text = ''
    for (let i = 52; i < octets.length && octets[i] !== 0; i++) text += String.fromCharCode(octets[i]!)
    if (text !== '') return text
  }
  // The date of one instance is no part of it.
  octets.fill(0, 16, 20)
  return Array.from(octets, (octet) => octet.toString(16).padStart(2, '0').toUpperCase()).join('')
}

function fallbackUid(start: Date): string {
  return `${start.getTime()}@messagerie.invalid`
}

function utc(date: Date): string {
  return date.toISOString().replace(/[-:]|\.\d{3}/g, '')
}

/** A whole day begins at midnight of a zone that is not known: the nearest day. */
function when(name: string, date: Date, isAllDay: boolean): string {
  if (!isAllDay) return `${name}:${utc(date)}`
  const day = new Date(date.getTime() + 12 * 3_600_000).toISOString().slice(0, 10).replaceAll('-', '')
  return `${name};VALUE=DATE:${day}`
}

/** RFC 5545 §3.3.11. */
function escapeText(text: string): string {
  return text
    .replace(/[\\;,]/g, (c) => `\\${c}`)
    .replace(/\r\n?|\n/g, '\\n')
    .replace(/[\x00-\x08\x0b-\x1f\x7f]/g, '')
}

function person(property: string, { name, address }: MeetingPerson, partstat?: string): string {
  const shown = name === undefined ? '' : `;CN="${name.replace(/["\x00-\x1f\x7f]/g, ' ')}"`
  const answer = partstat === undefined ? '' : `;PARTSTAT=${partstat}`
  return `${property}${shown}${answer}:mailto:${address.replace(/[\x00-\x20\x7f]/g, '')}`
}

/** RFC 5545 §3.1: lines of at most 75 octets. */
function fold(line: string): string {
  if (fromUtf8(line).length <= 75) return line
  let out = ''
  let width = 0
  for (const character of line) {
    const octets = fromUtf8(character).length
    if (width + octets > 75) {
      out += '\r\n '
      width = 1
    }
    out += character
    width += octets
  }
  return out
}

/** Reads calendar mail: what is asked of whom, and whether the message and the calendar in it agree. RFC 6047 §2.4, RFC 5546 §1.4, RFC 5545 §3. */
import ICAL from 'ical.js'
import type { Entity } from '../tree/entity.js'
import { assertMessage } from '../tree/is-message.js'
import type { Message } from '../tree/message.js'
import { isNested, salvage } from './salvage.js'
import { whyNotParsed } from './text.js'

/** Somebody of a component: ORGANIZER, ATTENDEE (RFC 5545 §3.8.4). */
export interface CalendarPerson {
  /** The address: of a `mailto:` URI without its scheme, else the URI as it is. */
  readonly address: string
  /** CN: the name of the person. */
  readonly name?: string
  /** PARTSTAT in upper case: `NEEDS-ACTION`, `ACCEPTED`, `DECLINED`, `TENTATIVE`, `DELEGATED` … Attendees without one: `NEEDS-ACTION`. */
  readonly partstat?: string
  /** ROLE in upper case. Attendees without one: `REQ-PARTICIPANT`. */
  readonly role?: string
  /** Is an answer wanted (RSVP=TRUE)? */
  readonly rsvp?: boolean
  /** SENT-BY: who acts for the person, in the form of `address`. */
  readonly sentBy?: string
}

/** A point in time as the object has it. */
export interface CalendarTime {
  /** The time as written: `20241002T140000Z`, `20241002T140000`, or `20241002` for a whole day. */
  readonly text: string
  /** True for a date without a time: a whole day. */
  readonly isDate: boolean
  /** TZID: a time zone that the object should define. */
  readonly tzid?: string
}

/** One event, to-do, journal entry or free/busy time. */
export interface CalendarItem {
  /** The kind of component (RFC 5545 §3.6). */
  readonly component: 'VEVENT' | 'VTODO' | 'VJOURNAL' | 'VFREEBUSY'
  /** UID: the same in every update of one event (RFC 5545 §3.8.4.7). Absent where there is none. */
  readonly uid?: string
  /** SEQUENCE: the revision of the item (RFC 5545 §3.8.7.4). 0 where there is none. */
  readonly sequence: number
  /** ORGANIZER. Absent where there is none. */
  readonly organizer?: CalendarPerson
  /** ATTENDEE properties, in order; empty where there is none. */
  readonly attendees: readonly CalendarPerson[]
  /** DTSTART. Absent where there is none. */
  readonly start?: CalendarTime
  /** DTEND, or DUE of a to-do, as it is written; a DURATION is not added up. */
  readonly end?: CalendarTime
  /** RECURRENCE-ID: which instance of a series is meant. Absent where the item is not one of a series. */
  readonly recurrenceId?: CalendarTime
  /** Has it an RRULE or RDATE? */
  readonly isSeries: boolean
  /** SUMMARY, escapes undone. */
  readonly summary?: string
  /** STATUS in upper case: `CONFIRMED`, `CANCELLED` … */
  readonly status?: string
}

/** A text/calendar part, read. */
export interface ItipPart {
  /** The text/calendar part. */
  readonly part: Entity
  /** The `method` of Content-Type, in upper case. Without it the part is no scheduling message (RFC 6047 §2.4, note 2). */
  readonly declared?: string
  /** METHOD of the object, in upper case. */
  readonly method?: string
  /** Are `declared` and `method` both there, and the same, and could all of the object be read? Where not, a reader should do nothing by itself. */
  readonly agree: boolean
  /** Its events, to-dos, journal entries and free/busy times, in order; empty where the object could not be read. */
  readonly items: readonly CalendarItem[]
  /** What is wrong, for people: why it could not be read, or what does not agree. */
  readonly problems: readonly string[]
}

/** Characters of one calendar: larger ones are not read. */
const MAX_CALENDAR = 4_000_000
/** Items of one part, and attendees of one item, that are given. */
const MAX_ITEMS = 10_000
/** Problems of times that are told. */
const MAX_PROBLEMS = 20
const COMPONENTS: ReadonlySet<string> = /* @__PURE__ */ new Set(['vevent', 'vtodo', 'vjournal', 'vfreebusy'])

/** jCal (RFC 7265): name, parameters, type, values; and name, properties, components. */
type Property = [name: string, params: Record<string, string | string[]>, type: string, ...values: unknown[]]
type Component = [name: string, properties: Property[], components: Component[]]

/**
 * Reads every text/calendar part of a message, those of attached messages too, in order. Never throws on bytes: what cannot be read has no items
 * and says why. Nothing in it is proof of who sent it: an answer counts only where its sender is the attendee (RFC 6047 §3).
 *
 * @example
 * const [invitation] = itip(message)
 * if (invitation?.agree && invitation.method === 'REQUEST') show(invitation.items[0])
 */
export function itip(message: Message): ItipPart[] {
  assertMessage(message)
  const found: ItipPart[] = []
  for (const part of message.walk())
    if (part.contentType.mediaType === 'text/calendar' && part.parts.length === 0) found.push(readPart(part))
  return found
}

function readPart(part: Entity): ItipPart {
  const problems: string[] = []
  const declared = part.contentType.params.method?.trim().toUpperCase()
  const { calendars, isWhole } = calendarsOf(part.decodeText(), problems)
  const methods = new Set(calendars.flatMap(methodsIn))
  if (calendars.some((calendar) => methodsIn(calendar).length > 1))
    problems.push('METHOD stands more than once in an object (RFC 5545 §3.6)')
  else if (methods.size > 1) problems.push('calendars with different METHODs in one part (RFC 6047 §2.4, note 1)')
  const [method] = methods
  if (declared === undefined || declared === '')
    problems.push('no method in Content-Type: no scheduling message (RFC 6047 §2.4)')
  else if (calendars.length > 0 && method !== declared)
    problems.push(
      `Content-Type says method=${declared.slice(0, 40)}, the object METHOD:${(method ?? 'nothing').slice(0, 40)} (RFC 6047 §2.4)`,
    )
  const items: CalendarItem[] = []
  for (const calendar of calendars) {
    for (const component of calendar[2]) {
      if (!COMPONENTS.has(component[0])) continue
      if (items.length === MAX_ITEMS) {
        problems.push(`over ${MAX_ITEMS} items; the rest is not given`)
        return { part, ...methodsOf(declared, method), agree: false, items, problems }
      }
      items.push(readItem(component, problems))
    }
  }
  const agree = isWhole && methods.size === 1 && method !== undefined && method === declared
  return { part, ...methodsOf(declared, method), agree, items, problems }
}

function methodsOf(declared: string | undefined, method: string | undefined): { declared?: string; method?: string } {
  return {
    ...(declared === undefined || declared === '' ? {} : { declared }),
    ...(method === undefined ? {} : { method }),
  }
}

interface Calendars {
  readonly calendars: readonly Component[]
  /** Every line was read. */
  readonly isWhole: boolean
}

const NONE: Calendars = { calendars: [], isWhole: false }

function calendarsOf(text: string, problems: string[]): Calendars {
  if (text.length > MAX_CALENDAR) {
    problems.push(`over ${MAX_CALENDAR} characters: it is not read`)
    return NONE
  }
  const refused = whyNotParsed(text)
  if (refused !== undefined) {
    problems.push(refused)
    return NONE
  }
  try {
    if (!isNested(text)) throw new Error('components that do not end as they began')
    const calendars = parsed(text)
    if (calendars.length === 0) problems.push('no VCALENDAR')
    return { calendars, isWhole: true }
  } catch (error) {
    const said = (error instanceof Error ? error.message : 'an error').slice(0, 200)
    const calendars = readable(text)
    problems.push(
      calendars.length === 0 ? `it cannot be read: ${said}` : `lines that cannot be read are left out: ${said}`,
    )
    return { calendars, isWhole: false }
  }
}

function parsed(text: string): Component[] {
  const found = ICAL.parse(text) as unknown as Component | Component[]
  const list = (Array.isArray(found[0]) ? found : [found]) as Component[]
  return list.filter(([name]) => name === 'vcalendar')
}

/** What is left of calendars of which a line cannot be read. */
function readable(text: string): Component[] {
  const rest = salvage(text)
  try {
    return rest === undefined ? [] : parsed(rest.text)
  } catch {
    return []
  }
}

/** Each METHOD of an object, in upper case; there is one undefined where it has none. */
function methodsIn([, properties]: Component): (string | undefined)[] {
  const found = properties
    .filter(([name]) => name === 'method')
    .map(([, , , value]) => String(value ?? '').toUpperCase())
  return found.length === 0 ? [undefined] : found
}

function propertyOf([, properties]: Component, name: string): Property | undefined {
  return properties.find(([own]) => own === name)
}

function textOf(component: Component, name: string): string | undefined {
  const value = propertyOf(component, name)?.[3]
  return value === undefined || value === null ? undefined : String(value)
}

function readItem(component: Component, problems: string[]): CalendarItem {
  const [name, properties] = component
  const uid = textOf(component, 'uid')
  const sequence = Number(textOf(component, 'sequence') ?? 0)
  const organizer = propertyOf(component, 'organizer')
  const [start, end, recurrenceId] = [['dtstart'], ['dtend', 'due'], ['recurrence-id']].map(([one, other]) =>
    timeOf(propertyOf(component, one!) ?? (other === undefined ? undefined : propertyOf(component, other)), problems),
  )
  const summary = textOf(component, 'summary')
  const status = textOf(component, 'status')?.toUpperCase()
  return {
    component: name.toUpperCase() as CalendarItem['component'],
    ...(uid === undefined ? {} : { uid }),
    sequence: Number.isSafeInteger(sequence) && sequence >= 0 ? sequence : 0,
    ...(organizer === undefined ? {} : { organizer: personOf(organizer) }),
    attendees: properties
      .filter(([own]) => own === 'attendee')
      .slice(0, MAX_ITEMS)
      .map((property) => ({ ...DEFAULTS, ...personOf(property) })),
    ...(start === undefined ? {} : { start }),
    ...(end === undefined ? {} : { end }),
    ...(recurrenceId === undefined ? {} : { recurrenceId }),
    isSeries: properties.some(([own]) => own === 'rrule' || own === 'rdate'),
    ...(summary === undefined ? {} : { summary }),
    ...(status === undefined ? {} : { status }),
  }
}

/** RFC 5545 §3.2.12, §3.2.16. */
const DEFAULTS = { partstat: 'NEEDS-ACTION', role: 'REQ-PARTICIPANT' }

function personOf([, params, , value]: Property): CalendarPerson {
  const parameter = (name: string): string | undefined => {
    const given = params[name]
    return given === undefined ? undefined : String(Array.isArray(given) ? given[0] : given)
  }
  const [name, partstat, role, rsvp, sentBy] = ['cn', 'partstat', 'role', 'rsvp', 'sent-by'].map(parameter)
  return {
    address: addressOf(String(value ?? '')),
    ...(name === undefined ? {} : { name }),
    ...(partstat === undefined ? {} : { partstat: partstat.toUpperCase() }),
    ...(role === undefined ? {} : { role: role.toUpperCase() }),
    ...(rsvp === undefined ? {} : { rsvp: rsvp.toUpperCase() === 'TRUE' }),
    ...(sentBy === undefined ? {} : { sentBy: addressOf(sentBy) }),
  }
}

function addressOf(uri: string): string {
  return uri.trim().replace(/^mailto:/i, '')
}

/** jCal writes times with `-` and `:` (RFC 7265 §3.6). */
function timeOf(property: Property | undefined, problems: string[]): CalendarTime | undefined {
  if (property === undefined) return undefined
  const [name, params, , value] = property
  const text = String(value ?? '').replace(/[-:]/g, '')
  if (!/^\d{8}(?:T\d{6}Z?)?$/.test(text)) {
    if (problems.length < MAX_PROBLEMS) problems.push(`${name.toUpperCase()} holds no time (RFC 5545 §3.3.4, §3.3.5)`)
    return undefined
  }
  const tzid = params.tzid === undefined ? undefined : String(params.tzid)
  return { text, isDate: !text.includes('T'), ...(tzid === undefined ? {} : { tzid }) }
}

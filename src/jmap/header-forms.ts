/** Gives header fields in the parsed forms of JMAP, and says which form fits which field. RFC 8621 §4.1.2, §4.1.3. */

import { ignore } from '../defects/defect.js'
import { type Group, type Mailbox, readAddressList } from '../field/address/address.js'
import { type MailDate, readDate } from '../field/date.js'
import { readListUrls } from '../field/list.js'
import { readMessageIds } from '../field/message-id.js'
import { text as octetsText } from '../field/octets.js'
import type { Field } from '../tree/field.js'
import type { Headers } from '../tree/headers.js'

/** RFC 8621 §4.1.2.3. */
export interface EmailAddress {
  /** Display name, decoded; null where there is none. */
  name: string | null
  /** The addr-spec. */
  email: string
}

/** RFC 8621 §4.1.2.4: `name` is null for mailboxes that stand in no group. */
export interface EmailAddressGroup {
  /** Name of the group; null for mailboxes that stand in none. */
  name: string | null
  /** Its mailboxes, in order. */
  addresses: EmailAddress[]
}

/** RFC 8621 §4.1.3. */
export interface EmailHeader {
  /** Name of the field, as written. */
  name: string
  /** Its value in the form Raw. */
  value: string
}

/** The forms that a header field can be asked for in (RFC 8621 §4.1.2). */
export type HeaderForm = 'Raw' | 'Text' | 'Addresses' | 'GroupedAddresses' | 'MessageIds' | 'Date' | 'URLs'

/** What a header property gives. */
export type HeaderValue = string | EmailAddress[] | EmailAddressGroup[] | string[] | null

/** A property `header:Name:asForm:all`, taken apart. */
export interface HeaderProperty {
  /** In lower case. */
  readonly name: string
  /** As it was asked for. */
  readonly shown: string
  readonly form: HeaderForm
  readonly all: boolean
}

const words = (text: string): string[] => text.split(' ')
const ADDRESSES = words(
  'from sender reply-to to cc bcc resent-from resent-sender resent-reply-to resent-to resent-cc resent-bcc',
)
const TEXT = words('subject comments keywords list-id')
const IDS = words('message-id in-reply-to references resent-message-id')
const DATES = words('date resent-date')
const URLS = words('list-help list-unsubscribe list-subscribe list-post list-owner list-archive')

/** The fields that each form fits, of those that RFC 5322 and RFC 2369 define. */
const FITS: Readonly<Record<Exclude<HeaderForm, 'Raw'>, ReadonlySet<string>>> = {
  Text: /* @__PURE__ */ new Set(TEXT),
  Addresses: /* @__PURE__ */ new Set(ADDRESSES),
  GroupedAddresses: /* @__PURE__ */ new Set(ADDRESSES),
  MessageIds: /* @__PURE__ */ new Set(IDS),
  Date: /* @__PURE__ */ new Set(DATES),
  URLs: /* @__PURE__ */ new Set(URLS),
}

/** Fields that RFC 5322 and RFC 2369 define. `List-Id` is of RFC 2919. */
const DEFINED: ReadonlySet<string> = /* @__PURE__ */ new Set([
  ...ADDRESSES,
  ...TEXT.slice(0, 3),
  ...IDS,
  ...DATES,
  ...URLS,
  'return-path',
  'received',
])

/** May a field be read or written in a form? */
function fits(name: string, form: HeaderForm): boolean {
  const lowered = name.toLowerCase()
  return form === 'Raw' || FITS[form].has(lowered) || !DEFINED.has(lowered)
}

/**
 * A property of the form `header:{name}[:as{form}][:all]`; undefined for one that does not begin with `header:`.
 * @throws TypeError for a name that is none, a form that is unknown or does not fit the field
 */
export function parseHeaderProperty(property: string): HeaderProperty | undefined {
  if (!property.startsWith('header:')) return undefined
  const [name, ...suffixes] = property.slice(7).split(':')
  if (name === undefined || !/^[!-9;-~]+$/.test(name))
    throw new TypeError(`${property}: expected header:Name, a name of printable ASCII`)
  let form: HeaderForm = 'Raw'
  let rest = suffixes
  const as = rest[0]
  if (as?.startsWith('as')) {
    form = as.slice(2) as HeaderForm
    if (form !== 'Raw' && !Object.hasOwn(FITS, form)) {
      throw new TypeError(
        `${property}: no such form; known are asRaw, asText, asAddresses, asGroupedAddresses, asMessageIds, asDate, asURLs`,
      )
    }
    rest = rest.slice(1)
  }
  const all = rest[0] === 'all'
  if (rest.length > (all ? 1 : 0))
    throw new TypeError(`${property}: expected header:Name, then perhaps :asForm, then perhaps :all`)
  if (!fits(name, form))
    throw new TypeError(
      `${property}: ${name} is not read as ${form} (RFC 8621 §4.1.2): expected another form, or asRaw`,
    )
  return { name: name.toLowerCase(), shown: property, form, all }
}

/** The value of a header property: of the last field of the name, null if there is none; with `all` of each. */
export function headerValue(headers: Headers, property: HeaderProperty): HeaderValue | HeaderValue[] {
  const fields = headers.fields(property.name)
  if (property.all) return fields.map((field) => inForm(field, property.form))
  const last = fields[fields.length - 1]
  return last === undefined ? null : inForm(last, property.form)
}

function inForm(field: Field, form: HeaderForm): HeaderValue {
  switch (form) {
    case 'Raw':
      return rawValue(field)
    case 'Text':
      return field.text
        .trimStart()
        .replace(/[\0-\x08\x0a-\x1f\x7f]/g, '')
        .normalize('NFC')
    case 'Addresses':
      return addresses(field).flatMap((one) =>
        one.kind === 'group' ? one.members.map(emailAddress) : [emailAddress(one)],
      )
    case 'GroupedAddresses':
      return grouped(addresses(field))
    case 'MessageIds':
      return orNull(readMessageIds(field.octets, field.quiet()))
    case 'Date':
      return jmapDate(readDate(field.octets, ignore))
    case 'URLs':
      return orNull(readListUrls(field.octets, ignore))
  }
}

/** All fields of a header section in raw form. */
export function allHeaders(headers: Headers): EmailHeader[] {
  return headers.fields().map((field) => ({ name: field.name, value: rawValue(field) }))
}

/** RFC 8621 §4.1.2.1: what stands between the colon and the line end, as UTF-8; octets that are none are U+FFFD, NUL is dropped. */
function rawValue(field: Field): string {
  return octetsText(field.octets.replace(/\r*\n?$/, ''), ignore, 0).replace(/\0/g, '')
}

function addresses(field: Field): readonly (Mailbox | Group)[] {
  return readAddressList(field.readable, field.quiet())
}

function emailAddress(mailbox: Mailbox): EmailAddress {
  const name = mailbox.name?.trim()
  return { name: name === undefined || name === '' ? null : name, email: mailbox.address }
}

/** Mailboxes that follow each other outside groups are one group without name. */
function grouped(list: readonly (Mailbox | Group)[]): EmailAddressGroup[] {
  const groups: EmailAddressGroup[] = []
  let open: EmailAddressGroup | undefined
  for (const one of list) {
    if (one.kind === 'group') {
      open = undefined
      groups.push({ name: one.name, addresses: one.members.map(emailAddress) })
    } else if (open === undefined) {
      open = { name: null, addresses: [emailAddress(one)] }
      groups.push(open)
    } else open.addresses.push(emailAddress(one))
  }
  return groups
}

function orNull(list: readonly string[]): string[] | null {
  return list.length === 0 ? null : [...list]
}

/** RFC 8620 §1.4: RFC 3339 in upper case, without fractions that are zero, with the offset that the author wrote. */
function jmapDate(read: MailDate | undefined): string | null {
  if (read === undefined) return null
  const offset = read.offsetMinutes ?? 0
  const shifted = new Date(read.date.getTime() + offset * 60_000)
  const year = shifted.getUTCFullYear()
  // RFC 3339 has neither years of five digits nor offsets of a day.
  if (!(year >= 0 && year <= 9999)) return null
  if (offset === 0 || Math.abs(offset) >= 24 * 60) return read.date.toISOString().replace(/\.\d+Z$/, 'Z')
  const minutes = Math.abs(offset)
  const two = (n: number) => String(n).padStart(2, '0')
  return `${shifted.toISOString().slice(0, 19)}${offset < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`
}

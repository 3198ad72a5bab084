/**
 * Makes the header section of a .msg file: that of its transport (PidTagTransportMessageHeaders), or one of its properties. MS-OXOMSG §2.2.1,
 * §2.2.3 (sender, recipients), MS-OXCMSG §2.2.1.1.
 */
import { fromUtf8 } from '../bytes/platform.js'
import type { MessageSpec } from '../compose/spec.js'
import { formatField, isAddrSpec } from '../field/index.js'
import { meetingCalendar } from '../legacy/files/appointment.js'
import { parse } from '../message/parse.js'
import type { Storage } from './compound-file.js'
import { complainAt, type MsgContext } from './msg-defects.js'
import { MsgProperties } from './msg-properties.js'

/** A mailbox as compose takes it. */
export interface Person {
  readonly name?: string
  readonly address: string
}

/** Fields of compose, and the people once more for a calendar. */
export interface MadeFields {
  readonly spec: Omit<Partial<MessageSpec>, 'text' | 'html' | 'attachments'> & { readonly from: Person }
  readonly sender: Person | undefined
  readonly recipients: readonly Person[]
}

const PR_TRANSPORT_HEADERS = 0x007d
const PR_IMPORTANCE = 0x0017
const PR_SUBJECT = 0x0037
const PR_CLIENT_SUBMIT_TIME = 0x0039
const PR_DELIVERY_TIME = 0x0e06
const PR_MESSAGE_ID = 0x1035
const PR_REFERENCES = 0x1039
const PR_IN_REPLY_TO = 0x1042
const PR_RECIPIENT_TYPE = 0x0c15
const PR_DISPLAY_NAME = 0x3001
const PR_ADDRESS_TYPE = 0x3002
const PR_EMAIL_ADDRESS = 0x3003
const PR_SMTP_ADDRESS = 0x39fe
/** Name, address type, address, Internet address: of who sent it, and of whom it was sent for. */
const SENDER = [0x0c1a, 0x0c1e, 0x0c1f, 0x5d01] as const
const REPRESENTING = [0x0042, 0x0064, 0x0065, 0x5d02] as const
/** Recipients that are read. */
const MAX_RECIPIENTS = 10_000

/** Text of a file that may stand in a header section: no controls, no lone surrogates. */
export function plainText(text: string): string {
  return text
    .replace(/[\x00-\x1f\x7f-\x9f\u2028\u2029]+/g, ' ')
    .replace(/\p{Surrogate}/gu, '\ufffd')
    .trim()
}

/** The fields of the transport, each with its line end, without those that say how the body is written; none where there are none. */
export function headerFields(properties: MsgProperties): Uint8Array[] {
  const text = properties.text(PR_TRANSPORT_HEADERS)
  if (text === undefined || text.trim() === '') return []
  const { headers } = parse(fromUtf8(`${text.replace(/\r\n|\r|\n/g, '\r\n').replace(/(?:\r\n)+$/, '')}\r\n\r\n`))
  // Drafts and what was sent inside Exchange may have a remnant of a section.
  if (!headers.has('from') && !headers.has('received')) return []
  return headers
    .fields()
    .filter(({ name }) => !/^(?:content-(?!language)|mime-version$)/i.test(name))
    .map(({ raw }) => raw)
}

type RecipientLists = Readonly<Record<'to' | 'cc' | 'bcc', Person[]>>

/** The recipients of a message, each in a storage of its own (MS-OXMSG §2.2.1), by their type (MS-OXOMSG §2.2.3.1). */
function recipientsOf(storage: Storage, properties: MsgProperties, context: MsgContext, path: string): RecipientLists {
  const lists: RecipientLists = { to: [], cc: [], bcc: [] }
  const recipients = storage.storages
    .filter(({ name }) => /^__recip_version1\.0_#[0-9a-f]{8}$/i.test(name))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
  if (recipients.length > MAX_RECIPIENTS)
    complainAt(context, path)('too-many', `over ${MAX_RECIPIENTS} recipients; the rest is not read`)
  for (const recipient of recipients.slice(0, MAX_RECIPIENTS)) {
    const at = join(path, recipient.name)
    const tell = complainAt(context, at)
    const own = new MsgProperties(recipient, 8, context.names, properties.codepage, tell)
    const person = personOf(own, [PR_DISPLAY_NAME, PR_ADDRESS_TYPE, PR_EMAIL_ADDRESS, PR_SMTP_ADDRESS], tell)
    if (person === undefined) {
      tell('missing', 'a recipient without name and address')
      continue
    }
    const type = (own.number(PR_RECIPIENT_TYPE) ?? 1) & 0xf
    lists[type === 3 ? 'bcc' : type === 2 ? 'cc' : 'to'].push(person)
  }
  return lists
}

/** What compose is given of the header section. */
export function specFields(storage: Storage, properties: MsgProperties, context: MsgContext, path: string): MadeFields {
  const complain = complainAt(context, path)
  const sender = personOf(properties, SENDER, complain)
  const from = personOf(properties, REPRESENTING, complain) ?? sender
  const lists = recipientsOf(storage, properties, context, path)
  const date = properties.time(PR_CLIENT_SUBMIT_TIME) ?? properties.time(PR_DELIVERY_TIME)
  const subject = properties.text(PR_SUBJECT)
  const importance = properties.number(PR_IMPORTANCE)
  const messageId = idsIn(properties.text(PR_MESSAGE_ID))[0]
  const references = idsIn(properties.text(PR_REFERENCES))
  const inReplyTo = idsIn(properties.text(PR_IN_REPLY_TO))
  const isOther = sender !== undefined && from !== undefined && sender.address !== from.address
  const spec = {
    ...(from === undefined ? {} : { from }),
    ...(isOther ? { sender } : {}),
    ...(lists.to.length === 0 ? {} : { to: lists.to }),
    ...(lists.cc.length === 0 ? {} : { cc: lists.cc }),
    ...(lists.bcc.length === 0 ? {} : { bcc: lists.bcc }),
    ...(subject === undefined ? {} : { subject: plainText(subject) }),
    ...(isWritable(date) ? { date } : {}),
    ...(messageId === undefined ? {} : { messageId }),
    ...(references.length === 0 ? {} : { references }),
    ...(inReplyTo.length === 0 ? {} : { inReplyTo }),
    ...(importance === 2 ? { priority: 'high' as const } : importance === 0 ? { priority: 'low' as const } : {}),
  }
  return { spec: spec as MadeFields['spec'], sender: from ?? sender, recipients: [...lists.to, ...lists.cc] }
}

export function join(path: string, name: string): string {
  return path === '' ? name : `${path}/${name}`
}

/** A date that RFC 5322 can write. */
function isWritable(date: Date | undefined): date is Date {
  return date !== undefined && date.getUTCFullYear() >= 1900 && date.getUTCFullYear() <= 9999
}

function idsIn(text: string | undefined): string[] {
  return (text ?? '')
    .slice(0, 100_000)
    .split(/[<>\s]+/)
    .filter((id) => /^[\x21-\x7e]{1,500}@[\x21-\x7e]{1,400}$/.test(id) && isAddrSpec(id))
}

function personOf(
  properties: MsgProperties,
  [name, type, email, smtp]: readonly [number, number, number, number],
  complain: ReturnType<typeof complainAt>,
): Person | undefined {
  const shown = plainText(properties.text(name) ?? '')
  const address = plainText(properties.text(email) ?? '')
  const internet = plainText(properties.text(smtp) ?? '')
  const named = shown === '' ? {} : { name: shown }
  for (const candidate of [internet, address, shown.replace(/^<|>$/g, '')]) {
    if (isWritableAddress(candidate)) return { ...(shown === candidate ? {} : named), address: candidate }
  }
  if (shown === '' && address === '') return undefined
  const kind = plainText(properties.text(type) ?? '') || 'EX'
  complain('no-address', `${(shown || address).slice(0, 100)} has no Internet address`)
  return { ...named, address: encapsulated(kind, address || shown) }
}

/** One that a header section in ASCII can hold. */
function isWritableAddress(address: string): boolean {
  if (address.length > 320 || !address.includes('@') || !isAddrSpec(address)) return false
  try {
    return formatField('from', [{ address }]) !== ''
  } catch (error) {
    if (error instanceof TypeError) return false
    throw error
  }
}

/** Addresses of other systems in a local part (MS-OXCMAIL §2.1.3.4.2, IMCEA): `/` as `_`, other characters as `+XX`. */
function encapsulated(kind: string, address: string): string {
  const type = kind.replace(/[^A-Za-z0-9]/g, '').slice(0, 9) || 'EX'
  let local = ''
  for (const octet of fromUtf8(address)) {
    const c = String.fromCharCode(octet)
    local += /[A-Za-z0-9.=-]/.test(c) ? c : c === '/' ? '_' : `+${octet.toString(16).toUpperCase().padStart(2, '0')}`
    if (local.length > 400) break
  }
  return `IMCEA${type.toUpperCase()}-${local.replace(/\.+/g, (dots) => '+2E'.repeat(dots.length))}@invalid`
}

/** The calendar part of a meeting. */
export function calendarOf(
  properties: MsgProperties,
  { sender, recipients }: MadeFields,
): { method: string; content: string } | undefined {
  const { bytes, list, codepage } = properties
  const messageClass = properties.text(0x001a) ?? ''
  return meetingCalendar({ bytes, properties: list, codepage, messageClass, sender, recipients })
}

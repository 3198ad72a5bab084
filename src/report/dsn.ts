/** Delivery status notifications, read by their fields. RFC 3464, RFC 6533. */

import { decodeEncodedWords } from '../field/words/encoded-word.js'
import { parse } from '../message/parse.js'
import type { Entity } from '../tree/entity.js'
import { assertMessage } from '../tree/is-message.js'
import type { Message } from '../tree/message.js'
import { addressOf, type Evidence, type Group, groupsOf, type Typed, typed } from './groups.js'

/** What became of a message (RFC 3464 §2.3.3). */
export type DsnAction = 'failed' | 'delayed' | 'delivered' | 'relayed' | 'expanded'

/** What a report says of one recipient (RFC 3464 §2.3). */
export interface DsnRecipient {
  /** The address that delivery was tried to, without angle brackets. */
  readonly finalRecipient?: string
  /** The address that the sender gave. */
  readonly originalRecipient?: string
  /** Final-Recipient as it stands: the type of the address (RFC 3464 §2.3.1), and the value with comments and route. */
  readonly typedFinal?: Typed
  /** Original-Recipient as it stands: type and value. */
  readonly typedOriginal?: Typed
  /** What became of the message for the recipient (RFC 3464 §2.3.3). Absent where there is none, or none that the RFC knows. */
  readonly action?: DsnAction
  /** The status, as `5.1.1` (RFC 3463). */
  readonly status?: string
  /** Name of the host that said so. */
  readonly remoteMta?: string
  /** What the server answered, with the type of the code: `smtp`. */
  readonly diagnostic?: Typed
  /** When delivery was last tried. */
  readonly lastAttempt?: Date
  /** Until when it will be tried. */
  readonly willRetryUntil?: Date
  /** Identifier of the delivery in the log of the host. */
  readonly finalLogId?: string
  /** Where each of this was found. */
  readonly evidence: readonly Evidence[]
}

/** A report of delivery (RFC 3464), read. */
export interface Dsn {
  /** The host that reports. */
  readonly reportingMta?: string
  /** The host that it had the message from. */
  readonly receivedFromMta?: string
  /** When the message arrived there. */
  readonly arrivalDate?: Date
  /** ENVID of the message (RFC 3461). */
  readonly originalEnvelopeId?: string
  /** What became of the message for each, in order. */
  readonly recipients: readonly DsnRecipient[]
  /** The message reported on, or what is left of it: its header section. */
  readonly original?: Message
}

const ACTIONS: ReadonlySet<string> = new Set(['failed', 'delayed', 'delivered', 'relayed', 'expanded'])
const STATUS_PART = /^message\/(?:global-)?delivery-status$/
const STATUS = /^\s*([245])\s*\.\s*(\d{1,3})\s*\.\s*(\d{1,3})/

/** Reads a delivery status notification; undefined where there is no message/delivery-status part. Never throws. */
export function readDsn(message: Message): Dsn | undefined {
  assertMessage(message)
  const part = message.find(({ contentType }) => STATUS_PART.test(contentType.mediaType))
  return part === undefined ? undefined : dsnIn(message, part)
}

/** The report of the message itself: a status inside a message that somebody attached is not its own. */
export function readOwnDsn(message: Message): Dsn | undefined {
  const part = ownPart(message, STATUS_PART)
  return part === undefined ? undefined : dsnIn(message, part)
}

/** The first part of that type that is not inside an attached message. */
export function ownPart(message: Message, type: RegExp): Entity | undefined {
  const work: Entity[] = [message]
  for (let part = work.pop(); part !== undefined; part = work.pop()) {
    if (type.test(part.contentType.mediaType)) return part
    for (let i = part.parts.length - 1; i >= 0; i--) work.push(part.parts[i]!)
  }
  return undefined
}

function dsnIn(message: Message, part: Entity): Dsn {
  const groups = groupsOf(part)
  const isRecipient = ({ fields }: Group) =>
    fields.has('final-recipient') || fields.has('original-recipient') || fields.has('action') || fields.has('status')
  // QUIRK(RFC 3464 §2.1): fields of the first recipient in the group of the message. Sent by: gateways that leave out the empty line.
  const head = groups[0]?.fields
  const recipients = groups.filter(isRecipient).map(recipientOf)
  const value = (name: string) => head?.field(name)?.value
  const reportingMta = value('reporting-mta')
  const receivedFrom = value('received-from-mta')
  const id = value('original-envelope-id')
  const arrival = head?.date('arrival-date')?.date
  const original = originalOf(message)
  return {
    ...(reportingMta === undefined ? {} : { reportingMta: typed(reportingMta).value }),
    ...(receivedFrom === undefined ? {} : { receivedFromMta: typed(receivedFrom).value }),
    ...(id === undefined ? {} : { originalEnvelopeId: id }),
    ...(arrival === undefined ? {} : { arrivalDate: arrival }),
    recipients,
    ...(original === undefined ? {} : { original }),
  }
}

function recipientOf({ fields, evidence }: Group): DsnRecipient {
  const found: Evidence[] = []
  const value = (name: string): string | undefined => {
    const field = fields.field(name)
    if (field === undefined || field.value === '') return undefined
    found.push(evidence(field.name, field))
    return field.value
  }
  const final = value('final-recipient')
  const original = value('original-recipient')
  const action = /^[a-z]+/.exec((value('action') ?? '').toLowerCase())?.[0]
  const status = statusOf(value('status'))
  const remote = value('remote-mta')
  const diagnosticText = value('diagnostic-code')
  const diagnostic = diagnosticText === undefined ? undefined : typed(decodeEncodedWords(diagnosticText))
  const logId = value('final-log-id')
  const lastAttempt = fields.date('last-attempt-date')?.date
  const until = fields.date('will-retry-until')?.date
  return {
    ...(final === undefined ? {} : { finalRecipient: addressOf(typed(final)), typedFinal: typed(final) }),
    ...(original === undefined
      ? {}
      : { originalRecipient: addressOf(typed(original)), typedOriginal: typed(original) }),
    ...(action !== undefined && ACTIONS.has(action) ? { action: action as DsnAction } : {}),
    ...(status === undefined ? {} : { status }),
    ...(remote === undefined ? {} : { remoteMta: typed(remote).value }),
    ...(diagnostic === undefined ? {} : { diagnostic }),
    ...(lastAttempt === undefined ? {} : { lastAttempt }),
    ...(until === undefined ? {} : { willRetryUntil: until }),
    ...(logId === undefined ? {} : { finalLogId: logId }),
    evidence: found,
  }
}

/** RFC 3463 §2: class, subject, detail; comments and text behind are left out. */
export function statusOf(value: string | undefined): string | undefined {
  const match = STATUS.exec(value ?? '')
  return match === null ? undefined : `${match[1]}.${Number(match[2])}.${Number(match[3])}`
}

/** The part that holds the message that a report is about, whole or its header section (RFC 3464 §2, RFC 6522 §3). */
export function originalPart(message: Message): Entity | undefined {
  return message.find((entity: Entity) => {
    if (entity === (message as Entity)) return false
    if (entity.message !== undefined) return true
    return /^(?:text\/rfc822-headers|message\/global-headers)$/.test(entity.contentType.mediaType)
  })
}

/** The message that a report is about: attached whole, or its header section alone. */
export function originalOf(message: Message): Message | undefined {
  const part = originalPart(message)
  return part === undefined ? undefined : (part.message ?? parse(part.bytes()))
}

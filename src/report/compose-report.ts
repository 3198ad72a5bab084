/** Writes reports: multipart/report of text, machine-readable part and the message or its header section. RFC 6522, RFC 3464, RFC 8098, RFC 5965. */

import { assertObject, assertString, optionsOf } from '../bytes/arguments.js'
import { isAscii, isUtf8 } from '../bytes/platform.js'
import { composeMultipart } from '../compose/compose.js'
import type { ComposeOptions, MessageSpec } from '../compose/spec.js'
import { toAscii } from '../field/address/idn.js'
import { formatDate } from '../field/date.js'
import { checkMessageId, isMessageId } from '../field/message-id.js'
import { fold } from '../field/words/fold.js'
import { formatUnstructured } from '../field/words/unstructured.js'
import { assertMessage } from '../tree/is-message.js'
import type { Message } from '../tree/message.js'
import type { PartSpec } from '../tree/part-spec.js'

type Heading = Pick<MessageSpec, 'from' | 'to' | 'subject' | 'date' | 'messageId' | 'inReplyTo' | 'references'>

/** What all reports have: who sends it to whom, a text, what it is about. */
export interface ReportSpec extends Heading {
  /** The text of the report for people, its first part. */
  readonly text: string
  /** The message that the report is about, which is attached. */
  readonly original?: Message
  /** Only its header section (text/rfc822-headers) is attached. Default false. */
  readonly headersOnly?: boolean
}

/** A report of delivery (RFC 3464) to be composed. */
export interface DsnSpec extends ReportSpec {
  /** Name of the host that reports. */
  readonly reportingMta: string
  /** When the message arrived. */
  readonly arrivalDate?: Date
  /** ENVID of the message (RFC 3461). */
  readonly originalEnvelopeId?: string
  /** What became of the message for each; at least one. */
  readonly recipients: readonly {
    /** The address that delivery was tried to. */
    readonly finalRecipient: string
    /** The address that the sender gave, where it is another. */
    readonly originalRecipient?: string
    /** What became of the message (RFC 3464 §2.3.3). */
    readonly action: 'failed' | 'delayed' | 'delivered' | 'relayed' | 'expanded'
    /** The status, as `5.1.1` (RFC 3463). */
    readonly status: string
    /** Host name of the server that answered. */
    readonly remoteMta?: string
    /** The reply of the server (type smtp), of one line or several. What is beyond ASCII is written as encoded-words (RFC 2047). */
    readonly diagnostic?: string
    /** When delivery was last tried. */
    readonly lastAttempt?: Date
    /** Of `delayed`: until when it will be tried. */
    readonly willRetryUntil?: Date
  }[]
}

/** A report of what a recipient did with a message (RFC 8098), to be composed. */
export interface MdnSpec extends ReportSpec {
  /** Address of the one who got the message. */
  readonly finalRecipient: string
  /** The address that the sender gave, where it is another. */
  readonly originalRecipient?: string
  /** Message-ID of the message. Default: that of `original`. */
  readonly originalMessageId?: string
  /** The program that reports. */
  readonly reportingUa?: string
  /** What was done with the message (RFC 8098 §3.2.6.2). */
  readonly type: 'displayed' | 'deleted' | 'dispatched' | 'processed'
  /** Did a person, rather than a program, ask for what was done (`manual-action`)? Default false. */
  readonly manual?: boolean
  /** Did a person agree to the sending (`MDN-sent-manually`)? Default false. */
  readonly sentManually?: boolean
}

/** An abuse report (RFC 5965) to be composed. */
export interface ArfSpec extends ReportSpec {
  /** What is complained of (RFC 5965 §7.3). */
  readonly feedbackType: 'abuse' | 'fraud' | 'virus' | 'other' | 'not-spam' | 'auth-failure'
  /** The program that makes the report, as `Name/1.0`. */
  readonly userAgent: string
  /** Address of the host that the message came from. */
  readonly sourceIp?: string
  /** Reverse path of the message, without angle brackets. */
  readonly originalMailFrom?: string
  /** Recipients of the message, without angle brackets. */
  readonly originalRcptTo?: readonly string[]
  /** When the message arrived. */
  readonly arrivalDate?: Date
  /** Domains that the report is about. */
  readonly reportedDomain?: readonly string[]
}

/** A report of delivery (RFC 3464). @throws TypeError, MessageSpecError for values that cannot be written */
export function composeDsn(given: DsnSpec, options?: ComposeOptions): Message {
  const spec = specOf(given, ['reportingMta', 'arrivalDate', 'originalEnvelopeId', 'recipients'])
  if (!Array.isArray(spec.recipients) || spec.recipients.length === 0) {
    throw new TypeError('recipients: expected at least one (RFC 3464 §2.1)')
  }
  const groups = new Groups()
  groups.field('Original-Envelope-Id', spec.originalEnvelopeId)
  groups.name('Reporting-MTA', spec.reportingMta)
  groups.field('Arrival-Date', dateText(spec.arrivalDate))
  for (const [i, recipient] of spec.recipients.entries()) {
    assertObject(recipient, `recipients[${i}]`)
    const one = optionsOf(recipient, RECIPIENT, `recipients[${i}]`) as typeof recipient
    if (typeof one.status !== 'string' || !/^[245]\.\d{1,3}\.\d{1,3}$/.test(one.status)) {
      throw new TypeError(`recipients[${i}].status: expected such as "5.1.1" (RFC 3463 §2)`)
    }
    if (!ACTIONS.includes(one.action)) {
      throw new TypeError(`recipients[${i}].action: expected one of ${ACTIONS.join(', ')} (RFC 3464 §2.3.3)`)
    }
    groups.next()
    groups.address('Original-Recipient', one.originalRecipient)
    groups.address('Final-Recipient', one.finalRecipient)
    groups.field('Action', one.action)
    groups.field('Status', one.status)
    if (one.remoteMta !== undefined) groups.name('Remote-MTA', one.remoteMta)
    groups.words('Diagnostic-Code', 'smtp; ', one.diagnostic)
    groups.field('Last-Attempt-Date', dateText(one.lastAttempt))
    groups.field('Will-Retry-Until', dateText(one.willRetryUntil))
  }
  return report(spec, 'delivery-status', 'message/delivery-status', groups.text, 'auto-replied', options)
}

/** A report of disposition (RFC 8098). @throws TypeError, MessageSpecError */
export function composeMdn(given: MdnSpec, options?: ComposeOptions): Message {
  const spec = specOf(given, [
    'finalRecipient',
    'originalRecipient',
    'originalMessageId',
    'reportingUa',
    'type',
    'manual',
    'sentManually',
  ])
  if (!TYPES.includes(spec.type)) {
    throw new TypeError(`type: expected one of ${TYPES.join(', ')} (RFC 8098 §3.2.6.2)`)
  }
  const groups = new Groups()
  groups.field('Reporting-UA', spec.reportingUa)
  groups.address('Original-Recipient', spec.originalRecipient)
  groups.address('Final-Recipient', spec.finalRecipient)
  const read = spec.original?.messageId
  if (spec.originalMessageId !== undefined) assertString(spec.originalMessageId, 'originalMessageId')
  // What was read is written as it was read, if a line holds it.
  const id =
    spec.originalMessageId ?? (read !== undefined && read.length <= MOST_ID && isMessageId(read) ? read : undefined)
  groups.field('Original-Message-ID', id === undefined ? undefined : `<${checkMessageId(id)}>`)
  const action = spec.manual ? 'manual-action' : 'automatic-action'
  groups.field('Disposition', `${action}/MDN-sent-${spec.sentManually ? 'manually' : 'automatically'}; ${spec.type}`)
  return report(
    spec,
    'disposition-notification',
    'message/disposition-notification',
    groups.text,
    'auto-replied',
    options,
  )
}

/** An abuse report (RFC 5965). @throws TypeError, MessageSpecError */
export function composeArf(given: ArfSpec, options?: ComposeOptions): Message {
  const spec = specOf(given, [
    'feedbackType',
    'userAgent',
    'sourceIp',
    'originalMailFrom',
    'originalRcptTo',
    'arrivalDate',
    'reportedDomain',
  ])
  const groups = new Groups()
  groups.field('Feedback-Type', spec.feedbackType)
  groups.field('User-Agent', spec.userAgent)
  groups.field('Version', '1')
  groups.field('Original-Mail-From', spec.originalMailFrom === undefined ? undefined : `<${spec.originalMailFrom}>`)
  for (const path of spec.originalRcptTo ?? []) groups.field('Original-Rcpt-To', `<${path}>`)
  groups.field('Arrival-Date', dateText(spec.arrivalDate))
  groups.field('Source-IP', spec.sourceIp)
  for (const domain of spec.reportedDomain ?? []) groups.field('Reported-Domain', domain)
  return report(spec, 'feedback-report', 'message/feedback-report', groups.text, 'auto-generated', options)
}

/** A field of a report ends at 900 octets, its name and the angles with it. */
const MOST_ID = 870

const ACTIONS: readonly string[] = ['failed', 'delayed', 'delivered', 'relayed', 'expanded']
const TYPES: readonly string[] = ['displayed', 'deleted', 'dispatched', 'processed']
const REPORT: readonly (keyof ReportSpec)[] = [
  'from',
  'to',
  'subject',
  'date',
  'messageId',
  'inReplyTo',
  'references',
  'text',
  'original',
  'headersOnly',
]
const RECIPIENT: readonly (keyof DsnSpec['recipients'][number])[] = [
  'finalRecipient',
  'originalRecipient',
  'action',
  'status',
  'remoteMta',
  'diagnostic',
  'lastAttempt',
  'willRetryUntil',
]

/** The keys of a report and these; `null` is absent, as in the spec of a message. @throws TypeError for no object and for another key */
function specOf<T extends ReportSpec>(given: T, own: readonly (keyof T & string)[]): T {
  assertObject(given, 'spec')
  const spec = optionsOf(given, [...REPORT, ...own], 'spec') as T
  if (spec.original !== undefined) assertMessage(spec.original, 'original')
  return spec
}

function dateText(date: Date | undefined): string | undefined {
  return date === undefined ? undefined : formatDate(date)
}

/** Fields of a machine-readable part. Nothing that is not printable ASCII gets in: a line break would be a field of the caller's guest. */
class Groups {
  text = ''

  field(name: string, value: string | undefined): void {
    if (value === undefined) return
    if (typeof value !== 'string' || !/^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/.test(value)) {
      throw new TypeError(`${name}: expected printable ASCII on one line`)
    }
    if (value.length + name.length > 900)
      throw new TypeError(`${name}: over 900 octets, which no line can hold: expected a shorter text`)
    this.text += `${name}: ${value}\r\n`
  }

  /** The name of a host (RFC 3464 §2.1.1, mta-name-type dns). */
  name(name: string, host: string): void {
    assertString(host, name)
    this.field(name, `dns; ${host}`)
  }

  /** A reply of several lines, of any characters: folded, each line a word of its own; beyond ASCII as encoded-words, which readers show as they were. */
  words(name: string, before: string, given: string | undefined): void {
    if (given === undefined) return
    if (typeof given !== 'string') throw new TypeError(`${name}: expected a string`)
    const lines = given
      .split(/[\r\n]+/)
      .map((line) => line.replace(/[\0-\x1f\x7f]+/g, ' ').trim())
      .filter((line) => line !== '')
    if (lines.length === 0) throw new TypeError(`${name}: expected words`)
    const words = lines
      .join(' ')
      .replace(/\s+/g, ' ')
      .slice(0, MAX_WORDS)
      .replace(/[\ud800-\udfff]/gu, '\ufffd')
    const value = formatUnstructured(words, { column: name.length + 2 + before.length })
    this.text += `${fold(name, `${before}${value}`)}\r\n`
  }

  /** RFC 6533 §3: an address that is not ASCII has the type utf-8, its characters as `\x{…}`. */
  address(name: string, address: string | undefined): void {
    if (address === undefined) return
    assertString(address, name)
    const at = address.lastIndexOf('@')
    const domain = at === -1 ? undefined : toAscii(address.slice(at + 1))
    const ascii = domain === undefined ? address : `${address.slice(0, at)}@${domain}`
    if (/^[\x00-\x7f]*$/.test(ascii)) this.field(name, `rfc822; ${ascii}`)
    else
      this.field(
        name,
        `utf-8; ${address.replace(/[^\x21-\x7e]|[\\+=]/gu, (c) => `\\x{${c.codePointAt(0)!.toString(16).toUpperCase()}}`)}`,
      )
  }

  next(): void {
    this.text += '\r\n'
  }
}

function report(
  spec: ReportSpec,
  type: string,
  mediaType: string,
  fields: string,
  autoSubmitted: string,
  options: ComposeOptions | undefined,
): Message {
  const { original, headersOnly = false, text, from, to, subject, date, messageId } = spec
  const id = writableId(original?.messageId)
  const heading = Object.entries({ from, to, subject, date, messageId }).filter(([, value]) => value !== undefined)
  const parts: PartSpec[] = [{ contentType: mediaType, content: fields }]
  if (original !== undefined) parts.push(headersOnly ? headerSection(original) : { content: original })
  return composeMultipart(
    {
      ...(Object.fromEntries(heading) as Heading),
      text,
      autoSubmitted,
      inReplyTo: spec.inReplyTo ?? id,
      references: spec.references ?? id,
    } as MessageSpec,
    { subtype: 'report', params: [['report-type', type]], parts },
    'original',
    options,
  )
}

/** Characters of a reply that are passed on: a server writes 512 octets a line (RFC 5321 §4.5.3.1.5). */
const MAX_WORDS = 8000

const HEADERS = 'text/rfc822-headers'

/** The header section of a message: 7bit or quoted-printable, so that people can read it. ASCII has no parameter (RFC 6522 §4). */
function headerSection({ raw, rawBody }: Message): PartSpec {
  const content = raw.subarray(0, raw.length - rawBody.length)
  const charset = isAscii(content) ? undefined : isUtf8(content) ? 'utf-8' : 'iso-8859-1'
  return { contentType: charset === undefined ? HEADERS : `${HEADERS}; charset=${charset}`, content }
}

/** The identifier of a stranger, where it can be written; a report must be possible about any message. */
function writableId(id: string | undefined): string | undefined {
  if (id === undefined) return undefined
  try {
    return checkMessageId(id)
  } catch {
    return undefined
  }
}

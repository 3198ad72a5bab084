/** Bounces in any shape: a delivery status by its fields, else what the host wrote for people, with evidence for each thing found. RFC 3464 and custom. */

import type { Entity } from '../tree/entity.js'
import type { Message } from '../tree/message.js'
import { isAutomatic } from './automatic.js'
import { recipientsInText, statusOfReply, type TextRecipient } from './bounce-text.js'
import { type Dsn, type DsnRecipient, originalOf, originalPart, readDsn } from './dsn.js'
import type { Evidence } from './groups.js'

export interface BouncedRecipient {
  readonly address: string
  readonly action: 'failed' | 'delayed' | 'delivered' | 'relayed' | 'expanded'
  /** `5.1.1` (RFC 3463). */
  readonly status?: string
  /** Whose words the status is: of a field, of a reply code in text, or of the text. */
  readonly diagnostic?: string
  readonly evidence: readonly Evidence[]
}

export interface Bounce {
  /** Where it was read: `dsn` in fields, `header` in X-Failed-Recipients, `text` in what stands there for people. */
  readonly by: 'dsn' | 'header' | 'text'
  /** The host's software, where its words tell it. */
  readonly family?: string
  readonly recipients: readonly BouncedRecipient[]
  readonly dsn?: Dsn
  /** The message that did not arrive. */
  readonly original?: Message
}

/** The families of hosts that write reports of their own shape. */
const FAMILIES: readonly (readonly [family: string, words: RegExp])[] = [
  ['qmail', /qmail-send program|Hi\. This is the/],
  ['exim', /This message was created automatically by mail delivery software/],
  [
    'gmail',
    /Delivery to the following recipients? (?:has been delayed|failed permanently)|Address not found|mailer-daemon@googlemail\.com/i,
  ],
  ['office365', /Delivery has failed to these recipients or groups|Office 365|\.outlook\.com/i],
  ['exchange', /did not reach (?:some or all of )?the (?:following|intended) recipient|MSEXCH/],
  ['postfix', /This is the (?:Postfix|mail system at host)/],
  ['sendmail', /Transcript of session follows|The following addresses had (?:permanent|transient)/],
  ['courier', /UNDELIVERABLE MAIL|Courier/],
  ['opensmtpd', /mail gateway running on|MAILER-DAEMON program/],
]
const SUBJECT =
  /undeliver|deliver(?:y|ed).{0,30}(?:fail|status|problem|notif|error|delay|report)|(?:fail|error|problem).{0,30}deliver|returned (?:mail|to sender)|failure notice|mail (?:error|failed|system error)|non[- ]?(?:delivery|remis)|could not (?:be deliver|send)|not deliver|rejected|user unknown|warning: (?:message|could not)|bounce|delayed mail/i
const DELAYED =
  /\b(?:delayed|will (?:keep|continue|be retried)|still (?:being|trying)|not yet been delivered|no action is required|warning: message)/i
const MAX_TEXT = 200_000

/**
 * Who did not get a message, and why. Undefined where nothing says that this is a bounce. Never throws.
 *
 * A delivery status is believed by its fields (RFC 3464). Elsewhere the words of many kinds of hosts are read, and each finding says where it
 * stands: that is a guess, made as those who handle bounces make it.
 */
export function readBounce(message: Message): Bounce | undefined {
  const dsn = readDsn(message)
  const original = dsn?.original ?? originalOf(message)
  const texts = textsOf(message)
  const family = familyOf(message, texts)
  const rest = { ...(family === undefined ? {} : { family }), ...(original === undefined ? {} : { original }) }
  if (dsn !== undefined && dsn.recipients.length > 0) {
    const recipients = dsn.recipients.map((one) => ofDsn(one)).filter((one) => one !== undefined)
    if (recipients.length > 0) return { by: 'dsn', recipients, dsn, ...rest }
  }
  const failed = message.headers.field('x-failed-recipients')
  if (dsn === undefined && failed === undefined && !looksLikeBounce(message)) return undefined
  const fromText = inTexts(message, texts, original)
  if (failed !== undefined) {
    const { start = 0, end = 0 } = failed.range ?? {}
    const evidence: Evidence = { what: 'X-Failed-Recipients', path: [], in: 'source', start, end }
    const recipients = failed.value
      .split(',')
      .map((one) => one.trim())
      .filter((one) => one.includes('@'))
      .map((address): BouncedRecipient => {
        const same = fromText.find((one) => one.address.toLowerCase() === address.toLowerCase()) ?? fromText[0]
        return { ...(same ?? { action: 'failed' as const }), address, evidence: [evidence, ...(same?.evidence ?? [])] }
      })
    if (recipients.length > 0) return { by: 'header', recipients, ...rest }
  }
  return fromText.length === 0 ? undefined : { by: 'text', recipients: fromText, ...rest }
}

function ofDsn(one: DsnRecipient): BouncedRecipient | undefined {
  const address = one.finalRecipient ?? one.originalRecipient
  if (address === undefined || address === '') return undefined
  const { diagnostic } = one
  // QUIRK(RFC 3464 §2.3.4): no Status. Sent by: McAfee gateways, Google Groups. Fixture: report/bounce.test.ts, "without Status".
  const status = one.status ?? (diagnostic === undefined ? undefined : statusOfReply(diagnostic.value))
  const action = one.action ?? (status?.startsWith('4') ? 'delayed' : status?.startsWith('2') ? 'delivered' : 'failed')
  return {
    address,
    action,
    ...(status === undefined ? {} : { status }),
    ...(diagnostic === undefined ? {} : { diagnostic: diagnostic.value }),
    evidence: one.evidence,
  }
}

/** The texts of the report itself: what stands in the message sent is none of it. */
function textsOf(message: Message): Entity[] {
  const texts: Entity[] = []
  const work: Entity[] = [message]
  for (let part = work.pop(); part !== undefined && texts.length < 20; part = work.pop()) {
    for (let i = part.parts.length - 1; i >= 0; i--) work.push(part.parts[i]!)
    const { type, subtype } = part.contentType
    if (part.parts.length === 0 && type === 'text' && subtype !== 'rfc822-headers' && part.message === undefined)
      texts.push(part)
  }
  return texts
}

function textOf(part: Entity): string {
  return part.decodeText().slice(0, MAX_TEXT)
}

function familyOf(message: Message, texts: readonly Entity[]): string | undefined {
  const where = [
    message.from.map(({ address }) => address).join(' '),
    ...texts.map((part) => textOf(part).slice(0, 4000)),
  ].join('\n')
  return FAMILIES.find(([, words]) => words.test(where))?.[0]
}

function looksLikeBounce(message: Message): boolean {
  const { is } = isAutomatic(message)
  const robot = message.from.some(({ local }) =>
    /^(?:mailer-daemon|mail-daemon|postmaster|mail|mmdf|daemon|.*mdaemon.*)$/i.test(local.slice(0, 60)),
  )
  return is === 'report' || robot || SUBJECT.test((message.subject ?? '').slice(0, 300))
}

function inTexts(message: Message, texts: readonly Entity[], original: Message | undefined): BouncedRecipient[] {
  // Who gets the bounce sent the message: that address is named in many reports, and is not the one that failed.
  const own = new Set([...message.to, ...message.from].map(({ address }) => address.toLowerCase()))
  for (const part of texts) {
    const text = textOf(part)
    const found = recipientsInText(part.contentType.subtype === 'html' ? withoutTags(text) : text, own)
    const delayed = DELAYED.test(text.slice(0, 2000)) || DELAYED.test((message.subject ?? '').slice(0, 300))
    if (found.length > 0) return found.map((one) => ofText(one, part, delayed))
  }
  const [first] = original?.to ?? []
  if (first === undefined || original === undefined) return []
  return [{ address: first.address, action: 'failed', evidence: addressedTo(message, original) }]
}

/** The To of the message that came back: where nothing else is said, it went to the first who stands there. */
function addressedTo(message: Message, original: Message): Evidence[] {
  const range = original.headers.field('to')?.range
  const part = originalPart(message)
  if (range === undefined || part === undefined) return []
  const isInPlace = original.node.doc === message.node.doc
  return [{ what: 'To', path: part.path, in: isInPlace ? 'source' : 'content', ...range }]
}

function ofText(one: TextRecipient, part: Entity, delayed: boolean): BouncedRecipient {
  const { path } = part
  const { address, status, diagnostic, start, end, reasonStart, reasonEnd } = one
  const evidence: Evidence[] = [{ what: 'recipient', path, in: 'text', start, end }]
  if (reasonStart !== undefined)
    evidence.push({ what: 'reason', path, in: 'text', start: reasonStart, end: reasonEnd! })
  return {
    address,
    action: delayed || status?.startsWith('4') ? 'delayed' : 'failed',
    ...(status === undefined ? {} : { status }),
    ...(diagnostic === undefined ? {} : { diagnostic }),
    evidence,
  }
}

/** Tags and entities of angle brackets as spaces: offsets stay. Linear. */
function withoutTags(html: string): string {
  let out = ''
  for (let at = 0; at < html.length; ) {
    const open = html.indexOf('<', at)
    if (open === -1) return out + html.slice(at)
    const close = html.indexOf('>', open)
    const end = close === -1 ? html.length : close + 1
    const gap = /^<(?:br|p|div|tr|li|\/p|\/div|\/tr|\/li|\/td|\/h\d)\b/i.test(html.slice(open, open + 6)) ? '\n' : ' '
    out += html.slice(at, open) + gap + ' '.repeat(end - open - 1)
    at = end
  }
  return out
}

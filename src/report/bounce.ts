/** Bounces in any shape: a delivery status by its fields, else what the host wrote for people, with evidence for each thing found. RFC 3464 and custom. */

import { lowerAscii } from '../bytes/ascii.js'
import type { Entity } from '../tree/entity.js'
import { assertMessage } from '../tree/is-message.js'
import type { Message } from '../tree/message.js'
import { isAutoReplySubject } from './auto-reply-subject.js'
import { bouncePhrases } from './bounce-phrases.js'
import {
  type BounceSign,
  reasonOf,
  recipientsInText,
  saysFailure,
  statusOfReply,
  type TextRecipient,
} from './bounce-text.js'
import { type Dsn, type DsnRecipient, originalOf, originalPart, ownPart, readOwnDsn } from './dsn.js'
import { foldCase, holdsAny } from './fold-case.js'
import { addrSpecOf, type Evidence } from './groups.js'

/** A recipient that a report of delivery speaks of. */
export interface BouncedRecipient {
  /** An addr-spec; undefined where the report names none, as for a fax. */
  readonly address?: string
  /** What stood there: with type, route and comments. */
  readonly raw: string
  /** What became of the message (RFC 3464 §2.3.3). */
  readonly action: 'failed' | 'delayed' | 'delivered' | 'relayed' | 'expanded'
  /** The status, as `5.1.1` (RFC 3463). Absent where nothing tells one. */
  readonly status?: string
  /** Whose words the status is: of a field, of a reply code in text, or of the text. */
  readonly diagnostic?: string
  /** Where it was found. */
  readonly evidence: readonly Evidence[]
}

/** A report of delivery, of whatever form. */
export interface Bounce {
  /** Where it was read: `dsn` in fields, `header` in X-Failed-Recipients, `text` in what stands there for people. */
  readonly by: 'dsn' | 'header' | 'text'
  /** The host's software, where its words tell it. */
  readonly family?: string
  /** Whom it speaks of; at least one. */
  readonly recipients: readonly BouncedRecipient[]
  /** Of `by: 'dsn'`: the report as RFC 3464 has it. */
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
/** Subjects of bounces that the phrases of `bounce-phrases.ts` do not hold. */
const SUBJECT =
  /undeliver|deliver(?:y|ed).{0,30}(?:fail|status|problem|notif|error|delay|report)|(?:fail|error|problem).{0,30}deliver|returned (?:mail|to sender)|failure notice|mail (?:error|fail|system error)|non[- ]?(?:delivery|remis)|could not (?:be deliver|send)|not deliver|message rejected|user unknown|warning: (?:message|could not)|bounce|delayed mail|zustellstatus|ubermittlungsstatus|correo devuelto|mensaje devuelto|mensagem devolvida|posta respinta|zwrot (?:wiadomosci|poczty)/i
/** What stands before the subject of an answer, or of mail that was passed on. */
const ANSWER =
  /^\s*(?:re|fwd?|aw|wg|sv|vs|vb|rv|res|enc|tr|odp|pd|ynt|ilt|antw|doorst|i|r|ref|отв|пересл|答复|回复|回覆|转发|轉寄)\s{0,2}(?:\[\d{1,3}\])?\s{0,2}[:：]/i
/** Mailers by the name of their mailbox, and by their display name. */
const DAEMON =
  /^(?:mailer-daemon|mail-daemon|mailerdaemon|postmaster|postmaster[-._+].*|mailer-daemon[-._+].*|mail|mmdf|daemon|.*mdaemon.*|mailsystem)$/i
const DAEMON_NAME =
  /^\W{0,3}(?:mail delivery (?:sub)?system|mail delivery service|mailer[- ]daemon|mail system|mail router|internet mail delivery|postmaster|system administrator|microsoft (?:outlook|exchange)|courier mail server|mail administrator)/i
/** Names of senders that are no person's. */
const SYSTEM =
  /mail|deliver|daemon|server|smtp|mta|admin|gateway|robot|reply|bounce|exchange|system|notif|root|service|zustell|correo|post[ao]|poczt|amavis|virus/i
/** Reports of a host about its mail as a whole. */
const STATISTICS = /logwatch|pflogsumm|statistic|summary|cron\b|digest/i
/** Lists of mail that was kept back: they name who sent it. */
const QUARANTINE = /quarant|karanten|карантин|隔离|隔離|\b(?:spam|junk)[- ](?:digest|report|summary|bericht)/i
const OTHER_REPORTS = /^message\/(?:(?:global-)?disposition-notification|feedback-report)$/
const MAX_TEXT = 200_000

/**
 * Who did not get a message, and why. Undefined where nothing says that this is a bounce; for reports of disposition and of abuse; for mail of people, who quote
 * bounces or pass them on; for answers of people who are away, newsletters and the like. Never throws.
 *
 * A delivery status is believed by its fields (RFC 3464). Elsewhere the words of many kinds of hosts are read: that needs a sign of the sender (the null path,
 * a daemon, the subject of a bounce) and a reason beside the recipient (a status, a reply of SMTP, a phrase of failure). Each finding says where it
 * stands: it is a guess, made as those who handle bounces make it.
 *
 * @example
 * for (const { address, action, status } of readBounce(message)?.recipients ?? []) console.log(address, action, status)
 */
export function readBounce(message: Message): Bounce | undefined {
  assertMessage(message)
  if (isOtherReport(message)) return undefined
  const dsn = readOwnDsn(message)
  const original = dsn?.original ?? originalOf(message)
  const failed = message.headers.field('x-failed-recipients')
  const sign = dsn !== undefined || failed !== undefined ? 'sure' : signOf(message)
  if (sign === undefined) return undefined
  if (dsn !== undefined && isFromPerson(message)) return undefined
  const texts = textsOf(message)
  const family = familyOf(message, texts)
  const rest = { ...(family === undefined ? {} : { family }), ...(original === undefined ? {} : { original }) }
  if (dsn !== undefined && dsn.recipients.length > 0) {
    const recipients = dsn.recipients.map((one) => ofDsn(one)).filter((one) => one !== undefined)
    if (recipients.length > 0) return { by: 'dsn', recipients, dsn, ...rest }
  }
  const fromText = inTexts(message, texts, original, sign)
  if (failed !== undefined) {
    const { start = 0, end = 0 } = failed.range ?? {}
    const evidence: Evidence = { what: 'X-Failed-Recipients', path: [], in: 'source', start, end }
    const whole = ofWhole(message, texts)
    const recipients = failed.value
      .split(',')
      .map((one) => one.trim())
      .filter((one) => one.includes('@'))
      .map((raw): BouncedRecipient => {
        const address = addrSpecOf({ type: '', value: raw }) ?? raw
        const same =
          fromText.find((one) => lowerAscii(one.address ?? '') === lowerAscii(address)) ?? fromText[0] ?? whole
        return {
          ...same,
          address,
          raw,
          evidence: [evidence, ...same.evidence],
        }
      })
    if (recipients.length > 0) return { by: 'header', recipients, ...rest }
  }
  return fromText.length === 0 ? undefined : { by: 'text', recipients: fromText, ...rest }
}

/** What the report says of all its recipients together. */
function ofWhole(message: Message, texts: readonly Entity[]): Omit<BouncedRecipient, 'raw'> {
  const [part] = texts
  const text = part === undefined ? '' : textOf(part)
  const reason = reasonOf(text)
  const { status, diagnostic, reasonStart: start, reasonEnd: end } = reason ?? {}
  return {
    action: outcomeOf(message, text) ?? 'failed',
    ...(status === undefined ? {} : { status }),
    ...(diagnostic === undefined ? {} : { diagnostic }),
    evidence:
      part === undefined || start === undefined || end === undefined
        ? []
        : [{ what: 'reason', path: part.path, in: 'text', start, end }],
  }
}

/** A report of another type than of delivery: by its parameter, or by its parts. */
function isOtherReport(message: Message): boolean {
  const { mediaType, params } = message.contentType
  const type = mediaType === 'multipart/report' ? params['report-type']?.toLowerCase() : undefined
  if (type === 'disposition-notification' || type === 'feedback-report') return true
  return ownPart(message, OTHER_REPORTS) !== undefined && readOwnDsn(message) === undefined
}

/** Somebody took the parts of a bounce into a message of his own: an answer, or one that was passed on. */
function isFromPerson(message: Message): boolean {
  const subject = foldCase((message.subject ?? '').slice(0, 300))
  return ANSWER.test(subject) && !isNullPath(message) && !isDaemon(message)
}

function isNullPath(message: Message): boolean {
  return message.headers.field('return-path')?.parsed === ''
}

function isDaemon(message: Message): boolean {
  return (
    message.from.some(
      ({ local, name }) =>
        DAEMON.test(local.slice(0, 60)) || (name !== undefined && DAEMON_NAME.test(name.slice(0, 60))),
    ) ||
    (message.from.length === 0 && DAEMON_NAME.test((message.headers.field('from')?.value ?? '').slice(0, 60)))
  )
}

/** What says that a mailer sent it; undefined where nothing does, or where it is an answer of a program, a list's or a host's own statistics. */
function signOf(message: Message): BounceSign | undefined {
  const text = (message.subject ?? '').slice(0, 300)
  const subject = foldCase(text)
  if (isAutoReplySubject(text)) return undefined
  const isPath = isNullPath(message)
  const { headers } = message
  if (isDaemon(message)) {
    // Who keeps the mail of a domain answers questions, too.
    const isNoReport = STATISTICS.test(subject) || (headers.has('in-reply-to') && ANSWER.test(subject))
    return QUARANTINE.test(subject) || (isNoReport && !isPath) ? undefined : 'sure'
  }
  if (['list-id', 'list-unsubscribe', 'list-post', 'x-beenthere', 'feedback-id'].some((name) => headers.has(name)))
    return undefined
  if (
    ['x-autoreply', 'x-autorespond', 'x-autoresponder', 'x-autoreply-from', 'x-mail-autoreply'].some((name) =>
      headers.has(name),
    )
  )
    return undefined
  const isAnswer = ANSWER.test(subject)
  const isSubject =
    !isAnswer && !/[?？]\s*$/.test(subject) && (SUBJECT.test(subject) || holdsAny(subject, bouncePhrases().failed))
  const isReport = message.contentType.mediaType === 'multipart/report' && !isAnswer
  if (isPath) return isSubject || isReport ? 'sure' : 'path'
  if (isReport) return 'sure'
  if (!isSubject || headers.has('in-reply-to')) return undefined
  const isSystem =
    message.from.length === 0 ||
    message.from.some(({ local, name }) => SYSTEM.test(`${local.slice(0, 60)} ${(name ?? '').slice(0, 60)}`))
  if (!isSystem) return undefined
  return originalPart(message) === undefined ? 'subject' : 'sure'
}

function ofDsn(one: DsnRecipient): BouncedRecipient | undefined {
  const { diagnostic, typedFinal, typedOriginal } = one
  const given = typedFinal ?? typedOriginal
  if (given === undefined || given.value === '') return undefined
  const raw = given.type === '' ? given.value : `${given.type}; ${given.value}`
  const final = typedFinal && addrSpecOf(typedFinal)
  const first = typedOriginal && addrSpecOf(typedOriginal)
  const address = given === typedFinal && isForeign(given.type) ? (first ?? final) : (final ?? first)
  // QUIRK(RFC 3464 §2.3.4): no Status. Sent by: McAfee gateways, Google Groups. Fixture: report/bounce.test.ts, "without Status".
  const status = one.status ?? (diagnostic === undefined ? undefined : statusOfReply(diagnostic.value))
  const action = one.action ?? (status?.startsWith('4') ? 'delayed' : status?.startsWith('2') ? 'delivered' : 'failed')
  return {
    ...(address === undefined ? {} : { address }),
    raw,
    action,
    ...(status === undefined ? {} : { status }),
    ...(diagnostic === undefined ? {} : { diagnostic: diagnostic.value }),
    evidence: one.evidence,
  }
}

/** A type of address that says nothing of mail between hosts: `local`, `unknown`, `x-…`. */
function isForeign(type: string): boolean {
  return type !== '' && type !== 'rfc822' && type !== 'utf-8'
}

/** The texts of the report itself: what stands in the message sent is none of it. */
function textsOf(message: Message): Entity[] {
  const texts: Entity[] = []
  const work: Entity[] = [message]
  for (let part = work.pop(); part !== undefined && texts.length < 20; part = work.pop()) {
    for (let i = part.parts.length - 1; i >= 0; i--) work.push(part.parts[i]!)
    const { type, subtype } = part.contentType
    // A multipart whose delimiters are lost is text, too.
    const isText = type === 'text' ? subtype !== 'rfc822-headers' : type === 'multipart'
    if (part.parts.length === 0 && isText && part.message === undefined) texts.push(part)
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

/** What becomes of the message: by the words of the whole report, before the class of a code. */
type Outcome = 'delayed' | 'failed' | undefined

function outcomeOf(message: Message, text: string): Outcome {
  const { goesOn, ended, failed } = bouncePhrases()
  const words = foldCase(`${(message.subject ?? '').slice(0, 300)}\n${text.slice(0, 3000)}`).replace(/\s+/g, ' ')
  if (holdsAny(words, goesOn)) return 'delayed'
  return holdsAny(words, ended) || holdsAny(words, failed) ? 'failed' : undefined
}

function inTexts(
  message: Message,
  texts: readonly Entity[],
  original: Message | undefined,
  sign: BounceSign,
): BouncedRecipient[] {
  // Who gets the bounce sent the message: that address is named in many reports, and is not the one that failed.
  const own = new Set([...message.to, ...message.from].map(({ address }) => lowerAscii(address)))
  let isFailure = SUBJECT.test(foldCase((message.subject ?? '').slice(0, 300)))
  for (const part of texts) {
    const text = textOf(part)
    const plain = part.contentType.subtype === 'html' ? withoutTags(text) : text
    const found = recipientsInText(plain, own, sign)
    if (found.length > 0) {
      const outcome = outcomeOf(message, plain)
      return found.map((one) => ofText(one, part, outcome))
    }
    isFailure ||= sign === 'sure' && saysFailure(plain)
  }
  const [first] = original?.to ?? []
  if (first === undefined || original === undefined || sign !== 'sure' || !isFailure) return []
  const outcome = outcomeOf(message, texts[0] === undefined ? '' : textOf(texts[0]))
  return [
    {
      address: first.address,
      raw: first.address,
      action: outcome ?? 'failed',
      evidence: addressedTo(message, original),
    },
  ]
}

/** The To of the message that came back: where nothing else is said, it went to the first who stands there. */
function addressedTo(message: Message, original: Message): Evidence[] {
  const range = original.headers.field('to')?.range
  const part = originalPart(message)
  if (range === undefined || part === undefined) return []
  const isInPlace = original.node.doc === message.node.doc
  return [{ what: 'To', path: part.path, in: isInPlace ? 'source' : 'content', ...range }]
}

function ofText(one: TextRecipient, part: Entity, outcome: Outcome): BouncedRecipient {
  const { path } = part
  const { address, diagnostic, start, end, reasonStart, reasonEnd } = one
  // Words have no class of their own: what goes on has not failed for good (RFC 3463 §3.1).
  const status = one.isWorded === true && outcome === 'delayed' ? one.status?.replace(/^5/, '4') : one.status
  const evidence: Evidence[] = [{ what: 'recipient', path, in: 'text', start, end }]
  if (reasonStart !== undefined)
    evidence.push({ what: 'reason', path, in: 'text', start: reasonStart, end: reasonEnd! })
  return {
    address,
    raw: address,
    action: outcome ?? (status?.startsWith('4') ? 'delayed' : 'failed'),
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
    if (open === -1) return out + withoutEntities(html.slice(at))
    const close = html.indexOf('>', open)
    const end = close === -1 ? html.length : close + 1
    const gap = /^<(?:br|p|div|tr|li|\/p|\/div|\/tr|\/li|\/td|\/h\d)\b/i.test(html.slice(open, open + 6)) ? '\n' : ' '
    const rest = linkedAddress(html, open, end) ?? ' '.repeat(end - open - 1)
    out += withoutEntities(html.slice(at, open)) + gap + rest
    at = end
  }
  return out
}

const MAILTO = /^<a\s[^>]{0,300}?mailto:([A-Za-z0-9.!#$%&*+/=?^_{|}~-]{1,64}@[A-Za-z0-9.-]{1,255})/i

/** A link to an address under somebody's name: the address alone, where it stands. Undefined for another tag, and where the text names an address, too. */
function linkedAddress(html: string, open: number, end: number): string | undefined {
  const address = MAILTO.exec(html.slice(open, Math.min(end, open + 700)))?.[1]
  if (address === undefined) return undefined
  const text = html.slice(end, end + 400).split('<', 1)[0]!
  if (text.includes('@')) return undefined
  const from = html.indexOf(address, open)
  return `${' '.repeat(from - open - 1)}${address}${' '.repeat(end - from - address.length)}`
}

/** `&lt;`, `&gt;`, `&nbsp;` and `&quot;` as white space of the same length. */
function withoutEntities(text: string): string {
  return text.includes('&')
    ? text.replace(/&(?:lt|gt|nbsp|quot|#\d{2,5});/g, (entity) => ' '.repeat(entity.length))
    : text
}

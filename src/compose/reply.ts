/** reply(): makes the description of an answer: its recipients, its thread, what it quotes. RFC 5322 §3.6.2 to §3.6.5, RFC 3834 §2. */
import { optionsOf } from '../bytes/arguments.js'
import { formatDate } from '../field/date.js'
import { isMessageId } from '../field/message-id.js'
import { assertMessage } from '../tree/is-message.js'
import type { Message } from '../tree/message.js'
import { sentByProgram } from '../tree/sent-by-program.js'
import { textToHtml } from '../tree/text-to-html.js'
import {
  addressKey,
  keysOf,
  keysOfText,
  oneLine,
  recipientsOf,
  type WritableMailbox,
  writtenMailbox,
} from './answer-to.js'
import { quoteText } from './quote.js'
import { shownText } from './quote-source.js'
import type { AddressSpec, MessageSpec, Omitted } from './spec.js'

/** Who answers, to whom, with what. */
export interface ReplyOptions {
  /** Who answers. Default: the first of `own` that the message was sent to. */
  from?: AddressSpec | undefined
  /** Addresses of the one who answers, which are left out of the recipients. Those of `from` are left out, too. */
  own?: readonly string[] | undefined
  /** True: the answer goes to all who got the message, or where Mail-Followup-To says. False (default): to the author, or where Reply-To says. */
  all?: boolean | undefined
  /** Your text. */
  text?: string | undefined
  /** Your text as HTML. */
  html?: string | undefined
  /** True: the text that is answered stands below yours, its lines after `> `. A function gives the line above it. Default false. */
  quote?: boolean | ((message: Message) => string) | undefined
  /** Answer even what was sent by a program (Auto-Submitted, RFC 3834 §2). Default false. */
  evenAutomatic?: boolean | undefined
}

/** The spec of an answer, which `reply` fills. You may change it before you compose it. */
export interface AnswerSpec extends MessageSpec {
  /** Whom the answer goes to; empty where `omitted` has all of them. */
  to: WritableMailbox[]
  /** Who gets a copy; absent where nobody does. */
  cc?: WritableMailbox[]
  /** `Re:` and the subject, with one prefix. */
  subject: string
  /** The thread, oldest first, the message that is answered last, without angle brackets; absent where it has no identifier. */
  references?: string[]
  /** Who cannot be written to, and why; absent where there is nobody. */
  omitted?: readonly Omitted[]
}

const KEYS = ['from', 'own', 'all', 'text', 'html', 'quote', 'evenAutomatic']
const ANSWER = /(?:re|aw|antw|sv|vs|odp)(?:\[[0-9]{1,4}\])?[ \xa0]?[:：][ \t]*/iy
const PASSED_ON = /(?:fwd?|wg|tr|rv|vb|doorst)(?:\[[0-9]{1,4}\])?[ \xa0]?[:：][ \t]*/iy

/** The subject with one prefix, whatever prefixes of that kind it had. */
export function prefixed(subject: string | undefined, prefix: 'Re' | 'Fwd'): string {
  const text = oneLine(subject ?? '')
  const pattern = prefix === 'Re' ? ANSWER : PASSED_ON
  let from = 0
  for (pattern.lastIndex = 0; pattern.test(text); ) from = pattern.lastIndex
  const rest = text.slice(from).trimStart()
  return rest === '' ? `${prefix}:` : `${prefix}: ${rest}`
}

/** The identifiers of the thread, oldest first (RFC 5322 §3.6.4); what is no identifier is left out. */
export function threadOf(message: Message): string[] {
  const { references, inReplyTo, messageId } = message
  const before = references.length > 0 ? references : inReplyTo.length === 1 ? inReplyTo : []
  const ids = [...before]
  if (messageId !== undefined) ids.push(messageId)
  return [...new Set(ids)].filter((id) => isMessageId(id))
}

/**
 * The spec of an answer, which you may change before you compose it. The answer goes to Reply-To, or else to the authors. With `all` it goes to Mail-Followup-To
 * where there is one, else to the other recipients, and to the list, as well. `spec.omitted` names those that cannot be written to.
 *
 * @throws TypeError for wrong options; for a message sent by a program unless `evenAutomatic`; when nobody is left to answer to
 * @example const answer = compose(reply(message, { from: 'ada@example.org', text: 'Yes.', quote: true }))
 */
export function reply(message: Message, options: ReplyOptions): AnswerSpec {
  assertMessage(message)
  const given = optionsOf<ReplyOptions>(options, KEYS)
  if (sentByProgram(message.headers) !== undefined && given.evenAutomatic !== true) {
    throw new TypeError(
      'the message was sent by a program (Auto-Submitted): do not answer it, or give evenAutomatic: true',
    )
  }
  const ownTexts = given.own ?? []
  if (!Array.isArray(ownTexts) || !ownTexts.every((one) => typeof one === 'string'))
    throw new TypeError('options.own: expected an array of addresses')
  const own = new Set([...keysOf(given.from), ...ownTexts.flatMap(keysOfText)])
  const from = given.from ?? ownMailbox(message, own)
  if (from === undefined)
    throw new TypeError(
      'options.from: expected the address of who answers, because the message went to none of options.own',
    )
  const { to, cc, omitted } = recipientsOf(message, own, given.all === true)
  if (to.length === 0 && omitted.length === 0)
    throw new TypeError('the message names nobody to answer to: it has no From and no Reply-To')
  const { messageId } = message
  const references = threadOf(message)
  const spec: AnswerSpec = { from, to: [...to], subject: prefixed(message.subject, 'Re') }
  if (cc.length > 0) spec.cc = [...cc]
  if (references.length > 0) spec.references = references
  if (messageId !== undefined && isMessageId(messageId))
    spec.inReplyTo = /[\s,<>]/.test(messageId) ? [messageId] : messageId
  const { text, html } = quoted(message, given)
  if (text !== undefined) spec.text = text
  if (html !== undefined) spec.html = html
  if (omitted.length > 0) spec.omitted = omitted
  return spec
}

function ownMailbox(message: Message, own: ReadonlySet<string>): WritableMailbox | undefined {
  for (const one of [...message.to, ...message.cc]) {
    const written = own.has(addressKey(one)) ? writtenMailbox(one) : 'not ours'
    if (typeof written !== 'string') return written
  }
  return undefined
}

function quoted(
  message: Message,
  options: Partial<ReplyOptions>,
): { text: string | undefined; html: string | undefined } {
  const { text, html, quote = false } = options
  const original = quote === false ? undefined : shownText(message, { signatures: false })
  if (original === undefined) return { text, html }
  const line = typeof quote === 'function' ? quote(message) : attribution(message)
  const below = `${line}\r\n${quoteText(original)}\r\n`
  return {
    text: text === undefined || text === '' ? below : `${text}${/[\r\n]$/.test(text) ? '' : '\r\n'}\r\n${below}`,
    html:
      html === undefined
        ? undefined
        : `${html}\r\n<p>${textToHtml(line)}</p>\r\n<blockquote type="cite">${textToHtml(original)}</blockquote>\r\n`,
  }
}

function attribution(message: Message): string {
  const author = message.from[0]
  const who = oneLine(author?.name ?? (author?.address || undefined) ?? 'somebody')
  const date = dateText(message)
  return date === undefined ? `${who} wrote:` : `On ${date}, ${who} wrote:`
}

/** The date as the author's clock had it; undefined where it cannot be read or written (RFC 5322 §3.3: 1900 to 9999). */
export function dateText(message: Message): string | undefined {
  const read = message.headers.date()
  if (read === undefined || read.date.getUTCFullYear() < 1901 || read.date.getUTCFullYear() > 9998) return undefined
  const { offsetMinutes = -0 } = read
  // A zone of no clock can be read, but not written.
  return formatDate(read.date, Math.abs(offsetMinutes) > 5999 ? -0 : offsetMinutes)
}

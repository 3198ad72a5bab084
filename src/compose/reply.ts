/** Answers: whom they go to, what thread they are in, what they quote. RFC 5322 §3.6.2 to §3.6.5, RFC 3834 §2. */
import { ignore } from '../defects/defect.js'
import { type Mailbox, readAddressList } from '../field/address/address.js'
import { toAscii } from '../field/address/idn.js'
import { formatDate } from '../field/date.js'
import { isMessageId } from '../field/message-id.js'
import { toOctets } from '../field/octets.js'
import type { AddressValue } from '../field/registry.js'
import type { Message } from '../tree/message.js'
import { quoteText, unflowedText } from './quote.js'
import type { AddressSpec, MessageSpec } from './spec.js'

export interface ReplyOptions {
  /** Who answers. Default: the first of `own` that the message was sent to. */
  from?: AddressSpec | undefined
  /** Addresses of the one who answers: left out of the recipients. Those of `from` are own too. */
  own?: readonly string[] | undefined
  /** To all that got the message, or where Mail-Followup-To says. Default false. */
  all?: boolean | undefined
  text?: string | undefined
  html?: string | undefined
  /** The text that is answered, below yours with `> `. A function gives the line above it. Default false. */
  quote?: boolean | ((message: Message) => string) | undefined
  /** Answer even what was sent by a program (Auto-Submitted, RFC 3834 §2). Default false. */
  evenAutomatic?: boolean | undefined
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

/** What others wrote, fit to stand in a field of ours: breaks and NUL as spaces. */
export function oneLine(text: string): string {
  return text.replace(/[\r\n\0]+/g, ' ').replace(/\p{Surrogate}/gu, '\ufffd')
}

function addressKey(mailbox: { readonly local: string; readonly domain: string }): string {
  return `${mailbox.local}@${toAscii(mailbox.domain) ?? mailbox.domain}`.toLowerCase()
}

/** Of each mailbox in a text. */
function keysOfText(text: string): string[] {
  return readAddressList(toOctets(text), ignore).mailboxes.map(addressKey)
}

/** A mailbox as read, as one to write: without comment and route. */
function written(mailbox: Mailbox): AddressValue {
  const { address, name } = mailbox
  return name === undefined ? { address } : { name: oneLine(name), address }
}

/** The addresses of a spec, for comparing: domain as A-labels, lower case. */
export function keysOf(given: AddressSpec | undefined): string[] {
  const list =
    given === undefined ? [] : Array.isArray(given) ? (given as readonly AddressValue[]) : [given as AddressValue]
  return list.flatMap((item) => {
    if (typeof item === 'string') return keysOfText(item)
    return 'address' in item ? keysOfText(item.address) : keysOf(item.members)
  })
}

/** @throws TypeError for what is no object of known keys */
export function checkKeys(options: unknown, known: readonly string[]): void {
  if (typeof options !== 'object' || options === null) throw new TypeError('options: expected an object')
  for (const key of Object.keys(options)) {
    if (!known.includes(key)) throw new TypeError(`options.${key}: no such option; known are ${known.join(', ')}`)
  }
}

/** Was it sent by a program (RFC 3834 §5)? */
function isAutomatic(message: Message): boolean {
  const said = message.headers.parameterized('auto-submitted')?.value.toLowerCase()
  return said !== undefined && said !== '' && said !== 'no'
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
 * The spec of an answer, to be changed where it must and then composed. Goes to Reply-To, else to the authors; with `all` to Mail-Followup-To
 * where there is one, else to the other recipients as well.
 *
 * @throws TypeError for wrong options; for a message sent by a program unless `evenAutomatic`; when nobody is left to answer to
 * @example const answer = compose(reply(message, { from: 'ada@example.org', text: 'Yes.', quote: true }))
 */
export function reply(message: Message, options: ReplyOptions): MessageSpec {
  checkKeys(options, KEYS)
  if (isAutomatic(message) && options.evenAutomatic !== true) {
    throw new TypeError('the message was sent by a program (Auto-Submitted); evenAutomatic: true answers all the same')
  }
  const own = new Set([...keysOf(options.from), ...(options.own ?? []).flatMap(keysOfText)])
  const from = options.from ?? [...message.to, ...message.cc].filter((one) => own.has(addressKey(one))).map(written)[0]
  if (from === undefined) throw new TypeError('options.from: is required where the message went to none of options.own')
  const { to, cc } = recipients(message, own, options.all === true)
  if (to.length === 0) throw new TypeError('the message names nobody to answer to')
  const { messageId } = message
  const spec: MessageSpec = { from, to: to.map(written), subject: prefixed(message.subject, 'Re') }
  if (cc.length > 0) spec.cc = cc.map(written)
  if (messageId !== undefined && isMessageId(messageId)) spec.inReplyTo = messageId
  const references = threadOf(message)
  if (references.length > 0) spec.references = references
  const { text, html } = quoted(message, options)
  if (text !== undefined) spec.text = text
  if (html !== undefined) spec.html = html
  return spec
}

function recipients(message: Message, own: ReadonlySet<string>, all: boolean): { to: Mailbox[]; cc: Mailbox[] } {
  const seen = new Set<string>()
  const fresh = (list: readonly Mailbox[], leaveOut: ReadonlySet<string>) =>
    list.filter((one) => {
      const key = addressKey(one)
      if (one.domain === '' || leaveOut.has(key) || seen.has(key)) return false
      seen.add(key)
      return true
    })
  const followup = all ? message.headers.addresses('mail-followup-to').mailboxes : []
  const listed = fresh(followup, own)
  if (listed.length > 0) return { to: listed, cc: [] }
  const asked = message.replyTo.length > 0 ? message.replyTo : message.from
  let to = fresh(asked, own)
  // An answer to oneself goes on to those one wrote to.
  if (to.length === 0) to = fresh(message.to, own)
  if (to.length === 0) to = fresh(asked, new Set())
  return { to, cc: all ? fresh([...message.to, ...message.cc], own) : [] }
}

function quoted(message: Message, options: ReplyOptions): { text: string | undefined; html: string | undefined } {
  const { text, html, quote = false } = options
  const original = unflowedText(message)
  if (quote === false || original === undefined) return { text, html }
  const line = typeof quote === 'function' ? quote(message) : attribution(message)
  const below = `${line}\r\n${quoteText(original)}\r\n`
  return {
    text: text === undefined || text === '' ? below : `${text}${/[\r\n]$/.test(text) ? '' : '\r\n'}\r\n${below}`,
    html:
      html === undefined
        ? undefined
        : `${html}\r\n<p>${escapeHtml(line)}</p>\r\n<blockquote type="cite">${asHtml(original)}</blockquote>\r\n`,
  }
}

function attribution(message: Message): string {
  const author = message.from[0]
  const who = oneLine(author?.name ?? author?.address ?? 'somebody')
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

function escapeHtml(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;')
}

export function asHtml(text: string): string {
  return escapeHtml(text).replace(/\r\n|\r|\n/g, '<br>\r\n')
}

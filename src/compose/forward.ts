/** forward() and redirect(): pass a message on as an attachment, in the text, or unchanged under Resent fields. RFC 5322 §3.6.6, RFC 2046 §5.2.1. */

import { optionsOf } from '../bytes/arguments.js'
import { displayAddresses } from '../field/address/address-display.js'
import { type AddressValue, type FieldValue, formatField } from '../field/registry.js'
import { editsOf } from '../render/edits.js'
import { assertMessage } from '../tree/is-message.js'
import type { Message } from '../tree/message.js'
import { textToHtml } from '../tree/text-to-html.js'
import { keysOf, oneLine } from './answer-to.js'
import { messageIdFor } from './compose-id.js'
import { resolveComposeOptions } from './compose-options.js'
import { specOfPart } from './part-of-entity.js'
import { shownText } from './quote-source.js'
import { dateText, prefixed, threadOf } from './reply.js'
import type { AddressSpec, ComposeOptions, MessageSpec } from './spec.js'
import { Faults } from './spec.js'
import { readWhole as parse, writable } from './whole.js'

/** Who forwards, to whom, and how. */
export interface ForwardOptions {
  /** Who forwards: the author of the new message. */
  from: AddressSpec
  /** Whom it goes to. At least one of `to`, `cc` and `bcc` is wanted before it is sent. */
  to?: AddressSpec | undefined
  /** Who gets a copy. */
  cc?: AddressSpec | undefined
  /** Who gets a copy that the others do not see. */
  bcc?: AddressSpec | undefined
  /** 'attachment' (default): the message whole, as message/rfc822. 'inline': its text below yours, its attachments beside yours. */
  as?: 'attachment' | 'inline' | undefined
  /** Your text, before what is forwarded. */
  text?: string | undefined
  /** Your text as HTML, before what is forwarded. */
  html?: string | undefined
}

/**
 * The spec of a message that forwards another one. You may change it before you compose it.
 *
 * @throws TypeError for wrong options
 * @example const copy = compose(forward(message, { from: 'ada@example.org', to: 'bob@example.net', as: 'inline', text: 'Look.' }))
 */
export function forward(message: Message, options: ForwardOptions): MessageSpec {
  assertMessage(message)
  const { as = 'attachment', from, to, cc, bcc, text, html } = optionsOf<ForwardOptions>(options, KEYS)
  if (from === undefined) throw new TypeError('options.from: expected the address of who forwards')
  if (as !== 'attachment' && as !== 'inline') throw new TypeError("options.as: expected 'attachment' or 'inline'")
  const spec: MessageSpec = { from, to, cc, bcc, text, html, subject: prefixed(message.subject, 'Fwd') }
  const references = threadOf(message)
  if (references.length > 0) spec.references = references
  if (as === 'attachment') return { ...spec, attachments: [{ content: withoutBcc(message) }] }
  const head = summary(message)
  const rich = message.html
  // Each form holds all that is displayed, so that they are alternatives of each other (RFC 2046 §5.1.4).
  const shown = shownText(message, { signatures: true }) ?? ''
  spec.text = `${text === undefined ? '' : `${text}\r\n\r\n`}${head}\r\n\r\n${shown}${shown === '' ? '' : '\r\n'}`
  if (rich !== undefined || html !== undefined) {
    const words = html ?? (text === undefined ? '' : `<p>${textToHtml(text)}</p>`)
    spec.html = `${words}\r\n<p>${textToHtml(head)}</p>\r\n${rich ?? `<div>${textToHtml(shown)}</div>`}`
  }
  spec.attachments = message.attachments.map(specOfPart)
  return spec
}

const KEYS = ['from', 'to', 'cc', 'bcc', 'as', 'text', 'html']

/** Those whom the sender wrote to blindly are told to nobody by a copy of what he sent (RFC 5322 §3.6.3). */
function withoutBcc(message: Message): Message {
  const { headers } = message
  if (!headers.has('bcc') && !headers.has('resent-bcc')) return message
  return parse(writable(message).toBytes({ bcc: 'omit' }))
}

function summary(message: Message): string {
  const { subject, from, to, cc } = message
  const date = dateText(message)
  const lines = ['---------- Forwarded message ----------', `From: ${oneLine(displayAddresses(from))}`]
  if (date !== undefined) lines.push(`Date: ${date}`)
  if (subject !== undefined) lines.push(`Subject: ${oneLine(subject)}`)
  if (to.length > 0) lines.push(`To: ${oneLine(displayAddresses(to))}`)
  if (cc.length > 0) lines.push(`Cc: ${oneLine(displayAddresses(cc))}`)
  return lines.join('\r\n')
}

/** Who redirects, and to whom (RFC 5322 §3.6.6). */
export interface RedirectOptions extends Pick<ComposeOptions, 'now' | 'hostname' | 'utf8'> {
  /** Who redirects. */
  from: AddressSpec
  /** Resent-Sender: who really redirects. Required where `from` names several (RFC 5322 §3.6.6). */
  sender?: AddressValue | undefined
  /** Written as Resent-To. At least one of `to`, `cc` and `bcc` is required. */
  to?: AddressSpec | undefined
  /** Written as Resent-Cc. */
  cc?: AddressSpec | undefined
  /** Resent-Bcc. It is in the message that is returned, and left out when that is written, unless with `bcc: 'keep'`. */
  bcc?: AddressSpec | undefined
  /** Resent-Date. Default: `now`, else the clock. */
  date?: Date | undefined
  /** Resent-Message-ID, with or without angle brackets. Default: one that is made up. */
  messageId?: string | undefined
}

const REDIRECT_KEYS = ['from', 'sender', 'to', 'cc', 'bcc', 'date', 'messageId', 'now', 'hostname', 'utf8']

/**
 * The message itself, with a block of Resent fields on top that says who sent it again and to whom (RFC 5322 §3.6.6). All else stays octet for
 * octet: earlier blocks, the recipients of the message, its identifier. Bcc and Resent-Bcc are left out when it is written, unless with `bcc: 'keep'`.
 *
 * @throws MessageSpecError for values that cannot be written, TypeError for wrong options
 */
export function redirect(message: Message, options: RedirectOptions): Message {
  assertMessage(message)
  const given = optionsOf<RedirectOptions>(options, REDIRECT_KEYS)
  const { from, sender, to, cc, bcc, date, messageId, now, hostname, utf8 } = given
  const resolved = resolveComposeOptions({ now, hostname, utf8 })
  const faults = new Faults()
  const fields: [string, FieldValue][] = []
  const add = (path: string, name: string, value: FieldValue | undefined) => {
    if (value === undefined) return
    if (faults.at(path, () => formatField(name, value, { utf8: resolved.utf8 })) !== undefined)
      fields.push([name, value])
  }
  add('date', 'Resent-Date', date ?? resolved.now())
  if (from === undefined) faults.add('from', 'is required')
  else if (sender === undefined && Array.isArray(from) && from.length > 1) {
    faults.add('sender', 'is required where there are several in from (RFC 5322 §3.6.6)')
  }
  if (to === undefined && cc === undefined && bcc === undefined) faults.add('to', 'is required, or cc, or bcc')
  add('from', 'Resent-From', from)
  add('sender', 'Resent-Sender', sender)
  add('to', 'Resent-To', to)
  add('cc', 'Resent-Cc', cc)
  add('bcc', 'Resent-Bcc', bcc)
  add('messageId', 'Resent-Message-ID', messageId)
  faults.refuse()
  if (messageId === undefined) {
    const domain = keysOf(from)[0]?.replace(/^.*@/, '')
    fields.push(['Resent-Message-ID', messageIdFor([message.raw], resolved, domain)])
  }
  const copy = parse(writable(message).toBytes())
  for (const [name, value] of fields.reverse()) copy.headers.prepend(name, value, { utf8: resolved.utf8 })
  // Written as what compose makes is: who was written to blindly stays between the sender and the transport.
  editsOf(copy.node).hidesBcc = true
  return copy
}

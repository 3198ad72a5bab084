/** Whether a message disposition notification may be sent. RFC 8098 §2.1, §2.2. */

import type { Mailbox } from '../field/address/address.js'
import { assertMessage } from '../tree/is-message.js'
import type { Message } from '../tree/message.js'

/** Whether an MDN may be sent, and to whom. */
export interface MayNotify {
  /**
   * 'yes': automatically, where the user has agreed to that (RFC 8098 §2.1: the default should be not to send any). 'ask': only when the user has
   * confirmed this one. 'no': never.
   */
  readonly may: 'yes' | 'ask' | 'no'
  /** Who asks for it: each address once. */
  readonly to: readonly Mailbox[]
  /** Why, with the clause. */
  readonly because: string
}

/** As far as this function looks at an envelope. */
export interface NotifyEnvelope {
  /** Reverse path of the delivery; '' is the null path. Default: the Return-Path field. */
  readonly from?: string
}

/**
 * Whether the reader of a message may tell its sender what became of it. Each recipient sends at most one for a message: that, and the flag
 * $MDNSent, are the caller's to keep (RFC 8098 §2.1, RFC 3503). Never throws on bytes.
 *
 * @throws TypeError for an envelope that is none
 * @example
 * mayNotify(message).may // 'ask'
 */
export function mayNotify(message: Message, envelope: NotifyEnvelope = {}): MayNotify {
  assertMessage(message)
  if (typeof envelope !== 'object' || envelope === null) throw new TypeError('envelope: expected an object')
  if (envelope.from !== undefined && typeof envelope.from !== 'string')
    throw new TypeError('envelope.from: expected an address as text')
  const { headers } = message
  const fields = headers.fields('disposition-notification-to')
  if (fields.length === 0) return { may: 'no', to: [], because: 'nobody asks for it (RFC 8098 §2.1)' }
  const to = new Map<string, Mailbox>()
  for (const { parsed } of fields) {
    for (const mailbox of (parsed as { mailboxes: readonly Mailbox[] }).mailboxes) {
      const key = keyOf(mailbox.local, mailbox.domain)
      if (mailbox.domain !== '' && !to.has(key)) to.set(key, mailbox)
    }
  }
  const asked = [...to.values()]
  const answer = (may: MayNotify['may'], because: string): MayNotify => ({ may, to: asked, because })
  const [address, ...more] = to.keys()
  if (address === undefined) return answer('no', 'Disposition-Notification-To has no address (RFC 8098 §2.1)')
  if (isReport(message)) return answer('no', 'the message is itself a notification (RFC 8098 §2.1)')
  if (headers.has('newsgroups')) return answer('no', 'it is an article of a newsgroup (RFC 8098 §2.1)')
  if (requiresUnknown(message))
    return answer('no', 'Disposition-Notification-Options requires what is not known (RFC 8098 §2.2)')
  if (fields.length > 1) return answer('ask', 'Disposition-Notification-To stands there twice (RFC 8098 §2.1)')
  if (more.length > 0) return answer('ask', 'more than one address asks for it (RFC 8098 §2.1)')
  const paths =
    envelope.from === undefined ? headers.fields('return-path').map(({ parsed }) => parsed) : [envelope.from]
  if (paths.length === 0) return answer('ask', 'the message has no Return-Path (RFC 8098 §2.1)')
  if (paths.length > 1) return answer('ask', 'the message has more than one Return-Path (RFC 8098 §2.1)')
  const [path] = paths
  if (typeof path !== 'string' || keyOfPath(path) !== address)
    return answer('ask', 'the address that asks for it is not that of Return-Path (RFC 8098 §2.1)')
  return answer('yes', 'the address that asks for it is that of Return-Path (RFC 8098 §2.1)')
}

/** RFC 8098 §2.1: local parts as they are, without their quotes; domains without regard to case. */
function keyOf(local: string, domain: string): string {
  return `${local}@${domain.toLowerCase()}`
}

function keyOfPath(path: string): string {
  const at = path.lastIndexOf('@')
  const local = path.slice(0, at)
  const plain = /^".*"$/s.test(local) ? local.slice(1, -1).replace(/\\(.)/gs, '$1') : local
  return keyOf(plain, path.slice(at + 1))
}

function isReport(message: Message): boolean {
  const { contentType } = message
  if (contentType.mediaType !== 'multipart/report') return false
  const type = contentType.params['report-type']?.toLowerCase()
  return type === undefined || type === 'disposition-notification'
}

/** No parameter is known: none is defined but by extensions (RFC 8098 §2.2). */
function requiresUnknown(message: Message): boolean {
  return message.headers
    .fields('disposition-notification-options')
    .some(({ value }) => value.split(';').some((parameter) => /^[^=]*=\s*required\s*(?:,|$)/i.test(parameter)))
}

/** Was a message sent by a program, and may a program answer it? RFC 3834 §2. */
import type { Message } from '../tree/message.js'

export interface Automatic {
  /** `no`; or by what sign: a report, an answer by a machine, something a machine made, a list, bulk mail. */
  readonly is: 'no' | 'report' | 'auto-replied' | 'auto-generated' | 'list' | 'bulk'
  /** May a program answer it? Only where nothing says that a program sent it, and somebody would read the answer. */
  readonly mayAnswer: boolean
  readonly reasons: readonly string[]
}

/** Names of senders that are programs (RFC 3834 §2, RFC 2142 and custom). */
const ROBOT =
  /^(?:mailer-daemon|mail-daemon|postmaster|listserv|majordomo|owner-.*|.*-owner|.*-request|.*-bounces?|bounces?(?:[+-].*)?|no-?reply|do-?not-?reply|root|daemon)$/i

/** Tells programs from people by the fields of a message. Never throws. A sign is no proof: it is what a responder has to go by. */
export function isAutomatic(message: Message): Automatic {
  const { headers } = message
  const found: [is: Automatic['is'], reason: string][] = []
  const value = (name: string) => headers.field(name)?.value.toLowerCase()
  if (message.contentType.mediaType === 'multipart/report')
    found.push(['report', 'it is a multipart/report (RFC 6522)'])
  const submitted = headers.parameterized('auto-submitted')?.value.toLowerCase()
  if (submitted !== undefined && submitted !== 'no' && submitted !== '') {
    const is = submitted.startsWith('auto-replied') || submitted === 'auto-notified' ? 'auto-replied' : 'auto-generated'
    found.push([is, `Auto-Submitted says ${submitted.slice(0, 40)} (RFC 3834 §5)`])
  }
  for (const name of ['x-autoreply', 'x-autorespond', 'x-autoresponse', 'x-auto-reply']) {
    if (headers.has(name) && value(name) !== 'no') found.push(['auto-replied', `it has ${headers.field(name)!.name}`])
  }
  const returnPath = headers.field('return-path')
  if (returnPath !== undefined && returnPath.parsed === '')
    found.push(['report', 'its return path is null (RFC 5321 §4.5.5)'])
  for (const name of ['list-id', 'list-unsubscribe', 'list-post', 'mailing-list', 'x-mailing-list']) {
    if (headers.has(name)) {
      found.push(['list', `it has ${headers.field(name)!.name} (RFC 2369, RFC 2919)`])
      break
    }
  }
  const precedence = value('precedence')
  if (precedence === 'list') found.push(['list', 'Precedence says list'])
  else if (precedence === 'bulk' || precedence === 'junk') found.push(['bulk', `Precedence says ${precedence}`])
  else if (precedence === 'auto_reply') found.push(['auto-replied', 'Precedence says auto_reply'])
  const sender = [message.sender, ...message.from].find(
    (one) => one !== undefined && ROBOT.test(one.local.slice(0, 100)),
  )
  if (sender !== undefined) found.push(['auto-generated', `${sender.address.slice(0, 100)} is the name of a program`])
  const suppress = value('x-auto-response-suppress')
  const silent = suppress !== undefined && /\b(?:all|autoreply|oof)\b/.test(suppress)
  const reasons = found.map(([, reason]) => reason)
  if (silent) reasons.push('X-Auto-Response-Suppress asks for no answer')
  if (message.from.length === 0 && message.replyTo.length === 0) reasons.push('there is nobody to answer')
  return { is: found[0]?.[0] ?? 'no', mayAnswer: reasons.length === 0, reasons }
}

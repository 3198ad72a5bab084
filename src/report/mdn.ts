/** Message disposition notifications: was a message displayed, deleted …? RFC 8098 (RFC 3798, RFC 2298). */
import { assertMessage } from '../tree/is-message.js'
import type { Message } from '../tree/message.js'
import { originalOf } from './dsn.js'
import { addressOf, type Evidence, groupsOf, typed } from './groups.js'

/** A report of what a recipient did with a message (RFC 8098), read. */
export interface Mdn {
  /** The program that reports. */
  readonly reportingUa?: string
  /** The gateway that made the report. */
  readonly gateway?: string
  /** The address that the sender gave. */
  readonly originalRecipient?: string
  /** Address of the one who got the message. */
  readonly finalRecipient?: string
  /** Message-ID of the message, without angle brackets. Absent where the report has none. */
  readonly originalMessageId?: string
  /** What was done with the message. Undefined where it cannot be read. */
  readonly disposition: MdnDisposition | undefined
  /** Texts of the Error fields, in order. */
  readonly error: readonly string[]
  /** The message, or its header section. */
  readonly original?: Message
  /** Where each of this was found. */
  readonly evidence: readonly Evidence[]
}

/** What was done with a message, and by whom (RFC 8098 §3.2.6). */
export interface MdnDisposition {
  /** Did a person or a program do it? */
  readonly action: 'manual-action' | 'automatic-action' | string
  /** Did a person or a program send the report? */
  readonly sending: 'mdn-sent-manually' | 'mdn-sent-automatically' | string
  /** `displayed`, `deleted`, `dispatched`, `processed`, or another. Lower case. */
  readonly type: string
  /** What stands behind the type: `error` … */
  readonly modifiers: readonly string[]
}

const PART = /^message\/(?:global-)?disposition-notification$/

/** Reads a disposition notification; undefined where there is none. Never throws. */
export function readMdn(message: Message): Mdn | undefined {
  assertMessage(message)
  const part = message.find(({ contentType }) => PART.test(contentType.mediaType))
  if (part === undefined) return undefined
  const [group] = groupsOf(part, 1)
  const evidence: Evidence[] = []
  const value = (name: string): string | undefined => {
    const field = group?.fields.field(name)
    if (field === undefined || field.value === '') return undefined
    evidence.push(group!.evidence(field.name, field))
    return field.value
  }
  const reportingUa = value('reporting-ua')
  const gateway = value('mdn-gateway')
  const original = value('original-recipient')
  const final = value('final-recipient')
  const id = value('original-message-id') === undefined ? undefined : group?.fields.id('original-message-id')
  const disposition = dispositionOf(value('disposition'))
  const about = originalOf(message)
  return {
    ...(reportingUa === undefined ? {} : { reportingUa }),
    ...(gateway === undefined ? {} : { gateway: typed(gateway).value }),
    ...(original === undefined ? {} : { originalRecipient: addressOf(typed(original)) }),
    ...(final === undefined ? {} : { finalRecipient: addressOf(typed(final)) }),
    ...(id === undefined ? {} : { originalMessageId: id }),
    disposition,
    error: group?.fields.getAll('error') ?? [],
    ...(about === undefined ? {} : { original: about }),
    evidence,
  }
}

/** RFC 8098 §3.2.6: `action-mode/sending-mode; type/modifier,modifier`. */
function dispositionOf(value: string | undefined): MdnDisposition | undefined {
  if (value === undefined) return undefined
  const [modes = '', rest = ''] = value.toLowerCase().split(';', 2)
  const [action = '', sending = ''] = modes.split('/', 2).map((word) => word.trim())
  const [type = '', modifiers = ''] = rest.split('/', 2).map((word) => word.trim())
  if (type === '') return undefined
  return {
    action,
    sending,
    type,
    modifiers: modifiers
      .split(',')
      .map((word) => word.trim())
      .filter((word) => word !== ''),
  }
}

/** What a sender asks of the delivery status notifications of a message, as parameters of MAIL and RCPT. RFC 3461 §4. */
import { optionsOf } from '../bytes/arguments.js'
import { encodeXtext, formatOrcpt } from './xtext.js'

/** When the sender wants to be told (RFC 3461 §4.1). */
export type Notify = 'SUCCESS' | 'FAILURE' | 'DELAY'

/** What is asked of notifications. */
export interface DsnOptions {
  /** RET: 'FULL' returns the message with a failure, 'HDRS' its header section. */
  readonly ret?: 'FULL' | 'HDRS'
  /** ENVID: an identifier that comes back in each notification. Printable ASCII; at most 100 characters when it is written as xtext. */
  readonly envid?: string
  /** NOTIFY of each recipient: 'NEVER', or the cases in which a notification is wanted. */
  readonly notify?: 'NEVER' | readonly Notify[]
  /**
   * ORCPT, the original recipient. True: the address that the message is sent to, as its first sender says it. Otherwise original addresses by the
   * address that the message is sent to; recipients without one get none.
   */
  readonly orcpt?: true | Readonly<Record<string, string>>
}

/** One RCPT command. */
export interface PlannedRecipient {
  /** Forward path without angle brackets. */
  readonly address: string
  /** NOTIFY, ORCPT; empty where nothing is asked or the server has no DSN. */
  readonly parameters: Readonly<Record<string, string>>
}

const NOTIFY: readonly string[] = ['SUCCESS', 'FAILURE', 'DELAY']
/** RFC 3461 §4.4, the keyword included. */
const MAX_ENVID = 100

/** Parameters of MAIL, and of RCPT by recipient. @throws TypeError that names the option */
export function dsnParameters(
  given: DsnOptions,
  to: readonly string[],
): { readonly mail: Readonly<Record<string, string>>; readonly recipients: readonly PlannedRecipient[] } {
  const dsn = optionsOf(given, ['ret', 'envid', 'notify', 'orcpt'], 'options.dsn')
  const { ret, envid, orcpt } = dsn
  if (ret !== undefined && ret !== 'FULL' && ret !== 'HDRS')
    throw new TypeError("options.dsn.ret: expected 'FULL' or 'HDRS' (RFC 3461 §4.3)")
  const mail: Record<string, string> = {}
  if (ret !== undefined) mail.RET = ret
  if (envid !== undefined) mail.ENVID = envidOf(envid)
  const notify = notifyOf(dsn.notify)
  if (orcpt !== undefined && orcpt !== true && (typeof orcpt !== 'object' || orcpt === null))
    throw new TypeError('options.dsn.orcpt: expected true, or original addresses by recipient')
  const recipients = to.map((address) => {
    const original =
      orcpt === true ? address : orcpt !== undefined && Object.hasOwn(orcpt, address) ? orcpt[address] : undefined
    return {
      address,
      parameters: {
        ...(notify === undefined ? {} : { NOTIFY: notify }),
        ...(original === undefined ? {} : { ORCPT: orcptOf(original, address) }),
      },
    }
  })
  return { mail, recipients }
}

function envidOf(envid: string): string {
  let value: string
  try {
    value = encodeXtext(envid)
  } catch {
    throw new TypeError('options.dsn.envid: expected printable ASCII (RFC 3461 §4.4)')
  }
  if (value === '' || value.length > MAX_ENVID - 'ENVID='.length)
    throw new TypeError(`options.dsn.envid: expected 1 to ${MAX_ENVID - 'ENVID='.length} characters as xtext`)
  return value
}

function notifyOf(notify: DsnOptions['notify']): string | undefined {
  if (notify === undefined || notify === 'NEVER') return notify
  const asked: readonly Notify[] = Array.isArray(notify) ? [...notify] : []
  if (asked.length === 0 || asked.some((one) => !NOTIFY.includes(one)))
    throw new TypeError("options.dsn.notify: expected 'NEVER', or some of SUCCESS, FAILURE, DELAY (RFC 3461 §4.1)")
  return [...new Set(asked)].join(',')
}

function orcptOf(original: string, address: string): string {
  try {
    return formatOrcpt(original)
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    throw new TypeError(`options.dsn.orcpt: ${address.slice(0, 100)}: ${error.message}`)
  }
}

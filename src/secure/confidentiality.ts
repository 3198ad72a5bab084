/** What of a header section stays readable outside an encrypted message: header confidentiality policies. RFC 9788 §3. */
import { fromUtf8, isAscii } from '../bytes/platform.js'
import type { AddressList } from '../field/address/address.js'
import { formatDate, type MailDate } from '../field/date.js'
import type { Field } from '../tree/field.js'

/**
 * `baseline`: Subject becomes `[...]`, Comments and Keywords are left out. `shy`: that, and From, To and Cc without names, Date in UTC.
 * `no_confidentiality`: all stays as it is. RFC 9788 §3.2.
 */
export type PolicyName = 'baseline' | 'shy' | 'no_confidentiality'

/**
 * What stands outside for a field: its value as it was written, unfolded; another value; null to leave the field out.
 *
 * @param name in lower case
 * @param value unfolded, nothing decoded
 */
export type HeaderPolicy = (name: string, value: string) => string | null

/** `true` is `baseline` where a message is encrypted, and the fields in the clear where it is only signed. */
export type ProtectHeaders = boolean | PolicyName | HeaderPolicy

const NAMES: readonly unknown[] = ['baseline', 'shy', 'no_confidentiality']

/** @throws TypeError for what is no policy */
export function checkProtect(caller: string, given: unknown): void {
  if (given === undefined || typeof given === 'boolean' || typeof given === 'function' || NAMES.includes(given)) return
  throw new TypeError(
    `${caller}: options.protectHeaders: expected true, false, 'baseline', 'shy', 'no_confidentiality' or a function`,
  )
}

/** @throws TypeError for what is no boolean */
export function checkLegacyDisplay(caller: string, given: unknown): boolean {
  if (given === undefined || typeof given === 'boolean') return given === true
  throw new TypeError(`${caller}: options.legacyDisplay: expected true or false`)
}

const OBSCURED = '[...]'

/** The value of a field outside; null where it is left out. @throws TypeError for what a function returns that is no value */
export function outerValue(caller: string, field: Field, policy: ProtectHeaders): string | null {
  const name = field.name.toLowerCase()
  const { value } = field
  if (typeof policy !== 'function') return named(name, field, policy)
  const given: unknown = policy(name, value)
  if (given === null) return null
  if (typeof given === 'string' && !/[\r\n\0]/.test(given) && isAscii(fromUtf8(given))) return given
  throw new TypeError(
    `${caller}: options.protectHeaders: for ${name} the function has to return one line of ASCII, or null to leave it out`,
  )
}

function named(name: string, field: Field, policy: boolean | PolicyName): string | null {
  const { value } = field
  if (policy === 'no_confidentiality') return value
  if (name === 'subject') return OBSCURED
  if (name === 'comments' || name === 'keywords') return null
  if (policy !== 'shy') return value
  if (name === 'date') {
    const { date } = (field.parsed as MailDate | undefined) ?? {}
    return date === undefined || Number.isNaN(date.getTime()) ? value : formatDate(date, 0)
  }
  if (name !== 'from' && name !== 'to' && name !== 'cc') return value
  const addresses = (field.parsed as AddressList).mailboxes.map(({ address }) => address)
  return addresses.length === 0 ? value : addresses.join(', ')
}

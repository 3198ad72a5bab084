/** Writes addresses as text for people: Unicode, names in quotes where they hold specials. RFC 5322 §3.4. Never throws. */
import { showPhrase } from '../words/phrase.js'
import type { Group, Mailbox } from './address-list.js'

/** What would end a line or move the cursor. */
const CONTROL = /[\x00-\x1f\x7f-\x9f\u2028\u2029]/
const CONTROLS = /[\x00-\x1f\x7f-\x9f\u2028\u2029]+/g

/**
 * Mailboxes and groups as text for people: names in Unicode, in quotation marks if they hold special characters, addresses as they are, groups
 * with their members. A name without an address is that name. Never throws. The text names the same people when it is read as an address list.
 * It is no field of a message: `formatAddressList` writes those.
 *
 * @example displayAddresses(message.from) // 'Zoë Quist <zoe@example.org>'
 */
export function displayAddresses(value: readonly (Mailbox | Group)[] | Mailbox | Group): string {
  if (!isObject(value)) return ''
  if (Array.isArray(value)) return joined(value as readonly unknown[])
  return displayItem(value as Mailbox | Group)
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}

function joined(list: readonly unknown[]): string {
  let all = ''
  for (const item of list) {
    const one = isObject(item) ? displayItem(item) : ''
    if (one !== '') all = all === '' ? one : `${all}, ${one}`
  }
  return all
}

function displayItem(item: {
  readonly members?: unknown
  readonly name?: unknown
  readonly address?: unknown
}): string {
  const { members, name } = item
  if (Array.isArray(members)) {
    const inside = joined(members)
    return `${displayName(name)}:${inside === '' ? '' : ` ${inside}`};`
  }
  const address = typeof item.address === 'string' ? oneLine(item.address) : ''
  if (typeof name !== 'string' || name === '') return address
  return address === '' ? displayName(name) : `${displayName(name)} <${address}>`
}

function displayName(name: unknown): string {
  if (typeof name !== 'string') return '""'
  const line = oneLine(name)
  return line === '' ? '""' : showPhrase(line)
}

/** Looked through first: replacing costs more than all else here, and hardly any name holds a control. */
function oneLine(text: string): string {
  return CONTROL.test(text) ? text.replace(CONTROLS, ' ') : text
}

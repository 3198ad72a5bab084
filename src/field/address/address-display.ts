/** Addresses as text for people: Unicode, names in quotes where they hold specials. RFC 5322 §3.4. Never throws. */
import { showPhrase } from '../words/phrase.js'
import type { Group, Mailbox } from './address-list.js'

/** What would end a line or move the cursor. */
const CONTROLS = /[\x00-\x1f\x7f-\x9f\u2028\u2029]+/g

/**
 * Mailboxes and groups as people read them: names in Unicode, in quotes where they hold specials, addr-specs as they are, groups with their
 * members. A name without an address is that name. Never throws, whatever was read; what it gives names the same people when it is read as
 * an address list. It is no field of a message: `formatAddressList` writes those.
 *
 * @example displayAddresses(message.from) // 'Zoë Quist <zoe@example.org>'
 */
export function displayAddresses(value: readonly (Mailbox | Group)[] | Mailbox | Group): string {
  if (!isObject(value)) return ''
  if (Array.isArray(value)) return joined(value as readonly unknown[])
  return displayItem(value)
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}

function joined(list: readonly unknown[]): string {
  if (list.length === 1 && isObject(list[0])) return displayItem(list[0])
  const shown: string[] = []
  for (const item of list) {
    const one = isObject(item) ? displayItem(item) : ''
    if (one !== '') shown.push(one)
  }
  return shown.join(', ')
}

function displayItem(item: object): string {
  const { members } = item as { readonly members?: unknown }
  if (Array.isArray(members)) {
    const inside = joined(members)
    return `${displayName(textOf(item, 'name'))}:${inside === '' ? '' : ` ${inside}`};`
  }
  const address = oneLine(textOf(item, 'address'))
  const name = textOf(item, 'name')
  if (name === '') return address
  return address === '' ? displayName(name) : `${displayName(name)} <${address}>`
}

function displayName(name: string): string {
  const line = oneLine(name)
  return line === '' ? '""' : showPhrase(line)
}

/** Looked through first: replacing costs more than all else here, and hardly any name holds a control. */
function oneLine(text: string): string {
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i)
    if (c < 0x20 || (c > 0x7e && (c < 0xa0 || c === 0x2028 || c === 0x2029))) return text.replace(CONTROLS, ' ')
  }
  return text
}

function textOf(item: object, key: string): string {
  const value = (item as Readonly<Record<string, unknown>>)[key]
  return typeof value === 'string' ? value : ''
}

/** Finds the recipients of an answer: Reply-To, Mail-Followup-To, the list; addresses that cannot be written to are left out. RFC 5322 §3.6.3, RFC 2369 §3.4. */

import { isObject } from '../bytes/arguments.js'
import { lowerAscii } from '../bytes/ascii.js'
import { ignore } from '../defects/defect.js'
import { type Mailbox, readAddressList } from '../field/address/address.js'
import { toAscii } from '../field/address/idn.js'
import { toOctets } from '../field/octets.js'
import { type AddressValue, formatField } from '../field/registry.js'
import type { Message } from '../tree/message.js'
import type { AddressSpec, Omitted } from './spec.js'

/** What others wrote, fit to stand in a field of ours: breaks and NUL as spaces. */
export function oneLine(text: string): string {
  return text.replace(/[\r\n\0]+/g, ' ').replace(/\p{Surrogate}/gu, '\ufffd')
}

/** For comparing: domain as A-labels, lower case. */
export function addressKey(mailbox: { readonly local: string; readonly domain: string }): string {
  return lowerAscii(`${mailbox.local}@${toAscii(mailbox.domain) ?? mailbox.domain}`)
}

/** Of each mailbox in a text. */
export function keysOfText(text: string): string[] {
  return readAddressList(toOctets(text), ignore).mailboxes.map(addressKey)
}

/** The addresses of a spec, for comparing. What is no address has none: `compose` refuses it and says where. */
export function keysOf(given: AddressSpec | undefined): string[] {
  const list =
    given === undefined ? [] : Array.isArray(given) ? (given as readonly AddressValue[]) : [given as AddressValue]
  return list.flatMap((item) => {
    if (typeof item === 'string') return keysOfText(item)
    if (!isObject(item)) return []
    if ('members' in item) return keysOf(item.members)
    return typeof item.address === 'string' ? keysOfText(item.address) : []
  })
}

/** Other readers decode it, and find another address (RFC 2047 §5). */
const HOLDS_WORD = /=\?[^\s?]+\?[bq]\?/i

/** A mailbox as `compose` takes it: name and address, or all of it where the address needs its parts to be understood. */
export type WritableMailbox =
  | {
      /** Display name. Absent where there is none. */
      readonly name?: string
      /** The addr-spec, `local@domain`. */
      readonly address: string
    }
  | Mailbox

/** A mailbox as read, as one to write: without comment and route, without its name where that cannot be written; or why none can be. */
export function writtenMailbox(mailbox: Mailbox): WritableMailbox | string {
  const { address, local, domain, name } = mailbox
  if (domain === '') {
    if (address === '' && name === undefined) return 'there is no address'
    return address === '' ? 'a name without an address' : 'an address without a domain'
  }
  if (HOLDS_WORD.test(local) || HOLDS_WORD.test(domain))
    return 'an encoded-word in the address, which readers would decode into another'
  const given = name === undefined ? {} : { name: oneLine(name) }
  const whole: Mailbox = { kind: 'mailbox', address, local, domain }
  for (const one of [{ ...given, address }, { ...whole, ...given }, whole]) if (refusal(one) === undefined) return one
  return refusal(whole)!
}

function refusal(mailbox: WritableMailbox): string | undefined {
  try {
    formatField('To', [mailbox])
    return undefined
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    return error.message.replace(/^To(?:\[0\])?(?:\.[a-z]+)?: (?:addresses\[0\](?:\.[a-z]+)?: )?/, '')
  }
}

export interface Recipients {
  readonly to: readonly WritableMailbox[]
  readonly cc: readonly WritableMailbox[]
  readonly omitted: readonly Omitted[]
}

/** Goes through fields in turn: no address twice, none of `own`; what cannot be written to is noted with its field. */
class Gathering {
  readonly omitted: Omitted[] = []
  private readonly seen = new Set<string>()
  private readonly noted = new Set<string>()

  /** Those that can be written to. */
  fresh(field: string, list: readonly Mailbox[], own: ReadonlySet<string>): WritableMailbox[] {
    const found: WritableMailbox[] = []
    for (const mailbox of list) {
      const key = addressKey(mailbox)
      if (own.has(key) || this.seen.has(key)) continue
      const written = writtenMailbox(mailbox)
      if (typeof written === 'string') this.note(field, mailbox, written)
      else {
        this.seen.add(key)
        found.push(written)
      }
    }
    return found
  }

  private note(field: string, mailbox: Mailbox, because: string): void {
    const key = `${mailbox.name ?? ''}\0${mailbox.address}\0${mailbox.invalid ?? ''}`
    if (this.noted.has(key)) return
    this.noted.add(key)
    this.omitted.push({ field, mailbox, because })
  }
}

/** The addresses that List-Post names: `mailto:` URLs (RFC 2369 §3.4); `NO` names none. */
function listAddresses(message: Message): Mailbox[] {
  const { post } = message.headers.list()
  if (post === undefined || post === 'NO') return []
  return post.flatMap((url) => {
    const found = /^mailto:([^?]+)/i.exec(url)?.[1]
    if (found === undefined) return []
    try {
      return [...readAddressList(toOctets(decodeURIComponent(found)), ignore).mailboxes]
    } catch {
      return []
    }
  })
}

const NOBODY: ReadonlySet<string> = new Set()

/** To Reply-To, else to the authors; with `all` to Mail-Followup-To where there is one, else to the others, and to the list, as well. */
export function recipientsOf(message: Message, own: ReadonlySet<string>, all: boolean): Recipients {
  const gathering = new Gathering()
  const { omitted } = gathering
  const followup = all ? message.headers.addresses('mail-followup-to').mailboxes : []
  const listed = gathering.fresh('Mail-Followup-To', followup, own)
  if (listed.length > 0) return { to: listed, cc: [], omitted }
  let to = gathering.fresh('Reply-To', message.replyTo, own)
  const isAsked = to.length > 0
  if (!isAsked) to = gathering.fresh('From', message.from, own)
  // An answer to oneself goes on to those one wrote to. An author who cannot be written to is no reason to write to others.
  if (to.length === 0 && [...message.replyTo, ...message.from].some((one) => own.has(addressKey(one))))
    to = gathering.fresh('To', message.to, own)
  // No author at all: who sent it (RFC 5322 §3.6.2).
  const { sender } = message
  if (to.length === 0 && message.from.length === 0 && sender !== undefined)
    to = gathering.fresh('Sender', [sender], own)
  if (to.length === 0) to = gathering.fresh('From', [...message.replyTo, ...message.from], NOBODY)
  if (!all) return { to, cc: [], omitted }
  const cc = [...gathering.fresh('To', message.to, own), ...gathering.fresh('Cc', message.cc, own)]
  if (!isAsked) cc.push(...gathering.fresh('List-Post', listAddresses(message), own))
  return { to, cc, omitted }
}

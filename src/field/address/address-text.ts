/**
 * Reads addresses that a caller of the composer gives as text: exactly one addr-spec, mailbox or list, or a fault that says what and where.
 * RFC 5322 §3.4 without its obsolete forms. Nothing is repaired: what a reader of mail forgives is refused here.
 */
import { isAsciiText, trimWsp } from '../../bytes/ascii.js'
import type { DefectCode } from '../../defects/codes.js'
import { toOctets } from '../octets.js'
import { bareMailbox, readAddresses } from './address.js'
import { type AddressFormatOptions, formatReadAddresses } from './address-format.js'
import type { Group, Mailbox } from './address-list.js'

/** Why a text is refused; `position` is in UTF-16 code units of the text. */
export interface AddressFault {
  readonly message: string
  readonly position: number
}
export type Refused = { readonly fault: AddressFault }
export type AddressResult<T> = { readonly value: T } | Refused
/** Addresses, and how they are written. */
export type AddressesOfText = { readonly value: (Mailbox | Group)[]; readonly written: string }

/** What is refused, and what to do instead; `{}` is the text that the fault is in. */
const REFUSED: Readonly<Partial<Record<DefectCode, string>>> = {
  'address-invalid': '{} is no address: expected name@domain or Name <name@domain>',
  'address-ambiguous': '{} holds several addresses: put a comma between them, or give an array',
  'address-empty-element': 'nothing stands between two commas: leave one of them out',
  'obsolete-route': '{} has a route before the address: give the address after the colon alone',
  'obsolete-address-syntax': '{} has a space or a dot where an address has none: expected name@domain',
  'comment-in-address': 'the comment {} would be lost: give a name as Name <name@domain>',
  'display-name-is-address': '{} is a name that holds an address: put it in quotes, or a comma behind it',
  'group-nested': 'a group within a group: give its members to the outer one',
  'too-many-addresses': 'too many addresses in one text: give an array',
  'unterminated-quoted-string': 'the quotation mark of {} is never closed: close it, or leave it out',
  'unterminated-comment': 'the parenthesis of {} is never closed: put a name that holds one in quotes',
  'encoded-word-control-char': '{} decodes to control characters: give the name as text',
}

/** CR, LF or NUL, lone surrogates, other controls: in no address, quoted or not. */
const CONTROL = /[\x00-\x08\x0a-\x1f\x7f]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/
const ONE = 'expected one mailbox, as ada@example.org or Ada <ada@example.org>'

/** A list of mailboxes and groups; at least one. */
export function addressesOfText(text: string, options: AddressFormatOptions = {}): AddressesOfText | Refused {
  const bare = bareMailbox(text)
  if (bare !== undefined) return { value: [bare], written: text }
  const control = text.search(CONTROL)
  if (control !== -1)
    return fault('a control or a lone surrogate, which no address holds: expected name@domain', control)
  if (trimWsp(text) === '') return fault('expected an address, got nothing', 0)
  const octets = toOctets(text)
  let code: DefectCode | undefined
  let at = 0
  let end = 0
  const list = readAddresses(octets, (found, from, to) => {
    if (code !== undefined && at <= from) return
    if (!isRefused(found, octets, from, to)) return
    code = found
    at = from
    end = to
  })
  if (code !== undefined) {
    const start = position(text, at)
    return fault(refusal(code, text.slice(start, position(text, end))), start)
  }
  try {
    return { value: list, written: formatReadAddresses(list, options.utf8 === true, text) }
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    return fault(error.message, 0)
  }
}

/** Exactly one mailbox, with or without a name. */
export function mailboxOfText(text: string, options: AddressFormatOptions = {}): AddressResult<Mailbox> {
  const result = addressesOfText(text, options)
  if ('fault' in result) return result
  const [first] = result.value
  if (result.value.length !== 1 || first?.kind !== 'mailbox') return fault(`${ONE}; got a list or group`, 0)
  return { value: first }
}

/** Exactly one addr-spec: no name, no angles, no white space around it. */
export function addrSpecOfText(text: string, options: AddressFormatOptions = {}): AddressResult<Mailbox> {
  const result = mailboxOfText(text, options)
  if ('fault' in result) return result
  const bare = result.value.name === undefined && text === trimWsp(text) && !text.endsWith('>')
  return bare ? result : fault('expected an address alone, as ada@example.org', 0)
}

function isRefused(code: DefectCode, octets: string, from: number, to: number): boolean {
  if (code === 'obsolete-address-syntax') return !isInPhrase(octets, to)
  // Another address in a name has to stand in quotes.
  if (code === 'display-name-is-address') return octets[from] !== '"' && octets.slice(from, to).includes('@')
  return REFUSED[code] !== undefined
}

/** At most 60 characters of the text are quoted. */
function refusal(code: DefectCode, text: string): string {
  const shown = trimWsp(text)
  const quoted = JSON.stringify(shown.length > 60 ? `${shown.slice(0, 59)}…` : shown)
  return (REFUSED[code] ?? '').replace('{}', () => quoted)
}

/** Dots in names are written in quotes; in the addr-spec itself obsolete forms are refused. A name is followed by its `<` or `:`. */
function isInPhrase(octets: string, to: number): boolean {
  let at = to
  while (octets[at] === ' ' || octets[at] === '\t') at++
  return octets[at] === '<' || octets[at] === ':'
}

function fault(message: string, at: number): Refused {
  return { fault: { message, position: at } }
}

/** Index in the text of the octet at `octet` of its UTF-8. */
function position(text: string, octet: number): number {
  if (isAsciiText(text)) return octet
  let at = 0
  let octets = 0
  for (const character of text) {
    if (octets >= octet) break
    octets += toOctets(character).length
    at += character.length
  }
  return at
}

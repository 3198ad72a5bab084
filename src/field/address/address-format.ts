/**
 * Writes address lists: names as phrases, local parts in quotes where they need them, domains as A-labels, each mailbox read again before
 * it is let out. RFC 5322 §3.4, RFC 2047 §5, RFC 5891, RFC 6531 §3.3, RFC 6532 §3.2.
 */

import { assertObject } from '../../bytes/arguments.js'
import { isAsciiText } from '../../bytes/ascii.js'
import { ignore } from '../../defects/defect.js'
import { toOctets } from '../octets.js'
import { refuseBreaks, refuseUnwritable } from '../refuse.js'
import { holdsWord } from '../words/find-word.js'
import { formatPhrase } from '../words/phrase.js'
import { isDotAtom, writeLocalPart } from './addr-spec.js'
import { readAddresses } from './address.js'
import type { Group, Mailbox } from './address-list.js'
import { formatComment } from './comment.js'
import { survivesMapping, toAscii } from './idn.js'

/** An addr-spec cannot be folded, and a line holds 998 octets (RFC 5322 §2.1.1). How long a mailbox may be is the business of the transport. */
const MAX_SPEC = 900
/** RFC 5322 §3.4.1, dtext without its obsolete forms. */
const LITERAL = /^\[[!-Z^-~]+\]$/

/** How addresses are written. */
export interface AddressFormatOptions {
  /** UTF-8 in names, local parts and domains (RFC 6532) instead of encoded-words and A-labels. */
  readonly utf8?: boolean
}

/**
 * An address list as one line of ASCII (or of text, with `utf8`), ready for folding: any mailbox that has a domain and no encoded-word in
 * its addr-spec, whatever mail it was read from. What is accepted is read back as it was given.
 * @throws TypeError that names the item and what is wrong with it: no domain, an encoded-word in the addr-spec, CR, LF, NUL or lone
 * surrogates, a non-ASCII local part without `utf8`, a domain that would change when mapped to A-labels, over 900 octets
 *
 * @example formatAddressList([{ kind: 'mailbox', name: 'Doe, J.', address: 'j@example.org', local: 'j', domain: 'example.org' }])
 * // '"Doe, J." <j@example.org>'
 */
export function formatAddressList(list: readonly (Mailbox | Group)[], options: AddressFormatOptions = {}): string {
  if (!Array.isArray(list)) throw new TypeError('addresses: expected an array of mailboxes and groups')
  assertObject(options, 'options')
  return formatReadAddresses(list, options.utf8 === true, undefined)
}

/** @param text what the list was read from, if it was: a mailbox that is written as it stands there needs no second reading */
export function formatReadAddresses(
  list: readonly (Mailbox | Group)[],
  utf8: boolean,
  text: string | undefined,
): string {
  return Array.from(list, (item, i) => formatItem(item, utf8, `addresses[${i}]`, text)).join(', ')
}

function formatItem(item: Mailbox | Group, utf8: boolean, what: string, text: string | undefined): string {
  if (item?.kind === 'mailbox') return formatMailbox(item, utf8, what, text)
  if (item?.kind === 'group') return formatGroup(item, utf8, what)
  throw new TypeError(`${what}: expected a mailbox or a group`)
}

function formatGroup(group: Group, utf8: boolean, what: string): string {
  const phrase = formatPhrase(group.name, { utf8 }, `${what}.name`)
  const back = readAddresses(toOctets(`${phrase}:;`), ignore)[0]
  if (back?.kind !== 'group' || back.name !== group.name)
    throw new TypeError(`${what}.name: cannot be written as a phrase: expected one line of text`)
  if (!Array.isArray(group.members)) throw new TypeError(`${what}.members: expected an array of mailboxes`)
  const members = Array.from(group.members, (member: Mailbox, i) => {
    if (member?.kind !== 'mailbox')
      throw new TypeError(`${what}.members[${i}]: expected a mailbox; a group holds no group`)
    return formatMailbox(member, utf8, `${what}.members[${i}]`)
  })
  return members.length === 0 ? `${phrase}:;` : `${phrase}: ${members.join(', ')};`
}

function formatMailbox(mailbox: Mailbox, utf8: boolean, what: string, text?: string): string {
  const { name, local, domain, comment } = mailbox
  const spec = formatAddrSpec(local, domain, utf8, what)
  let written = spec
  if (name !== undefined && name !== '') {
    written = `${formatPhrase(name, { utf8 }, `${what}.name`)} <${spec}>`
    // A name that was read from a comment is written in the new form, once.
    if (comment !== undefined && comment !== '' && comment !== name) {
      written += ` ${formatComment(comment, { utf8, words: true }, `${what}.comment`)}`
    }
  } else if (comment !== undefined && comment !== '') {
    // Beside the address it would be read as a name.
    written = `<${spec} ${formatComment(comment, { utf8, words: true }, `${what}.comment`)}>`
  }
  if (written === text) return written
  // The text is read again: whatever a name or local part holds, it must not move the address.
  const back = readOne(written)
  if (back === undefined || back.local !== local || !sameDomain(back.domain, domain)) {
    throw new TypeError(
      `${what}: the address ${JSON.stringify(spec)} does not read back as it was given: expected name@domain`,
    )
  }
  if ((back.name ?? '') !== (name ?? ''))
    throw new TypeError(
      `${what}.name: does not read back as it was given: expected text without white space at its ends`,
    )
  checkAddress(mailbox, what)
  return written
}

/** `address` is what an envelope would be made from: it must say the same as `local` and `domain`. */
function checkAddress(mailbox: Mailbox, what: string): void {
  const { address, local, domain } = mailbox
  if (address === undefined || address === `${local}@${domain}`) return
  if (typeof address !== 'string') throw new TypeError(`${what}.address: expected a string`)
  const back = readOne(address)
  if (back === undefined || back.name !== undefined || back.local !== local || !sameDomain(back.domain, domain)) {
    throw new TypeError(`${what}.address: differs from local@domain: expected all three to agree`)
  }
}

function readOne(text: string): Mailbox | undefined {
  const list = readAddresses(toOctets(text), ignore)
  return list.length === 1 && list[0]?.kind === 'mailbox' ? list[0] : undefined
}

function sameDomain(a: string, b: string): boolean {
  return a === b || (a !== '' && toAscii(a) !== undefined && toAscii(a) === toAscii(b))
}

function formatAddrSpec(local: string, domain: string, utf8: boolean, what: string): string {
  refuseBreaks(local, `${what}.local`)
  refuseBreaks(domain, `${what}.domain`)
  if (!utf8 && !isAsciiText(local)) {
    throw new TypeError(`${what}.local: a non-ASCII local part needs utf8: true (RFC 6531 §3.3)`)
  }
  refuseUnwritable(local, `${what}.local`, utf8)
  if (holdsWord(local) || holdsWord(domain)) {
    throw new TypeError(
      `${what}.address: an encoded-word, which other readers decode into another address (RFC 2047 §5): expected the address itself`,
    )
  }
  const spec = `${writeLocalPart(local)}@${formatDomain(domain, utf8, `${what}.domain`)}`
  if (toOctets(spec).length > MAX_SPEC) {
    throw new TypeError(
      `${what}.address: over ${MAX_SPEC} octets, which no line can hold (RFC 5322 §2.1.1): expected a shorter address`,
    )
  }
  return spec
}

function formatDomain(domain: string, utf8: boolean, what: string): string {
  if (domain === '') throw new TypeError(`${what}: empty; expected a domain, as example.org`)
  if (domain.startsWith('[')) {
    if (!LITERAL.test(domain)) throw new TypeError(`${what}: expected a domain literal, as [192.0.2.1]`)
    return domain
  }
  refuseUnwritable(domain, what, true)
  if (!isLabels(domain)) throw new TypeError(`${what}: expected labels with dots between them, as example.org`)
  if (isAsciiText(domain)) return domain
  if (!survivesMapping(domain))
    throw new TypeError(
      `${what}: has no A-labels, or UTS 46 maps it to another name: expected the name as it is registered`,
    )
  return utf8 ? domain : (toAscii(domain) ?? domain)
}

/** Atoms and dots, also where the RFC has none (`example.org.`), with at least one atom. */
function isLabels(domain: string): boolean {
  return (
    domain.split('.').some((label) => label !== '') &&
    domain.split('.').every((label) => label === '' || isDotAtom(label))
  )
}

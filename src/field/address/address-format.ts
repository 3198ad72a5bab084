/**
 * Writes address lists: names as phrases, local parts in quotes where they need them, domains as A-labels, each mailbox read again before
 * it is let out. RFC 5322 §3.4, RFC 2047 §5, RFC 5891, RFC 6531 §3.3, RFC 6532 §3.2.
 */
import { ignore } from '../../defects/defect.js'
import { isAsciiText, toOctets } from '../octets.js'
import { refuseBreaks, refuseUnwritable } from '../refuse.js'
import { encodeEncodedWords } from '../words/encoded-word.js'
import { formatPhrase } from '../words/keywords.js'
import { isDotAtom, writeLocalPart } from './addr-spec.js'
import { readAddressList } from './address.js'
import type { Group, Mailbox } from './address-list.js'
import { survivesMapping, toAscii } from './idn.js'

/** RFC 5321 §4.5.3.1 and RFC 1035 §2.3.4: octets. */
const MAX_LOCAL = 64
const MAX_DOMAIN = 255
const MAX_ADDRESS = 254
const MAX_LABEL = 63
/** RFC 5322 §3.4.1, dtext without its obsolete forms. */
const LITERAL = /^\[[!-Z^-~]+\]$/

export interface AddressFormatOptions {
  /** UTF-8 in names, local parts and domains (RFC 6532) instead of encoded-words and A-labels. */
  readonly utf8?: boolean
}

/**
 * An address list as one line of ASCII (or of text, with `utf8`), ready for folding. What is accepted is read back as it was given.
 * @throws TypeError that names the item and what is wrong with it: an address that cannot be written, CR, LF, NUL or lone surrogates, a
 * non-ASCII local part without `utf8`, a domain that would change when mapped to A-labels, lengths over those of RFC 5321 §4.5.3.1
 *
 * @example formatAddressList([{ kind: 'mailbox', name: 'Doe, J.', address: 'j@example.org', local: 'j', domain: 'example.org' }])
 * // '"Doe, J." <j@example.org>'
 */
export function formatAddressList(list: readonly (Mailbox | Group)[], options: AddressFormatOptions = {}): string {
  if (!Array.isArray(list)) throw new TypeError('addresses: expected an array of mailboxes and groups')
  const utf8 = options.utf8 === true
  return list.map((item: Mailbox | Group, i) => formatItem(item, utf8, `addresses[${i}]`)).join(', ')
}

function formatItem(item: Mailbox | Group, utf8: boolean, what: string): string {
  if (item?.kind === 'mailbox') return formatMailbox(item, utf8, what)
  if (item?.kind === 'group') return formatGroup(item, utf8, what)
  throw new TypeError(`${what}: expected a mailbox or a group`)
}

function formatGroup(group: Group, utf8: boolean, what: string): string {
  const phrase = formatPhrase(group.name, { utf8 }, `${what}.name`)
  const back = readAddressList(toOctets(`${phrase}:;`), ignore)[0]
  if (back?.kind !== 'group' || back.name !== group.name)
    throw new TypeError(`${what}.name: cannot be written as a phrase`)
  if (!Array.isArray(group.members)) throw new TypeError(`${what}.members: expected an array of mailboxes`)
  const members = group.members.map((member: Mailbox, i) => {
    if (member?.kind !== 'mailbox')
      throw new TypeError(`${what}.members[${i}]: expected a mailbox; a group holds no group`)
    return formatMailbox(member, utf8, `${what}.members[${i}]`)
  })
  return members.length === 0 ? `${phrase}:;` : `${phrase}: ${members.join(', ')};`
}

function formatMailbox(mailbox: Mailbox, utf8: boolean, what: string): string {
  const { name, local, domain, comment } = mailbox
  const spec = formatAddrSpec(local, domain, utf8, what)
  let written = spec
  if (name !== undefined && name !== '') written = `${formatPhrase(name, { utf8 }, `${what}.name`)} <${spec}>`
  if (comment !== undefined && comment !== '') written += ` ${formatComment(comment, utf8, `${what}.comment`)}`
  // The text is read again: whatever a name or local part holds, it must not move the address.
  const back = readOne(written)
  if (back === undefined || back.local !== local || !sameDomain(back.domain, domain)) {
    throw new TypeError(`${what}: the address ${JSON.stringify(spec)} does not read back as it was given`)
  }
  if ((back.name ?? '') !== (name ?? '')) throw new TypeError(`${what}.name: does not read back as it was given`)
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
    throw new TypeError(`${what}.address: is not the addr-spec of its local part and domain`)
  }
}

function readOne(text: string): Mailbox | undefined {
  const list = readAddressList(toOctets(text), ignore)
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
  const writtenLocal = writeLocalPart(local)
  const writtenDomain = formatDomain(domain, utf8, `${what}.domain`)
  const spec = `${writtenLocal}@${writtenDomain}`
  checkLength(toOctets(local).length, MAX_LOCAL, `${what}.local`)
  checkLength(toOctets(writtenDomain).length, MAX_DOMAIN, `${what}.domain`)
  checkLength(toOctets(spec).length, MAX_ADDRESS, `${what}.address`)
  return spec
}

function checkLength(length: number, most: number, what: string): void {
  if (length > most) throw new TypeError(`${what}: ${length} octets; at most ${most} (RFC 5321 §4.5.3.1)`)
}

function formatDomain(domain: string, utf8: boolean, what: string): string {
  if (domain === '') throw new TypeError(`${what}: empty; expected a domain, as example.org`)
  if (domain.startsWith('[')) {
    if (!LITERAL.test(domain)) throw new TypeError(`${what}: expected a domain literal, as [192.0.2.1]`)
    return domain
  }
  if (!isDotAtom(domain)) throw new TypeError(`${what}: expected labels with dots between them, as example.org`)
  if (!survivesMapping(domain)) throw new TypeError(`${what}: no A-labels, or UTS 46 maps it to another name`)
  const ascii = toAscii(domain) ?? domain
  if (ascii.split('.').some((label) => label.length > MAX_LABEL)) {
    throw new TypeError(`${what}: a label over ${MAX_LABEL} octets`)
  }
  return utf8 || isAsciiText(domain) ? domain : ascii
}

/** Text as a comment; encoded-words where ASCII or the parentheses could not hold it. */
function formatComment(text: string, utf8: boolean, what: string): string {
  refuseBreaks(text, what)
  if ((!utf8 && !isAsciiText(text)) || text.includes('=?') || /[\x00-\x1f\x7f-\x9f\u2028\u2029]/.test(text)) {
    return `(${encodeEncodedWords(text, { phrase: true })})`
  }
  return `(${text.replace(/[()\\]/g, '\\$&')})`
}

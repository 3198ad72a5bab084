/**
 * Reads address lists: mailboxes and groups, obsolete and broken ones included. RFC 5322 §3.4 and §4.4, RFC 6532 §3.2, RFC 6854.
 * Structure is found in the octets; only then are names decoded. Elements are decided in address-element.ts.
 */
import { COLON, COMMA, DOT, SEMICOLON } from '../../bytes/ascii.js'
import { ignore, type Report } from '../../defects/defect.js'
import { DEFAULT_LIMITS } from '../../defects/limits.js'
import { FALLBACK_CHARSET } from '../mime/labelled.js'
import { toOctets } from '../octets.js'
import { decodeWords } from '../words/encoded-word.js'
import { ElementReader, WORDS } from './address-element.js'
import { type AddressList, addressList, type Group, type Mailbox } from './address-list.js'
import {
  commentTexts,
  type Decode,
  decodePhrase,
  decodeWithFallback,
  holdsOtherAddress,
  keepWords,
} from './address-phrase.js'
import { AddressTokens, ATOM, END, QUOTED } from './address-tokens.js'
import { FastMailboxReader } from './fast-mailbox.js'
import { SUSPICIONS, type Suspicions } from './suspicions.js'

export type { AddressList, Group, Mailbox } from './address-list.js'

/**
 * Reads the octets of a field body (folds may still be in it) as an address list. Never throws. What cannot be read without guessing
 * gives a defect and no mailbox.
 */
export function readAddressList(
  octets: string,
  report: Report,
  limits?: { maxAddresses: number },
  fallback?: string,
): AddressList {
  return addressList(readAddresses(octets, report, limits, fallback))
}

/** As `readAddressList`, without the property `mailboxes` of the list: to give it takes as long as to read a mailbox of common form. */
export function readAddresses(
  octets: string,
  report: Report,
  limits?: { maxAddresses: number },
  fallback?: string,
): (Mailbox | Group)[] {
  return readItems(octets, report, SUSPICIONS, limits, fallback)
}

/** @param suspicions undefined where nobody is told of them */
function readItems(
  octets: string,
  report: Report,
  suspicions: Suspicions | undefined,
  limits: { maxAddresses: number } = DEFAULT_LIMITS,
  fallback?: string,
): (Mailbox | Group)[] {
  const decode = fallback === undefined || fallback === FALLBACK_CHARSET ? decodeWords : decodeWithFallback(fallback)
  const plain = new FastMailboxReader(octets, report, decode, suspicions)
  const { maxAddresses } = limits
  // Most lists hold nothing but mailboxes of common forms: those need no more than this.
  let mailbox = maxAddresses > 0 ? plain.read(0) : undefined
  if (mailbox === undefined)
    return new ListReader(octets, report, maxAddresses, plain, [], decode, suspicions).read(0, COMMA)
  // And most hold one: pushed into an empty array, it would take the room of seventeen.
  const items: (Mailbox | Group)[] = [mailbox]
  let { pos, separator } = plain
  while (separator === COMMA && items.length < maxAddresses) {
    mailbox = plain.read(pos)
    if (mailbox === undefined) break
    items.push(mailbox)
    pos = plain.pos
    separator = plain.separator
  }
  if (separator === END) return items
  return new ListReader(octets, report, maxAddresses, plain, items, decode, suspicions).read(pos, separator)
}

/** Reads an address list; never throws for malformed text. A string is taken as UTF-8 text. */
export function parseAddressList(value: string | Uint8Array): AddressList {
  return addressList(readItems(toOctets(value), ignore, undefined))
}

/** The mailbox of a text that is an addr-spec of the common form and nothing else. */
export function bareMailbox(text: string): Mailbox | undefined {
  const mailbox = new FastMailboxReader(text, ignore, decodeWords, undefined).read(0)
  return mailbox?.address === text ? mailbox : undefined
}

/** As readAddressList, without the short way for common forms: for tests that hold the two against each other. */
export function readAddressListByTokens(octets: string, report: Report, maxAddresses: number): AddressList {
  return addressList(
    new ListReader(octets, report, maxAddresses, undefined, [], decodeWords, SUSPICIONS).read(0, COMMA),
  )
}

/** As `readAddressList`, with encoded-words left as they stand: for those who hand them on undecoded. */
export function readUndecodedAddresses(octets: string, report: Report = ignore): AddressList {
  const { maxAddresses } = DEFAULT_LIMITS
  return addressList(new ListReader(octets, report, maxAddresses, undefined, [], keepWords, SUSPICIONS).read(0, COMMA))
}

/** @internal Readers that are never used: tree/kept-shapes.ts says why. */
export function keepAddressReaders(): unknown[] {
  const plain = new FastMailboxReader('', ignore, decodeWords, SUSPICIONS)
  return [plain, new ListReader('', ignore, 0, plain, [], decodeWords, SUSPICIONS)]
}

/** Stand for those of a list until one of its elements needs them. */
const NO_TOKENS = /* @__PURE__ */ new AddressTokens('')
const NO_ELEMENT = /* @__PURE__ */ new ElementReader('', NO_TOKENS, ignore)

class ListReader {
  private tokens = NO_TOKENS
  private element = NO_ELEMENT
  private mailboxes: number
  private groups = 0
  /** The open group: its members, name, where it begins, and how many are open inside each other. */
  private members: Mailbox[] | undefined
  private groupName = ''
  private groupFrom = 0
  private depth = 0
  /** Just after the `;` of a group: a comma may follow, or the end. */
  private afterGroup = false
  /** Spans of elements of words alone, each followed by a comma: mailboxes, unless a name with an address follows. */
  private readonly held: number[] = []
  private full = false
  /** Was there any element that is not empty? */
  private seen: boolean

  constructor(
    private readonly octets: string,
    private readonly report: Report,
    private readonly maxAddresses: number,
    /** The short way for common forms; none for tests. */
    private readonly plain: FastMailboxReader | undefined,
    /** What was read before. */
    private readonly items: (Mailbox | Group)[],
    private readonly decode: Decode,
    private readonly suspicions: Suspicions | undefined,
  ) {
    this.mailboxes = items.length
    this.seen = items.length > 0
  }

  /** Puts the element at `pos` into the tokens. */
  private tokenize(pos: number): AddressTokens {
    if (this.tokens === NO_TOKENS) {
      this.tokens = new AddressTokens(this.octets)
      this.element = new ElementReader(this.octets, this.tokens, this.report, this.decode, this.suspicions)
    }
    this.tokens.read(pos)
    return this.tokens
  }

  /** Reads on from `pos`, after `separator`. */
  read(pos: number, separator: number): (Mailbox | Group)[] {
    const { plain, octets } = this
    if (separator === SEMICOLON) this.semicolon(pos - 1)
    while (separator !== END && !this.full) {
      const start = pos
      const mailbox = this.held.length === 0 && !this.afterGroup ? plain?.read(pos) : undefined
      if (mailbox !== undefined && plain !== undefined) {
        this.add(mailbox, start)
        pos = plain.pos
        separator = plain.separator
      } else {
        const tokens = this.tokenize(pos)
        pos = tokens.pos
        separator = tokens.separator
        if (separator === COLON) this.open()
        else this.take(separator)
      }
      if (separator !== COMMA) this.release()
      if (separator === SEMICOLON) this.semicolon(pos - 1)
    }
    this.release()
    if (this.depth > 0) {
      if (!this.full) this.report('address-invalid', this.groupFrom, octets.length)
      this.close()
    }
    if (this.mailboxes === 0 && this.groups === 0 && !this.full) this.nothing()
    return this.items
  }

  /** A body without any element (Bcc alone may be so, which its reader knows). */
  private nothing(): void {
    if (!this.seen) this.report('address-invalid', 0, this.octets.length)
  }

  /** The element in the tokens, which is not the head of a group. */
  private take(separator: number): void {
    const { tokens, element, report, held } = this
    const { count, start, end } = tokens
    if (count === 0 && tokens.openComment === -1) {
      commentTexts(this.octets, tokens.comments, report)
      const whole = start === 0 && separator === END
      if (separator !== SEMICOLON && !this.afterGroup && !whole) report('address-empty-element', start, end)
      if (separator !== END || start < end) this.afterGroup = false
      return
    }
    this.seen = true
    if (this.afterGroup) report('address-invalid', start, end)
    this.afterGroup = false
    const joined = held.length > 0 && element.takesWords()
    const found = element.read(joined ? held[0] : -1)
    if (found === WORDS) {
      const { comments } = tokens
      if (comments.length > 0) this.release()
      held.push(tokens.from[0]!, tokens.to[count - 1]!)
      if (comments.length > 0 || held.length / 2 + this.mailboxes > this.maxAddresses) this.release()
      return
    }
    if (joined) held.length = 0
    else this.release()
    if (found === undefined) return
    this.add(found, start)
    for (const mailbox of element.more) this.add(mailbox, start)
  }

  /** Held words are mailboxes without domain after all. */
  private release(): void {
    const { held } = this
    for (let i = 0; i < held.length && !this.full; i += 2) {
      const mailbox = this.element.words(held[i]!, held[i + 1]!)
      if (mailbox !== undefined) this.add(mailbox, held[i]!)
    }
    held.length = 0
  }

  private add(mailbox: Mailbox, from: number): void {
    if (this.full) return
    if (this.mailboxes >= this.maxAddresses) {
      this.stop(from)
      return
    }
    this.mailboxes++
    if (this.members !== undefined) this.members.push(mailbox)
    else this.items.push(mailbox)
  }

  private stop(from: number): void {
    if (!this.full) this.report('too-many-addresses', from, this.octets.length)
    this.full = true
  }

  /** The element in the tokens is the head of a group. */
  private open(): void {
    const { tokens, octets, report } = this
    const { count, kind, start, end, pos } = tokens
    this.afterGroup = false
    this.seen = true
    commentTexts(octets, tokens.comments, report)
    let words = 0
    let dots = 0
    for (let i = 0; i < count; i++) {
      if (kind[i] === ATOM || kind[i] === QUOTED) words++
      else if (kind[i] === DOT) dots++
    }
    const from = count > 0 ? tokens.from[0]! : start
    const to = count > 0 ? tokens.to[count - 1]! : end
    if (words === 0 || words + dots < count) report('address-invalid', start, pos)
    else if (dots > 0) report('obsolete-address-syntax', from, to)
    const name = decodePhrase(octets, from, to, report, this.decode)
    if (this.suspicions?.hidesText(name)) report('bidi-or-format-char', from, to)
    if (holdsOtherAddress(name, '')) report('display-name-is-address', from, to)
    this.release()
    if (this.depth++ > 0) {
      report('group-nested', start, pos)
      report('address-invalid', start, pos)
      return
    }
    if (this.groups >= this.maxAddresses) {
      this.depth = 0
      this.stop(start)
      return
    }
    this.groups++
    this.groupName = name
    this.groupFrom = from
    this.members = []
  }

  /** `;` at `at`: ends a group, or stands for a comma. */
  private semicolon(at: number): void {
    if (this.depth === 0) {
      this.report('address-invalid', at, at + 1)
      return
    }
    if (--this.depth === 0) this.close()
    this.afterGroup = true
  }

  private close(): void {
    this.depth = 0
    this.items.push({ kind: 'group', name: this.groupName, members: this.members ?? [] })
    this.members = undefined
  }
}

/**
 * Makes the mailbox of an addr-spec and of what stands beside it: name, comments, route, defects. RFC 5322 §3.4 and §4.4, RFC 6531 §3.3,
 * RFC 5321 §4.5.3.1.
 */
import { AT, COLON, COMMA, DOT, GT, isAsciiText, LBRACKET, LT, RBRACKET } from '../../bytes/ascii.js'
import { fromLatin1, isUtf8, utf8 } from '../../bytes/platform.js'
import { ignore, type Report } from '../../defects/defect.js'
import { unfold } from '../lexer.js'
import { text } from '../octets.js'
import { holdsWord, isOnlyWords } from '../words/find-word.js'
import { isDotAtom, MAX_ADDRESS, MAX_DOMAIN, MAX_LOCAL, quote } from './addr-spec.js'
import type { Mailbox } from './address-list.js'
import { commentTexts, type Decode, decodePhrase, holdsOtherAddress } from './address-phrase.js'
import type { Spec, SpecReader } from './address-specs.js'
import { type AddressTokens, LITERAL, QUOTED } from './address-tokens.js'
import type { Suspicions } from './suspicions.js'

/** A name among the tokens, or in comments: its text, and the octets it was read from. */
export interface Name {
  readonly text: string
  readonly from: number
  readonly to: number
}

/** Octets [from, to). */
interface Area {
  readonly from: number
  readonly to: number
}

/** Where a mailbox stands. */
export interface Place {
  /** Tokens [from, to) are the address, angles included: comments in them are no name. */
  readonly from: number
  readonly to: number
  /** The comments in these octets are its own; absent: all of the element. */
  readonly area?: Area
  /** The addr-spec is that of a `mailto:` URL. */
  readonly url?: boolean
}

type Draft = { -readonly [K in keyof Mailbox]: Mailbox[K] }

/** What readers that do not know quotes and literals take for the structure of an address. */
const SPECIAL = /[@<>(),;:[\]]/
const NO_COMMENTS: readonly string[] = []

/** Makes mailboxes of the element in the tokens. */
export class MailboxReader {
  /** The text of each comment of the element. */
  private comments: readonly string[] = NO_COMMENTS
  /** The comments before this one stand before the area that was asked for last. */
  private next = 0

  constructor(
    private readonly octets: string,
    private readonly tokens: AddressTokens,
    private readonly specs: SpecReader,
    private readonly report: Report,
    private readonly decode: Decode,
    private readonly suspicions: Suspicions | undefined,
  ) {}

  /** Reads the comments of the element in the tokens. */
  readComments(): void {
    const { octets, tokens, report, decode } = this
    this.comments = tokens.comments.length === 0 ? NO_COMMENTS : commentTexts(octets, tokens.comments, report, decode)
  }

  /** The name in the tokens [from, to); undefined where there is no word in them. What leads a name behind an address is no part of it. */
  name(from: number, to: number, behind: boolean, nameFrom = -1): Name | undefined {
    const { tokens, octets, report } = this
    const word = this.specs.firstWord(from, to)
    if (word === -1 && nameFrom === -1) return undefined
    const start = nameFrom !== -1 ? nameFrom : tokens.from[behind ? this.opened(word, from, to) : from]!
    let last = to
    if (behind) while (tokens.kind[last - 1] === GT || tokens.kind[last - 1] === LT) last--
    const end = last > from ? tokens.to[last - 1]! : start
    const found = decodePhrase(octets, start, end, report, this.decode)
    return found === '' ? undefined : { text: found, from: start, to: end }
  }

  /** `ann@example.org [Ann]`: the bracket before a word belongs to it if it is closed. */
  private opened(word: number, from: number, to: number): number {
    const { octets, tokens } = this
    if (word <= from || octets.charCodeAt(tokens.from[word - 1]!) !== LBRACKET) return word
    for (let i = word; i < to; i++) if (octets.charCodeAt(tokens.from[i]!) === RBRACKET) return word - 1
    return word
  }

  /** The texts of the comments in the area that are not inside [from, to): what stands beside an address is its name. */
  private commentName(area: Area | undefined, from: number, to: number): Name | undefined {
    const { comments } = this.tokens
    const texts: string[] = []
    let start = -1
    let end = 0
    for (let i = this.firstComment(area); i < this.comments.length; i++) {
      const at = comments[2 * i]!
      if (area !== undefined && at >= area.to) break
      const comment = this.comments[i]!
      if (comment === '' || (at >= from && at < to)) continue
      texts.push(comment)
      if (start === -1) start = at
      end = comments[2 * i + 1]!
    }
    return texts.length === 0 ? undefined : { text: texts.join(' '), from: start, to: end }
  }

  private commentOf(area: Area | undefined): string | undefined {
    const { comments } = this.tokens
    const texts: string[] = []
    for (let i = this.firstComment(area); i < this.comments.length; i++) {
      if (area !== undefined && comments[2 * i]! >= area.to) break
      if (this.comments[i] !== '') texts.push(this.comments[i]!)
    }
    return texts.length === 0 ? undefined : texts.join(' ')
  }

  /** Index of the first comment of an area. Those of a list of mailboxes are asked for in order, so that each comment is passed once. */
  private firstComment(area: Area | undefined): number {
    if (area === undefined) return 0
    const { comments } = this.tokens
    if (area.from === 0) this.next = 0
    while (this.next < this.comments.length && comments[2 * this.next]! < area.from) this.next++
    return this.next
  }

  /** What is suspicious in a name. */
  private checkName(name: Name, address: string): void {
    if (this.suspicions?.hidesText(name.text)) this.report('bidi-or-format-char', name.from, name.to)
    if (holdsOtherAddress(name.text, address)) this.report('display-name-is-address', name.from, name.to)
  }

  /** A mailbox that has a name and no address that can be read; undefined without a name. Tokens [from, to) are an angle, if there is one. */
  nameAlone(phrase: Name | undefined, from = 0, to = 0): Mailbox | undefined {
    const { tokens, octets } = this
    const name =
      phrase ?? this.commentName(undefined, from < to ? tokens.from[from]! : 0, from < to ? tokens.to[to - 1]! : 0)
    if (name === undefined) return undefined
    if (isOnlyWords(octets.slice(tokens.start, tokens.end))) this.report('encoded-word-in-address', name.from, name.to)
    this.checkName(name, '')
    const mailbox: Draft = { kind: 'mailbox', name: name.text, address: '', local: '', domain: '' }
    const comment = this.commentOf(undefined)
    if (comment !== undefined) mailbox.comment = comment
    const invalid = from < to ? this.raw(from, to) : ''
    if (invalid !== '') mailbox.invalid = invalid
    return mailbox
  }

  /** What stands between the `<` that is token `from` and the `>` that is token `to - 1`: as UTF-8, else latin-1, at most 254 octets. */
  private raw(from: number, to: number): string {
    const { tokens, octets } = this
    let start = tokens.to[from]!
    let end = tokens.from[to - 1]!
    while (start < end && octets.charCodeAt(start) <= 0x20) start++
    while (end > start && octets.charCodeAt(end - 1) <= 0x20) end--
    let raw = unfold(octets.slice(start, end))
    if (!isUtf8(fromLatin1(raw))) return raw.slice(0, MAX_ADDRESS)
    if (raw.length > MAX_ADDRESS) {
      let cut = MAX_ADDRESS
      while (cut > 0 && (raw.charCodeAt(cut) & 0xc0) === 0x80) cut--
      raw = raw.slice(0, cut)
    }
    const bytes = fromLatin1(raw)
    return utf8(bytes, 0, bytes.length)
  }

  /** The mailbox of `spec` with the name `phrase`, or that of the comments beside it; raises what is to be said about its parts. */
  mailbox(spec: Spec, phrase: Name | undefined, place: Place): Mailbox {
    const { tokens, report, specs } = this
    const { kind, from, to } = tokens
    const start = from[spec.from]!
    const at = spec.at === -1 ? spec.to : spec.at
    const rawLocal = specs.join(spec.from, at, spec.at === -1 ? ' ' : '')
    const local = text(rawLocal, report, start)
    let rawDomain = spec.at === -1 ? '' : specs.join(at + 1, spec.to, '')
    // RFC 6068 §2: fields follow the address of such a URL.
    if (place.url === true && rawDomain.indexOf('?') > 0) rawDomain = rawDomain.slice(0, rawDomain.indexOf('?'))
    const domain = rawDomain === '' ? '' : text(rawDomain, report, from[at + 1]!)
    let quoted = spec.from
    while (quoted < at && kind[quoted] !== QUOTED) quoted++
    const isQuoted = quoted < at
    const plain = spec.at !== -1 && !isQuoted
    const address = (plain || isDotAtom(local) ? local : quote(local)) + (spec.at === -1 ? '' : `@${domain}`)
    const route =
      spec.from > place.from && kind[spec.from - 1] === COLON ? this.route(place.from, spec.from - 1) : undefined
    this.check(spec, at, isQuoted, rawLocal, rawDomain, domain)
    let name = phrase
    let comment: string | undefined
    if (this.comments.length > 0) {
      name ??= this.commentName(place.area, from[place.from]!, to[place.to - 1]!)
      comment = this.commentOf(place.area)
    }
    if (name !== undefined) this.checkName(name, address)
    // Assigned, not spread: spreading costs more than all the rest of this method.
    const mailbox: Draft =
      name === undefined
        ? { kind: 'mailbox', address, local, domain }
        : { kind: 'mailbox', name: name.text, address, local, domain }
    if (route !== undefined) mailbox.route = route
    if (comment !== undefined) mailbox.comment = comment
    return mailbox
  }

  /** The domains of a route in the tokens [from, to), which begin with the `<`; undefined where there is none. */
  private route(from: number, to: number): string[] | undefined {
    const { kind } = this.tokens
    const route: string[] = []
    let start = -1
    for (let i = from; i < to; ) {
      if (kind[i] !== AT) {
        i++
        continue
      }
      if (start === -1) start = i
      // QUIRK(RFC 5322 §4.4): no comma between the domains of a route; it is not used. Sent by: broken relays. Fixture: address unit test.
      else if (kind[i - 1] !== COMMA) this.report('address-invalid', this.tokens.start, this.tokens.end)
      const end = this.specs.domainEnd(i + 1, to)
      if (end === -1) return undefined
      route.push(text(this.specs.join(i + 1, end, ''), this.report, this.tokens.from[i + 1]!))
      i = end
    }
    if (start === -1) return undefined
    this.report('obsolete-route', this.tokens.from[start]!, this.tokens.to[to]!)
    return route
  }

  /**
   * Defects of the addr-spec itself, in this order: of its form (obsolete syntax, quotes), of its local part (routing characters, encoded-words), of its
   * domain (literal), of its characters (beyond ASCII, invisible), of names in its domain, of its length. Each looks at the spec alone, none stops
   * another.
   */
  private check(spec: Spec, at: number, quoted: boolean, rawLocal: string, rawDomain: string, domain: string): void {
    const { tokens, report, suspicions } = this
    const { kind, from, to } = tokens
    const start = from[spec.from]!
    const localEnd = to[at - 1]!
    const end = to[spec.to - 1]!
    if (spec.at !== -1 && this.isObsolete(spec, at)) report('obsolete-address-syntax', start, end)
    if (quoted) {
      report('quoted-local-part', start, localEnd)
      if (SPECIAL.test(rawLocal)) report('special-in-address', start, localEnd)
    }
    if (spec.at !== -1 && (rawLocal.indexOf('%') !== -1 || rawLocal.indexOf('!') !== -1)) {
      report('address-routing-char', start, localEnd)
    }
    if (holdsWord(rawLocal) || holdsWord(rawDomain)) report('encoded-word-in-address', start, end)
    if (rawDomain !== '' && kind[at + 1] === LITERAL) {
      report('domain-literal', from[at + 1]!, end)
      if (SPECIAL.test(rawDomain.slice(1, -1))) report('special-in-address', from[at + 1]!, end)
    }
    if (!isAsciiText(rawLocal)) {
      report('smtputf8-required', start, localEnd)
      if (suspicions?.hasFormatChar(text(rawLocal, ignore, 0))) report('bidi-or-format-char', start, localEnd)
    }
    if (domain !== '') for (const code of suspicions?.domainDefects(domain) ?? []) report(code, from[at + 1]!, end)
    const octets = rawLocal.length + 1 + rawDomain.length
    if (rawLocal.length > MAX_LOCAL || rawDomain.length > MAX_DOMAIN || octets > MAX_ADDRESS) {
      report('oversize-address', start, end)
    }
  }

  /** White space or a comment inside, or a dot with no atom on one of its sides (RFC 5322 §4.4). @param at the token of the `@`, or the end */
  private isObsolete(spec: Spec, at: number): boolean {
    const { kind, gap } = this.tokens
    for (let i = spec.from; i < spec.to; i++) {
      if (i > spec.from && gap[i] === 1) return true
      if (kind[i] !== DOT) continue
      if (i === spec.from || i === spec.to - 1 || i + 1 === at || i - 1 === at || kind[i + 1] === DOT) return true
    }
    return false
  }
}

/**
 * Decides what one element of an address list is: mailboxes, words alone, or nothing that can be read. RFC 5322 §3.4 and §4.4, RFC 6531 §3.3.
 * One addr-spec in an element is its address, whatever stands around it; a name without one is kept. Nothing is made up: what might be an
 * address in two ways is none.
 */
import { AT, DOT, GT, LT } from '../../bytes/ascii.js'
import type { Report } from '../../defects/defect.js'
import { decodeWords } from '../words/encoded-word.js'
import { isOnlyWords } from '../words/find-word.js'
import type { Mailbox } from './address-list.js'
import { MailboxReader, type Name } from './address-mailbox.js'
import { type Decode, holdsOtherAddress } from './address-phrase.js'
import { type Held, type Spec, SpecReader } from './address-specs.js'
import { type AddressTokens, PAIR, QUOTED } from './address-tokens.js'
import type { Suspicions } from './suspicions.js'

/** Words alone, which may turn out to be the begin of a name with a comma in it. */
export const WORDS = 'words'

/** An angle of the element: its `<` is token `open`, its content [from, to), and `end` is the token after it. */
interface Angle {
  readonly open: number
  readonly from: number
  readonly to: number
  readonly end: number
  readonly closed: boolean
  readonly held: Held
}

/** Reads elements of one field body. */
export class ElementReader {
  /** Mailboxes of the element behind the one that `read` returned. */
  readonly more: Mailbox[] = []
  private readonly specs: SpecReader
  private readonly maker: MailboxReader
  /** The element has its `address-invalid`. */
  private flagged = false

  constructor(
    private readonly octets: string,
    private readonly tokens: AddressTokens,
    private readonly report: Report,
    decode: Decode = decodeWords,
    suspicions?: Suspicions,
  ) {
    this.specs = new SpecReader(octets, tokens)
    this.maker = new MailboxReader(octets, tokens, this.specs, report, decode, suspicions)
  }

  /**
   * The mailbox of the element in the tokens, further ones in `more`; WORDS if it is words alone (its text is then read by `words`);
   * undefined if it is none.
   * @param nameFrom where the name begins if words before a comma belong to it, else -1
   */
  read(nameFrom = -1): Mailbox | typeof WORDS | undefined {
    const { tokens, report } = this
    const { count, kind, firstAngle, openComment, openQuote } = tokens
    this.flagged = false
    this.more.length = 0
    if (openComment !== -1) report('unterminated-comment', openComment, tokens.end)
    if (openQuote !== -1) report('unterminated-quoted-string', openQuote, openQuote + 1)
    const open = openComment !== -1 || openQuote !== -1
    if (open) this.invalid()
    let at = 0
    while (at < count && kind[at] !== AT) at++
    const words = firstAngle === -1 && at === count && !open && tokens.comments.length === 0
    // A quoted-string by itself is whole: a comma that belongs to a name stands inside of it.
    if (words && this.specs.isPhrase(0, count) && !(count === 1 && kind[0] === QUOTED)) return WORDS
    this.maker.readComments()
    if (firstAngle !== -1) return this.withAngles(nameFrom)
    return at === count ? this.wordsAlone() : this.bare()
  }

  /** True if the element can take the words before a comma into its name: words, then one angle-addr. */
  takesWords(): boolean {
    const { firstAngle, openQuote } = this.tokens
    return firstAngle > 0 && openQuote === -1 && this.specs.isPhrase(0, firstAngle)
  }

  /** The mailbox of words alone in [from, to), which the reader of the list held back. */
  words(from: number, to: number): Mailbox | undefined {
    const { tokens, report } = this
    tokens.read(from)
    this.maker.readComments()
    report('address-invalid', from, to)
    this.flagged = true
    return this.wordsAlone()
  }

  private invalid(from = -1): void {
    if (!this.flagged) this.report('address-invalid', from === -1 ? this.tokens.start : from, this.tokens.end)
    this.flagged = true
  }

  private ambiguous(): void {
    this.report('address-ambiguous', this.first(), this.tokens.end)
  }

  /** Where the first token stands. */
  private first(): number {
    return this.tokens.count > 0 ? this.tokens.from[0]! : this.tokens.start
  }

  /** Words without an `@`: a local part without domain, or a name without an address. */
  private wordsAlone(): Mailbox | undefined {
    const { count, openComment } = this.tokens
    const { specs, maker } = this
    this.invalid()
    // A comment that is never closed may have swallowed the address.
    if (openComment !== -1) return undefined
    if (specs.isLocalPart(0, count) && !isOnlyWords(specs.join(0, count, ' '))) {
      return maker.mailbox({ from: 0, at: -1, to: count }, undefined, { from: 0, to: count })
    }
    return maker.nameAlone(maker.name(0, count, false))
  }

  /** An element with an `@` and without angles. */
  private bare(): Mailbox | undefined {
    const { count } = this.tokens
    const { specs, maker } = this
    const whole = specs.spec(0, count)
    if (whole !== undefined) return maker.mailbox(whole, undefined, { from: 0, to: count })
    const { specs: found, rest } = specs.among(0, count)
    if (found.length > 1 && rest === 0) {
      this.ambiguous()
      this.add(found, 0)
      return this.more.shift()
    }
    this.invalid()
    // Words between two addresses may say anything of them.
    if (found.length !== 1) return undefined
    const spec = found[0]!
    const name = maker.name(0, specs.beforeLitter(0, spec.from), false) ?? maker.name(spec.to, count, true)
    return maker.mailbox(spec, name, spec)
  }

  /** Mailboxes of addr-specs that follow each other behind token `from`: each with the words before it and the comments beside it. */
  private add(found: readonly Spec[], from: number, area = 0): void {
    for (const spec of found) {
      const to = this.behind(spec.to)
      const name = this.maker.name(from, spec.from, true)
      this.more.push(this.maker.mailbox(spec, name, { from: spec.from, to: spec.to, area: { from: area, to } }))
      from = spec.to
      area = to
    }
  }

  /** Where the comments end that stand behind a mailbox, which ends before token `end`: at that token. */
  private behind(end: number): number {
    return end < this.tokens.count ? this.tokens.from[end]! : this.octets.length
  }

  /** The angles of the element, from left to right; `<<x>>` is one. */
  private angles(): Angle[] {
    const { count, kind } = this.tokens
    const found: Angle[] = []
    for (let i = this.tokens.firstAngle; i < count; ) {
      if (kind[i] !== LT) {
        i++
        continue
      }
      const open = i
      while (i < count && kind[i] === LT) i++
      const from = i
      while (i < count && kind[i] !== GT && kind[i] !== LT) i++
      const to = i
      const closed = i < count && kind[i] === GT
      while (i < count && kind[i] === GT && i - to < from - open) i++
      found.push({ open, from, to, end: i, closed, held: this.specs.held(from, to, closed) })
    }
    return found
  }

  /** An element with at least one `<`. */
  private withAngles(nameFrom: number): Mailbox | undefined {
    const { count } = this.tokens
    const { maker } = this
    const angles = this.angles()
    const addressed = angles.filter(({ held }) => held.specs.some(({ at }) => at !== -1))
    if (addressed.length === 1) return this.oneAngle(addressed[0]!, angles, nameFrom)
    if (addressed.length > 1) return this.manyAngles(addressed)
    const outside = this.outside(angles)
    if (outside.length > 0) this.invalid()
    if (outside.length > 1) return undefined
    const spec = outside[0]
    if (spec !== undefined) {
      const name = this.textName(angles, 0, spec.from, -1) ?? this.textName(angles, spec.to, count, -1)
      return maker.mailbox(spec, name, spec)
    }
    const local = angles.find(({ held }) => held.specs.length > 0)
    if (local !== undefined) return this.oneAngle(local, angles, nameFrom)
    this.invalid(nameFrom)
    const name = this.textName(angles, 0, count, nameFrom)
    const odd = angles.find(({ closed, from, to }) => closed && from < to) ?? angles[0]!
    return odd.closed ? maker.nameAlone(name, odd.open, odd.to + 1) : maker.nameAlone(name)
  }

  /** Addr-specs outside of the angles. */
  private outside(angles: readonly Angle[]): Spec[] {
    const found: Spec[] = []
    let from = 0
    for (const { open, end } of angles) {
      for (const spec of this.specs.among(from, open).specs) found.push(spec)
      from = end
    }
    for (const spec of this.specs.among(from, this.tokens.count).specs) found.push(spec)
    return found
  }

  /**
   * `phrase <addr-spec>`, and what else may stand around the one angle that holds an address:
   *
   *      where                      what                   the element is     what becomes of it
   *      before the angle           a phrase               well-formed        the name
   *                                 with `.` or `@`        obsolete           the name
   *                                 no phrase, a pair      invalid            the name
   *      in the angle, behind it    other addr-specs       ambiguous          a mailbox each, behind the first
   *      behind it, other angles    text                   invalid            the name, where none stands before
   */
  private oneAngle(angle: Angle, angles: readonly Angle[], nameFrom: number): Mailbox | undefined {
    const { tokens, specs, maker, report } = this
    const { count, kind } = tokens
    const { open, from, end, closed, held } = angle
    const alone = angles.length === 1
    const before = alone ? maker.name(0, open, false, nameFrom) : this.nameBefore(angles, open, nameFrom)
    // QUIRK(RFC 5322 §3.2.5): a backslash outside quotes. Sent by: addslashes() of PHP. Fixture: address unit test.
    for (let i = 0; i < open; i++) if (kind[i] === PAIR) this.invalid(nameFrom)
    const at = this.holdsBefore(open, AT)
    const dot = this.holdsBefore(open, DOT)
    const behind = this.otherSpecs(end, held.specs[0]!)
    const ambiguous = held.specs.length > 1 || behind.length > 0 || this.isGlued(end)
    const whole = closed && end === count && nameFrom === -1 && alone && !held.broken && from === open + 1
    if (!(whole || ambiguous) || (open > 0 && !at && !specs.isPhrase(0, open))) this.invalid(nameFrom)
    if (at || dot) report('obsolete-address-syntax', this.first(), tokens.to[open - 1]!)
    const spec = held.specs[0]!
    if (ambiguous) this.ambiguous()
    const { url } = held
    if (held.specs.length === 1 && behind.length === 0) {
      const name = before ?? this.nameBehind(angles, end, spec)
      return maker.mailbox(spec, name, { from: open, to: end, url })
    }
    const area = this.behind(end)
    // Those in the angle after the first have nothing beside them.
    const more = held.specs.slice(1)
    const mailbox = maker.mailbox(spec, before, {
      from: more.length > 0 ? from : open,
      to: more.length > 0 ? spec.to : end,
      url,
      area: { from: 0, to: area },
    })
    for (const other of more) this.more.push(maker.mailbox(other, undefined, { ...other, area: NOWHERE }))
    this.add(behind, end, area)
    return mailbox
  }

  /** Is one of the tokens before `open` of that kind? */
  private holdsBefore(open: number, wanted: number): boolean {
    const { kind } = this.tokens
    let i = 0
    while (i < open && kind[i] !== wanted) i++
    return i < open
  }

  /** The addr-specs behind token `from`, without those equal to the address. */
  private otherSpecs(from: number, spec: Spec): Spec[] {
    const { specs } = this.specs.among(from, this.tokens.count)
    if (specs.length === 0 || spec.at === -1) return specs
    const own = this.specs.key(spec)
    return specs.filter((other) => this.specs.key(other) !== own)
  }

  /** `<a@example.org>b@example.org`: is what touches the angle an address as well? */
  private isGlued(end: number): boolean {
    const { count, kind, gap } = this.tokens
    let i = end
    while (i < count && gap[i] === 0 && kind[i] !== AT) i++
    return i > end && i < count && gap[i] === 0
  }

  /** The words that stand next before an angle are its name: `A <> B <b@example.org>`. */
  private nameBefore(angles: readonly Angle[], open: number, nameFrom: number): Name | undefined {
    let from = 0
    for (const { end } of angles) if (end <= open) from = end
    const next = from === 0 || nameFrom !== -1 ? undefined : this.maker.name(from, open, true)
    return next ?? this.textName(angles, 0, open, nameFrom)
  }

  /** The words behind an address are its name where there are none before it, unless they hold another address. */
  private nameBehind(angles: readonly Angle[], from: number, spec: Spec): Name | undefined {
    const name = this.textName(angles, from, this.tokens.count, -1)
    return name !== undefined && holdsOtherAddress(name.text, this.specs.key(spec)) ? undefined : name
  }

  /** Several angle-addrs without a comma: each has the words before it, and the comments beside it. */
  private manyAngles(angles: readonly Angle[]): Mailbox | undefined {
    const { maker } = this
    this.ambiguous()
    let from = 0
    let area = 0
    for (const { open, end, closed, held } of angles) {
      if (!closed || held.broken) this.invalid()
      const to = this.behind(end)
      const name = maker.name(from, open, from > 0)
      this.more.push(
        maker.mailbox(held.specs[0]!, name, { from: open, to: end, url: held.url, area: { from: area, to } }),
      )
      for (const spec of held.specs.slice(1)) this.more.push(maker.mailbox(spec, undefined, { ...spec, area: NOWHERE }))
      from = end
      area = to
    }
    this.add(this.specs.among(from, this.tokens.count).specs, from, area)
    return this.more.shift()
  }

  /** The first words in the tokens [from, to) outside of the angles, which hold no address. */
  private textName(angles: readonly Angle[], from: number, to: number, nameFrom: number): Name | undefined {
    const { maker } = this
    for (const angle of angles) {
      const { open, end, held } = angle
      if (open >= to || end <= from) continue
      const name = maker.name(from, open, from > 0, nameFrom)
      if (name !== undefined) return name
      // `ann@example.org <Ann>`
      if (held.specs[0]?.at === -1) return maker.name(angle.from, angle.to, false)
      from = end
    }
    return maker.name(from, to, from > 0, nameFrom)
  }
}

/** No comments. */
const NOWHERE = { from: -1, to: -1 }

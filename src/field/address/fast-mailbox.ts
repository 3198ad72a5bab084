/**
 * Reads the common forms of a mailbox by one scan: `local@domain`, `Name Words <local@domain>`, `"Name, quoted" <local@domain>`, and
 * encoded-words for a name; ASCII, without anything that could be another defect. RFC 5322 §3.4. Declines all else, which the tokens read;
 * what it reads, they would read alike.
 */
import {
  ALPHA,
  AT,
  ATEXT,
  CLASS,
  COMMA,
  CR,
  DASH,
  DIGIT,
  DOT,
  FWS,
  GT,
  LF,
  LT,
  QUOTE,
  SEMICOLON,
  SP,
} from '../../bytes/ascii.js'
import type { Report } from '../../defects/defect.js'
import { wordEnd } from '../words/find-word.js'
import type { Mailbox } from './address-list.js'
import { type Decode, holdsOtherAddress } from './address-phrase.js'
import { END } from './address-tokens.js'
import type { Suspicions } from './suspicions.js'

/** Classes of an octet here. `%`, `!` (routing) and `?` (encoded-words) are left out of local parts, `@` in quotes (an address in a name). */
const LOCAL = 1
const DOMAIN = 2
const QUOTED = 4
/** A word of a name. */
const WORD = 8

function build(): Uint8Array {
  const table = new Uint8Array(256)
  for (let c = 0; c < 0x80; c++) {
    const letter = String.fromCharCode(c)
    if ((CLASS[c]! & ATEXT) !== 0) table[c]! |= letter === '%' || letter === '!' || letter === '?' ? WORD : LOCAL | WORD
    if ((CLASS[c]! & (ALPHA | DIGIT)) !== 0 || c === DASH) table[c]! |= DOMAIN
    if (c >= 0x20 && c < 0x7f && !'"\\@?'.includes(letter)) table[c]! |= QUOTED
  }
  return table
}

const TABLE = /* @__PURE__ */ build()

export class FastMailboxReader {
  private readonly octets: string
  private readonly report: Report
  private readonly decode: Decode
  private readonly suspicions: Suspicions | undefined
  /** After the element and its separator. */
  pos: number
  /** COMMA, SEMICOLON or END; COMMA at first. */
  separator: number
  private localEnd: number

  constructor(octets: string, report: Report, decode: Decode, suspicions: Suspicions | undefined) {
    this.octets = octets
    this.report = report
    this.decode = decode
    this.suspicions = suspicions
    this.pos = 0
    this.separator = COMMA
    this.localEnd = 0
  }

  /** The octet at an index; 0, which is in no class, past the end: reading there by `charCodeAt` would slow down all of its reads. */
  private at(index: number): number {
    return index < this.octets.length ? this.octets.charCodeAt(index) : 0
  }

  /** First index from `index` on whose octet is not in `mask`. */
  private skip(index: number, mask: number): number {
    const { octets } = this
    const { length } = octets
    while (index < length && (TABLE[octets.charCodeAt(index)]! & mask) !== 0) index++
    return index
  }

  /** First index from `index` on that is no FWS; a CR counts only before another or LF, or at the end. */
  private skipFws(index: number): number {
    const { octets } = this
    for (; index < octets.length; index++) {
      const c = octets.charCodeAt(index)
      if ((CLASS[c]! & FWS) === 0) break
      if (c !== CR || index + 1 === octets.length) continue
      const next = octets.charCodeAt(index + 1)
      if (next !== LF) break
    }
    return index
  }

  /** The mailbox at `pos` if it has one of the common forms up to its separator, else undefined. */
  read(pos: number): Mailbox | undefined {
    const from = this.skipFws(pos)
    const first = this.at(from)
    if (first === LT) return this.angle(from, 0, 0)
    if (first === QUOTE) {
      const to = this.skip(from + 1, QUOTED)
      if (this.at(to) !== QUOTE) return undefined
      let open = to + 1
      while (this.at(open) === SP) open++
      if (this.at(open) !== LT) return undefined
      let end = to
      while (end > from + 1 && this.at(end - 1) === SP) end--
      return this.angle(open, from + 1, end)
    }
    let at = this.skip(from, LOCAL)
    let c = this.at(at)
    if (c === AT || c === DOT) {
      const to = this.addrSpec(from)
      if (to === -1 || !this.ends(to)) return undefined
      return this.mailbox(from, to, 0, 0)
    }
    at = this.skip(at, WORD)
    if (at === from) return undefined
    let space = false
    while ((c = this.at(at)) === SP) {
      const word = at + 1
      at = this.skip(word, WORD)
      space = at === word
      if (space && this.at(at) !== LT) return undefined
    }
    if (c !== LT || (!space && this.isInWord(from, at))) return undefined
    return this.angle(at, from, space ? at - 1 : at)
  }

  /** Does an encoded-word that begins in [from, at) go on at `at`? */
  private isInWord(from: number, at: number): boolean {
    const word = this.octets.slice(from, at).lastIndexOf('=?')
    return word !== -1 && wordEnd(this.octets, from + word) > at
  }

  /** At `<`; the name is [nameFrom, nameTo). */
  private angle(open: number, nameFrom: number, nameTo: number): Mailbox | undefined {
    const to = this.addrSpec(open + 1)
    if (to === -1 || this.at(to) !== GT || !this.ends(to + 1)) return undefined
    return this.mailbox(open + 1, to, nameFrom, nameTo)
  }

  private mailbox(from: number, to: number, nameFrom: number, nameTo: number): Mailbox {
    const { octets, localEnd } = this
    const address = octets.slice(from, to)
    const local = octets.slice(from, localEnd)
    const domain = octets.slice(localEnd + 1, to)
    if (nameTo <= nameFrom) return { kind: 'mailbox', address, local, domain }
    const written = octets.slice(nameFrom, nameTo)
    if (written.indexOf('?') === -1) return { kind: 'mailbox', name: written, address, local, domain }
    const name = this.decode(written, this.report, nameFrom, 'phrase')
    if (name === '') return { kind: 'mailbox', address, local, domain }
    if (this.suspicions?.hidesText(name)) this.report('bidi-or-format-char', nameFrom, nameTo)
    if (holdsOtherAddress(name, address)) this.report('display-name-is-address', nameFrom, nameTo)
    return { kind: 'mailbox', name, address, local, domain }
  }

  /** Index after the dot-atoms around an `@` at `from`, or -1: lengths within RFC 5321 §4.5.3.1, no A-label. */
  private addrSpec(from: number): number {
    let at = this.dotted(from, LOCAL)
    if (at === -1 || this.at(at) !== AT || at - from > 64) return -1
    this.localEnd = at
    at = this.dotted(at + 1, DOMAIN)
    return at === -1 || at - from > 254 ? -1 : at
  }

  private dotted(from: number, mask: number): number {
    const { octets } = this
    const { length } = octets
    let at = from
    let atom = from
    let before = 0
    for (; at < length; at++) {
      const c = octets.charCodeAt(at)
      if ((TABLE[c]! & mask) === 0) {
        if (c !== DOT) break
        if (at === atom) return -1
        atom = at + 1
      } else if (c === DASH && before === DASH && mask === DOMAIN) return -1
      before = c
    }
    return at === atom ? -1 : at
  }

  /** Is there a separator or the end at `at`, after white space? */
  private ends(at: number): boolean {
    at = this.skipFws(at)
    const c = this.at(at)
    if (c === COMMA || c === SEMICOLON) {
      this.separator = c
      this.pos = at + 1
      return true
    }
    this.separator = END
    this.pos = at
    return at >= this.octets.length
  }
}

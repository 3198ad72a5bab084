/**
 * The common forms of a mailbox by one scan: `local@domain`, `Name Words <local@domain>`, `"Name, quoted" <local@domain>`, ASCII, without
 * anything that could be a defect. RFC 5322 §3.4. All else is left to the tokens; what is read here, they would read alike.
 */
import { AT, ATEXT, CLASS, COMMA, CR, DASH, DOT, GT, LF, LT, QUOTE, SEMICOLON, SP } from '../bytes/ascii.js'
import type { Mailbox } from './address-list.js'
import { END } from './address-tokens.js'

/** Classes of an octet here. `%`, `!` (routing) and `?` (encoded-words) are left out, and `@` in quotes (an address in a name). */
const LOCAL = 1
const DOMAIN = 2
const QUOTED = 4

function build(): Uint8Array {
  const table = new Uint8Array(256)
  for (let c = 0; c < 0x80; c++) {
    const letter = String.fromCharCode(c)
    if ((CLASS[c]! & ATEXT) !== 0 && letter !== '%' && letter !== '!' && letter !== '?') table[c]! |= LOCAL
    if (/[A-Za-z0-9-]/.test(letter)) table[c]! |= DOMAIN
    if (c >= 0x20 && c < 0x7f && !'"\\@?'.includes(letter)) table[c]! |= QUOTED
  }
  return table
}

const TABLE = /* @__PURE__ */ build()

export class PlainReader {
  /** After the element and its separator. */
  pos = 0
  /** COMMA, SEMICOLON or END. */
  separator = END
  private localEnd = 0

  constructor(private readonly octets: string) {}

  /** The mailbox at `pos` if it has one of the common forms up to its separator, else undefined. */
  read(pos: number): Mailbox | undefined {
    const { octets } = this
    let from = pos
    let c = octets.charCodeAt(from)
    while (c === SP || c === LF || (c === CR && octets.charCodeAt(from + 1) === LF)) c = octets.charCodeAt(++from)
    if (c === LT) return this.angle(from, 0, 0)
    if (c === QUOTE) {
      let at = from + 1
      while ((TABLE[(c = octets.charCodeAt(at))]! & QUOTED) !== 0) at++
      if (c !== QUOTE) return undefined
      const to = at++
      while ((c = octets.charCodeAt(at)) === SP) at++
      return c === LT ? this.angle(at, from + 1, to) : undefined
    }
    let at = from
    while ((TABLE[(c = octets.charCodeAt(at))]! & LOCAL) !== 0) at++
    if (c === AT || c === DOT) {
      const to = this.addrSpec(from)
      if (to === -1 || !this.ends(to)) return undefined
      return this.mailbox(from, to, 0, 0)
    }
    if (at === from) return undefined
    while (c === SP) {
      const word = ++at
      while ((TABLE[(c = octets.charCodeAt(at))]! & LOCAL) !== 0) at++
      if (at === word && c !== LT) return undefined
    }
    if (c !== LT) return undefined
    return this.angle(at, from, octets.charCodeAt(at - 1) === SP ? at - 1 : at)
  }

  /** At `<`; the name is [nameFrom, nameTo). */
  private angle(open: number, nameFrom: number, nameTo: number): Mailbox | undefined {
    const to = this.addrSpec(open + 1)
    if (to === -1 || this.octets.charCodeAt(to) !== GT || !this.ends(to + 1)) return undefined
    return this.mailbox(open + 1, to, nameFrom, nameTo)
  }

  private mailbox(from: number, to: number, nameFrom: number, nameTo: number): Mailbox {
    const { octets, localEnd } = this
    const address = octets.slice(from, to)
    const local = octets.slice(from, localEnd)
    const domain = octets.slice(localEnd + 1, to)
    return nameTo > nameFrom
      ? { kind: 'mailbox', name: octets.slice(nameFrom, nameTo), address, local, domain }
      : { kind: 'mailbox', address, local, domain }
  }

  /** Index after the dot-atoms around an `@` at `from`, or -1: lengths within RFC 5321 §4.5.3.1, no A-label. */
  private addrSpec(from: number): number {
    const { octets } = this
    let at = this.dotted(from, LOCAL)
    if (at === -1 || octets.charCodeAt(at) !== AT || at - from > 64) return -1
    this.localEnd = at
    at = this.dotted(at + 1, DOMAIN)
    return at === -1 || at - from > 254 ? -1 : at
  }

  private dotted(from: number, mask: number): number {
    const { octets } = this
    let at = from
    for (;;) {
      const atom = at
      let c = octets.charCodeAt(at)
      let before = 0
      while ((TABLE[c]! & mask) !== 0) {
        if (c === DASH && before === DASH && mask === DOMAIN) return -1
        before = c
        c = octets.charCodeAt(++at)
      }
      if (at === atom) return -1
      if (c !== DOT) return at
      at++
    }
  }

  /** Is there a separator or the end at `at`, after spaces? */
  private ends(at: number): boolean {
    const { octets } = this
    let c = octets.charCodeAt(at)
    while (c === SP) c = octets.charCodeAt(++at)
    if (c === COMMA || c === SEMICOLON) {
      this.separator = c
      this.pos = at + 1
      return true
    }
    this.separator = END
    this.pos = at
    return at >= octets.length
  }
}

/** Cuts the text of an O/R address into keywords and values. RFC 2156 §4.1.3 (std-or-address-input). */
import { trimWsp } from '../../bytes/ascii.js'
import { canonicalKey } from './x400-attributes.js'

export interface Pair {
  readonly key: string
  /** Of `DD.type`. */
  readonly type?: string
  readonly value: string
}

export interface Pairs {
  readonly pairs: readonly Pair[]
  /** What stands between separators and has no `=`. */
  readonly strays: readonly string[]
  /** There were more than allowed. */
  readonly full: boolean
}

/** Longest keyword, `PD-OFFICE NUMBER`, with room for spaces; a type of a DD is no longer than eight (ub-domain-defined-attribute-type-length). */
const KEY = /[/:]\s{0,8}([A-Za-z][A-Za-z0-9.: -]{0,40})=/y

/** Signs that mean nothing here: taken at once, because a string built sign by sign costs memory for each. */
const RUN = /[^$;/:=.\s]+/y

/** Does a keyword with its `=` stand behind the sign at `at`? */
function keywordBehind(text: string, at: number): boolean {
  KEY.lastIndex = at
  const found = KEY.exec(text)?.[1]
  if (found === undefined) return false
  return (
    canonicalKey(found) !== undefined || /^(?:OU[1-4]|PN|RFC-822|PD-A[1-6]|DDA?[1-4]?[.:].*)$/i.test(trimWsp(found))
  )
}

/** Cuts at `/` and `;`; `$` takes its meaning from the sign behind it. */
export function splitPairs(text: string, most: number): Pairs {
  const pairs: Pair[] = []
  const strays: string[] = []
  const slashes = /^\s*\//.test(text.slice(0, 64))
  let full = false
  let first = true
  let segment = new Segment()
  const take = () => {
    const bare = segment.bare()
    if (segment.equals) {
      if (pairs.length < most) pairs.push(segment.pair())
      else full = true
    } else if (bare !== '') {
      // QUIRK(RFC 2156 §4.1.3): a name before the first attribute is the personal name. Sent by: users of the directed notation.
      // Fixture: x400.test.ts.
      if (first && !slashes && text.includes('=')) pairs.push({ key: 'PN', value: bare })
      else if (strays.length < most) strays.push(bare)
    }
    first = false
    segment = new Segment()
  }
  for (let i = 0; i < text.length; i++) {
    RUN.lastIndex = i
    const c = RUN.exec(text)?.[0] ?? text.charAt(i)
    i += c.length - 1
    if (c === '$' && i + 1 < text.length) segment.add(text.charAt(++i), true)
    else if (c === ';') take()
    // In `C=gb; O=A/B Ltd` the slash is part of a name.
    else if (c === '/' && (slashes || i === text.length - 1 || keywordBehind(text, i))) take()
    // QUIRK(RFC 2156 §4.1.3): `:` before a keyword is a `;` that slipped. Sent by: hand-written addresses. Fixture: x400.test.ts.
    else if (c === ':' && segment.equals && !segment.defined && keywordBehind(text, i)) take()
    else if (c === '=' && !segment.equals) segment.turn()
    else segment.add(c, false)
  }
  take()
  return { pairs, strays, full }
}

/** A keyword, `=`, and a value; white space around each goes, unless it was escaped. */
class Segment {
  equals = false
  /** The keyword is that of a domain-defined attribute, whose value may hold anything. */
  defined = false
  private key = ''
  private typeFrom = -1
  private text = ''
  /** End of the text up to its last sign that is no space. */
  private solid = 0

  add(c: string, escaped: boolean): void {
    const space = !escaped && (c === ' ' || c === '\t' || c === '\r' || c === '\n')
    if (space && this.text === '') return
    if (
      !this.equals &&
      !escaped &&
      this.typeFrom === -1 &&
      (c === '.' || c === ':') &&
      this.text.length <= 4 &&
      /^DDA?[1-4]?$/i.test(this.text)
    ) {
      this.typeFrom = this.text.length + 1
    }
    this.text += c
    if (!space) this.solid = this.text.length
  }

  turn(): void {
    this.equals = true
    this.defined = this.typeFrom !== -1
    this.key = this.bare()
    this.text = ''
    this.solid = 0
  }

  bare(): string {
    return this.text.slice(0, this.solid)
  }

  pair(): Pair {
    const value = this.bare()
    if (this.typeFrom === -1) return { key: this.key, value }
    return { key: this.key.slice(0, this.typeFrom - 1), type: this.key.slice(this.typeFrom), value }
  }
}

/** Reads O/R addresses: `/C=fr/ADMD=atlas400/S=Dupont/`, `C=fr; A=atlas400; S=Dupont`, and mixtures. RFC 2156 §4.1, RFC 1327 §4.1. */
import { trimWsp } from '../../bytes/ascii.js'
import { canonicalKey, HIERARCHY, MOST_REPEATED, NOT_PRINTABLE, rankOf, ruleOf } from './x400-attributes.js'
import { readPersonalName } from './x400-name.js'
import { type Pair, splitPairs } from './x400-pairs.js'

/** One attribute of an O/R address. */
export interface X400Attribute {
  /** The keyword as RFC 2156 writes it: C, ADMD, PRMD, O, OU, S, G, I, GQ, CN, X121, T-ID, UA-ID, DD, PD-… */
  readonly key: string
  /** Type of a domain-defined attribute (DD). Absent for all others. */
  readonly type?: string
  /** The value, escapes undone. */
  readonly value: string
}

/** An O/R address, read. */
export interface X400Address {
  /** The attributes: country first, organizational units from the most significant one down, domain-defined attributes last. */
  readonly attributes: readonly X400Attribute[]
  /** What breaks the rules of X.400, in words. */
  readonly faults: readonly string[]
}

/** X.400 has about forty attributes, four units and four domain-defined: far over any real address. */
const MAX_ATTRIBUTES = 256

/**
 * Reads an O/R address in either syntax, or a mixture; keywords in any case and under their other names. Never throws for text; what is no
 * attribute, or is against the rules, is told in `faults`.
 * @throws TypeError for what is no text
 */
export function parseX400(text: string): X400Address {
  if (typeof text !== 'string') throw new TypeError('address: expected a string')
  const faults: string[] = []
  const { pairs, strays, full } = splitPairs(text, MAX_ATTRIBUTES)
  if (full) faults.push(`more than ${MAX_ATTRIBUTES} attributes: the rest is not read`)
  for (const stray of strays) faults.push(`${JSON.stringify(stray.slice(0, 40))} is no attribute`)
  return arrange(pairs, faults)
}

/** An attribute with the number that its keyword had. */
interface Numbered extends X400Attribute {
  readonly number: number
}

/**
 * Pairs by the rules: names made the same, units in order, bounds looked at. Of an attribute given twice the first stays. `ordered`: units
 * stand from the most significant one down, wherever the country is.
 */
export function arrange(pairs: readonly Pair[], faults: string[], ordered = false): X400Address {
  const gathering = new Gathering(faults)
  for (const pair of pairs) gathering.take(pair)
  gathering.end()
  const { found } = gathering
  for (const key of ['OU', 'DD']) order(found, key, ordered || gathering.isCountryFirst, faults)
  if (found.length === 0) faults.push('no attribute')
  const attributes = found
    .sort((a, b) => rankOf(a.key) - rankOf(b.key))
    .map(({ key, type, value }) => (type === undefined ? { key, value } : { key, type, value }))
  for (const attribute of attributes) checkValue(attribute, faults)
  return { attributes, faults }
}

/** Attributes by their canonical keys, in the order in which they stand. */
class Gathering {
  readonly found: Numbered[] = []
  private readonly lines: string[] = []
  private readonly seen = new Set<string>()
  /** Where the first attribute of the hierarchy stands, and the first that may be repeated; -1 while there is none. */
  private top = -1
  private repeated = -1

  constructor(private readonly faults: string[]) {}

  /**
   * QUIRK(RFC 2156 §4.3.4.1): where the organization is on the left of the units, they are read from the left. Sent by: people who write the
   * country first. Fixture: x400.test.ts.
   */
  get isCountryFirst(): boolean {
    return this.top !== -1 && this.repeated !== -1 && this.top < this.repeated
  }

  take({ key: written, type, value }: Pair): void {
    const upper = trimWsp(written).toUpperCase()
    const unit = /^OU([1-4])$/.exec(upper)
    const defined = /^DDA?([1-4])?$/.exec(upper)
    if (defined !== null && type !== undefined) this.add('DD', value, Number(defined[1] ?? 0), type)
    else if (upper === 'RFC-822') this.add('DD', value, 0, 'RFC-822')
    else if (unit !== null) this.add('OU', value, Number(unit[1]))
    else if (/^PD-A[1-6]$/.test(upper)) this.lines.push(value)
    else if (upper === 'PN') this.personalName(value)
    else this.named(upper, value)
  }

  /** The lines of the postal address are one attribute. */
  end(): void {
    if (this.lines.length > 0) this.add('PD-ADDRESS', this.lines.join('|'))
  }

  private personalName(value: string): void {
    const name = readPersonalName(value)
    if (name === undefined) this.faults.push('PN: no surname')
    else for (const key of ['S', 'G', 'I'] as const) if (name[key] !== undefined) this.add(key, name[key])
  }

  private named(upper: string, value: string): void {
    const key = canonicalKey(upper)
    if (key !== undefined && key !== 'DD') {
      this.add(key, key === 'ADMD' && value === '' ? ' ' : value)
      return
    }
    const shown = JSON.stringify(upper.slice(0, 40)).slice(1, -1)
    this.faults.push(`${shown}: ${key === undefined ? 'no attribute of that name' : 'no type'}`)
  }

  private add(key: string, value: string, number = 0, type?: string): void {
    const mayRepeat = key === 'OU' || key === 'DD'
    if (!mayRepeat && this.seen.has(key)) {
      this.faults.push(`${key}: given twice`)
      return
    }
    this.seen.add(key)
    if (HIERARCHY.includes(key) && this.top === -1) this.top = this.found.length
    if (mayRepeat && this.repeated === -1) this.repeated = this.found.length
    this.found.push({ key, value, number, ...(type === undefined ? {} : { type }) })
  }
}

/** Puts the units, or the domain-defined attributes, in order: by their numbers, or from the right (§4.3.3). */
function order(found: Numbered[], key: string, countryFirst: boolean, faults: string[]): void {
  const places: number[] = []
  found.forEach((attribute, at) => {
    if (attribute.key === key) places.push(at)
  })
  const list = places.map((at) => found[at]!)
  const numbered = list.filter(({ number }) => number > 0).length
  if (list.length > MOST_REPEATED) faults.push(`${key}: ${list.length} of them, ${MOST_REPEATED} are the most`)
  if (numbered > 0 && numbered < list.length) faults.push(`${key}: given with and without numbers`)
  if (numbered > 0) list.sort((a, b) => a.number - b.number)
  else if (!countryFirst) list.reverse()
  places.forEach((at, i) => {
    found[at] = list[i]!
  })
}

function checkValue({ key, type = '', value }: X400Attribute, faults: string[]): void {
  const rule = ruleOf(key)!
  const shown = key === 'DD' ? `DD.${type.slice(0, 40)}` : key
  const wrong = NOT_PRINTABLE.exec(`${type}${value}`)?.[0]
  if (wrong !== undefined) {
    const point = wrong.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')
    faults.push(`${shown}: U+${point} is no character of a printable string`)
  } else if (value === '') faults.push(`${shown}: no value`)
  else if (key === 'C' && !/^(?:[A-Za-z]{2}|\d{3})$/.test(value)) {
    faults.push(`C=${value.slice(0, 40)}: expected two letters or three digits`)
  } else if (rule.digits && !/^[\d ]+$/.test(value)) faults.push(`${shown}: expected digits`)
  else if (value.length > rule.most) faults.push(`${shown}: ${value.length} characters, ${rule.most} are the most`)
}

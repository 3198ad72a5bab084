/** Maps domains to O/R addresses: by pairs that the caller gives, or by the tables that gateways exchanged. RFC 2156 §4.2 and Appendix F. */
import { assertString } from '../../bytes/arguments.js'
import { trimWsp } from '../../bytes/ascii.js'
import { parseX400, type X400Attribute } from './x400-address.js'
import { HIERARCHY } from './x400-attributes.js'

/** A point in one hierarchy and the same point in the other; what is below maps name by name. */
export interface AddressMapping {
  /** The domain. */
  readonly domain: string
  /** C, ADMD, PRMD, O and OU alone, from the country down. `O=@`: that level is left out. */
  readonly x400: string
  /** In which direction the mapping counts. Default: both. */
  readonly way?: 'to-x400' | 'to-rfc822'
}

/** A table of mappings, read from a file. */
export interface MappingTable {
  /** The mappings, in order. */
  readonly mappings: readonly AddressMapping[]
  /** Lines that are no mapping. */
  readonly faults: readonly string[]
}

/** A level that an address leaves out; no character of a printable string. */
export const OMITTED = '@'
/** As the lookup has it: names from the country down. */
export type Levels = readonly string[]

/** RFC 2156 §4.2: domain-syntax. */
export function isLabel(name: string): boolean {
  return name.length <= 63 && /^[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?$/.test(name)
}

export function isDomain(name: unknown): name is string {
  return typeof name === 'string' && name.length <= 255 && name.split('.').every(isLabel)
}

/** RFC 2156 §4.3.5, mapping B, step 1: what is compared. */
function lookupForm(value: string): string {
  return trimWsp(value).replace(/ {2,}/g, ' ').toLowerCase() || ' '
}

/** Names of an address from the country down, a level that is missing as `@`; an ADMD that is missing beside a country is one space (§4.1.3). */
export function levelsOf(attributes: readonly X400Attribute[]): string[] {
  const levels = HIERARCHY.map((level) => attributes.find(({ key }) => key === level)?.value ?? OMITTED)
  if (levels[0] !== OMITTED && levels[1] === OMITTED) levels[1] = ' '
  for (const { key, value } of attributes) if (key === 'OU') levels.push(value)
  return levels
}

/** Mappings to be looked up by domain and by address. */
export class Mappings {
  private readonly byDomain = new Map<string, Levels>()
  private readonly byLevels = new Map<string, string>()

  /** @throws TypeError for a mapping that is none, naming `what` */
  constructor(mappings: unknown, what: string) {
    if (!Array.isArray(mappings)) throw new TypeError(`${what}: expected a list of mappings`)
    for (const [at, mapping] of (mappings as readonly Partial<AddressMapping>[]).entries()) {
      const { domain, x400, way } = mapping
      if (!isDomain(domain)) throw new TypeError(`${what}[${at}].domain: expected a domain`)
      if (way !== undefined && way !== 'to-x400' && way !== 'to-rfc822') {
        throw new TypeError(`${what}[${at}].way: expected to-x400 or to-rfc822`)
      }
      const levels = typeof x400 === 'string' ? pointOf(x400) : undefined
      if (levels === undefined) {
        throw new TypeError(`${what}[${at}].x400: expected C and, below it, ADMD, PRMD, O and OU alone`)
      }
      if (way !== 'to-rfc822') this.byDomain.set(domain.toLowerCase(), levels)
      if (way !== 'to-x400') this.byLevels.set(keyOf(levels), domain)
    }
  }

  /** The longest domain that ends as this one, and the labels before it from the right. */
  ofDomain(domain: string): { levels: Levels; rest: string[] } | undefined {
    if (domain.length > 255) return undefined
    const labels = domain.split('.')
    for (let at = 0; at < labels.length; at++) {
      const levels = this.byDomain.get(labels.slice(at).join('.').toLowerCase())
      if (levels !== undefined) return { levels, rest: labels.slice(0, at).reverse() }
    }
    return undefined
  }

  /** The longest beginning of these levels that has a domain. */
  ofLevels(levels: Levels): { domain: string; used: number } | undefined {
    for (let used = levels.length; used > 0; used--) {
      const domain = this.byLevels.get(keyOf(levels.slice(0, used)))
      if (domain !== undefined) return { domain, used }
    }
    return undefined
  }
}

function keyOf(levels: Levels): string {
  return levels.map(lookupForm).join('\n')
}

/** The levels of a point in the hierarchy: nothing below the last one that is named. */
function pointOf(text: string): Levels | undefined {
  const { attributes, faults } = parseX400(text)
  if (faults.some((fault) => !fault.includes('U+0040 '))) return undefined
  if (attributes[0]?.key !== 'C' || attributes[0].value === OMITTED) return undefined
  if (attributes.some(({ key }) => key !== 'OU' && !HIERARCHY.includes(key))) return undefined
  const last = attributes[attributes.length - 1]!.key
  const levels = levelsOf(attributes)
  return last === 'OU' ? levels : levels.slice(0, HIERARCHY.indexOf(last) + 1)
}

/**
 * Reads a table as gateways exchanged it, either way round, a mapping a line: `AC.UK#PRMD$UK\.AC.ADMD$GOLD 400.C$GB#`. Never throws; lines
 * that are no mapping are told.
 */
export function readMappingTable(text: string): MappingTable {
  assertString(text, 'text')
  const mappings: AddressMapping[] = []
  const faults: string[] = []
  for (const [at, line] of text.split('\n').entries()) {
    if (trimWsp(line) === '' || line.startsWith('#')) continue
    const [first = '', second = ''] = line.split('#')
    const toX400 = first.indexOf('$') === -1
    const domain = trimWsp(toX400 ? first : second)
    const x400 = addressOf(toX400 ? second : first)
    if (isDomain(domain) && x400 !== undefined && pointOf(x400) !== undefined) {
      mappings.push({ domain, x400, way: toX400 ? 'to-x400' : 'to-rfc822' })
    } else faults.push(`line ${at + 1}: expected "domain#O/R address#" or "O/R address#domain#"`)
  }
  return { mappings, faults }
}

/** `PRMD$UK\.AC.ADMD$GOLD 400.C$GB` (dmn-or-address) in the `/` syntax. */
function addressOf(text: string): string | undefined {
  const parts = text.split(/(?<!\\)\./)
  const pairs = parts.map((part) => {
    const at = part.indexOf('$')
    const value = part.slice(at + 1).replace(/\\\./g, '.')
    return at < 1 ? undefined : `${part.slice(0, at)}=${value.replace(/[/=;$]/g, '$$$&')}`
  })
  return pairs.includes(undefined) ? undefined : `/${pairs.join('/')}/`
}

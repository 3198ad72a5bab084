/** Lists the attributes of an O/R address: keywords, other names, bounds, order. RFC 2156 §4.1.1 and §4.3.3, X.402 §18. */

/** How a value is written: letters, digits or both. */
import { trimWsp } from '../../bytes/ascii.js'
export interface AttributeRule {
  readonly key: string
  /** Most characters that X.411 allows (ub-…). */
  readonly most: number
  readonly digits?: boolean
  /** Used in the mnemonic form of an address, the one that people have. */
  readonly mnemonic?: boolean
}

const RULES: readonly AttributeRule[] = [
  { key: 'C', most: 3, mnemonic: true },
  { key: 'ADMD', most: 16, mnemonic: true },
  { key: 'PRMD', most: 16, mnemonic: true },
  { key: 'O', most: 64, mnemonic: true },
  { key: 'OU', most: 32, mnemonic: true },
  { key: 'X121', most: 15, digits: true },
  { key: 'T-ID', most: 24 },
  { key: 'UA-ID', most: 32, digits: true },
  { key: 'S', most: 40, mnemonic: true },
  { key: 'G', most: 16, mnemonic: true },
  { key: 'I', most: 5, mnemonic: true },
  { key: 'GQ', most: 3, mnemonic: true },
  { key: 'CN', most: 64, mnemonic: true },
  { key: 'NET-NUM', most: 15, digits: true },
  { key: 'NET-SUB', most: 40, digits: true },
  { key: 'NET-PSAP', most: 256 },
  { key: 'T-TY', most: 32 },
  { key: 'ISDN', most: 40 },
  { key: 'PD-SERVICE', most: 16 },
  { key: 'PD-C', most: 3 },
  { key: 'PD-CODE', most: 16 },
  { key: 'PD-OFFICE', most: 30 },
  { key: 'PD-OFFICE-NUM', most: 30 },
  { key: 'PD-EXT-ADDRESS', most: 30 },
  { key: 'PD-PN', most: 30 },
  { key: 'PD-O', most: 30 },
  { key: 'PD-EXT-DELIVERY', most: 30 },
  { key: 'PD-ADDRESS', most: 180 },
  { key: 'PD-STREET', most: 30 },
  { key: 'PD-BOX', most: 30 },
  { key: 'PD-RESTANTE', most: 30 },
  { key: 'PD-UNIQUE', most: 30 },
  { key: 'PD-LOCAL', most: 30 },
  { key: 'DD', most: 128, mnemonic: true },
]

/** The keyword alternative table of RFC 2156 §4.1.1: read, never written in the `/` syntax. */
const ALTERNATIVES: ReadonlyMap<string, string> = /* @__PURE__ */ new Map([
  ['A', 'ADMD'],
  ['P', 'PRMD'],
  ['Q', 'GQ'],
  ['X.121', 'X121'],
  ['N-ID', 'UA-ID'],
  ['PD-OFFICE NUMBER', 'PD-OFFICE-NUM'],
  ['PD-OFN', 'PD-OFFICE-NUM'],
  ['PD-EA', 'PD-EXT-ADDRESS'],
  ['PD-ED', 'PD-EXT-DELIVERY'],
  ['PD-OF', 'PD-OFFICE'],
  ['PD-S', 'PD-STREET'],
  ['PD-U', 'PD-UNIQUE'],
  ['PD-L', 'PD-LOCAL'],
  ['PD-R', 'PD-RESTANTE'],
  ['PD-B', 'PD-BOX'],
  ['PD-PC', 'PD-CODE'],
  ['PD-SN', 'PD-SERVICE'],
  ['DDA', 'DD'],
  ['E.164', 'NET-NUM'],
  ['PSAP', 'NET-PSAP'],
  ['PD-A', 'PD-ADDRESS'],
])

const BY_KEY: ReadonlyMap<string, AttributeRule> = /* @__PURE__ */ new Map(RULES.map((rule) => [rule.key, rule]))

/** The keyword as RFC 2156 writes it; undefined if there is none of that name. Numbered ones are not known here. */
export function canonicalKey(name: string): string | undefined {
  const upper = trimWsp(name).toUpperCase()
  const key = ALTERNATIVES.get(upper) ?? upper
  return BY_KEY.has(key) ? key : undefined
}

export function ruleOf(key: string): AttributeRule | undefined {
  return BY_KEY.get(key)
}

/** Place of a key where the country is first; that of unknown ones is before the domain-defined. */
export function rankOf(key: string): number {
  const at = RULES.findIndex((rule) => rule.key === key)
  return at === -1 ? RULES.length - 1.5 : at
}

/** The hierarchy that domains are mapped to, below the units (RFC 2156 §4.2). */
export const HIERARCHY: readonly string[] = ['C', 'ADMD', 'PRMD', 'O']
/** As X.400 has them, units and domain-defined attributes alike. */
export const MOST_REPEATED = 4
/** What RFC 2156 §3.3.3 calls a printable string, with the signs of its teletex notation (§4.1.3). */
export const NOT_PRINTABLE = /[^A-Za-z0-9 '+,\-./:=?(){}*$|]/u

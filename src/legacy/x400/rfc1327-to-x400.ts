/**
 * Translates addresses of mail to O/R addresses: by a mapping, decoded from the local part, or whole in a domain-defined attribute.
 * RFC 2156 §4.3.4.
 */
import { checkOptions } from '../../bytes/arguments.js'
import { trimWsp } from '../../bytes/ascii.js'
import type { Mailbox } from '../../field/address/address.js'
import { splitAddress } from '../routes/source-route.js'
import { type AddressMapping, isLabel, type Levels, levelsOf, Mappings, OMITTED } from './rfc1327-table.js'
import { arrange, parseX400, type X400Address, type X400Attribute } from './x400-address.js'
import { HIERARCHY, NOT_PRINTABLE, ruleOf } from './x400-attributes.js'
import { formatX400 } from './x400-format.js'
import { readPersonalName } from './x400-name.js'
import { encodePrintableString } from './x400-string.js'

/** How addresses of the Internet become O/R addresses (RFC 2156 §4.3). */
export interface ToX400Options {
  /** Domains and the O/R addresses that they are; the longest domain counts. */
  readonly mappings?: readonly AddressMapping[]
  /** Domains and the O/R address of the gateway to reach them by. */
  readonly gateways?: readonly AddressMapping[]
  /** O/R address of the gateway for all other domains. */
  readonly gateway?: string
}

/**
 * `mapped`: the domain has a mapping. `encoded`: the local part is a whole O/R address. `domain-defined`: the address stands in an RFC-822
 * attribute of the gateway's.
 */
export type MappingKind = 'mapped' | 'encoded' | 'domain-defined'

/** The O/R address of an address, or why there is none. */
export interface ToX400 {
  /** The labelled form: `C=us; A=rfc822; P=edu; O=bar; S=foo`. */
  readonly x400?: string
  /** The same as data. */
  readonly attributes?: readonly X400Attribute[]
  /** By which way of RFC 2156 §4.3 it was found. */
  readonly how?: MappingKind
  /** Why there is none. */
  readonly refused?: string
}

const OPTIONS = ['mappings', 'gateways', 'gateway']
/** ub-domain-defined-attribute-value-length, and four of them (§4.3.2). */
const MAX_VALUE = 128
const TYPES = ['RFC-822', 'RFC822C1', 'RFC822C2', 'RFC822C3']

/**
 * The O/R address of an address of mail. Never throws for text; what cannot be mapped is told in `refused`.
 * @throws TypeError for wrong options, or what is neither text nor a mailbox
 */
export function rfc822ToX400(address: string | Mailbox, options: ToX400Options = {}): ToX400 {
  return mapToX400(address, tablesOf(options))
}

/** Options made ready once for many addresses. */
export interface Tables {
  readonly mappings: Mappings
  readonly gateways: Mappings
  readonly gateway: readonly X400Attribute[] | undefined
}

/** @throws TypeError for wrong options */
export function tablesOf(options: ToX400Options): Tables {
  checkOptions(options, OPTIONS)
  return {
    mappings: new Mappings(options.mappings ?? [], 'options.mappings'),
    gateways: new Mappings(options.gateways ?? [], 'options.gateways'),
    gateway: gatewayOf(options.gateway),
  }
}

/** As `rfc822ToX400`. */
export function mapToX400(address: string | Mailbox, { mappings, gateways, gateway }: Tables): ToX400 {
  const { route, local, domain } = splitAddress(address)
  const text = written(address)
  if (text === '') return { refused: 'no address' }
  const printable = encodePrintableString(text)
  if (printable === undefined) {
    const at = text.search(/[^\x00-\x7f]/)
    const point = text.codePointAt(at)!.toString(16).toUpperCase().padStart(4, '0')
    return { refused: `U+${point} at ${at} has no place in a printable string` }
  }
  const routed = route[0] ?? domain
  const right = routed === undefined ? undefined : attributesOf(mappings, routed)
  if (route.length === 0 && domain !== undefined) {
    const found = stageOne(local, right)
    if (found !== undefined) return found
  }
  if (printable.length > MAX_VALUE * TYPES.length) {
    const most = MAX_VALUE * TYPES.length
    return { refused: `${printable.length} characters as a printable string, ${most} are the most (RFC 2156 §4.3.2)` }
  }
  const base = right ?? (routed === undefined ? undefined : attributesOf(gateways, routed, true)) ?? gateway
  if (base === undefined) {
    return {
      refused: `no mapping for ${routed?.slice(0, 255) ?? 'an address without a domain'}, and no gateway is given`,
    }
  }
  const defined = TYPES.map((type, i) => ({
    key: 'DD',
    type,
    value: printable.slice(i * MAX_VALUE, (i + 1) * MAX_VALUE),
  }))
  return result(
    [...base.filter(({ key }) => key !== 'DD'), ...defined.filter(({ value }) => value !== '')],
    'domain-defined',
  )
}

function gatewayOf(text: string | undefined): readonly X400Attribute[] | undefined {
  if (text === undefined) return undefined
  const { attributes, faults } = parseX400(text)
  if (faults.length > 0) throw new TypeError(`options.gateway: ${faults[0]}`)
  return attributes
}

/** As it stands in a field, without angle brackets. */
function written(address: string | Mailbox): string {
  if (typeof address === 'string') {
    const text = trimWsp(address)
    return text.startsWith('<') && text.endsWith('>') ? trimWsp(text.slice(1, -1)) : text
  }
  const { route = [] } = address
  const hops = route.map((hop) => `@${hop}`)
  return hops.length === 0 ? address.address : `${hops.join(',')}:${address.address}`
}

function result(attributes: readonly X400Attribute[], how: MappingKind): ToX400 {
  return { x400: formatX400({ attributes }, { syntax: 'labelled' }), attributes, how }
}

/** §4.3.4, stage I. Undefined: stage II. */
function stageOne(local: string, right: readonly X400Attribute[] | undefined): ToX400 | undefined {
  if (local === '' || NOT_PRINTABLE.test(local) || local !== trimWsp(local) || local.includes('  ')) return undefined
  const left = leftAttributes(local)
  if (left === undefined) return undefined
  const keys = left.map(({ key }) => key)
  if (keys.includes('C') || keys.includes('X121') || keys.includes('NET-NUM')) {
    const whole = keys.includes('C') && !keys.includes('ADMD') ? [...left, { key: 'ADMD', value: ' ' }] : left
    return result(arrange(whole, [], true).attributes, 'encoded')
  }
  if (right === undefined || left.some(({ key }) => ruleOf(key)?.mnemonic !== true)) return undefined
  // Step 8: of the domain counts what is above all that the local part says.
  const highest = HIERARCHY.findIndex((level) => keys.includes(level))
  const kept = highest === -1 ? right : right.filter(({ key }) => HIERARCHY.slice(0, highest).includes(key))
  const { attributes, faults } = merge(kept, left)
  return faults.length > 0 ? undefined : result(attributes, 'mapped')
}

function merge(right: readonly X400Attribute[], left: readonly X400Attribute[]): X400Address {
  const faults: string[] = []
  return arrange([...right, ...left], faults, true)
}

/** An O/R address or a personal name; undefined where it is neither. */
function leftAttributes(local: string): readonly X400Attribute[] | undefined {
  if (local.includes('=')) {
    const { attributes, faults } = parseX400(local)
    if (faults.length === 0) return attributes
  }
  if (local.startsWith('/')) return undefined
  const name = readPersonalName(local)
  if (name === undefined) return undefined
  const attributes: X400Attribute[] = []
  for (const key of ['S', 'G', 'I'] as const) if (name[key] !== undefined) attributes.push({ key, value: name[key] })
  return attributes
}

/** Attributes that a domain stands for; undefined where it has no mapping or the names below do not fit. `point`: those of the mapping alone. */
function attributesOf(mappings: Mappings, domain: string, point = false): readonly X400Attribute[] | undefined {
  const found = mappings.ofDomain(domain)
  if (found === undefined) return undefined
  const levels: Levels = point ? found.levels : [...found.levels, ...found.rest]
  if (!point && !found.rest.every(isLabel)) return undefined
  const attributes: X400Attribute[] = []
  for (const [at, value] of levels.entries()) {
    if (value !== OMITTED) attributes.push({ key: HIERARCHY[at] ?? 'OU', value })
  }
  const faults: string[] = []
  const arranged = arrange(attributes, faults, true)
  return faults.length > 0 || levelsOf(arranged.attributes).length > 8 ? undefined : arranged.attributes
}

/** Translates O/R addresses to addresses of mail: by a mapping, encoded in the local part, or from an RFC-822 attribute. RFC 2156 §4.3.5. */
import { assertArray, assertObject, checkOptions } from '../../bytes/arguments.js'
import { trimWsp } from '../../bytes/ascii.js'
import { writeLocalPart } from '../../field/address/addr-spec.js'
import { type AddressMapping, isDomain, isLabel, levelsOf, Mappings, OMITTED } from './rfc1327-table.js'
import type { MappingKind } from './rfc1327-to-x400.js'
import { parseX400, type X400Address, type X400Attribute } from './x400-address.js'
import { HIERARCHY, ruleOf } from './x400-attributes.js'
import { formatX400 } from './x400-format.js'
import { writePersonalName } from './x400-name.js'
import { decodePrintableString } from './x400-string.js'

/** How O/R addresses become addresses of the Internet (RFC 2156 §4.3). */
export interface ToRfc822Options {
  /** O/R addresses and the domains that they are; the longest beginning counts. */
  readonly mappings?: readonly AddressMapping[]
  /** O/R addresses and the domain of the gateway to reach them by. */
  readonly gateways?: readonly AddressMapping[]
  /** Domain of the gateway for all other addresses. */
  readonly gateway?: string
}

/** The address of an O/R address, or why there is none. */
export interface ToRfc822 {
  /** The addr-spec. */
  readonly address?: string
  /** By which way of RFC 2156 §4.3 it was found. */
  readonly how?: MappingKind
  /** Why there is none. */
  readonly refused?: string
}

const OPTIONS = ['mappings', 'gateways', 'gateway']
/** What no address may hold: it would end the field that it is written to. */
const CONTROL = /[\x00-\x1f\x7f]|\p{Surrogate}/u

/**
 * The address of mail of an O/R address. Never throws for text; what cannot be mapped is told in `refused`.
 * @throws TypeError for wrong options
 */
export function x400ToRfc822(address: string | X400Address, options: ToRfc822Options = {}): ToRfc822 {
  checkOptions(options, OPTIONS)
  const { gateway } = options
  if (gateway !== undefined && !isDomain(gateway)) throw new TypeError('options.gateway: expected a domain')
  const mappings = new Mappings(options.mappings ?? [], 'options.mappings')
  const gateways = new Mappings(options.gateways ?? [], 'options.gateways')
  if (typeof address !== 'string') {
    assertObject(address, 'address')
    assertArray(address.attributes, 'address.attributes')
    for (const attribute of address.attributes) assertObject(attribute, 'address.attributes entry')
  }
  const { attributes, faults = [] } = typeof address === 'string' ? parseX400(address) : address
  if (attributes.length === 0) return { refused: faults[0] ?? 'no attribute' }
  const defined = definedAddress(attributes)
  if (defined !== undefined) return defined
  for (const { key, type = '', value } of attributes) {
    if (CONTROL.test(`${type}${value}`)) return { refused: `${key} holds a control` }
  }
  const levels = levelsOf(attributes)
  const found = mappings.ofLevels(levels)
  const mapped = found === undefined ? undefined : below(attributes, levels, found.domain, found.used)
  if (mapped !== undefined) return mapped
  const domain = gateways.ofLevels(levels)?.domain ?? gateway
  if (domain !== undefined)
    return { address: `${writeLocalPart(formatX400({ attributes }))}@${domain}`, how: 'encoded' }
  const top = attributes.filter(({ key }) => HIERARCHY.includes(key))
  const point =
    top.length === 0 ? 'an address without a country' : formatX400({ attributes: top }, { syntax: 'labelled' })
  return { refused: `no mapping for ${point.slice(0, 255)}, and no gateway is given` }
}

/** Mapping A: an address of mail that was put into an O/R address. */
function definedAddress(attributes: readonly X400Attribute[]): ToRfc822 | undefined {
  const value = (type: string) => attributes.find((attribute) => attribute.type?.toUpperCase() === type)?.value
  let printable = value('RFC-822')
  if (printable === undefined) return undefined
  for (const type of ['RFC822C1', 'RFC822C2', 'RFC822C3']) printable += value(type) ?? ''
  const address = trimWsp(decodePrintableString(printable))
  if (address === '') return { refused: 'the RFC-822 attribute is empty' }
  const at = address.search(CONTROL)
  if (at !== -1) {
    const code = address.charCodeAt(at).toString(16).toUpperCase().padStart(4, '0')
    return { refused: `the RFC-822 attribute holds U+${code} at ${at}` }
  }
  return { address, how: 'domain-defined' }
}

/** Mapping B from the point that has a domain: names below it become labels, all else the local part. Undefined where nothing is left for it. */
function below(
  attributes: readonly X400Attribute[],
  levels: string[],
  domain: string,
  used: number,
): ToRfc822 | undefined {
  const others = attributes.filter(({ key }) => key !== 'OU' && !HIERARCHY.includes(key))
  if (others.some(({ key }) => ruleOf(key)?.mnemonic !== true)) {
    return { address: `${writeLocalPart(formatX400({ attributes }))}@${domain}`, how: 'encoded' }
  }
  const labels: string[] = []
  let at = used
  while (at < levels.length && levels[at] !== OMITTED && isLabel(levels[at]!)) labels.push(levels[at++]!)
  const left = (from: number) => levels.slice(from).filter((level) => level !== OMITTED).length
  // The local part cannot be empty (§4.3.5, step 4).
  if (others.length === 0 && left(at) === 0) {
    if (labels.length === 0) return undefined
    labels.pop()
    at--
  }
  const whole = [...labels.reverse(), domain].join('.')
  // §4.3.5, step 3: a domain of one component routes to no gateway.
  if (!whole.includes('.') || whole.length > 255) return undefined
  const rest: X400Attribute[] = []
  for (let i = at; i < levels.length; i++) {
    if (levels[i] !== OMITTED) rest.push({ key: HIERARCHY[i] ?? 'OU', value: levels[i]! })
  }
  rest.push(...others)
  return { address: `${writeLocalPart(localOf(rest))}@${whole}`, how: 'mapped' }
}

/** `given.initial.surname` where that says it all, else the `/` syntax. */
function localOf(attributes: readonly X400Attribute[]): string {
  const value = (name: string) => attributes.find(({ key }) => key === name)?.value
  const S = value('S')
  if (S !== undefined && attributes.every(({ key }) => key === 'S' || key === 'G' || key === 'I')) {
    const G = value('G')
    const I = value('I')
    const text = writePersonalName({ S, ...(G === undefined ? {} : { G }), ...(I === undefined ? {} : { I }) })
    if (text !== undefined && !/[=/]|^ | {2}| $/.test(text)) return text
  }
  return formatX400({ attributes })
}

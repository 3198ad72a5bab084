/** Writes O/R addresses: `/S=Dupont/ADMD=atlas400/C=fr/` or `C=fr; A=atlas400; S=Dupont`. RFC 2156 §4.1.3 and §4.3.3. */
import { assertObject, assertString, optionsOf } from '../../bytes/arguments.js'
import { refuseUnwritable } from '../../field/refuse.js'
import { arrange, type X400Attribute } from './x400-address.js'
import { canonicalKey, HIERARCHY } from './x400-attributes.js'

/** How an O/R address is written. */
export interface X400FormatOptions {
  /** Default: `slash`, as it stands in a local part. `labelled` has the short keywords of F.401. */
  readonly syntax?: 'slash' | 'labelled'
  /** Default: as RFC 2156 has it, `user-first` for `slash`, `country-first` for `labelled`. */
  readonly order?: 'user-first' | 'country-first'
}

const SHORT: ReadonlyMap<string, string> = /* @__PURE__ */ new Map([
  ['ADMD', 'A'],
  ['PRMD', 'P'],
  ['GQ', 'Q'],
  ['UA-ID', 'N-ID'],
])
/** Names in the order in which they are spoken. */
const SPOKEN: readonly string[] = ['G', 'I', 'S', 'GQ']

/** `$` before what would separate or end, and before space at either end. */
function escapeValue(value: string): string {
  const text = value.replace(/[/=;$]/g, '$$$&')
  const begun = text.startsWith(' ') ? `$${text}` : text
  return begun.endsWith(' ') && begun !== '$ ' ? `${begun.slice(0, -1)}$ ` : begun
}

/**
 * An O/R address as text, in any order of attributes given. Rules of X.400 (see `faults` of `parseX400`) are not imposed.
 * @throws TypeError for an attribute that there is not, controls in a value, no attribute at all, or a wrong option
 */
export function formatX400(
  address: {
    /** In any order. */
    readonly attributes: readonly X400Attribute[]
  },
  options?: X400FormatOptions,
): string {
  assertObject(address, 'address')
  const { syntax = 'slash', order = syntax === 'slash' ? 'user-first' : 'country-first' } = optionsOf(options, [
    'syntax',
    'order',
  ])
  if (syntax !== 'slash' && syntax !== 'labelled') throw new TypeError('options.syntax: expected slash or labelled')
  if (order !== 'user-first' && order !== 'country-first') {
    throw new TypeError('options.order: expected user-first or country-first')
  }
  const given = address.attributes
  if (!Array.isArray(given) || given.length === 0)
    throw new TypeError('address.attributes: no attribute, expected at least one')
  for (const attribute of given) {
    assertObject(attribute, 'address.attributes entry')
    const { key, type, value } = attribute
    assertString(key, 'address.attributes entry.key')
    if (canonicalKey(key) === undefined)
      throw new TypeError(
        `attributes: ${JSON.stringify(key)} is no attribute: expected a keyword of RFC 2156 §4.1, as S, O or DD`,
      )
    if ((canonicalKey(key) === 'DD') !== (type !== undefined)) {
      throw new TypeError(`attributes: ${key}: expected a type with DD, and only there`)
    }
    refuseUnwritable(value, key, true)
    if (type !== undefined) refuseUnwritable(type, 'type', true)
  }
  return write(arrange(given, [], true).attributes, syntax === 'labelled', order === 'country-first')
}

function write(attributes: readonly X400Attribute[], labelled: boolean, countryFirst: boolean): string {
  const placed = attributes.some(({ key }) => HIERARCHY.includes(key))
  const numbers = new Map<string, number>()
  // Read again, those on the right are the most significant ones, unless numbers or the country before them say otherwise.
  if (countryFirst) {
    if (attributes.filter(({ key }) => key === 'OU').length > 1) numbers.set('OU', 0)
    if (!placed) numbers.set('DD', 0)
  }
  const parts = attributes.map(({ key, type, value }) => {
    const short = labelled ? (SHORT.get(key) ?? key) : key
    const number = numbers.get(key)
    if (number !== undefined) numbers.set(key, number + 1)
    const name = `${short}${number === undefined ? '' : number + 1}${type === undefined ? '' : `.${escapeValue(type)}`}`
    // RFC 2156 §4.1.3: an ADMD of one space is written as it is.
    return { key, text: `${name}=${key === 'ADMD' && value === ' ' ? ' ' : escapeValue(value)}` }
  })
  if (!countryFirst) {
    parts.reverse()
    const spoken = parts.filter(({ key }) => SPOKEN.includes(key))
    const at = parts.findIndex(({ key }) => SPOKEN.includes(key))
    spoken.sort((a, b) => SPOKEN.indexOf(a.key) - SPOKEN.indexOf(b.key))
    if (at !== -1) parts.splice(at, spoken.length, ...spoken)
  }
  const texts = parts.map(({ text }) => text)
  return labelled ? texts.join('; ') : `/${texts.join('/')}/`
}

/** Finds addresses that readers read differently. RFC 5322 §3.4, §3.6.2, §4.4, RFC 2047 §5, RFC 5891, RFC 6532. */
import { isAsciiText } from '../bytes/ascii.js'
import { ignore, type Report } from '../defects/defect.js'
import { readAddressList } from '../field/address/address.js'
import { toUnicode } from '../field/address/idn.js'
import { text } from '../field/octets.js'
import { grammarOf } from '../field/registry.js'
import { decodeWords } from '../field/words/encoded-word.js'
import type { Entity } from '../tree/entity.js'
import type { Field } from '../tree/field.js'
import type { AmbiguityList, Reading } from './list.js'
import type { Profile } from './profiles.js'

/** Where a field is read in several ways, whether or not two addresses stand in it. */
const TELLING: ReadonlySet<string> = /* @__PURE__ */ new Set([
  'address-invalid',
  'address-ambiguous',
  'obsolete-address-syntax',
  'obsolete-route',
  'special-in-address',
  'encoded-word-in-address',
  'encoded-word-control-char',
  'unterminated-quoted-string',
  'unterminated-comment',
  'group-nested',
])
/** Of these, the ones that who has only the grammar of today does not take: it finds nobody. */
const BROKEN: ReadonlySet<string> = /* @__PURE__ */ new Set([
  'address-invalid',
  'address-ambiguous',
  'obsolete-route',
  'encoded-word-in-address',
  'encoded-word-control-char',
  'unterminated-quoted-string',
  'unterminated-comment',
])

/** Elements of address fields that name somebody else, or nobody, to others. */
export function readAddresses(entity: Entity, field: Field, found: AmbiguityList): void {
  const grammar = grammarOf(field.name)
  if (grammar === undefined || (grammar.kind !== 'address' && grammar.kind !== 'mailbox')) return
  const { octets, range } = field
  if (range === undefined) return
  const { limits, fallbackCharset } = entity.node.doc.options
  const elements: [from: number, to: number][] = []
  let telling = octets.indexOf('\0') !== -1 || field.readable !== octets
  let broken = octets.indexOf('\0') !== -1
  const report: Report = (code, from, to) => {
    if (code === 'address-ambiguous' || code === 'address-invalid') elements.push([from, to])
    if (TELLING.has(code) || (code === 'comment-in-address' && isInAngle(octets, from, to))) telling = true
    if (BROKEN.has(code)) broken = true
  }
  grammar.read(octets, report, limits, fallbackCharset)
  const before = found.items.length
  const base = range.end - octets.length
  let done = 0
  for (const [from, to] of elements.sort((a, b) => a[0] - b[0])) {
    // Each octet once: spans may lie in each other.
    if (from < done || to <= from) continue
    done = to
    readElement(entity, field, from, to, { start: base + from, end: base + to }, found)
  }
  if (found.items.length > before) return
  readWhole(entity, field, { telling, broken }, found)
}

type Span = { readonly start: number; readonly end: number }

function readElement(entity: Entity, field: Field, from: number, to: number, span: Span, found: AmbiguityList): void {
  const candidates = addressesIn(field.octets.slice(from, to))
  if (new Set(candidates).size < 2) return
  const first = candidates[0]!
  const last = candidates[candidates.length - 1]!
  const { limits } = entity.node.doc.options
  const own = readAddressList(field.readable.slice(from, to), ignore, limits).mailboxes.map(({ address }) => address)
  const readingOf = ({ address }: Profile) => (address === 'first' ? first : address === 'last' ? last : candidates)
  found.add(entity, 'address', field.name.toLowerCase(), [span], oneOrAll(own), readingOf, '5322 3.4')
}

interface Odd {
  readonly telling: boolean
  readonly broken: boolean
}

/** The whole list: who stands in it, and who is the author. */
function readWhole(entity: Entity, field: Field, { telling, broken }: Odd, found: AmbiguityList): void {
  const name = field.name.toLowerCase()
  const { octets } = field
  const range = field.range!
  const { limits, fallbackCharset } = entity.node.doc.options
  const list = readAddressList(field.readable, ignore, limits, fallbackCharset)
  const own = list.mailboxes.map(({ address }) => address)
  const exact = broken || own.some((address) => !EXACT.test(address)) ? [] : own
  const eightBit = own.some((address) => !isAsciiText(address))
  const many = name === 'from' && own.length > 1
  // Who takes the first element, and not the first mailbox, finds nobody in a group of nobody.
  const [first] = list
  const nobody = own.length > 0 && first?.kind === 'group' && first.members.length === 0
  const labels = own.some((address) => inUnicode(address) !== address)
  // Outside of angles some take quotes for those of a name.
  const quoted = octets.indexOf('<') === -1 && own.some((address) => QUOTED.test(address))
  if (!telling && !eightBit && !many && !labels && !nobody && !quoted) return
  const rough = telling ? foundIn(text(octets, ignore, 0)) : own
  const words = telling && octets.includes('=?') ? decodeWords(octets, ignore, 0, 'text', fallbackCharset) : ''
  const decoded = words === '' ? rough : foundIn(words)
  const readingOf = ({ values, address, authors, domains, controls }: Profile): Reading => {
    if (nobody && values === 'decoded') return null
    let list =
      values === 'exact'
        ? exact.length === 1 && rough.length > 1
          ? rough
          : exact
        : values === 'decoded'
          ? decoded
          : rough
    if (controls === 'ends' && octets.indexOf('\0') !== -1) list = addressesIn(octets.slice(0, octets.indexOf('\0')))
    if (quoted && values === 'decoded') list = list.map((address) => address.replace(QUOTED, '$1@'))
    if (domains === 'unicode' && labels) list = list.map(inUnicode)
    if (list.length > 1 && name === 'from' && authors !== 'all')
      list = [authors === 'first' ? list[0]! : list[list.length - 1]!]
    else if (list.length > 1 && telling && own.length === 1 && address !== 'all')
      list = [address === 'first' ? list[0]! : list[list.length - 1]!]
    return oneOrAll(list)
  }
  found.add(
    entity,
    'address',
    name,
    [range],
    oneOrAll(own.filter((address) => address !== '')),
    readingOf,
    '5322 3.4, 3.6.2',
  )
}

function inUnicode(address: string): string {
  const at = address.lastIndexOf('@') + 1
  return address.slice(0, at) + toUnicode(address.slice(at))
}

/** RFC 5322 §3.2.3, §3.4.1 without obsolete forms: dot-atoms or a quoted local part, a domain or a literal. */
const EXACT =
  /^(?:[!#-'*+\-/-9=?A-Z^-~]+(?:\.[!#-'*+\-/-9=?A-Z^-~]+)*|"(?:[^"\\]|\\.)*")@(?:[!#-'*+\-/-9=?A-Z^-~]+(?:\.[!#-'*+\-/-9=?A-Z^-~]+)*|\[[^[\]\\]*\])$/

const QUOTED = /^"([^"\\]*)"@/

function oneOrAll(values: readonly string[]): Reading {
  return values.length === 0 ? null : values.length === 1 ? values[0]! : values
}

/** A comment in the angles that holds an address of its own: who looks for angles finds the inner ones. */
function isInAngle(octets: string, from: number, to: number): boolean {
  return octets.slice(from, to).includes('@') && octets.lastIndexOf('<', from) > octets.lastIndexOf('>', from)
}

/** The addresses of a list that is broken; where a quote opens and does not close, with the quotes as characters. */
function foundIn(list: string): string[] {
  const found = addressesIn(list)
  if (found.length > 0) return found
  return list
    .split(/[\s<>(),;:]+/)
    .map((piece) => (piece.startsWith('"') ? piece.slice(1) : piece))
    .filter((piece) => piece.indexOf('@') > 0 && !piece.endsWith('@'))
}

/** What a reader that looks for `@` finds: octets without white space, specials and quotes, around an `@`. */
function addressesIn(element: string): string[] {
  return element.split(/[\s<>(),;:"\\[\]]+/).filter((piece) => {
    const at = piece.indexOf('@')
    return at > 0 && at < piece.length - 1
  })
}

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
import { addressesBy } from './lone-words.js'
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
  // Asked for once: it goes through the whole field.
  const { readable } = field
  const elements: [from: number, to: number][] = []
  let telling = octets.indexOf('\0') !== -1 || readable !== octets
  let commented = false
  let broken = octets.indexOf('\0') !== -1
  const isInAngle = anglesOf(octets)
  const report: Report = (code, from, to) => {
    if (code === 'address-ambiguous' || code === 'address-invalid') elements.push([from, to])
    if (TELLING.has(code)) telling = true
    if (code === 'comment-in-address' && isInAngle(from)) {
      commented = true
      // An address of its own: who looks for angles finds the inner ones.
      if (octets.slice(from, to).includes('@')) telling = true
    }
    if (BROKEN.has(code)) broken = true
  }
  grammar.read(octets, report, limits, fallbackCharset)
  const name = field.name.toLowerCase()
  const before = found.items.length
  const base = range.end - octets.length
  let done = 0
  for (const [from, to] of elements.sort((a, b) => a[0] - b[0])) {
    // Each octet once: spans may lie in each other.
    if (from < done || to <= from) continue
    done = to
    const span = { start: base + from, end: base + to }
    readElement(entity, name, octets.slice(from, to), readable.slice(from, to), span, found)
  }
  if (found.items.length > before) return
  readWhole(entity, field, { telling, broken, commented }, found)
}

type Span = { readonly start: number; readonly end: number }

function readElement(
  entity: Entity,
  name: string,
  octets: string,
  readable: string,
  span: Span,
  found: AmbiguityList,
): void {
  const candidates = addressesIn(octets)
  if (new Set(candidates).size < 2) return
  const first = candidates[0]!
  const last = candidates[candidates.length - 1]!
  const { limits } = entity.node.doc.options
  const own = readAddressList(readable, ignore, limits).mailboxes.map(({ address }) => address)
  const readingOf = ({ address }: Profile) => (address === 'first' ? first : address === 'last' ? last : candidates)
  found.add(entity, 'address', name, [span], oneOrAll(own), readingOf, '5322 3.4')
}

interface Odd {
  readonly telling: boolean
  readonly broken: boolean
  /** A comment stands in angles. */
  readonly commented: boolean
}

/** The whole list: who stands in it, and who is the author. */
function readWhole(entity: Entity, field: Field, { telling, broken, commented }: Odd, found: AmbiguityList): void {
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
  if (!telling && !eightBit && !many && !labels && !nobody && !quoted && !commented) return
  const rough = telling ? foundIn(text(octets, ignore, 0)) : own
  const words = telling && octets.includes('=?') ? decodeWords(octets, ignore, 0, 'text', fallbackCharset) : ''
  const decoded = words === '' ? rough : foundIn(words)
  // Who finds no addr-spec in an element may take its words for somebody.
  const isLone =
    (own.length === 0 ? rough.length === 0 : own.some((one) => !one.includes('@'))) && octets.indexOf('\0') === -1
  const unfolded = isLone || commented ? text(octets.replace(/\r?\n/g, ''), ignore, 0) : ''
  const angled = commented && !telling ? Array.from(unfolded.matchAll(/<([^<>]*)>/g), ([, inner]) => inner!.trim()) : []
  const readingOf = ({ values, address, authors, domains, controls, lone }: Profile): Reading => {
    if (nobody && values === 'decoded') return null
    let list =
      values === 'exact'
        ? exact.length === 1 && rough.length > 1
          ? rough
          : exact
        : values === 'decoded'
          ? decoded
          : rough
    if (isLone) list = addressesBy(unfolded, lone, addressesIn)
    if (controls === 'ends' && octets.indexOf('\0') !== -1) list = addressesIn(octets.slice(0, octets.indexOf('\0')))
    if (angled.length > 0 && angled.length === own.length && values === 'decoded') list = angled
    if (quoted && values === 'decoded') list = list.map(unquoted)
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
  /^(?:[!#-'*+\-/-9=?A-Z^-~]+(?:\.[!#-'*+\-/-9=?A-Z^-~]+)*|"[^"\\]*(?:\\.[^"\\]*)*")@(?:[!#-'*+\-/-9=?A-Z^-~]+(?:\.[!#-'*+\-/-9=?A-Z^-~]+)*|\[[^[\]\\]*\])$/

const QUOTED = /^"([^"\\]*(?:\\.[^"\\]*)*)"@/

function unquoted(address: string): string {
  return address.replace(QUOTED, (_, local: string) => `${local.replace(/\\(.)/g, '$1')}@`)
}

function oneOrAll(values: readonly string[]): Reading {
  return values.length === 0 ? null : values.length === 1 ? values[0]! : values
}

/** Tells what stands in angles. Asked in order, it looks at each octet once. */
function anglesOf(octets: string): (from: number) => boolean {
  let at = 0
  let isOpen = false
  return (from) => {
    if (from < at) {
      at = 0
      isOpen = false
    }
    for (; at <= from; at++) {
      if (octets[at] === '<') isOpen = true
      else if (octets[at] === '>') isOpen = false
    }
    return isOpen
  }
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

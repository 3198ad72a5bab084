/**
 * Finds what this library itself shows by one of several readings: names in comments, dates and identifiers that break their grammar, roots of
 * multipart/related, multiparts without delimiters, texts in another charset than they declare. RFC 5322 §3.3, §3.4, §3.6.4, RFC 2387 §3,
 * RFC 2046 §4.1.2, §5.1.1.
 */
import { isAscii, isUtf8 } from '../bytes/platform.js'
import type { Report } from '../defects/defect.js'
import { text } from '../field/octets.js'
import { grammarOf } from '../field/registry.js'
import { displayedType, relatedRoot } from '../tree/body.js'
import type { Entity } from '../tree/entity.js'
import type { Field } from '../tree/field.js'
import type { AmbiguityList } from './list.js'
import type { Profile } from './profiles.js'

export function readBodyViews(entity: Entity, found: AmbiguityList): void {
  const { node } = entity
  const { type, subtype } = entity.contentType
  if (type === 'multipart') {
    if (subtype === 'related') readRoot(entity, found)
    if (node.children.length === 0 && node.firstDelimiter < 0 && displayedType(entity) === 'text/plain') {
      const readingOf = ({ outside }: Profile) => (outside === 'parts' ? 'text/plain' : null)
      found.add(
        entity,
        'parts',
        undefined,
        [{ start: node.bodyStart, end: node.end }],
        'text/plain',
        readingOf,
        '2046 5.1.1',
      )
    }
  } else if (type === 'text' && node.children.length === 0) readCharset(entity, found)
}

function readRoot(entity: Entity, found: AmbiguityList): void {
  const root = relatedRoot(entity)
  const first = entity.parts[0]
  if (root === undefined || first === undefined || root === first) return
  const own = `part ${root.path.join('.')}`
  const readingOf = ({ root: which }: Profile) => (which === 'first' ? `part ${first.path.join('.')}` : own)
  found.add(entity, 'related', undefined, [{ start: first.node.start, end: root.node.end }], own, readingOf, '2387 3')
}

/** Text that is UTF-8 under another label, and text that was read by what it holds. */
function readCharset(entity: Entity, found: AmbiguityList): void {
  const bytes = entity.bytes()
  const label = entity.contentType.params.charset?.toLowerCase()
  const { used, replaced } = entity.charset
  const ascii = isAscii(bytes)
  // Designated without a label: ISO-2022-JP to some, signs to others.
  if (ascii && (used === 'us-ascii' || used === 'utf-8' || label !== undefined)) return
  if (!ascii && (label === undefined || !isUtf8(bytes) || (replaced === 0 && !/^(?:iso-2022|hz|utf-?7)/.test(label))))
    return
  const { bodyStart, end } = entity.node
  const declared = replaced > 0 ? used : (label ?? 'us-ascii')
  const readingOf = ({ charset }: Profile) => (charset === 'utf-8' ? (ascii ? used : 'utf-8') : declared)
  found.add(entity, 'charset', undefined, [{ start: bodyStart, end }], used, readingOf, '2046 4.1.2')
}

/** What is read of a field that breaks its grammar is nothing to who has the grammar alone. */
const GENEROUS: ReadonlyMap<string, string> = /* @__PURE__ */ new Map([
  ['date', '5322 3.3'],
  ['message-id', '5322 3.6.4'],
  ['in-reply-to', '5322 3.6.4'],
  ['references', '5322 3.6.4'],
  ['content-id', '2045 7'],
])

export function readFieldViews(entity: Entity, field: Field, found: AmbiguityList): void {
  const name = field.name.toLowerCase()
  const rfc = GENEROUS.get(name)
  if (rfc !== undefined) readValue(entity, field, name, rfc, found)
  else if (field.octets.indexOf('(') !== -1) readNames(entity, field, name, found)
}

function readValue(entity: Entity, field: Field, name: string, rfc: string, found: AmbiguityList): void {
  const grammar = grammarOf(name)
  if (grammar === undefined || field.range === undefined) return
  const { limits, fallbackCharset } = entity.node.doc.options
  let broken = false
  const report: Report = (code) => {
    if (code === 'invalid-date-zone' || code === 'obsolete-date' || code === 'invalid-message-id') broken = true
  }
  const value = grammar.read(field.octets, report, limits, fallbackCharset)
  // What stands whole in angles is the same to all, with an `@` or without.
  if (!broken || /^\s*<[^<>\s]+>\s*$/.test(field.octets)) return
  const own = shown(value)
  const raw = text(field.value, () => {}, 0).trim()
  const readingOf = ({ values }: Profile) => (values === 'exact' ? null : values === 'decoded' ? raw : own)
  found.add(entity, name === 'date' ? 'date' : 'identifier', name, [field.range], own, readingOf, rfc)
}

function shown(value: unknown): string | readonly string[] | null {
  if (value === undefined || value === null) return null
  if (Array.isArray(value)) return value.map(String)
  const { date } = value as { date?: Date }
  if (date instanceof Date) return date.toISOString()
  return value instanceof Date ? value.toISOString() : String(value)
}

/** Names that stand in comments: names to most, nothing to who has no use for comments. */
function readNames(entity: Entity, field: Field, name: string, found: AmbiguityList): void {
  const grammar = grammarOf(name)
  if (grammar === undefined || (grammar.kind !== 'address' && grammar.kind !== 'mailbox') || field.range === undefined)
    return
  const own: string[] = []
  const bare: string[] = []
  for (const mailbox of field.mailboxes()) {
    own.push(mailbox.name ?? '')
    bare.push(mailbox.comment !== undefined && mailbox.name === mailbox.comment ? '' : (mailbox.name ?? ''))
  }
  found.add(entity, 'name', name, [field.range], own, ({ values }) => (values === 'exact' ? bare : own), '5322 3.4')
}

/**
 * Finds MIME fields that readers cut differently: media types, dispositions, transfer encodings, parameters, filenames. RFC 2045 §5.1, §6.1,
 * RFC 2183 §2, RFC 2231 §3, §4.
 */
import { lowerAscii, trimWsp } from '../bytes/ascii.js'
import { isAtHand } from '../charset/index.js'
import { ignore } from '../defects/defect.js'
import { fastParameters } from '../field/mime/fast-parameters.js'
import { joinedText } from '../field/mime/labelled.js'
import { readHead } from '../field/mime/media-type.js'
import { LITERAL, parameterInstances } from '../field/mime/parameters.js'
import { ExtendedForms, type Instance } from '../field/mime/rfc2231.js'
import { isIdentityEncoding, isKnownEncoding } from '../field/mime/transfer-encoding.js'
import { text } from '../field/octets.js'
import { decodeWords, holdsWord } from '../field/words/encoded-word.js'
import type { Entity } from '../tree/entity.js'
import type { Field, Range } from '../tree/field.js'
import type { AmbiguityList } from './list.js'
import type { FilenameSource, Profile, Syntax } from './profiles.js'
import { type Rough, type RoughForms, readRough, withoutComments } from './rough.js'

/** One parameter: what its forms come to where the first, and where the last of each counts. */
interface Forms extends RoughForms {
  readonly spans: readonly Range[]
}

const NO_FORMS: Forms = { spans: [], plain: undefined, extended: undefined }
const ROUGH = ['strict', 'split', 'scan', 'loose'] as const

/** One field, in all syntaxes. */
interface Cut {
  readonly span: Range | undefined
  readonly own: ReadonlyMap<string, Forms>
  /** Absent where all agree. */
  readonly rough?: Readonly<Record<Exclude<Syntax, 'grammar'>, Rough>>
}

export function readParameters(entity: Entity, found: AmbiguityList): void {
  const type = cutOf(entity, entity.headers.field('content-type'))
  const disposition = cutOf(entity, entity.headers.field('content-disposition'))
  readHeads(entity, type, disposition, found)
  readFilename(entity, type, disposition, found)
  for (const name of namesOf(type)) {
    if (name === 'name') continue
    // Of a multipart, where white space at its end does not count; of another type it means nothing.
    const own = (name === 'boundary' ? entity.contentType.boundary : undefined) ?? entity.contentType.params[name]
    readParameter(entity, name, type, own ?? null, found)
  }
  for (const name of namesOf(disposition))
    if (name !== 'filename') readParameter(entity, name, disposition, entity.disposition?.params[name] ?? null, found)
  readEncoding(entity, found)
}

function namesOf({ own, rough }: Cut): Iterable<string> {
  if (rough === undefined) return own.keys()
  const names = new Set(own.keys())
  // What stands in words that are no parameters to anybody else is none.
  for (const known of ['boundary', 'charset'])
    if (ROUGH.some((syntax) => rough[syntax].values.has(known))) names.add(known)
  return names
}

function formsFor(cut: Cut, name: string, { syntax }: Profile): RoughForms | undefined {
  return cut.rough === undefined || syntax === 'grammar' ? cut.own.get(name) : cut.rough[syntax].values.get(name)
}

function readHeads(entity: Entity, type: Cut, disposition: Cut, found: AmbiguityList): void {
  const { rough } = type
  if (rough !== undefined) {
    const own = entity.contentType.mediaType
    const readingOf = ({ syntax }: Profile) => (syntax === 'grammar' ? own : mediaType(rough[syntax].head, syntax, own))
    found.add(entity, 'content-type', undefined, [type.span!], own, readingOf, '2045 5.1, 5.2')
  }
  const { rough: heads } = disposition
  if (heads === undefined) return
  const own = entity.disposition?.type ?? null
  const readingOf = ({ syntax }: Profile) => (syntax === 'grammar' ? own : heads[syntax].head || null)
  found.add(entity, 'disposition', undefined, [disposition.span!], own, readingOf, '2183 2')
}

/** Who only cuts wants one `/`, else it is text/plain; who scans takes what stands there. */
function mediaType(head: string, syntax: Syntax, own: string): string {
  if (syntax === 'strict') return own
  if (head === '' || (syntax === 'split' && head.indexOf('/') !== head.lastIndexOf('/'))) return 'text/plain'
  if (syntax === 'loose') return head.replace(/["\s]/g, '')
  return head.includes('/') || syntax !== 'split' ? head : 'text/plain'
}

/** What is told apart is the effect: all that is not known, and all that changes nothing, are octets as they stand. */
function readEncoding(entity: Entity, found: AmbiguityList): void {
  const field = entity.headers.field('content-transfer-encoding')
  if (field?.range === undefined) return
  const whole = lowerAscii(trimWsp(field.octets.replace(/[\r\n]/g, '')))
  if (isKnownEncoding(whole)) return
  const own = effect(entity.transferEncoding)
  const commented = effect(withoutComments(whole))
  const asItStands = effect(whole)
  const readingOf = ({ syntax }: Profile) =>
    syntax === 'split' ? asItStands : syntax === 'scan' || syntax === 'strict' ? commented : own
  found.add(entity, 'transfer-encoding', undefined, [field.range], own, readingOf, '2045 6.1, 6.4')
}

function effect(name: string): string {
  return isKnownEncoding(name) && !isIdentityEncoding(name) ? name : 'none'
}

function readParameter(entity: Entity, name: string, cut: Cut, own: string | null, found: AmbiguityList): void {
  const fact = name === 'boundary' || name === 'charset' ? name : 'parameter'
  const forms = cut.own.get(name) ?? NO_FORMS
  // A value in RFC 2231 form alone is legal, save for a boundary (RFC 2046 §5.1.1 wants octets).
  if (
    cut.rough === undefined &&
    forms.plain === undefined &&
    name !== 'boundary' &&
    forms.extended?.[0] === forms.extended?.[1]
  )
    return
  if (fact === 'parameter' && cut.rough !== undefined && forms.spans.length < 2) return
  const rfc = fact === 'boundary' ? '2046 5.1.1' : '2045 5.1'
  const spans = forms.spans.length > 0 ? forms.spans : [cut.span!]
  found.add(entity, fact, name, spans, own, (profile) => chosen(formsFor(cut, name, profile), profile), rfc)
}

function chosen(forms: RoughForms | undefined, profile: Profile): string | null {
  const which = profile.parameters === 'first' ? 0 : 1
  return (profile.extended ? forms?.extended?.[which] : undefined) ?? forms?.plain?.[which] ?? null
}

function readFilename(entity: Entity, type: Cut, disposition: Cut, found: AmbiguityList): void {
  const filename = disposition.own.get('filename')
  const name = type.own.get('name')
  const candidates = [filename?.extended, filename?.plain, name?.extended, name?.plain].filter(
    (pair) => pair !== undefined,
  )
  const own = entity.filename ?? null
  const rough = disposition.rough !== undefined || (type.rough !== undefined && named(type))
  const odd = rough || (own !== null && CONTROL.test(own))
  if (!odd && (candidates.length === 0 || (candidates.length === 1 && candidates[0]![0] === candidates[0]![1]))) return
  const spans = [...(filename?.spans ?? []), ...(name?.spans ?? [])]
  if (spans.length === 0) spans.push((disposition.span ?? type.span)!)
  const readingOf = (profile: Profile): string | null => {
    const which = profile.parameters === 'first' ? 0 : 1
    const ofFilename = formsFor(disposition, 'filename', profile)
    const ofName = formsFor(type, 'name', profile)
    const by: Readonly<Record<FilenameSource, RoughForms['plain']>> = {
      'filename*': profile.extended ? ofFilename?.extended : undefined,
      filename: ofFilename?.plain,
      'name*': profile.extended ? ofName?.extended : undefined,
      name: ofName?.plain,
    }
    for (const source of profile.filename) {
      const value = by[source]?.[which]
      if (value) return profile.controls === 'ends' ? value.split(CONTROL, 1)[0]! : value
    }
    return null
  }
  found.add(entity, 'filename', undefined, spans, own, readingOf, '2183 2.3, 2231 4')
}

const CONTROL = /[\x00-\x08\x0a-\x1f]/

function named({ own, rough }: Cut): boolean {
  return own.has('name') || ROUGH.some((syntax) => rough![syntax].values.has('name'))
}

/** Blanks at the ends of a quoted value: some trim them. */
const BLANKS = /[\t ]"|"[\t ]/

function cutOf(entity: Entity, field: Field | undefined): Cut {
  if (field?.range === undefined) return { span: undefined, own: new Map() }
  const { limits } = entity.node.doc.options
  const { octets, range } = field
  const own = formsOf(entity, octets, range)
  if (isPlain(octets) && !BLANKS.test(octets)) return { span: range, own }
  const [strict, split, scan, loose] = ROUGH.map((syntax) => readRough(octets, syntax, limits.maxParameters))
  return { span: range, own, rough: { strict: strict!, split: split!, scan: scan!, loose: loose! } }
}

/** A head that is one or two tokens, and parameters that nobody reads otherwise; those in forms of RFC 2231 and those that stand twice are held against each other as they are. */
function isPlain(octets: string): boolean {
  const odd = { found: false }
  const semicolon = octets.indexOf(';')
  const head = trimWsp(semicolon === -1 ? octets : octets.slice(0, semicolon))
  if (!/^[A-Za-z0-9.+_-]+(?:\/[A-Za-z0-9.+_-]+)?$/.test(head)) return false
  if (semicolon === -1 || (!NO_VALUE.test(octets) && fastParameters(octets, semicolon, 8) !== undefined))
    return head.includes('/') || !octets.includes('/')
  const report = () => {
    odd.found = true
  }
  readHead(octets, ignore)
  for (const [name, { pair, quoted, octets: value }] of parameterInstances(octets, 128)) {
    if (pair || (name.includes('*') && !/^[^*]+(?:\*|\*[0-9]+\*?)$/.test(name)) || (!quoted && value === '')) report()
    if (/utf-?7'/i.test(value) || holdsWord(value)) report()
    // Who has one rule for names and values (RFC 2231 §7, attribute) ends a value where no name goes on.
    if (!quoted && !name.endsWith('*') && NO_VALUE.test(value)) report()
    // A character that segments cut, and a charset that nobody knows.
    if (name.endsWith('*') && (/%(?![0-9a-f]{2})/i.test(value) || isUnknown(value))) report()
  }
  return !odd.found && !/[\\()\x00-\x08\x0e-\x1f\x80-\xff]/.test(octets) && soundPieces(octets, semicolon)
}

const NO_VALUE = /[*']/

function isUnknown(extended: string): boolean {
  const [, label = ''] = /^([^']*)'[^']*'/.exec(extended) ?? []
  return label !== '' && !isAtHand(label)
}

/** Each piece between semicolons is `name=token` or `name="text"`. */
function soundPieces(octets: string, from: number): boolean {
  const sound = /;[\t\r\n ]*[^\s;="(),/:<>?@[\]\\]+=(?:"[^"\r\n]*"|[^\s;="(),/:<>?@[\]\\]+)[\t\r\n ]*/y
  const sections = new Map<string, number>()
  let at = from
  while (at < octets.length) {
    sound.lastIndex = at
    const match = sound.exec(octets)
    if (match === null) return false
    at = sound.lastIndex
    const star = /^;\s*([^*=]+)\*([0-9]+)(\*?)=/.exec(match[0])
    if (star === null) continue
    const name = star[1]!.toLowerCase()
    // A segment that is missing, and a percent sign in one that has no `*`.
    const next = sections.get(name) ?? 0
    if (Number(star[2]) > next) return false
    if (Number(star[2]) === next) sections.set(name, next + 1)
    if (star[3] === '' && match[0].includes('%')) return false
  }
  return true
}

/** The forms of each parameter of a field, in order of their names. */
function formsOf(entity: Entity, octets: string, range: Range): Map<string, Forms> {
  const forms = new Map<string, Forms>()
  const { limits, fallbackCharset } = entity.node.doc.options
  const base = range.end - octets.length
  const byName = new Map<
    string,
    { plain: Instance[]; extended: [section: string, instance: Instance][]; spans: Range[] }
  >()
  for (const [full, instance] of parameterInstances(octets, limits.maxParameters)) {
    const star = full.indexOf('*')
    const name = star === -1 ? full : full.slice(0, star)
    let all = byName.get(name)
    if (all === undefined) byName.set(name, (all = { plain: [], extended: [], spans: [] }))
    if (star === -1) all.plain.push(instance)
    else all.extended.push([full.slice(star + 1), instance])
    all.spans.push({ start: base + instance.from, end: base + instance.to })
  }
  for (const [name, { plain, extended, spans }] of byName) {
    const plainText = (instance: Instance | undefined) =>
      instance === undefined ? '' : decoded(name, instance.octets, fallbackCharset)
    forms.set(name, {
      spans,
      plain: pair(plainText(plain[0]), plainText(plain[plain.length - 1])),
      extended: pair(joined(extended, fallbackCharset), joined([...extended].reverse(), fallbackCharset)),
    })
  }
  return forms
}

/** A value that is empty is none. */
function pair(first: string, last: string): readonly [string, string] | undefined {
  return first === '' && last === '' ? undefined : [first, last]
}

function decoded(name: string, octets: string, fallback: string): string {
  if (!holdsWord(octets) || LITERAL.has(name)) return text(octets, ignore, 0)
  return decodeWords(octets, ignore, 0, 'parameter', fallback)
}

/** The first of each segment counts: in reverse order, the last. */
function joined(extended: readonly (readonly [section: string, instance: Instance])[], fallback: string): string {
  if (extended.length === 0) return ''
  const forms = new ExtendedForms(ignore)
  for (const [section, instance] of extended) forms.add(section, instance)
  const result = forms.join()
  return result === undefined ? '' : joinedText(result, ignore, fallback)
}

/** Parameters that stand twice or in two forms, and filenames that stand in two fields: RFC 2045 §5.1, RFC 2183 §2.3, RFC 2231 §3, §4. */
import { ignore } from '../defects/defect.js'
import { joinedText } from '../field/mime/labelled.js'
import { LITERAL, parameterInstances } from '../field/mime/parameters.js'
import { ExtendedForms, type Instance } from '../field/mime/rfc2231.js'
import { text } from '../field/octets.js'
import { decodeWords, holdsWord } from '../field/words/encoded-word.js'
import type { Entity } from '../tree/entity.js'
import type { Field, Range } from '../tree/field.js'
import type { AmbiguityList } from './list.js'
import type { FilenameSource, Profile } from './profiles.js'

/** One parameter: what its forms come to where the first, and where the last of each counts. */
interface Forms {
  readonly spans: readonly Range[]
  readonly plain: readonly [first: string, last: string] | undefined
  readonly extended: readonly [first: string, last: string] | undefined
}

export function readParameters(entity: Entity, found: AmbiguityList): void {
  const typeField = entity.headers.field('content-type')
  const dispositionField = entity.headers.field('content-disposition')
  const type = formsOf(entity, typeField)
  const disposition = formsOf(entity, dispositionField)
  readFilename(entity, disposition.get('filename'), type.get('name'), found)
  for (const [name, forms] of type) {
    if (name === 'name') continue
    // Of a multipart, where white space at its end does not count; of another type it means nothing.
    const own = (name === 'boundary' ? entity.contentType.boundary : undefined) ?? entity.contentType.params[name]
    readParameter(entity, name, forms, own ?? null, found)
  }
  for (const [name, forms] of disposition)
    if (name !== 'filename') readParameter(entity, name, forms, entity.disposition?.params[name] ?? null, found)
}

function readParameter(entity: Entity, name: string, forms: Forms, own: string | null, found: AmbiguityList): void {
  const fact = name === 'boundary' || name === 'charset' ? name : 'parameter'
  // A value in RFC 2231 form alone is legal, save for a boundary (RFC 2046 §5.1.1 wants octets).
  if (forms.plain === undefined && name !== 'boundary' && forms.extended?.[0] === forms.extended?.[1]) return
  const rfc = fact === 'boundary' ? '2046 5.1.1' : '2045 5.1'
  found.add(entity, fact, name, forms.spans, own, (profile) => chosen(forms, profile), rfc)
}

function chosen({ plain, extended }: Forms, profile: Profile): string | null {
  const which = profile.parameters === 'first' ? 0 : 1
  return (profile.extended ? extended?.[which] : undefined) ?? plain?.[which] ?? null
}

function readFilename(
  entity: Entity,
  filename: Forms | undefined,
  name: Forms | undefined,
  found: AmbiguityList,
): void {
  const values = [filename?.extended, filename?.plain, name?.extended, name?.plain]
  const candidates = values.filter((pair) => pair !== undefined)
  if (candidates.length === 0 || (candidates.length === 1 && candidates[0]![0] === candidates[0]![1])) return
  const [filenameExtended, filenamePlain, nameExtended, namePlain] = values
  const by: Readonly<Record<FilenameSource, Forms['plain']>> = {
    'filename*': filenameExtended,
    filename: filenamePlain,
    'name*': nameExtended,
    name: namePlain,
  }
  const spans = [...(filename?.spans ?? []), ...(name?.spans ?? [])]
  const readingOf = (profile: Profile): string | null => {
    for (const source of profile.filename) {
      const value = by[source]?.[profile.parameters === 'first' ? 0 : 1]
      if (value !== undefined) return value
    }
    return null
  }
  found.add(entity, 'filename', undefined, spans, entity.filename ?? null, readingOf, '2183 2.3, 2231 4')
}

/** The forms of each parameter of a field, in order of their names. */
function formsOf(entity: Entity, field: Field | undefined): Map<string, Forms> {
  const forms = new Map<string, Forms>()
  if (field?.range === undefined) return forms
  const { limits, fallbackCharset } = entity.node.doc.options
  const { octets } = field
  const base = field.range.end - octets.length
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

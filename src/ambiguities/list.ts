/** Gathers the facts on which readers of a message may differ, as plain data. RFC 5322 §3.6, RFC 2046 §5.1.1. */
import type { Entity } from '../tree/entity.js'
import type { Range } from '../tree/field.js'
import type { Node } from '../tree/node.js'
import { PROFILE_NAMES, type Profile, type ProfileName, READER_PROFILES } from './profiles.js'

/** What one family of readers takes for true; null if it finds nothing. */
export type Reading = string | readonly string[] | null

/** A point on which families of readers may differ: a field, a body, the name of a file, the number of parts. */
export type Fact =
  | 'field'
  | 'parameter'
  | 'boundary'
  | 'charset'
  | 'filename'
  | 'address'
  | 'preamble'
  | 'epilogue'
  | 'encoded-multipart'
  | 'base64'
  | 'separator'
  | 'line-ends'
  | 'content-type'
  | 'disposition'
  | 'transfer-encoding'
  | 'parts'
  | 'type'
  | 'encoded-message'
  | 'related'
  | 'date'
  | 'identifier'
  | 'name'

/** One fact that is read in more than one way. */
export interface Ambiguity {
  /** What is read in two ways. */
  readonly fact: Fact
  /** Path of the entity, as `Entity.path`. */
  readonly path: readonly number[]
  /** The field or parameter, in lower case; absent where the fact is one of the structure. */
  readonly name?: string
  /** Where the candidates stand in the source. */
  readonly spans: readonly Range[]
  /** What each family of readers reads, by its name; `messagerie` is what this library reads. */
  readonly readings: Readonly<Record<ProfileName | 'messagerie', Reading>>
  /** RFC and section that decides, as `5322 3.6`. */
  readonly rfc: string
}

export class AmbiguityList {
  /** The last encapsulated message that was divided into parts by the boundary on its type: those within are not divided again. */
  divided: Node | undefined = undefined

  readonly items: Ambiguity[] = []

  /** Adds the fact if the families differ. */
  add(
    entity: Entity,
    fact: Fact,
    name: string | undefined,
    spans: readonly Range[],
    own: Reading,
    readingOf: (profile: Profile) => Reading,
    rfc: string,
  ): void {
    let differ = false
    const read = PROFILE_NAMES.map((profile): [ProfileName, Reading] => {
      const reading = readingOf(READER_PROFILES[profile])
      if (!same(reading, own)) differ = true
      return [profile, reading]
    })
    if (!differ) return
    const readings = Object.fromEntries<Reading>([['messagerie', own], ...read]) as Ambiguity['readings']
    const placed = spans.map((span) => inSource(entity, span))
    this.items.push({ fact, path: entity.path, ...(name === undefined ? {} : { name }), spans: placed, readings, rfc })
  }
}

function same(a: Reading, b: Reading): boolean {
  if (a === b) return true
  if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false
  return a.every((one, i) => one === b[i])
}

/** What stands in a decoded body has the place of that body. */
function inSource(entity: Entity, span: Range): Range {
  let { doc } = entity.node
  let { start, end } = span
  for (let host = doc.host; host !== undefined; host = doc.host) {
    start = host.bodyStart
    end = host.end
    doc = host.doc
  }
  return { start, end }
}

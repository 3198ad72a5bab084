/** Makes BODY and BODYSTRUCTURE: the parts of a message without their octets. RFC 9051 §7.5.2, RFC 3501 §7.4.2. */

import { assertObject, assertString } from '../bytes/arguments.js'
import { LF } from '../bytes/ascii.js'
import { indexOfByte } from '../bytes/platform.js'
import { countBelow } from '../bytes/search.js'
import { encodePercent } from '../codec/percent.js'
import type { Params } from '../field/mime/parameters.js'
import { toOctets } from '../field/octets.js'
import type { Entity } from '../tree/entity.js'
import { assertEntity } from '../tree/is-message.js'
import { type Envelope, envelope, envelopeValue } from './envelope.js'
import { formatValue, type ImapValue } from './value.js'

interface Extension {
  /** Content-MD5. */
  readonly md5?: string
  readonly disposition?: {
    /** In lower case. */
    readonly type: string
    /** By name in lower case. */
    readonly params: Params
  }
  /** Content-Language, a tag each. */
  readonly language?: readonly string[]
  /** Content-Location. */
  readonly location?: string
}

/** A part that holds no parts of its own, save as an encapsulated message. */
export interface LeafStructure extends Extension {
  /** The type in lower case: `text`. */
  readonly type: string
  /** The subtype in lower case: `plain`. */
  readonly subtype: string
  /** Parameters by name in lower case. */
  readonly params: Params
  /** Content-ID with its angle brackets. */
  readonly id?: string
  /** Content-Description, unfolded, not decoded. */
  readonly description?: string
  /** Content-Transfer-Encoding. */
  readonly encoding: string
  /** Octets of the encoded body. */
  readonly size: number
  /** Lines of the encoded body, of text/* and message/rfc822 only. */
  readonly lines?: number
  /** Envelope of the message that a message/rfc822 holds. */
  readonly envelope?: Envelope
  /** Structure of the message that a message/rfc822 holds. */
  readonly body?: BodyStructure
}

/** A multipart (RFC 9051 §7.5.2). */
export interface MultipartStructure extends Extension {
  /** `multipart`: tells it from a leaf. */
  readonly type: 'multipart'
  /** Lower case: `mixed`, `alternative` … */
  readonly subtype: string
  /** Parameters by name in lower case. */
  readonly params: Params
  /** Its parts, in order. */
  readonly parts: readonly BodyStructure[]
}

/** BODYSTRUCTURE of IMAP as data (RFC 9051 §7.5.2). */
export type BodyStructure = LeafStructure | MultipartStructure

/** Reads the BODYSTRUCTURE of a message or of a part. Never throws. Iterative, since nesting has no bound that a caller could not lift. */
export function bodyStructure(root: Entity): BodyStructure {
  assertEntity(root, 'message')
  const top: BodyStructure[] = []
  const lines = new LineCounter()
  const work: [entity: Entity, into: (structure: BodyStructure) => void][] = [[root, (one) => top.push(one)]]
  while (work.length > 0) {
    const [entity, into] = work.pop()!
    const { type, subtype, params } = entity.contentType
    const { parts } = entity
    if (parts.length > 0) {
      const inside: BodyStructure[] = []
      into({ type: 'multipart', subtype, params, parts: inside, ...extension(entity) })
      for (let i = parts.length - 1; i >= 0; i--) work.push([parts[i]!, (one) => inside.push(one)])
      continue
    }
    // The grammar gives an envelope and a body to these two types alone (RFC 9051 §9, media-message): not to message/news.
    const message = type === 'message' && /^(?:rfc822|global)$/.test(subtype) ? entity.message : undefined
    const raw = entity.rawBody
    const leaf: { -readonly [key in keyof LeafStructure]: LeafStructure[key] } = {
      // A multipart without parts cannot be written (RFC 9051 §9 wants one at least): its octets are those of a text.
      type: type === 'multipart' ? 'text' : type,
      subtype: type === 'multipart' ? 'plain' : subtype,
      params,
      ...given('id', entity.headers.field('content-id')?.value),
      ...given('description', entity.headers.field('content-description')?.value),
      encoding: entity.transferEncoding,
      size: raw.length,
      ...(type === 'text' || type === 'multipart' || message !== undefined
        ? { lines: lines.count(raw, message !== undefined) }
        : {}),
      ...extension(entity),
    }
    if (message !== undefined) {
      leaf.envelope = envelope(message)
      work.push([
        message,
        (one) => {
          leaf.body = one
        },
      ])
    }
    into(leaf)
  }
  return top[0]!
}

function given<K extends string>(key: K, text: string | undefined): { readonly [key in K]?: string } {
  return (text === undefined ? {} : { [key]: text }) as { readonly [key in K]?: string }
}

function extension(entity: Entity): Extension {
  const { headers, disposition } = entity
  const languages = headers.field('content-language')?.parsed as readonly string[] | undefined
  return {
    ...given('md5', headers.field('content-md5')?.value),
    ...(disposition === undefined ? {} : { disposition: { type: disposition.type, params: disposition.params } }),
    ...(languages === undefined || languages.length === 0 ? {} : { language: languages }),
    ...given('location', headers.field('content-location')?.value),
  }
}

/** Counts lines, those of messages in each other once: the outermost is gone through, what stands in it is counted from that. */
class LineCounter {
  private outermost = new Uint8Array(0)
  /** Where its lines end, from the beginning of its buffer. */
  private ends: number[] = []

  /** @param holds other octets that will be counted as well */
  count(octets: Uint8Array, holds: boolean): number {
    const { byteOffset: from, length } = octets
    const { byteOffset, buffer, length: whole } = this.outermost
    if (octets.buffer === buffer && from >= byteOffset && from + length <= byteOffset + whole)
      return countBelow(this.ends, from + length) - countBelow(this.ends, from)
    const ends: number[] = []
    let lines = 0
    for (let at = indexOfByte(octets, LF, 0); at !== -1; at = indexOfByte(octets, LF, at + 1)) {
      lines++
      if (holds) ends.push(from + at)
    }
    if (holds) {
      this.outermost = octets as Uint8Array<ArrayBuffer>
      this.ends = ends
    }
    return lines
  }
}

/**
 * The structure as octets of a response.
 * @param extended BODYSTRUCTURE with its extension data (default); false: BODY, without
 */
export function formatBodyStructure(structure: BodyStructure, extended = true): Uint8Array {
  assertObject(structure, 'structure')
  return formatValue(structureValue(structure, extended))
}

function structureValue(root: BodyStructure, extended: boolean): ImapValue {
  const top: ImapValue[] = []
  const work: [structure: BodyStructure, into: ImapValue[], at: number][] = [[root, top, 0]]
  while (work.length > 0) {
    const [structure, into, at] = work.pop()!
    assertObject(structure, 'structure')
    assertString(structure.subtype, 'structure.subtype')
    assertObject(structure.params, 'structure.params')
    const list: ImapValue[] = []
    into[at] = list
    if ('parts' in structure) {
      const inside: ImapValue[] = []
      list.push({ adjacent: inside }, structure.subtype.toUpperCase())
      for (let i = structure.parts.length - 1; i >= 0; i--) work.push([structure.parts[i]!, inside, i])
      if (extended) list.push(paramsValue(structure.params))
    } else {
      const { type, subtype, params, id, description, encoding, size, lines, envelope, body, md5 } = structure
      assertString(type, 'structure.type')
      assertString(encoding, 'structure.encoding')
      list.push(type.toUpperCase(), subtype.toUpperCase(), paramsValue(params), id, description)
      list.push(encoding.toUpperCase(), size)
      if (envelope !== undefined && body !== undefined) {
        list.push(envelopeValue(envelope), undefined)
        work.push([body, list, list.length - 1])
      }
      if (lines !== undefined) list.push(lines)
      if (extended) list.push(md5)
    }
    if (!extended) continue
    const { disposition, language, location } = structure
    list.push(
      disposition === undefined ? undefined : [disposition.type.toUpperCase(), paramsValue(disposition.params)],
      language === undefined ? undefined : language.length === 1 ? language[0] : language,
      location,
    )
  }
  return top[0]
}

/** Parameters as pairs; what is not ASCII in the form of RFC 2231 §4, which clients decode. NIL where there are none. */
function paramsValue(params: Params): ImapValue {
  const list: string[] = []
  for (const [name, value] of Object.entries(params)) {
    if (/^[\x20-\x7e]*$/.test(value)) list.push(name.toUpperCase(), value)
    else list.push(`${name.toUpperCase()}*`, `utf-8''${encodePercent(toOctets(value))}`)
  }
  return list.length === 0 ? undefined : list
}

/** Describes body parts as JMAP does. RFC 8621 §4.1.4. */
import { sha256 } from '@noble/hashes/sha2'
import { isAtHand } from '../charset/index.js'
import { ignore } from '../defects/defect.js'
import { Lexer } from '../field/lexer.js'
import { isKnownEncoding } from '../field/mime/transfer-encoding.js'
import type { Entity } from '../tree/entity.js'
import { allHeaders, type EmailHeader, type HeaderProperty, headerValue, parseHeaderProperty } from './header-forms.js'

/** RFC 8621 §4.1.4. Which properties are there is the caller's choice; header properties are there under the names that were asked for. */
export interface EmailBodyPart {
  /** Names the part within the Email; null for a multipart. */
  partId?: string | null
  /** Names its decoded octets; null for a multipart. */
  blobId?: string | null
  /** Octets of its decoded content. */
  size?: number
  /** All its header fields, in order, in the form Raw. */
  headers?: EmailHeader[]
  /** The filename, decoded; null where there is none. */
  name?: string | null
  /** Media type, without parameters. */
  type?: string
  /** The charset parameter; us-ascii for text without one, null for what is no text. */
  charset?: string | null
  /** Content-Disposition, without parameters; null where there is none. */
  disposition?: string | null
  /** Content-ID without angle brackets; null where there is none. */
  cid?: string | null
  /** Language tags of Content-Language; null where there is none. */
  language?: string[] | null
  /** URL of Content-Location; null where there is none. */
  location?: string | null
  /** Parts of a multipart; absent or null for a leaf. */
  subParts?: EmailBodyPart[] | null
  [header: `header:${string}`]: unknown
}

/** RFC 8621 §4.1.4. */
export interface EmailBodyValue {
  /** The text, line ends as LF. */
  value: string
  /** True where some octets were not valid in the charset or transfer encoding. */
  isEncodingProblem: boolean
  /** True where it was cut at `maxBodyValueBytes`. */
  isTruncated: boolean
}

/** Gives the id of octets: the decoded content of a part, or the message as it stands. */
export type BlobId = (octets: Uint8Array, of: Entity) => string

type PartReader = (part: Entity, blobId: BlobId) => unknown

const PROPERTIES: Readonly<Record<string, PartReader>> = {
  partId: (part) => partId(part),
  blobId: (part, blobId) => (isContainer(part) ? null : blobId(part.bytes(), part)),
  size: (part) => (isContainer(part) ? 0 : part.bytes().length),
  headers: (part) => allHeaders(part.headers),
  name: (part) => part.filename ?? null,
  type: (part) => typeOf(part),
  charset: (part) => charsetOf(part),
  disposition: (part) => part.disposition?.type ?? null,
  cid: (part) => part.contentId ?? null,
  language: (part) => languages(part),
  location: (part) =>
    part.headers
      .fields('content-location')
      .at(-1)
      ?.value.replace(/[\r\n\t ]+/g, '') ?? null,
}

export const DEFAULT_BODY_PROPERTIES: readonly string[] = [
  'partId',
  'blobId',
  'size',
  'name',
  'type',
  'charset',
  'disposition',
  'cid',
  'language',
  'location',
]

/** A way to describe parts by the properties that were asked for. */
export class PartWriter {
  private readonly plain: string[] = []
  private readonly fields: HeaderProperty[] = []

  /** @throws TypeError for a property that is none, or a form that does not fit its field */
  constructor(
    properties: readonly string[],
    private readonly blobId: BlobId,
  ) {
    for (const property of properties) {
      const header = parseHeaderProperty(property)
      if (header !== undefined) this.fields.push(header)
      else if (Object.hasOwn(PROPERTIES, property)) this.plain.push(property)
      else if (property !== 'subParts') {
        throw new TypeError(`bodyProperties: no property ${property} (invalidArguments); RFC 8621 §4.1.4 has the list`)
      }
    }
  }

  /** A part without those in it. */
  describe(part: Entity): EmailBodyPart {
    const out: Record<string, unknown> = {}
    for (const property of this.plain) out[property] = PROPERTIES[property]!(part, this.blobId)
    for (const property of this.fields) out[property.shown] = headerValue(part.headers, property)
    return out as EmailBodyPart
  }

  /** A part with all those in it, down to attached messages. Iterative: nesting costs no stack. */
  tree(root: Entity): EmailBodyPart {
    const top = this.describe(root)
    const work: [Entity, EmailBodyPart][] = [[root, top]]
    while (work.length > 0) {
      const [part, out] = work.pop()!
      if (!isContainer(part)) continue
      out.subParts = []
      for (const child of part.parts) {
        const described = this.describe(child)
        out.subParts.push(described)
        work.push([child, described])
      }
    }
    return top
  }
}

/** A multipart. One in which no part was found and whose content is displayed is a text (its role says so). */
export function isContainer(part: Entity): boolean {
  return part.parts.length > 0 || (part.contentType.type === 'multipart' && part.role.is !== 'body')
}

/** IMAP's part number; `1` for a message that is one part. */
export function partId(part: Entity): string | null {
  if (isContainer(part)) return null
  // Once: it is made by climbing to the root.
  return part.path.join('.') || '1'
}

function typeOf(part: Entity): string {
  const { type, mediaType } = part.contentType
  return type === 'multipart' && !isContainer(part) ? 'text/plain' : mediaType
}

export function isText(part: Entity): boolean {
  return typeOf(part).startsWith('text/')
}

function charsetOf(part: Entity): string | null {
  if (!isText(part)) return null
  return part.contentType.params.charset ?? 'us-ascii'
}

/** RFC 3282 §2: tags apart by commas, comments left out. */
function languages(part: Entity): string[] | null {
  const field = part.headers.fields('content-language').at(-1)
  if (field === undefined) return null
  const lex = new Lexer(field.octets, ignore)
  const tags: string[] = []
  while (!lex.done) {
    lex.skipCfws()
    const from = lex.pos
    while (!lex.done && /[!-'*-+\--~]/.test(field.octets[lex.pos]!)) lex.pos++
    if (lex.pos > from) tags.push(field.octets.slice(from, lex.pos))
    else if (!lex.done) lex.pos++
  }
  return tags.length === 0 ? null : tags
}

/** RFC 8621 §4.1.4: a secure hash of octets, so that equal contents have equal ids. */
export function hashId(octets: Uint8Array): string {
  let id = 'G'
  for (const octet of sha256(octets)) id += octet.toString(16).padStart(2, '0')
  return id
}

/** The text of a part, cut after so many octets of UTF-8 (0: not at all), never in a character, nor in a tag of HTML. */
export function bodyValue(part: Entity, maxBytes: number): EmailBodyValue {
  const { charset } = part
  const { params } = part.contentType
  const value = part.decodeText().replace(/\r\n/g, '\n')
  const isEncodingProblem =
    charset.replaced > 0 ||
    (params.charset !== undefined && params.charset !== '' && !isAtHand(params.charset)) ||
    !isKnownEncoding(part.transferEncoding)
  const cut = maxBytes === 0 ? value.length : fitting(value, maxBytes)
  if (cut === value.length) return { value, isEncodingProblem, isTruncated: false }
  let shown = value.slice(0, cut)
  if (typeOf(part) === 'text/html') {
    const open = shown.lastIndexOf('<')
    if (open > shown.lastIndexOf('>')) shown = shown.slice(0, open)
  }
  return { value: shown, isEncodingProblem, isTruncated: true }
}

/** The most code units whose UTF-8 has at most so many octets, no pair cut in two. */
function fitting(value: string, maxBytes: number): number {
  let octets = 0
  for (let at = 0; at < value.length; ) {
    const code = value.codePointAt(at)!
    octets += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4
    if (octets > maxBytes) return at
    at += code < 0x10000 ? 1 : 2
  }
  return value.length
}

/**
 * Just enough of a header section to follow structure: the first Content-Type and Content-Transfer-Encoding
 * (RFC 2045 §5, §6). Everything else about fields is read later, and only when somebody asks.
 */
import { CLASS, lower, WSP } from '../bytes/ascii.js'
import { latin1 } from '../bytes/platform.js'
import { ignore } from '../defects/defect.js'
import { DEFAULT_LIMITS } from '../defects/limits.js'
import type { Place } from '../field/mime/fast-parameters.js'
import { type ContentType, fastType, readStructure, type Structure } from '../field/mime/media-type.js'
import { encodingToken, isIdentityEncoding } from '../field/mime/transfer-encoding.js'

const CONTENT_TYPE = 'content-type'
const TRANSFER_ENCODING = 'content-transfer-encoding'

/** Do the octets [start, end) equal `lowered` without regard to ASCII case? */
export function equalsName(bytes: Uint8Array, start: number, end: number, lowered: string): boolean {
  if (end - start !== lowered.length) return false
  for (let i = 0; i < lowered.length; i++) {
    if (lower(bytes[start + i]!) !== lowered.charCodeAt(i)) return false
  }
  return true
}

/** End of a field's name: the colon less WSP before it (RFC 5322 §4.5.8). */
export function nameEnd(bytes: Uint8Array, start: number, colon: number): number {
  let end = colon
  while (end > start && (CLASS[bytes[end - 1]!]! & WSP) !== 0) end--
  return end
}

/** Is [line, to) `From` or `>From`, as an mbox writes it? */
export function isFromWord(bytes: Uint8Array, line: number, to: number): boolean {
  const at = bytes[line] === 0x3e ? line + 1 : line
  return (
    to - at === 4 && bytes[at] === 0x46 && bytes[at + 1] === 0x72 && bytes[at + 2] === 0x6f && bytes[at + 3] === 0x6d
  )
}

/** What kind of body the header section announces. */
export const LEAF = 0
export const MULTIPART = 1
export const ENCAPSULATED = 2
/** message/* under an encoding: its octets are decoded on demand, not followed here. */
export const ENCODED_MESSAGE = 3
export type BodyKind = typeof LEAF | typeof MULTIPART | typeof ENCAPSULATED | typeof ENCODED_MESSAGE

export class Skim {
  /** The first Content-Type, an octet string, where it may be of a multipart or a message. */
  private type: string | undefined
  /** Absolute offsets of the Content-Type field and of its body; -1 while there is none. */
  typeStart = -1
  typeEnd = -1
  private typeBody = -1
  /** After `kind()` gave MULTIPART: where its boundary is declared, from the first octet of the field body. */
  private readonly place: Place = { from: 0, to: 0 }
  private encoding: string | undefined
  /** What the first Content-Type declares, once that was asked for: null where it declares no boundary. */
  private declared: string | null | undefined
  /** After `kind()` gave MULTIPART: the boundary, an octet string; undefined where none is declared. */
  boundary: string | undefined
  /** After `kind()` gave MULTIPART: parts are message/rfc822 unless they say otherwise (RFC 2046 §5.1.5). */
  digest = false
  /** After `kind()` gave MULTIPART: its Content-Type as the grammar reads it with the limit of parameters that is the default, where all of that had to be read. */
  whole: ContentType | undefined

  reset(): void {
    this.type = undefined
    this.declared = undefined
    this.whole = undefined
    this.typeStart = -1
    this.encoding = undefined
  }

  /** Absolute offsets of the parameter that declares the boundary. */
  get boundaryFrom(): number {
    return this.typeBody + this.place.from
  }

  get boundaryTo(): number {
    return this.typeBody + this.place.to
  }

  /** Looks at one field, offsets relative to `bytes`, which begins at the absolute offset `base`. The first of each name counts. */
  field(bytes: Uint8Array, start: number, colon: number, end: number, base: number): void {
    const first = bytes[start]!
    if (first !== 0x43 && first !== 0x63) return
    const to = nameEnd(bytes, start, colon)
    if (to - start === 12) {
      if (this.typeStart < 0 && equalsName(bytes, start, to, CONTENT_TYPE)) {
        if (mayBeStructured(bytes, colon + 1, end)) this.type = latin1(bytes, colon + 1, end)
        this.typeStart = base + start
        this.typeBody = base + colon + 1
        this.typeEnd = base + end
      }
    } else if (to - start === 25) {
      if (this.encoding === undefined && equalsName(bytes, start, to, TRANSFER_ENCODING)) {
        this.encoding = latin1(bytes, colon + 1, end)
      }
    }
  }

  /** The boundary that the fields so far declare, for a section that ends at a delimiter of its own. */
  get ownBoundary(): string | undefined {
    if (this.type === undefined) return undefined
    if (this.declared === undefined) {
      this.declared = this.read(this.type).boundary ?? null
    }
    return this.declared ?? undefined
  }

  /** Body kind at the end of the section. `inDigest`: the entity is a part of multipart/digest. */
  kind(inDigest: boolean): BodyKind {
    this.boundary = undefined
    this.digest = false
    if (this.typeStart < 0) return inDigest ? this.encapsulated() : LEAF
    if (this.type === undefined) return LEAF
    const { type, subtype, boundary } = this.read(this.type)
    if (type === 'multipart') {
      this.boundary = boundary
      this.digest = subtype === 'digest'
      return MULTIPART
    }
    if (type !== 'message') return LEAF
    return isEncapsulating(subtype) ? this.encapsulated() : LEAF
  }

  private read(octets: string): Structure {
    const { maxParameters } = DEFAULT_LIMITS
    this.whole = fastType(octets, maxParameters, this.place)
    return this.whole ?? readStructure(octets, maxParameters, this.place)
  }

  private encapsulated(): BodyKind {
    if (this.encoding === undefined) return ENCAPSULATED
    return isIdentityEncoding(encodingToken(this.encoding, ignore)) ? ENCAPSULATED : ENCODED_MESSAGE
  }
}

/** RFC 2046 §5.2.1, RFC 6532 §3.7, RFC 5537 §5: the subtypes of message that hold a whole message. */
export function isEncapsulating(subtype: string): boolean {
  return subtype === 'rfc822' || subtype === 'global' || subtype === 'news'
}

/** False for the many values that begin with a letter other than the m of multipart and message: those need no reading here. */
function mayBeStructured(bytes: Uint8Array, from: number, to: number): boolean {
  for (let i = from; i < to; i++) {
    const c = bytes[i]!
    if (c === 0x20 || c === 0x09) continue
    // A comment or a fold before the type is legal: leave those to the full reader.
    return c === 0x6d || c === 0x4d || c === 0x28 || c === 0x0d || c === 0x0a
  }
  return false
}

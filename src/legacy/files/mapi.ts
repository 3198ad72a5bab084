/** Reads MAPI properties as TNEF carries them. MS-OXTNEF §2.1.3.4 (MsgPropertyList), MS-OXCDATA §2.11.1 (types). */
import { decodeText } from '../../charset/index.js'
import type { Problems, Span } from './found.js'
import { BINARY, MULTI, OBJECT, SIZES, STRING8, UNICODE } from './mapi-types.js'

/** A value is [start, end) of the stream; several where the property is multi-valued. */
export interface MapiProperty {
  /** Property id, as 0x1009; of a named one the local id, 8000 and above. */
  readonly id: number
  /** Type without the multi-value bit. */
  readonly type: number
  /** Of a named property: its name, or its number as text. */
  readonly name?: string
  /** Where its values stand; one unless the property is multi-valued. */
  readonly values: readonly Span[]
}

/** Properties and values of one list: Exchange writes about a hundred. */
const MAX_PROPERTIES = 10_000

/** Reads what is at `start`; what is cut or of an unknown type ends the list with a problem. */
export function readProperties(bytes: Uint8Array, start: number, end: number, problems: Problems): MapiProperty[] {
  if (start + 4 > end) {
    problems.add('truncated', start, end, 'no count of properties')
    return []
  }
  return new PropertyReader(bytes, start, end, problems).read()
}

/**
 * A property, as it stands:
 *
 *     | type | id | set: 16 | kind: 4 | number, or length and name | count: 4 | length: 4 | octets, padded to 4 | …
 *                   from 8000 on                                    several,    of types without a size
 *                                                                   or no size
 */
class PropertyReader {
  private readonly view: DataView
  private readonly found: MapiProperty[] = []
  private at: number
  /** Values of all properties so far. */
  private values = 0

  constructor(
    private readonly bytes: Uint8Array,
    start: number,
    private readonly end: number,
    private readonly problems: Problems,
  ) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    this.at = start
  }

  read(): MapiProperty[] {
    const count = this.number()!
    for (let i = 0; i < count; i++) {
      const property = this.property()
      if (property === undefined) {
        const { at, end, found } = this
        this.problems.add(
          'truncated',
          Math.min(at, end),
          end,
          `${count} properties are declared, ${found.length} are there`,
        )
        break
      }
      if (property === 'stop') break
      this.found.push(property)
    }
    return this.found
  }

  /** Four octets; undefined where they are cut off. */
  private number(): number | undefined {
    if (this.at + 4 > this.end) return undefined
    this.at += 4
    return this.view.getUint32(this.at - 4, true)
  }

  /** Undefined where it is cut off; `stop` where a problem says why no more is read. */
  private property(): MapiProperty | 'stop' | undefined {
    const head = this.number()
    if (head === undefined) return undefined
    const id = head >>> 16
    const typeCode = head & 0xffff
    const type = typeCode & ~MULTI
    const name = id < 0x8000 ? '' : this.name()
    if (name === undefined) return undefined
    const size = SIZES.get(type)
    const variable = type === STRING8 || type === UNICODE || type === OBJECT || type === BINARY
    if (size === undefined && !variable) {
      this.problems.add('invalid', this.at - 4, this.at, `property type ${type.toString(16)} is unknown`)
      return 'stop'
    }
    const number = variable || typeCode & MULTI ? this.number() : 1
    if (number === undefined) return undefined
    const values = this.spans(number, size)
    if (values === undefined || values === 'stop') return values
    return { id, type, ...(id < 0x8000 ? {} : { name }), values }
  }

  /** The name of a named property, or its number as text. */
  private name(): string | undefined {
    if (this.at + 24 > this.end) return undefined
    this.at += 16
    const kind = this.number()!
    const number = this.number()!
    if (kind === 0) return String(number)
    if (number > this.end - this.at) return undefined
    const name = stringOf(this.bytes, { start: this.at, end: this.at + number }, UNICODE, undefined)
    this.at += padded(number)
    return name
  }

  /** @param size of each value; undefined where each says its own */
  private spans(number: number, size: number | undefined): Span[] | 'stop' | undefined {
    const spans: Span[] = []
    for (let n = 0; n < number; n++) {
      if (++this.values > MAX_PROPERTIES) {
        this.problems.add('too-many', this.at, this.end, `over ${MAX_PROPERTIES} values; the rest is not read`)
        return 'stop'
      }
      const length = size ?? this.number()
      if (length === undefined || length > this.end - this.at) return undefined
      spans.push({ start: this.at, end: this.at + length })
      this.at += padded(length)
    }
    return spans
  }
}

function padded(length: number): number {
  return (length + 3) & ~3
}

/** Text of a value, up to its first NUL. @param codepage the label for 8-bit strings */
export function stringOf(bytes: Uint8Array, { start, end }: Span, type: number, codepage: string | undefined): string {
  const text = decodeText(bytes.subarray(start, end), type === UNICODE ? 'utf-16le' : (codepage ?? 'windows-1252')).text
  const nul = text.indexOf('\0')
  return nul === -1 ? text : text.slice(0, nul)
}

/** The first value of a property as text; undefined where there is none or it is no text. */
export function propertyText(
  bytes: Uint8Array,
  properties: readonly MapiProperty[],
  id: number,
  codepage: string | undefined,
): string | undefined {
  for (const property of properties) {
    const value = property.values[0]
    if (property.id !== id || value === undefined) continue
    if (property.type === STRING8 || property.type === UNICODE) return stringOf(bytes, value, property.type, codepage)
  }
  return undefined
}

/** The first value of a property as a span of octets. */
export function propertySpan(properties: readonly MapiProperty[], id: number): Span | undefined {
  return properties.find((property) => property.id === id && property.values.length > 0)?.values[0]
}

/** The first value of a property of four octets. */
export function propertyNumber(bytes: Uint8Array, properties: readonly MapiProperty[], id: number): number | undefined {
  const span = propertySpan(properties, id)
  if (span === undefined || span.end - span.start !== 4) return undefined
  return new DataView(bytes.buffer, bytes.byteOffset + span.start, 4).getUint32(0, true)
}

/** The charset label of a Windows code page. */
export function codepageLabel(page: number | undefined): string | undefined {
  if (page === undefined || page === 0) return undefined
  if (page === 65001) return 'utf-8'
  if (page === 20127) return 'us-ascii'
  if (page >= 28591 && page <= 28605) return `iso-8859-${page - 28590}`
  const named: Readonly<Record<number, string>> = {
    20866: 'koi8-r',
    21866: 'koi8-u',
    50220: 'iso-2022-jp',
    50221: 'iso-2022-jp',
    50222: 'iso-2022-jp',
    51932: 'euc-jp',
    51949: 'euc-kr',
    54936: 'gb18030',
  }
  return named[page] ?? `cp${page}`
}

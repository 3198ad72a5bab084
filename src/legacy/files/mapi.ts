/** MAPI properties as TNEF carries them: MS-OXTNEF §2.1.3.4 (MsgPropertyList), MS-OXCDATA §2.11.1 (types). */
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
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const found: MapiProperty[] = []
  let at = start + 4
  if (at > end) {
    problems.add('truncated', start, end, 'no count of properties')
    return found
  }
  const count = view.getUint32(start, true)
  let values = 0
  const cut = (): MapiProperty[] => {
    problems.add('truncated', Math.min(at, end), end, `${count} properties are declared, ${found.length} are there`)
    return found
  }
  for (let i = 0; i < count; i++) {
    if (at + 4 > end) return cut()
    const typeCode = view.getUint16(at, true)
    const id = view.getUint16(at + 2, true)
    const type = typeCode & ~MULTI
    at += 4
    let name: string | undefined
    if (id >= 0x8000) {
      if (at + 24 > end) return cut()
      const kind = view.getUint32(at + 16, true)
      const number = view.getUint32(at + 20, true)
      at += 24
      if (kind === 0) name = String(number)
      else {
        if (number > end - at) return cut()
        name = stringOf(bytes, { start: at, end: at + number }, UNICODE, undefined)
        at += padded(number)
      }
    }
    const spans: Span[] = []
    const size = SIZES.get(type)
    const variable = type === STRING8 || type === UNICODE || type === OBJECT || type === BINARY
    if (size === undefined && !variable) {
      problems.add('invalid', at - 4, at, `property type ${type.toString(16)} is unknown`)
      return found
    }
    let number = 1
    if (variable || typeCode & MULTI) {
      if (at + 4 > end) return cut()
      number = view.getUint32(at, true)
      at += 4
    }
    for (let n = 0; n < number; n++) {
      if (++values > MAX_PROPERTIES) {
        problems.add('too-many', at, end, `over ${MAX_PROPERTIES} values; the rest is not read`)
        return found
      }
      let length = size ?? 0
      if (variable) {
        if (at + 4 > end) return cut()
        length = view.getUint32(at, true)
        at += 4
      }
      if (length > end - at) return cut()
      spans.push({ start: at, end: at + length })
      at += padded(length)
    }
    found.push({ id, type, ...(name === undefined ? {} : { name }), values: spans })
  }
  return found
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

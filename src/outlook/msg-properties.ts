/**
 * Reads the properties of a storage of a .msg file. MS-OXMSG §2.1, §2.4 (fixed, variable, several values), §2.2.3 (named), MS-OXCDATA §2.11.1
 * (types).
 */
import { ByteWriter } from '../bytes/writer.js'
import { codepageLabel, type MapiProperty, propertyNumber, stringOf } from '../legacy/files/mapi.js'
import { BINARY, MULTI, OBJECT, SIZES, STRING8, UNICODE } from '../legacy/files/mapi-types.js'
import type { Storage } from './compound-file.js'
import type { MsgDefect, MsgNames } from './msg-defects.js'

/** What a property holds. Times are Dates, 64-bit numbers bigints, identifiers text. */
export type MsgValue = number | bigint | boolean | string | Date | Uint8Array | readonly MsgValue[]

/** One property, as data. */
export interface MsgProperty {
  /** Property id, as 0x0037. That of a named property is 0x8000 or above, and means nothing outside this file. */
  readonly id: number
  /** Property type, as 0x001f, without the bit for several values. */
  readonly type: number
  /** Of a named property: its name, or its number as text. */
  readonly name?: string
  /** Of a named property: the property set, as `00062002-0000-0000-c000-000000000046`. */
  readonly set?: string
  /** Its value. */
  readonly value: MsgValue
}

/** The octets of an attachment are read where they stand. */
const ATTACH_DATA = '3701'
/** Values of one list, so that a count is no bomb. */
const MAX_VALUES = 100_000

const PR_STORE_SUPPORT_MASK = 0x340d
const PR_MESSAGE_CODEPAGE = 0x3ffd
const PR_INTERNET_CODEPAGE = 0x3fde

/** A property with the bit of several values. */
interface Listed extends MapiProperty {
  readonly several: boolean
}

export type Complain = (code: MsgDefect['code'], message: string) => void

/** A storage's properties: as the MAPI reader has them (spans of `bytes`), and as data. */
export class MsgProperties {
  readonly list: readonly Listed[]
  readonly bytes: Uint8Array
  /** The label of the code page of 8-bit strings. */
  readonly codepage: string | undefined

  /** @param header octets before the first entry: 32 of a message, 24 of an embedded one, 8 of recipients and attachments */
  constructor(
    storage: Storage,
    header: number,
    private readonly names: MsgNames,
    inherited: string | undefined,
    complain: Complain,
  ) {
    const writer = new ByteWriter(4096)
    const list: Listed[] = []
    const put = (octets: Uint8Array) => {
      const start = writer.length
      writer.bytes(octets)
      return { start, end: writer.length }
    }
    const fixed = storage.streams.get('__properties_version1.0')
    if (fixed === undefined) complain('missing', 'no __properties_version1.0')
    else if ((fixed.length - header) % 16 !== 0) complain('truncated', 'an entry of __properties_version1.0 is cut off')
    for (let at = header; fixed !== undefined && at + 16 <= fixed.length; at += 16) {
      const type = fixed[at]! | (fixed[at + 1]! << 8)
      const id = fixed[at + 2]! | (fixed[at + 3]! << 8)
      const size = SIZES.get(type)
      // Of all others the entry holds a length; the value is a stream.
      if (size === undefined || size > 8) continue
      list.push({ id, type, ...this.named(id), values: [put(fixed.subarray(at + 8, at + 8 + size))], several: false })
    }
    let values = 0
    for (const [name, content] of storage.streams) {
      const match = /^__substg1\.0_([0-9a-f]{4})([0-9a-f]{4})$/.exec(name)
      if (match === null || match[1] === ATTACH_DATA) continue
      const id = Number.parseInt(match[1]!, 16)
      const code = Number.parseInt(match[2]!, 16)
      const type = code & ~MULTI
      const pieces = (code & MULTI) === 0 ? [content] : severalOf(storage, name, content, type, complain)
      values += pieces.length
      if (values > MAX_VALUES) {
        complain('too-many', `over ${MAX_VALUES} values; the rest is not read`)
        break
      }
      list.push({ id, type, ...this.named(id), values: pieces.map(put), several: (code & MULTI) !== 0 })
    }
    this.list = list
    this.bytes = writer.take()
    const page =
      propertyNumber(this.bytes, list, PR_MESSAGE_CODEPAGE) ?? propertyNumber(this.bytes, list, PR_INTERNET_CODEPAGE)
    this.codepage = codepageLabel(page) ?? inherited
  }

  private named(id: number): { readonly name?: string } {
    const named = id >= 0x8000 ? this.names.get(id) : undefined
    return named === undefined ? {} : { name: named.name }
  }

  /** The first value of a property that is a string. */
  text(id: number): string | undefined {
    for (const { id: own, type, values } of this.list) {
      if (own === id && (type === STRING8 || type === UNICODE) && values[0] !== undefined)
        return stringOf(this.bytes, values[0], type, this.codepage)
    }
    return undefined
  }

  number(id: number): number | undefined {
    return propertyNumber(this.bytes, this.list, id)
  }

  /** The first value of a property that is octets. */
  binary(id: number): Uint8Array | undefined {
    const span = this.list.find((one) => one.id === id && one.type === BINARY)?.values[0]
    return span === undefined ? undefined : this.bytes.subarray(span.start, span.end)
  }

  time(id: number): Date | undefined {
    const property = this.list.find((one) => one.id === id && one.type === 0x40)
    const value = property && this.value(property, 0)
    return value instanceof Date ? value : undefined
  }

  boolean(id: number): boolean {
    const property = this.list.find((one) => one.id === id && one.type === 0x0b)
    return property !== undefined && this.value(property, 0) === true
  }

  /** All of them as data, but for the octets of attachments. */
  all(): MsgProperty[] {
    return this.list
      .filter(({ type, id }) => type !== OBJECT && id !== PR_STORE_SUPPORT_MASK)
      .map((property) => {
        const { id, type, name, values, several } = property
        const set = id >= 0x8000 ? this.names.get(id)?.set : undefined
        const read = values.map((_, i) => this.value(property, i))
        return {
          id,
          type,
          ...(name === undefined ? {} : { name }),
          ...(set === undefined ? {} : { set }),
          value: several || read.length !== 1 ? read : read[0]!,
        }
      })
  }

  private value({ type, values }: MapiProperty, index: number): MsgValue {
    const span = values[index]!
    const { start, end } = span
    const octets = this.bytes.subarray(start, end)
    if (type === STRING8 || type === UNICODE) return stringOf(this.bytes, span, type, this.codepage)
    if ((SIZES.get(type) ?? Number.POSITIVE_INFINITY) > octets.length) return octets
    const view = new DataView(octets.buffer, octets.byteOffset, octets.length)
    switch (type) {
      case 0x02:
        return view.getInt16(0, true)
      case 0x03:
        return view.getInt32(0, true)
      case 0x0a:
        return view.getUint32(0, true)
      case 0x04:
        return view.getFloat32(0, true)
      case 0x05:
        return view.getFloat64(0, true)
      case 0x06:
        // Ten-thousandths.
        return Number(view.getBigInt64(0, true)) / 10_000
      case 0x07:
        // Days since 30 December 1899.
        return new Date(Math.round((view.getFloat64(0, true) - 25_569) * 86_400_000))
      case 0x0b:
        return view.getUint16(0, true) !== 0
      case 0x14:
        return view.getBigInt64(0, true)
      case 0x40:
        // Hundreds of nanoseconds since 1601.
        return new Date(Number(view.getBigUint64(0, true) / 10_000n) - 11_644_473_600_000)
      case 0x48:
        return guidOf(octets)
      default:
        return octets
    }
  }
}

/** As `00062002-0000-0000-c000-000000000046`. */
function guidOf(octets: Uint8Array): string {
  const hex = (...at: number[]) => at.map((i) => (octets[i] ?? 0).toString(16).padStart(2, '0')).join('')
  return `${hex(3, 2, 1, 0)}-${hex(5, 4)}-${hex(7, 6)}-${hex(8, 9)}-${hex(10, 11, 12, 13, 14, 15)}`
}

/** Values of a property that has several: of one size one behind the other, else each in a stream of its own. */
function severalOf(
  storage: Storage,
  name: string,
  content: Uint8Array,
  type: number,
  complain: Complain,
): Uint8Array[] {
  const size = SIZES.get(type)
  const found: Uint8Array[] = []
  if (size !== undefined) {
    if (content.length % size !== 0) complain('truncated', `${name}: a value is cut off`)
    const count = Math.min(Math.floor(content.length / size), MAX_VALUES + 1)
    for (let i = 0; i < count; i++) found.push(content.subarray(i * size, (i + 1) * size))
    return found
  }
  const count = Math.min(Math.floor(content.length / (type === BINARY ? 8 : 4)), MAX_VALUES + 1)
  for (let i = 0; i < count; i++) {
    const value = storage.streams.get(`${name}-${i.toString(16).padStart(8, '0')}`)
    if (value === undefined) {
      complain('missing', `${name}: ${count} values are declared, ${i} are there`)
      break
    }
    found.push(value)
  }
  return found
}

const SETS: Readonly<Record<number, string>> = {
  1: '00020328-0000-0000-c000-000000000046',
  2: '00020329-0000-0000-c000-000000000046',
}

/** Which names the ids above 7FFF stand for (MS-OXMSG §2.2.3). */
export function readNames(root: Storage): MsgNames {
  const names = new Map<number, { name: string; set: string }>()
  const storage = root.storages.find(({ name }) => name.toLowerCase() === '__nameid_version1.0')
  const sets = storage?.streams.get('__substg1.0_00020102')
  const entries = storage?.streams.get('__substg1.0_00030102')
  const strings = storage?.streams.get('__substg1.0_00040102')
  if (entries === undefined) return names
  const view = new DataView(entries.buffer, entries.byteOffset, entries.byteLength)
  for (let at = 0; at + 8 <= entries.length && names.size < 0x7fff; at += 8) {
    const identifier = view.getUint32(at, true)
    const kind = view.getUint16(at + 4, true)
    const id = 0x8000 + view.getUint16(at + 6, true)
    const index = kind >> 1
    const set =
      index < 3 ? (SETS[index] ?? '') : guidOf(sets?.subarray((index - 3) * 16, (index - 2) * 16) ?? new Uint8Array(0))
    if ((kind & 1) === 0) {
      names.set(id, { name: String(identifier), set })
      continue
    }
    if (strings === undefined || identifier + 4 > strings.length) continue
    const length = new DataView(strings.buffer, strings.byteOffset + identifier, 4).getUint32(0, true)
    const start = identifier + 4
    const end = Math.min(start + Math.min(length, 2048), strings.length)
    names.set(id, { name: stringOf(strings, { start, end }, UNICODE, undefined), set })
  }
  return names
}

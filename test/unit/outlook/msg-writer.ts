/** Writes .msg files for tests: MS-OXMSG §2. Properties are given with their types; names, counts and headers are made. */
import CFB from 'cfb'

export type Value = number | bigint | boolean | string | Date | Uint8Array

export interface Property {
  readonly id: number
  /** Without the bit of several values. */
  readonly type: number
  readonly value: Value | readonly Value[]
  /** Of a named one: its number or name, and its set. */
  readonly named?: { readonly name: string | number; readonly set: string }
}

export interface MsgSpec {
  readonly properties: readonly Property[]
  readonly recipients?: readonly (readonly Property[])[]
  readonly attachments?: readonly {
    readonly properties: readonly Property[]
    readonly embedded?: MsgSpec
    readonly ole?: Readonly<Record<string, Uint8Array>>
  }[]
}

export const STRING8 = 0x1e
const UNICODE = 0x1f
export const BINARY = 0x102
const SIZES: Readonly<Record<number, number>> = {
  2: 2,
  3: 4,
  4: 4,
  5: 8,
  6: 8,
  7: 8,
  10: 4,
  11: 2,
  20: 8,
  64: 8,
  72: 16,
}

export const text = (id: number, value: string): Property => ({ id, type: UNICODE, value })
export const long = (id: number, value: number): Property => ({ id, type: 3, value })
export const time = (id: number, value: Date): Property => ({ id, type: 0x40, value })
export const binary = (id: number, value: Uint8Array): Property => ({ id, type: BINARY, value })

function guid(set: string): Buffer {
  const [a, b, c, d, e] = set.split('-') as [string, string, string, string, string]
  const back = (hex: string) => Buffer.from(hex, 'hex').reverse()
  return Buffer.concat([back(a), back(b), back(c), Buffer.from(d + e, 'hex')])
}

function octetsOf(type: number, value: Value): Buffer {
  if (value instanceof Uint8Array) return Buffer.from(value)
  if (type === STRING8) return Buffer.from(String(value), 'latin1')
  if (type === UNICODE) return Buffer.from(String(value), 'utf16le')
  const octets = Buffer.alloc(SIZES[type] ?? 8)
  if (value instanceof Date) {
    if (type === 0x40) octets.writeBigUInt64LE((BigInt(value.getTime()) + 11_644_473_600_000n) * 10_000n)
    else octets.writeDoubleLE(value.getTime() / 86_400_000 + 25_569)
  } else if (type === 2) octets.writeInt16LE(Number(value))
  else if (type === 3) octets.writeInt32LE(Number(value))
  else if (type === 10) octets.writeUInt32LE(Number(value))
  else if (type === 4) octets.writeFloatLE(Number(value))
  else if (type === 5) octets.writeDoubleLE(Number(value))
  else if (type === 6) octets.writeBigInt64LE(BigInt(Math.round(Number(value) * 10_000)))
  else if (type === 11) octets.writeUInt16LE(value ? 1 : 0)
  else if (type === 20) octets.writeBigInt64LE(BigInt(value as bigint))
  else if (type === 72) return guid(String(value))
  return octets
}

class Writer {
  readonly file = CFB.utils.cfb_new()
  readonly names: { name: string | number; set: string }[] = []

  add(path: string, content: Uint8Array): void {
    CFB.utils.cfb_add(this.file, `/${path}`, Buffer.from(content), { unsafe: true })
  }

  properties(path: string, header: Buffer, list: readonly Property[]): void {
    const entries: Buffer[] = [header]
    for (const { id: given, type, value, named } of list) {
      const id = named === undefined ? given : 0x8000 + this.names.push(named) - 1
      const several = Array.isArray(value)
      const code = type | (several ? 0x1000 : 0)
      const entry = Buffer.alloc(16)
      entry.writeUInt16LE(code, 0)
      entry.writeUInt16LE(id, 2)
      entry.writeUInt32LE(6, 4)
      const hex = (n: number, digits = 4) => n.toString(16).toUpperCase().padStart(digits, '0')
      const stream = `${path}__substg1.0_${hex(id)}${hex(code)}`
      if (several) {
        const values = (value as Value[]).map((one) => octetsOf(type, one))
        if (SIZES[type] !== undefined) this.add(stream, Buffer.concat(values))
        else {
          const lengths = values.map((one) => {
            const length = Buffer.alloc(type === BINARY ? 8 : 4)
            length.writeUInt32LE(one.length)
            return length
          })
          this.add(stream, Buffer.concat(lengths))
          values.forEach((one, i) => {
            this.add(`${stream}-${hex(i, 8)}`, one)
          })
        }
      } else {
        const octets = octetsOf(type, value as Value)
        if ((SIZES[type] ?? 16) <= 8) octets.copy(entry, 8)
        else {
          entry.writeUInt32LE(octets.length + (type === UNICODE ? 2 : type === STRING8 ? 1 : 0), 8)
          this.add(stream, octets)
        }
      }
      entries.push(entry)
    }
    this.add(`${path}__properties_version1.0`, Buffer.concat(entries))
  }

  message(path: string, spec: MsgSpec, header: number): void {
    const { recipients = [], attachments = [] } = spec
    const head = Buffer.alloc(header)
    head.writeUInt32LE(recipients.length, 8)
    head.writeUInt32LE(attachments.length, 12)
    head.writeUInt32LE(recipients.length, 16)
    head.writeUInt32LE(attachments.length, 20)
    this.properties(path, head, spec.properties)
    const number = (i: number) => i.toString(16).toUpperCase().padStart(8, '0')
    recipients.forEach((recipient, i) => {
      this.properties(`${path}__recip_version1.0_#${number(i)}/`, Buffer.alloc(8), recipient)
    })
    attachments.forEach(({ properties, embedded, ole }, i) => {
      const at = `${path}__attach_version1.0_#${number(i)}/`
      this.properties(at, Buffer.alloc(8), properties)
      if (embedded !== undefined) this.message(`${at}__substg1.0_3701000D/`, embedded, 24)
      for (const [name, content] of Object.entries(ole ?? {})) this.add(`${at}__substg1.0_3701000D/${name}`, content)
    })
  }

  nameMap(): void {
    const sets: string[] = []
    const entries: Buffer[] = []
    let strings = Buffer.alloc(0)
    this.names.forEach(({ name, set }, i) => {
      if (!sets.includes(set)) sets.push(set)
      const entry = Buffer.alloc(8)
      const isText = typeof name === 'string'
      entry.writeUInt32LE(isText ? strings.length : name, 0)
      entry.writeUInt16LE(((sets.indexOf(set) + 3) << 1) | (isText ? 1 : 0), 4)
      entry.writeUInt16LE(i, 6)
      entries.push(entry)
      if (!isText) return
      const octets = Buffer.from(name, 'utf16le')
      const length = Buffer.alloc(4)
      length.writeUInt32LE(octets.length)
      strings = Buffer.concat([strings, length, octets, Buffer.alloc((4 - (octets.length % 4)) % 4)])
    })
    this.add('__nameid_version1.0/__substg1.0_00020102', Buffer.concat(sets.map(guid)))
    this.add('__nameid_version1.0/__substg1.0_00030102', Buffer.concat(entries))
    this.add('__nameid_version1.0/__substg1.0_00040102', strings)
  }
}

export function writeMsg(spec: MsgSpec): Uint8Array {
  const writer = new Writer()
  writer.message('', spec, 32)
  writer.nameMap()
  // The package marks files that it made with a stream of its own.
  CFB.utils.cfb_del(writer.file, '/\u0001Sh33tJ5')
  return Uint8Array.from(CFB.write(writer.file, { type: 'buffer' }) as Uint8Array)
}

/** RTF as PidTagRtfCompressed has it, uncompressed (MELA). */
export function rtfValue(rtf: string): Uint8Array {
  const header = Buffer.alloc(16)
  header.writeUInt32LE(rtf.length + 12, 0)
  header.writeUInt32LE(rtf.length, 4)
  header.writeUInt32LE(0x414c454d, 8)
  return Buffer.concat([header, Buffer.from(rtf, 'latin1')])
}

/** A recipient: 1 To, 2 Cc, 3 Bcc. */
export function recipient(type: number, name: string, address: string, addressType = 'SMTP'): Property[] {
  return [long(0x0c15, type), text(0x3001, name), text(0x3002, addressType), text(0x3003, address)]
}

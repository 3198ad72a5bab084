/**
 * East Asian charsets of one to four octets a character. The tables come from the platform's TextDecoder or from iconv-lite, the loops
 * stand here: Node's own decoders throw at the end of an unfinished gb18030 text, and its EUC-KR and Big5 lack the extensions that mail
 * uses. WHATWG Encoding §10–13 (an ASCII octet after a bad lead octet is never swallowed); RFC 1554, RFC 1557, RFC 1842 name the sets.
 */

import { type CellReader, readCells } from './conversion-tables.js'
import { type Codec, type Decoder, REPLACEMENT, WindowDecoder } from './text-codec.js'

/** Four-octet gb18030 codes of the basic plane. */
const QUADS = 39420
/** 84 31 A4 37, which means U+FFFD. */
const FFFD_QUAD = 39417
/** Where the four-octet codes of the other planes begin. */
export const ASTRAL = 189000

export interface DoubleByteSpec {
  /** Label for TextDecoder and for iconv-lite. */
  readonly label: string
  /** Whose table to take first. */
  readonly prefer: 'platform' | 'iconv'
  /** First octets of two-octet codes, inclusive ranges, with the last second octet if that is not FE. */
  readonly leads: readonly (readonly [from: number, to: number, lastTrail?: number])[]
  readonly firstTrail: number
  /** What single octets from 80 on mean: octet → code unit. */
  readonly singles?: ReadonlyMap<number, number>
  /** Private-use characters are part of the charset (user-defined zones); otherwise they count as nothing. */
  readonly privateUse?: boolean
  /** JIS X 0212 after 8F (EUC-JP). */
  readonly triple?: boolean
  /** Four-octet codes (gb18030). */
  readonly quad?: boolean
  /** Leads that only decode: their characters are encoded elsewhere, or not at all. */
  readonly decodeOnly?: (lead: number) => boolean
  /** Characters whose highest code is the one to write (WHATWG Encoding, index Big5 pointer). */
  readonly highest?: string
  /** Decodes four-octet codes but writes none (GBK). */
  readonly encodeQuads?: boolean
}

/** Second octets of pairs are 40 to FE. */
const TRAILS = 191

/** The tables of one charset. A cell is a code unit with a second one in its upper half, or 0. */
export class DoubleByteTables {
  /** By two octets: the code unit of a pair, or of the first octet where that is ASCII; 0 for all else. */
  readonly pairs = new Uint16Array(65_536)
  /** Cells of the pairs that mean two code units. */
  private readonly wide = new Map<number, number>()
  readonly triples: Uint32Array | undefined
  private quads: Uint32Array | undefined
  private readonly read: CellReader

  constructor(readonly spec: DoubleByteSpec) {
    const order = spec.prefer === 'iconv' ? (['iconv', 'platform'] as const) : (['platform', 'iconv'] as const)
    this.read = (count, length, write) => readCells(spec.label, order, count, length, write, spec.privateUse === true)
    for (const [from, to, lastTrail = 0xfe] of spec.leads) {
      const cells = this.read((to - from + 1) * TRAILS, 2, (at, index) => {
        at[0] = from + Math.floor(index / TRAILS)
        at[1] = 0x40 + (index % TRAILS)
      })
      for (let i = 0; i < cells.length; i++) {
        const trail = 0x40 + (i % TRAILS)
        if (trail < spec.firstTrail || trail > lastTrail || trail === 0x7f) continue
        const pair = ((from + Math.floor(i / TRAILS)) << 8) | trail
        const cell = cells[i]!
        if (cell > 0xffff) this.wide.set(pair, cell)
        else this.pairs[pair] = cell
      }
    }
    for (let c = 0; c < 0x80; c++) this.pairs.fill(c, c << 8, (c + 1) << 8)
    if (spec.triple) {
      this.triples = this.read(94 * 94, 3, (at, index) => {
        at[0] = 0x8f
        at[1] = 0xa1 + Math.floor(index / 94)
        at[2] = 0xa1 + (index % 94)
      })
    }
  }

  /** Cell of a pair, whose first octet is none of ASCII. */
  pair(lead: number, trail: number): number {
    const pair = (lead << 8) | trail
    return this.pairs[pair]! || (this.wide.get(pair) ?? 0)
  }

  triple(second: number, third: number): number {
    if (second < 0xa1 || second > 0xfe || third < 0xa1 || third > 0xfe) return 0
    return this.triples?.[(second - 0xa1) * 94 + third - 0xa1] ?? 0
  }

  /** Code point of a four-octet code, or 0. */
  quad(pointer: number): number {
    if (pointer >= ASTRAL) return pointer - ASTRAL > 0xfffff ? 0 : pointer - ASTRAL + 0x10000
    return pointer >= QUADS ? 0 : this.basicQuads()[pointer]!
  }

  basicQuads(): Uint32Array {
    if (this.quads === undefined) {
      this.quads = this.read(QUADS, 4, writeQuad)
      // The source says U+FFFD for this code as for a bad one.
      this.quads[FFFD_QUAD] = REPLACEMENT
    }
    return this.quads
  }
}

/** The octets of a four-octet code. */
export function writeQuad(at: Uint8Array, pointer: number): void {
  at[0] = 0x81 + Math.floor(pointer / 12600)
  at[1] = 0x30 + (Math.floor(pointer / 1260) % 10)
  at[2] = 0x81 + (Math.floor(pointer / 10) % 126)
  at[3] = 0x30 + (pointer % 10)
}

class DoubleByteDecoder extends WindowDecoder {
  private readonly singles: Uint16Array

  constructor(private readonly tables: DoubleByteTables) {
    super()
    const singles = new Uint16Array(256).fill(REPLACEMENT)
    for (let i = 0; i < 0x80; i++) singles[i] = i
    for (const [from, to] of tables.spec.leads) singles.fill(0, from, to + 1)
    if (tables.spec.triple) singles[0x8f] = 0
    for (const [octet, unit] of tables.spec.singles ?? []) singles[octet] = unit
    this.singles = singles
  }

  protected read(bytes: Uint8Array, last: boolean): number {
    const { out, tables, singles } = this
    const quad = tables.spec.quad === true
    const triple = tables.spec.triple === true
    // Of an encoded-word alone, it takes longer to make than it spares.
    const words = bytes.length < 80 ? undefined : new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
    let at = 0
    while ((at = out.pairs(bytes, words, at, tables.pairs)) < bytes.length) {
      const lead = bytes[at]!
      if (lead < 0x80) {
        at = out.ascii(bytes, at)
        continue
      }
      const single = singles[lead]!
      if (single !== 0) {
        if (single === REPLACEMENT) out.bad()
        else out.put(single)
        at++
        continue
      }
      const left = bytes.length - at
      if (left < 2) {
        if (!last) return at
        out.bad()
        return bytes.length
      }
      const trail = bytes[at + 1]!
      if (quad && trail >= 0x30 && trail <= 0x39) {
        const used = this.four(bytes, at, last)
        if (used === 0) return at
        at += used
        continue
      }
      if (triple && lead === 0x8f && trail >= 0xa1 && trail <= 0xfe) {
        if (left < 3) {
          if (!last) return at
          out.bad()
          return bytes.length
        }
        at += this.cell(tables.triple(trail, bytes[at + 2]!), bytes[at + 2]!) + 1
        continue
      }
      at += this.cell(tables.pair(lead, trail), trail)
    }
    return at
  }

  /** Puts a cell. Gives how many octets the pair took: an ASCII octet of a bad pair stands for itself. */
  private cell(cell: number, trail: number): 1 | 2 {
    if (cell === 0) {
      this.out.bad()
      return trail < 0x80 ? 1 : 2
    }
    this.out.put(cell & 0xffff)
    if (cell > 0xffff) this.out.put(cell >>> 16)
    return 2
  }

  /** A four-octet code: gives the octets used, or 0 if more are needed. A broken one is bad in its first octet only. */
  private four(bytes: Uint8Array, at: number, last: boolean): number {
    const left = bytes.length - at
    const third = left > 2 ? bytes[at + 2]! : 0x81
    const fourth = left > 3 ? bytes[at + 3]! : 0x30
    if (third >= 0x81 && third <= 0xfe && fourth >= 0x30 && fourth <= 0x39) {
      if (left < 4) {
        if (!last) return 0
        this.out.bad()
        return left
      }
      const pointer = (((bytes[at]! - 0x81) * 10 + bytes[at + 1]! - 0x30) * 126 + third - 0x81) * 10 + fourth - 0x30
      const point = this.tables.quad(pointer)
      if (point !== 0) {
        this.out.point(point)
        return 4
      }
    }
    this.out.bad()
    return 1
  }
}

export class DoubleByteCodec implements Codec {
  readonly ascii = true
  private loaded: DoubleByteTables | undefined

  constructor(readonly spec: DoubleByteSpec) {}

  get tables(): DoubleByteTables {
    return (this.loaded ??= new DoubleByteTables(this.spec))
  }

  decoder(): Decoder {
    return new DoubleByteDecoder(this.tables)
  }
}

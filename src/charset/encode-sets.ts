/**
 * Encodes text in the charsets of tables of two octets and more: East Asian ones (WHATWG Encoding §10–13), and seven-bit ones that shift: ISO 2022
 * (RFC 1468, RFC 1557, RFC 1922), HZ (RFC 1843), EUC-TW. The tables are those of reading, reversed when first needed.
 */
import type { Cns, EucTw } from './cns.js'
import { ASTRAL, type DoubleByteCodec, type DoubleByteTables, writeQuad } from './double-byte.js'
import { reversed } from './encode-single.js'
import { ASCII_SET, type CharacterSet, ESC, type Iso2022Spec, SI, SO } from './iso-2022.js'
import type { Encoded } from './text-codec.js'

/** The code point of a cell that holds exactly one, else 0. */
function onePoint(cell: number): number {
  const first = cell & 0xffff
  const second = cell >>> 16
  if (second === 0) return first
  return first >= 0xd800 && first < 0xdc00 ? 0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00) : 0
}

/** Code point → octets, the first in the highest place. */
function reverseDouble(tables: DoubleByteTables): Map<number, number> {
  const { spec, triples } = tables
  const codes = new Map<number, number>()
  if (spec.quad && spec.encodeQuads) {
    const at = new Uint8Array(4)
    tables.basicQuads().forEach((point, index) => {
      writeQuad(at, index)
      if (point !== 0) codes.set(point, ((at[0]! << 24) | (at[1]! << 16) | (at[2]! << 8) | at[3]!) >>> 0)
    })
  }
  if (triples !== undefined) {
    for (let i = 94 * 94 - 1; i >= 0; i--) {
      const point = onePoint(triples[i]!)
      if (point > 0) codes.set(point, (0x8f << 16) | ((0xa1 + Math.floor(i / 94)) << 8) | (0xa1 + (i % 94)))
    }
  }
  for (let code = 0xfefe; code >= 0x8140; code--) {
    const lead = code >> 8
    const point = onePoint(tables.pair(lead, code & 0xff))
    if (point <= 0 || spec.decodeOnly?.(lead)) continue
    if (codes.get(point)! <= 0xffff && spec.highest?.includes(String.fromCodePoint(point))) continue
    codes.set(point, code)
  }
  for (const [octet, point] of spec.singles ?? []) codes.set(point, octet)
  for (let i = 0; i < 0x80; i++) codes.set(i, i)
  return codes
}

/** The octets of a code point as one number, or undefined. */
function codeOf(codec: DoubleByteCodec, point: number): number | undefined {
  const code = reversed(codec.tables, reverseDouble).get(point)
  if (code !== undefined || point < 0x10000 || !codec.spec.encodeQuads) return code
  const at = new Uint8Array(4)
  writeQuad(at, point - 0x10000 + ASTRAL)
  return ((at[0]! << 24) | (at[1]! << 16) | (at[2]! << 8) | at[3]!) >>> 0
}

export function encodeDouble(codec: DoubleByteCodec, text: string): Encoded {
  const bytes = new Uint8Array(text.length * 4)
  let used = 0
  for (let i = 0; i < text.length; i++) {
    const point = text.codePointAt(i)!
    const code = point >= 0xd800 && point < 0xe000 ? undefined : codeOf(codec, point)
    if (code === undefined) return { bytes: bytes.slice(0, used), failed: i }
    if (code > 0xffffff) bytes[used++] = code >>> 24
    if (code > 0xffff) bytes[used++] = (code >>> 16) & 0xff
    if (code > 0xff) bytes[used++] = (code >>> 8) & 0xff
    bytes[used++] = code & 0xff
    if (point > 0xffff) i++
  }
  return { bytes: bytes.slice(0, used), failed: -1 }
}

/** Plane, row, column of a code point as one number. */
function reverseCns(cns: Cns): Map<number, number> {
  const codes = new Map<number, number>()
  for (let number = 2; number >= 1; number--) {
    for (let row = 0x7e; row >= 0x21; row--) {
      for (let column = 0x7e; column >= 0x21; column--) {
        const point = onePoint(cns.cell(number, row, column))
        if (point > 0) codes.set(point, (number << 16) | (row << 8) | column)
      }
    }
  }
  return codes
}

export function encodeEucTw({ cns }: EucTw, text: string): Encoded {
  const bytes = new Uint8Array(text.length * 4)
  let used = 0
  for (let i = 0; i < text.length; i++) {
    const point = text.codePointAt(i)!
    if (point < 0x80) {
      bytes[used++] = point
      continue
    }
    const code = reversed(cns, reverseCns).get(point)
    if (code === undefined) return { bytes: bytes.slice(0, used), failed: i }
    if (code >> 16 !== 1) {
      bytes[used++] = 0x8e
      bytes[used++] = 0xa0 + (code >> 16)
    }
    bytes[used++] = ((code >> 8) & 0xff) | 0x80
    bytes[used++] = (code & 0xff) | 0x80
    if (point > 0xffff) i++
  }
  return { bytes: bytes.slice(0, used), failed: -1 }
}

/** The octets of a code point in a set as one number, or undefined. */
function codeIn({ origin }: CharacterSet, point: number): number | undefined {
  if (origin === 'ascii') return point < 0x80 ? point : undefined
  if (origin === 'katakana') return point >= 0xff61 && point <= 0xff9f ? point - 0xff40 : undefined
  if (origin === 'none') return undefined
  if ('euc' in origin) {
    const code = codeOf(origin.euc, point)
    if (code === undefined || code >> 8 < 0xa1 || code >> 8 > (origin.lastRow | 0x80) || (code & 0xff) < 0xa1)
      return undefined
    return code & 0x7f7f
  }
  if ('triples' in origin) {
    const code = codeOf(origin.triples, point)
    return code !== undefined && code >> 16 === 0x8f ? code & 0x7f7f : undefined
  }
  if ('cns' in origin) {
    const code = reversed(origin.cns, reverseCns).get(point)
    return code !== undefined && code >> 16 === origin.plane ? code & 0xffff : undefined
  }
  for (let octet = 0xa0; octet < 0x100; octet++) if (origin.upper[octet] === point) return octet & 0x7f
  return undefined
}

const TILDE = 0x7e
const OPEN = 0x7b
const CLOSE = 0x7d

export function encodeHz(set: CharacterSet, text: string): Encoded {
  const octets: number[] = []
  let gb = false
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i)
    const code = c < 0x80 ? undefined : codeIn(set, c)
    const failed = c >= 0x80 && code === undefined
    if (gb !== (code !== undefined)) {
      octets.push(TILDE, gb ? CLOSE : OPEN)
      gb = !gb
    }
    if (failed) return { bytes: Uint8Array.from(octets), failed: i }
    if (code !== undefined) octets.push(code >> 8, code & 0xff)
    else if (c === TILDE) octets.push(TILDE, TILDE)
    else octets.push(c)
  }
  if (gb) octets.push(TILDE, CLOSE)
  return { bytes: Uint8Array.from(octets), failed: -1 }
}

/**
 * ISO 2022 (ECMA-35 §6): a set is designated by an escape sequence, then shifted to.
 *
 *      slot   designated by          octets stand            holds until
 *      g0     ESC … unless it is     behind no shift         ASCII, which designates its own set again
 *      so     ESC … unless it is     behind SO               SI before ASCII; the designation to the end of the line
 *      ss2    ESC … unless it is     behind ESC N each       the designation to the end of the line
 *
 * A charset with a header (ISO-2022-KR) designates once, in front of the text. Every text ends in ASCII.
 */
export function encodeIso2022(spec: Iso2022Spec, text: string): Encoded {
  const octets: number[] = []
  const push = (ascii: string) => {
    for (let i = 0; i < ascii.length; i++) octets.push(ascii.charCodeAt(i))
  }
  if (spec.header !== undefined && /[^\x00-\x7f]/.test(text)) push(spec.header)
  const perLine = spec.header === undefined
  let g0: CharacterSet = ASCII_SET
  let so: CharacterSet | undefined = perLine ? undefined : spec.writes[0]?.set
  let ss2: CharacterSet | undefined
  let shifted = false
  const toAscii = () => {
    if (shifted) octets.push(SI)
    if (g0 !== ASCII_SET) push('\x1b(B')
    shifted = false
    g0 = ASCII_SET
  }
  for (let i = 0; i < text.length; i++) {
    const point = text.codePointAt(i)!
    if (point < 0x80 && point !== ESC && point !== SO && point !== SI) {
      toAscii()
      octets.push(point)
      if (perLine && (point === 0x0a || point === 0x0d)) so = ss2 = undefined
      continue
    }
    const way =
      point < 0x80 ? undefined : spec.writes.find((designation) => codeIn(designation.set, point) !== undefined)
    if (way === undefined) {
      toAscii()
      return { bytes: Uint8Array.from(octets), failed: i }
    }
    const { set, slot, sequence } = way
    if (slot === 'g0') {
      if (g0 !== set) push(`\x1b${sequence}`)
      g0 = set
    } else if (slot === 'so') {
      if (so !== set) push(`\x1b${sequence}`)
      so = set
      if (!shifted) octets.push(SO)
      shifted = true
    } else {
      if (ss2 !== set) push(`\x1b${sequence}`)
      ss2 = set
      push('\x1bN')
    }
    const code = codeIn(set, point)!
    if (set.width === 2) octets.push(code >> 8)
    octets.push(code & 0xff)
    if (point > 0xffff) i++
  }
  toAscii()
  return { bytes: Uint8Array.from(octets), failed: -1 }
}

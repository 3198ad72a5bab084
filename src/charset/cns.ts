/**
 * CNS 11643 planes 1 and 2, the Big5 repertoire in another order (RFC 1922, appendix), and EUC-TW, which carries them. Characters of
 * the higher planes come out as U+FFFD.
 */

import type { DoubleByteCodec } from './double-byte.js'
import { type Codec, type Decoder, WindowDecoder } from './text-codec.js'

/**
 * CNS 11643 has the characters of Big5 in nearly the order of Big5 (RFC 1922 A.1 to A.5): a plane is that list with some pieces moved.
 */
interface Plane {
  /** Big5 codes in the order of Big5: the first of a stretch, and how many. */
  readonly codes: readonly (readonly [first: number, count: number])[]
  /** Pieces to move, one after the other, in base 36: from which place of the list, how many, to which place of what is left. */
  readonly moves: string
  /** Cells that they fill: how many are left empty, and how many are filled, in turn. */
  readonly cells: readonly number[]
}

const PLANE_1: Plane = {
  codes: [
    [0xa140, 441],
    [0xa440, 5456],
  ],
  moves:
    '45 1 44 bc x 4iw bc 138 3gl bd bs 481 bc 1 4js bc 1g4 33p m3 1 4js bc ar 492 bc el 458 gl 1 4js bc 59 4ek bc 2c 4hh fe 1 4js bc 1i 4ib bd 1 4js bc 1 4js bc 2i 4hb bc 9u 49z',
  cells: [
    0, 234, 48, 174, 14, 30, 66, 2, 1, 1, 1, 1, 4, 3, 4, 1, 2, 1, 2, 1, 1, 1, 5, 1, 4, 1, 6, 1, 4, 3, 3, 2, 6, 1, 4, 1,
    32, 2, 56, 1, 8, 1, 2368, 33, 155, 5401,
  ],
}

const PLANE_2: Plane = {
  codes: [
    [0xc940, 10],
    [0xc94b, 7641],
  ],
  moves:
    '2j 1 17 8h 1 3u 1qn 1 28d 488 1 3sz 4c2 1 3x2 4sz 1 452 4qp 1 4f0 4l7 1 4vd 59t 1 51h 4vm 1 54m 4zv 1 58k 5h7 1 5bt 5w1 1 5uu 5w3 1 5we',
  cells: [0, 3293, -200, 1, 199, 4357],
}

const SIDE = 94

/** Big5 code of each cell of a plane (row and column from 21), 0 where there is none. */
function plane({ codes, moves, cells }: Plane): Uint16Array {
  const list: number[] = []
  for (const [first, count] of codes) {
    for (let big5 = first, left = count; left > 0; left--) {
      list.push(big5)
      const trail = big5 & 0xff
      // Trail octets of Big5 are 40–7E and A1–FE.
      big5 += trail === 0x7e ? 0x23 : trail === 0xfe ? 0x42 : 1
    }
  }
  const numbers = moves.split(' ').map((number) => Number.parseInt(number, 36))
  for (let i = 0; i < numbers.length; i += 3) {
    list.splice(numbers[i + 2]!, 0, ...list.splice(numbers[i]!, numbers[i + 1]!))
  }
  const table = new Uint16Array(SIDE * SIDE)
  let from = 0
  let at = 0
  for (let i = 0; i < cells.length; i += 2) {
    at += cells[i]!
    const to = from + cells[i + 1]!
    table.set(list.slice(from, to), at)
    at += to - from
    from = to
  }
  return table
}

export class Cns {
  private readonly planes = [plane(PLANE_1), plane(PLANE_2)]

  constructor(private readonly big5: DoubleByteCodec) {}

  /** Cell (code units) of a character of plane 1 or 2; row and column 21–7E. 0 if there is none. */
  cell(number: number, row: number, column: number): number {
    const code = this.planes[number - 1]?.[(row - 0x21) * SIDE + column - 0x21] ?? 0
    return code === 0 ? 0 : this.big5.tables.pair(code >> 8, code & 0xff)
  }
}

/** Two octets A1–FE are plane 1; 8E, the plane from A1, and two octets are any plane. */
class EucTwDecoder extends WindowDecoder {
  constructor(private readonly cns: Cns) {
    super()
  }

  protected read(bytes: Uint8Array, last: boolean): number {
    const { out } = this
    let at = 0
    while (at < bytes.length) {
      const c = bytes[at]!
      if (c < 0x80) {
        out.put(c)
        at++
        continue
      }
      const length = c === 0x8e ? 4 : 2
      let given = 1
      while (given < length && at + given < bytes.length && bytes[at + given]! >= 0xa1 && bytes[at + given]! <= 0xfe)
        given++
      if (given < length && at + given >= bytes.length && !last) return at
      const row = bytes[at + length - 2]!
      const plane = length === 4 ? bytes[at + 1]! - 0xa0 : 1
      const lead = c === 0x8e || (c >= 0xa1 && c <= 0xfe)
      const cell = given === length && lead ? this.cns.cell(plane, row - 0x80, bytes[at + length - 1]! - 0x80) : 0
      if (cell === 0) out.bad()
      else {
        out.put(cell & 0xffff)
        if (cell > 0xffff) out.put(cell >>> 16)
      }
      at += lead ? given : 1
    }
    return at
  }
}

export interface EucTw extends Codec {
  readonly cns: Cns
}

export function eucTw(cns: Cns): EucTw {
  return { ascii: true, decoder: (): Decoder => new EucTwDecoder(cns), cns }
}

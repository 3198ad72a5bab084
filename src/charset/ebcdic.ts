/**
 * EBCDIC code pages 037, 500, 1047 and 1140, for gateways: all hold the characters of ISO-8859-1 (1140: with the euro sign) in an order
 * of their own. Line ends are 15 (NEL, U+0085) and 25 (LF). RFC 1345 (IBM037, IBM500).
 */
import { overlay, type SingleTable } from './single-byte.js'

/** Code page 037: for each octet the ISO-8859-1 octet. */
const CP037 =
  '000102039c09867f978d8e0b0c0d0e0f101112139d8508871819928f1c1d1e1f' +
  '80818283840a171b88898a8b8c050607909116939495960498999a9b14159e1a' +
  '20a0e2e4e0e1e3e5e7f1a22e3c282b7c26e9eaebe8edeeefecdf21242a293bac' +
  '2d2fc2c4c0c1c3c5c7d1a62c255f3e3ff8c9cacbc8cdcecfcc603a2340273d22' +
  'd8616263646566676869abbbf0fdfeb1b06a6b6c6d6e6f707172aabae6b8c6a4' +
  'b57e737475767778797aa1bfd0dddeae5ea3a5b7a9a7b6bcbdbe5b5dafa8b4d7' +
  '7b414243444546474849adf4f6f2f3f57d4a4b4c4d4e4f505152b9fbfcf9faff' +
  '5cf7535455565758595ab2d4d6d2d3d530313233343536373839b3dbdcd9da9f'

/** Where the others differ from 037: octet, then character. */
const DIFFERENCES: ReadonlyMap<string, readonly (readonly [number, string])[]> = new Map([
  ['ibm037', []],
  [
    'ibm500',
    [
      [0x4a, '['],
      [0x4f, '!'],
      [0x5a, ']'],
      [0x5f, '^'],
      [0xb0, '\xa2'],
      [0xba, '\xac'],
      [0xbb, '|'],
    ],
  ],
  [
    'ibm1047',
    [
      [0x5f, '^'],
      [0xad, '['],
      [0xb0, '\xac'],
      [0xba, '\xdd'],
      [0xbb, '\xa8'],
      [0xbd, ']'],
    ],
  ],
  ['ibm1140', [[0x9f, '\u20ac']]],
])

export function ebcdic(name: string): SingleTable {
  const table = new Uint16Array(256)
  for (let i = 0; i < 256; i++) table[i] = Number.parseInt(CP037.slice(2 * i, 2 * i + 2), 16)
  for (const [octet, character] of DIFFERENCES.get(name) ?? []) overlay(table, octet, character)
  return table
}

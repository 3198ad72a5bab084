import { describe, expect, it } from 'vitest'
import { decompressRtf } from '../../../../src/legacy/index.js'
import { codes, hexBytes, join, latin1, le, text } from '../octets.js'

/** MS-OXRTFCP §4.1.1 and §4.1.2, byte for byte. */
const HELLO = hexBytes(
  '2d 00 00 00 2b 00 00 00 4c 5a 46 75 f1 c5 c7 a7 03 00 0a 00 72 63 70 67 31 32 35 42 32 0a f3 20 68 65 6c 09 00 20 62 77 05 b0 6c 64 7d 0a 80 0f a0',
)
const CROSSING = hexBytes('1a 00 00 00 1c 00 00 00 4c 5a 46 75 e2 d4 4b 51 41 00 04 20 57 58 59 5a 0d 6e 7d 01 0e b0')

describe('compressed RTF', () => {
  it('gives the two texts of the specification', () => {
    const hello = decompressRtf(HELLO)
    expect(text(hello.bytes)).toBe('{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n')
    expect(hello.problems).toEqual([])
    const crossing = decompressRtf(CROSSING)
    expect(text(crossing.bytes)).toBe('{\\rtf1 WXYZWXYZWXYZWXYZWXYZ}')
    expect(crossing.problems).toEqual([])
  })

  it('takes the uncompressed form', () => {
    const body = latin1('{\\rtf1 }')
    const found = decompressRtf(join(le(body.length + 12, 4), le(body.length, 4), latin1('MELA'), le(0, 4), body))
    expect(found).toMatchObject({ bytes: body, problems: [] })
  })

  it('says what is broken', () => {
    const damaged = HELLO.slice()
    damaged[22] = 0x41
    expect(codes(decompressRtf(damaged).problems)).toEqual(['crc-mismatch'])
    expect(codes(decompressRtf(HELLO.subarray(0, 40)).problems)).toEqual([
      'truncated',
      'crc-mismatch',
      'missing-end',
      'size-mismatch',
    ])
    expect(codes(decompressRtf(HELLO.subarray(0, 9)).problems)).toEqual(['truncated'])
    expect(codes(decompressRtf(new Uint8Array(20)).problems)).toEqual(['invalid'])
  })

  it('stays within maxBytes: two octets can stand for seventeen', () => {
    const data = join(
      ...Array.from({ length: 500 }, () => hexBytes('ff 00 1f 00 1f 00 1f 00 1f 00 1f 00 1f 00 1f 00 1f')),
    )
    const bomb = join(le(data.length + 12, 4), le(0xffffffff, 4), latin1('LZFu'), le(0, 4), data)
    const found = decompressRtf(bomb, { maxBytes: 1_000 })
    expect(found.bytes.length).toBeLessThanOrEqual(1_000)
    expect(codes(found.problems)).toContain('too-large')
    expect(() => decompressRtf(bomb, { maxBytes: -1 })).toThrow(/maxBytes/)
  })
})

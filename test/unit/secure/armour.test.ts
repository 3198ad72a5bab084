/** PGP armour: where it begins and ends, what is signed in it. RFC 4880 §6, §7. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cleartextOf, findArmour, packetKind } from '../../../src/secure/armour.js'
import { crc24, writeArmour } from '../../../src/secure/armour-write.js'
import { pgpDigest } from '../../../src/secure/signature-digest.js'

const octets = (text: string) => new Uint8Array(Buffer.from(text, 'latin1'))
const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1')

function clear(body: string, headers = 'Hash: SHA256\n'): string {
  return `-----BEGIN PGP SIGNED MESSAGE-----\n${headers}\n${body}\n-----BEGIN PGP SIGNATURE-----\n\niQE=\n-----END PGP SIGNATURE-----\n`
}

function cleartext(body: string): { text: string; unescaped: number } {
  const bytes = octets(clear(body))
  const { bytes: signed, unescaped } = cleartextOf(bytes, findArmour(bytes, 1)[0]!)
  return { text: text(signed), unescaped }
}

describe('blocks of armour', () => {
  it('are found where they stand', () => {
    const key =
      '-----BEGIN PGP PUBLIC KEY BLOCK-----\r\nVersion: x\r\nComment: a: b\r\n\r\nmQ==\r\n-----END PGP PUBLIC KEY BLOCK-----\r\n'
    const bytes = octets(`before\n${clear('a')}between\n${key}`)
    const [signed, keys, ...none] = findArmour(bytes, 9)
    expect(none).toEqual([])
    expect(text(bytes.subarray(signed!.start, signed!.end))).toBe(clear('a'))
    expect(signed).toMatchObject({
      type: 'signed-message',
      headers: [['hash', 'SHA256']],
      unterminated: false,
      badHeaders: false,
    })
    expect(text(bytes.subarray(signed!.signatureStart, signed!.end))).toMatch(/^-----BEGIN PGP SIGNATURE/)
    expect(keys).toMatchObject({
      type: 'public-key',
      headers: [
        ['version', 'x'],
        ['comment', 'a: b'],
      ],
    })
    expect(text(bytes.subarray(keys!.bodyStart))).toMatch(/^mQ==/)
    expect(findArmour(bytes, 1)).toHaveLength(1)
  })

  it.each([
    ['> -----BEGIN PGP MESSAGE-----\n\nx\n> -----END PGP MESSAGE-----\n'],
    ['- -----BEGIN PGP MESSAGE-----\n'],
    ['-----BEGIN PGP MESSAGE----- x\n'],
    ['----BEGIN PGP MESSAGE----\n'],
    ['-----BEGIN PGP LETTER-----\n'],
    ['-----END PGP MESSAGE-----\n'],
    [' PGP '],
    [`-----BEGIN PGP MESSAGE-----${' '.repeat(300)}\n`],
  ])('are not seen in %j', (given) => {
    expect(findArmour(octets(given), 9)).toEqual([])
  })

  it('may have white space behind their lines, and no line end at the end', () => {
    const bytes = octets('-----BEGIN PGP MESSAGE, PART 1/2----- \t\n \nx\n-----END PGP MESSAGE, PART 1/2-----')
    expect(findArmour(bytes, 9)).toMatchObject([
      { type: 'message-part', start: 0, end: bytes.length, unterminated: false },
    ])
  })

  it('are unterminated without their own tail', () => {
    const begin = '-----BEGIN PGP MESSAGE-----\n\nx\n'
    expect(findArmour(octets(`${begin}${begin}-----END PGP SIGNATURE-----\n`), 9)).toMatchObject([
      { start: 0, end: begin.length, unterminated: true },
      { start: begin.length, unterminated: true },
    ])
    const unsigned = '-----BEGIN PGP SIGNED MESSAGE-----\n\nx\n-----END PGP SIGNED MESSAGE-----\n'
    expect(findArmour(octets(unsigned), 9)[0]!.unterminated).toBe(true)
    expect(findArmour(octets(clear('x').replace(/-----END.*/, '')), 9)[0]!.unterminated).toBe(true)
  })

  it('say what is wrong with their headers', () => {
    const bad = (given: string) => findArmour(octets(given), 9)[0]!.badHeaders
    expect(bad(clear('x', 'Hash: SHA1\nthis looks signed\n'))).toBe(true)
    expect(bad(clear('x', ''))).toBe(false)
    expect(bad('-----BEGIN PGP MESSAGE-----\nhQE=\n-----END PGP MESSAGE-----\n')).toBe(true)
    expect(bad('-----BEGIN PGP MESSAGE-----\nA: b\n-----END PGP MESSAGE-----\n')).toBe(true)
  })
})

describe('signed text', () => {
  it.each([
    ['a', 'a'],
    ['a\nb\n', 'a\r\nb\r\n'],
    ['- -- \n- From x\n- - y', '--\r\nFrom x\r\n- y'],
    ['a \t \r\nb  ', 'a\r\nb'],
    ['', ''],
    ['\n\n', '\r\n\r\n'],
    ['- ', ''],
    ['\u00e9 ', '\u00e9'],
  ])('%j is %j', (given, wanted) => {
    expect(cleartext(given)).toEqual({ text: wanted, unescaped: 0 })
  })

  it('counts dashes that are not escaped', () => {
    expect(cleartext('-x\n- y\n-\n--')).toEqual({ text: '-x\r\ny\r\n-\r\n--', unescaped: 3 })
  })
})

describe('packets', () => {
  it('tell kinds apart by the first octet', () => {
    const kinds = [0xc1, 0x84, 0xc3, 0xd2, 0xc2, 0x89, 0xa3, 0xcb, 0x99, 0x41, 0xff].map((first) =>
      packetKind(Uint8Array.of(first)),
    )
    expect(kinds).toEqual([
      ...['encrypted', 'encrypted', 'encrypted', 'encrypted', 'signed', 'signed', 'compressed', 'compressed', 'key'],
      ...[undefined, undefined],
    ])
    expect(packetKind(new Uint8Array(0))).toBe(undefined)
  })

  it('show the digest of a signature', () => {
    const v3 = [3, 5, 0, ...new Array(12).fill(0), 1, 2]
    const cases: [number[], string | undefined][] = [
      [[0xc2, 10, 4, 0, 1, 8], 'pgp-sha256'],
      [[0xc2, 200, 0, 4, 0, 1, 10], 'pgp-sha512'],
      [[0xc2, 255, 0, 0, 1, 0, 4, 0, 1, 9], 'pgp-sha384'],
      [[0x88, 10, 4, 0, 1, 11], 'pgp-sha224'],
      [[0x89, 1, 0, 4, 0, 1, 1], 'pgp-md5'],
      [[0x88, 17, ...v3], 'pgp-sha1'],
      [[0xc2, 10, 4, 0, 1, 77], undefined],
      [[0xc1, 10, 4, 0, 1, 8], undefined],
      [[0x84, 10, 4, 0, 1, 8], undefined],
      [[0xc2, 230, 4, 0, 1, 8], undefined],
      [[0x02], undefined],
    ]
    for (const [packet, wanted] of cases) {
      expect(pgpDigest(Uint8Array.from(packet))).toBe(wanted)
      expect(pgpDigest(writeArmour('SIGNATURE', Uint8Array.from(packet)))).toBe(wanted)
    }
    expect(pgpDigest(octets('-----no armour'))).toBe(undefined)
  })

  it('are armoured with their checksum', () => {
    // RFC 4880 has no example of the checksum; CRC-24/OPENPGP of "123456789" is well known.
    expect(crc24(octets('123456789'))).toBe(0x21cf02)
    expect(text(writeArmour('MESSAGE', octets('123456789')))).toBe(
      '-----BEGIN PGP MESSAGE-----\r\n\r\nMTIzNDU2Nzg5\r\n=Ic8C\r\n-----END PGP MESSAGE-----\r\n',
    )
    expect(text(writeArmour('SIGNATURE', new Uint8Array(100))).split('\r\n')[2]).toHaveLength(64)
  })
})

it('anything is read without throwing, and spans lie inside', () => {
  const word = fc.constantFrom(
    ...[
      '-----BEGIN PGP SIGNED MESSAGE-----\n',
      '-----BEGIN PGP SIGNATURE-----\n',
      '-----END PGP SIGNATURE-----',
      '\n',
      '- ',
      '-',
      'x: y\n',
    ],
    ...['-----BEGIN PGP MESSAGE-----\r\n', '-----END PGP MESSAGE-----\n', ' PGP ', '\r', ' ', 'text'],
  )
  fc.assert(
    fc.property(fc.array(word, { maxLength: 30 }), (words) => {
      const bytes = octets(words.join(''))
      let at = 0
      for (const block of findArmour(bytes, 9)) {
        expect(block.start).toBeGreaterThanOrEqual(at)
        expect(block.end).toBeLessThanOrEqual(bytes.length)
        expect(block.bodyStart).toBeLessThanOrEqual(block.signatureStart ?? block.end)
        cleartextOf(bytes, block)
        at = block.end
      }
    }),
    { seed: 1, numRuns: 500 },
  )
})

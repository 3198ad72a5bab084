/** The encoders, with values written by hand, each at every cut. RFC 2045 §6.7, §6.8. */
import { describe, expect, test } from 'vitest'
import { Base64Encoder, encodeBase64 } from '../../../src/codec/base64-encode.js'
import type { Codec } from '../../../src/codec/decoder.js'
import { decodeQuotedPrintable } from '../../../src/codec/quoted-printable.js'
import { encodeQuotedPrintable, QuotedPrintableEncoder } from '../../../src/codec/quoted-printable-encode.js'
import { decodeUuencode } from '../../../src/codec/uuencode.js'
import { encodeUuencode, UuEncoder } from '../../../src/codec/uuencode-encode.js'

const octets = (text: string) => new Uint8Array(Buffer.from(text, 'latin1'))
const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1')

function everyCut(make: () => Codec, input: Uint8Array, want: string): void {
  const check = (chunks: Uint8Array[]) => {
    const codec = make()
    const parts = chunks.map((chunk) => codec.write(chunk))
    parts.push(codec.end())
    expect(text(Buffer.concat(parts))).toBe(want)
  }
  for (let cut = 0; cut <= input.length; cut++) check([input.subarray(0, cut), input.subarray(cut)])
  check(Array.from(input, (_, i) => input.subarray(i, i + 1)))
}

describe('base64', () => {
  test.each([
    ['', ''],
    ['H', 'SA=='],
    ['Hi', 'SGk='],
    ['Hel', 'SGVs'],
    ['\xff\xfe\x00\x01', '//4AAQ=='],
    ['a'.repeat(57), 'YWFh'.repeat(19)],
    ['a'.repeat(58), `${'YWFh'.repeat(19)}\r\nYQ==`],
    ['a'.repeat(120), `${'YWFh'.repeat(19)}\r\n${'YWFh'.repeat(19)}\r\nYWFhYWFh`],
  ])('%j', (input, want) => {
    expect(text(encodeBase64(octets(input)))).toBe(want)
    everyCut(() => new Base64Encoder(), octets(input), want)
  })

  test.each([57 * 8, 57 * 9 + 1, 57 * 210 + 2, 57 * 211, 57 * 425 + 30])(
    '%i octets, by whole lines and by single groups',
    (size) => {
      const input = Uint8Array.from({ length: size }, (_, i) => (i * i * 31 + (i >> 3)) & 0xff)
      const lines =
        Buffer.from(input)
          .toString('base64')
          .match(/.{1,76}/g) ?? []
      const want = lines.join('\r\n')
      expect(text(encodeBase64(input))).toBe(want)
      for (const cut of [1, 2, 57, 58, 59, 700, size - 1]) {
        const encoder = new Base64Encoder()
        expect(
          text(
            Buffer.concat([encoder.write(input.subarray(0, cut)), encoder.write(input.subarray(cut)), encoder.end()]),
          ),
        ).toBe(want)
      }
    },
  )

  test('line length', () => {
    expect(text(encodeBase64(octets('abcdefgh'), { lineLength: 6 }))).toBe('YWJj\r\nZGVm\r\nZ2g=')
    everyCut(() => new Base64Encoder({ lineLength: 8 }), octets('abcdefghi'), 'YWJjZGVm\r\nZ2hp')
  })
})

describe('quoted-printable', () => {
  const binary = { mode: 'binary' } as const
  const a75 = 'a'.repeat(75)
  const cases: [why: string, input: string, want: string, options?: { mode?: 'binary' }][] = [
    ['nothing', '', ''],
    ['plain', 'Hi there.', 'Hi there.'],
    ['escapes', 'caf\xc3\xa9=\x00\x7f', 'caf=C3=A9=3D=00=7F'],
    ['line breaks of a text', 'a\r\nb\nc\rd\n\r\n', 'a\r\nb\r\nc\r\nd\r\n\r\n'],
    ['line breaks as octets', 'a\r\nb\n', 'a=0D=0Ab=0A', binary],
    ['white space at the end of a line', 'a \r\nb\t\nc  ', 'a=20\r\nb=09\r\nc =20'],
    ['white space before an octet CR', 'a \r', 'a =0D', binary],
    ['a dot at the start of a line', '.\r\n..\r\na.\r\n.a', '=2E\r\n=2E.\r\na.\r\n=2Ea'],
    ['dashes at the start of a line', '--b\r\n- item\r\na--', '=2D-b\r\n- item\r\na--'],
    ['From at the start of a line', 'From me\r\nFrom\r\nFromage\r\n From x', '=46rom me\r\nFrom\r\nFromage\r\n From x'],
    ['76 octets fit', `${a75}a\r\n`, `${a75}a\r\n`],
    ['76 octets fit at the end', `${a75}a`, `${a75}a`],
    ['77 do not', `${a75}aa`, `${a75}=\r\naa`],
    ['an escape in the last columns', `${'a'.repeat(73)}\xe9`, `${'a'.repeat(73)}=E9`],
    ['an escape is not split', `${'a'.repeat(73)}\xe9b`, `${'a'.repeat(73)}=\r\n=E9b`],
    ['a character is not split', `${'a'.repeat(70)}\xc3\xa9bc`, `${'a'.repeat(70)}=\r\n=C3=A9bc`],
    ['a dot behind a soft line break', `${a75}..`, `${a75}=\r\n=2E.`],
    ['white space in the last column', `${'a'.repeat(74)} b`, `${'a'.repeat(74)} b`],
    ['white space at the end of a full line', `${a75} \r\n`, `${a75}=\r\n=20\r\n`],
  ]
  test.each(cases)('%s', (_, input, want, options) => {
    expect(text(encodeQuotedPrintable(octets(input), options))).toBe(want)
    everyCut(() => new QuotedPrintableEncoder(options), octets(input), want)
  })

  test('the shortest lines', () => {
    const input = octets('\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80 .--From ='.repeat(500))
    const encoded = encodeQuotedPrintable(input, { mode: 'binary', lineLength: 13 })
    expect(
      text(encoded)
        .split('\r\n')
        .every((line) => line.length <= 13),
    ).toBe(true)
    expect(decodeQuotedPrintable(encoded)).toEqual(input)
  })
})

describe('uuencode', () => {
  test('a file', () => {
    const want = 'begin 644 file\r\n#86)C\r\n`\r\nend\r\n'
    expect(text(encodeUuencode('abc'))).toBe(want)
    everyCut(() => new UuEncoder(), octets('abc'), want)
    everyCut(
      () => new UuEncoder({ filename: 'e\u0301 x', mode: 0o7 }),
      octets(''),
      octetsOf('begin 007 e\u0301 x\r\n`\r\nend\r\n'),
    )
  })

  test('comes back', () => {
    for (const length of [1, 2, 44, 45, 46, 90, 1000]) {
      const bytes = Uint8Array.from({ length }, (_, i) => i * 31)
      const encoded = encodeUuencode(bytes, { filename: 'a b.bin', mode: 0o755 })
      expect(decodeUuencode(encoded)).toEqual({ filename: 'a b.bin', mode: 0o755, bytes })
      everyCut(
        () => new UuEncoder({ filename: 'a b.bin', mode: 0o755 }),
        bytes.subarray(0, 200),
        text(encodeUuencode(bytes.subarray(0, 200), { filename: 'a b.bin', mode: 0o755 })),
      )
    }
  })
})

const octetsOf = (value: string) => Buffer.from(value, 'utf8').toString('latin1')

test('wrong arguments are refused', () => {
  const wrong: unknown[] = [
    () => encodeBase64('a', { lineLength: 80 }),
    () => encodeBase64('a', { lineLength: 3 }),
    () => encodeBase64('a', { lineLength: 10.5 }),
    () => encodeBase64('a', JSON.parse('{"linelength":76}')),
    () => encodeBase64(JSON.parse('3')),
    () => encodeQuotedPrintable('a', JSON.parse('{"mode":"html"}')),
    () => encodeQuotedPrintable('a', JSON.parse('"text"')),
    () => encodeQuotedPrintable('a', JSON.parse('{"lineLength":"76"}')),
    () => encodeUuencode('a', { filename: 'a\nb' }),
    () => encodeUuencode('a', { filename: '' }),
    () => encodeUuencode('a', { filename: '\ud800' }),
    () => encodeUuencode('a', { mode: -1 }),
    () => decodeQuotedPrintable(JSON.parse('null')),
    () => new Base64Encoder().write(JSON.parse('"abc"')),
  ]
  for (const call of wrong) expect(call).toThrow(TypeError)
})

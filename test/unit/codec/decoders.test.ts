/** Each leniency of the decoders, with values written by hand, each at every cut. RFC 2045 §6.7, §6.8. */
import { describe, expect, test } from 'vitest'
import { Base64Decoder, LOOK_AHEAD } from '../../../src/codec/base64.js'
import type { Decoder } from '../../../src/codec/decoder.js'
import { IdentityDecoder } from '../../../src/codec/identity.js'
import { MAX_HELD, QuotedPrintableDecoder } from '../../../src/codec/quoted-printable.js'
import { decodeTransfer, transferDecoder } from '../../../src/codec/transfer.js'
import { decodeUuencode, UuDecoder } from '../../../src/codec/uuencode.js'

const octets = (text: string) => new Uint8Array(Buffer.from(text, 'latin1'))
const text = (parts: Uint8Array[]) => Buffer.concat(parts).toString('latin1')

/** Output and faults as one string; checked to be the same at every cut and octet by octet. */
function reading(make: () => Decoder, input: string): [string, string] {
  const all = octets(input)
  const describeFaults = (decoder: Decoder) => decoder.faults.map((f) => `${f.code} ${f.start}-${f.end}`).join(', ')
  const whole = make()
  const want: [string, string] = [text([whole.run(all, true)]), describeFaults(whole)]
  const counts = whole.faults.map((f) => f.count)
  const check = (chunks: Uint8Array[]) => {
    const decoder = make()
    const parts = chunks.map((chunk) => decoder.write(chunk))
    parts.push(decoder.end())
    expect([text(parts), describeFaults(decoder)]).toEqual(want)
    expect(decoder.faults.map((f) => f.count)).toEqual(counts)
  }
  for (let cut = 0; cut <= all.length; cut++) check([all.subarray(0, cut), all.subarray(cut)])
  check(Array.from(all, (_, i) => all.subarray(i, i + 1)))
  return want
}

describe('base64', () => {
  const read = (input: string) => reading(() => new Base64Decoder(), input)
  const cases: [why: string, input: string, output: string, faults: string][] = [
    ['nothing', '', '', ''],
    ['whole groups', 'SGVsbG8h', 'Hello!', ''],
    ['padding', 'SGk=', 'Hi', ''],
    ['two paddings', 'SA==\r\n', 'H', ''],
    ['white space anywhere', ' S\tG\r\n\r\nk\n=\r\n', 'Hi', ''],
    ['padding on the next line', 'SA=\r\n=', 'H', ''],
    ['junk is skipped', 'SG!Vs\x00bG8h', 'Hello!', 'invalid-base64 2-3'],
    ['base64url letters are junk', '-_SGk=', 'Hi', 'invalid-base64 0-1'],
    ['a byte order mark is junk', '\xef\xbb\xbfSGk=', 'Hi', 'invalid-base64 0-1'],
    ['padding missing, three letters', 'SGk', 'Hi', 'invalid-base64 3-3'],
    ['padding missing, two letters', 'SA', 'H', 'invalid-base64 2-2'],
    ['half of the padding missing', 'SA=', 'H', 'invalid-base64 3-3'],
    ['a lone last letter', 'SGVsQ', 'Hel', 'invalid-base64 5-5'],
    ['a lone letter before padding', 'SGVsQ=', 'Hel', 'invalid-base64 5-6'],
    ['padding after a whole group', 'SGVs=', 'Hel', 'invalid-base64 4-5'],
    ['too much padding', 'SGk==', 'Hi', 'invalid-base64 4-5'],
    ['bits left over', 'SB==', 'H', 'invalid-base64 2-3'],
    ['a block on the same line', 'SGk=SGk=', 'HiHi', 'base64-data-after-padding 4-5'],
    ['a block on the next line', 'SGk=\r\nSGk=\r\nSGk=\r\n', 'HiHiHi', 'base64-data-after-padding 6-7'],
    ['a block behind empty lines', 'SGk=\r\n\r\n\r\nSGVs', 'HiHel', 'base64-data-after-padding 10-11'],
    ['a block of several lines', 'SGk=\nSGVs\nbG8', 'HiHello', 'base64-data-after-padding 5-6, invalid-base64 13-13'],
    ['blocks on one line', 'SA==SA==SA==SA==', 'HHHH', 'base64-data-after-padding 4-5'],
    ['a footer of words', 'SGk=\r\nList footer\r\nword\r\n', 'Hi', 'base64-data-after-padding 6-7'],
    ['a footer behind a rule', 'SGk=\r\n\r\n--\r\nfooter', 'Hi', 'base64-data-after-padding 12-13'],
    ['a footer of one word', 'SGk=\r\nUnsubscribe\r\n', 'Hi', 'base64-data-after-padding 6-7'],
    ['junk only behind padding', 'SGk=\r\n--\r\n', 'Hi', 'invalid-base64 6-7'],
    ['a rest of the line that is no block', 'SGk=SGk\r\nSGVs', 'Hi', 'base64-data-after-padding 4-5'],
    ['a block, then a footer', 'SA==\nSA==\nA footer\n', 'HH', 'base64-data-after-padding 5-6'],
  ]
  test.each(cases)('%s', (_, input, output, faults) => {
    expect(read(input)).toEqual([output, faults])
  })

  test('a line behind padding is judged by its first octets', () => {
    const long = 'SGVs'.repeat(LOOK_AHEAD)
    const decoder = new Base64Decoder()
    expect(decoder.run(octets(`SGk=${long}!!`), true).length).toBe(2 + (long.length / 4) * 3)
    const footer = new Base64Decoder()
    expect(footer.run(octets(`SGk=${long.slice(0, LOOK_AHEAD - 1)}!`), true).length).toBe(2)
  })

  test('native and exact decoding agree on irregular lines', () => {
    const data = Uint8Array.from({ length: 30_000 }, (_, i) => (i * 7919) >> 3)
    const clean = Buffer.from(data).toString('base64')
    for (const width of [1, 4, 63, 76, 77, 900]) {
      for (const eol of ['\r\n', '\n', '\r', ' ', '\r\r\n', '!\n']) {
        const input = octets(clean.replace(new RegExp(`.{${width}}`, 'g'), `$&${eol}`))
        expect(Buffer.from(new Base64Decoder().run(input, true)).equals(data), `${width} ${JSON.stringify(eol)}`).toBe(
          true,
        )
        const pieces = new Base64Decoder()
        const parts: Uint8Array[] = []
        for (let at = 0; at < input.length; at += 701) parts.push(pieces.write(input.subarray(at, at + 701)))
        parts.push(pieces.end())
        expect(Buffer.concat(parts).equals(data)).toBe(true)
      }
    }
    for (const junk of ['-', '_', '\x00', '\xe9']) {
      const input = octets(`${clean.slice(0, 20_001)}${junk}${clean.slice(20_001)}`)
      const decoder = new Base64Decoder()
      expect(Buffer.from(decoder.run(input, true)).equals(data)).toBe(true)
      expect(decoder.faults).toEqual([{ code: 'invalid-base64', start: 20_001, end: 20_002, count: 1 }])
    }
  })
})

describe('quoted-printable', () => {
  const read = (input: string) => reading(() => new QuotedPrintableDecoder(), input)
  const cases: [why: string, input: string, output: string, faults: string][] = [
    ['nothing', '', '', ''],
    ['escapes', 'caf=C3=A9=', 'caf\xc3\xa9', ''],
    ['soft line breaks', 'a=\r\nb=\nc', 'abc', ''],
    ['line ends stay', 'a\r\nb\nc\rd', 'a\r\nb\nc\rd', ''],
    ['white space before a line end goes', 'a \t\r\nb  \nc', 'a\r\nb\nc', ''],
    ['white space before the end goes', 'a \t', 'a', ''],
    ['white space elsewhere stays', ' a \t b', ' a \t b', ''],
    ['encoded white space stays', 'a=20\r\nb=09', 'a \r\nb\t', ''],
    ['white space before a soft line break stays', 'a =\r\nb', 'a b', ''],
    ['white space between soft line breaks goes', 'a=\r\n \r\nb', 'a\r\nb', ''],
    ['CRs before CRLF belong to the line end', 'a \r\r\nb=\r\r\nc', 'a\r\r\nbc', ''],
    ['white space before a bare CR stays', 'a \rb', 'a \rb', ''],
    ['white space, CR, white space, line end', 'a \r \r\nb', 'a \r\r\nb', ''],
    ['soft line break with white space', 'a= \t\r\nb', 'ab', 'invalid-qp 1-6'],
    ['soft line break with white space at the end', 'a= ', 'a', 'invalid-qp 1-3'],
    ['lower-case digits', '=c3=a9=2f=F2=2F', '\xc3\xa9/\xf2/', 'invalid-qp 0-3'],
    ['no digits', 'a=ZZb', 'a=ZZb', 'invalid-qp 1-2'],
    ['one digit', 'a=4', 'a=4', 'invalid-qp 1-2'],
    ['one digit, line end', 'a=4 \r\n=4=\r\nb', 'a=4\r\n=4b', 'invalid-qp 1-2'],
    ['one digit, escape', '=4=41', '=4A', 'invalid-qp 0-1'],
    ['equals signs', '==41===\r\nb', '=A==b', 'invalid-qp 0-1'],
    ['white space after an equals sign', 'a= 41', 'a= 41', 'invalid-qp 1-2'],
    ['a bare CR after an equals sign', '=\rb', '=\rb', 'invalid-qp 0-1'],
    ['a bare CR at the end', '= \r', '= \r', 'invalid-qp 0-1'],
    ['raw octets', '\xe9\x00\x7f', '\xe9\x00\x7f', 'invalid-qp 0-1'],
  ]
  test.each(cases)('%s', (_, input, output, faults) => {
    expect(read(input)).toEqual([output, faults])
  })

  test('a stretch of white space over the bound is text, however it is cut', () => {
    for (const count of [MAX_HELD - 1, MAX_HELD, MAX_HELD + 1, MAX_HELD + 9]) {
      for (const before of ['a', '=']) {
        const input = octets(`${before}${' '.repeat(count)}\r\nb`)
        const want = new QuotedPrintableDecoder().run(input, true)
        const kept = count + 1 > MAX_HELD
        expect(want.length).toBe(
          (before === 'a' ? 1 : kept ? 1 : 0) + (kept ? count : 0) + (before === 'a' || kept ? 2 : 0) + 1,
        )
        const decoder = new QuotedPrintableDecoder()
        const parts: Uint8Array[] = []
        for (let at = 0; at < input.length; at += 4_093) parts.push(decoder.write(input.subarray(at, at + 4_093)))
        parts.push(decoder.end())
        expect(Buffer.concat(parts).equals(want)).toBe(true)
      }
    }
  })
})

describe('uuencode', () => {
  const read = (input: string) => reading(() => new UuDecoder(), input)
  const cases: [why: string, input: string, output: string, faults: string][] = [
    ['a file', 'begin 644 f\n#86)C\n`\nend\n', 'abc', ''],
    ['CRLF, text around, no last line end', 'Hi\r\nbegin 0755 a b\r\n#86)C\r\n \r\nend', 'abc', ''],
    ['text behind', 'begin 644 f\n#86)C\n`\nend\n#86)C\nbegin 644 g\n', 'abc', ''],
    ['spaces stripped', 'begin 644 f\n$86)C9\n\nend\n', 'abcd', ''],
    ['a checksum', 'begin 644 f\n#86)C!\n`\nend\n', 'abc', ''],
    ['a bad line', 'begin 644 f\nwrong\n#86)C\n`\nend\n', 'abc', 'invalid-uuencode 12-17'],
    ['a line far too short', 'begin 644 f\nM86)C\n`\nend\n', '', 'invalid-uuencode 12-17'],
    ['no end', 'begin 644 f\n#86)C', 'abc', 'invalid-uuencode 17-17'],
    ['no begin', '#86)C\nend\n', '', 'invalid-uuencode 10-10'],
    ['an endless line', `begin 644 f\n${'#'.repeat(1200)}\n#86)C\nend`, 'abc', 'invalid-uuencode 12-1212'],
  ]
  test.each(cases)('%s', (_, input, output, faults) => {
    expect(read(input)).toEqual([output, faults])
  })

  test('name and mode', () => {
    expect(decodeUuencode('begin 755 caf\u00e9 x.bin\r\n#86)C\r\nend\r\n')).toEqual({
      filename: 'caf\u00e9 x.bin',
      mode: 0o755,
      bytes: octets('abc'),
    })
    expect(decodeUuencode(octets('begin 644 caf\xe9\nend\n')).filename).toBe('caf\u00e9')
    expect(decodeUuencode('').filename).toBeUndefined()
  })
})

describe('transfer encodings', () => {
  test('by name', () => {
    expect(transferDecoder('x-uue')).toBeInstanceOf(UuDecoder)
    expect(transferDecoder('8bit')).toBeInstanceOf(IdentityDecoder)
    expect(transferDecoder('Base64')).toBeUndefined()
    expect(transferDecoder('constructor')).toBeUndefined()
  })

  test('what changes nothing is not copied', () => {
    const body = octets('abc\xe9')
    const met: string[] = []
    const report = (code: string, from: number, to: number) => met.push(`${code} ${from}-${to}`)
    for (const encoding of ['7bit', '8bit', 'binary', 'x-unknown'])
      expect(decodeTransfer(body, encoding, { report })).toBe(body)
    expect(met).toEqual(['eight-bit-in-7bit 3-4'])
  })

  test('output ends at the budget', () => {
    const body = octets('QUFB'.repeat(100_000))
    for (const max of [0, 1, 2, 3, 1000, 299_999, 300_000]) {
      const met: string[] = []
      const decoded = decodeTransfer(body, 'base64', { max, report: (code) => met.push(code) })
      expect(decoded.length).toBe(max)
      expect(met).toEqual(max < 300_000 ? ['decoded-too-large'] : [])
    }
    expect(decodeTransfer(octets('abc'), '7bit', { max: 2 })).toEqual(octets('ab'))
  })
})

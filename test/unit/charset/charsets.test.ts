import { describe, expect, test } from 'vitest'
import { encodeWith } from '../../../src/charset/encoders.js'
import { codecFor } from '../../../src/charset/find-codec.js'
import { canEncode, charsetNames, decodeText, encodeText, hasCharset, lookup } from '../../../src/charset/index.js'
import { KNOWN } from './known-octets.js'

const bytesOf = (hex: string) => Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))

describe('every charset of the table', () => {
  test('has known octets', () => {
    const known = new Set(KNOWN.map(([label]) => label))
    expect(charsetNames().filter((name) => !known.has(name) && name !== 'replacement')).toEqual([])
  })

  test.each(KNOWN)('%s decodes %s', (label, hex, text) => {
    expect(hasCharset(label)).toBe(true)
    expect(decodeText(bytesOf(hex), label)).toEqual({ text, charset: lookup(label)!.name, replaced: 0 })
  })

  test.each(KNOWN)('%s encodes what it decodes (%s)', (label, _hex, text) => {
    expect(decodeText(encodeText(text, label), label).text).toBe(text)
  })

  test.each(charsetNames().filter((name) => name !== 'replacement'))(
    '%s reads back each character that it writes',
    (name) => {
      const codec = codecFor(name, lookup(name)!.engine)!
      let text = ''
      for (let point = 0x20; point < 0x10000; point += point < 0x600 ? 1 : 37) {
        const character = String.fromCharCode(point)
        if (encodeWith(name, codec, character)!.failed < 0) text += character
      }
      const { bytes, failed } = encodeWith(name, codec, text)!
      expect(failed).toBe(-1)
      const decoder = codec.decoder()
      expect(decoder.write(bytes) + decoder.end()).toBe(text)
      expect(decoder.replaced).toBe(0)
    },
  )
})

describe('single octets', () => {
  test('80–9F of windows-1252', () => {
    const bytes = Uint8Array.from({ length: 32 }, (_, i) => 0x80 + i)
    expect(decodeText(bytes, 'cp1252').text).toBe('€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ')
  })

  test('labels of ISO 8859 are read as the WHATWG says, and written as they say', () => {
    const bytes = Uint8Array.of(0x80, 0x93, 0xd0, 0xdd, 0xfe)
    expect(decodeText(bytes, 'latin1')).toEqual({ text: '€“ÐÝþ', charset: 'windows-1252', replaced: 0 })
    expect(decodeText(bytes, 'latin5')).toEqual({ text: '€“Ğİş', charset: 'windows-1254', replaced: 0 })
    expect(decodeText(Uint8Array.of(0x80, 0xa1), 'tis-620').text).toBe('€ก')
    expect(canEncode('€', 'iso-8859-1')).toBe(false)
    expect(canEncode('€', 'iso-8859-9')).toBe(false)
    expect(canEncode('€', 'iso-8859-11')).toBe(false)
    expect(canEncode('€', 'windows-1252')).toBe(true)
  })

  test('octets that mean nothing are counted', () => {
    expect(decodeText(Uint8Array.of(0x41, 0xd2, 0xff), 'windows-1253')).toEqual({
      text: 'A\ufffd\ufffd',
      charset: 'windows-1253',
      replaced: 2,
    })
  })
})

test('the Hong Kong supplement of Big5 is read and not written', () => {
  expect(decodeText(bytesOf('9dee9e408862'), 'big5-hkscs')).toEqual({ text: '㗎𠺢Ê̄', charset: 'big5', replaced: 0 })
  expect(canEncode('㗎', 'big5-hkscs')).toBe(false)
})

describe('broken sequences', () => {
  test.each([
    ['gb18030', '81306f6bff', '\ufffd0ok\ufffd', 2],
    ['gb18030', '813081', '\ufffd', 1],
    ['gb18030', 'fe30813041', '\ufffd0\ufffd0A', 2],
    ['gb18030', '8431a437', '\ufffd', 0],
    ['shift_jis', '833c623e', '\ufffd<b>', 1],
    ['shift_jis', '8320', '\ufffd ', 1],
    ['shift_jis', 'a083', '\ufffd\ufffd', 2],
    ['euc-jp', 'a43c', '\ufffd<', 1],
    ['euc-jp', '8fb03c', '\ufffd<', 1],
    ['big5', 'a43c', '\ufffd<', 1],
    ['euc-kr', 'b00a', '\ufffd\n', 1],
    ['euc-tw', '8ea2f23c', '\ufffd<', 1],
    ['utf-8', 'e282', '\ufffd', 1],
    ['utf-8', 'c0af', '\ufffd\ufffd', 2],
    ['utf-8', 'efbfbdff', '\ufffd\ufffd', 1],
    ['utf-16le', '00d84100', '\ufffdA', 1],
    ['utf-16le', '41003dd8', 'A\ufffd', 1],
    ['utf-16be', '0041d8', 'A\ufffd', 1],
    ['utf-32be', '00110000000000410000', '\ufffdA\ufffd', 2],
    ['utf-7', '2b4144', '\ufffd', 1],
    ['utf-7', '2b2d2b', '+\ufffd', 1],
    ['iso-2022-jp', '1b244224', '\ufffd', 1],
    ['iso-2022-jp', '1b244224220a41', 'あ\nA', 0],
    ['iso-2022-jp', '1b2850', '\ufffd(P', 1],
    ['iso-2022-jp', 'a4', '\ufffd', 1],
    ['iso-2022-kr', '0e47510a4751', '한\nGQ', 0],
    ['hz-gb-2312', '7e7b56500a5650', '中\nVP', 0],
    ['hz-gb-2312', '7e41', '\ufffdA', 1],
  ])('%s %s', (label, hex, text, replaced) => {
    expect(decodeText(bytesOf(hex), label)).toEqual({ text, charset: label, replaced })
  })
})

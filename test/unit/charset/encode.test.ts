import { describe, expect, test } from 'vitest'
import { canEncode, encodeText } from '../../../src/charset/index.js'

const hex = (bytes: Uint8Array) => Array.from(bytes, (octet) => octet.toString(16).padStart(2, '0')).join('')

describe('encodeText', () => {
  test.each([
    ['utf-8', 'a€😀', '61e282acf09f9880'],
    ['us-ascii', 'ok', '6f6b'],
    ['latin1', 'naïve', '6e61ef7665'],
    ['windows-1252', '“Hi” €', '93486994' + '2080'],
    ['koi8-r', 'Да', 'e4c1'],
    ['gbk', '€中', '80d6d0'],
    ['gb18030', '中😀', 'd6d09439fc36'],
    ['big5', '中十', 'a4a4a451'],
    ['shift_jis', '日ｱ', '93fab1'],
    ['euc-kr', '똠', '8c63'],
    ['iso-2022-jp', 'a日本\nb', '611b2442467c4b5c1b28420a62'],
    ['iso-2022-kr', '한 a', '1b2429430e47510f2061'],
    ['iso-2022-cn', '中\n中', '1b2429410e56500f0a1b2429410e56500f'],
    ['hz-gb-2312', '中~', '7e7b56507e7d7e7e'],
    ['utf-7', 'A≢Α.', '412b496d4944 6b512d2e'.replace(' ', '')],
    ['utf-16', 'a', 'fffe6100'],
    ['utf-32be', '😀', '0001f600'],
    ['cp037', 'A1', 'c1f1'],
  ])('%s', (label, text, octets) => {
    expect(hex(encodeText(text, label))).toBe(octets)
    expect(canEncode(text, label)).toBe(true)
  })

  test.each([
    ['us-ascii', 'aé', 1, 'U+00E9'],
    ['latin1', '€', 0, 'U+20AC'],
    ['shift_jis', '日€', 1, 'U+20AC'],
    ['big5', 'a😀', 1, 'U+1F600'],
    ['iso-2022-jp', '日한', 1, 'U+D55C'],
    ['iso-2022-jp', 'a\x1b', 1, 'U+001B'],
    ['hz-gb-2312', '中한', 1, 'U+D55C'],
    ['utf-8', 'a\ud800b', 1, 'U+D800'],
    ['utf-16', '\udc00', 0, 'U+DC00'],
    ['utf-7', 'ab\ud800', 2, 'U+D800'],
    ['gb18030', '\ud800', 0, 'U+D800'],
  ])('%s refuses %j', (label, text, index, point) => {
    expect(() => encodeText(text, label)).toThrow(RangeError)
    expect(() => encodeText(text, label)).toThrow(`${point} at index ${index} `)
    expect(canEncode(text, label)).toBe(false)
  })

  test('an unknown label', () => {
    expect(() => encodeText('a', 'x-unknown')).toThrow(RangeError)
    expect(canEncode('a', 'x-unknown')).toBe(false)
  })
})

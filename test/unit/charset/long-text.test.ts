import { describe, expect, test } from 'vitest'
import { decodeText, TextStreamDecoder } from '../../../src/charset/index.js'

/** Octets of whole characters and broken ones, repeated to `length`. */
function repeated(hex: string, length: number): Uint8Array {
  const period = Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
  return Uint8Array.from({ length }, (_, i) => period[i % period.length]!)
}

const PERIODS: readonly (readonly [string, string])[] = [
  ['koi8-r', 'd0d2c9d720776f7264730d0a'],
  ['windows-1253', 'd2e1e2e320776f72640a'],
  ['windows-1252', '776f72647320969220e90a'],
  ['gb18030', 'b8bdbcfe20776f72648130813080ff0a'],
  ['big5', 'aafea5f320886261ff0a41'],
  ['shift_jis', '89ef8b63b1b2c32041420a80fdfe'],
  ['euc-jp', 'b2f1b5c48fb0a18eb120410aff'],
  ['iso-2022-jp', '1b244232714d441b28422041420d0a'],
  ['utf-16be', '00410042d83ddc0000430416dc00'],
]

/** Long texts are strings of other pieces than short ones: the pieces begin and end anywhere in what is repeated here. */
describe('text of millions of octets is that of its cuts', () => {
  test.each(PERIODS)('%s', (label, hex) => {
    for (const length of [1_031_914, 2_063_826, 2_063_828, 4_300_007]) {
      const bytes = repeated(hex, length)
      const whole = decodeText(bytes, label)
      const stream = new TextStreamDecoder(label, 'windows-1252', 'plain')
      let text = ''
      for (let at = 0; at < length; at += 9_973) text += stream.write(bytes.subarray(at, at + 9_973))
      text += stream.end()
      // A comparison by `expect` would print megabytes.
      expect([label, length, whole.replaced, whole.text === text]).toEqual([label, length, stream.replaced, true])
    }
  })
})

test('millions of octets that mean nothing are counted', () => {
  const { text, replaced } = decodeText(new Uint8Array(4_000_000).fill(0xff), 'euc-kr')
  expect([text.length, replaced]).toEqual([4_000_000, 4_000_000])
  const stream = new TextStreamDecoder('utf-8', 'windows-1252', 'plain')
  for (let i = 0; i < 4; i++) stream.write(new Uint8Array(1_000_000).fill(0xff))
  stream.end()
  expect(stream.replaced).toBe(4_000_000)
})

import { expect, test } from 'vitest'
import { decodeText, TextStreamDecoder } from '../../../src/charset/index.js'

const repeat = (octets: readonly number[], n: number) => {
  const bytes = new Uint8Array(octets.length * n)
  for (let i = 0; i < n; i++) bytes.set(octets, i * octets.length)
  return bytes
}

function seconds(run: () => void): number {
  let best = Number.POSITIVE_INFINITY
  for (let i = 0; i < 3; i++) {
    const start = performance.now()
    run()
    best = Math.min(best, performance.now() - start)
  }
  return best
}

test.each([
  ['iso-2022-jp', [0x1b, 0x24, 0x42, 0x1b, 0x28, 0x42]],
  ['iso-2022-jp', [0x1b]],
  ['iso-2022-jp', [0x1b, 0x24, 0x28]],
  ['iso-2022-cn', [0x1b, 0x24, 0x2a, 0x48, 0x1b, 0x4e]],
  ['iso-2022-kr', [0x0e, 0x0f]],
  ['hz-gb-2312', [0x7e, 0x7b, 0x7e, 0x7d]],
  ['utf-7', [0x2b, 0x41, 0x2d]],
  ['gb18030', [0x81, 0x30, 0x81]],
  ['gb18030', [0xfe, 0x39]],
  ['euc-jp', [0x8f, 0xb0]],
  ['euc-tw', [0x8e, 0xa2]],
  ['utf-16', [0x00, 0xd8]],
  ['utf-8', [0xe2, 0x82]],
  ['no-such', [0xc3]],
] as const)('%s, %j repeated: four times as much takes about four times as long', (label, octets) => {
  const small = repeat(octets, 100_000)
  const large = repeat(octets, 400_000)
  decodeText(large, label)
  const a = seconds(() => decodeText(small, label))
  const b = seconds(() => decodeText(large, label))
  expect(b).toBeLessThan(Math.max(a, 20) * 10)
})

test('octet by octet', () => {
  const bytes = repeat([0xe2, 0x82, 0xac], 60_000)
  const start = performance.now()
  const decoder = new TextStreamDecoder(undefined, 'windows-1252')
  let length = 0
  for (let i = 0; i < bytes.length; i++) length += decoder.write(bytes.subarray(i, i + 1)).length
  expect(length + decoder.end().length).toBe(60_000)
  expect(performance.now() - start).toBeLessThan(3000)
})

import iconv from 'iconv-lite'
import { expect, test, vi } from 'vitest'

/** The floor as it is right after it was loaded: codecs are kept once made. */
async function fresh() {
  vi.resetModules()
  return await import('../../../src/charset/index.js')
}

test('iconv-lite is found when a charset first needs it', async () => {
  const { decodeText, hasCharset } = await fresh()
  expect(hasCharset('cp437')).toBe(true)
  expect(decodeText(Uint8Array.of(0x81), 'cp437').text).toBe('ü')
})

test('without it, what only it has counts as unknown', async () => {
  const { decodeLabelled, decodeText, hasCharset, useIconv } = await fresh()
  useIconv(undefined)
  expect(hasCharset('cp437')).toBe(false)
  expect(decodeLabelled(Uint8Array.of(0x81, 0x41), 'cp437', 'windows-1252')).toEqual({
    text: '\x81A',
    declared: 'cp437',
    charset: 'windows-1252',
    replaced: 0,
    problems: ['unknown-charset'],
  })
  expect(decodeText(Uint8Array.of(0xa4, 0xa4), 'big5').text).toBe('中')
  expect(decodeText(Uint8Array.of(0xc7, 0xd1), 'euc-kr').text).toBe('한')
  expect(decodeText(Uint8Array.of(0xe9), 'windows-1252').text).toBe('é')
})

test('it can be given', async () => {
  const { decodeText, hasCharset, useIconv } = await fresh()
  useIconv(undefined)
  expect(hasCharset('cp850')).toBe(false)
  useIconv(iconv)
  expect(decodeText(Uint8Array.of(0xd5), 'cp850').text).toBe('ı')
})

import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import { decodeLabelled, TextStreamDecoder } from '../../../src/charset/index.js'
import { platformCodec } from '../../../src/charset/platform-codec.js'
import { useCharsets } from '../../../src/charset/use-charsets.js'

vi.mock('../../../src/charset/many-at-start.js', () => ({ manyAtStart: () => undefined }))

const bytesOf = (hex: string) => Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))

/** Charsets that platforms have, a text and its octets. */
const KNOWN: readonly (readonly [label: string, hex: string, text: string])[] = [
  ['gbk', 'c4e3bac3206f6b', '你好 ok'],
  ['gb18030', 'c4e381308130', '你\x80'],
  ['big5', 'a741a66e', '你好'],
  ['shift_jis', '93fa967b8cea', '日本語'],
  ['euc-jp', 'c6fccbdcb8ec', '日本語'],
  ['euc-kr', 'c7d1b1b9beee', '한국어'],
  ['iso-2022-jp', '1b2442467c4b5c1b2842206f6b', '日本 ok'],
  ['iso-2022-jp', '1b2442467c1b28421b28421b24424b5c1b2842', '日本'],
  ['utf-16le', '604f7d59', '你好'],
  ['utf-16be', '4f60597d', '你好'],
]

// The order matters: `useCharsets` holds from its call on.
describe('without the charsets of many octets', () => {
  test.each(KNOWN)('%s is read by the platform, in whole and in pieces', (label, hex, text) => {
    const bytes = bytesOf(hex)
    const problem = label.startsWith('utf-16') ? ['unsafe-charset'] : []
    expect(decodeLabelled(bytes, label, 'windows-1252')).toMatchObject({ text, replaced: 0, problems: problem })
    const stream = new TextStreamDecoder(label, 'windows-1252')
    let read = ''
    for (const octet of bytes) read += stream.write(Uint8Array.of(octet))
    expect(read + stream.end()).toBe(text)
  })

  test.each(['utf-7', 'iso-2022-kr', 'iso-2022-cn', 'hz-gb-2312', 'euc-tw', 'ibm037', 'utf-32'])(
    '%s is not known',
    (label) => {
      expect(platformCodec(label)).toBeUndefined()
      expect(decodeLabelled(Uint8Array.of(0x41), label, 'windows-1252').problems).toHaveLength(1)
    },
  )

  test.each(KNOWN.map(([label]) => label))(
    '%s never throws, however octets are cut, and counts what it replaced',
    (label) => {
      fc.assert(
        fc.property(fc.array(fc.uint8Array({ maxLength: 12 }), { maxLength: 6 }), (pieces) => {
          const decoder = platformCodec(label)!.decoder()
          let text = ''
          for (const piece of pieces) text += decoder.write(piece)
          text += decoder.end()
          expect(decoder.replaced).toBe(text.split('\ufffd').length - 1)
        }),
      )
    },
  )

  test('useCharsets holds for what was met before', () => {
    const hz = bytesOf('7e7b56504e447e7d')
    const kept = () => decodeLabelled(hz, 'hz-gb-2312', 'windows-1252', 'plain').text
    const hangul = () => decodeLabelled(bytesOf('8c63'), 'euc-kr', 'windows-1252').replaced
    expect([kept(), hangul()]).toEqual(['~{VPND~}', hangul()])
    useCharsets()
    expect([kept(), hangul()]).toEqual(['中文', 0])
  })
})

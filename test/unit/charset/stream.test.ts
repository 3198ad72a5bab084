import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { codecFor } from '../../../src/charset/find-codec.js'
import { charsetNames, decodeLabelled, TextStreamDecoder } from '../../../src/charset/index.js'
import { lookup } from '../../../src/charset/labels.js'
import { KNOWN } from './known-octets.js'

const bytesOf = (hex: string) => Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))

function streamed(chunks: readonly Uint8Array[], label: string | undefined) {
  const decoder = new TextStreamDecoder(label, 'windows-1252')
  let text = ''
  for (const chunk of chunks) text += decoder.write(chunk)
  text += decoder.end()
  const { charset, replaced, problems } = decoder
  return { text, charset, replaced, problems, ...(label === undefined ? {} : { declared: label }) }
}

/** Octets that mean something to some decoder, more often than chance would have it. */
const octet = fc.oneof(
  fc.constantFrom(0x1b, 0x24, 0x28, 0x29, 0x42, 0x41, 0x43, 0x4a, 0x0e, 0x0f, 0x0a, 0x7e, 0x7b, 0x7d, 0x2b, 0x2d, 0x4e),
  fc.constantFrom(0x8e, 0x8f, 0x81, 0x30, 0x39, 0xc3, 0xa9, 0xe2, 0x82, 0xac, 0xf0, 0x9f, 0xef, 0xbb, 0xbf, 0xff, 0xfe),
  fc.integer({ min: 0, max: 255 }),
)

describe('streaming equals one-shot', () => {
  test.each([undefined, 'no-such', ...charsetNames()])('%s, any octets, any cuts', (label) => {
    fc.assert(
      fc.property(fc.array(octet, { maxLength: 24 }), fc.array(fc.nat(24), { maxLength: 5 }), (octets, cuts) => {
        const bytes = Uint8Array.from(octets)
        const edges = [0, ...cuts.map((cut) => Math.min(cut, bytes.length)).sort((a, b) => a - b), bytes.length]
        const chunks = edges.slice(1).map((edge, i) => bytes.subarray(edges[i], edge))
        expect(streamed(chunks, label)).toEqual(decodeLabelled(bytes, label, 'windows-1252'))
        const single = Array.from(bytes, (_, i) => bytes.subarray(i, i + 1))
        expect(streamed(single, label)).toEqual(decodeLabelled(bytes, label, 'windows-1252'))
      }),
      { seed: 1, numRuns: 60 },
    )
  })

  test.each(KNOWN)('%s %s cut once, everywhere', (label, hex, text) => {
    const bytes = bytesOf(hex)
    const charset = lookup(label)!
    for (let cut = 0; cut <= bytes.length; cut++) {
      const decoder = codecFor(charset.name, charset.engine)!.decoder()
      const out = decoder.write(bytes.subarray(0, cut)) + decoder.write(bytes.subarray(cut)) + decoder.end()
      expect(out).toBe(text)
    }
  })

  test('a chunk that the caller uses again is not kept', () => {
    const decoder = new TextStreamDecoder(undefined, 'windows-1252')
    const chunk = Uint8Array.of(0x61, 0xc3)
    let text = decoder.write(chunk)
    chunk.set([0xa9, 0x62])
    text += decoder.write(chunk) + decoder.end()
    expect(text).toBe('aéb')
  })
})

describe('what is held back', () => {
  test('ASCII passes at once, 8-bit text within 64 KiB', () => {
    const decoder = new TextStreamDecoder(undefined, 'windows-1252')
    expect(decoder.write(Uint8Array.of(0x61, 0x62))).toBe('ab')
    expect(decoder.write(Uint8Array.of(0xc3, 0xa9))).toBe('')
    let text = ''
    const piece = new Uint8Array(1000).fill(0x61)
    for (let i = 0; i < 66; i++) text += decoder.write(piece)
    expect(text.length).toBe(66_001)
    expect(decoder.charset).toBe('utf-8')
  })

  test('beyond it a stray octet does not change what was said, however it is cut', () => {
    const bytes = new Uint8Array(70_000).fill(0x61)
    bytes.set([0xc3, 0xa9], 10)
    bytes[69_000] = 0xe9
    const whole = streamed([bytes], undefined)
    expect(whole.charset).toBe('utf-8')
    expect(whole.replaced).toBe(1)
    expect(streamed([bytes.subarray(0, 7), bytes.subarray(7, 65_600), bytes.subarray(65_600)], undefined)).toEqual(
      whole,
    )
  })
})

/** The short way of encoded-text against the decoders that know every fault. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { latin1 } from '../../../../src/bytes/platform.js'
import { decodeLabelled } from '../../../../src/charset/index.js'
import { Base64Decoder } from '../../../../src/codec/base64.js'
import { unfold } from '../../../../src/field/lexer.js'
import { labelledOctets } from '../../../../src/field/mime/labelled.js'
import { octetsToBytes } from '../../../../src/field/octets.js'
import { WordOctets } from '../../../../src/field/words/encoded-text.js'

const piece = fc.constantFrom(
  'QQ',
  'Qk',
  '==',
  '=',
  'A',
  '/',
  '+',
  '-',
  '_',
  ' ',
  '\r\n ',
  '\n',
  '\r',
  '=41',
  '=4',
  '=C3=A9',
  'w6k=',
  '\0',
  '\xe9',
  'z',
)
const text = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(''))

/** Q octet by octet, as RFC 2047 §4.2 says it. */
function plainQ(encoded: string): { octets: string; damaged: boolean } {
  let damaged = false
  const octets = unfold(encoded).replace(/_|=([0-9A-Fa-f]{2})?/g, (all, hex: string | undefined) => {
    if (all === '_') return ' '
    if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16))
    damaged = true
    return all
  })
  return { octets, damaged }
}

describe('the octets of encoded-text', () => {
  it('B is what the base64 decoder gives', () => {
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 3 }), (words) => {
        const gathered = new WordOctets()
        let expected = ''
        for (const word of words) {
          const decoder = new Base64Decoder()
          const bytes = decoder.run(octetsToBytes(unfold(word)), true)
          expected += latin1(bytes, 0, bytes.length)
          gathered.add(`?${word}?`, 1, word.length + 1, true)
          expect(gathered.damaged).toBe(decoder.faults.length > 0)
          expect(gathered.foreign).toBe(/[^\x21-\x7e]/.test(word))
        }
        expect(latin1(gathered.bytes, 0, gathered.length)).toBe(expected)
      }),
      { seed: 1, numRuns: 2000 },
    )
  })

  it('Q is what its rules say', () => {
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 3 }), (words) => {
        const gathered = new WordOctets()
        let expected = ''
        for (const word of words) {
          const { octets, damaged } = plainQ(word)
          expected += octets
          gathered.add(`?${word}?`, 1, word.length + 1, false)
          expect(gathered.damaged).toBe(damaged)
          expect(gathered.foreign).toBe(/[^\x21-\x7e]/.test(word))
        }
        expect(latin1(gathered.bytes, 0, gathered.length)).toBe(expected)
      }),
      { seed: 1, numRuns: 2000 },
    )
  })

  it('holds more than its first block, and forgets it', () => {
    const gathered = new WordOctets()
    for (let i = 0; i < 100; i++) gathered.add('QUJD'.repeat(100), 0, 400, true)
    expect(latin1(gathered.bytes, 0, gathered.length)).toBe('ABC'.repeat(10_000))
    gathered.clear()
    expect(gathered.length).toBe(0)
    expect(gathered.bytes.length).toBe(4096)
  })
})

describe('labelled octets', () => {
  const octet = fc.constantFrom(
    0x41,
    0x20,
    0xc3,
    0xa9,
    0xef,
    0xbb,
    0xbf,
    0xbd,
    0xff,
    0xf0,
    0x9f,
    0x98,
    0x80,
    0xed,
    0x1b,
  )
  const label = fc.constantFrom('utf-8', 'iso-8859-1', 'us-ascii', 'windows-1252', 'utf8', 'unknown', '')

  it('read as the charset floor reads them', () => {
    fc.assert(
      fc.property(fc.array(octet, { maxLength: 10 }), label, (octets, name) => {
        const bytes = Uint8Array.from(octets)
        const seen: unknown[] = []
        const decoded = decodeLabelled(bytes, name, 'windows-1252', 'word')
        const given = labelledOctets(bytes, bytes.length, name, (code) => seen.push(code), 0, 1)
        expect(given).toBe(decoded.text)
        expect(seen).toEqual(decoded.problems)
      }),
      { seed: 1, numRuns: 2000 },
    )
  })
})

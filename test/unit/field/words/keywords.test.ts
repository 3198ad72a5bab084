import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toOctets } from '../../../../src/field/octets.js'
import { formatKeywords, parseKeywords } from '../../../../src/field/words/keywords.js'
import { formatPhrase } from '../../../../src/field/words/phrase.js'

describe('keywords', () => {
  it.each([
    ['a, b c,\r\n d', ['a', 'b c', 'd']],
    ['"a, b" , c (x, y)', ['a, b', 'c']],
    ['=?utf-8?Q?=C3=A9t=C3=A9=2C?=, x', ['été,', 'x']],
    [',, a,,', ['a']],
    ['J. Doe', ['J. Doe']],
    ['a\\,b', ['a,b']],
    ['=?utf-8?Q?a,_b?=, c', ['a, b', 'c']],
    ['"open, x', ['open, x']],
    ['', []],
  ])('%j', (value, words) => {
    expect(parseKeywords(value)).toEqual(words)
  })

  it.each(['', 'a\r\nb', 'a\x00b', '\ud800'])('refuses %j', (word) => {
    expect(() => formatPhrase(word)).toThrow(TypeError)
    expect(() => formatKeywords([word])).toThrow(TypeError)
  })

  it('refuses an empty list', () => {
    expect(() => formatKeywords([])).toThrow(TypeError)
  })

  it('writes atoms, quoted strings and words', () => {
    expect(formatKeywords(['plain words', 'with, comma', 'é'])).toBe('plain words, "with, comma", =?UTF-8?B?w6k=?=')
    expect(formatKeywords('é', { utf8: true })).toBe('é')
    expect(formatPhrase('=?x?Q?y?=')).toMatch(/^=\?UTF-8\?/)
    expect(formatPhrase(`a${' '.repeat(50)}b`)).toMatch(/^=\?UTF-8\?/)
  })

  it('is read back', () => {
    const phrase = fc.string({ unit: 'grapheme', minLength: 1 }).filter((s) => !/[\r\n\0]/.test(s))
    fc.assert(
      fc.property(fc.array(phrase, { minLength: 1, maxLength: 4 }), fc.boolean(), (words, utf8) => {
        expect(parseKeywords(formatKeywords(words, { utf8 }))).toEqual(words)
      }),
      { seed: 1, numRuns: 500 },
    )
  })

  it('takes values of any length', () => {
    const n = 200_000
    for (const value of ['('.repeat(n), '"'.repeat(n), ','.repeat(n), 'a,'.repeat(n / 2), 'a '.repeat(n / 2)]) {
      expect(parseKeywords(toOctets(value)).length).toBeLessThanOrEqual(n / 2)
    }
  })
})

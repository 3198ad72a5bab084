import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toOctets } from '../../../../src/field/octets.js'
import { fold, unfold } from '../../../../src/field/words/fold.js'
import { formatUnstructured, parseUnstructured, readUnstructured } from '../../../../src/field/words/unstructured.js'
import { reading } from '../collect.js'
import { casesOf, expectLevels, VECTORS } from '../vectors.js'

describe('reads unstructured values', () => {
  it('trims and unfolds before it decodes', () => {
    expect(parseUnstructured(' \t a\r\n  b \r\n ')).toBe('a  b')
    expect(parseUnstructured(' =?utf-8?Q?_a_?= ')).toBe(' a ')
  })

  it('names bidi and zero-width characters', () => {
    expect(reading(toOctets('a\u202eb'), readUnstructured).codes).toEqual(['bidi-or-format-char'])
    expect(reading(' =?utf-8?Q?=E2=80=8B?=', readUnstructured).codes).toEqual(['bidi-or-format-char'])
  })

  it.skipIf(!VECTORS)('headers.json', () => {
    const trim = (value: string) => value.trim()
    expectLevels(casesOf<string>('headers.json'), (one) => trim(parseUnstructured(one.bytes)), trim)
  })
})

describe('writes unstructured values', () => {
  it.each([
    ['plain  text', 'plain  text'],
    ['', ''],
    ['a =? b', 'a =?UTF-8?B?PT8=?= b'],
    ['le café est froid ce matin', 'le =?UTF-8?Q?caf=C3=A9?= est froid ce matin'],
    ['é è', '=?UTF-8?B?w6kgw6g=?='],
    [' a b', '=?UTF-8?Q?_a?= b'],
    ['a b ', 'a =?UTF-8?Q?b_?='],
    ['   ', '=?UTF-8?Q?___?='],
    ['a\u2028b', '=?UTF-8?B?YeKAqGI=?='],
  ])('%j', (value, written) => expect(formatUnstructured(value)).toBe(written))

  it('keeps UTF-8 when asked, separators of lines excepted', () => {
    expect(formatUnstructured('café', { utf8: true })).toBe('café')
    expect(formatUnstructured('a\u2028b', { utf8: true })).toMatch(/^=\?/)
  })

  it.each(['a\rb', 'a\nb', 'a\0b', 'a\ud800'])('refuses %j', (value) => {
    expect(() => formatUnstructured(value)).toThrow(TypeError)
  })

  const piece = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 20 }),
    fc.constantFrom(
      ' ',
      '  ',
      '\t',
      ' '.repeat(100),
      'a'.repeat(1000),
      '=?',
      '=?utf-8?Q?a?=',
      '"',
      '\\',
      '\x01',
      '\u0085',
    ),
  )
  it.each([{}, { utf8: true }, { column: 9 }])('comes back through folding: %j', (options) => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const value = pieces.join('').replace(/[\r\n\0]/g, '')
        const written = formatUnstructured(value, options)
        const field = fold('Subject', written)
        expect(unfold(field)).toBe(written === '' ? 'Subject:' : `Subject: ${written}`)
        expect(parseUnstructured(field.slice(8))).toBe(value)
        for (const line of field.split('\r\n')) {
          expect(toOctets(line).length).toBeLessThanOrEqual(998)
          expect(line).toMatch(/[^ \t]/)
        }
      }),
      { seed: 1, numRuns: 300 },
    )
  })
})

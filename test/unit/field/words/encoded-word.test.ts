import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  decodeEncodedWords,
  decodeWords,
  encodeEncodedWords,
  type WordPlace,
} from '../../../../src/field/words/encoded-word.js'
import { decodeText } from '../../../../src/field/words/unstructured.js'
import { collect, reading } from '../collect.js'

const read = (octets: string, where: WordPlace = 'text') =>
  reading(octets, (value, report) =>
    where === 'text' ? decodeText(value, report, 0) : decodeWords(value, report, 0, where),
  )

describe('reads words', () => {
  it.each([
    ['no word', 'plain text', 'plain text'],
    ['Q', '=?utf-8?Q?caf=C3=A9_noir?=', 'café noir'],
    ['B', '=?UTF-8?b?Y2Fmw6k=?=', 'café'],
    ['a language', '=?utf-8*EN?Q?a?=', 'a'],
    ['between text', 'a =?utf-8?Q?b?= c', 'a b c'],
    ['two words', '=?utf-8?Q?a?= =?utf-8?Q?b?=', 'ab'],
    ['two words over a fold', '=?utf-8?Q?a?=\r\n\t =?utf-8?Q?b?=', 'ab'],
    ['two charsets', '=?utf-8?Q?a?= =?iso-8859-1?Q?=E9?=', 'aé'],
    ['B and Q of one charset', '=?koi8-r?b?8NLP?= =?koi8-r?q?=CA?=', 'Прой'],
    ['folded text', 'a\r\n b =?utf-8?Q?c?=', 'a b c'],
    ['raw UTF-8', 'caf\xc3\xa9 =?utf-8?Q?a?=', 'café a'],
  ])('%s', (_, octets, value) => expect(read(octets)).toEqual({ value, codes: [] }))

  it.each([
    ['a character cut between words', '=?UTF-8?B?8J+S?= =?UTF-8?B?qQ==?=', '💩', ['encoded-word-split-char']],
    ['a cut double-byte character', '=?gb2312?Q?=D6?= =?gb2312?Q?=D0?=', '中', ['encoded-word-split-char']],
    ['a cut over two charsets', '=?UTF-8?B?8J+S?= =?ISO-8859-1?B?qQ==?=', '\ufffd©', ['invalid-utf8']],
    ['glued to text', 'a=?utf-8?Q?b?=', 'ab', ['encoded-word-adjacent', 'malformed-encoded-word']],
    ['glued words', '=?utf-8?Q?a?==?utf-8?Q?b?=', 'ab', ['encoded-word-adjacent', 'malformed-encoded-word']],
    ['white space in Q', '=?utf-8?Q?a b?=', 'a b', ['malformed-encoded-word']],
    ['bad hex', '=?utf-8?Q?a=ZZb?=', 'a=ZZb', ['malformed-encoded-word']],
    ['missing padding', '=?utf-8?B?dmk?=', 'vi', ['malformed-encoded-word']],
    ['empty text', '=?utf-8?Q??=', '', ['malformed-encoded-word']],
    ['an especial in the charset', '=?iso_8859-1:1987?Q?=E9?=', 'é', ['malformed-encoded-word']],
    ['over 75 characters', `=?utf-8?Q?${'a'.repeat(64)}?=`, 'a'.repeat(64), ['encoded-word-too-long']],
    [
      'a nested word',
      '=?utf-8?Q?=3D?=?= utf-8?Q?a?=',
      '=?= utf-8?Q?a?=',
      ['encoded-word-adjacent', 'malformed-encoded-word'],
    ],
    ['a word in a word', '=?utf-8?B?PT91dGYtOD9RP2E/PQ==?=', '=?utf-8?Q?a?=', ['encoded-word-nested']],
    ['a control', '=?utf-8?Q?a=0Db?=', 'a\rb', ['encoded-word-control-char']],
    ['an unknown charset', '=?x-nope?Q?abc?=', 'abc', ['unknown-charset']],
    ['overlong UTF-8', '=?utf-8?Q?=C0=8A?=', '\ufffd\ufffd', ['invalid-utf8']],
    [
      'a word of two words',
      '=?utf-8?Q?=3D?= =?us-ascii?Q?=3Futf-8=3FQ=3Fa=3F=3D?=',
      '=?utf-8?Q?a?=',
      ['encoded-word-nested'],
    ],
    ['a zero-width character', '=?utf-8?Q?a=E2=80=8Bb?=', 'a\u200bb', ['bidi-or-format-char']],
    ['an override in raw UTF-8', 'a \xe2\x80\xae =?utf-8?Q?b?=', 'a \u202e b', ['bidi-or-format-char']],
  ])('%s', (_, octets, value, codes) => expect(read(octets)).toEqual({ value, codes }))

  it.each([
    ['a word and what follows', '=?utf-8?Q?=3D?=', '?utf-8?Q?a?=', '=?utf-8?Q?a?='],
    ['a word and what follows, over a line of its own', '=?utf-8?Q?=3D?=', '\r\n?utf-8?Q?a?=', '=?utf-8?Q?a?='],
    ['what stands before and a word', '=', '=?utf-8?Q?=3Futf-8=3FQ=3Fa=3F=3D?=', '=?utf-8?Q?a?='],
    ['text over lines', '=?utf-8?Q?b?= =\r\n', '\r\n?utf-8?Q?a?= =?utf-8?Q??=', 'b =?utf-8?Q?a?= '],
  ])('a word that comes of decoding: %s', (_, before, after, value) => {
    const { value: text, codes } = read(before + after)
    expect(text).toBe(value)
    expect(codes).toContain('encoded-word-nested')
  })

  it.each([
    '=?utf-8?Q?open',
    '=?utf-8?Q?',
    '=?utf-8?X?a?=',
    '=?utf-8?Q?a?b?=',
    '=??Q?a?=',
    '=?utf 8?Q?a?=',
    '=?=?=?',
    'Not a =? word',
  ])('literal: %s', (octets) => expect(read(octets)).toEqual({ value: octets, codes: ['malformed-encoded-word'] }))

  it('goes on behind what is no word', () => {
    expect(decodeEncodedWords('=?utf-8?Q?=?utf-8?Q?a?=')).toBe('=?utf-8?Q?a')
    expect(decodeEncodedWords('=?x=?utf-8?Q?a?=')).toBe('=?xa')
    expect(decodeEncodedWords('=?a?=?utf-8?Q?b?=')).toBe('=?a?b')
  })

  it('knows where a word stands', () => {
    expect(read('(=?utf-8?Q?a?=)', 'comment').codes).toEqual([])
    expect(read('(=?utf-8?Q?a?=)', 'text').codes).toEqual(['encoded-word-adjacent', 'malformed-encoded-word'])
    expect(read('=?utf-8?Q?a?=', 'quoted-string').codes).toEqual(['encoded-word-in-quoted-string'])
    expect(read('=?utf-8?Q?a=0A?=.txt', 'parameter').codes).toEqual([])
  })

  it('reports spans from the offset given', () => {
    const { report, spans } = collect()
    decodeWords('a =?utf-8?Q?b c?= d', report, 100, 'text')
    expect(spans).toEqual([['malformed-encoded-word', 102, 117]])
  })
})

const anyText = fc.string({ unit: 'grapheme', maxLength: 200 }).filter((value) => !/[\r\n\0]/.test(value))

describe('writes words', () => {
  it('takes the shorter of B and Q', () => {
    expect(encodeEncodedWords('café noir')).toBe('=?UTF-8?Q?caf=C3=A9_noir?=')
    expect(encodeEncodedWords('меморандум')).toBe('=?UTF-8?B?0LzQtdC80L7RgNCw0L3QtNGD0Lw=?=')
    expect(encodeEncodedWords('')).toBe('')
  })

  it('keeps to the characters of a phrase', () => {
    expect(encodeEncodedWords('élan "abc", defghi.', { phrase: true })).toMatch(/^=\?UTF-8\?Q\?[A-Za-z0-9!*+/=_-]+\?=$/)
  })

  it('cuts between characters, not inside graphemes', () => {
    const family = '👨‍👩‍👧‍👦'
    for (const word of encodeEncodedWords(family.repeat(10)).split(' ')) {
      expect(decodeEncodedWords(word).replaceAll(family, '')).toBe('')
    }
  })

  it('leaves room for what is on the line', () => {
    expect(encodeEncodedWords('é'.repeat(50), { column: 20 }).indexOf(' ')).toBeLessThanOrEqual(56)
  })

  it.each(['a\r', 'a\n', 'a\0', '\ud83d', '\udca9x'])('refuses %j', (value) => {
    expect(() => encodeEncodedWords(value)).toThrow(TypeError)
  })

  it.each([{}, { phrase: true }, { column: 40 }])('comes back, each word by itself: %j', (options) => {
    fc.assert(
      fc.property(anyText, (value) => {
        const written = encodeEncodedWords(value, options)
        expect(decodeEncodedWords(written)).toBe(value)
        const words = written === '' ? [] : written.split(' ')
        expect(words.map(decodeEncodedWords).join('')).toBe(value)
        for (const word of words) expect(word.length).toBeLessThanOrEqual(75)
      }),
      { seed: 1, numRuns: 300 },
    )
  })

  it('reads any octets without throwing, spans inside', () => {
    const piece = fc.constantFrom('=?', '?=', 'utf-8', '?Q?', '?B?', 'YQ==', '=C3', ' ', '\r\n ', 'a', '\xe9', '?', '=')
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => void read(pieces.join(''))),
      { seed: 1, numRuns: 1000 },
    )
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Report } from '../../../../src/defects/defect.js'
import { parseContentType } from '../../../../src/field/mime/content-type.js'
import { parseDisposition } from '../../../../src/field/mime/disposition.js'
import { readParameters } from '../../../../src/field/mime/parameters.js'
import { formatParameters } from '../../../../src/field/mime/parameters-format.js'
import { toOctets } from '../../../../src/field/octets.js'
import { fold, unfold } from '../../../../src/field/words/fold.js'
import { collect, reading } from '../collect.js'
import { casesOf, expectLevels, VECTORS } from '../vectors.js'

const readAll = (octets: string, report: Report) => ({ ...readParameters(octets, report, 0, { maxParameters: 128 }) })
const read = (octets: string) => reading(octets, readAll)

describe('reads parameters', () => {
  it.each([
    ['none', '', {}],
    ['a last semicolon', '; a=b;', { a: 'b' }],
    ['names without case', '; NAME=Value', { name: 'Value' }],
    ['a quoted string', '; a="b;c\\"d\\\\"', { a: 'b;c"d\\' }],
    ['an empty quoted value', '; a=""; b=c', { a: '', b: 'c' }],
    ['names of Object', '; __proto__=x; constructor=y', { ['__proto__']: 'x', constructor: 'y' }],
    ['raw UTF-8', '; a="\xc3\xa4"', { a: 'ä' }],
  ])('%s', (_, octets, value) => {
    const { report, codes } = collect()
    const params = readParameters(octets, report, 0, { maxParameters: 128 })
    expect(Object.entries(params)).toEqual(Object.entries(value))
    expect(Object.getPrototypeOf(params)).toBe(null)
    expect(codes).toEqual([])
  })

  const INVALID = ['invalid-parameter']
  it.each([
    ['an empty parameter', ';; a=b', { a: 'b' }, INVALID],
    ['no `=`', '; flag; a=b', { a: 'b' }, INVALID],
    ['no value', '; a=; b=c', { b: 'c' }, INVALID],
    ['no `;` behind a quoted value', '; a="b" c=d; e=f', { a: 'b', c: 'd', e: 'f' }, INVALID],
    ['a comma behind a quoted value', '; a="b",c=d', { a: 'b', c: 'd' }, INVALID],
    ['a comma behind a token', '; a=b, c=d', { a: 'b', c: 'd' }, INVALID],
    ['a comma in a token', '; a=b,c=d', { a: 'b,c=d' }, INVALID],
    ['a comma in a filename', '; filename=b, c=d.zip; e=f', { filename: 'b, c=d.zip', e: 'f' }, INVALID],
    ['a comma before words', '; a=b, c d', { a: 'b, c d' }, INVALID],
    ['white space in an unquoted value', '; a=b c=d.zip; e=f', { a: 'b c=d.zip', e: 'f' }, INVALID],
    ['a word behind a quoted value', '; a="b" c; e=f', { a: 'b', e: 'f' }, INVALID],
    ['no white space behind a quoted value', '; a="b"c=d; e=f', { a: 'b', e: 'f' }, INVALID],
    ['no name', '; =x; a=b', { a: 'b' }, INVALID],
    ['a name with octets', '; \xe9=1; a=b', { a: 'b' }, INVALID],
    ['text before the first `;`', ' x "a;b" ; c=d', { c: 'd' }, INVALID],
    ['text after a quoted value', '; a="b"c; d=e', { a: 'b', d: 'e' }, INVALID],
    ['unquoted white space', '; a=my file.txt ; b=c', { a: 'my file.txt', b: 'c' }, INVALID],
    ['unquoted specials', '; a=b/c[1]?; d=e', { a: 'b/c[1]?', d: 'e' }, INVALID],
    ['quotes in an unquoted value', '; a=b"c;d"e; f=g', { a: 'b"c;d"e', f: 'g' }, INVALID],
    ['one quote in an unquoted value', '; a=5" disk; b=c', { a: '5" disk', b: 'c' }, INVALID],
    ['a folded quoted string', '; a="b\r\n c"', { a: 'b c' }, ['fold-in-parameter']],
    ['a backslash', '; a="b\\c\\\\d"', { a: 'bc\\d' }, ['backslash-in-parameter']],
    ['white space around `=`', '; a = b', { a: 'b' }, ['whitespace-in-parameter']],
    ['comments', ' (x) ; (y) a=b (z) ; c=d', { a: 'b', c: 'd' }, ['comment-in-mime-header']],
    ['a parenthesis in a value', '; a=x(1).txt', { a: 'x(1).txt' }, ['comment-in-mime-header', 'invalid-parameter']],
    ['a comment inside a value', '; a=x (y) z', { a: 'x z' }, ['comment-in-mime-header', 'invalid-parameter']],
    ['an open quote', '; a="b; c=d', { a: 'b; c=d' }, ['unterminated-quoted-string']],
    ['an open comment', '; a=b; (c; d=e', { a: 'b' }, ['comment-in-mime-header', 'unterminated-comment']],
    ['a name twice', '; a=b; A=c', { a: 'b' }, ['duplicate-parameter']],
    ['a name twice, one value', '; a=b; a="b"', { a: 'b' }, []],
    ['ill-formed UTF-8', '; a="\xff"', { a: 'ÿ' }, ['invalid-utf8']],
    ['an encoded-word', '; filename="=?utf-8?Q?=C3=A4?=.txt"', { filename: 'ä.txt' }, ['encoded-word-in-parameter']],
    ['one in a token', '; charset="=?utf-8?Q?a?="', { charset: '=?utf-8?Q?a?=' }, ['encoded-word-in-parameter']],
    ['two forms', "; a=x; a*=utf-8''y", { a: 'y' }, ['conflicting-parameter-forms']],
    ['two forms, one value', "; a=x; a*=utf-8''x", { a: 'x' }, []],
    ['two forms of a boundary', '; boundary=x; boundary*0=y', { boundary: 'x' }, ['conflicting-parameter-forms']],
  ])('%s', (_, octets, value, codes) => expect(read(octets)).toEqual({ value, codes }))

  it('stops at the limit', () => {
    const { report, codes } = collect()
    const many = Array.from({ length: 5 }, (_, i) => `; p${i}=v`).join('')
    expect(Object.keys(readParameters(many, report, 0, { maxParameters: 3 }))).toEqual(['p0', 'p1', 'p2'])
    expect(codes).toEqual(['too-many-parameters'])
  })

  it('never throws, spans inside', () => {
    const piece = fc.constantFrom(
      ';',
      ' ',
      '=',
      '"',
      '\\',
      '(',
      ')',
      'a',
      'b*',
      '*0',
      '*1*',
      "'",
      '%41',
      '%',
      '\r\n ',
      '\xe9',
      '=?',
      '?=',
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => void read(pieces.join(''))),
      { seed: 1, numRuns: 2000 },
    )
  })

  /** Vectors that expect another reading than the catalogue of defects. */
  const overruled = new Map([
    ['params-0161', 'RFC 2045 §5.1: a subtype is one token, which holds no `/`'],
    ['params-0162', 'RFC 2045 §5.1: a subtype is one token, which holds no `/`'],
    ['params-0289', 'RFC 2045 §5.1: a subtype is one token, which holds no `/`'],
    ['params-0427', 'RFC 2045 §5.1: a subtype is one token, which holds no `/`'],
    ['params-0428', 'RFC 2045 §5.1: a subtype is one token, which holds no `/`'],
    ['params-0279', 'RFC 2045 §5.2: a Content-Type with invalid syntax is read as text/plain'],
    ['params-0410', 'RFC 2045 §5.2: a Content-Type with invalid syntax is read as text/plain'],
    ['params-0418', 'RFC 2045 §5.2: a Content-Type with invalid syntax is read as text/plain'],
    ['params-0329', 'RFC 2045 §5.1 gives a name one value: the first, and the second is reported'],
  ])
  type Value = { type: string; subtype: string | null; params: Record<string, string> }
  it.skipIf(!VECTORS)('params.json', () => {
    const plain = (value: Value) => [value.type, value.subtype, Object.entries(value.params).sort()]
    const actual = (header: string | undefined, bytes: Uint8Array) =>
      header === 'content-type' ? parseContentType(bytes) : { subtype: null, ...parseDisposition(bytes) }
    const cases = casesOf<Value>('params.json')
    expectLevels(cases, (one) => plain(actual(one.header, one.bytes)), plain, overruled)
  })
})

describe('writes parameters', () => {
  it.each([
    [{ charset: 'utf-8' }, '; charset=utf-8'],
    [{ name: 'a b' }, '; name="a b"'],
    [{ name: 'a"b\\c' }, '; name="a\\"b\\\\c"'],
    [{ name: 'ä.txt' }, "; name*=UTF-8''%C3%A4.txt"],
    [{ name: '=?utf-8?Q?a?=' }, "; name*=UTF-8''%3D%3Futf-8%3FQ%3Fa%3F%3D"],
    [{ name: "utf-8'en'a" }, "; name*=UTF-8''utf-8%27en%27a"],
    [{ name: "it's Bob's" }, '; name="it\'s Bob\'s"'],
    [{ a: 'b', c: 'd' }, '; a=b; c=d'],
    [{ boundary: `${'a'.repeat(69)}?` }, `; boundary="${'a'.repeat(69)}?"`],
  ])('%j', (params, written) => expect(formatParameters(params)).toBe(written))

  it('writes an encoded-word where asked', () => {
    expect(formatParameters({ name: 'rätsel.txt' }, { encodedWords: ['name'] })).toBe(
      '; name="=?UTF-8?Q?r=C3=A4tsel=2Etxt?="',
    )
    expect(formatParameters({ name: 'a.txt' }, { encodedWords: ['name'] })).toBe('; name=a.txt')
  })

  it.each([
    [[['a b', 'x']]],
    [[['', 'x']]],
    [[['a*', 'x']]],
    [[["a'", 'x']]],
    [[['a%', 'x']]],
    [[['é', 'x']]],
    [
      [
        ['a', 'x'],
        ['A', 'y'],
      ],
    ],
    [[['boundary', '']]],
    [[['a', 'x\r\ny']]],
    [[['a', 'x\0']]],
    [[['a', '\x1b']]],
    [[['a', '\x7f']]],
    [[['a', '\ud800']]],
  ] as [string, string][][][])('refuses %j', (pairs) => {
    expect(() => formatParameters(pairs)).toThrow(TypeError)
  })

  const value = fc
    .oneof(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 120 }), fc.string({ minLength: 1, maxLength: 120 }))
    .filter((text) => !/[\x00-\x1f\x7f]/.test(text))
  it.each([undefined, { encodedWords: ['filename'] }])(
    'comes back through folding, lines of at most 78: %j',
    (options) => {
      fc.assert(
        fc.property(value, value, (filename, other) => {
          const field = fold(
            'Content-Disposition',
            `attachment${formatParameters({ filename, 'x-o': other }, options)}`,
          )
          expect({ ...parseDisposition(field.slice(20)).params }).toEqual({ filename, 'x-o': other })
          expect(unfold(field)).not.toContain('\n')
          for (const line of field.split('\r\n')) expect(line.length).toBeLessThanOrEqual(78)
        }),
        { seed: 1, numRuns: 500 },
      )
    },
  )

  it('cuts between characters', () => {
    const written = formatParameters({ filename: '💩'.repeat(30) })
    const values = written.split('; ').slice(1)
    expect(values.length).toBeGreaterThan(3)
    const { report, codes } = collect()
    expect(readParameters(toOctets(written), report, 0, { maxParameters: 1 }).filename).toBe('💩'.repeat(30))
    expect(codes).toEqual([])
  })
})

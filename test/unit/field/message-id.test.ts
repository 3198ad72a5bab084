import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  checkMessageId,
  formatMessageIds,
  parseMessageIds,
  readMessageId,
  readMessageIds,
} from '../../../src/field/message-id.js'

function list(value: string): { ids: string[]; codes: string[] } {
  const codes: string[] = []
  return { ids: readMessageIds(value, (code) => codes.push(code)), codes }
}

function one(value: string): { id: string | undefined; codes: string[] } {
  const codes: string[] = []
  return { id: readMessageId(value, (code) => codes.push(code)), codes }
}

describe('readMessageIds', () => {
  it.each([
    [' <a.b@c.d>\r\n <e@[192.0.2.1]> (comment <x@y>)', ['a.b@c.d', 'e@[192.0.2.1]']],
    ['<a@b><c@d>', ['a@b', 'c@d']],
    ["<a$!#%&'*+/=?^_`{|}~-@b>", ["a$!#%&'*+/=?^_`{|}~-@b"]],
  ])('%j', (value, ids) => {
    expect(list(value)).toEqual({ ids, codes: [] })
  })

  it.each([
    ['Your message of "Mon, <1@2>" <a@b>', ['a@b']],
    ['<a@b>, <c@d>', ['a@b', 'c@d']],
    ['<< a@b >>', ['a@b']],
    ['<a @ b . c>', ['a@b.c']],
    ['<abc\r\n def@x>', ['abcdef@x']],
    ['<a b@c d> <e@f>', ['a b@c d', 'e@f']],
    ['<nothing> <e@f>', ['nothing', 'e@f']],
    ['<@f> <e@> <e@f>', ['@f', 'e@', 'e@f']],
    ['<a@b@c>', ['a@b@c']],
    ['<a@b> <c@d', ['a@b']],
    ['<a<b@c>', ['b@c']],
    ['x@y', ['x@y']],
    ['x y', []],
    ['from x@y', []],
    ['x@y, z@y', ['x@y', 'z@y']],
    ['x@y and z@y', ['x@y']],
    ['%3Cx@y%3E', ['x@y']],
    ['<"a>  b"@c> <d@e>', ['"a>  b"@c', 'd@e']],
    ['<"a\r\n b"@c>', ['"a b"@c']],
    ['<"a@b>', ['"a@b']],
    ['<a  b> <c\t\td@e>', ['a b', 'c d@e']],
    ['=?utf-8?Q?<x@y>?= <a@b>', ['a@b']],
    ['Ann\'s "letter <a@b>', ['a@b']],
    ['', []],
  ])('names what is wrong in %j', (value, ids) => {
    expect(list(value)).toEqual({ ids, codes: ['invalid-message-id'] })
  })

  it('keeps encoded-words literal, and decodes a field of nothing else once', () => {
    expect(list('<=?utf-8?B?YQ==?=@x>')).toEqual({ ids: ['=?utf-8?B?YQ==?=@x'], codes: ['encoded-word-in-address'] })
    expect(one('=?utf-8?B?YQ==?=')).toEqual({ id: 'a', codes: ['encoded-word-in-address', 'invalid-message-id'] })
    expect(list('=?utf-8?Q?=3Ca=40b=3E?=\r\n =?utf-8?Q?_=3Cc=40d=3E?=').ids).toEqual(['a@b', 'c@d'])
    expect(list('=?utf-8?Q?=3D=3Futf-8=3FQ=3F=3Ca=40b=3E=3F=3D?=').ids).toEqual([])
  })

  it('reads UTF-8', () => {
    expect(parseMessageIds('<é@ü>')).toEqual(['é@ü'])
  })

  it('takes values of any length', () => {
    const n = 300_000
    for (const value of [
      '<'.repeat(n),
      '<a@b>'.repeat(n / 5),
      '< '.repeat(n / 2),
      '('.repeat(n),
      ' <a\r\n'.repeat(n / 5),
    ]) {
      expect(Array.isArray(parseMessageIds(value))).toBe(true)
    }
  })

  it('never throws on any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'<>@a. \r\n("\\)=?,\u00ff\x00') }), (value) => {
        list(value)
        one(value)
      }),
      { seed: 1, numRuns: 2000 },
    )
  })
})

describe('readMessageId', () => {
  it.each([
    ['<a@b>', 'a@b', []],
    ['<a@b> (added by x)', 'a@b', []],
    ['<a@b> <c@d>', 'a@b', ['invalid-message-id']],
    ['part1', 'part1', ['invalid-message-id']],
    ['<icon.png>', 'icon.png', ['invalid-message-id']],
    ['a@b (c)', 'a@b', ['invalid-message-id']],
    ['<a@b', 'a@b', ['invalid-message-id']],
    ['<a b@c d>', 'a b@c d', ['invalid-message-id']],
    ['two words', 'two words', ['invalid-message-id']],
    ['serial x@y; 12', 'x@y', ['invalid-message-id']],
    ['(x) a b (c)', 'a b', ['invalid-message-id']],
    ['<<a@b>>', 'a@b', ['invalid-message-id']],
    ['"<a@b>"', 'a@b', ['invalid-message-id']],
    ['<  >', undefined, ['invalid-message-id']],
    ['<\t>', undefined, ['invalid-message-id']],
    ['%3ca@b%3e', 'a@b', ['invalid-message-id']],
    ['(a@b)', undefined, ['invalid-message-id']],
    ['', undefined, ['invalid-message-id']],
    ['<>', undefined, ['invalid-message-id']],
    ['a<b', 'a<b', ['invalid-message-id']],
  ])('%j', (value, id, codes) => {
    expect(one(value)).toEqual({ id, codes })
  })
})

describe('formatMessageIds', () => {
  it.each(['a', '@b', 'a b@c', '"a> b"@c', 'a@b@c', 'x'.repeat(900)])('writes %j, as it may be read', (id) => {
    expect(formatMessageIds(id)).toBe(`<${id}>`)
    expect(parseMessageIds(`<${id}>`)).toEqual([id])
  })

  it('writes non-ASCII when asked', () => {
    expect(formatMessageIds('\u00e9@b', { utf8: true })).toBe('<\u00e9@b>')
  })

  it('writes angles and takes them', () => {
    expect(formatMessageIds(['a@b', '<c@d>'])).toBe('<a@b> <c@d>')
    expect(formatMessageIds('a@b')).toBe('<a@b>')
  })

  it.each([
    '',
    '<>',
    'a ',
    ' a@b',
    'a\tb',
    'a<b',
    '"a"b>@c',
    'a@b\r\nX: y',
    'a@b> <c@d',
    'é@b',
    'a\x00@b',
    '\ud800@b',
    `${'a'.repeat(900)}@b`,
  ])('refuses %j', (id) => {
    expect(() => checkMessageId(id)).toThrow(TypeError)
    expect(() => formatMessageIds([id])).toThrow(TypeError)
  })

  it('refuses other types', () => {
    expect(() => checkMessageId(1 as unknown as string)).toThrow(TypeError)
    expect(() => formatMessageIds({} as unknown as string)).toThrow(TypeError)
  })

  it('is read back', () => {
    const part = fc.string({ unit: fc.constantFrom(..."abz09!#$%&'*+-/=?^_`{|}~"), minLength: 1 })
    const dotted = fc.array(part, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('.'))
    const ids = fc.array(
      fc.tuple(dotted, dotted).map(([left, right]) => `${left}@${right}`),
      { minLength: 1 },
    )
    fc.assert(
      fc.property(ids, (value) => {
        const { ids: back, codes } = list(formatMessageIds(value))
        expect(back).toEqual(value)
        expect(codes.filter((code) => code !== 'encoded-word-in-address')).toEqual([])
      }),
      { seed: 1, numRuns: 300 },
    )
  })
})

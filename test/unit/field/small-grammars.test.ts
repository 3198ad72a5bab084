import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ignore, type Report } from '../../../src/defects/defect.js'
import { formatComment } from '../../../src/field/address/comment.js'
import { formatMimeVersion, parseMimeVersion, readMimeVersion } from '../../../src/field/mime/mime-version.js'
import { formatMd5, formatPlain, formatUrl, readMd5, readPlain, readUrl } from '../../../src/field/plain.js'
import { checkFieldName, refuseBreaks, refuseUnwritable } from '../../../src/field/refuse.js'
import { formatAutoSubmitted, parseAutoSubmitted } from '../../../src/field/trace/auto-submitted.js'
import { formatReturnPath, parseReturnPath, readReturnPath } from '../../../src/field/trace/return-path.js'
import { formatTagList, parseTagList } from '../../../src/field/trace/tag-list.js'
import { formatLanguages, formatWordList, readWordList } from '../../../src/field/words/language.js'
import { reading } from './collect.js'

function codesOf(read: (report: Report) => unknown): string[] {
  const codes: string[] = []
  read((code) => codes.push(code))
  return codes
}

describe('MIME-Version (RFC 2045 §4)', () => {
  it.each(['1.0', ' 1.0 (produced by MetaSend)', '(a (b)) 1 . (c)\r\n 0'])('%j is 1.0', (value) => {
    expect(parseMimeVersion(value)).toBe('1.0')
    const codes = new Set(codesOf((report) => readMimeVersion(value, report)))
    expect([...codes]).toEqual(value.includes('(') ? ['comment-in-mime-header'] : [])
  })
  it.each([
    ['1.1', '1.1'],
    ['1', undefined],
    ['1.0 x', undefined],
    ['x1.0', undefined],
    ['', undefined],
  ])('%j is a defect', (value, version) => {
    expect(parseMimeVersion(value)).toBe(version)
    expect(codesOf((report) => readMimeVersion(value, report))).toEqual(['invalid-mime-version'])
  })
  it('writes 1.0 only', () => {
    expect(formatMimeVersion('1.0')).toBe('1.0')
    expect(() => formatMimeVersion('2.0')).toThrow(TypeError)
  })
})

describe('Return-Path (RFC 5321 §4.4)', () => {
  it.each([
    ['<a@b.example>', 'a@b.example'],
    [' <> ', ''],
    ['(c) <"a b"@c.example> (d)', '"a b"@c.example'],
    ['<@r.example,@s.example:a@b.example>', 'a@b.example'],
    ['a@b.example', 'a@b.example'],
    ['a . b @ c.example', 'a.b@c.example'],
    ['<MAILER-DAEMON>', 'MAILER-DAEMON'],
  ])('%j', (value, path) => {
    expect(parseReturnPath(value)).toBe(path)
    expect(codesOf((report) => readReturnPath(value, report))).toEqual([])
  })
  it.each(['', 'no one <a@b>', 'a b', '<a<b@c>', 'a>b'])('%j is none', (value) => {
    expect(parseReturnPath(value)).toBeUndefined()
    expect(codesOf((report) => readReturnPath(value, report))).toEqual(['address-invalid'])
  })
  it('takes values of any length', () => {
    for (const shape of ['. ', '<', '(', '"a"', '<. ', '@a,', ': ']) {
      parseReturnPath(shape.repeat(200_000))
      parseReturnPath(`<${shape.repeat(200_000)}`)
    }
  })
  it('is written in angles', () => {
    expect(formatReturnPath('')).toBe('<>')
    expect(formatReturnPath('a@b.example')).toBe('<a@b.example>')
    expect(formatReturnPath('é@b.example', { utf8: true })).toBe('<é@b.example>')
    for (const path of ['a', 'a b@c', 'a@b>', 'a@b\r\n', 'é@b']) expect(() => formatReturnPath(path)).toThrow(TypeError)
  })
})

describe('lists of words', () => {
  it('reads tags and groups', () => {
    expect(readWordList('en (English), fr-CH,\r\n de', ignore)).toEqual(['en', 'fr-CH', 'de'])
    expect(readWordList('comp.mail,,comp.mime x', ignore)).toEqual(['comp.mail', 'comp.mime', 'x'])
    expect(readWordList('', ignore)).toEqual([])
  })
  it('refuses what is none', () => {
    expect(formatLanguages(['en', 'fr-CH'])).toBe('en, fr-CH')
    expect(formatLanguages('en')).toBe('en')
    for (const tag of ['', 'e n', 'toolongtag', 'en_US']) expect(() => formatLanguages(tag)).toThrow(TypeError)
    for (const words of [[], [''], ['a b'], ['a,b'], ['(a)'], ['é']]) {
      expect(() => formatWordList(words)).toThrow(TypeError)
    }
  })
})

describe('tag lists (RFC 6376 §3.2)', () => {
  it('reads in order, keeps duplicates, unfolds', () => {
    const { entries, tags } = parseTagList(' v=1; a=rsa-sha256;\r\n\tb=ab\r\n cd=; ; x ; =y ; v = 2 ;__proto__=z')
    expect(entries).toEqual([
      ['v', '1'],
      ['a', 'rsa-sha256'],
      ['b', 'ab cd='],
      ['v', '2'],
      ['__proto__', 'z'],
    ])
    expect(tags.get('v')).toBe('1')
    expect(tags.get('__proto__')).toBe('z')
  })
  it('is read back', () => {
    const entry = fc.tuple(fc.stringMatching(/^[a-z][a-z0-9_]{0,5}$/), fc.stringMatching(/^[!-:<-~]{0,12}$/))
    const entries = fc.uniqueArray(entry, { selector: ([name]) => name, minLength: 1 })
    fc.assert(
      fc.property(entries, (value) => {
        expect(parseTagList(formatTagList(value)).entries).toEqual(value)
        expect(formatTagList(parseTagList(formatTagList(value)))).toBe(formatTagList(value))
      }),
      { seed: 1, numRuns: 200 },
    )
  })
  it.each([
    [[['1a', 'x']]],
    [[['a', 'x;y']]],
    [[['a', ' x']]],
    [[['a', 'x\n']]],
    [
      [
        ['a', 'x'],
        ['a', 'y'],
      ],
    ],
  ] as [string, string][][][])('refuses %j', (entries) => {
    expect(() => formatTagList(entries)).toThrow(TypeError)
  })
  it('takes values of any length', () => {
    expect(parseTagList(';'.repeat(300_000)).entries).toEqual([])
    expect(parseTagList('a=b;'.repeat(50_000)).entries).toHaveLength(50_000)
    expect(parseTagList(`a=${' '.repeat(300_000)}`).entries).toEqual([['a', '']])
  })
})

describe('Auto-Submitted (RFC 3834 §5)', () => {
  it('reads keyword and parameters', () => {
    const read = parseAutoSubmitted('Auto-Replied (vacation); owner-email="a@b"')
    expect(read.value).toBe('auto-replied')
    expect({ ...read.params }).toEqual({ 'owner-email': 'a@b' })
    expect(formatAutoSubmitted({ value: 'auto-generated' })).toBe('auto-generated')
  })
})

describe('plain values', () => {
  it('are unfolded, nothing decoded', () => {
    expect(readPlain(' a\r\n =?utf-8?Q?b?= ', ignore)).toBe('a =?utf-8?Q?b?=')
    expect(formatPlain('a b')).toBe('a b')
    expect(formatPlain('é', { utf8: true })).toBe('é')
    for (const value of [' a', 'a\t', 'é', 'a\x07', 'a\r\nb', `a${' '.repeat(40)}b`]) {
      expect(() => formatPlain(value)).toThrow(TypeError)
    }
  })
  it('URLs lose the white space of folds', () => {
    expect(readUrl(' http://a.example/\r\n x y', ignore)).toBe('http://a.example/xy')
    expect(readUrl('=?utf-8?Q?a=3Fb?=', ignore)).toBe('a?b')
    expect(reading(' http://a.example/\xe2\x80\x8b', readUrl).codes).toEqual(['bidi-or-format-char'])
    expect(formatUrl('cid:a')).toBe('cid:a')
    for (const value of ['', 'a b', 'a<b', 'é', 'a=?b', 'a\n', 'a'.repeat(901)]) {
      expect(() => formatUrl(value)).toThrow(TypeError)
    }
  })
  it('checksums are 128 bits', () => {
    expect(readMd5(' Q2hlY2sgSW50ZWdyaXR5IQ== (x)', ignore)).toBe('Q2hlY2sgSW50ZWdyaXR5IQ==')
    expect(readMd5('abc', ignore)).toBeUndefined()
    expect(formatMd5('Q2hlY2sgSW50ZWdyaXR5IQ==')).toBe('Q2hlY2sgSW50ZWdyaXR5IQ==')
    expect(() => formatMd5('abc')).toThrow(TypeError)
  })
})

describe('what is refused', () => {
  it('names the character and its index', () => {
    expect(() => refuseBreaks('ab\rc', 'subject')).toThrow('subject: U+000D at 2')
    expect(() => refuseBreaks('a\udc00', 'subject')).toThrow('U+DC00 at 1')
    expect(() => refuseBreaks(1 as unknown as string, 'subject')).toThrow(TypeError)
    expect(refuseBreaks('a\ud83d\ude00\t\x07é', 'subject')).toBe('a\ud83d\ude00\t\x07é')
    expect(() => refuseUnwritable('a\x07', 'x')).toThrow('U+0007 at 1')
  })
  it('takes names of printable ASCII only', () => {
    expect(checkFieldName('X-Test')).toBe('X-Test')
    for (const name of ['', 'X A', 'X:', 'X\r\n', 'é', 'a'.repeat(77)]) {
      expect(() => checkFieldName(name)).toThrow(TypeError)
    }
    expect(() => checkFieldName(1 as unknown as string)).toThrow(TypeError)
  })
  it('escapes comments', () => {
    expect(formatComment('a (b) \\')).toBe('(a \\(b\\) \\\\)')
  })
})

import { describe, expect, it } from 'vitest'
import type { Report } from '../../../../src/defects/defect.js'
import {
  formatDisposition,
  formatParameterized,
  parseDisposition,
  readDisposition,
  readParameterized,
} from '../../../../src/field/mime/disposition.js'
import { reading } from '../collect.js'

const INVALID = ['invalid-content-disposition']
const typeOf = (octets: string, report: Report) => readDisposition(octets, report).type

describe('reads dispositions', () => {
  it('with what RFC 2183 defines', () => {
    const found = parseDisposition(
      'Attachment; filename="a.txt"; size=12;\r\n creation-date="Wed, 12 Feb 1997 16:29:51 -0500";' +
        ' modification-date="Wed, 12 Feb 1997 16:29:52 -0500"; read-date="Wed, 12 Feb 1997 16:29:53 -0500"',
    )
    expect(found.type).toBe('attachment')
    expect(found.filename).toBe('a.txt')
    expect(found.size).toBe(12)
    expect(found.creationDate?.toISOString()).toBe('1997-02-12T21:29:51.000Z')
    expect(found.modificationDate?.toISOString()).toBe('1997-02-12T21:29:52.000Z')
    expect(found.readDate?.toISOString()).toBe('1997-02-12T21:29:53.000Z')
  })

  it.each([
    ['filename="a b.txt"; size=3', 'a b.txt', 3],
    [' (x) FileName = a.txt', 'a.txt', undefined],
    ['filename*0=a; filename*1=.txt', 'a.txt', undefined],
    ["filename*=utf-8''%C3%A9.txt", 'é.txt', undefined],
  ])('of a file whose type is missing: %j', (octets, filename, size) => {
    const found = parseDisposition(octets)
    expect([found.type, found.filename, found.size]).toEqual(['', filename, size])
  })

  it('leaves out what is not there or cannot be read', () => {
    const found = parseDisposition('inline; size=many; creation-date=never')
    expect(Object.keys(found)).toEqual(['type', 'params'])
  })

  it.each([
    ['inline', 'inline', []],
    [' (x) INLINE (y) ', 'inline', ['comment-in-mime-header']],
    ['form-data; name=x', 'form-data', ['unknown-disposition']],
    ['', '', ['invalid-content-disposition']],
    ['; filename=x', '', ['invalid-content-disposition']],
    ['filename=x', '', ['invalid-content-disposition']],
    ["filename*=utf-8''x; size=3", '', ['invalid-content-disposition']],
    ['name=x', 'name=x', ['invalid-content-disposition']],
    ['x@y; filename=x', 'x@y', ['invalid-content-disposition']],
    ['attachment x', 'attachment x', ['invalid-content-disposition']],
    ['\x07ttachment', '\x07ttachment', ['invalid-content-disposition']],
    ['=?utf-8?Q?attachment?=; filename=x', 'attachment', INVALID],
    ['=?utf-8?B?SW5saW5l?=', 'inline', INVALID],
    ['"inline"', 'inline', INVALID],
    ['"Attachment" ; filename=x', 'attachment', INVALID],
    ['" inline "', 'inline', INVALID],
    ['attachment filename="x"', 'attachment', ['invalid-parameter']],
    ['attachment,filename="x"', 'attachment', ['invalid-parameter']],
    ['"attachment" filename="x"', 'attachment', [...INVALID, 'invalid-parameter']],
    // Not one token: what stands there.
    ['"two words"', '"two words"', INVALID],
    ['"inline"x', '"inline"x', INVALID],
    ['""', '""', INVALID],
    ['=?utf-8?Q?two_words?=', '=?utf-8?q?two_words?=', INVALID],
    ['=?utf-8?Q?inline', '=?utf-8?q?inline', INVALID],
    ['attachment file name="x"', 'attachment file name="x"', INVALID],
  ])('%j', (octets, value, codes) => expect(reading(octets, typeOf)).toEqual({ value, codes }))
})

describe('reads any value with parameters', () => {
  it('keeps the value as written', () => {
    const { value } = reading(' Mutual (x); a=b', (octets, report) => readParameterized(octets, report))
    expect([value.value, { ...value.params }]).toEqual(['Mutual', { a: 'b' }])
  })
})

describe('writes dispositions', () => {
  it('with parameters', () => {
    expect(formatDisposition({ type: 'inline' })).toBe('inline')
    expect(formatDisposition({ type: 'attachment', params: { filename: 'a b' } })).toBe('attachment; filename="a b"')
    expect(formatParameterized({ value: 'x', params: { a: 'b' } })).toBe('x; a=b')
  })

  it.each(['', 'a b', 'a;b', 'é', 'a\n'])('refuses %j', (type) => {
    expect(() => formatDisposition({ type })).toThrow(TypeError)
  })
})

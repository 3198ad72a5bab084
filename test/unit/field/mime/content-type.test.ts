import { describe, expect, it } from 'vitest'
import type { Report } from '../../../../src/defects/defect.js'
import { formatContentType, parseContentType, readContentType } from '../../../../src/field/mime/content-type.js'
import { reading } from '../collect.js'

const typeOf = (octets: string, report: Report) => {
  const { mediaType, params, boundary } = readContentType(octets, report)
  return [mediaType, { ...params }, boundary]
}
const read = (octets: string) => reading(octets, typeOf)

describe('reads media types', () => {
  it.each([
    ['text/plain', 'text/plain', {}],
    [' Text/HTML; Charset="UTF-8"', 'text/html', { charset: 'UTF-8' }],
    ['text/plain; charset=utf-8', 'text/plain', { charset: 'utf-8' }],
    ['text/plain;\r\n charset=utf-8;\r\n format=flowed', 'text/plain', { charset: 'utf-8', format: 'flowed' }],
    ['application/ld+json', 'application/ld+json', {}],
  ])('%j', (octets, mediaType, params) => {
    expect(read(octets)).toEqual({ value: [mediaType, params, undefined], codes: [] })
  })

  it('gives type and subtype apart', () => {
    const { type, subtype, params } = parseContentType('Text/Plain')
    expect([type, subtype]).toEqual(['text', 'plain'])
    expect(Object.getPrototypeOf(params)).toBe(null)
  })

  it.each([
    ['', 'text/plain', {}, ['invalid-content-type']],
    ['text', 'text/plain', {}, ['invalid-content-type']],
    ['charset=koi8-r', 'text/plain', { charset: 'koi8-r' }, ['invalid-content-type']],
    [
      'charset="koi8-r"; format=flowed',
      'text/plain',
      { charset: 'koi8-r', format: 'flowed' },
      ['invalid-content-type'],
    ],
    ['name="a.pdf"', 'text/plain', { name: 'a.pdf' }, ['invalid-content-type']],
    ['text/; charset=x', 'text/plain', { charset: 'x' }, ['invalid-content-type']],
    ['; a/b; charset=x', 'text/plain', { charset: 'x' }, ['invalid-content-type', 'invalid-parameter']],
    ['"text/plain"; charset=x', 'text/plain', { charset: 'x' }, ['invalid-content-type']],
    ['text / html', 'text/html', {}, ['whitespace-in-type']],
    ['(a) text/html (b)', 'text/html', {}, ['comment-in-mime-header']],
    ['text/html charset=x; a=b', 'text/html', { charset: 'x', a: 'b' }, ['invalid-parameter']],
    ['text/html\r\n charset="x" a=b', 'text/html', { charset: 'x', a: 'b' }, ['invalid-parameter']],
    ['text/html, charset=x', 'text/html', { charset: 'x' }, ['invalid-parameter']],
    ['text/html,charset=x', 'text/html', { charset: 'x' }, ['invalid-parameter']],
    ['text/html (x) charset=x', 'text/html', { charset: 'x' }, ['comment-in-mime-header', 'invalid-parameter']],
    ['text/html charset =x', 'text/html', { charset: 'x' }, ['invalid-parameter', 'whitespace-in-parameter']],
    // Near to it: what follows the type is no parameter.
    ['text/html charset x; a=b', 'text/html', { a: 'b' }, ['invalid-parameter']],
    ['text/html x charset=x; a=b', 'text/html', { a: 'b' }, ['invalid-parameter']],
    ['text/html:charset=x; a=b', 'text/html', { a: 'b' }, ['invalid-parameter']],
    ['text/html "charset=x"; a=b', 'text/html', { a: 'b' }, ['invalid-parameter']],
    ['text/html (charset=x); a=b', 'text/html', { a: 'b' }, ['comment-in-mime-header']],
    ['text/html; boundary=x', 'text/html', { boundary: 'x' }, ['boundary-on-non-multipart']],
  ])('%j', (octets, mediaType, params, codes) => {
    expect(read(octets)).toEqual({ value: [mediaType, params, undefined], codes })
  })
})

describe('reads boundaries', () => {
  it.each([
    ['b=1', undefined, ['missing-boundary']],
    ['boundary=x', 'x', []],
    ['boundary="a b"', 'a b', []],
    ['boundary=""', undefined, ['empty-boundary']],
    ['boundary=" "', undefined, ['empty-boundary']],
    ['boundary="x "', 'x', ['boundary-trailing-space']],
    ['boundary="a\\"b"', 'a"b', ['invalid-boundary', 'quoted-pair-in-boundary']],
    ['boundary="a\\b"', 'ab', ['backslash-in-parameter', 'quoted-pair-in-boundary']],
    ['boundary=a?b', 'a?b', ['invalid-parameter']],
    ['boundary="\xc3\xa4"', '\xc3\xa4', ['invalid-boundary']],
    [`boundary=${'a'.repeat(70)}`, 'a'.repeat(70), []],
    [`boundary=${'a'.repeat(71)}`, 'a'.repeat(71), ['invalid-boundary']],
    ['boundary=a; boundary=b', 'a', ['duplicate-parameter']],
    ['boundary*0=a; boundary*1=b', 'ab', ['rfc2231-in-boundary']],
    ["boundary*=utf-8''a%E4", 'a\xe4', ['invalid-boundary', 'invalid-utf8', 'rfc2231-in-boundary']],
    ["boundary=a; boundary*=utf-8''b", 'a', ['conflicting-parameter-forms', 'rfc2231-in-boundary']],
    ['boundary*1=a', undefined, ['missing-boundary', 'rfc2231-gap', 'rfc2231-in-boundary']],
    ['boundary="=?utf-8?Q?b?="', '=?utf-8?Q?b?=', ['encoded-word-in-parameter']],
  ])('%j', (parameter, boundary, codes) => {
    const { value, codes: found } = read(`multipart/mixed; ${parameter}`)
    expect([value[2], found]).toEqual([boundary, codes])
  })
})

describe('writes media types', () => {
  it('with parameters', () => {
    expect(formatContentType({ mediaType: 'text/plain' })).toBe('text/plain')
    expect(formatContentType({ mediaType: 'text/plain', params: { charset: 'utf-8' } })).toBe(
      'text/plain; charset=utf-8',
    )
  })

  it.each(['', 'text', 'text/', 'a/b/c', 'a/b; c=d', 'a /b', 'a/b\r\n'])('refuses %j', (mediaType) => {
    expect(() => formatContentType({ mediaType })).toThrow(TypeError)
  })
})

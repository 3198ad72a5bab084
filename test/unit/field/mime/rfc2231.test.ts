import { describe, expect, it } from 'vitest'
import type { Report } from '../../../../src/defects/defect.js'
import { readParameters } from '../../../../src/field/mime/parameters.js'
import { extendedSegments } from '../../../../src/field/mime/rfc2231.js'
import { reading } from '../collect.js'

const value = (octets: string, report: Report) => readParameters(octets, report, 0, { maxParameters: 128 }).n
const read = (octets: string) => reading(octets, value)

describe('reads RFC 2231 forms', () => {
  it.each([
    ['an extended value', "; n*=utf-8''%C3%A4%20b", 'ä b', []],
    ['a language', "; n*=us-ascii'en-us'This%20is", 'This is', []],
    ['another charset', "; n*=iso-8859-1''Fu%DF", 'Fuß', []],
    ['no charset between the quotes', "; n*=''%C3%A4", 'ä', []],
    ['segments', '; n*0="a "; n*1=b', 'a b', []],
    [
      'mixed segments',
      '; n*0*=utf-8\'\'na%C3%AFve; n*1="%20x"; n*2*=%2Etxt',
      'naïve%20x.txt',
      ['rfc2231-invalid-percent'],
    ],
    ['any order', "; n*1*=%41; n*0*=utf-8''b", 'bA', ['rfc2231-out-of-order']],
    ['a segment twice', '; n*0=a; n*1=b; n*0=c', 'ab', ['rfc2231-duplicate-segment']],
    ['a gap', '; n*0=a; n*2=b', 'a', ['rfc2231-gap']],
    ['no segment 0', '; n*1=a', undefined, ['rfc2231-gap']],
    ['leading zeros', '; n*00=a; n*01=b', 'ab', ['rfc2231-invalid-section']],
    ['a huge number', '; n*0=a; n*4294967297=b', 'a', ['rfc2231-gap', 'rfc2231-invalid-section']],
    ['a sign', '; n*-1=a; n*0=b', 'b', ['rfc2231-invalid-section']],
    ['no number', '; n*0*x=a; n**=b', undefined, ['rfc2231-invalid-section']],
    ['no quotes', '; n*=%41b', 'Ab', ['rfc2231-missing-charset']],
    ['one quote', "; n=plain; n*=utf-8'%41", 'plain', ['rfc2231-missing-charset']],
    ['one quote in segments', "; n*0*='a", undefined, ['rfc2231-missing-charset']],
    ['bad percent', "; n*=utf-8''50%oo%4", '50%oo%4', ['rfc2231-invalid-percent']],
    ['quotes around it', '; n*="utf-8\'\'%41"', 'A', ['rfc2231-quoted-extended']],
    ['a cut character', "; n*0*=utf-8''%C3; n*1*=%A4", 'ä', ['rfc2231-split-char']],
    ['an unknown charset', "; n*=x-nope''a", 'a', ['unknown-charset']],
    ['ill-formed UTF-8', "; n*=utf-8''a%FF", 'a\ufffd', ['invalid-utf8']],
    ['an encoded-word in it', "; n*=utf-8''%3D?utf-8?Q?a?=", '=?utf-8?Q?a?=', ['invalid-parameter']],
    ['an encoded-word in plain segments', '; n*0="=?utf-8?Q?a"; n*1="b?="', 'ab', ['encoded-word-in-parameter']],
    ['a plain first segment', '; n*0="u\'\'a"; n*1*=%20b', "u''a b", []],
    ['an empty value', "; n*=utf-8''", undefined, []],
  ])('%s', (_, octets, text, codes) => expect(read(octets)).toEqual({ value: text, codes }))

  it('takes 1,000 segments', () => {
    const many = Array.from({ length: 1001 }, (_, i) => `; n*${i}=a`).join('')
    expect(read(many)).toEqual({ value: 'a'.repeat(1000), codes: ['too-many-parameters'] })
  })
})

describe('writes RFC 2231 forms', () => {
  it('in one piece while it fits', () => {
    expect(extendedSegments('n', 'ä b', 40)).toEqual(["n*=UTF-8''%C3%A4%20b"])
  })

  it('in segments of the room given', () => {
    const segments = extendedSegments('n', 'ä'.repeat(20), 40)
    expect(segments[0]).toBe(`n*0*=UTF-8''${'%C3%A4'.repeat(4)}`)
    expect(segments[1]).toBe(`n*1*=${'%C3%A4'.repeat(5)}`)
    for (const segment of segments) expect(segment.length).toBeLessThanOrEqual(40)
  })
})

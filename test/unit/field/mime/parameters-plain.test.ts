/** The short ways of Content-Type, Content-Disposition and identifiers against the readers that know every fault. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ignore } from '../../../../src/defects/defect.js'
import { readIdsByGrammar, readMessageId, readMessageIds } from '../../../../src/field/message-id.js'
import { readContentType } from '../../../../src/field/mime/content-type.js'
import { readDisposition } from '../../../../src/field/mime/disposition.js'
import { ParameterReader } from '../../../../src/field/mime/parameters.js'
import { plainParameters } from '../../../../src/field/mime/parameters-plain.js'

const part = fc.constantFrom(
  ...[
    '; ',
    ';',
    ' ; ',
    ';\r\n ',
    '=',
    '=',
    '=',
    '"',
    '"',
    'a',
    'name',
    'NAME',
    'filename',
    'boundary',
    'charset',
    'size',
    '7',
  ],
  ...[
    'x*',
    '*0*',
    "utf-8''",
    '%41',
    "'",
    '(c)',
    '\\',
    '=?utf-8?Q?=41?=',
    '\xe9',
    ' ',
    '\t',
    '\r\n',
    '\0',
    '?',
    '/',
    '--=_x',
  ],
  ...['; name=a', '; filename="b c.txt"', '; boundary="=_1"', ';charset=utf-8', '; size=12', '; read-date="x"'],
)
const parameters = fc.array(part, { maxLength: 10 }).map((parts) => parts.join(''))

describe('parameters', () => {
  it('read as their one reader reads them', () => {
    let quick = 0
    fc.assert(
      fc.property(parameters, fc.integer({ min: 0, max: 3 }), (octets, most) => {
        const place = { from: -1, to: -1 }
        const plain = plainParameters(octets, 0, most, place)
        if (plain === undefined) return
        quick++
        let defects = 0
        const reader = new ParameterReader(octets, () => defects++, 0, most)
        expect(plain).toEqual(reader.params())
        expect(defects).toBe(0)
        const found = reader.octets('boundary')
        expect(place).toEqual(found === undefined ? { from: -1, to: -1 } : { from: found.from, to: found.to })
      }),
      { seed: 1, numRuns: 6000 },
    )
    expect(quick).toBeGreaterThan(300)
  })

  it('a type is the same when it is read again, and cannot be changed', () => {
    const first = readContentType(' text/plain; charset=UTF-8\r\n', ignore)
    expect(readContentType(' text/plain; charset=UTF-8\r\n', ignore)).toEqual(first)
    expect(first.params.charset).toBe('UTF-8')
    expect(Object.isFrozen(first) && Object.isFrozen(first.params)).toBe(true)
  })

  it('a sound boundary is taken as it stands, an odd one is told', () => {
    const codes: string[] = []
    const report = (code: string) => codes.push(code)
    expect(readContentType('multipart/mixed; boundary="a b"; x=y', report).boundary).toBe('a b')
    expect(codes).toEqual([])
    expect(readContentType('multipart/mixed; boundary="a "', report).boundary).toBe('a')
    expect(readContentType(`multipart/mixed; boundary=${'b'.repeat(71)}`, report).boundary).toBe('b'.repeat(71))
    expect(readContentType('multipart/mixed; boundary="a#b"', report).boundary).toBe('a#b')
    expect(readContentType('text/plain; boundary="a"', report).boundary).toBeUndefined()
    expect(codes).toEqual([
      'boundary-trailing-space',
      'invalid-boundary',
      'invalid-boundary',
      'boundary-on-non-multipart',
    ])
  })

  it('a disposition has its filename, size and dates', () => {
    expect(readDisposition(' attachment; filename=a.txt\r\n', ignore)).toEqual({
      type: 'attachment',
      params: { filename: 'a.txt' },
      filename: 'a.txt',
    })
    expect(readDisposition(' inline\r\n', ignore)).toEqual({ type: 'inline', params: {} })
    expect(readDisposition('attachment; size=12', ignore).size).toBe(12)
    expect(
      readDisposition('attachment; read-date="Fri, 21 Nov 1997 09:55:06 +0000"', ignore).readDate?.toISOString(),
    ).toBe('1997-11-21T09:55:06.000Z')
  })
})

describe('identifiers', () => {
  const piece = fc.constantFrom(
    ...[
      '<a@b>',
      '<a.b@c.d>',
      '<',
      '>',
      '@',
      'a',
      '.',
      ' ',
      '\r\n ',
      '\r\n',
      ',',
      '(c)',
      '"',
      '?',
      '=?utf-8?q?a?=',
      '\xe9',
      '[1]',
      '\t',
    ],
  )
  it('read as their grammar reads them', () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        const octets = pieces.join('')
        const quick: unknown[] = []
        const slow: unknown[] = []
        const ids = readMessageIds(octets, (...defect) => quick.push(defect))
        expect(ids).toEqual(readIdsByGrammar(octets, (...defect) => slow.push(defect)))
        expect(quick).toEqual(slow)
        const one: unknown[] = []
        const id = readMessageId(octets, (...defect) => one.push(defect))
        if (ids.length > 0) expect(id).toBe(ids[0])
        if (ids.length === 1) expect(one).toEqual(slow)
      }),
      { seed: 1, numRuns: 4000 },
    )
  })
})

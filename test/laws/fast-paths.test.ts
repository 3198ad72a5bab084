/** Each short way of a grammar (`fast-*.ts`) reads as the grammar does, or declines: addresses, dates, identifiers, parameters. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fromLatin1 } from '../../src/bytes/platform.js'
import { ignore } from '../../src/defects/defect.js'
import { readAddressList, readAddressListByTokens } from '../../src/field/address/address.js'
import { formatDate, readDate, readDateByGrammar } from '../../src/field/date.js'
import { fastDate } from '../../src/field/fast-date.js'
import { readIdByGrammar, readIdsByGrammar, readMessageId, readMessageIds } from '../../src/field/message-id.js'
import { readContentType } from '../../src/field/mime/content-type.js'
import { readDisposition } from '../../src/field/mime/disposition.js'
import { fastParameters } from '../../src/field/mime/fast-parameters.js'
import { fastType } from '../../src/field/mime/media-type.js'
import { ParameterReader } from '../../src/field/mime/parameters.js'
import { toOctets } from '../../src/field/octets.js'
import { parse } from '../../src/message/parse.js'
import { addressPiece } from '../address-pieces.js'

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
        const plain = fastParameters(octets, 0, most, place)
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

  it('of a type read as the grammar reads them, and in the tree that the scanner hands them to', () => {
    const types = fc.constantFrom(
      ' multipart/mixed',
      'MultiPart/Alternative',
      '\r\n multipart/x',
      ' text/plain',
      'a /b',
      'a',
      '',
    )
    let quick = 0
    fc.assert(
      fc.property(types, parameters, fc.constantFrom(0, 1, 2, 128), (type, rest, most) => {
        const octets = type + rest
        const codes: string[] = []
        // The short way declines what begins with a comment.
        const byGrammar = readContentType(`(c)${octets}`, (code) => codes.push(code), { maxParameters: most })
        const plain = fastType(octets, most)
        if (plain !== undefined) {
          quick++
          expect(plain).toEqual(byGrammar)
          expect(codes).toEqual(['comment-in-mime-header'])
        }
        const field = `Content-Type:${octets.replace(/\r\n(?! )/g, '')}\r\n`
        const message = parse(fromLatin1(`${field}\r\n--a\r\n\r\n`), { limits: { maxParameters: most } })
        const { contentType } = message
        const found = message.defects.map(({ code }) => code)
        expect(contentType).toEqual(message.headers.field('content-type')?.parsed)
        expect(message.headers.contentType()).toEqual(contentType)
        expect(message.defects.map(({ code }) => code)).toEqual(expect.arrayContaining(found))
        message.headers.set('Content-Type', 'text/html')
        expect(message.contentType.mediaType).toBe('text/html')
      }),
      { seed: 1, numRuns: 1200 },
    )
    expect(quick).toBeGreaterThan(25)
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
        const alone: unknown[] = []
        expect(id).toBe(readIdByGrammar(octets, (...defect) => alone.push(defect)))
        expect(one).toEqual(alone)
      }),
      { seed: 1, numRuns: 4000 },
    )
  })
})

describe('addresses', () => {
  it('read as their tokens read', () => {
    fc.assert(
      fc.property(fc.array(addressPiece, { maxLength: 16 }), (pieces) => {
        const octets = toOctets(pieces.join(''))
        const quick: unknown[] = []
        const slow: unknown[] = []
        const a = readAddressList(octets, (...defect) => quick.push(defect))
        const b = readAddressListByTokens(octets, (...defect) => slow.push(defect), 10_000)
        expect(a).toEqual(b)
        expect(quick).toEqual(slow)
      }),
      { seed: 1, numRuns: 3000 },
    )
  })
})

describe('dates', () => {
  const mostly = (good: readonly string[], ...odd: string[]) =>
    fc.oneof({ weight: 12, arbitrary: fc.constantFrom(...good) }, { weight: 1, arbitrary: fc.constantFrom(...odd) })
  const numbers = (from: number, to: number) =>
    Array.from({ length: to - from + 1 }, (_, i) => String(from + i).padStart(2, '0'))
  const weekday = mostly(['', '', '', 'Fri, ', 'Thu, '], 'Fri , ', 'fri, ', 'Mon,  ', 'Tue,', 'Friday, ')
  const day = mostly([...numbers(1, 31), '1', '9'], '0', '00', '32', '99', 'x')
  const month = mostly(['Jan', 'Feb', 'Mar', 'Apr', 'Nov', 'Dec'], 'nov', 'Foo', 'June')
  const year = mostly(['1997', '2024', '2000', '1900', '2100', '9999'], '1899', '97', '02024')
  const hour = mostly(numbers(0, 23), '24', '61', '9')
  const minute = mostly(numbers(0, 59), '60', '61', '9', 'ab')
  const zone = mostly(['+0000', '-0000', '-0600', '+0530', '+9959'], '+0060', '0100', 'GMT', '+01:00', '')
  const end = mostly(
    ['', '\r\n', '\n', ' (UTC)', ' (UTC)\r\n', ' (CEST) \r\n'],
    ' (a b)',
    ' ()',
    ' (UTC',
    ' x',
    '\r\n (CET)\r\n',
    '\t',
    '\r',
  )
  const gap = mostly([' '], '  ', '\r\n ', '\t', '')

  it('reads as the grammar does', () => {
    let quick = 0
    fc.assert(
      fc.property(
        gap,
        weekday,
        day,
        gap,
        month,
        gap,
        year,
        gap,
        hour,
        minute,
        minute,
        gap,
        zone,
        end,
        (g0, w, d, g1, m, g2, y, g3, h, i, s, g4, z, e) => {
          const value = `${g0}${w}${d}${g1}${m}${g2}${y}${g3}${h}:${i}:${s}${g4}${z}${e}`
          const codes: unknown[] = []
          const grammar = readDateByGrammar(value, (...defect) => codes.push(defect))
          const given: unknown[] = []
          expect(readDate(value, (...defect) => given.push(defect))).toEqual(grammar)
          expect(given).toEqual(codes)
          if (fastDate(value, () => {}) !== undefined) quick++
        },
      ),
      { seed: 1, numRuns: 5000 },
    )
    expect(quick).toBeGreaterThan(500)
  })

  it('reads every day of four centuries', () => {
    for (let day = Date.UTC(1900, 0, 1); day < Date.UTC(2301, 0, 1); day += 86_400_000) {
      const value = formatDate(new Date(day + 3723_000), 60)
      const date = fastDate(` ${value}\r\n`, () => {})
      if (date?.date.getTime() !== day + 3723_000 || date.raw !== value) throw new Error(value)
    }
  })
})

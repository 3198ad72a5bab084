import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatDate, type MailDate, parseDate, readDate } from '../../../src/field/date.js'
import { casesWithRulings } from '../../rulings.js'

function read(value: string): { date: MailDate | undefined; codes: string[] } {
  const codes: string[] = []
  const date = readDate(value, (code, from, to) => {
    expect(from).toBeGreaterThanOrEqual(0)
    expect(to).toBeLessThanOrEqual(value.length)
    codes.push(code)
  })
  return { date, codes }
}

const at = (value: string) => parseDate(value)?.date.toISOString()

describe('RFC 5322 §3.3', () => {
  it('reads the plain form without defect', () => {
    const { date, codes } = read(' Fri, 21 Nov 1997\r\n 09:55:06 -0600 (MDT)')
    expect(date).toEqual({
      date: new Date('1997-11-21T15:55:06Z'),
      offsetMinutes: -360,
      raw: 'Fri, 21 Nov 1997 09:55:06 -0600 (MDT)',
    })
    expect(codes).toEqual([])
  })

  it.each([
    ['1 Jul 2003 10:52 +0200', '2003-07-01T08:52:00.000Z', 120],
    ['Mon, 1 Jan 2024 00:00:00 -0000', '2024-01-01T00:00:00.000Z', undefined],
    ['Sat, 31 Dec 2016 23:59:60 +0000', '2017-01-01T00:00:00.000Z', 0],
    ['Thu, 29 Feb 2024 12:00:00 +0530', '2024-02-29T06:30:00.000Z', 330],
  ])('%s', (value, iso, offset) => {
    const { date, codes } = read(value)
    expect(date?.date.toISOString()).toBe(iso)
    expect(date?.offsetMinutes).toBe(offset)
    expect(codes).toEqual([])
  })

  it('names a wrong day', () => {
    expect(read('Mon, 21 Nov 1997 09:55:06 -0600').codes).toEqual(['date-weekday-mismatch'])
    expect(read('Lun, 01 Apr 2014 15:04:13 -0500').codes).toEqual(['date-weekday-mismatch'])
  })
})

describe('RFC 5322 §4.3 and wild forms', () => {
  it.each([
    ['Sun, 26 Jan 14 17:14:22 -0600', '2014-01-26T23:14:22.000Z', -360],
    ['26 Jan 49 00:00:00 +0000', '2049-01-26T00:00:00.000Z', 0],
    ['26 Jan 50 00:00:00 +0000', '1950-01-26T00:00:00.000Z', 0],
    ['26 Jan 102 00:00:00 +0000', '2002-01-26T00:00:00.000Z', 0],
    ['26 Jan 2014 17:14:22 EST', '2014-01-26T22:14:22.000Z', -300],
    ['26 Jan 2014 17:14:22 pdt', '2014-01-27T00:14:22.000Z', -420],
    ['26 Jan 2014 17:14:22 UT', '2014-01-26T17:14:22.000Z', 0],
    ['26 Jan 2014 17:14:22Z', '2014-01-26T17:14:22.000Z', 0],
    ['26 Jan 2014 17:14:22 B', '2014-01-26T17:14:22.000Z', undefined],
    ['26 Jan 2014 17:14:22 K', '2014-01-26T17:14:22.000Z', undefined],
    ['26 Jan 2014 17:14:22', '2014-01-26T17:14:22.000Z', undefined],
    ['26 Jan 2014 17:14:22 0000', '2014-01-26T17:14:22.000Z', 0],
    ['26 Jan 2014 17:14:22 +01:00', '2014-01-26T16:14:22.000Z', 60],
    ['26 Jan 2014 17:14:22 GMT-0100', '2014-01-26T18:14:22.000Z', -60],
    ['Fri 21 Nov 1997 09:55:06 -0600', '1997-11-21T15:55:06.000Z', -360],
    ['Tue, 1 Jul 2003 ((tricky)\r\n comment) 10:52:37 +0200', '2003-07-01T08:52:37.000Z', 120],
    ['1 (x) Jul 2003 10 : 52 : 37 +0200', '2003-07-01T08:52:37.000Z', 120],
    ['Sunday, 06-Nov-94 08:49:37 GMT', '1994-11-06T08:49:37.000Z', 0],
    ['Fri Nov 21 09:55:06 1997', '1997-11-21T09:55:06.000Z', undefined],
    ['Fri Nov  7 09:55:06 EST 1997', '1997-11-07T14:55:06.000Z', -300],
    ['Fri Nov 21 09:55:06 1997 -0600', '1997-11-21T15:55:06.000Z', -360],
    ['Fri Nov 21 1997 09:55:06 GMT+0100 (CET)', '1997-11-21T08:55:06.000Z', 60],
    ['Nov 21 09:55:06 1997 +0000', '1997-11-21T09:55:06.000Z', 0],
    ['Nov 21, 1997 09:55:06 +0000', '1997-11-21T09:55:06.000Z', 0],
    ['2 April 2014 15.04.13 +0000', '2014-04-02T15:04:13.000Z', 0],
    ['2 Apr 2014 3:04:13 PM +0000', '2014-04-02T15:04:13.000Z', 0],
    ['2 Apr 2014 12:04 AM +0000', '2014-04-02T00:04:00.000Z', 0],
    ['2 Apr 2014 03:04:13.250 +0000', '2014-04-02T03:04:13.000Z', 0],
    ['4 Oct 2001 20:12:26 -0700 (PDT),Thu, 4 Oct 2001 20:12:26 -0700', '2001-10-05T03:12:26.000Z', -420],
    ['1 May 2024 12:00:00 GMT +0200', '2024-05-01T10:00:00.000Z', 120],
    ['1 May 2024 12:00:00 GMT (x) +0200', '2024-05-01T10:00:00.000Z', 120],
    ['1 May 2024 12:00:00 GMT (+0200)', '2024-05-01T12:00:00.000Z', 0],
    ['1 May 2024 12:00:00 UTC +02:00', '2024-05-01T10:00:00.000Z', 120],
    ['1 May 2024 12:00:00 CEST +0200', '2024-05-01T10:00:00.000Z', 120],
    ['1 May 2024 12:00:00 GMT+2', '2024-05-01T10:00:00.000Z', 120],
    ['1 May 2024 12:00:00 UTC-5', '2024-05-01T17:00:00.000Z', -300],
    ['1 May 2024 12:00:00 GMT-11', '2024-05-01T23:00:00.000Z', -660],
    ['1 May 2024 12:00:00 GMT +5:30', '2024-05-01T06:30:00.000Z', 330],
    ['1 May 2024 12:00:00 EST -0500 (EST)', '2024-05-01T17:00:00.000Z', -300],
    ['1 May 2024 12:00:00 GMT (+0200)', '2024-05-01T12:00:00.000Z', 0],
    ['1 May 2024 12:00:00 GMT 2', '2024-05-01T12:00:00.000Z', 0],
    ['1 May 2024 12:00:00 +2:00', '2024-05-01T10:00:00.000Z', 120],
    ['1 May 2024 12:00:00 -09:30', '2024-05-01T21:30:00.000Z', -570],
    ['2024-05-01T12:00:00Z', '2024-05-01T12:00:00.000Z', 0],
    ['2024-05-01t12:00:00.123z', '2024-05-01T12:00:00.000Z', 0],
    ['2024-05-01T12:00:00+02:00', '2024-05-01T10:00:00.000Z', 120],
    ['2024-05-01T12:00:00+02', '2024-05-01T10:00:00.000Z', 120],
    ['2024-05-01 12:00:00 +0200', '2024-05-01T10:00:00.000Z', 120],
    ['2024-05-01 12:00 -0800', '2024-05-01T20:00:00.000Z', -480],
    ['2024-05-01 12:00:00 GMT', '2024-05-01T12:00:00.000Z', 0],
    ['2024-05-01T12:00:00-00:00', '2024-05-01T12:00:00.000Z', undefined],
    ['20240501T120000Z', '2024-05-01T12:00:00.000Z', 0],
    ['Wed, 2024-05-01 12:00:00 +0200', '2024-05-01T10:00:00.000Z', 120],
    ['029 Apr 2019 23:34:45 -0800', '2019-04-30T07:34:45.000Z', -480],
    ['3 Sep 0102 10:00:00 +0200', '2002-09-03T08:00:00.000Z', 120],
    ['1 Jan 0100 00:00:00 GMT', '2000-01-01T00:00:00.000Z', 0],
    ['1 Jan 0099 00:00:00 GMT', '1999-01-01T00:00:00.000Z', 0],
  ])('%s', (value, iso, offset) => {
    const { date, codes } = read(value)
    expect(date?.date.toISOString()).toBe(iso)
    expect(date?.offsetMinutes).toBe(offset)
    expect(codes).toEqual(['obsolete-date'])
  })

  it.each([
    ['26 Jan 2014 17:14:22 XYZT', '2014-01-26T17:14:22.000Z', undefined],
    ['4 Oct 2001 20:12:26 Local time zone must be set', '2001-10-04T20:12:26.000Z', undefined],
    ['10 Sep 2002 13:59:30 +0180', '2002-09-10T11:39:30.000Z', 140],
    ['10 Sep 2002 14:59:30 -0075', '2002-09-10T16:14:30.000Z', -75],
    ['10 Sep 2002 15:59:30 +070', '2002-09-10T14:49:30.000Z', 70],
    ['10 Sep 2002 12:00:00 -600', '2002-09-10T18:00:00.000Z', -360],
    ['10 Sep 2002 12:00:00 GMT+0180', '2002-09-10T09:40:00.000Z', 140],
    ['10 Sep 2002 12:00:00 +9999', '2002-09-06T07:21:00.000Z', 6039],
    ['10 Sep 2002 12:00:00 +-0200', '2002-09-10T12:00:00.000Z', undefined],
    ['10 Sep 2002 12:00:00 +05-30', '2002-09-10T12:00:00.000Z', undefined],
    ['10 Sep 2002 12:00:00 +02000', '2002-09-10T12:00:00.000Z', undefined],
    ['10 Sep 2002 12:00:00 America/New_York', '2002-09-10T12:00:00.000Z', undefined],
    ['10 Sep 2002 12:00:00\x00 +0000', '2002-09-10T12:00:00.000Z', undefined],
    ['2024-05-01T12:00:00', '2024-05-01T12:00:00.000Z', undefined],
  ])('%j has an odd zone', (value, iso, offset) => {
    const { date, codes } = read(value)
    expect(date?.date.toISOString()).toBe(iso)
    expect(date?.offsetMinutes).toBe(offset)
    expect(codes).toContain('invalid-date-zone')
    expect(codes).not.toContain('invalid-date')
  })

  it.each([
    '',
    'never',
    '29 Feb 2023 12:00:00 +0000',
    '30 Feb 2024 12:00:00 +0000',
    '31 Apr 2024 12:00:00 +0000',
    '0 Apr 2024 12:00:00 +0000',
    'Tue, -1 Oct 2024 12:00:00 +0000',
    '1 Oct 999999999999 12:00:00 +0000',
    '1 Oct 1899 12:00:00 +0000',
    '1 Oct 9 12:00:00 +0000',
    '1 Oct 2024 24:00:00 +0000',
    '1 Oct 2024 12:60:00 +0000',
    '1 Oct 2024 12:00:61 +0000',
    '31 Apr 2024 12:00:00 +-0200',
    '1 Oct 2024 25:00:00 XYZ',
    '1 Oct 2024 13:00:00 PM',
    '1 Oct 2024',
    '1 10 2024 12:00:00 +0000',
    '1 Foo 2024 12:00:00 +0000',
    '2024-13-01T12:00:00Z',
    '2024-02-30T12:00:00Z',
    '2024-00-01T12:00:00Z',
    '2024-05-01T25:00:00Z',
    '2024-05-01',
    '129 Apr 2019 12:00:00 +0000',
    ', 1 Oct 2024 12:00:00 +0000',
    'Oct, 1 2024 12:00:00 +0000',
    'Fri Nov 21 09:55:06 EST',
    'Fri Foo 21 09:55:06 1997',
    'Fri Nov x',
    'Fri Nov 21 x',
  ])('gives nothing for %j', (value) => {
    const { date, codes } = read(value)
    expect(date).toBeUndefined()
    expect(codes).toContain('invalid-date')
  })

  it('takes right day names written out, and names of other languages', () => {
    expect(read('Tues, 4 Mar 2014 10:00:00 +0000').codes).toEqual(['obsolete-date'])
    expect(at('mi\u00e9, 5 Mar 2014 10:00:00 +0000')).toBe('2014-03-05T10:00:00.000Z')
  })
})

describe('formatDate', () => {
  it('writes RFC 5322 §3.3', () => {
    expect(formatDate(new Date('1997-11-21T15:55:06.999Z'), -360)).toBe('Fri, 21 Nov 1997 09:55:06 -0600')
    expect(formatDate(new Date(0))).toBe('Thu, 01 Jan 1970 00:00:00 +0000')
    expect(formatDate(new Date(0), -0)).toBe('Thu, 01 Jan 1970 00:00:00 -0000')
    expect(formatDate(new Date(0))).toBe('Thu, 01 Jan 1970 00:00:00 +0000')
  })

  it.each([
    [new Date(Number.NaN), 0],
    [new Date('1899-12-31T23:59:59Z'), 0],
    [new Date('1900-01-01T00:00:00Z'), -1],
    [new Date('+010000-01-01T00:00:00Z'), 0],
    [new Date(0), 0.5],
    [new Date(0), 6000],
    ['2020-01-01' as unknown as Date, 0],
  ])('refuses %s, %s', (date, offset) => {
    expect(() => formatDate(date, offset)).toThrow(TypeError)
  })

  it('is read back', () => {
    const dates = fc.record({
      seconds: fc.integer({ min: Date.UTC(1900, 0, 8) / 1000, max: Date.UTC(9999, 11, 20) / 1000 }),
      offset: fc.option(fc.integer({ min: -5999, max: 5999 }), { nil: undefined }),
    })
    fc.assert(
      fc.property(dates, ({ seconds, offset }) => {
        const date = new Date(seconds * 1000)
        const value = offset === undefined ? { date } : { date, offsetMinutes: offset }
        const { date: back, codes } = read(formatDate(value))
        expect(back?.date).toEqual(date)
        expect(back?.offsetMinutes).toBe(offset)
        expect(codes).toEqual([])
      }),
      { seed: 1, numRuns: 500 },
    )
  })

  it('never throws on any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'1 ,:+-(\\")Jan2.Z\r\n\u00ff') }), (value) => {
        read(value)
      }),
      { seed: 1, numRuns: 2000 },
    )
  })
})

describe('hostile shapes end', () => {
  const n = 200_000
  it.each([
    ['parens', '('.repeat(n)],
    ['digits', '1'.repeat(n)],
    ['spaces', `1 Oct 2024${' '.repeat(n)}x`],
    ['letters', 'a'.repeat(n)],
  ])('%s', (_name, value) => {
    expect(parseDate(value)).toBeUndefined()
  })
})

const folder = process.env.MAIL_VECTORS
describe.skipIf(!folder)('vectors', () => {
  interface Expected {
    utc: string
    offset?: string
  }
  interface Case {
    id: string
    b64: string
    level: string
    expected: Expected | null
    accept?: (Expected | null)[]
  }
  const cases = folder ? casesWithRulings<Case>(folder, 'dates.json') : []
  const matches = (got: MailDate | undefined, want: Expected | null) => {
    if (want === null || got === undefined) return want === null && got === undefined
    const minutes = Math.abs(got.offsetMinutes ?? 0)
    const sign = (got.offsetMinutes ?? 0) < 0 ? '-' : '+'
    const offset = `${sign}${String(Math.floor(minutes / 60)).padStart(2, '0')}${String(minutes % 60).padStart(2, '0')}`
    return (
      got.date.toISOString().replace('.000', '') === want.utc &&
      (want.offset === undefined || want.offset.replace('-0000', '+0000') === offset)
    )
  }
  it('reads all of level must and should', () => {
    const failed = cases
      .filter((c) => c.level !== 'info')
      .filter((c) => {
        const got = parseDate(Buffer.from(c.b64, 'base64'))
        return ![c.expected, ...(c.accept ?? [])].some((want) => matches(got, want))
      })
    expect(failed.map((c) => c.id)).toEqual([])
  })
})

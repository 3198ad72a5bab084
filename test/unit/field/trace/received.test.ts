import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatReceived, parseReceived, type Received, readReceived } from '../../../../src/field/trace/received.js'

/** The clauses alone, with the date as text. */
function read(value: string): Record<string, unknown> {
  const { date, comments, ...rest } = parseReceived(value)
  return { ...rest, ...(date === undefined ? {} : { date: date.date.toISOString() }) }
}

const date = '2019-05-09T01:02:03.000Z'

describe('readReceived', () => {
  it('reads the form of Postfix, folds and comments included', () => {
    const value =
      ' from mail.example.org (host.example.net [192.0.2.7])\r\n\t(using TLSv1.2 with cipher X (256/256 bits))\r\n\tby mx.example.com (Postfix) with ESMTPS id 3F0A12\r\n\tfor <ada@example.com>; Thu,  9 May 2019 10:02:03 +0900 (JST)'
    const codes: string[] = []
    const received = readReceived(value, (code) => codes.push(code))
    expect(codes).toEqual([])
    expect(received).toEqual({
      from: 'mail.example.org',
      helo: 'mail.example.org',
      hostname: 'host.example.net',
      ip: '192.0.2.7',
      by: 'mx.example.com',
      with: 'ESMTPS',
      id: '3F0A12',
      for: 'ada@example.com',
      date: { date: new Date(date), offsetMinutes: 540, raw: 'Thu,  9 May 2019 10:02:03 +0900 (JST)' },
      comments: ['host.example.net [192.0.2.7]', 'using TLSv1.2 with cipher X (256/256 bits)', 'Postfix'],
    } satisfies Received)
  })

  it.each([
    ['qmail, local', '(qmail 123 invoked by uid 99); 9 May 2019 01:02:03 -0000', { date }],
    [
      'qmail, remote',
      'from unknown (HELO mail.example.org) (192.0.2.7) by mx.example.com with SMTP; 9 May 2019 01:02:03 -0000',
      { from: 'unknown', helo: 'mail.example.org', ip: '192.0.2.7', by: 'mx.example.com', with: 'SMTP', date },
    ],
    [
      'Exim',
      'from host.example.net ([192.0.2.7] helo=mail.example.org)\r\n by mx.example.com with esmtp (Exim 4.92)\r\n (envelope-from <x@y.example>) id 1XsaNj-0000ay-9N\r\n for ada@example.com; Thu, 09 May 2019 01:02:03 +0000',
      {
        from: 'host.example.net',
        hostname: 'host.example.net',
        helo: 'mail.example.org',
        ip: '192.0.2.7',
        by: 'mx.example.com',
        with: 'esmtp',
        id: '1XsaNj-0000ay-9N',
        for: 'ada@example.com',
        date,
      },
    ],
    [
      'Sendmail, ident and version comments',
      'from localhost (ada@host.example.net [IPv6:2001:db8::7]) (authenticated bits=0) by mx (8.9.3/8.9.3) with ESMTP id CAA1 for <ada@example.com>; Thu, 9 May 2019 01:02:03 GMT',
      {
        from: 'localhost',
        helo: 'localhost',
        hostname: 'host.example.net',
        ip: '2001:db8::7',
        by: 'mx',
        with: 'ESMTP',
        id: 'CAA1',
        for: 'ada@example.com',
        date,
      },
    ],
    [
      'Exchange',
      'from A.example (2001:db8::1) by B.example (2001:db8::2) with Microsoft SMTP Server (version=TLS1_2, cipher=X) id 15.20.1 via Frontend Transport; Thu, 9 May 2019 01:02:03 +0000',
      {
        from: 'A.example',
        helo: 'A.example',
        ip: '2001:db8::1',
        by: 'B.example',
        with: 'Microsoft SMTP Server',
        id: '15.20.1',
        via: 'Frontend Transport',
        date,
      },
    ],
    [
      'fetchmail, address outside a comment',
      'from pop.example [192.0.2.7] by localhost with IMAP (fetchmail-5.9.0) for ada@localhost (single-drop); Thu, 9 May 2019 01:02:03 +0000',
      {
        from: 'pop.example',
        helo: 'pop.example',
        ip: '192.0.2.7',
        by: 'localhost',
        with: 'IMAP',
        for: 'ada@localhost',
        date,
      },
    ],
    [
      'an address as name, unknown host, no semicolon',
      'from [192.0.2.7] (unknown [192.0.2.7]) by None (SG) with ESMTP id 1 Thu, 9 May 2019 01:02:03 +0000 (CST)',
      { from: '[192.0.2.7]', helo: '[192.0.2.7]', ip: '192.0.2.7', by: 'None', with: 'ESMTP', id: '1', date },
    ],
    [
      'clauses after a semicolon, a clause twice',
      'by a.example id <x;y@z>; for <b@c>; for <d@e>; Thu, 9 May 2019 01:02:03 +0000',
      { by: 'a.example', id: '<x;y@z>', for: 'b@c', date },
    ],
    ...(
      [
        ['with ESMTP id 1xYz-0004-Zu envelope-from <b@c>; ', { with: 'ESMTP', id: '1xYz-0004-Zu' }],
        ['with ESMTPS id Q7w9.3 helo=h.example; ', { with: 'ESMTPS', id: 'Q7w9.3', helo: 'h.example' }],
        ['with HTTP id a1 Envelope-To <b@c> for <d@e>; ', { with: 'HTTP', id: 'a1', for: 'd@e' }],
        ['with local envelope-from=b@c id a2; ', { with: 'local', id: 'a2' }],
        ['id a3 and more words; ', { id: 'a3' }],
        ['id a4 (envelope-from <b@c>); ', { id: 'a4' }],
        // Near to it: words that are no clause of anybody.
        ['with Microsoft SMTP Server id a5; ', { with: 'Microsoft SMTP Server', id: 'a5' }],
        ['with envelope from b id a6; ', undefined],
      ] as const
    ).map(
      ([clauses, found]) =>
        [
          `clauses of others: ${clauses}`,
          `by mx.example ${clauses}Thu, 9 May 2019 01:02:03 +0000`,
          {
            by: 'mx.example',
            ...found,
            ...(found === undefined ? { with: 'envelope', from: 'b', helo: 'b', id: 'a6' } : {}),
            date,
          },
        ] as [string, string, object],
    ),
    ['Received by only', 'by 192.0.2.7 with SMTP id x', { by: '192.0.2.7', with: 'SMTP', id: 'x' }],
    ['quoted words', 'from "a b" by c', { from: '"a b"', helo: '"a b"', by: 'c' }],
    ['empty clauses', 'from by with', {}],
    ['nothing', '', {}],
    ['free text', 'hello there', {}],
  ])('%s', (_name, value, expected) => {
    expect(read(value)).toEqual(expected)
  })

  it('names a date that is none, and only that', () => {
    const codes: [string, number, number][] = []
    readReceived('by x; yesterday', (...defect) => codes.push(defect))
    readReceived('by x; ', (...defect) => codes.push(defect))
    readReceived('by x; (open', (...defect) => codes.push(defect))
    expect(codes).toEqual([
      ['invalid-date', 5, 15],
      ['unterminated-comment', 6, 11],
    ])
  })

  it('takes values of any length', () => {
    const n = 300_000
    const shapes = [
      '('.repeat(n),
      'from '.repeat(n / 5),
      `by ${'x '.repeat(n / 2)}`,
      '(a)'.repeat(n / 3),
      ';'.repeat(n),
    ]
    for (const value of [...shapes, 'Thu, 9 '.repeat(n / 7), `from x (${'[1.2.3.4] '.repeat(n / 10)})`]) {
      expect(parseReceived(value).comments.length).toBeLessThanOrEqual(n / 3)
    }
  })

  it('never throws on any text', () => {
    const words = fc.constantFrom(
      'from',
      'by',
      'for',
      ' ',
      ';',
      '(',
      ')',
      '<',
      '>',
      '"',
      '\\',
      '[',
      '1.2.3.4',
      'Thu, 9',
      '\r\n',
      'ÿ',
    )
    fc.assert(
      fc.property(fc.array(words), (parts) => {
        parseReceived(parts.join(''))
      }),
      { seed: 1, numRuns: 1500 },
    )
  })
})

describe('formatReceived', () => {
  it('writes RFC 5321 §4.4', () => {
    expect(
      formatReceived({
        from: 'mail.example.org',
        hostname: 'host.example.net',
        ip: '2001:db8::7',
        by: 'mx.example.com',
        via: 'TCP',
        with: 'ESMTP',
        id: 'abc',
        for: 'ada@example.com',
        comments: ['host.example.net [IPv6:2001:db8::7]', 'a (b) \\'],
        date: new Date(date),
      }),
    ).toBe(
      'from mail.example.org (host.example.net [IPv6:2001:db8::7]) by mx.example.com via TCP with ESMTP id abc for <ada@example.com> (a \\(b\\) \\\\); Thu, 09 May 2019 01:02:03 +0000',
    )
  })

  it.each([
    { by: 'a b' },
    { by: 'a(b' },
    { by: 'a;b' },
    { by: 'a\r\nX: y' },
    { by: 'ü' },
    { by: 'for' },
    { with: 'ESMTP  X' },
    { id: '' },
    { for: 'a>b' },
    { from: 'x', ip: '1' },
    { from: 'x', hostname: 'a b' },
    { comments: ['a\nb'] },
    { comments: ['é'] },
    { date: new Date(Number.NaN) },
    { date: undefined as unknown as Date },
  ])('refuses %j', (part) => {
    expect(() => formatReceived({ by: 'x', date: new Date(0), ...part })).toThrow(TypeError)
  })

  it('is read back', () => {
    const word = fc.stringMatching(/^[a-z0-9][a-z0-9.-]{0,12}[a-z0-9]x$/)
    const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined })
    const spec = fc.record({
      from: word,
      helo: optional(word),
      hostname: optional(word),
      ip: optional(fc.oneof(fc.ipV4(), fc.ipV6())),
      by: optional(word),
      via: optional(word),
      with: optional(fc.array(word, { minLength: 1, maxLength: 3 }).map((words) => words.join(' '))),
      id: optional(word),
      for: optional(fc.tuple(word, word).map(([local, domain]) => `${local}@${domain}`)),
      comments: fc.array(fc.stringMatching(/^[a-z()\\"]{1,10}$/), { maxLength: 2 }),
      seconds: fc.integer({ min: 0, max: 4e9 }),
    })
    fc.assert(
      fc.property(spec, ({ seconds, helo, hostname, ...clauses }) => {
        const when = new Date(seconds * 1000)
        const given = Object.fromEntries(Object.entries(clauses).filter(([, value]) => value !== undefined))
        // Without a HELO of its own, the sender's first name is its HELO; with one, it is its name in the DNS.
        const peer =
          helo === undefined ? (hostname === undefined || clauses.ip === undefined ? {} : { hostname }) : { helo }
        const back = parseReceived(formatReceived({ ...given, ...peer, comments: clauses.comments, date: when }))
        expect(back.date?.date).toEqual(when)
        expect(back).toMatchObject({ ...given, ...peer, comments: back.comments })
        expect(back.comments.slice(back.comments.length - clauses.comments.length)).toEqual(clauses.comments)
      }),
      { seed: 1, numRuns: 400 },
    )
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type AuthResults, formatAuthResults, parseAuthResults } from '../../../../src/field/trace/auth-results.js'

describe('parseAuthResults (RFC 8601 appendix B and wild forms)', () => {
  it.each<[string, AuthResults]>([
    ['example.org 1; none', { authservId: 'example.org', version: 1, results: [] }],
    ['example.org', { authservId: 'example.org', results: [] }],
    [
      ' example.com;\r\n spf=pass smtp.mailfrom=example.net',
      {
        authservId: 'example.com',
        results: [
          { method: 'spf', result: 'pass', properties: [{ type: 'smtp', name: 'mailfrom', value: 'example.net' }] },
        ],
      },
    ],
    [
      "foo.example.net (foobar) 1 (baz);\r\n dkim (Because I like it) / 1 (One yay) = (wait for it) fail\r\n policy (A dot can go here) . (like that) expired (this surprised me) = (as I wasn't expecting it) 1362471462",
      {
        authservId: 'foo.example.net',
        version: 1,
        results: [
          {
            method: 'dkim',
            version: 1,
            result: 'fail',
            comment:
              "Because I like it One yay wait for it A dot can go here like that this surprised me as I wasn't expecting it",
            properties: [{ type: 'policy', name: 'expired', value: '1362471462' }],
          },
        ],
      },
    ],
    [
      'a.example; auth=pass (cram-md5) smtp.auth=sender@example.net; dkim=FAIL reason="bad; \\"sig\\"" header.i="x y"@example.com header.b=ab/c',
      {
        authservId: 'a.example',
        results: [
          {
            method: 'auth',
            result: 'pass',
            comment: 'cram-md5',
            properties: [{ type: 'smtp', name: 'auth', value: 'sender@example.net' }],
          },
          {
            method: 'dkim',
            result: 'fail',
            reason: 'bad; "sig"',
            properties: [
              { type: 'header', name: 'i', value: 'x y@example.com' },
              { type: 'header', name: 'b', value: 'ab/c' },
            ],
          },
        ],
      },
    ],
    [
      'i=2; mx.example.net; arc=pass',
      { authservId: 'mx.example.net', instance: 2, results: [{ method: 'arc', result: 'pass', properties: [] }] },
    ],
    [
      'spf=none (sender IP is ) smtp.mailfrom=a.example',
      {
        authservId: '',
        results: [
          {
            method: 'spf',
            result: 'none',
            comment: 'sender IP is',
            properties: [{ type: 'smtp', name: 'mailfrom', value: 'a.example' }],
          },
        ],
      },
    ],
    [
      'mta.example  from=b.example; domainkeys=neutral (no sig); junk; x=y "z" w from=c',
      {
        authservId: 'mta.example',
        results: [
          { method: 'domainkeys', result: 'neutral', comment: 'no sig', properties: [] },
          { method: 'x', result: 'y', properties: [{ type: '', name: 'from', value: 'c' }] },
        ],
      },
    ],
    ['', { authservId: '', results: [] }],
  ])('%j', (value, expected) => {
    expect(parseAuthResults(value)).toEqual(expected)
  })

  it('takes values of any length and never throws', () => {
    const n = 100_000
    for (const shape of ['(', ';', '=', '.', '"', 'a=b;', 'a=b ', 'a.', '. ', 'i=', '(a)', '"a"']) {
      expect(parseAuthResults(shape.repeat(n / shape.length))).toHaveProperty('results')
      expect(parseAuthResults(`x; a=b ${shape.repeat(n / shape.length)}`)).toHaveProperty('results')
    }
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'ai1=;. ()"\\/\r\n\u00ff') }), (value) => {
        parseAuthResults(value)
      }),
      { seed: 1, numRuns: 2000 },
    )
  })
})

describe('formatAuthResults', () => {
  it('is read back', () => {
    const word = fc.stringMatching(/^[a-z][a-z0-9-]{0,6}[a-z0-9]$/)
    const value = fc.string({ unit: fc.constantFrom(...'ab@. ;"\\()=/'), minLength: 1 })
    const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined })
    const result = fc.record({
      method: word,
      version: optional(fc.nat(9)),
      result: word,
      reason: optional(value),
      properties: fc.array(fc.record({ type: word, name: word, value }), { maxLength: 3 }),
    })
    const whole = fc.record({
      authservId: fc.stringMatching(/^[a-z][a-z.]{0,9}$/),
      version: optional(fc.nat(9)),
      instance: optional(fc.integer({ min: 1, max: 50 })),
      results: fc.array(result, { maxLength: 3 }),
    })
    fc.assert(
      fc.property(whole, (given) => {
        const plain = JSON.parse(JSON.stringify(given)) as AuthResults
        expect(parseAuthResults(formatAuthResults(plain))).toEqual(plain)
      }),
      { seed: 1, numRuns: 400 },
    )
  })

  it('of two reasons of one result the first counts (RFC 8601 §2.2 has one)', () => {
    const read = parseAuthResults('mx.example.org; spf=fail reason="one" reason="two"')
    expect(read?.results.map(({ reason }) => reason)).toEqual(['one'])
  })

  it('writes comments and none', () => {
    expect(formatAuthResults({ authservId: 'a.b', results: [] })).toBe('a.b; none')
    expect(
      formatAuthResults({
        authservId: 'a',
        results: [{ method: 'spf', result: 'pass', comment: 'x)', properties: [] }],
      }),
    ).toBe('a; spf=pass (x\\))')
  })

  it.each<AuthResults>([
    { authservId: '', results: [] },
    { authservId: 'a=b', results: [] },
    { authservId: 'a\r\n', results: [] },
    { authservId: 'é', results: [] },
    { authservId: 'a', version: -1, results: [] },
    { authservId: 'a', results: [{ method: 'a b', result: 'x', properties: [] }] },
    { authservId: 'a', results: [{ method: 'a', result: 'x;', properties: [] }] },
    { authservId: 'a', results: [{ method: 'a', result: 'x', reason: 'a\nb', properties: [] }] },
    { authservId: 'a', results: [{ method: 'a', result: 'x', properties: [{ type: '', name: 'b', value: 'c' }] }] },
  ])('refuses %j', (value) => {
    expect(() => formatAuthResults(value)).toThrow(TypeError)
  })
})

/** RFC 6376 §3.4: the examples of §3.4.5, bodies of all shapes, and that cuts change nothing. */
import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BodyHasher, canonicalBody, canonicalHeaders } from '../../../src/dkim/index.js'
import { parse } from '../../../src/index.js'

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1')
const EXAMPLE = 'A: X\r\nB : Y\t\r\n\tZ  \r\n\r\n C \r\nD \t E\r\n\r\n\r\n'

describe('canonicalHeaders', () => {
  it('the examples of RFC 6376 §3.4.5', () => {
    expect(text(canonicalHeaders(EXAMPLE, ['a', 'b'], 'relaxed'))).toBe('a:X\r\nb:Y Z\r\n')
    expect(text(canonicalHeaders(EXAMPLE, ['A', 'B'], 'simple'))).toBe('A: X\r\nB : Y\t\r\n\tZ  \r\n')
  })

  it('takes namesakes from the bottom up, and nothing where there are no more', () => {
    const message = 'X: 1\nX: 2\nY: 3\n\n'
    expect(text(canonicalHeaders(message, ['x', 'y', 'x', 'x', 'z'], 'relaxed'))).toBe('x:2\r\ny:3\r\nx:1\r\n')
  })

  it('reads a message that ends its lines in LF as it is sent', () => {
    const lf = EXAMPLE.replaceAll('\r\n', '\n')
    for (const how of ['simple', 'relaxed'] as const) {
      expect(text(canonicalHeaders(lf, ['a', 'b'], how))).toBe(text(canonicalHeaders(EXAMPLE, ['a', 'b'], how)))
      expect(text(canonicalBody(lf, how))).toBe(text(canonicalBody(EXAMPLE, how)))
    }
  })

  it('keeps octets above 7F, and what a field of white space alone is', () => {
    expect(text(canonicalHeaders(Buffer.from('Subject: \xe9  \xff\r\n\r\n', 'latin1'), ['subject'], 'relaxed'))).toBe(
      'subject:\xe9 \xff\r\n',
    )
    expect(text(canonicalHeaders('Subject: \t \r\n\r\n', ['subject'], 'relaxed'))).toBe('subject:\r\n')
    expect(text(canonicalHeaders('Subject:\r\n\r\n', ['subject'], 'simple'))).toBe('Subject:\r\n')
  })

  it('takes a message as it is now', () => {
    const message = parse('Subject: a\r\n\r\nx\r\n')
    message.headers.set('Subject', 'b')
    expect(text(canonicalHeaders(message, ['subject'], 'relaxed'))).toBe('subject:b\r\n')
  })

  it('names a wrong argument', () => {
    expect(() => canonicalHeaders('', ['a'], 'nowsp' as never)).toThrow(/canonicalization/)
    expect(() => canonicalHeaders('', 'a' as never, 'simple')).toThrow(/names/)
    expect(() => canonicalHeaders(1 as never, [], 'simple')).toThrow(TypeError)
  })
})

describe('canonicalBody', () => {
  const of = (body: string, how: 'simple' | 'relaxed', length?: number) =>
    text(canonicalBody(`A: b\r\n\r\n${body}`, how, length === undefined ? {} : { length }))

  it('the examples of RFC 6376 §3.4.5', () => {
    expect(text(canonicalBody(EXAMPLE, 'relaxed'))).toBe(' C\r\nD E\r\n')
    expect(text(canonicalBody(EXAMPLE, 'simple'))).toBe(' C \r\nD \t E\r\n')
  })

  it.each([
    ['', '\r\n', ''],
    ['\r\n', '\r\n', ''],
    ['\r\n\r\n\r\n', '\r\n', ''],
    [' \r\n\t\r\n', ' \r\n\t\r\n', ''],
    ['a', 'a\r\n', 'a\r\n'],
    ['a \t', 'a \t\r\n', 'a\r\n'],
    ['a\r\n\r\nb\r\n\r\n', 'a\r\n\r\nb\r\n', 'a\r\n\r\nb\r\n'],
    ['a\n\n', 'a\r\n', 'a\r\n'],
    ['a\rb\r', 'a\rb\r\r\n', 'a\rb\r\r\n'],
    ['a \r\r\n', 'a \r\r\n', 'a \r\r\n'],
    ['\r', '\r\r\n', '\r\r\n'],
    ['\u0000\u000b\r\n', '\u0000\u000b\r\n', '\u0000\u000b\r\n'],
  ])('%j', (body, simple, relaxed) => {
    expect(of(body, 'simple')).toBe(simple)
    expect(of(body, 'relaxed')).toBe(relaxed)
  })

  it('no more than length octets', () => {
    expect(of('abc\r\n', 'simple', 2)).toBe('ab')
    expect(of('abc\r\n', 'simple', 0)).toBe('')
    expect(of('abc\r\n', 'simple', 100)).toBe('abc\r\n')
    expect(() => of('', 'simple', -1)).toThrow(/length/)
  })

  it('the body of a message without an empty line', () => {
    expect(text(canonicalBody('A: b\r\n', 'simple'))).toBe('\r\n')
    expect(text(canonicalBody('\r\nbody\r\n', 'simple'))).toBe('body\r\n')
  })
})

describe('BodyHasher', () => {
  const octet = fc.constantFrom(0x0d, 0x0a, 0x20, 0x09, 0x61)

  it('gives the same for any cutting, and the hash of canonicalBody', () => {
    fc.assert(
      fc.property(
        fc.array(octet, { maxLength: 40 }),
        fc.array(fc.nat(40)),
        fc.constantFrom('simple' as const, 'relaxed' as const),
        fc.option(fc.nat(20), { nil: undefined }),
        (octets, cuts, how, length) => {
          const body = Uint8Array.from(octets)
          const options = length === undefined ? {} : { length }
          const whole = new BodyHasher(how, options).write(body).end()
          const cut = new BodyHasher(how, options)
          let at = 0
          for (const to of [...cuts.sort((a, b) => a - b), body.length]) {
            cut.write(body.subarray(at, to))
            at = Math.max(at, to)
          }
          expect(cut.end()).toEqual(whole)
          const message = Buffer.concat([Buffer.from('A: b\n\n'), body])
          const canonical = canonicalBody(message, how, options)
          const digest = createHash('sha256').update(canonical).digest('hex')
          expect(Buffer.from(whole.digest).toString('hex')).toBe(digest)
          expect(whole.hashed).toBe(canonical.length)
          expect(whole.total).toBe(canonicalBody(message, how).length)
        },
      ),
      { seed: 6376, numRuns: 500 },
    )
  })

  it('takes nothing after the end, and ends the same twice', () => {
    const hasher = new BodyHasher('relaxed')
    expect(hasher.end()).toBe(hasher.end())
    expect(() => hasher.write(new Uint8Array(1))).toThrow(/after end/)
    expect(() => new BodyHasher('relaxed', { hash: 'md5' as never })).toThrow(/hash/)
  })
})

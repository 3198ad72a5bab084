import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fold, unfold } from '../../../../src/field/words/fold.js'

describe('folds', () => {
  it('leaves short fields alone', () => {
    expect(fold('Subject', 'a b')).toBe('Subject: a b')
    expect(fold('Subject', '')).toBe('Subject:')
    expect(fold('Subject', `${'a'.repeat(65)} bcd`)).toBe(`Subject: ${'a'.repeat(65)} bcd`)
  })

  it('breaks before white space at 78', () => {
    expect(fold('Subject', `${'a'.repeat(66)} bcd`)).toBe(`Subject: ${'a'.repeat(66)}\r\n bcd`)
    const lines = fold('To', Array(40).fill('a@example.org').join(', ')).split('\r\n')
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(78)
    expect(lines.length).toBe(8)
  })

  it('keeps lines with encoded-words to 76', () => {
    const word = `=?UTF-8?Q?${'a'.repeat(53)}?=`
    expect(fold('Subject', `${word} b`)).toBe(`Subject: ${word} b`)
    expect(fold('Subject', `${word} bb cc`)).toBe(`Subject: ${word}\r\n bb cc`)
  })

  it('breaks behind the name when the first word then fits', () => {
    expect(fold('Message-ID', `<${'a'.repeat(73)}>`)).toBe(`Message-ID:\r\n <${'a'.repeat(73)}>`)
    expect(fold('X', 'a'.repeat(200))).toBe(`X: ${'a'.repeat(200)}`)
    expect(fold('X', 'a'.repeat(997))).toBe(`X:\r\n ${'a'.repeat(997)}`)
  })

  it('breaks quoted strings only when nothing else helps', () => {
    const name = `filename="${'a b '.repeat(15)}"`
    expect(fold('Content-Disposition', `attachment; ${name}`)).toBe(`Content-Disposition: attachment;\r\n ${name}`)
    const long = `filename="${'a b '.repeat(30)}"`
    expect(unfold(fold('Content-Disposition', `attachment; ${long}`))).toBe(`Content-Disposition: attachment; ${long}`)
  })

  it('makes no line of white space alone', () => {
    expect(fold('X', `${'a'.repeat(74)}    `)).toBe(`X: ${'a'.repeat(74)}    `)
    expect(fold('X', `${'a'.repeat(74)}${' '.repeat(100)}b`)).toBe(`X: ${'a'.repeat(74)}\r\n${' '.repeat(100)}b`)
  })

  it('counts octets', () => {
    expect(fold('X', `${'é'.repeat(36)} ${'é'.repeat(3)}`)).toBe(`X: ${'é'.repeat(36)}\r\n ${'é'.repeat(3)}`)
  })

  it.each([
    ['X', 'a\nb'],
    ['X', 'a\rb'],
    ['X', 'a\0b'],
    ['X', '\ud800'],
    ['X', 'a'.repeat(998)],
    ['', 'a'],
    ['a b', 'a'],
    ['a:', 'a'],
  ])('refuses %j: %j', (name, value) => expect(() => fold(name, value)).toThrow(TypeError))

  it('unfold undoes it', () => {
    const piece = fc.constantFrom(
      ' ',
      '\t',
      '   ',
      'a',
      'bcd'.repeat(9),
      '"',
      '\\',
      '\\"',
      ',',
      ';',
      'é',
      '=?',
      '=?utf-8?Q?a?=',
    )
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1, maxLength: 120 }), (pieces) => {
        const value = pieces.join('')
        const field = fold('Subject', value)
        expect(unfold(field)).toBe(`Subject: ${value}`)
        for (const line of field.split('\r\n').slice(1)) expect(line).toMatch(/^[ \t]+[^ \t]/)
      }),
      { seed: 1, numRuns: 500 },
    )
  })
})

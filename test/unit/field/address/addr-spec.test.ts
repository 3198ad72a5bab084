import { describe, expect, it } from 'vitest'
import { isAddrSpec, isDotAtom, writeLocalPart } from '../../../../src/field/address/addr-spec.js'

describe('isAddrSpec', () => {
  it.each([
    'a@b',
    'a.b@c.d',
    '"a b"@c',
    '"a"."b".c@d',
    '""@c',
    '"\\"\\\\"@c',
    'a@[192.0.2.1]',
    'a@[IPv6:::1]',
    'a@[\\]]',
    '(x)a(y)@(z)b(w)',
    'a . b @ c . d',
    '\r\n a@b\r\n ',
    'a@b\r\n \r\n ',
    '"a\r\n b"@c',
    'jörg@bücher.example',
    'u%h!p@b',
  ])('%j is one', (value) => expect(isAddrSpec(value)).toBe(true))

  it.each([
    '',
    'a',
    '@',
    'a@',
    '@b',
    'a@b@c',
    '.a@b',
    'a.@b',
    'a..b@c',
    'a@b.',
    'a b@c',
    'a(x)b@c',
    '"a"b@c',
    '"a@c',
    '"a\\"@c',
    'a@[b',
    'a@[b]c',
    'a@[[b]]',
    '(a@b',
    'a@b)',
    'a\\@b',
    'a@b,c@d',
    'A <a@b>',
    '\r\na@b',
    'a@b\n',
    '"a\rb"@c',
    '"a\0"@c',
    '\x7f@b',
  ])('%j is none', (value) => expect(isAddrSpec(value)).toBe(false))

  it('takes values of any length', () => {
    for (const unit of ['(', 'a.', '"', '\\', '[', '\r\n ', '(a)']) expect(isAddrSpec(unit.repeat(100_000))).toBe(false)
  })
})

it('writes local parts', () => {
  expect(isDotAtom('a.b')).toBe(true)
  expect(['a..b', '.a', 'a.', '', 'a b', 'a@b'].some(isDotAtom)).toBe(false)
  expect(writeLocalPart('a.b')).toBe('a.b')
  expect(writeLocalPart('a..b')).toBe('"a..b"')
  expect(writeLocalPart('"\\')).toBe('"\\"\\\\"')
})

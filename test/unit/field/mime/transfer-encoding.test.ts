import { describe, expect, it } from 'vitest'
import {
  formatTransferEncoding,
  isKnownEncoding,
  parseTransferEncoding,
  readTransferEncoding,
} from '../../../../src/field/mime/transfer-encoding.js'
import { reading } from '../collect.js'

const UNKNOWN = ['unknown-transfer-encoding']

describe('reads transfer encodings', () => {
  it.each([
    ['7bit', '7bit', []],
    [' Base64 ', 'base64', []],
    ['\r\n quoted-printable', 'quoted-printable', []],
    ['(x) base64 (y)', 'base64', ['comment-in-mime-header']],
    ['x-uuencode', 'x-uuencode', ['legacy-encoding']],
    ['', '', UNKNOWN],
    ['x-base64', 'x-base64', UNKNOWN],
    ['"base64"', 'base64', UNKNOWN],
    ["'Base64'", 'base64', UNKNOWN],
    ['" base64 "', 'base64', UNKNOWN],
    ['base64;', 'base64', UNKNOWN],
    ['Base64 ;', 'base64', UNKNOWN],
    ['base64.', 'base64', UNKNOWN],
    ['; base64', 'base64', UNKNOWN],
    ['base64; charset=utf-8', 'base64', UNKNOWN],
    ['base64, 7bit', 'base64', UNKNOWN],
    ['7bit, base64', '7bit', UNKNOWN],
    ['8bit base64', '8bit', UNKNOWN],
    ['quoted-printable\tx', 'quoted-printable', UNKNOWN],
    ['=?utf-8?Q?base64?=', 'base64', UNKNOWN],
    ['=?utf-8?B?OGJpdA==?= ', '8bit', UNKNOWN],
    // No name of an encoding comes first: nothing of it decodes.
    ['base-64', 'base-64', UNKNOWN],
    ['utf-8', 'utf-8', UNKNOWN],
    ['quoted printable', 'quoted', UNKNOWN],
    ['x base64', 'x', UNKNOWN],
    ['base64base64', 'base64base64', UNKNOWN],
    ['=?utf-8?Q?base64', '=?utf-8?q?base64', UNKNOWN],
    ['?', '?', UNKNOWN],
    ['__proto__', '__proto__', UNKNOWN],
  ])('%j', (octets, value, codes) => expect(reading(octets, readTransferEncoding)).toEqual({ value, codes }))

  it('tells what is known', () => {
    expect(isKnownEncoding(parseTransferEncoding('BINARY'))).toBe(true)
    expect(isKnownEncoding(parseTransferEncoding('base64;'))).toBe(true)
    expect(isKnownEncoding(parseTransferEncoding('base64x;'))).toBe(false)
    expect(isKnownEncoding('constructor')).toBe(false)
  })
})

describe('writes transfer encodings', () => {
  it('knows five', () => expect(formatTransferEncoding('base64')).toBe('base64'))
  it.each(['', 'Base64', 'x-uuencode', 'base64\r\n'])('refuses %j', (name) => {
    expect(() => formatTransferEncoding(name)).toThrow(TypeError)
  })
})

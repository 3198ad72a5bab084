import { expect, it } from 'vitest'
import { parseContentType } from '../../../src/field/index.js'
import { isMultipartSigned, nameOfSigned } from '../../../src/field/mime/multipart-signed.js'

it.each([
  ['multipart/signed', true],
  ['Multipart/SIGNED; boundary=b; protocol="application/pgp-signature"', true],
  ['multipart/encrypted; boundary=b', false],
  ['application/signed', false],
  ['multipart/signed2', false],
  ['signed', false],
])('%s: %s', (value, signed) => {
  expect(isMultipartSigned(parseContentType(value))).toBe(signed)
})

it('names a signature by its path', () => {
  expect([nameOfSigned([]), nameOfSigned([1]), nameOfSigned([1, 2])]).toEqual([
    'multipart/signed',
    'multipart/signed 1',
    'multipart/signed 1.2',
  ])
})

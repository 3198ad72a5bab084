/** CMS objects seen from outside, written by hand in BER. RFC 5652, X.690 §8. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { elementAt } from '../../../src/secure/ber.js'
import { readCms } from '../../../src/secure/cms.js'

type Bytes = readonly number[]

function tlv(tag: number, ...contents: readonly Bytes[]): number[] {
  const content = contents.flat()
  const { length } = content
  return [tag, ...(length < 128 ? [length] : [0x82, length >> 8, length & 255]), ...content]
}

/** Of indefinite length. */
const open = (tag: number, ...contents: readonly Bytes[]): number[] => [tag, 0x80, ...contents.flat(), 0, 0]

const PKCS7 = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07]
const oid = (...octets: number[]) => tlv(6, octets)
const SHA256 = tlv(0x30, oid(0x60, 0x86, 0x48, 0x01, 0x65, 3, 4, 2, 1), [5, 0])
const SIGNER = tlv(0x30, [2, 1, 1])
const HELLO = [...Buffer.from('Hello')]

function signedData(content: Bytes | undefined, signers: readonly Bytes[] = [SIGNER], wrap = tlv): Uint8Array {
  const encapsulated = wrap(0x30, oid(...PKCS7, 1), content === undefined ? [] : wrap(0xa0, content))
  const certificates = tlv(
    0xa0,
    tlv(
      0x30,
      [1, 2, 3].map(() => 5),
    ),
  )
  const body = wrap(0x30, [2, 1, 1], tlv(0x31, SHA256), encapsulated, certificates, tlv(0x31, ...signers))
  return Uint8Array.from(wrap(0x30, oid(...PKCS7, 2), wrap(0xa0, body)))
}

describe('a CMS object', () => {
  it.each([
    ['DER', tlv],
    ['BER of indefinite length', open],
  ] as const)('that is signed, in %s', (_, wrap) => {
    const { content, ...shape } = readCms(signedData(tlv(4, HELLO), [SIGNER], wrap))!
    expect(shape).toEqual({ type: 'signed-data', digests: ['sha-256'], signers: 1 })
    expect([...content!]).toEqual(HELLO)
    expect(readCms(signedData(undefined, [SIGNER, SIGNER], wrap))).toEqual({
      type: 'signed-data',
      digests: ['sha-256'],
      signers: 2,
    })
  })

  it.each([
    ['pieces', open(0x24, tlv(4, HELLO.slice(0, 2)), tlv(4, []), tlv(4, HELLO.slice(2)))],
    ['pieces of known length', tlv(0x24, tlv(4, HELLO.slice(0, 2)), tlv(4, HELLO.slice(2)))],
    ['pieces of pieces', open(0x24, open(0x24, tlv(4, HELLO.slice(0, 3))), tlv(0x24, tlv(4, HELLO.slice(3))))],
  ])('with content in %s', (_, content) => {
    for (const wrap of [tlv, open]) expect([...readCms(signedData(content, [SIGNER], wrap))!.content!]).toEqual(HELLO)
  })

  it('has no content that is no string', () => {
    expect(readCms(signedData(tlv(0x30, tlv(4, HELLO))))!.content).toBe(undefined)
    expect(readCms(signedData(open(0x24, tlv(2, HELLO))))!.content).toBe(undefined)
  })

  it.each([
    ['data', [...PKCS7, 1]],
    ['enveloped-data', [...PKCS7, 3]],
    ['other', [...PKCS7, 5]],
    ['compressed-data', [...PKCS7.slice(0, 7), 9, 16, 1, 9]],
    ['authenveloped-data', [...PKCS7.slice(0, 7), 9, 16, 1, 23]],
  ])('of type %s', (type, id) => {
    expect(readCms(Uint8Array.from(tlv(0x30, oid(...id), tlv(0xa0, tlv(0x30)))))).toEqual({
      type,
      digests: [],
      signers: 0,
    })
  })

  it('is none', () => {
    for (const octets of [
      [],
      [0x30],
      [0x30, 5, 1],
      [0x31, 0],
      tlv(0x30, [2, 1, 1]),
      [0x30, 0x80, 6, 1],
      [0x30, 0x89, 1],
      [0x1f, 1, 1],
    ])
      expect(readCms(Uint8Array.from(octets))).toBe(undefined)
    expect(readCms(Buffer.from('-----BEGIN PGP MESSAGE-----'))).toBe(undefined)
  })
})

it('lengths that lie, and nesting without end, are bounded', () => {
  expect(elementAt(Uint8Array.of(4, 0x84, 0xff, 0xff, 0xff, 0xff), 0, 6)).toBe(undefined)
  expect(elementAt(Uint8Array.of(4, 0x80, 0, 0), 0, 4)).toBe(undefined)
  const deep = new Uint8Array(200_000).map((_, i) => (i % 2 === 0 ? 0x30 : 0x80))
  expect(readCms(deep)).toBe(undefined)
  const many = signedData(tlv(4, HELLO), new Array(250).fill(SIGNER))
  expect(readCms(many)!.signers).toBe(100)
})

it('anything is read without throwing', () => {
  const octet = fc.constantFrom(0x30, 0x31, 0x80, 0x24, 0xa0, 0, 4, 6, 9, 2, 1, 0x84, 0xff)
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), fc.array(octet, { maxLength: 60 }), fc.nat(60), (a, b, cut) => {
      readCms(a)
      readCms(Uint8Array.from(b))
      const damaged = signedData(open(0x24, tlv(4, HELLO)), [SIGNER], open)
      damaged.set(b.slice(0, 4), cut % (damaged.length - 4))
      readCms(damaged)
      for (let end = 0; end < damaged.length; end++) readCms(damaged.subarray(0, end))
    }),
    { seed: 1, numRuns: 300 },
  )
})

/** Autocrypt fields, both ways. Autocrypt Level 1.1 §2.1, §2.3, §3.6.1. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compose, parse } from '../../../src/index.js'
import { autocrypt, autocryptGossip, formatAutocrypt, parseAutocrypt } from '../../../src/secure/index.js'

const FIELD = 'addr=ada@example.org; prefer-encrypt=mutual; keydata=QUJD'

describe('parseAutocrypt', () => {
  it('reads a field with its blanks', () => {
    expect(parseAutocrypt('addr=ada@example.org; prefer-encrypt=mutual; keydata=\r\n QUJD\r\n REVG\r\n')).toEqual({
      addr: 'ada@example.org',
      preferEncrypt: 'mutual',
      keydata: new Uint8Array(Buffer.from('ABCDEF')),
      keytext: 'QUJD REVG',
    })
  })

  it.each([
    ['an unknown attribute that may be ignored', `_note=x; ${FIELD}`, 'mutual'],
    ['another preference', 'addr=a@b; prefer-encrypt=never; keydata=QQ==', 'nopreference'],
    ['names in capitals', 'ADDR=a@b; KeyData=QQ==', 'nopreference'],
  ])('%s', (_, value, prefer) => expect(parseAutocrypt(value)?.preferEncrypt).toBe(prefer))

  it.each([
    ['no addr', 'keydata=QUJD'],
    ['no keydata', 'addr=a@b'],
    ['empty keydata', 'addr=a@b; keydata='],
    ['keydata that is no base64', 'addr=a@b; keydata=QU*D'],
    ['an unknown attribute', 'addr=a@b; type=1; keydata=QUJD'],
    ['an attribute twice', 'addr=a@b; addr=c@d; keydata=QUJD'],
    ['no attribute', 'addr=a@b; x; keydata=QUJD'],
    ['nothing', ''],
  ])('ignores a field with %s', (_, value) => expect(parseAutocrypt(value)).toBeUndefined())
})

describe('formatAutocrypt', () => {
  it('is read back, folded', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 500 }), fc.boolean(), (keydata, mutual) => {
        const preferEncrypt = mutual ? 'mutual' : 'nopreference'
        const message = compose({ from: 'ada@example.org', text: 'x' })
        message.headers.set('Autocrypt', formatAutocrypt({ addr: 'ada@example.org', preferEncrypt, keydata }))
        const bytes = message.toBytes()
        expect(
          Buffer.from(bytes)
            .toString()
            .split('\r\n')
            .every((line) => line.length <= 90),
        ).toBe(true)
        expect(autocrypt(parse(bytes))).toMatchObject({ addr: 'ada@example.org', preferEncrypt, keydata })
      }),
    )
  })

  it('keeps the blanks of a text', () => {
    expect(formatAutocrypt({ addr: 'a@b.example', keydata: 'QU JD' })).toBe('addr=a@b.example; keydata=QU JD')
  })

  it.each([
    [{ addr: 'a b@c', keydata: 'QUJD' }, /addr/],
    [{ addr: 'a@b', keydata: '' }, /keydata/],
    [{ addr: 'a@b', keydata: new Uint8Array(0) }, /keydata/],
    [{ addr: 'a@b', keydata: 'x;y' }, /keydata/],
    [{ addr: 'a@b', keydata: 'QUJD', preferEncrypt: 'no' }, /preferEncrypt/],
    [undefined, /object/],
  ])('refuses %j', (spec, why) => expect(() => formatAutocrypt(spec as never)).toThrow(why))
})

describe('autocrypt', () => {
  const of = (from: string, ...fields: string[]) =>
    autocrypt(parse(`From: ${from}\r\n${fields.map((field) => `Autocrypt: ${field}\r\n`).join('')}\r\nx`))

  it('takes the one of the sender', () => {
    expect(of('Ada <Ada@Example.ORG>', FIELD)?.addr).toBe('ada@example.org')
    expect(of('ada@example.org', 'addr=eve@example.com; keydata=QUJD', FIELD, 'broken')?.addr).toBe('ada@example.org')
    expect(of('ada@example.org', FIELD, FIELD)).toBeUndefined()
    expect(of('eve@example.com', FIELD)).toBeUndefined()
    expect(of('ada@example.org, bob@example.net', FIELD)).toBeUndefined()
    expect(of('ada@example.org')).toBeUndefined()
  })

  it('takes gossip inside, of recipients', () => {
    const gossip = (addr: string) => `Autocrypt-Gossip: addr=${addr}; keydata=QUJD\r\n`
    const outer = parse(`To: Bob <bob@example.net>\r\nCc: c@example.com\r\n${gossip('c@example.com')}\r\nx`)
    const inner = parse(`${gossip('BOB@example.net')}${gossip('bob@example.net')}${gossip('eve@example.com')}\r\nx`)
    expect(autocryptGossip(outer, inner).map(({ addr }) => addr)).toEqual(['BOB@example.net'])
    expect(() => autocryptGossip(outer, undefined as never)).toThrow(/payload/)
  })
})

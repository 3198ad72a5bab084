import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseAddressList, readAddressList } from '../../../../src/field/address/address.js'
import { toOctets } from '../../../../src/field/octets.js'
import { addressPiece } from '../../../address-pieces.js'

/** Defects as `code "text they span"`. */
function defects(value: string): string[] {
  const octets = toOctets(value)
  const found: string[] = []
  readAddressList(octets, (code, from, to) => found.push(`${code} ${octets.slice(from, to)}`))
  return found
}

const codes = (value: string) => defects(value).map((defect) => defect.split(' ')[0])
const addresses = (value: string) => parseAddressList(value).mailboxes.map((m) => m.address)
const box = (address: string, rest: object = {}) => {
  const at = address.lastIndexOf('@')
  return { kind: 'mailbox', address, local: address.slice(0, at), domain: address.slice(at + 1), ...rest }
}

describe('mailboxes', () => {
  it.each([
    ['ada@example.org', [box('ada@example.org')]],
    ['Ada Lovelace <ada@example.org>', [box('ada@example.org', { name: 'Ada Lovelace' })]],
    ['"Lovelace, Ada" <ada@example.org>', [box('ada@example.org', { name: 'Lovelace, Ada' })]],
    ['Ada\r\n  Lovelace\r\n <ada@example.org>', [box('ada@example.org', { name: 'Ada Lovelace' })]],
    ['"a  b" <a@b>', [box('a@b', { name: 'a  b' })]],
    ['"\\"A\\" \\\\" <a@b>', [box('a@b', { name: '"A" \\' })]],
    ['"" <a@b>', [box('a@b')]],
    ['a@b, c@d', [box('a@b'), box('c@d')]],
    ['<a@b>,<c@d>', [box('a@b'), box('c@d')]],
    ['=?utf-8?Q?J=C3=B6rg?= <j@b>', [box('j@b', { name: 'Jörg' })]],
    ['=?utf-8?Q?a?=  =?utf-8?Q?b?= c <j@b>', [box('j@b', { name: 'ab c' })]],
    ['J\u00f6rg <j@b>', [box('j@b', { name: 'J\u00f6rg' })]],
    ['a@b (Ada (x) L)', [box('a@b', { name: 'Ada (x) L', comment: 'Ada (x) L' })]],
    ['(one) A (two) <a@b> (three)', [box('a@b', { name: 'A', comment: 'one two three' })]],
    ['a@[192.0.2.1]', [box('a@[192.0.2.1]')]],
    ['<@r1,@r2:a@b>', [box('a@b', { route: ['r1', 'r2'] })]],
    ['u%h@relay, h!u@relay', [box('u%h@relay'), box('h!u@relay')]],
  ])('%s', (value, expected) => {
    const list = parseAddressList(value)
    expect(list).toEqual(expected)
    expect(list.mailboxes).toEqual(expected)
  })

  it('gives the local part without quotes, the address with them where needed', () => {
    expect(parseAddressList('"ada"@b')).toEqual([box('ada@b')])
    expect(parseAddressList('"a b"."c"@d')).toEqual([
      { kind: 'mailbox', address: '"a b.c"@d', local: 'a b.c', domain: 'd' },
    ])
    expect(parseAddressList('"x@evil.example"@d')[0]).toMatchObject({ address: '"x@evil.example"@d', domain: 'd' })
  })

  it('takes bytes as they are', () => {
    expect(parseAddressList(new TextEncoder().encode('J\u00f6rg <j@b>'))).toEqual([box('j@b', { name: 'J\u00f6rg' })])
  })
})

describe('groups', () => {
  it('keeps them in the list and flattens them in mailboxes', () => {
    const list = parseAddressList('x@y, Team: a@b, C <c@d>;, z@w')
    expect(list).toEqual([
      box('x@y'),
      { kind: 'group', name: 'Team', members: [box('a@b'), box('c@d', { name: 'C' })] },
      box('z@w'),
    ])
    expect(list.mailboxes.map((m) => m.address)).toEqual(['x@y', 'a@b', 'c@d', 'z@w'])
    expect(codes('x@y, Team: a@b, C <c@d>;, z@w')).toEqual([])
  })

  it('may be empty, and may hold comments', () => {
    expect(parseAddressList('undisclosed-recipients:;')).toEqual([
      { kind: 'group', name: 'undisclosed-recipients', members: [] },
    ])
    expect(codes('undisclosed-recipients: (none) ;')).toEqual(['comment-in-address'])
  })

  it('flattens a group in a group', () => {
    expect(parseAddressList('A: B: c@d;, e@f;')).toEqual([
      { kind: 'group', name: 'A', members: [box('c@d'), box('e@f')] },
    ])
    expect(codes('A: B: c@d;, e@f;')).toEqual(['group-nested', 'address-invalid'])
  })

  it('closes an open one at the end', () => {
    expect(parseAddressList('A: b@c, d@e')).toEqual([{ kind: 'group', name: 'A', members: [box('b@c'), box('d@e')] }])
    expect(defects('A: b@c')).toEqual(['address-invalid A: b@c'])
  })

  it('reads on after a group without comma', () => {
    expect(addresses('A: b@c; d@e, B: f@g;')).toEqual(['b@c', 'd@e', 'f@g'])
    expect(codes('A: b@c; d@e')).toEqual(['address-invalid'])
  })
})

describe('one reading for what is malformed', () => {
  it.each([
    ['O\u2019Neill', ['O\u2019Neill'], ['address-invalid', 'smtputf8-required']],
    ['a@b c@d', ['a@b', 'c@d'], ['address-ambiguous']],
    ['a@b <c@d>', ['c@d'], ['display-name-is-address', 'obsolete-address-syntax']],
    ['CEO a@b <c@d>', ['c@d'], ['display-name-is-address', 'obsolete-address-syntax']],
    ['<a@b><c@d>', ['a@b', 'c@d'], ['address-ambiguous']],
    ['<a@b> c@d', ['a@b', 'c@d'], ['address-ambiguous']],
    ['<a@b>c@d', ['a@b'], ['address-ambiguous']],
    ['a@b <a@B>', ['a@B'], ['obsolete-address-syntax']],
    ['a@b@c', [], ['address-invalid']],
    ['John Doe j@d', ['j@d'], ['address-invalid']],
    ['a@b c', ['a@b'], ['address-invalid']],
    ['<a@b> c', ['a@b'], ['address-invalid']],
    ['A <a@b', ['a@b'], ['address-invalid']],
    ['A <a@b, B <c@d>', ['a@b', 'c@d'], ['address-invalid']],
    ['<a@b, c@d>', ['a@b', 'c@d'], ['address-ambiguous']],
    ['<<a@b>>', ['a@b'], ['address-invalid']],
    ['A <>', [''], ['address-invalid']],
    ['a@b; c@d', ['a@b', 'c@d'], ['address-invalid']],
    ['a@b,, c@d,', ['a@b', 'c@d'], ['address-empty-element']],
    ['', [], ['address-invalid']],
    [' , ', [], ['address-empty-element', 'address-invalid']],
    ['"a@b', ['a@b'], ['address-invalid', 'unterminated-quoted-string']],
    ['a@b (c', ['a@b'], ['address-invalid', 'comment-in-address', 'unterminated-comment']],
    ['.a..b.@c', ['.a..b.@c'], ['obsolete-address-syntax']],
    ['a . b @ c . d', ['a.b@c.d'], ['obsolete-address-syntax']],
    ['a@b.', ['a@b.'], ['obsolete-address-syntax']],
    ['A. B. <c@d>', ['c@d'], ['obsolete-address-syntax']],
    ['<@r:a@b>', ['a@b'], ['obsolete-route']],
    ['"x y"@c', ['"x y"@c'], ['quoted-local-part']],
    ['a@[1.2.3.4]', ['a@[1.2.3.4]'], ['domain-literal']],
    ['a@[1.2.3.4', [], ['address-invalid']],
    ['a%b@c', ['a%b@c'], ['address-routing-char']],
    ['=?utf-8?Q?a?=@b', ['=?utf-8?Q?a?=@b'], ['encoded-word-in-address']],
    ['=?utf-8?Q?a=40b?=', [''], ['address-invalid', 'display-name-is-address', 'encoded-word-in-address']],
    ['"a@b" <c@d>', ['c@d'], ['display-name-is-address']],
    ['"a@b" <a@b>', ['a@b'], []],
    ['"Mail a@b." <a@b>', ['a@b'], []],
    ['a\u200bb <c@d>', ['c@d'], ['bidi-or-format-char']],
    ['a\\@b@c', [], ['address-invalid']],
    ['Doe [Corp] <c@d>', ['c@d'], ['address-invalid']],
    ['a@b\rBcc: x@y', ['x@y'], ['address-invalid', 'display-name-is-address']],
    ['a@p\u0430ypal.com', ['a@p\u0430ypal.com'], ['confusable-domain', 'mixed-script-domain']],
    ['a@xn--0.example', ['a@xn--0.example'], ['invalid-punycode']],
  ])('%j', (value, mailboxes, flags) => {
    expect(addresses(value)).toEqual(mailboxes)
    expect([...new Set(codes(value))].sort()).toEqual(flags)
  })

  it('takes unquoted commas into the name that they stand in', () => {
    expect(parseAddressList('WOW TV, jehd <a@x>')).toEqual([box('a@x', { name: 'WOW TV, jehd' })])
    expect(parseAddressList('b@c, Joe, PhD <j@e>, Jane, MD <k@e>').map((m) => m.kind === 'mailbox' && m.name)).toEqual([
      undefined,
      'Joe, PhD',
      'Jane, MD',
    ])
    expect(defects('b@c, Joe, PhD <j@e>')).toEqual(['address-invalid Joe, PhD <j@e>'])
    expect(addresses('next, b@c')).toEqual(['next', 'b@c'])
    expect(addresses('next, <b@c>')).toEqual(['next', 'b@c'])
  })

  it('never lets decoded text become an address', () => {
    expect(addresses('=?utf-8?Q?"evil"_<a@b>?=')).toEqual([''])
    expect(addresses('=?utf-8?Q?=3Cevil=40x=3E=2C?= <a@b>')).toEqual(['a@b'])
    expect(addresses('=?utf-8?B?YUBi?=')).toEqual([''])
    expect(parseAddressList('"ceo@victim.example"')[0]).toMatchObject({ name: 'ceo@victim.example', address: '' })
  })

  it('flags lengths over those of RFC 5321', () => {
    expect(codes(`${'a'.repeat(64)}@b`)).toEqual([])
    expect(codes(`${'a'.repeat(65)}@b`)).toEqual(['oversize-address'])
    expect(codes(`a@${'b.'.repeat(126)}c`)).toEqual(['oversize-address'])
    expect(codes(`a@${'b.'.repeat(125)}c`)).toEqual([])
  })

  it('drops what is over maxAddresses', () => {
    const found: string[] = []
    const list = readAddressList('a@b, G: c@d, e@f;, g@h', (code, from) => found.push(`${code} ${from}`), {
      maxAddresses: 2,
    })
    expect(list.mailboxes.map((m) => m.address)).toEqual(['a@b', 'c@d'])
    expect(found).toEqual(['too-many-addresses 12'])
  })

  it('spans what it speaks of', () => {
    expect(defects('Ada <ada@example.org>, x . y@z (c), [a@b')).toEqual([
      'comment-in-address (c)',
      'obsolete-address-syntax x . y@z',
      'address-invalid  [a@b',
    ])
  })
})

describe('laws', () => {
  it('never throws, and spans lie inside', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.array(addressPiece).map((p) => p.join('')),
          fc.string({ unit: 'binary' }),
        ),
        (value) => {
          const octets = toOctets(value)
          let inside = true
          readAddressList(octets, (_, from, to) => {
            inside &&= from >= 0 && to >= from && to <= octets.length
          })
          expect(inside).toBe(true)
        },
      ),
      { seed: 1, numRuns: 500 },
    )
  })
})

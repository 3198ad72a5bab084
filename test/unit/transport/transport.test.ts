/** The door `messagerie/transport`, but for plans, against RFC 5321 and its extensions. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { redirect } from '../../../src/compose/compose-door.js'
import { compose, parse } from '../../../src/index.js'
import {
  assertEnvelopeSafe,
  bareLineEnds,
  envelope,
  isEnvelopeAddress,
  mxOrder,
  parseEhlo,
  prependReceived,
  stuff,
  trace,
  unstuff,
} from '../../../src/transport/index.js'

const bytes = (text: string) => new TextEncoder().encode(text)
const text = (octets: Uint8Array) => new TextDecoder().decode(octets)

describe('envelope', () => {
  it('takes each recipient of To, Cc and Bcc once, groups included', () => {
    const message = compose({
      from: 'Ada <ada@example.org>',
      to: ['charles@example.org', { name: 'group', members: ['b@Example.org', 'charles@EXAMPLE.org'] } as never],
      cc: 'é@exämple.org'.replace('é', 'e'),
      bcc: 'secret@example.org',
      text: 'hi',
    })
    expect(envelope(message)).toMatchObject({
      from: 'ada@example.org',
      to: ['charles@example.org', 'b@example.org', 'e@xn--exmple-cua.org', 'secret@example.org'],
      utf8: false,
      refused: [],
    })
  })

  it('takes Sender before From', () => {
    const source = 'From: a@example.org, b@example.org\r\nSender: s@example.org\r\nTo: c@example.org\r\n\r\n'
    expect(envelope(parse(source)).from).toBe('s@example.org')
  })

  it('takes the topmost block of Resent fields alone', () => {
    const older = 'Resent-From: old@example.org\r\nResent-To: older@example.org\r\n'
    const source = `Resent-From: me@example.org\r\nResent-To: you@example.org\r\nResent-Bcc: he@example.org\r\n${older}From: a@example.org\r\nTo: b@example.org\r\n\r\n`
    expect(envelope(parse(source))).toMatchObject({ from: 'me@example.org', to: ['you@example.org', 'he@example.org'] })
    const passedOn = redirect(parse('From: a@example.org\r\nTo: b@example.org\r\n\r\nhi'), {
      from: 'me@example.org',
      to: 'you@example.org',
    })
    expect(envelope(passedOn)).toMatchObject({ from: 'me@example.org', to: ['you@example.org'] })
  })

  it('has the null path for reports and for answers by machines', () => {
    const report = 'From: a@example.org\r\nTo: b@example.org\r\nContent-Type: multipart/report; boundary=b\r\n\r\n--b--'
    expect(envelope(parse(report)).from).toBe('')
    expect(envelope(parse('From: a@b.org\r\nAuto-Submitted: auto-replied\r\nTo: c@d.org\r\n\r\n')).from).toBe('')
    expect(envelope(parse('From: a@b.org\r\nAuto-Submitted: no\r\n\r\n')).from).toBe('a@b.org')
    expect(envelope(parse('From: a@b.org\r\n\r\n'), { from: 'list-bounces@b.org' }).from).toBe('list-bounces@b.org')
  })

  it('refuses what no command can carry, and says why', () => {
    const { to, refused } = envelope(
      parse('From: a@b.org\r\nTo: -oQ/tmp@example.org, "a b"@example.org, c@-.org\r\n\r\n'),
    )
    expect(to).toEqual(['"a b"@example.org'])
    expect(refused[0]).toMatchObject({
      mailbox: { address: '-oQ/tmp@example.org' },
      because: 'address: begins with "-", which a command line takes for an option: do not send to it',
    })
    expect(refused).toHaveLength(2)
  })

  it('says that SMTPUTF8 is needed', () => {
    expect(envelope(parse('From: a@b.org\r\nTo: é@b.org\r\n\r\n')).utf8).toBe(true)
  })
})

describe('assertEnvelopeSafe', () => {
  it.each([
    ['a@b.org\r\nRCPT TO:<x@y.org>'],
    ['a@b.org>'],
    ['a@b.org x@y.org'],
    ['a@b.org,x@y.org'],
    ['a@b@c.org'],
    ['-f@b.org'],
    ['a'],
    ['@b.org'],
    ['a@'],
    ['"a@b.org'],
    ['a@b.org\0'],
    ['a@b..org'],
    ['a@[1.2.3.4'],
    ['\ud800@b.org'],
    [''],
    [`${'a'.repeat(250)}@b.org`],
    // 254 octets of UTF-8, not code units (RFC 5321 §4.5.3.1.3).
    [`${'字'.repeat(240)}@example.org`],
    [`${'é'.repeat(122)}@example.org`],
    // A control behind a backslash is one all the same: quoted-pairSMTP is %d32-126.
    ['"x\\\nRCPT TO:<pat@example.com>\\\n"@example.org'],
    ['"\\\r\nDATA"@example.org'],
    ['"a\\\0b"@example.org'],
    ['"\\\x1b[2J"@example.org'],
    ['"a\\\\\\\x01"@example.org'],
    ['"a\tb"@example.org'],
    ['"a\\\x7f"@example.org'],
    ['"a\\\x85"@example.org'],
    ['"a\u2028"@example.org'],
    ['"a\\\ud800"@example.org'],
    // A quoted string is the whole local part or none of it.
    ['a"b c"@example.org'],
    ['"a"b@example.org'],
    ['""@example.org@example.net'],
    ['"a\\"@example.org'],
    ['a@[192.0.2.1\n]'],
    // What RFC 5321 §4.1.2 has in quotes alone.
    ['mailto:a@b.org'],
    [':include:/etc/passwd@b.org'],
    ['[a]@b.org'],
    // §4.1.3: an IPv4 or IPv6 address, or a form with its name.
    ['a@[b]'],
    ['a@[1.2.3]'],
    ['a@[192.0.2.256]'],
    ['a@[IPv6:]'],
    ['a@[IPv6:2001:db8]'],
    ['a@[IPv6:2001:db8::g]'],
    ['a@[:b]'],
    // No U-labels: a server may read another domain than a mapping does.
    ['a@b。org'],
    ['a@b\u00ad.org'],
    ['a@b\u200b.org'],
    ['a@ｂ.org'],
  ])('refuses the recipient %j', (path) => {
    expect(() => assertEnvelopeSafe({ to: [path] })).toThrow(TypeError)
  })

  it.each([
    '"a:b"@b.org',
    'a@[IPv6:2001:db8::192.0.2.1]',
    'a@[x-tag:content]',
    'a@BÜCHER.example',
    'a@b.org',
    '"a b"@b.org',
    '"<x>@y"@b.org',
    'a@[192.0.2.1]',
    'a@[IPv6:::1]',
    'é@exämple.org',
    'a@localhost',
  ])('takes %j', (path) => {
    expect(() => assertEnvelopeSafe({ from: path, to: [path] })).not.toThrow()
  })

  it.each([
    `${'é'.repeat(121)}@example.org`,
    `${'a'.repeat(242)}@example.org`,
    '"kim \\"k\\" lee"@example.org',
    '"é\\é😀"@b.org',
  ])('takes %j', (path) => {
    expect(() => assertEnvelopeSafe({ from: path, to: [path] })).not.toThrow()
    expect(isEnvelopeAddress(path)).toBe(true)
  })

  it('says the same as a question', () => {
    expect(isEnvelopeAddress('a@b.org')).toBe(true)
    for (const wrong of ['', 'a', 'a@b.org\n', '"\\\n"@b.org', ' a@b.org', '(x)a@b.org', '<a@b.org>', '-a@b.org'])
      expect(isEnvelopeAddress(wrong)).toBe(false)
    expect(isEnvelopeAddress(undefined as never)).toBe(false)
  })

  it('accepts no address that holds a control', () => {
    const alphabet = ['"', '\\', 'a', '.', '@', '\n', '\r', '\0', '\x1b', '\x7f', '\x80', ' ', '<', '>']
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...alphabet), { maxLength: 8 }), fc.boolean(), (local, quoted) => {
        const address = quoted ? `"${local.join('')}"@example.org` : `${local.join('')}@example.org`
        expect(isEnvelopeAddress(address) && /[\0-\x1f\x7f-\x9f]/.test(address)).toBe(false)
      }),
      { seed: 1, numRuns: 2000 },
    )
  })

  it('takes the null path of a sender', () => {
    expect(() => assertEnvelopeSafe({ from: '' })).not.toThrow()
  })

  it.each([
    { parameters: { SIZE: '1 2' } },
    { parameters: { SIZE: 'x' } },
    { parameters: { 'BODY=X': '8BITMIME' } },
    { parameters: { ENVID: 'a b' } },
    { ehlo: 'a b' },
    { ehlo: '-x' },
    { ehlo: 'a\r\nMAIL' },
    { ehlo: '' },
    { ehlo: 'bücher\n.example' },
    { ehlo: '[192.0.2.1\r\n]' },
    { parameters: { 'X\n': true } },
    { parameters: { ENVID: 'a\n' } },
    // Nothing is known yet of what the server takes (RFC 6531 §3.7.1).
    { ehlo: 'bücher.example' },
    { ehlo: 'a\u200b.example' },
    { ehlo: `${'a.'.repeat(128)}b` },
    { ehlo: '[host]' },
    { parameters: null },
    { parameters: 'SIZE=1' },
    { parameters: new Map([['SIZE\n', 1]]) },
    ...[false, null, undefined, Number.NaN, ['a'], {}, new String('a'), { toString: () => 'a' }].map((value) => ({
      parameters: { X: value },
    })),
    { parameters: { X: Symbol('a') } },
    // A hole is no address.
    { to: new Array(1) },
    { to: ['a@b.org', undefined] },
    [],
  ])('refuses %j', (given) => {
    expect(() => assertEnvelopeSafe(given as never)).toThrow(/^(?:envelope|to|parameters|ehlo)\b.*: /)
    expect(() => assertEnvelopeSafe(given as never)).toThrow(TypeError)
  })

  it('takes good parameters', () => {
    expect(() =>
      assertEnvelopeSafe({ parameters: { SIZE: 12, BODY: '8BITMIME', SMTPUTF8: true }, ehlo: '[192.0.2.1]' }),
    ).not.toThrow()
  })
})

describe('parseEhlo', () => {
  it('reads keywords and parameters', () => {
    const read = parseEhlo(
      '250-mx.example.org Hello there\r\n250-SIZE 1000\r\n250-8bitmime\r\n250-AUTH=LOGIN\r\n250-AUTH PLAIN LOGIN\r\n250 SMTPUTF8\r\n',
    )
    expect(read).toMatchObject({ domain: 'mx.example.org', greeting: 'Hello there', maxSize: 1000 })
    expect([...read.extensions]).toEqual([
      ['SIZE', ['1000']],
      ['8BITMIME', []],
      ['AUTH', ['LOGIN', 'PLAIN']],
      ['SMTPUTF8', []],
    ])
  })

  it('takes lines without codes, and passes over what is none', () => {
    expect([...parseEhlo(['mx', 'PIPELINING', '???', '', '500 no', '250-SIZE 0']).extensions.keys()]).toEqual([
      'PIPELINING',
      'SIZE',
    ])
    expect(parseEhlo(['mx', 'SIZE 0']).maxSize).toBeUndefined()
    expect(parseEhlo([])).toMatchObject({ domain: '' })
  })
})

describe('stuffing', () => {
  it('stuffs and ends', () => {
    expect(text(stuff(bytes('.a\r\n..\r\nb')))).toBe('..a\r\n...\r\nb\r\n.\r\n')
  })

  it('refuses bare line ends, by which mail is smuggled', () => {
    expect(() => stuff(bytes('a\n.\nMAIL FROM:<x@y>'))).toThrow('LF without CR at octet 1')
    expect(() => stuff(bytes('a\r.'))).toThrow('CR without LF at octet 1')
    expect(bareLineEnds(bytes('\n\r\n\r'))).toEqual([
      { kind: 'bare-lf', start: 0, end: 1 },
      { kind: 'bare-cr', start: 3, end: 4 },
    ])
  })

  it('unstuffs, flags what a lax server would have read, and says what follows', () => {
    const read = unstuff(bytes('..a\r\nb\n.\nc\r\n.\r\nQUIT\r\n'))
    expect(text(read.bytes)).toBe('.a\r\nb\n.\nc\r\n')
    expect(read).toMatchObject({ complete: true, consumed: 15 })
    expect(read.bare.map(({ start }) => start)).toEqual([5, 7])
    expect(unstuff(bytes('a\r\n')).complete).toBe(false)
  })
})

/** The zone of the lecture notes. */
const IMAG = [
  { preference: 40, exchange: 'ms.imag.fr.' },
  { preference: 40, exchange: 'ms2.imag.fr.' },
  { preference: 80, exchange: 'ms-ext.imag.fr.' },
]

describe('mxOrder', () => {
  it('tries the best first, equal ones in any order, never the address', () => {
    const draw =
      (...numbers: number[]) =>
      () =>
        numbers.shift()!
    expect(mxOrder('imag.fr', IMAG, { random: draw(0.1, 0.2, 0.3) }).hosts).toEqual([
      'ms.imag.fr',
      'ms2.imag.fr',
      'ms-ext.imag.fr',
    ])
    expect(mxOrder('imag.fr', IMAG, { random: draw(0.2, 0.1, 0) }).hosts).toEqual([
      'ms2.imag.fr',
      'ms.imag.fr',
      'ms-ext.imag.fr',
    ])
  })

  it('on ms-ext tries only the better ones, on ms none: the message is in error', () => {
    expect(new Set(mxOrder('imag.fr', IMAG, { self: ['ms-ext.imag.fr'] }).hosts)).toEqual(
      new Set(['ms.imag.fr', 'ms2.imag.fr']),
    )
    const { hosts, because } = mxOrder('imag.fr', IMAG, { self: ['MS.imag.fr.'] })
    expect(hosts).toEqual([])
    expect(because).toContain('loop')
  })

  it('falls back on the address only without MX', () => {
    expect(mxOrder('Serv.imag.fr.', []).hosts).toEqual(['serv.imag.fr'])
    expect(mxOrder('x.imag.fr', [], { hasAddress: false }).hosts).toEqual([])
    // The implicit MX has preference 0, and the rule against loops holds for it (RFC 5321 §5.1).
    for (const self of ['serv.imag.fr', 'SERV.imag.fr.']) {
      const { hosts, because } = mxOrder('Serv.imag.fr.', [], { self: [self] })
      expect(hosts).toEqual([])
      expect(because).toContain('loop')
    }
    expect(mxOrder('serv.imag.fr', [], { self: ['other.imag.fr'] }).hosts).toEqual(['serv.imag.fr'])
    expect(mxOrder('x.org', [{ preference: 0, exchange: '.' }])).toMatchObject({
      hosts: [],
      because: expect.stringContaining('7505'),
    })
  })

  it('shuffles evenly', () => {
    let first = 0
    for (let i = 0; i < 2000; i++) if (mxOrder('imag.fr', IMAG).hosts[0] === 'ms.imag.fr') first++
    expect(first).toBeGreaterThan(800)
    expect(first).toBeLessThan(1200)
  })

  it('refuses records that are none', () => {
    expect(() => mxOrder('a.org', [{ preference: -1, exchange: 'b' }])).toThrow(TypeError)
    expect(() => mxOrder('a.org', [{ preference: 1, exchange: '' }])).toThrow(TypeError)
  })
})

const hop = (from: string, by: string, minute: number, recipient?: string) =>
  `Received: from ${from} by ${by} with ESMTP${recipient === undefined ? '' : ` for <${recipient}>`}; Mon, 1 Jan 2024 00:${String(minute).padStart(2, '0')}:00 +0000\r\n`

describe('trace', () => {
  it('gives the hops in the order of the way, with delays', () => {
    const source = `Return-Path: <a@example.org>\r\n${hop('b.org', 'c.org', 5)}${hop('a.org', 'b.org', 2)}Subject: x\r\n\r\n`
    const read = trace(parse(source))
    expect(read.hops.map(({ by, delaySeconds }) => [by, delaySeconds])).toEqual([
      ['b.org', undefined],
      ['c.org', 180],
    ])
    expect(read).toMatchObject({ returnPath: 'a@example.org', totalSeconds: 180, loop: { is: 'none', reasons: [] } })
  })

  it('tells stages of one host from a loop', () => {
    const loopOf = (...fields: string[]) => trace(parse(`${fields.join('')}\r\n`)).loop
    expect(loopOf(hop('a', 'm.org', 1), hop('a', 'm.org', 0)).is).toBe('none')
    const round = [hop('b', 'a.org', 2, 'x@y.org'), hop('a', 'b.org', 1), hop('c', 'a.org', 0, 'x@y.org')]
    expect(loopOf(...round)).toEqual({ is: 'suspect', reasons: ['came back to a.org, for the same recipient'] })
    expect(loopOf(...round, ...round, ...round, ...round).is).toBe('certain')
    expect(loopOf('Delivered-To: x@y.org\r\n', hop('a', 'b', 1), 'Delivered-To: X@y.org\r\n')).toEqual({
      is: 'certain',
      reasons: ['delivered 2 times to x@y.org'],
    })
    expect(loopOf(...Array.from({ length: 100 }, (_, i) => hop('a', `h${i}.org`, 0))).is).toBe('certain')
    expect(trace(parse(`${hop('a', 'me.org', 1)}\r\n`), { self: ['ME.org'] }).loop.is).toBe('suspect')
  })

  it('puts a Received field on top and leaves the rest', () => {
    const source = 'subject:  x\n\nbody'
    const message = prependReceived(parse(source), { by: 'mx.example.org', with: 'ESMTP', date: new Date(0) })
    expect(message.toString()).toBe(
      `Received: by mx.example.org with ESMTP; Thu, 01 Jan 1970 00:00:00 +0000\n${source}`,
    )
  })
})

/** Parameters of RFC 3461, both ways; and whether an MDN may be sent. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parse } from '../../../src/index.js'
import {
  decodeXtext,
  encodeXtext,
  formatOrcpt,
  mayNotify,
  parseEhlo,
  parseEnvelope,
  parseOrcpt,
  plan,
} from '../../../src/transport/index.js'

describe('xtext', () => {
  it('both ways', () => {
    expect(encodeXtext('a+b=c d')).toBe('a+2Bb+3Dc+20d')
    expect(decodeXtext('a+2Bb+3Dc+20d')).toBe('a+b=c d')
    for (const bad of ['a+2b', 'a+', 'a+2', 'a b', 'a=b', 'ü', '\r']) expect(decodeXtext(bad), bad).toBeUndefined()
    for (const bad of ['ü', 'a\nb', '\u0000', '\u007f']) expect(() => encodeXtext(bad)).toThrow(TypeError)
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme-ascii' }), (text) => {
        expect(decodeXtext(encodeXtext(text))).toBe(text)
      }),
      { seed: 3461 },
    )
  })

  it('ORCPT, also of addresses beyond ASCII (RFC 6533)', () => {
    expect(formatOrcpt('ada+x@example.org')).toBe('rfc822;ada+2Bx@example.org')
    expect(formatOrcpt('grüße\\+@example.org')).toBe('utf-8;gr\\x{FC}\\x{DF}e\\x{5C}\\x{2B}@example.org')
    expect(formatOrcpt({ type: 'X400', address: '/S=x/' })).toBe('x400;/S+3Dx/')
    for (const address of ['ada@example.org', 'a b"@x', 'grüße@example.org', '😀+=\\x{41}ü@x'])
      expect(parseOrcpt(formatOrcpt(address))?.address).toBe(address)
    expect(parseOrcpt('RFC822;Ada+40x')).toEqual({ type: 'rfc822', address: 'Ada@x' })
    expect(parseOrcpt('utf-8;grüße+x@example.org')).toEqual({ type: 'utf-8', address: 'grüße+x@example.org' })
    for (const bad of [
      'ada@x',
      ';ada',
      'rfc822;a+zz',
      'utf-8;\\x{D800}',
      'utf-8;\\x{FFFFFF}',
      'utf-8;\\x{0A}',
      'utf-8;+0A',
      'utf-8;\\x{2028}',
      'utf-8;a\u2029',
      'rfc822;a+0D+0Ab',
      'rfc822;a+00',
      // K, the sign of kelvins, is no letter of ASCII.
      '\u212a;a',
    ])
      expect(parseOrcpt(bad), bad).toBeUndefined()
    expect(() => formatOrcpt('a\nb')).toThrow(/control/)
    expect(() => formatOrcpt(`${'a'.repeat(500)}@x`)).toThrow(/500/)
    expect(() => formatOrcpt({ type: 'x400', address: 'ü' })).toThrow(/ASCII/)
    for (const line of ['\u2028', '\u2029', '\x85']) expect(() => formatOrcpt(`a${line}b`)).toThrow(/control/)
    for (const type of [undefined, null, 5]) {
      expect(() => formatOrcpt({ type: type as never, address: 'a@x' })).toThrow('address.type: expected a string')
    }
    expect(() => formatOrcpt({ type: '\u212a', address: 'a@x' })).toThrow('address.type')
  })
})

describe('plan with dsn', () => {
  it('refuses holes, which would be written as nothing', () => {
    const notify = new Array(2)
    notify[1] = 'DELAY'
    expect(() => plan(message, server, { dsn: { notify } })).toThrow('options.dsn.notify')
  })

  const message = parse('From: ada@example.org\r\nTo: bob@example.net, eve@example.net\r\n\r\nhello\r\n')
  const server = parseEhlo('250-mx\r\n250 DSN\r\n')

  it('parameters of MAIL and of RCPT', () => {
    const made = plan(message, server, { dsn: { ret: 'FULL', envid: 'id 1', notify: ['DELAY', 'DELAY'], orcpt: true } })
    expect(made.extensions).toContain('DSN')
    expect(made.parameters).toMatchObject({ RET: 'FULL', ENVID: 'id+201' })
    expect(made.recipients).toEqual([
      { address: 'bob@example.net', parameters: { NOTIFY: 'DELAY', ORCPT: 'rfc822;bob@example.net' } },
      { address: 'eve@example.net', parameters: { NOTIFY: 'DELAY', ORCPT: 'rfc822;eve@example.net' } },
    ])
    expect(made.dsnOmitted).toBe(false)
    const other = plan(message, server, { dsn: { notify: 'NEVER', orcpt: { 'bob@example.net': 'list@example.org' } } })
    expect(other.recipients).toEqual([
      { address: 'bob@example.net', parameters: { NOTIFY: 'NEVER', ORCPT: 'rfc822;list@example.org' } },
      { address: 'eve@example.net', parameters: { NOTIFY: 'NEVER' } },
    ])
  })

  it('leaves them out where the server has no DSN', () => {
    const made = plan(message, parseEhlo('250 mx\r\n'), { dsn: { ret: 'HDRS', notify: 'NEVER' } })
    expect(made).toMatchObject({ possible: true, parameters: {}, dsnOmitted: true, extensions: [] })
    expect(made.recipients?.map(({ parameters }) => parameters)).toEqual([{}, {}])
  })

  it.each<[unknown, RegExp]>([
    [{ ret: 'full' }, /dsn.ret/],
    [{ envid: '' }, /dsn.envid/],
    [{ envid: 'ü' }, /dsn.envid/],
    [{ envid: ' '.repeat(40) }, /dsn.envid/],
    [{ notify: [] }, /dsn.notify/],
    [{ notify: ['NEVER'] }, /dsn.notify/],
    [{ notify: 'SUCCESS' }, /dsn.notify/],
    [{ orcpt: 'x' }, /dsn.orcpt/],
    [{ orcpt: { 'bob@example.net': 'a\nb' } }, /dsn.orcpt: bob/],
    [{ other: 1 }, /dsn.other/],
    [5, /options.dsn/],
  ])('refuses %j', (dsn, error) => {
    expect(() => plan(message, server, { dsn: dsn as never })).toThrow(error)
  })

  it('is read again by parseEnvelope', () => {
    const made = plan(message, server, { dsn: { ret: 'FULL', envid: 'id 1', notify: ['SUCCESS'], orcpt: true } })
    const words = (parameters: object) =>
      Object.entries(parameters)
        .map(([name, value]) => ` ${name}=${value}`)
        .join('')
    const lines = [`MAIL FROM:<ada@example.org>${words(made.parameters)}`]
    for (const { address, parameters } of made.recipients!) lines.push(`RCPT TO:<${address}>${words(parameters)}`)
    expect(parseEnvelope(lines)).toMatchObject({
      from: 'ada@example.org',
      ret: 'FULL',
      envid: 'id 1',
      to: [
        { address: 'bob@example.net', notify: ['SUCCESS'], orcpt: { type: 'rfc822', address: 'bob@example.net' } },
        { address: 'eve@example.net', notify: ['SUCCESS'] },
      ],
      refused: [],
    })
  })
})

describe('parseEnvelope', () => {
  it('reads what servers read', () => {
    const read = parseEnvelope(
      'EHLO x\r\nmail from: <@a,@b:ada@example.org> SIZE=5 body=8bitmime SMTPUTF8\r\nRCPT TO:<Postmaster>\r\nRCPT TO:<"a>b"@example.net> X\r\nDATA\r\n',
    )
    expect(read).toMatchObject({ from: 'ada@example.org', size: 5, body: '8BITMIME', utf8: true, refused: [] })
    expect(read.to).toEqual([
      { address: 'Postmaster', parameters: {} },
      { address: '"a>b"@example.net', parameters: { X: true } },
    ])
    expect(parseEnvelope('MAIL FROM:<>').from).toBe('')
    expect(parseEnvelope('')).toEqual({ to: [], parameters: {}, utf8: false, refused: [] })
  })

  it.each<[string, RegExp]>([
    ['MAIL FROM:ada@example.org', /angle/],
    ['MAIL FROM:<ada@example.org', /angle/],
    ['MAIL FROM:<ada>', /no address/],
    ['RCPT TO:<>', /no address/],
    ['RCPT TO:<a@b> NOTIFY', /NOTIFY/],
    ['RCPT TO:<a@b> NOTIFY=NEVER,SUCCESS', /NOTIFY/],
    ['RCPT TO:<a@b> NOTIFY=SUCCESS NOTIFY=DELAY', /twice/],
    ['RCPT TO:<a@b> ORCPT=rfc822;a+0Ab', /ORCPT/],
    ['RCPT TO:<a@b> ORCPT=a', /ORCPT/],
    ['MAIL FROM:<a@b> RET=ALL', /RET/],
    ['MAIL FROM:<a@b> ENVID=a+0D+0A', /ENVID/],
    ['MAIL FROM:<a@b> SIZE=x', /SIZE/],
    ['MAIL FROM:<a@b> BODY=9BIT', /BODY/],
    ['MAIL FROM:<a@b> a=b=c', /no parameter/],
    [`MAIL FROM:<a@b> X=${'x'.repeat(5000)}`, /octets/],
    // A control, and what ends a line in Unicode, is in no value; SMTPUTF8 lets other UTF-8 in (RFC 6531 §3.4).
    ...['\x01', '\x85', '\u2028', '\u2029', '\ud800'].map((character): [string, RegExp] => [
      `MAIL FROM:<a@b> X=a${character}`,
      /no parameter/,
    ]),
    ['RCPT TO:<@a\x01:b@c>', /no address/],
    ['RCPT TO:<a@b> ORCPT=utf-8;a\\x{2028}', /ORCPT/],
  ])('refuses %s', (line, because) => {
    const read = parseEnvelope([line])
    expect(read.refused[0]?.because).toMatch(because)
    expect([read.from, read.to]).toEqual([undefined, []])
  })

  it('a second MAIL, and what is no envelope', () => {
    expect(parseEnvelope('MAIL FROM:<a@b>\nMAIL FROM:<c@d>')).toMatchObject({ from: 'a@b', refused: [{}] })
    expect(() => parseEnvelope(5 as never)).toThrow(/commands/)
  })
})

describe('mayNotify', () => {
  const of = (...fields: string[]) => parse(`${fields.join('\r\n')}\r\n\r\nx\r\n`)
  const DNT = 'Disposition-Notification-To: Ada <ada@Example.org>'

  it.each<[string, string[], string, RegExp]>([
    ['nothing asks', ['From: a@b.c'], 'no', /nobody/],
    ['no address', ['Disposition-Notification-To: yes please'], 'no', /no address/],
    ['the return path', ['Return-Path: <ada@example.ORG>', DNT], 'yes', /is that/],
    ['a quoted local part', ['Return-Path: <"ada"@example.org>', DNT], 'yes', /is that/],
    ['another case of the local part', ['Return-Path: <Ada@example.org>', DNT], 'ask', /not that/],
    ['another address', ['Return-Path: <eve@example.org>', DNT], 'ask', /not that/],
    ['the null path', ['Return-Path: <>', DNT], 'ask', /not that/],
    ['no return path', [DNT], 'ask', /no Return-Path/],
    [
      'two return paths',
      ['Return-Path: <ada@example.org>', 'Return-Path: <x@y.z>', DNT],
      'ask',
      /more than one Return/,
    ],
    ['two addresses', ['Return-Path: <ada@example.org>', `${DNT}, eve@example.org`], 'ask', /more than one address/],
    ['the same address twice', ['Return-Path: <ada@example.org>', `${DNT}, ada@example.org`], 'yes', /is that/],
    ['two fields', ['Return-Path: <ada@example.org>', DNT, DNT], 'ask', /twice/],
    [
      'an MDN',
      [DNT, 'Content-Type: multipart/report; report-type=disposition-notification; boundary=x'],
      'no',
      /itself/,
    ],
    ['an article', [DNT, 'Newsgroups: a.b'], 'no', /newsgroup/],
    ['an option that is required', [DNT, 'Disposition-Notification-Options: x=required,y'], 'no', /2\.2/],
    ['one that is not', [DNT, 'Disposition-Notification-Options: x=optional,required'], 'ask', /Return-Path/],
  ])('%s', (_name, fields, may, because) => {
    const found = mayNotify(of(...fields))
    expect([found.may, found.because]).toEqual([may, expect.stringMatching(because)])
  })

  it('by the envelope', () => {
    expect(mayNotify(of(DNT), { from: 'ada@example.org' })).toMatchObject({ may: 'yes', to: [{ local: 'ada' }] })
    expect(mayNotify(of('Return-Path: <ada@example.org>', DNT), { from: '' }).may).toBe('ask')
    expect(() => mayNotify(of(DNT), { from: 5 } as never)).toThrow(/envelope.from/)
    expect(() => mayNotify(of(DNT), null as never)).toThrow(/envelope/)
  })
})

it('takes a text of several megabytes', () => {
  const text = 'a+2B'.repeat(3 << 20)
  expect(decodeXtext(text)).toHaveLength(6 << 20)
  expect(decodeXtext(`${text}+`)).toBeUndefined()
  expect(decodeXtext(`${text}=`)).toBeUndefined()
})

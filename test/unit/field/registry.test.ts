import { describe, expect, expectTypeOf, it } from 'vitest'
import { ignore } from '../../../src/defects/defect.js'
import { type FieldValue, formatField } from '../../../src/field/field-value.js'
import * as door from '../../../src/field/index.js'
import { type AddressList, grammarOf, type MailDate, registerField } from '../../../src/field/index.js'
import * as names from '../../../src/field/names.js'

describe('grammarOf', () => {
  it('has a grammar for every name, in any case, and types it', () => {
    for (const table of Object.values(names)) {
      for (const name of table) {
        expect(name).toBe(name.toLowerCase())
        expect(grammarOf(name)).toBeDefined()
      }
    }
    expect(grammarOf('SUBJECT')?.kind).toBe('unstructured')
    expect(grammarOf('X-Unknown-To-All')).toBeUndefined()
    expect(grammarOf('__proto__')).toBeUndefined()
    expectTypeOf(grammarOf('date').read('', ignore)).toEqualTypeOf<MailDate | undefined>()
    expectTypeOf(grammarOf('to').read('', ignore)).toEqualTypeOf<AddressList>()
  })

  it('holds no name twice', () => {
    const all = Object.values(names).flat()
    expect(new Set(all).size).toBe(all.length)
  })

  it('reads by name', () => {
    expect(grammarOf('date').read('Thu, 01 Jan 1970 00:00:00 +0000', ignore)?.date).toEqual(new Date(0))
    expect(grammarOf('references').read('<a@b> <c@d>', ignore)).toEqual(['a@b', 'c@d'])
    expect(grammarOf('content-type').read('text/html; charset=utf-8', ignore).mediaType).toBe('text/html')
    expect(grammarOf('subject').read(' =?utf-8?Q?=C3=A9?= ', ignore)).toBe('é')
    expect(grammarOf('list-unsubscribe-post').read('List-Unsubscribe=One-Click', ignore)).toBe(true)
  })

  it('never throws, for any name, on odd values', () => {
    const values = [
      '',
      ' ',
      '<',
      '>',
      '(',
      '"',
      '\\',
      ';',
      '=',
      ',',
      ':',
      '\r\n ',
      '\x00',
      '\xff',
      '=?',
      '@',
      '<@>',
      '[',
      '%',
    ]
    for (const name of Object.values(names).flat()) {
      const grammar = grammarOf(name) as { read(octets: string, report: typeof ignore): unknown }
      for (const a of values) for (const b of values) grammar.read(`${a}${b}x${b}${a}`, ignore)
    }
  })
})

describe('registerField', () => {
  it('adds fields, replaces its own, refuses known ones', () => {
    const count = { read: (octets: string) => Number(octets), format: (value: number) => String(value) }
    registerField('X-Count', count)
    expect(grammarOf('x-count')?.read(' 7 ', ignore)).toBe(7)
    expect(formatField('X-Count', '7')).toBe('7')
    registerField('X-COUNT', { ...count, kind: 'plain' })
    expect(grammarOf('x-count')?.kind).toBe('plain')
    expect(() => registerField('Subject', count)).toThrow(TypeError)
    expect(() => registerField('X Y', count)).toThrow(TypeError)
    expect(() => registerField('X-Z', {} as typeof count)).toThrow(TypeError)
  })
})

describe('formatField', () => {
  it.each<[string, FieldValue, string]>([
    ['Subject', 'plain', 'plain'],
    ['X-Any', 'été', '=?UTF-8?B?w6l0w6k=?='],
    ['Date', new Date(0), 'Thu, 01 Jan 1970 00:00:00 +0000'],
    ['Date', { date: new Date(0), offsetMinutes: 60 }, 'Thu, 01 Jan 1970 01:00:00 +0100'],
    ['Date', 'Thu, 01 Jan 1970 00:00:00 GMT', 'Thu, 01 Jan 1970 00:00:00 +0000'],
    ['To', 'a@b.example, "Doe, J." <j@b.example>', 'a@b.example, "Doe, J." <j@b.example>'],
    ['To', [{ name: 'Doe, J.', address: 'j@b.example' }, 'a@b.example'], '"Doe, J." <j@b.example>, a@b.example'],
    ['To', { name: 'g', members: ['a@b.example', { address: 'c@d.example' }] }, 'g: a@b.example, c@d.example;'],
    ['Sender', 'Ada <ada@b.example>', 'Ada <ada@b.example>'],
    ['From', { kind: 'mailbox', address: 'a@b.example', local: 'a', domain: 'b.example' }, 'a@b.example'],
    ['Message-ID', 'a@b', '<a@b>'],
    ['Message-ID', '<a@b>', '<a@b>'],
    ['References', ['a@b', '<c@d>'], '<a@b> <c@d>'],
    ['References', '<a@b> <c@d>', '<a@b> <c@d>'],
    ['Keywords', ['a', 'b, c'], 'a, "b, c"'],
    ['Keywords', 'a,b', 'a, b'],
    ['Newsgroups', 'a.b,c.d', 'a.b,c.d'],
    ['Content-Language', ['en', 'fr'], 'en, fr'],
    ['List-Unsubscribe', 'https://a.example/u', '<https://a.example/u>'],
    [
      'List-Unsubscribe',
      '<https://a.example/(u)>, <mailto:u@a.example>',
      '<https://a.example/(u)>, <mailto:u@a.example>',
    ],
    ['List-Unsubscribe', ['https://a.example/u'], '<https://a.example/u>'],
    ['List-Unsubscribe-Post', true, 'List-Unsubscribe=One-Click'],
    ['List-Id', { id: 'l.example', description: 'é' }, '=?UTF-8?B?w6k=?= <l.example>'],
    ['List-Id', 'L <l.example>', 'L <l.example>'],
    ['List-Post', 'NO', 'NO'],
    ['Content-Type', 'text/plain; charset=utf-8', 'text/plain; charset=utf-8'],
    ['Content-Type', { mediaType: 'text/plain', params: { charset: 'utf-8' } }, 'text/plain; charset=utf-8'],
    ['Content-Type', { type: 'text', subtype: 'html' }, 'text/html'],
    ['Content-Disposition', { type: 'attachment', params: { filename: 'a b' } }, 'attachment; filename="a b"'],
    ['Content-Transfer-Encoding', '8BIT', '8bit'],
    ['Auto-Submitted', 'auto-generated', 'auto-generated'],
    ['Auto-Submitted', { value: 'no' }, 'no'],
    ['DKIM-Signature', 'v=1; a=rsa-sha256; b=ab cd;', 'v=1; a=rsa-sha256; b=ab cd'],
    ['DKIM-Signature', { entries: [['v', '1']], tags: new Map() }, 'v=1'],
    ['Authentication-Results', 'a.example; spf=pass (yes) smtp.helo=b', 'a.example; spf=pass (yes) smtp.helo=b'],
    ['Received', { by: 'x', date: new Date(0) }, 'by x; Thu, 01 Jan 1970 00:00:00 +0000'],
    ['Received', '(qmail 1); 1 Jan 1970 00:00:00 -0000', '(qmail 1); 1 Jan 1970 00:00:00 -0000'],
    ['Return-Path', '<>', '<>'],
    ['Return-Path', 'a@b.example', '<a@b.example>'],
    ['MIME-Version', '1.0', '1.0'],
    ['Content-Location', 'http://a.example/(x)', 'http://a.example/(x)'],
    ['Delivered-To', 'mailing list a@b.example', 'mailing list a@b.example'],
    ['Comments', 'a (b', 'a (b'],
  ])('%s %j', (name, value, expected) => {
    expect(formatField(name, value)).toBe(expected)
  })

  it.each<[string, unknown]>([
    ['X A', 'x'],
    ['', 'x'],
    ['X:', 'x'],
    ['Subject', 'a\r\nX-Injected: yes'],
    ['Subject', 'a\nb'],
    ['Subject', 'a\x00'],
    ['Subject', '\ud800'],
    ['Subject', undefined],
    ['Subject', null],
    ['Subject', new Date(0)],
    ['To', 'a@b.example\r\nX: y'],
    ['To', 'no address'],
    ['To', 'a@b.example (comment)'],
    ['To', []],
    ['To', [['a@b.example']]],
    ['To', ['a@b.example, c@d.example']],
    ['To', { address: 'Ada <a@b.example>' }],
    ['To', { name: 'x\r\ny', address: 'a@b.example' }],
    ['To', { name: 1, address: 'a@b.example' }],
    ['To', { name: 'g', members: [{ name: 'h', members: [] }] }],
    ['To', {}],
    ['To', 1],
    ['Sender', 'a@b.example, c@d.example'],
    ['Sender', 'g:a@b.example;'],
    ['Date', 'yesterday'],
    ['Date', 'Thu, 1 Jan 70 00:00:00 +0000'],
    ['Date', 'Thu, 01 Jan 1970 00:00:00 +0000 and more'],
    ['Date', 'Thu, 01 Jan 1970 00:00:00 +0000 (UTC)'],
    ['Date', new Date(Number.NaN)],
    ['Date', {}],
    ['Date', 5],
    ['Message-ID', 'a b@c'],
    ['Message-ID', '<a@b> <c@d>'],
    ['Message-ID', ['a@b']],
    ['References', 'phrase <a@b>'],
    ['References', '<a@b> (c)'],
    ['References', '<é@b>'],
    ['Keywords', 'a (b)'],
    ['Keywords', 1],
    ['Newsgroups', 'a (b)'],
    ['List-Unsubscribe', 'javascript:x'],
    ['List-Unsubscribe', '<https://a.example> junk'],
    ['List-Unsubscribe', '<https://a.example'],
    ['List-Id', 'two words'],
    ['List-Id', 'L <l.example> junk'],
    ['List-Unsubscribe-Post', 'yes'],
    ['Content-Type', 'text'],
    ['Content-Type', 'text/plain; charset'],
    ['Content-Type', 'text/plain (comment)'],
    ['Content-Transfer-Encoding', 'rot13'],
    ['DKIM-Signature', 'v=1; junk'],
    ['Authentication-Results', '(open'],
    ['Received', 'by x'],
    ['Received', 'by x; yesterday'],
    ['Return-Path', 'a b'],
    ['Return-Path', ['a@b']],
    ['MIME-Version', '2.0'],
    ['Content-Location', 'a b'],
    ['Delivered-To', 'é'],
    ['Delivered-To', 'a\x07'],
  ])('refuses %s: %j', (name, value) => {
    expect(() => formatField(name, value as FieldValue)).toThrow(TypeError)
  })

  it('writes UTF-8 when asked to', () => {
    expect(formatField('To', 'é <é@b.example>', { utf8: true })).toBe('é <é@b.example>')
    expect(formatField('Subject', 'été', { utf8: true })).toBe('été')
  })
})

describe('door messagerie/field', () => {
  it('takes text and bytes', () => {
    const bytes = (text: string) => new TextEncoder().encode(text)
    expect(door.parseDate(bytes('1 Jan 1970 00:00 +0000'))?.date).toEqual(new Date(0))
    expect(door.parseMessageIds(bytes('<a@b>'))).toEqual(['a@b'])
    expect(door.unfold(bytes('é\r\n x'))).toBe('é x')
    expect(door.unfold('é\r\n x')).toBe('é x')
    expect(door.parseAddressList(bytes('é <a@b.example>'))[0]).toMatchObject({ name: 'é' })
    expect(() => door.parseDate(1 as unknown as string)).toThrow(TypeError)
  })
})

/** What Message.from and its like give, and the list of Headers.addresses, are of one reading. */
import { describe, expect, it } from 'vitest'
import { registerField } from '../../../src/field/index.js'
import { parse } from '../../../src/index.js'

const GROUP = 'To: a@b.example, friends: c@d.example, e@f.example;\r\n\r\n'

describe('mailboxes', () => {
  it.each([
    ['a mailbox', 'To: Ada <a@b.example>\r\n\r\n', ['a@b.example']],
    ['a group among others', GROUP, ['a@b.example', 'c@d.example', 'e@f.example']],
    ['no field', 'X: y\r\n\r\n', []],
    ['an empty field', 'To:\r\n\r\n', []],
    ['two fields', 'To: a@b.example\r\nTo: c@d.example\r\n\r\n', ['a@b.example', 'c@d.example']],
  ])('%s: the same before and after the list was read', (_, source, want) => {
    const addresses = (message: ReturnType<typeof parse>) => message.to.map(({ address }) => address)
    const first = parse(source)
    expect(addresses(first)).toEqual(want)
    expect(first.headers.addresses('to').mailboxes).toEqual(first.to)
    const second = parse(source)
    expect(second.headers.addresses('to').mailboxes.map(({ address }) => address)).toEqual(want)
    expect(addresses(second)).toEqual(want)
  })

  it('is one array', () => {
    for (const source of ['To: a@b.example\r\n\r\n', GROUP]) {
      const message = parse(source)
      const { to } = message
      expect(message.to).toBe(to)
      expect(message.headers.addresses('to').mailboxes).toBe(to)
      expect(message.to).toBe(to)
    }
  })

  it('may be frozen by whoever reads it', () => {
    for (const source of ['From: a@b.example\r\n\r\n', GROUP.replace('To', 'From')]) {
      const message = parse(source)
      const from = Object.freeze(message.from)
      expect(message.headers.addresses('from').mailboxes).toEqual(from)
      expect(message.headers.addresses('from').mailboxes).toEqual(from)
      expect(message.from).toEqual(from)
      expect(() => message.check()).not.toThrow()
      expect(() => message.toJSON()).not.toThrow()
    }
  })

  it('reports a defect once', () => {
    const message = parse('To: @@@\r\n\r\n')
    expect(message.to).toEqual([])
    const { length } = message.defects
    expect(length).toBeGreaterThan(0)
    message.headers.addresses('to')
    expect(message.to).toEqual([])
    expect(message.defects).toHaveLength(length)
  })

  it('knows an edit', () => {
    const message = parse('To: a@b.example\r\n\r\n')
    expect(message.to).toHaveLength(1)
    message.headers.set('To', 'c@d.example, e@f.example')
    expect(message.to.map(({ address }) => address)).toEqual(['c@d.example', 'e@f.example'])
  })
})

describe('text', () => {
  it('is the decoded value whatever the grammar, and reading() what the grammar reads', () => {
    registerField('X-Shout', { kind: 'unstructured', read: (octets) => octets.trim().toUpperCase(), format: String })
    const field = parse('X-Shout: =?utf-8?Q?h=C3=A9?= o\r\n\r\n').headers.field('x-shout')
    expect(field?.text).toBe('h\u00e9 o')
    expect(field?.parsed).toBe('=?UTF-8?Q?H=C3=A9?= O')
  })

  it('of a structured field has the fallback charset too', () => {
    const source = 'To: =?x-none?Q?=B1?= <a@b.example>\r\nSubject: =?x-none?Q?=B1?=\r\n\r\n'
    const { headers } = parse(source, { fallbackCharset: 'iso-8859-2' })
    expect(headers.get('subject')).toBe('\u0105')
    expect(headers.get('to')).toBe('\u0105 <a@b.example>')
  })
})

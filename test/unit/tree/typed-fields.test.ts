/** Fields typed by their names: FieldTypes, which programs extend; the nth field of a name changed and taken out. */
import { describe, expect, expectTypeOf, it } from 'vitest'
import { registerField } from '../../../src/field/index.js'
import type { ContentType, Field, MailDate, Received } from '../../../src/index.js'
import { type AddressList, parse } from '../../../src/index.js'

interface Ticket {
  readonly id: number
}

declare module '../../../src/field/grammars.js' {
  interface FieldTypes {
    readonly 'x-test-ticket': Ticket
  }
}

registerField('X-Test-Ticket' as 'x-test-ticket', {
  kind: 'other',
  read: (octets) => ({ id: Number.parseInt(octets, 10) }),
  format: ({ id }) => String(id),
})

const message = () =>
  parse(
    'Received: by c.example; Wed, 2 Oct 2024 14:02:00 +0000\r\nreceived: by b.example; Wed, 2 Oct 2024 14:01:00 +0000\r\nReceived: by a.example; Wed, 2 Oct 2024 14:00:00 +0000\r\nTo: Ada <ada@example.org>\r\nX-Test-Ticket: 7\r\n\r\n',
  )

describe('parsed', () => {
  it('is typed by the name, in any case', () => {
    const { headers } = message()
    expectTypeOf(headers.parsed('Received')).toEqualTypeOf<Received[]>()
    expectTypeOf(headers.parsed('to')).toEqualTypeOf<AddressList[]>()
    expectTypeOf(headers.parsed('Date')).toEqualTypeOf<(MailDate | undefined)[]>()
    expectTypeOf(headers.parsed('X-Unknown')).toEqualTypeOf<unknown[]>()
    expectTypeOf(headers.field('Content-Type')?.parsed).toEqualTypeOf<ContentType | undefined>()
    expectTypeOf(headers.fields()).toEqualTypeOf<Field[]>()
    expect(headers.parsed('Received').map(({ by }) => by)).toEqual(['c.example', 'b.example', 'a.example'])
    expect(headers.parsed('Cc')).toEqual([])
  })

  it('has the type that a program declared', () => {
    const { headers } = message()
    expect(headers.parsed('X-Test-Ticket')[0]?.id).toBe(7)
    headers.set('X-Test-Ticket', { id: 8 })
    expect(headers.get('x-test-ticket')).toBe('8')
  })
})

describe('set', () => {
  it('takes what the name reads as', () => {
    const { headers } = message()
    headers
      .set('Date', new Date(0))
      .set('To', [{ name: 'Bo', address: 'bo@example.org' }])
      .set('Keywords', ['a', 'b'])
    headers.set('Content-Type', { mediaType: 'text/plain', params: { charset: 'utf-8' } })
    // @ts-expect-error a date is no address
    expect(() => headers.set('To', new Date(0))).toThrow(TypeError)
    // @ts-expect-error a number is nothing that a field is written from
    expect(() => headers.set('Subject', 7)).toThrow(TypeError)
    expect(headers.get('keywords')).toBe('a, b')
  })
})

describe('update and delete of the nth', () => {
  const by = (m: ReturnType<typeof message>) => m.headers.parsed('received').map((one) => one.by)
  const date = new Date(0)

  it('changes one, in its place', () => {
    const edited = message()
    edited.headers.update('RECEIVED', 1, { by: 'x.example', date })
    expect(by(edited)).toEqual(['c.example', 'x.example', 'a.example'])
    expect(by(parse(edited.toBytes()))).toEqual(['c.example', 'x.example', 'a.example'])
    expect(edited.headers.size).toBe(5)
  })

  it('takes one out, the others stay as they are', () => {
    const edited = message()
    expect(edited.headers.delete('received', 1)).toBe(true)
    expect(by(edited)).toEqual(['c.example', 'a.example'])
    expect(edited.headers.size).toBe(4)
    expect(edited.headers.delete('received', 2)).toBe(false)
    expect(parse(edited.toBytes()).headers.delete('Received', 0)).toBe(true)
    expect(new TextDecoder().decode(edited.toBytes())).toContain('a.example; Wed, 2 Oct 2024 14:00:00 +0000\r\n')
  })

  it('counts from the top, those that were put there too', () => {
    const edited = message()
    edited.headers.prepend('Received', { by: 'd.example', date }).prepend('Received', { by: 'e.example', date })
    edited.headers.append('Received', { by: 'z.example', date })
    edited.headers.update('Received', 0, { by: 'E.example', date }).delete('Received', 1)
    expect(by(edited)).toEqual(['E.example', 'c.example', 'b.example', 'a.example', 'z.example'])
    edited.headers.delete('Received', 4)
    edited.headers.delete('Received', 0)
    expect(by(parse(edited.toBytes()))).toEqual(['c.example', 'b.example', 'a.example'])
    expect(by(edited)).toEqual(['c.example', 'b.example', 'a.example'])
  })

  it('refuses one that is not there, and an index that is none', () => {
    const { headers } = message()
    expect(() => headers.update('Received', 3, { date })).toThrow(/there is no Received field 3/)
    expect(() => headers.update('Received', -1, { date })).toThrow(/index/)
    expect(() => headers.delete('Received', 0.5)).toThrow(/index/)
  })

  it('leaves nothing where the only one goes', () => {
    const { headers } = message()
    expect(headers.delete('To', 0)).toBe(true)
    expect(headers.has('To')).toBe(false)
    headers.set('To', 'bo@example.org')
    expect(headers.get('To')).toBe('bo@example.org')
  })
})

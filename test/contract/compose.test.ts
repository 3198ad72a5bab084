/** Composing held to its rules: transports, forms of slots, the schema of a spec, the schema of what toJSON gives. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import * as z from 'zod/mini'
import { compose } from '../../src/compose/compose-door.js'
import { messageJson, messageSpec } from '../../src/compose/schema-door.js'
import { type MessageSpec, MessageSpecError, parse } from '../../src/index.js'
import { fixtures } from '../messages.js'

const FROM = { from: 'a@b.example' }
const EIGHT =
  'From: c@d.example\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\nSchöne Grüße aus dem Norden, bis bald am Rhein\r\n'

const isSevenBit = (bytes: Uint8Array) => bytes.every((octet) => octet < 0x80)

describe('transports', () => {
  const message = compose({
    ...FROM,
    text: 'Schöne Grüße aus dem Norden, bis bald am Rhein\n',
    attachments: [{ content: parse(EIGHT) }, { content: Uint8Array.of(0, 255) }],
  })

  it('is 7bit by default, attached messages too, which are never base64', () => {
    const bytes = message.toBytes()
    expect(isSevenBit(bytes)).toBe(true)
    const back = parse(bytes)
    expect(back.parts[1]?.transferEncoding).toBe('7bit')
    expect(back.parts[1]?.message?.text).toBe(parse(EIGHT).text)
    expect(back.check().filter(({ severity }) => severity !== 'info')).toEqual([])
    expect(back.headers.get('content-transfer-encoding')).toBeUndefined()
  })

  it('is as it is where 8 bits pass', () => {
    const back = parse(message.toBytes({ transport: '8bit' }))
    expect(back.transferEncoding).toBe('8bit')
    expect(back.parts.map(({ transferEncoding }) => transferEncoding)).toEqual(['8bit', '8bit', 'base64'])
    expect(back.parts[1]?.message?.toString()).toBe(parse(EIGHT).toString())
    expect(back.text).toBe('Schöne Grüße aus dem Norden, bis bald am Rhein\r\n')
  })

  it('is octets under binary', () => {
    const back = parse(message.toBytes({ transport: 'binary' }))
    expect(back.parts.map(({ transferEncoding }) => transferEncoding)).toEqual(['8bit', '8bit', 'binary'])
    expect(back.parts[2]?.bytes()).toEqual(Uint8Array.of(0, 255))
    expect(back.transferEncoding).toBe('binary')
  })

  it('leaves what was asked for; what is signed and cannot be recoded goes as octets', () => {
    const asked = compose({ ...FROM, attachments: [{ content: parse(EIGHT), transferEncoding: '8bit' }] })
    expect(parse(asked.toBytes()).attachments[0]?.rawBody).toEqual(new TextEncoder().encode(EIGHT))
    const signed = `From: c@d.example\r\nMIME-Version: 1.0\r\nContent-Transfer-Encoding: 8bit\r\nContent-Type: multipart/signed; boundary=s; protocol="application/pgp-signature"\r\n\r\n--s\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\né\r\n--s\r\nContent-Type: application/pgp-signature\r\n\r\nx\r\n--s--\r\n`
    const whole = compose({ ...FROM, text: 'x', attachments: [{ content: parse(signed) }] })
    // A composed message is 7bit unless more is asked for: neither refused, nor written as it is, nor broken.
    for (const options of [undefined, { transport: '7bit' as const }]) {
      const part = parse(whole.toBytes(options)).parts[1]!
      expect([part.contentType.mediaType, part.filename]).toEqual(['application/octet-stream', 'message.eml'])
      expect(part.bytes()).toEqual(new TextEncoder().encode(signed))
    }
    expect(parse(whole.toBytes({ transport: '8bit' })).parts[1]?.rawBody).toEqual(new TextEncoder().encode(signed))
  })
})

describe('slots', () => {
  it('takes a sender alone or in an array, and one only', () => {
    expect(compose({ ...FROM, sender: ['s@b.example'] }).sender?.address).toBe('s@b.example')
    expect(() => compose({ ...FROM, sender: ['s@b.example', 't@b.example'] })).toThrow(MessageSpecError)
    expect(() => compose({ ...FROM, sender: [] })).not.toThrow()
  })

  it('refuses collections that have no names', () => {
    const headers = new Map([['X-A', 'b']]) as unknown as Record<string, string>
    expect(() => compose({ ...FROM, headers })).toThrow(/headers/)
    expect(messageSpec.safeParse({ ...FROM, headers }).success).toBe(false)
  })

  it('says what is wrong once', () => {
    expect(() => compose({ ...FROM, date: new Date(Number.NaN) })).toThrow(
      /^date: the Date is invalid: expected one that names an instant$/,
    )
    expect(() => compose(FROM, { now: () => new Date(Number.NaN) })).toThrow(/^options\.now: /)
    expect(() => compose({ ...FROM, attachments: [{ content: 'x', contentType: 'multipart/mixed' }] })).toThrow(
      /compose makes multiparts/,
    )
  })

  it.each(['a@b.example', '<a@b.example>', ['a@b.example', '<c@d.example>']])('takes identifiers as %j', (ids) => {
    const message = parse(compose({ ...FROM, references: ids, inReplyTo: ids }).toBytes())
    const plain = [ids].flat().map((id) => id.replace(/[<>]/g, ''))
    expect([message.references, message.inReplyTo]).toEqual([plain, plain])
  })
})

describe('schemas', () => {
  const odd = fc.oneof(
    fc.string(),
    fc.constantFrom(
      undefined,
      null,
      5,
      '',
      'a@b.example',
      '<a@b>',
      [],
      ['a@b.example'],
      {},
      { address: 'x@y.example' },
      'high',
      'no',
    ),
    fc.date(),
  )
  const keys = [
    'from',
    'sender',
    'to',
    'cc',
    'bcc',
    'replyTo',
    'subject',
    'text',
    'html',
    'calendar',
    'attachments',
    'headers',
    'date',
    'messageId',
    'references',
    'priority',
    'autoSubmitted',
    'list',
    'foo',
  ]

  it('messageSpec accepts what compose accepts', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom(...keys), odd, { maxKeys: 3, noNullPrototype: true }),
        fc.boolean(),
        (some, from) => {
          const spec = (from ? { ...FROM, ...some } : some) as unknown as MessageSpec
          let composed = true
          try {
            compose(spec)
          } catch (error) {
            expect(error).toBeInstanceOf(MessageSpecError)
            composed = false
          }
          expect(messageSpec.safeParse(spec).success).toBe(composed)
        },
      ),
      { seed: 1, numRuns: 300 },
    )
  })

  it('messageJson accepts what toJSON gives, before and after JSON', () => {
    for (const { bytes, name } of fixtures()) {
      const message = parse(bytes)
      message.check()
      for (const json of [message.toJSON(), JSON.parse(JSON.stringify(message))]) {
        const result = messageJson.safeParse(json)
        expect([name, result.success ? [] : result.error.issues]).toEqual([name, []])
      }
    }
    expect(messageJson.safeParse(compose(FROM).toJSON()).success).toBe(true)
    expect(messageJson.safeParse({ subject: 'x' }).success).toBe(false)
  })

  it('has a JSON Schema', () => {
    expect(z.toJSONSchema(messageJson).required).toContain('attachments')
  })
})

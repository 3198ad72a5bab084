/** A message of `messagerie/read`: what would change or write it throws, and all that reads one, or writes its octets, takes it. */
import { describe, expect, it } from 'vitest'
import { ambiguities } from '../../../src/ambiguities/ambiguities.js'
import { compose } from '../../../src/compose/compose.js'
import { forward, redirect } from '../../../src/compose/forward.js'
import { reply } from '../../../src/compose/reply.js'
import { bodyStructure, envelope as imapEnvelope, section } from '../../../src/imap/index.js'
import * as root from '../../../src/index.js'
import { gateway, splitPartial } from '../../../src/legacy/index.js'
import { toMail, toNews } from '../../../src/news/index.js'
import { present } from '../../../src/present/index.js'
import * as door from '../../../src/read.js'
import { isAutomatic } from '../../../src/report/index.js'
import { encrypt, secureParts, sign, surround } from '../../../src/secure/index.js'
import { burst, makeDigest, writeMbox } from '../../../src/store/index.js'
import { envelope, parseEhlo, plan, trace } from '../../../src/transport/index.js'

const octets = (text: string) => Uint8Array.from(text, (c) => c.charCodeAt(0))
const LETTER = octets(
  [
    'From: Ada <ada@example.org>',
    'To: bob@example.net',
    'Bcc: eve@example.net',
    'Date: Tue, 4 Mar 2025 09:30:00 +0100',
    'Message-ID: <1@example.org>',
    'Newsgroups: example.test',
    'Subject: Notes',
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary=b',
    '',
    '--b',
    '',
    'Hello',
    '--b',
    'Content-Type: text/plain; name=a.txt',
    'Content-Transfer-Encoding: base64',
    '',
    'aGk=',
    '--b--',
    '',
  ].join('\r\n'),
)
const ENVELOPE = { from: 'ada@example.org', to: ['bob@example.net'] }
const read = () => door.parse(LETTER)
const whole = () => root.parse(LETTER)

describe('messagerie/read', () => {
  it('gives the classes of the root door', () => {
    expect(read()).toBeInstanceOf(root.Message)
    expect(read().parts[0]).toBeInstanceOf(root.Entity)
    expect(read().headers).toBeInstanceOf(root.Headers)
  })

  it.each<[string, (message: door.Message) => unknown]>([
    ['toBytes', (message) => message.toBytes()],
    ['chunks', (message) => message.chunks()],
    ['toString', (message) => message.toString()],
    ['toJSON', (message) => message.toJSON()],
    ['JSON.stringify', (message) => JSON.stringify(message)],
    ['check', (message) => message.check()],
    ['setContent', (message) => message.parts[0]!.setContent('x')],
    ['append', (message) => message.append({ text: 'x' })],
    ['insert', (message) => message.insert(0, { text: 'x' })],
    ['remove', (message) => message.parts[0]!.remove()],
    ['replaceWith', (message) => message.parts[0]!.replaceWith({ text: 'x' })],
    ['headers.set', (message) => message.headers.set('Subject', 'x')],
    ['headers.append', (message) => message.headers.append('X-A', 'x')],
    ['headers.prepend', (message) => message.headers.prepend('X-A', 'x')],
    ['headers.delete', (message) => message.headers.delete('X-None')],
  ])('%s throws, every time', (_name, act) => {
    const message = read()
    for (let i = 0; i < 2; i++) {
      expect(() => act(message)).toThrow(new Error("read-only: parse with 'messagerie' to change or write a message"))
    }
    expect(message.raw).toEqual(LETTER)
    expect(message.brokenSignatures).toEqual([])
  })

  it('holds what reading found, with the code for a message', () => {
    const source = octets('Subject: =?utf-8?Q?=ff?=\r\n\r\nx\n')
    const message = door.parse(source)
    const same = root.parse(source)
    expect([message.subject, message.text]).toEqual([same.subject, same.text])
    expect(message.defects.length).toBeGreaterThan(0)
    expect(message.defects).toEqual(same.defects.map((defect) => ({ ...defect, message: defect.code })))
  })

  it('refuses strict, names limits by their code', () => {
    expect(() => door.parse(LETTER, { strict: true })).toThrow(TypeError)
    expect(() => door.parse(LETTER, { onLimit: 'throw', limits: { maxParts: 1 } })).toThrow(root.MessageError)
  })

  const fixed = { now: () => new Date(0), hostname: 'example.org', boundary: (n: number) => `x${n}y` }
  const ends = { from: 'bob@example.net', to: 'cy@example.org' }
  const spec = { ...ends, messageId: 'x@example.net', date: new Date(0) }
  const news = { gateway: 'gate.example.org', newsgroups: ['example.test'], administrator: 'root@example.org' }
  const pgp = { protocol: 'pgp', boundary: fixed.boundary } as const
  const ARMOUR = (type: string) => octets(`-----BEGIN PGP ${type}-----\r\n\r\niQ==\r\n-----END PGP ${type}-----\r\n`)
  it.each<[string, (message: door.Message) => unknown]>([
    ['reply', (message) => reply(message, { from: 'bob@example.net', all: true })],
    [
      'forward as attachment',
      (message) => compose({ ...forward(message, { ...ends, as: 'attachment' }), ...spec }, fixed).toBytes(),
    ],
    [
      'forward inline',
      (message) => compose({ ...forward(message, { ...ends, as: 'inline' }), ...spec }, fixed).toBytes(),
    ],
    ['redirect', (message) => redirect(message, { ...spec, hostname: 'example.org' }).toBytes()],
    ['an attachment', (message) => compose({ ...spec, attachments: [{ content: message }] }, fixed).toBytes()],
    [
      'an attachment that is changed',
      (message) => {
        const made = compose({ ...spec, text: 'x', attachments: [{ content: message }] }, fixed)
        made.parts[1]!.message!.headers.set('Subject', 'y')
        made.parts[1]!.message!.parts[0]!.setContent('z')
        return [made.toBytes(), made.check(), made.toJSON()]
      },
    ],
    ['append', (message) => whole().append(message).raw],
    [
      'append of a part, changed then',
      (message) => {
        const target = whole()
        const part = target.append(message.parts[1]!)
        part.headers.set('Content-Description', 'a')
        part.setContent('b')
        return target.toBytes()
      },
    ],
    ['replaceWith a part', (message) => whole().parts[0]!.replaceWith(message.parts[1]!).raw],
    ['imap', (message) => [imapEnvelope(message), bodyStructure(message), section(message, '1'), section(message, '')]],
    ['present', (message) => present(message).map(({ action, form, because }) => [action, form, because])],
    ['ambiguities', (message) => ambiguities(message)],
    [
      'transport',
      (message) => [envelope(message), plan(message, parseEhlo('mx\r\nSIZE'), { envelope: ENVELOPE }), trace(message)],
    ],
    ['isAutomatic', (message) => isAutomatic(message)],
    ['store', (message) => [writeMbox([message]), burst(message).messages.length]],
    ['makeDigest', (message) => makeDigest({ ...spec, messages: [message, message] }, fixed).toBytes()],
    ['secureParts', (message) => secureParts(message)],
    ['surround', (message) => surround(message, { after: [{ text: 'x' }] }).parts.length],
    ['gateway', (message) => gateway(message, {}).message.toBytes()],
    ['splitPartial', (message) => splitPartial(message, { maxBytes: 1000, id: 'p@example.org' }).map((one) => one.raw)],
    ['toMail', (message) => toMail(message, { gateway: 'gate.example.org' })],
    ['toNews', (message) => toNews(message, { ...news, now: fixed.now })],
    ['sign', (message) => sign(message, () => ARMOUR('SIGNATURE'), { ...pgp, micalg: 'sha256' })],
    ['encrypt', (message) => encrypt(message, () => ARMOUR('MESSAGE'), pgp)],
  ])('%s takes it as a message of the root door', async (_name, act) => {
    const outcome = async (message: door.Message) => {
      try {
        return await act(message)
      } catch (error) {
        return String(error)
      }
    }
    const got = await outcome(read())
    expect(String(got)).not.toMatch(/^\w*Error/)
    const plainly = (value: unknown) =>
      JSON.stringify(value, (_key, one) => (one instanceof root.Message ? one.toString() : one))
    expect(plainly(got)).toBe(plainly(await outcome(whole())))
  })
})

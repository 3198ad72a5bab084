/** One way to say "a part": attach, types by name, keys of prototypes, what is left out, what travels as octets, hidden recipients. */
import { afterEach, describe, expect, it } from 'vitest'
import { compose, forward, redirect, reply } from '../../../src/compose/compose-door.js'
import { parse } from '../../../src/message/parse.js'
import type { Entity } from '../../../src/tree/entity.js'

const FROM = { from: 'ada@example.org' }
const HEAD = 'From: Ada <ada@example.org>\r\nTo: bob@example.net\r\nMIME-Version: 1.0\r\n'
const octets = (text: string) => new Uint8Array(Buffer.from(text, 'latin1'))
const read = (rest: string) => parse(octets(HEAD + rest))

function outline(part: Entity): string {
  const { subtype, mediaType } = part.contentType
  return part.parts.length === 0 ? mediaType : `${subtype}(${part.parts.map(outline).join(' ')})`
}

const ALTERNATIVE =
  'Content-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\n\r\ntext\r\n--b\r\nContent-Type: text/html\r\n\r\n<p>page\r\n--b--\r\n'
const SIGNED =
  'Content-Type: multipart/signed; boundary=b; protocol="application/pgp-signature"; micalg=pgp-sha256\r\n\r\n--b\r\n\r\ntrailing  \r\n--b\r\nContent-Type: application/pgp-signature\r\n\r\nsig\r\n--b--\r\n'

describe('attach', () => {
  const file = { content: Uint8Array.of(1, 2, 3), filename: 'plan.pdf' }
  const SHAPES: readonly (readonly [what: string, rest: string, after: string])[] = [
    ['alternatives', ALTERNATIVE, 'mixed(alternative(text/plain text/html) application/pdf)'],
    [
      'a page with a picture',
      'Content-Type: multipart/related; boundary=b\r\n\r\n--b\r\nContent-Type: text/html\r\n\r\n<img src="cid:a@b">\r\n--b\r\nContent-Type: image/png\r\nContent-ID: <a@b>\r\n\r\nx\r\n--b--\r\n',
      'mixed(related(text/html image/png) application/pdf)',
    ],
    ['what is signed', SIGNED, 'mixed(signed(text/plain application/pgp-signature) application/pdf)'],
    [
      'what is encrypted',
      'Content-Type: multipart/encrypted; boundary=b; protocol="application/pgp-encrypted"\r\n\r\n--b\r\nContent-Type: application/pgp-encrypted\r\n\r\nVersion: 1\r\n--b\r\nContent-Type: application/octet-stream\r\n\r\nx\r\n--b--\r\n',
      'mixed(encrypted(application/pgp-encrypted application/octet-stream) application/pdf)',
    ],
    [
      'an opaque signature',
      'Content-Type: application/pkcs7-mime; smime-type=signed-data\r\nContent-Transfer-Encoding: base64\r\n\r\nAAAA\r\n',
      'mixed(application/pkcs7-mime application/pdf)',
    ],
    [
      'a multipart/mixed whose end is lost',
      'Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\ntext\r\n',
      'mixed(text/plain application/pdf)',
    ],
    [
      'a multipart/mixed without boundary',
      'Content-Type: multipart/mixed\r\n\r\ntext\r\n',
      'mixed(multipart/mixed application/pdf)',
    ],
    [
      'a text of 8 bits',
      'Content-Type: text/plain; charset=iso-8859-1\r\n\r\ncaf\xe9\r\n',
      'mixed(text/plain application/pdf)',
    ],
    ['no body', '', 'mixed(text/plain application/pdf)'],
    [
      'a message',
      'Content-Type: message/rfc822\r\n\r\nSubject: in\r\n\r\nx\r\n',
      'mixed(message/rfc822 application/pdf)',
    ],
  ]
  it.each(SHAPES)('puts a file beside %s', (_what, rest, after) => {
    const message = read(rest)
    const { text, html, attachments } = message
    const before = message.parts.length > 0 ? Buffer.from(message.rawBody) : undefined
    expect(message.attach(file).filename).toBe('plan.pdf')
    const written = message.toBytes()
    const back = parse(written)
    expect(outline(back)).toBe(after)
    expect([back.text, back.html, back.attachments.length]).toEqual([text, html, attachments.length + 1])
    expect(back.attachments.at(-1)!.bytes()).toEqual(file.content)
    expect(back.attachments.at(-1)!.disposition?.type).toBe('attachment')
    // What was a multipart of another kind is there octet for octet: it may be signed.
    if (before !== undefined && message.parts[0]!.parts.length > 0)
      expect(Buffer.from(written).includes(before)).toBe(true)
  })

  it('takes all that a part may be', async () => {
    const message = read(ALTERNATIVE)
    message.attach({ text: 'Grüße' })
    message.attach({ html: '<p>x' })
    message.attach({ content: 'a;b\n', filename: 'table.csv' })
    message.attach(read('Subject: in\r\n\r\nx\r\n'))
    message.attach(new File(['x'], 'note.md', { type: '' }))
    const pieces: Uint8Array[] = []
    for await (const piece of message.chunks()) pieces.push(piece)
    expect(outline(parse(Buffer.concat(pieces)))).toBe(
      'mixed(alternative(text/plain text/html) text/plain text/html text/csv message/rfc822 text/markdown)',
    )
  })

  it('refuses before anything has changed', () => {
    const message = read(SIGNED)
    expect(() => message.attach({ content: 'x', filename: '' })).toThrow(/filename/)
    expect(() => message.attach({ content: 'x', name: 'a' } as never)).toThrow(/name: no such key/)
    expect(Buffer.from(message.toBytes()).toString('latin1')).toBe(HEAD + SIGNED)
  })
})

describe('the type of a file', () => {
  const typeOf = (spec: object) =>
    parse(compose({ ...FROM, attachments: [spec as never] }).toBytes()).attachments[0]!.contentType.mediaType
  it.each([
    ['a.pdf', 'application/pdf'],
    ['A.PDF', 'application/pdf'],
    ['photo.jpeg', 'image/jpeg'],
    ['archive.tar.gz', 'application/gzip'],
    ['invite.ics', 'text/calendar'],
    ['no-extension', 'application/octet-stream'],
    ['a.', 'application/octet-stream'],
    ['x.constructor', 'application/octet-stream'],
    ['x.__proto__', 'application/octet-stream'],
    ['x.toString', 'application/octet-stream'],
    ['Übersicht.html', 'text/html'],
    ['C:\\plans\\a.png', 'image/png'],
  ])('%s: %s', (filename, type) => {
    expect(typeOf({ content: Uint8Array.of(1), filename })).toBe(type)
  })
  it('that is given stands before its name, and null does not count', () => {
    expect(typeOf({ content: 'x', filename: 'a.pdf', contentType: 'text/x-own' })).toBe('text/x-own')
    expect(typeOf({ content: 'x', filename: 'a.pdf', contentType: null })).toBe('application/pdf')
  })
  it('.eml is a message where it reads as one', () => {
    expect(typeOf({ content: octets('From: a@b.example\r\n\r\nx\r\n'), filename: 'a.eml' })).toBe('message/rfc822')
    expect(typeOf({ content: 'Subject: x\n\ny\n', filename: 'a.EML' })).toBe('message/rfc822')
    expect(typeOf({ content: octets('%PDF-1.4'), filename: 'a.eml' })).toBe('application/octet-stream')
    expect(typeOf({ content: octets(''), filename: 'a.eml' })).toBe('application/octet-stream')
  })
})

describe('keys of a prototype', () => {
  const ours = Object.prototype as Record<string, unknown>
  const added = ['text', 'content', 'bcc', 'attachments', 'filename', 'own', 'all', 'as']
  afterEach(() => {
    for (const key of added) delete ours[key]
  })
  it('never count where everything has them', () => {
    const before = compose({ ...FROM, text: 'x' }, { now: () => new Date(0), hostname: 'a.example' }).toString()
    Object.assign(ours, { bcc: 'eve@example.com', filename: 'x', attachments: [{ content: 'y' }] })
    // With bcc: 'keep' on every object, the hidden recipients of others would leave.
    const secret = compose({ ...FROM, text: 'x', bcc: 'carol@example.net' }, { now: () => new Date(0) })
    Object.assign(ours, { bcc: 'keep' })
    expect(secret.toString()).not.toContain('carol')
    const after = compose({ ...FROM, text: 'x' }, { now: () => new Date(0), hostname: 'a.example' }).toString()
    expect(after).toBe(before)
    Object.assign(ours, { text: 'z', all: true, as: 'inline' })
    const message = read('Cc: carol@example.net\r\nSubject: s\r\n\r\nhello\r\n')
    expect(reply(message, { from: 'bob@example.net' }).cc).toBeUndefined()
    expect(forward(message, { from: 'bob@example.net' }).text).toBeUndefined()
    message.attach({ content: 'x' })
    expect(message.toString()).not.toContain('filename')
  })
  it('count where a class of one’s own gives them', () => {
    class Plan {
      get content() {
        return 'x'
      }
      get filename() {
        return 'own.txt'
      }
    }
    expect(parse(compose({ ...FROM, attachments: [new Plan()] }).toBytes()).attachments[0]!.filename).toBe('own.txt')
  })
})

describe('omitted', () => {
  const message = parse(
    [
      'From: Ada <ada@example.org>',
      'To: bob@example.net, "no address", =?utf-8?Q?eve=40example.com?=@example.net, Carol <carol@localhost, dan@exa mple',
      'Cc: undisclosed-recipients:;, fred@example.net',
      'Subject: s',
      '',
      'x',
    ].join('\r\n'),
  )
  it('names each that cannot be written to, with field and reason', () => {
    const spec = reply(message, { from: 'bob@example.net', all: true })
    expect(spec.to).toEqual([{ name: 'Ada', address: 'ada@example.org' }])
    const omitted = spec.omitted ?? []
    expect(omitted.length).toBeGreaterThan(0)
    for (const { field, mailbox, because } of omitted) {
      expect(['To', 'Cc']).toContain(field)
      expect(typeof mailbox.address).toBe('string')
      expect(because.length).toBeGreaterThan(5)
    }
    expect(omitted.some(({ because }) => because.includes('encoded-word'))).toBe(true)
    const written = compose(spec).toString()
    expect(written).not.toMatch(/omitted|eve/i)
    expect(written).toContain('fred@example.net')
  })
  it('is no reason to refuse, and never a recipient', () => {
    const nobody = parse('From: =?utf-8?Q?eve=40example.com?=@example.net\r\nSubject: s\r\n\r\nx')
    const spec = reply(nobody, { from: 'bob@example.net' })
    expect(spec.to).toEqual([])
    expect(spec.omitted).toHaveLength(1)
    expect(() => compose(spec)).not.toThrow()
  })
})

describe('message.eml', () => {
  const attached = (source: string) =>
    parse(compose({ ...FROM, text: 'x', attachments: [{ content: parse(octets(source)) }] }).toBytes()).attachments[0]!
  it.each([
    ['a bare CR in a field', 'From: a@b.example\r\nSubject: x\ry\r\n\r\nz\r\n'],
    ['a NUL in a field', 'From: a@b.example\r\nSubject: x\0y\r\n\r\nz\r\n'],
    [
      'a bare CR in a field of a part',
      'Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nX: a\rb\r\n\r\nz\r\n--b--\r\n',
    ],
    [
      'octets that decode as no text',
      'From: a@b.example\r\nSubject: x\r\nTo: \xff\xfe <a@b.example>\r\nX-\xe9: y\r\n\r\nz\r\n',
    ],
  ])('holds what mail cannot carry: %s', (_what, source) => {
    const part = attached(source)
    expect(part.contentType.mediaType).toBe('application/octet-stream')
    expect(part.filename).toBe('message.eml')
    expect(part.transferEncoding).toBe('base64')
    expect(Buffer.from(part.bytes()).toString('latin1')).toBe(source)
  })
  it.each([
    ['LF', 'From: a@b.example\nSubject: x\n\nz\n'],
    ['a bare CR in a text', 'From: a@b.example\r\nSubject: x\r\n\r\nz\ry\r\n'],
    ['a NUL in a text', 'From: a@b.example\r\nSubject: x\r\n\r\nz\0y\r\n'],
    ['raw UTF-8 in a field', 'From: a@b.example\r\nSubject: Gr\xc3\xbc\xc3\x9fe\r\n\r\nz\r\n'],
  ])('is not wanted for %s', (_what, source) => {
    const part = attached(source)
    expect(part.contentType.mediaType).toBe('message/rfc822')
    expect(part.message!.subject).toBe(parse(octets(source)).subject)
    expect(part.message!.text?.replace(/\r\n/g, '\n')).toBe(parse(octets(source)).text?.replace(/\r\n/g, '\n'))
  })
})

describe('Bcc', () => {
  const message = read('Bcc: eve@example.com\r\nResent-Bcc: old@example.com\r\nSubject: s\r\n\r\nx\r\n')
  it('of a message that was parsed stays', () => {
    expect(message.toString()).toContain('eve@example.com')
  })
  it('leaves with redirect only where it is asked for', async () => {
    const sent = redirect(message, { from: 'bob@example.net', bcc: 'hidden@example.net' })
    const pieces: Uint8Array[] = []
    for await (const piece of sent.chunks()) pieces.push(piece)
    for (const text of [sent.toString(), Buffer.from(sent.toBytes()).toString(), Buffer.concat(pieces).toString()])
      expect(text).not.toMatch(/eve@|old@|hidden@/)
    expect(Buffer.from(sent.toBytes({ bcc: 'keep' })).toString()).toMatch(/hidden@.*eve@/s)
  })
  it('is taken out of what forward attaches, at each level of it alone', () => {
    const passed = compose(
      forward(message, { from: 'bob@example.net', to: 'carol@example.net', bcc: 'hidden@example.net' }),
    )
    expect(passed.toString()).not.toMatch(/eve@|old@|hidden@/)
    expect(Buffer.from(passed.toBytes({ bcc: 'keep' })).toString()).toMatch(/hidden@/)
    expect(Buffer.from(passed.toBytes({ bcc: 'keep' })).toString()).not.toMatch(/eve@|old@/)
  })
})

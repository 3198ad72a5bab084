/** S/MIME with a real openssl, both ways. RFC 8551 §3. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { compose, type Message, parse } from '../../src/index.js'
import { encrypt, headerProtection, secureParts, sign, surround } from '../../src/secure/index.js'
import { hasOpenssl, Openssl } from './tools.js'

const TEXT = 'Hello,\nFrom here on  \n\u00e9t\u00e9\n'

function letter(): Message {
  return compose({
    from: 'Ada <ada@example.org>',
    to: 'bob@example.net',
    subject: 'Notes',
    text: TEXT,
    html: '<p>Hello</p>\n',
    attachments: [{ filename: 'a.bin', content: Uint8Array.of(0, 10, 13, 255) }],
  })
}

describe.skipIf(!hasOpenssl)('with openssl', () => {
  let openssl: Openssl
  beforeAll(() => {
    openssl = new Openssl()
  }, 30_000)
  afterAll(() => openssl.remove())

  const signer =
    (form: 'DER' | 'PEM', ...more: string[]) =>
    (content: Uint8Array) =>
      openssl.make(['cms', '-sign', '-binary', '-outform', form, ...more, ...openssl.signer], content)

  function holds(bytes: Uint8Array): boolean {
    const found = secureParts(parse(bytes)).find(({ kind, form }) => kind === 'signed' && form === 'multipart')
    const [content, signature] = [found?.signed(), found?.signature()]
    return content !== undefined && signature !== undefined && openssl.verifiesDetached(content, signature)
  }

  it.each([
    ['DER', 'sha256'],
    ['PEM', 'sha512'],
  ] as const)('signs, from %s', async (form, digest) => {
    const signed = await sign(letter(), signer(form, '-md', digest), { protocol: 'smime' })
    expect(signed.contentType.params).toMatchObject({
      micalg: digest.replace('sha', 'sha-'),
      protocol: 'application/pkcs7-signature',
    })
    const [found] = secureParts(signed)
    expect(found).toMatchObject({ kind: 'signed', protocol: 'smime', scope: 'message', warnings: [] })
    const bytes = signed.toBytes()
    expect(holds(bytes)).toBe(true)
    expect(openssl.verifies(bytes)).toBe(true)
    expect(openssl.verifies(signed.toBytes({ eol: 'lf' }))).toBe(true)
    expect(openssl.verifies(Buffer.from(signed.toString().replace('Hello', 'Hallo'), 'latin1'))).toBe(false)

    const message = parse(bytes)
    message.headers.prepend('Received', 'from a.example by b.example; Thu, 29 Feb 2024 12:34:56 +0000')
    message.headers.set('Subject', 'Changed')
    expect(openssl.verifies(message.toBytes())).toBe(true)
    const listed = surround(message, { after: [{ text: 'Footer\n' }] })
    expect(holds(listed.toBytes())).toBe(true)
    expect(listed.text).toBe(`${TEXT.replaceAll('\n', '\r\n')}Footer\r\n`)
  })

  it('signs opaquely, and reads it', async () => {
    const signed = await sign(letter(), signer('DER', '-nodetach'), { protocol: 'smime', form: 'opaque' })
    expect(signed.contentType.mediaType).toBe('application/pkcs7-mime')
    expect(openssl.verifies(signed.toBytes())).toBe(true)
    const [found] = secureParts(signed)
    expect(found).toMatchObject({
      kind: 'signed',
      form: 'opaque',
      declared: 'signed-data',
      scope: 'message',
      warnings: [],
    })
    expect(found!.micalg).toEqual(['sha-256'])
    const inside = parse(found!.signed()!)
    expect(inside.text).toBe(TEXT.replaceAll('\n', '\r\n'))
    await expect(sign(letter(), signer('DER'), { protocol: 'smime', form: 'opaque' })).rejects.toThrow(
      /does not hold the content/,
    )
    await expect(sign(letter(), signer('DER', '-nodetach'), { protocol: 'smime' })).rejects.toThrow(/holds the content/)
  })

  it.each(['cms', 'smime'])('reads what openssl %s made', (command) => {
    const entity = Buffer.from('Content-Type: text/plain\r\n\r\nHello\r\n')
    const made = openssl.make(
      [command, '-sign', '-from', 'ada@example.org', '-subject', 'x', ...openssl.signer],
      entity,
    )
    const [found] = secureParts(parse(made))
    expect(found).toMatchObject({ kind: 'signed', protocol: 'smime', form: 'multipart', scope: 'message' })
    expect(found!.warnings.map(({ code }) => code)).toEqual(['text-around'])
    expect(found!.warnings[0]!.severity).toBe('info')
    expect(Buffer.from(found!.signed()!).toString()).toBe(entity.toString())
    expect(openssl.verifiesDetached(found!.signed()!, found!.signature()!)).toBe(true)

    for (const more of [[], ['-stream'], ['-indef']]) {
      const opaque = openssl.make([command, '-sign', '-nodetach', ...more, ...openssl.signer], entity)
      const [inside] = secureParts(parse(opaque))
      expect(inside).toMatchObject({ kind: 'signed', form: 'opaque', warnings: [] })
      expect(Buffer.from(inside!.signed()!).toString()).toBe(entity.toString())
    }
    const encrypted = openssl.make([command, '-encrypt', '-aes128', openssl.certificate], entity)
    expect(secureParts(parse(encrypted))[0]).toMatchObject({ kind: 'encrypted', form: 'opaque', warnings: [] })
  })

  it('encrypts, and openssl gives back what was inside', async () => {
    const signed = await sign(letter(), signer('DER'), { protocol: 'smime' })
    for (const [cipher, type] of [
      ['-aes128', 'enveloped-data'],
      ['-aes-128-gcm', 'authEnveloped-data'],
    ] as const) {
      const made = await encrypt(
        signed,
        (content) =>
          openssl.make(['cms', '-encrypt', '-binary', cipher, '-outform', 'DER', openssl.certificate], content),
        { protocol: 'smime' },
      )
      const message = parse(made.toBytes())
      expect(message.contentType.params['smime-type']).toBe(type)
      const [found] = secureParts(message)
      expect(found).toMatchObject({ kind: 'encrypted', protocol: 'smime', scope: 'message', warnings: [] })
      const keys = ['-recip', openssl.certificate, '-inkey', openssl.key]
      const inside = openssl.make(['cms', '-decrypt', '-inform', 'DER', ...keys], found!.data())
      expect(holds(inside)).toBe(true)
      expect(openssl.make(['cms', '-decrypt', ...keys], message.toBytes())).toEqual(inside)
    }
  })

  it('tells certificates and compressed data apart', () => {
    const p7c = openssl.make(['crl2pkcs7', '-nocrl', '-certfile', openssl.certificate, '-outform', 'DER'])
    const file = (name: string, bytes: Uint8Array) =>
      parse(
        compose({
          from: 'a@b.org',
          attachments: [{ filename: name, contentType: 'application/octet-stream', content: bytes }],
        }).toBytes(),
      )
    expect(secureParts(file('smime.p7c', p7c))[0]).toMatchObject({ kind: 'certificates', protocol: 'smime' })
    expect(secureParts(file('smime.p7m', Uint8Array.of(1, 2, 3)))).toEqual([])
  })

  it.each(['multipart', 'opaque'] as const)('protects the fields of what is signed, %s', async (form) => {
    const more = form === 'opaque' ? ['-nodetach'] : []
    const signed = await sign(letter(), signer('DER', ...more), { protocol: 'smime', form, protectHeaders: true })
    const message = parse(signed.toBytes())
    expect(openssl.verifies(message.toBytes())).toBe(true)
    expect(secureParts(message)[0]!.warnings).toEqual([])
    const states = () => headerProtection(message).fields.map(({ name, state, changed }) => [name, state, changed])
    expect(states()).toContainEqual(['Subject', 'signed', false])
    message.headers.set('Subject', 'Other')
    expect(states()).toContainEqual(['Subject', 'signed', true])
    expect(secureParts(message)[0]!.warnings.map(({ code }) => code)).toEqual(['header-differs'])
    expect(openssl.verifies(message.toBytes())).toBe(true)

    const sealed = await sign(letter(), signer('DER', ...more), { protocol: 'smime', form, protectHeaders: 'baseline' })
    const made = await encrypt(
      sealed,
      (content) =>
        openssl.make(['cms', '-encrypt', '-binary', '-aes128', '-outform', 'DER', openssl.certificate], content),
      { protocol: 'smime' },
    )
    expect(made.subject).toBe('[...]')
    const decrypted = openssl.make(
      ['cms', '-decrypt', '-recip', openssl.certificate, '-inkey', openssl.key],
      made.toBytes(),
    )
    expect(openssl.verifies(decrypted)).toBe(true)
    const read = headerProtection(made, { decrypted })
    expect(read).toMatchObject({ hp: 'cipher', signed: true, encrypted: true })
    expect(read.fields.find(({ name }) => name === 'Subject')).toMatchObject({ state: 'both', changed: false })
  })
})

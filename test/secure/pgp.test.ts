/** PGP/MIME and armour with a real gpg, both ways. RFC 3156, RFC 4880 §7. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { compose, type Message, parse } from '../../src/index.js'
import { encrypt, headerProtection, secureParts, sign, surround } from '../../src/secure/index.js'
import { Gpg, hasGpg } from './tools.js'

const TEXT = 'Hello,\nFrom here on  \n-- \ntrailing\t\n\u00e9t\u00e9\n- dash\n'

function letter(): Message {
  return compose({
    from: 'Ada <ada@example.org>',
    to: 'bob@example.net',
    subject: 'Grüße',
    text: TEXT,
    attachments: [{ filename: 'a.bin', content: Uint8Array.of(0, 10, 13, 255) }],
  })
}

describe.skipIf(!hasGpg)('with gpg', () => {
  let gpg: Gpg
  beforeAll(() => {
    gpg = new Gpg()
  }, 30_000)
  afterAll(() => gpg.remove())

  const detached = (armour: boolean) => (content: Uint8Array) =>
    gpg.make([...(armour ? ['--armor'] : []), '--digest-algo', 'sha512', '--detach-sign'], content)

  function holds(bytes: Uint8Array): boolean {
    const found = secureParts(parse(bytes)).find(({ kind, form }) => kind === 'signed' && form === 'multipart')
    const [content, signature] = [found?.signed(), found?.signature()]
    return content !== undefined && signature !== undefined && gpg.verifies(content, signature)
  }

  it.each([
    ['armour', true],
    ['packets', false],
  ] as const)('signs, from %s', async (_, armour) => {
    const signed = await sign(letter(), detached(armour), { protocol: 'pgp' })
    const [found] = secureParts(signed)
    expect(found).toMatchObject({ kind: 'signed', protocol: 'pgp', scope: 'message', warnings: [] })
    expect(found!.micalg[0]).toMatch(/^pgp-sha(?:256|512)$/)
    expect(signed.contentType.params.micalg).toBe(found!.micalg[0])
    expect(signed.text).toBe(TEXT.replaceAll('\n', '\r\n'))
    expect([...signed.attachments[0]!.bytes()]).toEqual([0, 10, 13, 255])
    expect(signed.subject).toBe('Grüße')
    expect(holds(signed.toBytes())).toBe(true)
    // What a transport may do to it: other line ends, and back.
    expect(holds(signed.toBytes({ eol: 'lf' }))).toBe(true)
    // A changed octet is noticed: the test tests.
    expect(holds(Buffer.from(signed.toString().replace('Hello', 'Hallo'), 'latin1'))).toBe(false)
  })

  it('edits elsewhere leave the signature valid', async () => {
    const signed = await sign(letter(), detached(true), { protocol: 'pgp' })
    const message = parse(signed.toBytes())
    message.headers.prepend('Received', 'from a.example by b.example; Thu, 29 Feb 2024 12:34:56 +0000')
    message.headers.set('Subject', '[list] Grüße').delete('To')
    expect(message.brokenSignatures).toEqual([])
    expect(holds(message.toBytes())).toBe(true)
    expect(holds(parse(message.toBytes({ eol: 'lf' })).toBytes({ transport: '7bit' }))).toBe(true)

    const listed = surround(message, { before: [{ text: 'Above' }], after: [{ text: 'Sent through the list.\n' }] })
    expect(listed.parts.map(({ contentType }) => contentType.mediaType)).toEqual([
      'text/plain',
      'multipart/signed',
      'text/plain',
    ])
    expect(holds(listed.toBytes())).toBe(true)
    expect(secureParts(listed)[0]!.warnings.map(({ code }) => code)).toEqual(['beside'])
    listed.parts[2]!.remove()
    listed.append({ filename: 'b.txt', content: 'x' })
    expect(holds(listed.toBytes())).toBe(true)

    const forwarded = compose({ from: 'eve@example.org', text: 'See below.\n', attachments: [{ content: message }] })
    expect(holds(forwarded.toBytes())).toBe(true)
    expect(holds(parse(forwarded.toBytes({ eol: 'lf' })).toBytes())).toBe(true)

    message.parts[0]!.append({ text: 'more' })
    expect(message.brokenSignatures).toEqual(['multipart/signed'])
    expect(holds(message.toBytes())).toBe(false)
  })

  it('signs a message in 8 bits with LF, and what is signed already', async () => {
    const source = Buffer.from(
      'Subject: x \nX-A: b\nContent-Type: text/plain; charset=utf-8 \nContent-Transfer-Encoding: 8bit\n\n\u00e9t\u00e9 \n',
      'utf8',
    )
    const signed = await sign(parse(source), detached(true), { protocol: 'pgp', micalg: 'SHA512' })
    expect(signed.contentType.params.micalg).toBe('pgp-sha512')
    expect(signed.text).toBe('\u00e9t\u00e9 \r\n')
    expect(holds(signed.toBytes())).toBe(true)
    await expect(sign(parse(source), detached(true), { protocol: 'pgp', micalg: 'sha256' })).rejects.toThrow(
      'sign: options.micalg: pgp-sha256, but the signature was made with pgp-sha512',
    )
    const twice = await sign(signed, detached(true), { protocol: 'pgp' })
    const [outer, inner] = secureParts(twice)
    expect(outer!.scope).toBe('message')
    expect(inner).toMatchObject({ scope: 'part', warnings: [], path: [1] })
    for (const found of [outer!, inner!]) expect(gpg.verifies(found.signed()!, found.signature()!)).toBe(true)
  })

  it('encrypts, and gpg gives back what was inside', async () => {
    const signed = await sign(letter(), detached(true), { protocol: 'pgp' })
    for (const armour of [['--armor'], []]) {
      const made = await encrypt(
        signed,
        (content) => gpg.make([...armour, '--recipient', 'ada@example.org', '--encrypt'], content),
        { protocol: 'pgp' },
      )
      const message = parse(made.toBytes())
      expect(message.contentType.mediaType).toBe('multipart/encrypted')
      expect(message.subject).toBe('Grüße')
      const [found] = secureParts(message)
      expect(found).toMatchObject({ kind: 'encrypted', protocol: 'pgp', scope: 'message', warnings: [] })
      const inside = gpg.make(['--decrypt'], found!.data())
      expect(holds(inside)).toBe(true)
      expect(parse(inside).text).toBe(TEXT.replaceAll('\n', '\r\n'))
      expect(parse(inside).headers.has('subject')).toBe(false)
    }
  })

  it('reads clear-signed text that gpg made', () => {
    const clear = gpg.make(['--clear-sign'], Buffer.from(TEXT))
    const around = Buffer.concat([Buffer.from('Subject: x\n\nbefore\n'), clear, Buffer.from('after\n')])
    const [found, ...others] = secureParts(parse(new Uint8Array(around)))
    expect(others).toEqual([])
    expect(found).toMatchObject({ kind: 'signed', form: 'inline', scope: 'text' })
    expect(found!.micalg[0]).toMatch(/^sha/)
    expect(found!.warnings.map(({ code }) => code)).toEqual(['text-around'])
    expect(gpg.verifies(found!.signed()!, found!.signature()!)).toBe(true)
    const { start, end } = found!.span!
    const block = found!.part.bytes().subarray(start, end)
    expect(gpg.run(['--verify', gpg.file(block)]).status).toBe(0)
  })

  it('tells apart what gpg puts into armour', () => {
    const kinds = [
      ['--armor', '--sign'],
      ['--armor', '--compress-algo', 'none', '--sign'],
      ['--armor', '--store'],
      ['--armor', '--recipient', 'ada@example.org', '--encrypt'],
      ['--armor', '--passphrase', 'x', '--s2k-count', '65536', '--symmetric'],
      ['--armor', '--export'],
      ['--armor', '--detach-sign'],
    ].map((args) => {
      const armour = gpg.make(args, Buffer.from('x'))
      const [found] = secureParts(parse(new Uint8Array(Buffer.concat([Buffer.from('\r\n'), armour]))))
      expect(found!.warnings.filter(({ severity }) => severity !== 'info')).toEqual([])
      return found!.kind
    })
    expect(kinds).toEqual(['compressed', 'signed', 'compressed', 'encrypted', 'encrypted', 'keys', 'signature'])
  })

  it('protects the fields of what is signed, then encrypted', async () => {
    const signed = await sign(letter(), detached(true), { protocol: 'pgp', protectHeaders: 'shy' })
    const made = await encrypt(
      signed,
      (content) => gpg.make(['--armor', '--recipient', 'ada@example.org', '--encrypt'], content),
      { protocol: 'pgp' },
    )
    const message = parse(made.toBytes())
    expect(message.subject).toBe('[...]')
    const decrypted = gpg.make(['--decrypt'], secureParts(message)[0]!.data())
    expect(holds(decrypted)).toBe(true)
    const { hp, fields } = headerProtection(message, { decrypted })
    expect(hp).toBe('cipher')
    expect(fields.find(({ name }) => name === 'Subject')).toMatchObject({ state: 'both', changed: false })
    expect(fields.find(({ name }) => name === 'Subject')!.field.text).toBe('Grüße')
    expect(fields.find(({ name }) => name === 'Message-ID')!.state).toBe('signed')
    // What gpg says of a changed one goes in as it is.
    expect(headerProtection(message, { decrypted, verified: false }).fields[0]!.state).not.toBe('both')
  })
})

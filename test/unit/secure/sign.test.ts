/** Messages that are signed and encrypted through hooks: what the hooks get, what stands where. RFC 1847, RFC 3156, RFC 8551. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compose, parse } from '../../../src/index.js'
import { encrypt, secureParts, sign, surround } from '../../../src/secure/index.js'

const ARMOUR = '-----BEGIN PGP SIGNATURE-----\n\nwgoEAAEIiQE=\n-----END PGP SIGNATURE-----\n'
const MESSAGE = '-----BEGIN PGP MESSAGE-----\n\nhQE=\n-----END PGP MESSAGE-----\n'
const ENVELOPED = Buffer.from('MA0GCSqGSIb3DQEHA6AAMA==', 'base64')
const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1')
const of = (source: string) => parse(Buffer.from(source, 'latin1'))

/** What a hook is given for a message. */
async function inside(source: string): Promise<string> {
  let given = ''
  const signed = await sign(
    of(source),
    (content) => {
      given = text(content)
      return ARMOUR
    },
    { protocol: 'pgp' },
  )
  // The very octets that are sent are those that were signed.
  expect(text(secureParts(signed)[0]!.signed()!)).toBe(given)
  expect(signed.raw.every((octet) => octet < 0x80)).toBe(true)
  return given
}

describe('what is signed', () => {
  it.each([
    ['Subject: x\n\nHello\n', 'Content-Type: text/plain\r\n\r\nHello\r\n'],
    ['Content-Type: text/plain \n\nHello', 'Content-Type: text/plain\r\n\r\nHello'],
    [
      'Content-Type: text/plain;\n  \n charset=utf-8\n\nHello',
      'Content-Type: text/plain;\r\n charset=utf-8\r\n\r\nHello',
    ],
    [
      '\n-- \nAda\n',
      'Content-Type: text/plain\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n=2D-=20\r\nAda\r\n',
    ],
    ['\nFrom here\n', 'Content-Type: text/plain\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n=46rom here\r\n'],
    [
      'Content-Transfer-Encoding: quoted-printable\n\na=20 \nb\t\n',
      'Content-Type: text/plain\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\na=20\r\nb\r\n',
    ],
    [
      'Content-Transfer-Encoding: x-own\n\na \n',
      'Content-Type: text/plain\r\nContent-Transfer-Encoding: x-own\r\n\r\na \r\n',
    ],
  ])('of %j', async (source, wanted) => {
    const given = await inside(source)
    const order = (entity: string) => [
      entity.slice(0, entity.indexOf('\r\n\r\n')).split('\r\n').sort(),
      entity.slice(entity.indexOf('\r\n\r\n')),
    ]
    expect(order(given)).toEqual(order(wanted))
  })

  it('holds parts and messages, encoded where they must be, and keeps what is signed already', async () => {
    const signed = 'Content-Type: multipart/signed; boundary=s \n\n--s\n\nold \n--s\nContent-Type: x/y\n\n \n--s--\n'
    const source =
      'Content-Type: multipart/mixed; boundary=m\n\npreamble \n--m \n\nFrom a\n--m\nContent-Type: message/rfc822\n\nSubject: x \n\nb \n' +
      `--m\n${signed}--m\nContent-Type: application/x\n\n\x01\n--m--\n`
    const given = await inside(source)
    const parts = parse(Buffer.from(given, 'latin1')).parts
    expect(parts.map(({ transferEncoding }) => transferEncoding)).toEqual([
      'quoted-printable',
      '7bit',
      '7bit',
      'base64',
    ])
    expect(text(parts[0]!.bytes())).toBe('From a')
    expect(text(parts[1]!.message!.bytes())).toBe('b ')
    expect(text(parts[3]!.bytes())).toBe('\x01')
    expect(text(parts[2]!.rawBody)).toBe('--s\r\n\r\nold \r\n--s\r\nContent-Type: x/y\r\n\r\n \r\n--s--')
    expect(given.replace(text(parts[2]!.rawBody), '')).not.toMatch(/[ \t]\r?$/m)
  })

  it('of any text comes back', async () => {
    const piece = fc.constantFrom(
      'From ',
      ' ',
      '\t',
      '\r\n',
      '--',
      'a',
      '\u00e9',
      '=',
      '.',
      '- ',
      '-----BEGIN PGP MESSAGE-----',
    )
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 30 }), async (pieces) => {
        const body = pieces.join('')
        const signed = await sign(compose({ from: 'a@b.org', text: body }), () => ARMOUR, { protocol: 'pgp' })
        expect(signed.parts[0]!.decodeText()).toBe(body)
        expect(text(secureParts(signed)[0]!.signed()!)).not.toMatch(/[ \t]\r$|^From /m)
      }),
      { seed: 1, numRuns: 100 },
    )
  })
})

describe('a signed message', () => {
  it('has its fields in their order, those about the content inside', async () => {
    const source =
      'Received: x\r\nX-A: b\r\n c\r\nContent-Type: text/html\r\nMIME-Version: 1.0 (x)\r\nSubject: y\r\nContent-ID: <a@b>\r\n\r\n<p>\r\n'
    const signed = await sign(of(source), () => ARMOUR, { protocol: 'pgp', boundary: () => 'b' })
    expect(signed.toString()).toBe(
      'Received: x\r\nX-A: b\r\n c\r\nSubject: y\r\nMIME-Version: 1.0\r\n' +
        'Content-Type: multipart/signed; micalg=pgp-sha256;\r\n protocol="application/pgp-signature"; boundary=b\r\n\r\n' +
        '--b\r\nContent-Type: text/html\r\nContent-ID: <a@b>\r\n\r\n<p>\r\n\r\n--b\r\n' +
        'Content-Type: application/pgp-signature; name="signature.asc"\r\nContent-Description: OpenPGP digital signature\r\n' +
        `Content-Disposition: attachment; filename="signature.asc"\r\n\r\n${ARMOUR.replaceAll('\n', '\r\n')}\r\n--b--\r\n`,
    )
    expect(signed.check().filter(({ code }) => !code.startsWith('missing-'))).toEqual([])
  })

  it('has no boundary that begins with one of its content, nor one that is a part of it', async () => {
    const source = 'Content-Type: multipart/mixed; boundary=inner\r\n\r\n--inner\r\n\r\nx\r\n--inner--\r\n'
    const drawn = ['inner-2', 'inn', 'outer']
    const signed = await sign(of(source), () => ARMOUR, { protocol: 'pgp', boundary: (n) => drawn[n]! })
    expect(signed.contentType.boundary).toBe('outer')
  })

  it('keeps every octet of a content that ends in a separator', async () => {
    const source = 'Content-Type: multipart/mixed; boundary=i\r\n\r\n--i\r\nContent-Type: text/plain\r\n\r\n'
    const given: Uint8Array[] = []
    const make = (content: Uint8Array) => {
      given.push(content)
      return ARMOUR
    }
    const signed = await sign(of(source), make, { protocol: 'pgp', boundary: () => 'outer' })
    expect(signed.parts[0]!.raw).toEqual(given[0])
  })

  it('comes without the Bcc of one that was composed', async () => {
    const signed = await sign(compose({ from: 'a@b.org', bcc: 'c@d.org', text: 'x' }), () => ARMOUR, {
      protocol: 'pgp',
    })
    expect(signed.headers.has('bcc')).toBe(false)
  })

  it('is not made of what is no signature', async () => {
    const message = of('Subject: x\r\n\r\nHello\r\n')
    const pgp = { protocol: 'pgp' } as const
    const smime = { protocol: 'smime' } as const
    const refused = (make: () => unknown, options: object) =>
      sign(message, make as () => string, options as typeof pgp).then(
        () => 'signed',
        (error: unknown) => (error instanceof TypeError ? error.message : String(error)),
      )
    expect(await refused(() => '', pgp)).toMatch(/returned nothing/)
    expect(await refused(() => undefined, pgp)).toMatch(/expected a Uint8Array or a string/)
    expect(await refused(() => 'x', pgp)).toMatch(/neither PGP armour nor PGP packets/)
    expect(await refused(() => `${ARMOUR}\u00e9`, pgp)).toMatch(/neither PGP armour/)
    expect(await refused(() => 'x', smime)).toMatch(/neither DER nor PEM/)
    expect(await refused(() => ENVELOPED, smime)).toMatch(/no CMS signed-data/)
    expect(await refused(() => '-----BEGIN PGP SIGNATURE-----\n\nAA==\n', pgp)).toMatch(
      /options.micalg: the signature does not show its digest/,
    )
    expect(await refused(() => ARMOUR, { protocol: 'pgp', micalg: 'sha-1' })).toMatch(/pgp-sha1, but .* pgp-sha256/)
    expect(await refused(() => ARMOUR, { protocol: 'pgp', micalg: 'a b' })).toMatch(/options.micalg: expected the name/)
    expect(await refused(() => ARMOUR, { protocol: 'moss' })).toMatch(/options.protocol/)
    expect(await refused(() => ARMOUR, { protocol: 'pgp', form: 'opaque' })).toMatch(/options.form/)
    expect(await refused(() => ARMOUR, { protocol: 'pgp', key: 'x' })).toMatch(/options.key: no such option/)
    expect(await refused(() => Promise.reject(new Error('no key')), pgp)).toBe('Error: no key')
    await expect(sign({} as never, () => ARMOUR, pgp)).rejects.toThrow(TypeError)
    await expect(sign(message, ARMOUR as never, pgp)).rejects.toThrow(TypeError)
  })

  it('is refused where it would break what is signed already', async () => {
    const source =
      'Content-Type: multipart/signed; boundary=s\n\n--s\nContent-Transfer-Encoding: 8bit\n\n\xe9\n--s\n\n\n--s--\n'
    await expect(sign(of(source), () => ARMOUR, { protocol: 'pgp' })).rejects.toThrow(/signs it as it is/)
  })
})

describe('an encrypted message', () => {
  it.each([
    ['armour', MESSAGE],
    ['packets', Uint8Array.of(0x85, 1)],
  ])('has two parts, from %s', async (_, data) => {
    let given = ''
    const message = of('Subject: x\nContent-Type: text/plain; charset=latin1\n\n\xe9t\xe9 and all that is long\n')
    const encrypted = await encrypt(
      message,
      (content) => {
        given = text(content)
        return data
      },
      { protocol: 'pgp', boundary: () => 'b' },
    )
    expect(given).toBe(
      'Content-Type: text/plain; charset=latin1\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n=E9t=E9 and all that is long\r\n',
    )
    expect(encrypted.subject).toBe('x')
    expect(encrypted.toString()).not.toContain('=E9')
    expect(text(secureParts(encrypted)[0]!.data()!)).toMatch(
      /^-----BEGIN PGP MESSAGE-----\r\n\r\nhQE=\r\n(?:=....\r\n)?-----END/,
    )
    expect(encrypted.check().filter(({ code }) => !code.startsWith('missing-'))).toEqual([])
  })

  it('is one CMS object', async () => {
    const pem = `-----BEGIN CMS-----\n${ENVELOPED.toString('base64')}\n-----END CMS-----\n`
    for (const given of [ENVELOPED, pem]) {
      const encrypted = await encrypt(of('Subject: x\n\nHello\n'), () => given, { protocol: 'smime' })
      expect(encrypted.toString()).toBe(
        'Subject: x\r\nMIME-Version: 1.0\r\nContent-Type: application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m\r\n'.replace(
          '; name',
          ';\r\n name',
        ) +
          'Content-Transfer-Encoding: base64\r\nContent-Disposition: attachment; filename=smime.p7m\r\n\r\n' +
          `${ENVELOPED.toString('base64')}\r\n`,
      )
    }
    const made = () => encrypt(of('\n'), () => Uint8Array.of(0x30, 0), { protocol: 'smime' })
    await expect(made()).rejects.toThrow(/no CMS enveloped-data/)
    await expect(encrypt(of('\n'), () => ARMOUR, { protocol: 'pgp', micalg: 'x' } as never)).rejects.toThrow(
      /no such option/,
    )
    await expect(encrypt({} as never, () => ARMOUR, { protocol: 'pgp' })).rejects.toThrow(TypeError)
  })
})

it('surround keeps every octet of what it surrounds', () => {
  for (const eol of ['\r\n', '\n']) {
    const content = `Content-Type: text/plain; charset=latin1 ${eol}Content-Transfer-Encoding: 8bit${eol}${eol}\xe9 ${eol}From x`
    const made = surround(of(`Subject: x${eol}${content}`), {
      before: [{ text: 'a' }, { text: 'b' }],
      after: [{ text: 'c' }],
    })
    expect(text(made.parts[2]!.raw)).toBe(content)
    expect(made.parts.map((part) => part.decodeText())).toEqual(['a', 'b', `\u00e9 ${eol}From x`, 'c'])
    expect([made.subject, made.transferEncoding]).toEqual(['x', '8bit'])
    expect(made.toString().replaceAll(eol, '')).not.toMatch(/[\r\n]/)
  }
  expect(() => surround(of('\n'), { behind: [] } as never)).toThrow(/no such option/)
  expect(() => surround({} as never, {})).toThrow(TypeError)
})

/** What is signed or encrypted in a message, and what speaks against believing it. RFC 1847, RFC 3156, RFC 8551. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parse } from '../../../src/index.js'
import { secureParts } from '../../../src/secure/index.js'

const SIGNATURE = '-----BEGIN PGP SIGNATURE-----\r\n\r\nwgoEAAEIiQE=\r\n-----END PGP SIGNATURE-----\r\n'
const SIGNED_TYPE = 'multipart/signed; boundary=s; micalg=pgp-sha256; protocol="application/pgp-signature"'

function signed(content = 'Content-Type: text/plain\r\n\r\nHello', signature = SIGNATURE, type = SIGNED_TYPE): string {
  return (
    `Content-Type: ${type}\r\n\r\n--s\r\n${content}\r\n` +
    `--s\r\nContent-Type: application/pgp-signature\r\n\r\n${signature}\r\n--s--\r\n`
  )
}

function multipart(subtype: string, ...parts: string[]): string {
  return `Content-Type: multipart/${subtype}; boundary=m\r\n\r\n${parts.map((part) => `--m\r\n${part}\r\n`).join('')}--m--\r\n`
}

const find = (source: string) => secureParts(parse(Buffer.from(source, 'latin1')))
const codes = (source: string) => find(source).flatMap(({ warnings }) => warnings.map(({ code }) => code))
const text = (bytes: Uint8Array | undefined) => bytes && Buffer.from(bytes).toString('latin1')
const PLAIN = '\r\nunsigned'

describe('multipart/signed', () => {
  it('gives the exact octets, whatever ends the lines', () => {
    for (const source of [`Subject: x\r\n${signed()}`, `Subject: x\r\n${signed()}`.replaceAll('\r\n', '\n')]) {
      const [found, ...others] = find(source)
      expect(others).toEqual([])
      expect(found).toMatchObject({
        kind: 'signed',
        protocol: 'pgp',
        form: 'multipart',
        scope: 'message',
        micalg: ['pgp-sha256'],
        warnings: [],
      })
      expect(text(found!.signed())).toBe('Content-Type: text/plain\r\n\r\nHello')
      expect(text(found!.signature())?.replaceAll('\r\n', '\n')).toBe(SIGNATURE.replaceAll('\r\n', '\n'))
      expect(found!.data()).toBe(undefined)
      expect(found!.covers!.path).toEqual([1])
      expect(found!.declared).toBe('application/pgp-signature')
    }
  })

  it('keeps what is no line end, and the blank line of a part without fields', () => {
    expect(text(find(signed('\r\na \t\r\rb\nc '))[0]!.signed())).toBe('\r\na \t\r\rb\r\nc ')
    const binary = 'Content-Transfer-Encoding: binary\r\n\r\na\nb\r\nc'
    expect(text(find(signed(binary))[0]!.signed())).toBe(binary)
    expect(text(find(signed(binary).replaceAll('\r\n', '\n'))[0]!.signed())).toBe(binary.replace('a\nb', 'a\r\nb'))
  })

  it('covers nothing in another form', () => {
    const three = signed().replace('--s--', '--s\r\n\r\nmore\r\n--s--')
    expect(codes(three)).toEqual(['part-count', 'covers-nothing', 'beside'])
    const [found] = find(three)
    expect([found!.signed(), found!.signature(), found!.covers]).toEqual([undefined, undefined, undefined])
    expect(found!.warnings[0]!.severity).toBe('error')
    expect(codes(signed(undefined, undefined, 'multipart/signed; boundary=s; micalg=x'))).toContain('protocol-mismatch')
    expect(codes(signed().replace('n/pgp-signature"', 'n/pkcs7-signature"'))).toContain('protocol-mismatch')
    expect(codes('Content-Type: multipart/signed\r\n\r\nx')).toEqual(['part-count'])
  })

  it('may be of a protocol that is not known', () => {
    const [found] = find(signed().replaceAll('pgp-signature', 'x-moss'))
    expect(found).toMatchObject({ kind: 'signed', protocol: 'other', warnings: [] })
    expect(text(found!.signed())).toContain('Hello')
  })

  it('tells a detached signature from what only stands in its place', () => {
    const bad = ['not-a-detached-signature']
    const clear = '-----BEGIN PGP SIGNED MESSAGE-----\r\n\r\nPay\r\n'
    expect(codes(signed(undefined, clear + SIGNATURE))).toEqual(bad)
    expect(codes(signed(undefined, SIGNATURE + SIGNATURE))).toEqual(bad)
    expect(codes(signed(undefined, `Pay ${SIGNATURE}`))).toEqual(bad)
    expect(codes(signed(undefined, SIGNATURE.replaceAll('SIGNATURE', 'MESSAGE').replace('wg', 'yw')))).toEqual(bad)
    expect(codes(signed(undefined, SIGNATURE.replaceAll('SIGNATURE', 'MESSAGE')))).toEqual([])
    expect(codes(signed(undefined, ''))).toEqual(bad)
    expect(codes(signed(undefined, '\x88\x0a\x04\x00\x01\x08x'))).toEqual([])
    const smime = signed(undefined, 'x').replaceAll('pgp-signature', 'x-pkcs7-signature')
    expect(codes(smime)).toEqual(bad)
    expect(find(smime)[0]!.protocol).toBe('smime')
  })

  it('says where micalg is missing, or another one', () => {
    expect(codes(signed().replace('micalg=pgp-sha256; ', ''))).toEqual(['micalg-missing'])
    expect(codes(signed().replace('pgp-sha256', 'pgp-sha1'))).toEqual(['micalg-mismatch'])
    expect(codes(signed().replace('pgp-sha256', 'PGP-SHA256'))).toEqual([])
    expect(find(signed().replace('pgp-sha256', '"sha1, sha256,,"'))[0]!.micalg).toEqual(['sha1', 'sha256'])
  })

  it('says what text stands in it that is not signed', () => {
    const preamble = signed().replace('\r\n\r\n--s', '\r\n\r\nThis is signed.\r\n--s')
    expect(find(preamble)[0]!.warnings).toMatchObject([{ code: 'text-around', severity: 'info' }])
    expect(find(`${signed()}\r\nfooter\r\n`)[0]!.warnings).toMatchObject([{ code: 'text-around', severity: 'warning' }])
    expect(codes(`${signed()}\r\n\r\n`)).toEqual([])
    expect(codes(signed().replace('--s--', ''))).toEqual(['unclosed'])
  })

  it('shows the fields that it protects', () => {
    const inside = 'Content-Type: text/plain; hp="clear"\r\nSubject: true\r\nFrom: a@b.c\r\n\r\nHello'
    const [found] = find(`Subject: other\r\nFrom: a@b.c\r\n${signed(inside)}`)
    expect(found!.protectedHeaders!.get('subject')).toBe('true')
    expect(found!.warnings.map(({ code, message }) => `${code} ${message}`)).toEqual([
      expect.stringMatching(/^header-differs .*: subject$/),
    ])
    expect(find(signed())[0]!.protectedHeaders).toBe(undefined)
    // A message that was passed on speaks for itself alone.
    const wrapped = 'Content-Type: message/rfc822\r\n\r\nSubject: true\r\n\r\nHello'
    const [forward] = find(`Subject: other\r\n${signed(wrapped)}`)
    expect(forward!.protectedHeaders).toBe(undefined)
    expect(forward!.warnings).toEqual([])
  })

  it.each([
    ['Content-Type: text/plain'],
    ['Content-Type: text/plain\r\n'],
    ['Content-Type: message/rfc822\r\n\r\nFrom: a@b.c\r\nSubject: inner'],
    ['Content-Type: multipart/mixed; boundary=w\r\n\r\n--w\r\nContent-Type: text/plain'],
    ['Content-Type: text/plain\r\n\r\n'],
    [''],
  ])('gives the exact octets of a part that ends without a body: %j', (part) => {
    for (const source of [signed(part), signed(part).replaceAll('\r\n', '\n')])
      expect(text(find(source)[0]!.signed())).toBe(part)
  })
})

describe('armour in HTML', () => {
  it.each([
    '<div>-----BEGIN PGP MESSAGE-----<br><br>hQEMA1b2c3d4&#61;<br>=abcd<br>-----END PGP MESSAGE-----</div>',
    '<p class="a">-----BEGIN PGP MESSAGE-----</p><p>&nbsp;</p><p>hQEMA1b2c3d4=</p><p>=abcd</p><p>-----END PGP MESSAGE-----</p>',
    '<table><tr><td>-----BEGIN PGP MESSAGE-----</tr><tr></tr><tr>hQEMA1b2c3d4=</tr><tr>=abcd</tr><tr>-----END PGP MESSAGE-----</tr></table>',
  ])('is found between elements: %#', (html) => {
    const [found, ...others] = find(`Content-Type: text/html\r\n\r\n<html><body>${html}</body></html>`)
    expect(others).toEqual([])
    expect(found).toMatchObject({ kind: 'encrypted', protocol: 'pgp', form: 'inline', scope: 'text' })
    expect(found!.warnings.map(({ code }) => code)).toContain('in-html')
    expect(text(found!.data())!.replace(/\s+/g, ' ')).toContain('-----BEGIN PGP MESSAGE----- hQEMA1b2c3d4= =abcd')
    const { start, end } = found!.span!
    expect(text(found!.part.bytes().subarray(start, end))).toMatch(/^-----BEGIN[\s\S]*END PGP MESSAGE-----/)
  })
})

describe('files that PGP made', () => {
  const file = (name: string, body: string, type = 'application/octet-stream') =>
    multipart(
      'mixed',
      '\r\nsee',
      `Content-Type: ${type}\r\nContent-Disposition: attachment; filename="${name}"\r\n\r\n${body}`,
    )
  const MESSAGE = '-----BEGIN PGP MESSAGE-----\r\n\r\nhQEMA1b2c3d4\r\n=abcd\r\n-----END PGP MESSAGE-----\r\n'
  it.each([
    ['plan.pdf.asc', MESSAGE, 'encrypted'],
    ['plan.pdf.PGP', '\x85\x01\x0c\x03', 'encrypted'],
    ['plan.pdf.gpg', '\xc1\x01\x0c\x03', 'encrypted'],
    ['plan.pdf.sig', '\x88\x01\x0c\x03', 'signature'],
    ['plan.pdf.asc', SIGNATURE, 'signature'],
    ['key.asc', MESSAGE.replaceAll('MESSAGE', 'PUBLIC KEY BLOCK'), 'keys'],
  ])('%s is %#', (name, body, kind) => {
    const found = find(file(name, body))
    expect(found.map((one) => `${one.kind} ${one.protocol}`)).toEqual([`${kind} pgp`])
    expect((found[0]!.data() ?? found[0]!.signature())!.length).toBeGreaterThan(0)
  })

  it('are not what only has their name', () => {
    expect(find(file('plan.pgp', 'nothing of the kind'))).toEqual([])
    expect(find(file('plan.pdf', MESSAGE))).toEqual([])
    expect(find(file('plan', MESSAGE, 'application/pgp-encrypted'))).toHaveLength(1)
  })
})

describe('what stands around it', () => {
  it.each([
    ['mixed', [PLAIN, signed()], ['beside']],
    ['mixed', [signed()], []],
    ['alternative', [PLAIN, signed()], ['beside', 'hidden']],
    ['related', [signed(), PLAIN], ['beside']],
    ['related', [PLAIN, signed()], ['beside', 'hidden']],
    ['related; start="<r@x>"', [PLAIN, `Content-ID: <r@x>\r\n${signed()}`], ['beside']],
    ['related; start="<r@x>"', [signed(), 'Content-ID: <r@x>\r\n\r\nx'], ['beside', 'hidden']],
  ])('in a multipart/%s', (subtype, parts, wanted) => {
    const [found] = find(multipart(subtype, ...parts))
    expect(found!.scope).toBe('part')
    expect(found!.warnings.map(({ code }) => code)).toEqual(wanted)
  })

  it('is another matter beyond an attached message', () => {
    const [found] = find(multipart('mixed', PLAIN, `Content-Type: message/rfc822\r\n\r\n${signed()}`))
    expect(found).toMatchObject({
      kind: 'signed',
      scope: 'attached-message',
      warnings: [{ code: 'attached', severity: 'info' }],
    })
    const encoded = Buffer.from(signed()).toString('base64').replace(/.{76}/g, '$&\r\n')
    const deep = find(`Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\n${encoded}`)
    expect(deep[0]).toMatchObject({ scope: 'attached-message' })
    expect(text(deep[0]!.signed())).toContain('Hello')
  })

  it('is covered by a signature around it', () => {
    const inner = signed().replaceAll('--s', '--t').replace('boundary=s', 'boundary=t').trimEnd()
    const [outer, nested] = find(signed(inner))
    expect(outer).toMatchObject({ scope: 'message', warnings: [] })
    expect(nested).toMatchObject({ scope: 'part', path: [1], warnings: [] })
    expect(text(outer!.signed())).toContain(text(nested!.signed()))
  })
})

describe('what is encrypted', () => {
  const DATA = '-----BEGIN PGP MESSAGE-----\r\n\r\nhQE=\r\n-----END PGP MESSAGE-----\r\n'
  const control = (line = 'Version: 1') => `Content-Type: application/pgp-encrypted\r\n\r\n${line}`
  const data = `Content-Type: application/octet-stream\r\n\r\n${DATA}`
  const type = 'encrypted; protocol="application/pgp-encrypted"'

  it('is found in a multipart/encrypted', () => {
    const [found, ...others] = find(multipart(type, control(), data))
    expect(others).toEqual([])
    expect(found).toMatchObject({
      kind: 'encrypted',
      protocol: 'pgp',
      form: 'multipart',
      scope: 'message',
      warnings: [],
    })
    expect(text(found!.data())).toBe(DATA)
    expect([found!.signed(), found!.signature()]).toEqual([undefined, undefined])
    expect(codes(multipart(type, control('Version: 11'), data))).toEqual(['bad-control'])
    expect(codes(multipart(type, data, control()))).toEqual(['protocol-mismatch'])
    expect(codes(multipart(type, control()))).toEqual(['part-count'])
    expect(find(multipart(type, control()))[0]!.data()).toBe(undefined)
  })

  it('may stand beside parts that would send it away', () => {
    const source = multipart(
      'mixed',
      'Content-Type: text/html\r\n\r\n<img src="http://a/',
      multipart(type, control(), data).replaceAll('--m', '--n').replace('=m', '=n'),
      'Content-Type: text/html\r\n\r\n">',
    )
    expect(codes(source)).toEqual(['beside'])
    expect(find(source)[0]!.warnings[0]!.message).toContain('2 other parts')
  })

  it('is known again after Exchange', () => {
    const [found] = find(multipart('mixed', 'Content-Type: text/plain\r\n\r\n', control(), data))
    expect(found).toMatchObject({ kind: 'encrypted', protocol: 'pgp', path: [], scope: 'part' })
    expect(found!.warnings.map(({ code }) => code)).toEqual(['mangled', 'beside'])
    expect(text(found!.data())).toBe(DATA)
    expect(find(multipart('mixed', control(), PLAIN))).toEqual([])
  })
})

describe('CMS objects', () => {
  // ContentInfo of enveloped-data, and signed-data without content and signers.
  const ENVELOPED = 'MA0GCSqGSIb3DQEHA6AAMA=='
  const CERTIFICATES = 'MCMGCSqGSIb3DQEHAqAWMBQCAQExADALBgkqhkiG9w0BBwGgADEA'
  const part = (params: string, body: string, more = '') =>
    `Content-Type: application/${params}\r\nContent-Transfer-Encoding: base64\r\n${more}\r\n${body}\r\n`

  it.each([
    ['pkcs7-mime; smime-type=enveloped-data', ENVELOPED, 'encrypted', []],
    ['x-pkcs7-mime', ENVELOPED, 'encrypted', []],
    ['pkcs7-mime; smime-type=Signed-Data', ENVELOPED, 'encrypted', ['type-mismatch']],
    ['pkcs7-mime; smime-type=certs-only', CERTIFICATES, 'certificates', []],
    ['pkcs7-mime; smime-type=signed-data', 'MIIB', 'signed', ['not-cms']],
    ['pkcs7-mime; smime-type=compressed-data', '', 'compressed', ['not-cms']],
    ['pkcs7-mime', '', 'encrypted', ['not-cms']],
    ['octet-stream; name=smime.P7M', ENVELOPED, 'encrypted', []],
    ['pkcs7-signature', ENVELOPED, 'signature', ['covers-nothing']],
  ])('%s', (type, body, kind, wanted) => {
    const [found] = find(part(type, body))
    expect(found).toMatchObject({ kind, protocol: 'smime', form: 'opaque', scope: 'message' })
    expect(found!.warnings.map(({ code }) => code)).toEqual(wanted)
    expect(found!.signed()).toBe(undefined)
    expect((found!.data() ?? found!.signature())!.length).toBe(Buffer.from(body, 'base64').length)
  })

  /** SignedData over the content, with one signerInfo that nobody looks into. */
  function opaque(content: string): string {
    const der = (tag: number, ...inside: (string | Buffer)[]): Buffer => {
      const body = Buffer.concat(inside.map((one) => (typeof one === 'string' ? Buffer.from(one, 'latin1') : one)))
      return Buffer.concat([Buffer.from([tag, 0x82, body.length >> 8, body.length & 0xff]), body])
    }
    const oid = (last: string) => der(0x06, `\x2a\x86\x48\x86\xf7\x0d\x01\x07${last}`)
    const held = der(0x30, oid('\x01'), der(0xa0, der(0x04, content)))
    const signed = der(0x30, '\x02\x01\x01', der(0x31), held, der(0x31, der(0x30, '\x02\x01\x01')))
    return der(0x30, oid('\x02'), der(0xa0, signed)).toString('base64')
  }

  it('read the fields that an opaque signature protects, as those of a multipart/signed', () => {
    const inside = 'Content-Type: text/plain; hp="clear"\r\nSubject: true\r\nFrom: a@b.c\r\n\r\nHello'
    const mime = 'pkcs7-mime; smime-type=signed-data'
    const [found] = find(`From: a@b.c\r\nSubject: other\r\n${part(mime, opaque(inside))}`)
    expect(found!.protectedHeaders!.get('subject')).toBe('true')
    expect(found!.warnings.map(({ code }) => code)).toEqual(['header-differs'])
    expect(text(found!.signed())).toBe(inside)
    expect(find(`From: a@b.c\r\nSubject: true\r\n${part(mime, opaque(inside))}`)[0]!.warnings).toEqual([])
    // Beside other parts it does not speak for the message.
    expect(codes(`Subject: other\r\n${multipart('mixed', PLAIN, part(mime, opaque(inside)))}`)).not.toContain(
      'header-differs',
    )
    // A message that was passed on speaks for itself alone; a part that protects nothing for nobody.
    for (const other of [
      'Content-Type: message/rfc822\r\n\r\nSubject: true\r\n\r\nHello',
      'Subject: true\r\n\r\nHello',
    ])
      expect(find(`Subject: other\r\n${part(mime, opaque(other))}`)[0]).toMatchObject({
        protectedHeaders: undefined,
        warnings: [],
      })
  })

  it('are none in files that only are named so', () => {
    expect(find(part('octet-stream', 'AAAA', 'Content-Disposition: attachment; filename=smime.p7m\r\n'))).toEqual([])
    expect(find(part('octet-stream; name=a.bin', ENVELOPED))).toEqual([])
  })
})

describe('armour in a text', () => {
  const clear = (body: string, headers = 'Hash: SHA256, SHA1\r\n') =>
    `-----BEGIN PGP SIGNED MESSAGE-----\r\n${headers}\r\n${body}\r\n${SIGNATURE}`

  it('is found under a transfer encoding, with spans in the content', () => {
    const encoded = Buffer.from(`Hi\r\n${clear('- -- \r\nx')}`).toString('base64')
    const [found] = find(`Content-Transfer-Encoding: base64\r\n\r\n${encoded}`)
    expect(found).toMatchObject({ kind: 'signed', form: 'inline', scope: 'text', micalg: ['sha256', 'sha1'] })
    expect(found!.span!.start).toBe(4)
    expect(text(found!.signed())).toBe('--\r\nx')
    expect(text(found!.signature())).toBe(SIGNATURE)
    expect(found!.warnings.map(({ code }) => code)).toEqual(['text-around'])
  })

  it('is warned of', () => {
    expect(codes(`\r\n${clear('x')}`)).toEqual([])
    expect(codes(`\r\n${clear('-x')}`)).toEqual(['not-dash-escaped'])
    expect(codes(`\r\n${clear('x', 'Hash: SHA1\r\nComment: pay\r\n')}`)).toEqual(['bad-armour-header'])
    expect(codes(`Content-Type: text/html\r\n\r\n${clear('x')}`)).toEqual(['in-html'])
    expect(codes(`\r\n${clear('x')}${clear('y')}`)).toEqual(['text-around', 'text-around'])
    expect(codes(`\r\n${SIGNATURE}`)).toEqual(['covers-nothing'])
    const cut = find(`\r\n${clear('x').replace(/-----END.*/, '')}`)
    expect(cut[0]!.warnings.map(({ code }) => code)).toEqual(['unterminated'])
    expect([cut[0]!.signed(), cut[0]!.signature()]).toEqual([undefined, undefined])
  })

  it('is of a kind', () => {
    const block = (name: string, body: string) =>
      `\r\n-----BEGIN PGP ${name}-----\r\n\r\n${body}\r\n-----END PGP ${name}-----\r\n`
    const kinds = [
      block('MESSAGE', 'hQE='),
      block('MESSAGE', 'owE='),
      block('MESSAGE', 'xA0='),
      block('MESSAGE', ''),
      block('MESSAGE, PART 1/2', 'hQE='),
      block('PUBLIC KEY BLOCK', 'mQ=='),
      block('PRIVATE KEY BLOCK', 'lQ=='),
    ].map((source) => find(source)[0]!.kind)
    expect(kinds).toEqual(['encrypted', 'compressed', 'signed', 'encrypted', 'encrypted', 'keys', 'keys'])
    expect(find(`Content-Type: application/pgp\r\n${block('MESSAGE', 'hQE=')}`)).toHaveLength(1)
    expect(find(`Content-Type: image/png\r\n${block('MESSAGE', 'hQE=')}`)).toEqual([])
    expect(find('Content-Type: application/pgp-keys\r\n\r\nx')[0]).toMatchObject({
      kind: 'keys',
      form: 'opaque',
      warnings: [],
    })
  })

  it('is listed a thousand times at most', () => {
    const many = `\r\n${`${SIGNATURE}`.repeat(1500)}`
    const found = find(multipart('mixed', many, many))
    expect(found).toHaveLength(1000)
    expect(found[999]!.warnings.at(-1)!.code).toBe('too-many')
    expect(found[998]!.warnings.some(({ code }) => code === 'too-many')).toBe(false)
  })
})

describe('hostile forms', () => {
  const shapes: readonly (readonly [string, (n: number) => string])[] = [
    ['headers of armour without end', (n) => `\r\n${'-----BEGIN PGP SIGNED MESSAGE-----\n'.repeat(n / 36)}`],
    ['words of armour on one line', (n) => `\r\n${' PGP '.repeat(n / 5)}`],
    ['armour headers', (n) => `\r\n-----BEGIN PGP MESSAGE-----\n${'A: b\n'.repeat(n / 5)}`],
    ['blank before blocks', (n) => `\r\n${' \n'.repeat(n / 4)}${SIGNATURE.repeat(n / 200)}`],
    [
      'signed parts in one multipart',
      (n) =>
        multipart(
          'related; start=x',
          ...new Array<string>(Math.floor(n / 300)).fill(signed().replaceAll('--s', '--t').replace('=s', '=t')),
        ),
    ],
    ['BER without end', (n) => `Content-Type: application/pkcs7-mime\r\n\r\n${'0\x80'.repeat(n / 2)}`],
    [
      'lines of dashes that are signed',
      (n) => `\r\n-----BEGIN PGP SIGNED MESSAGE-----\n\n${'- -\n'.repeat(n / 4)}${SIGNATURE}`,
    ],
  ]

  it.each(shapes)('%s: found or not, never a fault', (_, shape) => {
    for (const found of secureParts(parse(Buffer.from(shape(100_000), 'latin1')))) found.signed()
  })

  it('never throws', () => {
    const pieces = fc.constantFrom(
      ...[
        '--s\r\n',
        '--s--\r\n',
        '--m\r\n',
        '\r\n',
        SIGNATURE,
        'Content-Type: application/pgp-signature\r\n\r\n',
        'Content-Type: text/plain\r\n',
      ],
      ...[
        'Content-Type: multipart/mixed; boundary=m\r\n\r\n',
        'Content-Type: application/pkcs7-mime\r\n\r\n0\x80\x06\x00',
        signed(),
        '\x00\xff',
        'x',
      ],
      ...[
        'Content-Type: message/rfc822\r\n\r\n',
        'Content-Transfer-Encoding: base64\r\n',
        'Content-Type: multipart/encrypted; boundary=s\r\n\r\n',
      ],
    )
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 14 }), (list) => {
        for (const found of find(`Content-Type: ${SIGNED_TYPE}\r\n\r\n${list.join('')}`)) {
          found.signed()
          found.signature()
          found.data()
          expect(found.path).toBeInstanceOf(Array)
        }
      }),
      { seed: 1, numRuns: 400 },
    )
    expect(() => secureParts({} as never)).toThrow(TypeError)
  })
})

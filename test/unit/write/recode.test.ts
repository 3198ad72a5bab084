/** Writing for a transport: what it does not carry is encoded, all else stays octet for octet (RFC 2045 §6, RFC 6532). */
import { describe, expect, it } from 'vitest'
import { compose, parse } from '../../../src/index.js'
import { checkInvariants } from '../../invariants.js'

const crlf = (...lines: string[]) => lines.join('\r\n')
const bytes = (octets: string) => new Uint8Array(Buffer.from(octets, 'latin1'))
const OPTIONS = { now: () => new Date(0), hostname: 'example.org' }

describe('transport: 7bit', () => {
  it('a clean message stays as it is', () => {
    const source = crlf('MIME-Version: 1.0', 'Subject:   s', 'Content-Type: text/plain', '', 'clean  ', '')
    expect(parse(source).toString({ transport: '7bit' })).toBe(source)
    expect(parse(source).toString({ transport: '8bit' })).toBe(source)
    expect(parse(source).toString({ transport: 'binary', utf8: true })).toBe(source)
  })

  it('text: quoted-printable, with the field that says so', () => {
    const message = parse(
      bytes('Subject: s\r\nContent-Type: text/plain; charset=iso-8859-1\r\n\r\nSch\xf6n ist das, sagte er zu ihr\r\n'),
    )
    expect(message.toString({ transport: '7bit' })).toBe(
      crlf(
        'Subject: s',
        'Content-Type: text/plain; charset=iso-8859-1',
        'Content-Transfer-Encoding: quoted-printable',
        'MIME-Version: 1.0',
        '',
        'Sch=F6n ist das, sagte er zu ihr',
        '',
      ),
    )
    // The message itself is as it was.
    expect(message.transferEncoding).toBe('7bit')
    expect(message.headers.has('mime-version')).toBe(false)
    expect(message.defects).toEqual([])
  })

  it('only the parts that need it; labels of what holds them', () => {
    const message = parse(
      bytes(
        crlf(
          'MIME-Version: 1.0',
          'Content-Transfer-Encoding: BINARY',
          'Content-Type: multipart/mixed; boundary=b',
          '',
          'preamble',
          '--b',
          'Content-Transfer-Encoding: 8bit',
          '',
          'clean',
          '--b ',
          'Content-Type: application/x-a',
          'Content-Transfer-Encoding: 8bit',
          'X: y',
          '',
          'a\x80',
          '--b',
          '',
          'untouched  ',
          '--b--',
          'epilogue',
        ),
      ),
    )
    expect(message.toString({ transport: '7bit' })).toBe(
      crlf(
        'MIME-Version: 1.0',
        'Content-Transfer-Encoding: 7bit',
        'Content-Type: multipart/mixed; boundary=b',
        '',
        'preamble',
        '--b',
        'Content-Transfer-Encoding: 7bit',
        '',
        'clean',
        '--b ',
        'Content-Type: application/x-a',
        'Content-Transfer-Encoding: base64',
        'X: y',
        '',
        'YYA=',
        '',
        '--b',
        '',
        'untouched  ',
        '--b--',
        'epilogue',
      ),
    )
    expect(message.toString({ transport: '8bit' })).toBe(message.toString().replace('BINARY', '8bit'))
  })

  it('NUL, long lines, bare line ends: for 8bit as well', () => {
    for (const body of ['a\0b', 'x'.repeat(999), 'a\nb\r\n', 'a\rb\r\n']) {
      for (const transport of ['7bit', '8bit'] as const) {
        const message = parse(bytes(`Content-Type: application/x-a\r\n\r\n${body}`))
        const out = message.toBytes({ transport })
        expect(parse(out).transferEncoding).toBe('base64')
        expect(parse(out).bytes()).toEqual(bytes(body))
      }
      const kept = parse(bytes(`A: b\r\n\r\n${body}`))
      expect(kept.toBytes({ transport: 'binary' })).toEqual(kept.toBytes())
    }
    expect(parse(bytes('A: b\r\n\r\n\xff')).toString({ transport: '8bit' })).toBe('A: b\r\n\r\n\xff')
  })

  it('base64 and quoted-printable that a transport does not carry are written anew', () => {
    const long = parse(`MIME-Version: 1.0\r\nContent-Transfer-Encoding: base64\r\n\r\n${btoa('x'.repeat(900))}`)
    const out = parse(long.toBytes({ transport: '7bit' }))
    expect(out.bytes()).toEqual(bytes('x'.repeat(900)))
    expect(
      Math.max(
        ...out
          .toString()
          .split('\r\n')
          .map((line) => line.length),
      ),
    ).toBe(76)
    const raw = parse(bytes('MIME-Version: 1.0\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\na=3D\xe9'))
    expect(raw.toString({ transport: '7bit' })).toBe(
      'MIME-Version: 1.0\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\na=3D=E9',
    )
  })

  it('messages whose lines end in LF keep that, and can be written with CRLF', () => {
    const message = parse(bytes('Content-Type: text/plain; charset=utf-8\n\nh\xc3\xa9 and so on and so forth\nb\n'))
    const out = message.toString({ transport: '7bit' })
    expect(out).toBe(
      'Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\nMIME-Version: 1.0\n\n' +
        'h=C3=A9 and so on and so forth\nb\n',
    )
    expect(message.toString({ transport: '7bit', eol: 'crlf' })).toBe(out.replaceAll('\n', '\r\n'))
    const binary = parse(bytes('MIME-Version: 1.0\nContent-Type: image/x\nContent-Transfer-Encoding: binary\n\n\xff\n'))
    expect(parse(binary.toBytes({ transport: '7bit', eol: 'crlf' })).bytes()).toEqual(bytes('\xff\n'))
  })

  it('an attached message is recoded inside', () => {
    const source = crlf(
      'MIME-Version: 1.0',
      'Content-Type: message/rfc822',
      'Content-Transfer-Encoding: 8bit',
      '',
      'MIME-Version: 1.0',
      'Subject: in',
      'Content-Transfer-Encoding: 8bit',
      '',
      'sch\xf6n ist das, sagte er zu ihr',
    )
    expect(parse(bytes(source)).toString({ transport: '7bit' })).toBe(
      source.replace('8bit', '7bit').replace('8bit', 'quoted-printable').replace('\xf6', '=F6'),
    )
  })

  it('a message/global with UTF-8 fields is encoded whole', () => {
    const inner = 'Subject: Grüße an alle, die das hier lesen\r\nFrom: ada@example.org\r\n\r\nhello\r\n'
    const message = parse(
      `MIME-Version: 1.0\r\nContent-Type: message/global\r\nContent-Transfer-Encoding: 8bit\r\n\r\n${inner}`,
    )
    const out = message.toString({ transport: '7bit' })
    expect(out).toContain('Content-Transfer-Encoding: quoted-printable\r\n\r\nSubject: Gr=C3=BC')
    expect(parse(out).message?.headers.get('subject')).toBe('Grüße an alle, die das hier lesen')
    expect(message.toString({ utf8: false })).toBe(out)
    const ascii = parse('Content-Type: message/global\r\n\r\nSubject: s\r\n\r\nhello\r\n')
    expect(ascii.toString({ transport: '7bit' })).toBe(ascii.toString())
  })

  it('never touches what is signed', () => {
    const signed = (body: string, encoding = '8bit') =>
      bytes(
        crlf(
          'Content-Type: multipart/mixed; boundary=o',
          'Content-Transfer-Encoding: 8bit',
          '',
          '--o',
          'Content-Type: multipart/signed; boundary=s; protocol="application/pgp-signature"',
          '',
          '--s',
          `Content-Transfer-Encoding: ${encoding}`,
          '',
          body,
          '--s',
          'Content-Type: application/pgp-signature',
          '',
          'sig',
          '--s--',
          '--o',
          '',
          'foot\xff',
          '--o--',
          '',
        ),
      )
    expect(() => parse(signed('b\xff')).toBytes({ transport: '7bit' })).toThrow(
      /^part 1\.1: .*multipart\/signed 1 signs it/,
    )
    const clean = parse(signed('clean')).toString({ transport: '7bit' })
    expect(clean).toBe(
      parse(signed('clean'))
        .toString()
        .replace('--o\r\n\r\nfoot\xff', '--o\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nfoot=FF'),
    )
    expect(parse(signed('clean', '7bit')).toString({ transport: '7bit' })).toContain(
      'boundary=o\r\nContent-Transfer-Encoding: 7bit',
    )
  })

  it('a preamble or epilogue that it does not carry is left out', () => {
    const message = parse(
      bytes('Content-Type: multipart/mixed; boundary=b\r\n\r\npr\xe9\r\n--b\r\n\r\none\r\n--b--\r\nepi\0'),
    )
    expect(message.toString({ transport: '7bit' })).toBe(
      'Content-Type: multipart/mixed; boundary=b\r\n\r\n\r\n--b\r\n\r\none\r\n--b--\r\n',
    )
  })

  it('says what it cannot do', () => {
    const refused = (source: string, why: RegExp) =>
      expect(() => parse(bytes(source)).toBytes({ transport: '7bit' }), source).toThrow(why)
    refused('Content-Type: message/delivery-status\r\n\r\nX: \xff', /message\/delivery-status must not be encoded/)
    refused('Content-Transfer-Encoding: x-odd\r\n\r\n\xff', /"x-odd", which is not known/)
    refused('Content-Type: multipart/mixed\r\n\r\n\xff', /parts were not read/)
    refused('A: b\r\nno field \xff\r\nC: d\r\n\r\n', /message: octets that .* in a line .* no field/)
    refused('Subject: a\0b\r\n\r\n', /message: Subject: /)
    refused(`Received: ${'x'.repeat(999)}\r\n\r\n`, /message: Received: /)
    const long = parse(`Subject: ${'word '.repeat(300)}end\r\n\r\n`)
    const folded = long.toString({ transport: '8bit' })
    expect(parse(folded).subject).toBe(long.subject)
    expect(Math.max(...folded.split('\r\n').map((line) => line.length))).toBeLessThan(79)
    expect(() => parse('').toBytes({ transport: '6bit' as '7bit' })).toThrow(/options\.transport/)
    expect(() => parse('').toBytes({ utf8: 1 as never })).toThrow(/options\.utf8/)
    const uu = parse(
      bytes(
        'MIME-Version: 1.0\r\nContent-Type: application/x-a\r\nContent-Transfer-Encoding: x-uuencode\r\n\r\n\xff\r\nbegin 644 a\r\n#8F%R\r\n`\r\nend\r\n',
      ),
    )
    expect(parse(uu.toBytes({ transport: '7bit' })).bytes()).toEqual(uu.bytes())
  })

  it('a line whose reading would change by folding is refused', () => {
    const quoted = parse(
      `Received: from a by c "<${'long words '.repeat(110)}>" with ESMTP; Fri, 21 Nov 1997 09:55:06 -0600\r\n\r\n`,
    )
    expect(() => quoted.toBytes({ transport: '7bit' })).toThrow(/Received/)
  })

  it.each([
    ['References', `${'<some.message@a.example> '.repeat(100)}<last@a.example>`],
    ['Received', `from a.example (${'word '.repeat(300)}) by b.example; Fri, 21 Nov 1997 09:55:06 -0600`],
    ['DKIM-Signature', `v=1; a=rsa-sha256; d=a.example; s=s; h=${'Subject : '.repeat(200)}To; bh=x; b=y`],
    ['To', `${'"A, B" <a@b.example>, '.repeat(12_000)}c@d.example`],
  ])('a line of %s that is too long is folded, and says the same', (name, value) => {
    const long = parse(`${name}: ${value}\r\n\r\n`, { limits: { maxAddresses: 20_000 } })
    const folded = parse(long.toBytes({ transport: '7bit' }))
    expect(folded.headers.field(name)!.value).toBe(value)
    expect(
      Math.max(
        ...long
          .toString({ transport: '7bit' })
          .split('\r\n')
          .map((line) => line.length),
      ),
    ).toBeLessThan(999)
  })

  it('composed messages: what was asked for 8bit is not', () => {
    const message = compose(
      {
        from: 'a@example.org',
        subject: 'Grüße',
        text: 'hello',
        attachments: [
          {
            filename: 'a.txt',
            content: 'schön ist das, sagte er zu ihr',
            contentType: 'text/plain',
            transferEncoding: '8bit',
          },
          { content: parse(bytes('Subject: in\r\n\r\nh\xe9\r\n')) },
        ],
      },
      OPTIONS,
    )
    expect(message.toString()).toContain('\xc3\xb6')
    const out = message.toBytes({ transport: '7bit' })
    checkInvariants(out)
    const again = parse(out)
    expect(/[^\0-\x7f]/.test(again.toString())).toBe(false)
    expect(again.attachments[0]!.decodeText()).toBe('schön ist das, sagte er zu ihr')
    expect(again.attachments[1]!.message?.bytes()).toEqual(bytes('h\xe9\r\n'))
  })

  it('chunks() too, streams among them', async () => {
    async function* stream() {
      yield bytes('\xff')
    }
    const message = compose(
      {
        from: 'a@example.org',
        text: 'x',
        attachments: [{ content: stream() }, { content: 'é', contentType: 'text/plain', transferEncoding: '8bit' }],
      },
      OPTIONS,
    )
    const chunks: Uint8Array[] = []
    for await (const chunk of message.chunks({ transport: '7bit' })) chunks.push(chunk)
    const again = parse(new Uint8Array(Buffer.concat(chunks)))
    expect(again.attachments[0]!.bytes()).toEqual(bytes('\xff'))
    expect(again.attachments[1]!.decodeText()).toBe('é')
    checkInvariants(again.toBytes())
  })
})

describe('utf8', () => {
  it('false: fields that read the same in ASCII', () => {
    const source = crlf(
      'From: Günter <g@exämple.org>, plain@example.org',
      'Subject: Grüße  und  Küsse',
      'X-Other:   kept as  it is',
      'Content-Type: text/plain; name="Füße.txt"',
      'MIME-Version: 1.0',
      '',
      'body é',
    )
    const message = parse(source)
    const out = message.toBytes({ utf8: false })
    const again = parse(out)
    expect(/^[\0-\x7f]*\r\n\r\nbody é$/.test(Buffer.from(out).toString('utf8'))).toBe(true)
    expect(again.subject).toBe('Grüße  und  Küsse')
    expect(again.from).toEqual([
      { kind: 'mailbox', name: 'Günter', address: 'g@xn--exmple-cua.org', local: 'g', domain: 'xn--exmple-cua.org' },
      message.from[1],
    ])
    expect(again.filename).toBe('Füße.txt')
    expect(Buffer.from(out).toString('latin1')).toContain('\r\nX-Other:   kept as  it is\r\n')
    expect(parse(message.toBytes({ transport: '7bit' })).subject).toBe('Grüße  und  Küsse')
    expect(message.toBytes({ utf8: true })).toEqual(message.toBytes())
    expect(parse(message.toBytes({ transport: '7bit', utf8: true })).transferEncoding).toBe('quoted-printable')
    expect(Buffer.from(message.toBytes({ transport: '7bit', utf8: true })).toString('utf8')).toContain('Grüße')
  })

  it('false: refuses what would be lost, with the name of the field and the path', () => {
    expect(() => parse('From: gün@example.org\r\n\r\n').toBytes({ utf8: false })).toThrow(
      /^message: From: .*utf8: true/,
    )
    expect(() =>
      parse('Received: by a (Günter); Tue, 1 Oct 2024 12:00:00 +0000\r\n\r\n').toBytes({ utf8: false }),
    ).toThrow(/Received/)
    expect(() =>
      parse('Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nX: ü\r\n\r\n--b--').toBytes({ utf8: false }),
    ).not.toThrow()
    expect(() =>
      parse('Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nReply-To: ü@a.b\r\n\r\n--b--').toBytes({
        utf8: false,
      }),
    ).toThrow(/^part 1: Reply-To/)
    expect(() =>
      parse(
        'Content-Type: multipart/signed; boundary=b; protocol="a/b"\r\n\r\n--b\r\nX: ü\r\n\r\n--b\r\nContent-Type: a/b\r\n\r\n--b--',
      ).toBytes({ utf8: false }),
    ).toThrow(/^part 1: .*signs it/)
  })

  it('a boundary that is not ASCII is drawn anew', () => {
    const message = parse(
      bytes('Content-Type: multipart/mixed; boundary="\xe9"\r\n\r\n--\xe9\r\n\r\none\r\n--\xe9--\r\n'),
    )
    const again = parse(message.toBytes({ transport: '7bit' }))
    expect(again.parts[0]!.decodeText()).toBe('one')
    expect(/[^\0-\x7f]/.test(again.toString())).toBe(false)
  })

  it('true: a composed message is written in UTF-8', () => {
    const message = compose({ from: 'Günter <g@example.org>', subject: 'Grüße', text: 'x' }, OPTIONS)
    const out = message.toBytes({ utf8: true })
    checkInvariants(out, { utf8: true })
    const text = Buffer.from(out).toString('utf8')
    expect(text).toContain('\r\nFrom: Günter <g@example.org>\r\n')
    expect(text).toContain('\r\nSubject: Grüße\r\n')
    expect(message.toString()).toContain('=?UTF-8?')
    const asked = compose({ from: 'g@example.org', subject: 'Grüße', text: 'x' }, { ...OPTIONS, utf8: true })
    checkInvariants(asked.toBytes({ transport: '7bit' }))
    expect(parse(asked.toBytes({ transport: '7bit' })).subject).toBe('Grüße')
  })
})

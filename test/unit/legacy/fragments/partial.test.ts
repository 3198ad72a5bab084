import { describe, expect, it } from 'vitest'
import { parse } from '../../../../src/index.js'
import { externalBody, joinPartials, splitPartial } from '../../../../src/legacy/index.js'
import { codes, text } from '../octets.js'

/** RFC 2046 §5.2.2.2. */
const FIRST = `X-Weird-Header-1: Foo
From: Bill@host.com
To: joe@otherhost.com
Date: Fri, 26 Mar 1993 12:59:38 -0500 (EST)
Subject: Audio mail (part 1 of 2)
Message-ID: <id1@host.com>
MIME-Version: 1.0
Content-type: message/partial; id="ABC@host.com";
              number=1; total=2

X-Weird-Header-1: Bar
X-Weird-Header-2: Hello
Message-ID: <anotherid@foo.com>
Subject: Audio mail
MIME-Version: 1.0
Content-type: audio/basic
Content-transfer-encoding: base64

Zmlyc3Qg
`
const SECOND = `From: Bill@host.com
To: joe@otherhost.com
Date: Fri, 26 Mar 1993 12:59:38 -0500 (EST)
Subject: Audio mail (part 2 of 2)
MIME-Version: 1.0
Message-ID: <id2@host.com>
Content-type: message/partial;
              id="ABC@host.com"; number=2; total=2

c2Vjb25k
`
const WHOLE = `X-Weird-Header-1: Foo
From: Bill@host.com
To: joe@otherhost.com
Date: Fri, 26 Mar 1993 12:59:38 -0500 (EST)
Message-ID: <anotherid@foo.com>
Subject: Audio mail
MIME-Version: 1.0
Content-type: audio/basic
Content-transfer-encoding: base64

Zmlyc3Qg
c2Vjb25k
`

const fragment = (id: string, number: string, total: string, body: string) =>
  parse(
    `Subject: s\r\nContent-Type: message/partial; id="${id}"; number=${number}${total === '' ? '' : `; total=${total}`}\r\n\r\n${body}`,
  )

describe('message/partial', () => {
  it('joins the example of RFC 2046, in any order', () => {
    const [joined, ...rest] = joinPartials([parse(SECOND), parse('Subject: other\n\nx\n'), parse(FIRST)])
    expect(rest).toEqual([])
    expect(joined).toMatchObject({ id: 'ABC@host.com', total: 2, missing: [], problems: [] })
    expect(joined!.message!.toString()).toBe(WHOLE)
    expect(text(joined!.message!.bytes())).toBe('first second')
  })

  it('reports what is missing, twice there, or at odds', () => {
    const [one] = joinPartials([fragment('a', '2', '1000000', 'x\r\n')])
    expect(one).toMatchObject({
      missing: [
        { first: 1, last: 1 },
        { first: 3, last: 1_000_000 },
      ],
    })
    expect(one!.message).toBeUndefined()
    const [two] = joinPartials([
      fragment('a', '1', '2', 'A: b\r\n\r\nx\r\n'),
      fragment('a', '1', '2', 'A: b\r\n\r\nx\r\n'),
      fragment('a', '1', '3', 'other\r\n'),
      fragment('a', '2', '2', 'y\r\n'),
      fragment('a', '0', '2', 'y\r\n'),
    ])
    expect(codes(two!.problems)).toEqual(['duplicate', 'total-mismatch', 'conflict', 'invalid-number'])
    expect(text(two!.message!.rawBody)).toBe('x\r\ny\r\n')
    const [three] = joinPartials([fragment('a', '1', '', 'x\r\n')])
    expect(codes(three!.problems)).toEqual(['no-total'])
    expect(
      codes(joinPartials([parse('Content-Type: message/partial; number=1; total=1\r\n\r\nx')])[0]!.problems),
    ).toEqual(['no-id'])
  })

  it('gives back the line end that a fragment lost', () => {
    const [joined] = joinPartials([
      fragment('a', '1', '2', 'Subject: x\r\n\r\none'),
      fragment('a', '2', '2', 'two\r\n'),
    ])
    expect(text(joined!.message!.rawBody)).toBe('one\r\ntwo\r\n')
  })

  it('joins fragments of fragments, and ends in a loop', () => {
    const inner = 'Content-Type: message/partial; id="in"; number=1; total=1\r\n\r\nSubject: deep\r\n\r\nhello\r\n'
    const results = joinPartials([fragment('out', '1', '1', inner)])
    expect(results.map(({ id, message }) => [id, message?.subject])).toEqual([
      ['out', undefined],
      ['in', 'deep'],
    ])
    const loop = joinPartials([
      fragment('a', '1', '1', 'Content-Type: message/partial; id="a"; number=1; total=1\r\n\r\nx\r\n'),
    ])
    expect(loop.map(({ problems }) => codes(problems))).toEqual([['loop']])
    const deep = Array.from(
      { length: 30 },
      (_, i) => `Content-Type: message/partial; id="${i}"; number=1; total=1\r\n\r\n`,
    ).join('')
    const many = joinPartials([parse(deep)])
    expect(many.length).toBeLessThan(10)
    expect(codes(many.at(-1)!.problems)).toEqual(['too-deep'])
  })

  it('stays within maxBytes', () => {
    expect(codes(joinPartials([parse(FIRST), parse(SECOND)], { maxBytes: 10 })[0]!.problems)).toEqual(['too-large'])
  })

  it('splits so that joining gives the message back', () => {
    const message = parse(WHOLE.replaceAll('\n', '\r\n').replace('c2Vjb25k', 'c2Vjb25k\r\n'.repeat(200).trimEnd()))
    const fragments = splitPartial(message, { maxBytes: 1_000 })
    expect(fragments.length).toBeGreaterThan(2)
    for (const one of fragments) {
      expect(one.toBytes().length).toBeLessThanOrEqual(1_000)
      expect(one.check().filter(({ severity }) => severity === 'error')).toEqual([])
      expect(one.from[0]?.address).toBe('Bill@host.com')
    }
    expect(fragments[0]!.subject).toBe(`Audio mail (part 1 of ${fragments.length})`)
    expect(fragments[1]!.messageId).toBe('2.partial.anotherid@foo.com')
    const [joined] = joinPartials([...fragments].reverse())
    expect(joined!.problems).toEqual([])
    expect(joined!.message!.toString()).toBe(message.toString())
  })

  it('refuses what it cannot split', () => {
    const message = parse('Message-ID: <a@b>\r\n\r\nx\r\n')
    expect(() => splitPartial(message, { maxBytes: 20 })).toThrow(/no room/)
    expect(() => splitPartial(message, { maxBytes: -1 })).toThrow(/maxBytes/)
    expect(() => splitPartial(parse('Subject: x\r\n\r\nx\r\n'), { maxBytes: 2_000 })).toThrow(/Message-ID/)
    expect(() => splitPartial(parse('Message-ID: <a@b>\r\n\r\n\u00e9\r\n'), { maxBytes: 2_000 })).toThrow(/7bit/)
  })
})

describe('message/external-body', () => {
  const part = (params: string, inner: string) =>
    parse(`Content-Type: message/external-body; ${params}\r\n\r\n${inner}`)

  it('describes the example of RFC 2046', () => {
    const found = externalBody(
      part(
        'name="BodyFormats.ps";\r\n site="thumper.bellcore.com"; mode="image";\r\n access-type=ANON-FTP; directory="pub"; size=42;\r\n expiration="Fri, 14 Jun 1991 19:13:14 -0400 (EDT)"',
        'Content-type: application/postscript\r\nContent-ID: <id42@guppylake.bellcore.com>\r\n\r\n',
      ),
    )
    expect(found).toMatchObject({
      accessType: 'anon-ftp',
      size: 42,
      permission: 'read',
      contentId: 'id42@guppylake.bellcore.com',
      missing: [],
    })
    expect(found!.params.get('directory')).toBe('pub')
    expect(found!.expiration?.date.toISOString()).toBe('1991-06-14T23:13:14.000Z')
    expect(found!.contentType.mediaType).toBe('application/postscript')
  })

  it('puts a URL together (RFC 2017) and keeps what a mail server is told', () => {
    const url = externalBody(
      part(
        'access-type=URL;\r\n URL="ftp://ftp.deepdirs.org/1/2/3/4/5/6/7/\r\n  8/9/10/\r\n  file.html"',
        'Content-type: text/html\r\n\r\n',
      ),
    )
    expect(url).toMatchObject({ url: 'ftp://ftp.deepdirs.org/1/2/3/4/5/6/7/8/9/10/file.html', missing: ['content-id'] })
    const server = externalBody(
      part('access-type=mail-server; server="listserv@bogus.bitnet"', 'Content-ID: <a@b>\r\n\r\nget RFC-MIME.DOC\r\n'),
    )
    expect(text(server!.phantom)).toBe('get RFC-MIME.DOC\r\n')
    expect(externalBody(part('name=x', ''))!.missing).toEqual(['access-type', 'content-id'])
    expect(externalBody(part('access-type=ftp; name=x', 'Content-ID: <a@b>\r\n\r\n'))!.missing).toEqual(['site'])
    expect(externalBody(parse('Subject: x\r\n\r\n'))).toBeUndefined()
  })
})

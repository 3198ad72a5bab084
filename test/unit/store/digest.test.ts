import { describe, expect, it } from 'vitest'
import { parse } from '../../../src/message/parse.js'
import { burst, type Digest, type DigestForm, makeDigest } from '../../../src/store/index.js'

const octets = (text: string) => new Uint8Array(Buffer.from(text, 'latin1'))
const shown = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1')
const texts = (digest: Digest) => digest.messages.map((message) => message.toString())
const crlf = (...lines: string[]) => `${lines.join('\r\n')}\r\n`
const head = (...lines: string[]) => crlf('From: list@example.org', 'Subject: Mail Digest V1 #1', ...lines, '')

const RULE = '-'.repeat(70)
const LINE = '-'.repeat(30)

describe('burst, RFC 1153', () => {
  // The example of RFC 1153.
  const digest =
    head() +
    crlf("Today's Topics:", '   One', '   Two', '', RULE, '') +
    crlf(
      'Date: Fri, 13 Dec 96 15:01:21 GMT',
      'From: Joe User <joe@example.org>',
      'Subject: One',
      '',
      'Body of one.',
      '',
      'Joe',
    ) +
    crlf('', LINE, '', 'From: Jane User <jane@example.org>', 'Subject: Two', '', 'Body of two.', '', LINE, '') +
    crlf('End of Mail Digest V1 #1', '*'.repeat(24))

  it('takes the example of the memo apart', () => {
    const found = burst(digest)
    expect(found.form).toBe('rfc1153')
    expect(shown(found.preamble)).toBe(crlf("Today's Topics:", '   One', '   Two'))
    expect(texts(found)).toEqual([
      crlf(
        'Date: Fri, 13 Dec 96 15:01:21 GMT',
        'From: Joe User <joe@example.org>',
        'Subject: One',
        '',
        'Body of one.',
        '',
        'Joe',
      ),
      crlf('From: Jane User <jane@example.org>', 'Subject: Two', '', 'Body of two.'),
    ])
    expect(found.messages[1]!.from[0]!.address).toBe('jane@example.org')
    expect(shown(found.trailer)).toBe(crlf('End of Mail Digest V1 #1', '*'.repeat(24)))
  })

  it('with LF alone too', () => {
    expect(texts(burst(digest.replaceAll('\r\n', '\n')))[1]).toBe(
      'From: Jane User <jane@example.org>\nSubject: Two\n\nBody of two.\n',
    )
  })

  it('leaves a line of thirty hyphens to the message where no field follows, or no blank line is before', () => {
    const body = crlf('A: b', '', 'one', '', LINE, '', 'two', LINE, '', 'C: d')
    const found = burst(head() + crlf(RULE, '') + body + crlf('', LINE, '', 'E: f', '', 'x', '', LINE, '', 'End of it'))
    expect(texts(found)).toEqual([body, crlf('E: f', '', 'x')])
    expect(shown(found.trailer)).toBe(crlf('End of it'))
  })

  it('reads a digest in quoted-printable', () => {
    const found = burst(
      head('Content-Transfer-Encoding: quoted-printable') +
        crlf(RULE, '', 'Subject: a=3Db', '', 'caf=C3=', '=A9', '', LINE, '', 'End of it'),
    )
    expect(found.messages[0]!.subject).toBe('a=b')
    expect(found.messages[0]!.text).toBe('café\r\n')
  })
})

describe('burst, RFC 934', () => {
  it('goes by lines that begin with a dash, and takes the stuffing away', () => {
    const found = burst(
      head() +
        crlf(
          'Some words.',
          '',
          '------- Forwarded Messages',
          'From: a@example.org',
          '',
          'text',
          '- --',
          '- - two',
          '-x-- Message 2',
          '',
        ) +
        crlf('From: b@example.org', '', 'more', '', '------- End', '-', '', 'The end.'),
    )
    expect(found.form).toBe('rfc934')
    expect(shown(found.preamble)).toBe(crlf('Some words.'))
    expect(texts(found)).toEqual([
      crlf('From: a@example.org', '', 'text', '--', '- two'),
      crlf('From: b@example.org', '', 'more'),
    ])
    expect(shown(found.trailer)).toBe(crlf('The end.'))
  })

  it('keeps a dash line that was not stuffed with its message', () => {
    const found = burst(head() + crlf('------', 'A: b', '', 'x', '-- ', 'sig', '------', 'C: d', '', 'y', '------'))
    expect(texts(found)).toEqual([crlf('A: b', '', 'x', '-- ', 'sig'), crlf('C: d', '', 'y')])
  })

  it.each([
    ['a plain letter', head() + crlf('hi', '-- ', 'sig')],
    ['a letter with rules', head() + crlf('hi', '-----', 'some text', '-----', 'more text')],
    ['nothing', ''],
    ['any octets', '\0\xff-\n-\n-'],
    ['HTML', `${head('Content-Type: text/html')}----\r\nA: b\r\n----\r\n`],
    [
      'a digest in an attached message',
      head('Content-Type: message/rfc822') + head() + crlf('---', 'A: b', '', 'x', '---'),
    ],
  ])('finds no digest in %s', (_name, text) => {
    const found = burst(octets(text))
    expect(found.form).toBeUndefined()
    expect(found.messages).toEqual([])
    expect(found.because).toMatch(/^no /)
  })
})

describe('burst, multipart/digest', () => {
  it('finds it below the root, as lists send it', () => {
    const found = burst(
      head('Content-Type: multipart/mixed; boundary=m') +
        crlf(
          '--m',
          '',
          'Contents',
          '--m',
          'Content-Type: multipart/digest; boundary=d',
          '',
          'Before',
          '--d',
          '',
          'Subject: one',
          '',
          'x',
        ) +
        crlf('--d', 'Content-Type: message/rfc822', '', 'Subject: two', '', 'y', '', '--d--', 'After', '--m--'),
    )
    expect(found.form).toBe('mime')
    expect(found.because).toBe('a multipart/digest at part 2')
    expect(texts(found)).toEqual([crlf('Subject: one', '', 'x').slice(0, -2), crlf('Subject: two', '', 'y')])
    expect(found.messages[1]!.range).toEqual({ start: 0, bodyStart: 16, end: 19 })
    expect(shown(found.preamble)).toBe('Before')
  })

  it('has a limit', () => {
    const many = head() + '-\r\nA: b\r\n'.repeat(100)
    expect(burst(many, { limits: { maxParts: 10 } }).messages).toHaveLength(10)
    expect(() => burst(many, { limits: { nope: 1 } } as never)).toThrow(TypeError)
  })
})

describe('makeDigest', () => {
  const options = { now: () => new Date('2020-01-02T03:04:05Z'), boundary: (n: number) => `b${n}x` }
  const spec = { from: 'list@example.org', to: 'all@example.org', subject: 'Mail Digest V1 #1' }
  const one = parse(
    crlf(
      'Received: by x',
      'Subject: one',
      'From: a@example.org',
      'Date: Fri, 13 Dec 1996 15:01:21 +0000',
      '',
      'hi',
      '-- ',
      'sig',
      LINE,
    ),
  )
  const two = parse(octets('From: b@example.org\nSubject: two\n\ncaf\xe9\n- x\nFrom me\n\n'))
  const forms: readonly DigestForm[] = ['mime', 'rfc934', 'rfc1153']

  const lines = (text: string) => text.replaceAll('\n', '\r\n')

  it('mime keeps every octet, stored line ends become those of mail', () => {
    const digest = makeDigest({ ...spec, messages: [one, two] }, options)
    expect(digest.contentType.mediaType).toBe('multipart/digest')
    expect(digest.transferEncoding).toBe('8bit')
    expect(texts(burst(digest))).toEqual([one.toString(), lines(two.toString())])
    expect(digest.check().filter(({ severity }) => severity === 'error')).toEqual([])
    expect(digest.subject).toBe('Mail Digest V1 #1')
  })

  it('mime puts a table of contents before it, in multipart/mixed', () => {
    const digest = makeDigest({ ...spec, messages: [one], preamble: 'Contents: é', trailer: 'That is all.' }, options)
    expect([...digest.walk()].map((entity) => entity.contentType.mediaType)).toEqual([
      'multipart/mixed',
      'text/plain',
      'multipart/digest',
      'message/rfc822',
      'text/plain',
      'text/plain',
    ])
    expect(digest.parts[0]!.decodeText()).toBe('Contents: é')
    expect(texts(burst(digest))).toEqual([one.toString()])
    expect(digest.check()).toEqual([])
  })

  it('rfc934 keeps every octet but empty lines at the end', () => {
    const digest = makeDigest(
      { ...spec, messages: [one, two], form: 'rfc934', preamble: '- Contents', trailer: 'Bye' },
      options,
    )
    expect(digest.contentType.mediaType).toBe('text/plain')
    const found = burst(digest)
    expect(found.form).toBe('rfc934')
    expect(texts(found)).toEqual([one.toString(), lines(two.toString().slice(0, -1))])
    expect(shown(found.trailer)).toBe('Bye\r\n')
  })

  it('rfc1153 keeps the main fields in its order, and the text', () => {
    const digest = makeDigest({ ...spec, messages: [one, two], form: 'rfc1153', preamble: 'Contents' }, options)
    const found = burst(digest)
    expect(found.form).toBe('rfc1153')
    expect(texts(found)[0]).toBe(
      crlf(
        'Date: Fri, 13 Dec 1996 15:01:21 +0000',
        'From: a@example.org',
        'Subject: one',
        '',
        'hi',
        '-- ',
        'sig',
        ` ${LINE.slice(1)}`,
      ),
    )
    expect(found.messages[1]!.text).toBe('café\r\n- x\r\nFrom me\r\n')
    expect(shown(found.preamble)).toBe('Contents\r\n')
    expect(shown(found.trailer)).toBe(crlf('End of Mail Digest V1 #1', '*'.repeat(24)))
  })

  it.each(forms)('%s: digests of digests', (form) => {
    const inner = makeDigest({ ...spec, messages: [one], form }, options)
    const outer = makeDigest({ ...spec, messages: [inner, one], form: form === 'rfc1153' ? 'mime' : form }, options)
    const found = burst(outer)
    expect(found.messages).toHaveLength(2)
    expect(burst(found.messages[0]!).messages).toHaveLength(1)
    expect(found.messages[0]!.toString()).toBe(inner.toString())
  })

  it('refuses what is no digest', () => {
    expect(() => makeDigest({ ...spec, messages: [] })).toThrow(/at least one/)
    expect(() => makeDigest({ ...spec, messages: [3 as never] })).toThrow(TypeError)
    expect(() => makeDigest({ ...spec, messages: [one], text: 'x' } as never)).toThrow(/text/)
    expect(() => makeDigest({ ...spec, messages: [one], bcc: 'x@example.org' } as never)).toThrow(/bcc/)
    expect(() => makeDigest({ ...spec, messages: [one], form: 'x' as never })).toThrow(/rfc934/)
    expect(() => makeDigest({ ...spec, messages: [one] }, { boundary: () => 'b' }).toBytes()).not.toThrow()
  })

  it('draws another boundary where a message holds it', () => {
    const held = parse(crlf('A: b', '', '--b0x', 'text'))
    const digest = makeDigest({ ...spec, messages: [held] }, options)
    expect(digest.contentType.params.boundary).toBe('b1x')
    expect(texts(burst(digest))).toEqual([held.toString()])
  })
})

describe('hostile forms', () => {
  it.each([
    ['dashes', '-'.repeat(2_000_000)],
    ['dash lines', '-\n'.repeat(500_000)],
    ['rules', `${LINE}\n\n`.repeat(60_000)],
    ['a rule and separators', `${RULE}\n\n${`A: b\n\n${LINE}\n\n`.repeat(50_000)}`],
    ['small messages', '-\nA: b\n'.repeat(200_000)],
    ['blank lines', `-\nA:b\n${'\n'.repeat(1_000_000)}-\n`],
    ['stuffing', `-\nA: b\n\n${'- -\n'.repeat(300_000)}-\n`],
  ])('%s', (_name, text) => {
    burst(octets(`From: a@example.org\n\n${text}`))
  })
})

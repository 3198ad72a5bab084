/** The door `messagerie/news`, against RFC 5536 and RFC 5537. */
import { describe, expect, it } from 'vitest'
import { compose, parse } from '../../../src/index.js'
import { article, checkArticle, parsePath, prependPath, toMail, toNews } from '../../../src/news/index.js'

const lines = (...all: string[]) => `${all.join('\r\n')}\r\n\r\nbody\r\n`
const ARTICLE = [
  'Path: server.example!not-for-mail',
  'From: "Demo User" <nobody@example.com>',
  'Newsgroups: news.software.nntp,news.misc',
  'Subject: a test',
  'Message-ID: <1@example.com>',
  'Date: Mon, 1 Jan 2024 00:00:00 +0000',
]
const nameOf = (field: string) => field.split(':')[0]
/** The article with these fields in the place of its own. */
const good = (...more: string[]) =>
  lines(...ARTICLE.filter((field) => !more.some((one) => nameOf(one) === nameOf(field))), ...more)

describe('article', () => {
  it('reads the typed fields', () => {
    const read = article(
      parse(
        good(
          'Followup-To: Poster',
          'Control: CANCEL <2@example.com>',
          'Supersedes: <2@example.com>',
          'Xref: news.example.com news.misc:42 news.software.nntp:7',
          'Distribution: fr, be',
          'Expires: Tue, 2 Jan 2024 00:00:00 +0000',
          'Injection-Info: server.example; posting-host="posting.example.com:192.0.2.1"',
          'Archive: No',
          'Lines: 12',
          'Approved: m@example.org',
        ),
      ),
    )
    expect(read).toMatchObject({
      newsgroups: ['news.software.nntp', 'news.misc'],
      followupTo: 'poster',
      control: { verb: 'cancel', args: ['<2@example.com>'] },
      supersedes: '2@example.com',
      xref: {
        server: 'news.example.com',
        locations: [
          { group: 'news.misc', article: '42' },
          { group: 'news.software.nntp', article: '7' },
        ],
      },
      distribution: ['fr', 'be'],
      archive: 'no',
      lines: 12,
    })
    expect(read.expires?.toISOString()).toBe('2024-01-02T00:00:00.000Z')
    expect(read.injectionInfo?.params['posting-host']).toBe('posting.example.com:192.0.2.1')
    expect(read.approved[0]?.address).toBe('m@example.org')
  })

  it('is empty for a message that is no article', () => {
    expect(article(parse('Subject: a\r\n\r\n'))).toEqual({ newsgroups: [], distribution: [], approved: [] })
  })
})

describe('Path', () => {
  it('reads identities and diagnostics (RFC 5537 §3.2.2)', () => {
    const path =
      'foo.isp.example!.SEEN.isp.example!!foo-news\r\n !.MISMATCH.2001:DB8:0:0:8:800:200C:417A!bar.isp.example' +
      '!!old.site.example!barbaz!192.0.2.9!x!.POSTED!not-for-mail'
    expect(parsePath(path)).toEqual({
      entries: [
        { identity: 'foo.isp.example', diagnostic: { keyword: 'SEEN', identity: 'isp.example' }, verified: true },
        { identity: 'foo-news', diagnostic: { keyword: 'MISMATCH', identity: '2001:DB8:0:0:8:800:200C:417A' } },
        { identity: 'bar.isp.example', verified: true },
        { identity: 'old.site.example' },
        { identity: 'barbaz', diagnostic: { keyword: 'IP', identity: '192.0.2.9' } },
        { identity: 'x', diagnostic: { keyword: 'POSTED' } },
      ],
      tail: 'not-for-mail',
    })
  })

  it('prepends', () => {
    expect(prependPath('a!not-for-mail', { identity: 'b.example' })).toBe('b.example!a!not-for-mail')
    expect(prependPath('a!x', { identity: 'b', verified: true })).toBe('b!!a!x')
    expect(prependPath('x', { identity: 'b', diagnostic: { keyword: 'posted', identity: '192.0.2.1' } })).toBe(
      'b!.POSTED.192.0.2.1!x',
    )
    expect(() => prependPath('x', { identity: 'b!c' })).toThrow(TypeError)
    expect(() => prependPath('x', { identity: 'b\r\n' })).toThrow(TypeError)
    for (const path of ['a\r\nControl: cancel <x@y>', 'a\nX: y', 'a\rb', 'a\0b'])
      expect(() => prependPath(path, { identity: 'b' })).toThrow(/^path: /)
    expect(prependPath('a\r\n !b\r\n', { identity: 'c' })).toBe('c!a !b')
    expect(() => prependPath('x', { identity: 'b', diagnostic: {} as never })).toThrow(/keyword/)
    expect(() => prependPath('x', { identity: 'b', diagnostic: { keyword: 'pos\u0131ted' } })).toThrow(/keyword/)
  })

  it('takes values of any length', () => {
    checkArticle(parse(good(`Path: ${'a!1'.repeat(200_000)}!b.c`)))
  })
})

describe('checkArticle', () => {
  const faults = (source: string, options = {}) =>
    checkArticle(parse(source), options).map(({ field, rfc, severity }) => `${severity} ${field} ${rfc}`)

  it('passes a good article', () => {
    expect(faults(good())).toEqual([])
    // White space beside a comma is the grammar's.
    expect(faults(good('Newsgroups: misc.test , misc.misc'))).toEqual([])
  })

  it.each([
    ['Newsgroups: example.test', 'error Newsgroups 5536 3.1.4'],
    ['Newsgroups: a b!c', 'error Newsgroups 5536 3.1.4'],
    ['Newsgroups: misc.test misc.misc', 'error Newsgroups 5536 3.1.4'],
    ['Newsgroups: misc.test\tmisc.misc', 'error Newsgroups 5536 3.1.4'],
    ['Newsgroups: misc.test,,misc.misc', 'error Newsgroups 5536 3.1.4'],
    ['Newsgroups: ,misc.test', 'error Newsgroups 5536 3.1.4'],
    ['Newsgroups: misc.test,', 'error Newsgroups 5536 3.1.4'],
    ['Followup-To: misc.test misc.misc', 'error Followup-To 5536 3.2'],
    ['Followup-To: misc.test, ,misc.misc', 'error Followup-To 5536 3.2'],
    ['Distribution: world de', 'error Distribution 5536 3.2'],
    ['Newsgroups: a.b,\r\n c.d', 'warning Newsgroups 5536 3.1.4'],
    ['Message-ID: <"a b"@example.com>', 'error Message-ID 5536 3.1.3'],
    [`Message-ID: <${'a'.repeat(250)}@example.com>`, 'error Message-ID 5536 3.1.3'],
    ['Path: a..b!c d', 'error Path 5536 3.1.5'],
    ['Date: yesterday', 'error Date 5536 3.1.1'],
    ['From: ,', 'error From 5536 3.1.2'],
    ['Subject:a', 'error Subject 5536 2.2'],
    ['Subject: é', 'error Subject 5536 2.2'],
    ['Distribution: all', 'error Distribution 5536 3.2.4'],
    ['Followup-To: news.software.nntp,news.misc', 'warning Followup-To 5536 3.2.6'],
    ['References: <a@b> garbage', 'warning References 5536 3.2.10'],
    ['See-Also: <a@b>', 'warning See-Also 5536 3.3'],
    ['X-Empty:  ', 'error X-Empty 5536 2.2'],
    [`X-Long: ${'a'.repeat(1000)}`, 'error X-Long 5536 2.2'],
  ])('%s', (field, expected) => {
    expect(faults(good(field))).toContain(expected)
  })

  it('says what is missing, and what stands twice, with spans', () => {
    expect(faults('Subject: a\r\nSubject: b\r\n\r\n')).toEqual([
      'error Date 5536 3.1',
      'error From 5536 3.1',
      'error Message-ID 5536 3.1',
      'error Newsgroups 5536 3.1',
      'error Path 5536 3.1',
      'error Subject 5536 3.1',
    ])
    expect(checkArticle(parse('Subject: a\r\nSubject: b\r\n\r\n')).at(-1)).toMatchObject({ start: 12, end: 24 })
  })

  it('of a proto-article asks for less, and for no Xref', () => {
    const proto = lines('From: a@example.com', 'Newsgroups: fr.test', 'Subject: x')
    expect(faults(proto, { proto: true })).toEqual([])
    expect(faults(good('Xref: a b:1', 'Path: a!.POSTED!b'), { proto: true })).toEqual([
      'error Xref 5537 3.4.1',
      'warning Path 5537 3.4.1',
    ])
  })

  it('excludes Control beside Supersedes', () => {
    expect(faults(good('Control: cancel <a@b>', 'Supersedes: <a@b>'))).toEqual(['error Control 5536 3.2.3'])
  })
})

describe('gateways', () => {
  const gateway = 'gate.example.org'

  it('news to mail', () => {
    const { message } = toMail(parse(good('Xref: a b:1', 'X-Other: kept')), { gateway, to: 'list@example.org' })
    expect(message!.toString()).toBe(
      'From: "Demo User" <nobody@example.com>\r\nSubject: a test\r\nMessage-ID: <1@example.com>\r\n' +
        'Date: Mon, 1 Jan 2024 00:00:00 +0000\r\nX-Other: kept\r\nPosted-To: news.software.nntp,news.misc\r\n' +
        'To: list@example.org\r\nX-Gateway: gate.example.org news to mail\r\n\r\nbody\r\n',
    )
  })

  it('mail to news makes a proto-article that passes its check', () => {
    const mail = compose({
      from: 'ada@example.org',
      sender: 'charles@example.org',
      to: 'list@example.org',
      subject: 'Engines',
      text: 'hello\n',
      inReplyTo: '<0@example.org>',
      headers: [['Control', 'cancel <x@y>']],
    })
    const received = parse(`Received: by mx.example.org; Mon, 1 Jan 2024 00:00:00 +0000\r\n${mail.toString()}`)
    const options = { gateway, newsgroups: ['fr.test', 'fr.misc'], administrator: 'Gateway <news@example.org>' }
    const { message } = toNews(received, options)
    expect(checkArticle(message!, { proto: true })).toEqual([])
    expect(message!.headers.get('Newsgroups')).toBe('fr.test,fr.misc')
    expect(message!.headers.get('Original-Sender')).toBe('charles@example.org')
    expect(message!.headers.has('Received')).toBe(false)
    expect(message!.headers.has('Control')).toBe(false)
    expect(message!.references).toEqual(['0@example.org'])
    expect(message!.messageId).toBe(mail.messageId)
  })

  it('gives a mail without a usable Message-ID always the same one', () => {
    const options = { gateway, newsgroups: ['fr.test'], administrator: 'news@example.org', now: () => new Date(0) }
    const id = (source: string) => toNews(parse(source), options).message!.messageId
    const one = id('From: a@example.org\r\nMessage-ID: <"a b"@c>\r\n\r\nhi')
    expect(one).toMatch(/^[a-z0-9.]+@gate\.example\.org$/)
    expect(id('Received: x\r\nFrom: a@example.org\r\n\r\nhi')).toBe(one)
    expect(id('From: a@example.org\r\n\r\nho')).not.toBe(one)
  })

  it('refuses what it passed on before, and control messages', () => {
    const options = { gateway, newsgroups: ['fr.test'], administrator: 'news@example.org' }
    const { message } = toMail(parse(good()), { gateway })
    expect(toNews(message!, options).refused).toContain('before')
    expect(toMail(parse(good('Path: gate.example.org!x')), { gateway }).refused).toContain('before')
    expect(toMail(parse(good('Control: cancel <a@b>')), { gateway }).refused).toContain('cancel')
    expect(toNews(parse('Subject: a\r\n\r\n'), options).refused).toContain('author')
    expect(() => toNews(message!, { ...options, gateway: 'a b' })).toThrow(TypeError)
    expect(() => toNews(message!, { ...options, newsgroups: [] })).toThrow(TypeError)
  })

  it('leaves the message that it was given as it is', () => {
    const source = parse(good())
    const before = source.toString()
    toMail(source, { gateway })
    expect(source.toString()).toBe(before)
  })
})

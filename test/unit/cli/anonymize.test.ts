/** `messagerie anonymize`: what must stay stays, nothing of what was said does; over the fixtures and any folder named by MAIL_CORPUS. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { anonymize as command } from '../../../src/cli/anonymize.js'
import { UsageError } from '../../../src/cli/io.js'
import { parse } from '../../../src/message/parse.js'
import { anonymize } from '../../../src/samples/anonymize.js'
import { corpus, corpusFolder, fixtures } from '../../messages.js'
import { temporary } from '../../temporary.js'
import { crlf } from './run.js'

const KEY = 7
const latin1 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1')

/** Structure and defects, with their places. */
function outline(bytes: Uint8Array): string[] {
  const message = parse(bytes)
  const entities = [...message.walk()].map(({ contentType, range, headers }) => {
    const { start, bodyStart, end } = range
    return `${contentType.mediaType} ${start} ${bodyStart} ${end} ${headers.fields().length}`
  })
  return [...entities, ...message.check().map(({ code, start, end }) => `${code} ${start} ${end}`)]
}

/** What text becomes. */
const SYNTAX = /^x+$/

/** Text that people read, and names and addresses that they have. */
function said(bytes: Uint8Array): { words: Set<string>; people: Set<string> } {
  const message = parse(bytes)
  const words = new Set<string>()
  const people = new Set<string>()
  const boundaries = [...message.walk()]
    // Kept whatever the type: readers look for its delimiters, and say so.
    .map(({ contentType }) => contentType.params.boundary ?? '')
    .join(' ')
    .toLowerCase()
  const take = (text: string): void => {
    for (const [word] of text.matchAll(/[A-Za-z]{4,}/g)) {
      const lower = word.toLowerCase()
      if (!SYNTAX.test(lower) && !boundaries.includes(lower)) words.add(lower)
    }
  }
  for (const entity of message.walk()) {
    const { type, mediaType } = entity.contentType
    // A text of header fields keeps their names.
    if (type === 'text' && mediaType !== 'text/rfc822-headers' && entity.parts.length === 0) take(entity.decodeText())
    for (const name of ['from', 'to', 'cc', 'bcc', 'sender', 'reply-to']) {
      for (const { address, name: display } of entity.headers.addresses(name).mailboxes) {
        if (/[A-Za-z0-9]{3}.*@.*[A-Za-z0-9]{3}/.test(address)) people.add(address.toLowerCase())
        if (display !== undefined && /[A-Za-z]{3,} [A-Za-z]{3,}/.test(display)) people.add(display.toLowerCase())
      }
    }
  }
  return { words, people }
}

/** What of the original can still be read in the anonymized message: words of texts in texts, people anywhere. */
function left(original: Uint8Array, masked: Uint8Array): string[] {
  const before = said(original)
  const after = said(masked)
  const whole = latin1(masked).toLowerCase()
  const decoded = [...parse(masked).walk()]
    .flatMap((entity) => [...entity.headers].map((field) => field.text.toLowerCase()))
    .join('\n')
  return [
    ...[...before.words].filter((word) => after.words.has(word)),
    ...[...before.people].filter((person) => whole.includes(person) || decoded.includes(person)),
  ]
}

/** What readers look for in a text keeps its place: the start of inline files. Nothing else of a body may stay. */
const KEPT_IN_TEXT = new Set(['begin', 'ybegin', 'base'])

describe('anonymize', () => {
  it('fixtures: structure, defects, spans and lengths are the same, and nothing that was said is left', () => {
    const wrong: string[] = []
    for (const { name, bytes } of fixtures()) {
      const { bytes: masked, differs } = anonymize(bytes, KEY)
      if (differs !== undefined) wrong.push(`${name}: ${differs}`)
      if (masked.length !== bytes.length) wrong.push(`${name}: another length`)
      if (outline(masked).join('\n') !== outline(bytes).join('\n')) wrong.push(`${name}: another outline`)
      const rest = left(bytes, masked).filter((word) => !KEPT_IN_TEXT.has(word))
      if (rest.length > 0) wrong.push(`${name}: ${rest.join(', ')} left`)
    }
    expect(wrong).toEqual([])
  }, 60_000)

  it.skipIf(corpusFolder === undefined)(
    '500 messages of the corpus: at most one in a hundred is read otherwise, and then it is said; nothing that was said is left',
    () => {
      const wrong: string[] = []
      const different: string[] = []
      let count = 0
      for (const { name, bytes } of corpus(4, 100_000)) {
        const { bytes: masked, differs } = anonymize(bytes, KEY)
        if (differs !== undefined) different.push(`${name}: ${differs}`)
        else if (outline(masked).join('\n') !== outline(bytes).join('\n')) wrong.push(`${name}: another outline`)
        const rest = left(bytes, masked).filter((word) => !KEPT_IN_TEXT.has(word))
        if (rest.length > 0) wrong.push(`${name}: ${rest.slice(0, 8).join(', ')} left`)
        if (++count === 500) break
      }
      expect(wrong).toEqual([])
      expect(different.length, different.join('\n')).toBeLessThanOrEqual(5)
    },
    300_000,
  )

  it('keeps what was equal equal, and what was different different', () => {
    const source = crlf(
      'From: Ada Lovelace <ada@example.org>',
      'Sender: ada@example.org',
      'To: =?utf-8?Q?Bj=C3=B6rn?= <bjorn@example.net>, ada@example.net',
      'Message-ID: <1.2@example.org>',
      'References: <0.1@example.org> <1.2@example.org>',
      'Content-Type: application/pdf; name="Bj\xf6rn.pdf"',
      "Content-Disposition: attachment; filename*=iso-8859-1''Bj%F6rn.pdf",
      'Content-Transfer-Encoding: base64',
      '',
      'SGVsbG8sIHdvcmxk',
      'IQ==',
      '',
    )
    const bytes = new Uint8Array(Buffer.from(source, 'latin1'))
    const { bytes: masked, differs } = anonymize(bytes, KEY)
    expect(differs).toBeUndefined()
    const message = parse(masked)
    expect(message.sender?.address).toBe(message.from[0]?.address)
    expect(message.to[1]?.local).toBe(message.from[0]?.local)
    expect(message.to[1]?.domain).not.toBe(message.from[0]?.domain)
    expect(message.references[1]).toBe(message.messageId)
    expect(message.filename).toMatch(/^[A-Z][a-z][à-ö][a-z]{2}\.pdf$/)
    expect(message.bytes().length).toBe(13)
    expect(latin1(masked).split('\r\n').slice(-3)).toEqual([
      expect.stringMatching(/^[A-Za-z0-9+/]{16}$/),
      'IQ=='.replace(/^../, (two) => latin1(masked).slice(-6, -4) || two),
      '',
    ])
    expect(latin1(masked)).not.toMatch(/Ada|Lovelace|example|Bj/)
  })

  const masked = (source: string, key?: Uint8Array | string | number): string =>
    latin1(anonymize(new Uint8Array(Buffer.from(source, 'latin1')), key).bytes)
  const LETTERS = [...'abcdefghijklmnopqrstuvwxyz']

  // Who guesses one value must not learn by what rule letters are changed: HMAC-SHA-256 of the word, not of the letter.
  it.each<[string, (letters: string[]) => string, RegExp]>([
    ['local parts', (all) => `To: ${all.map((c) => `zacharia${c}@x.org`).join(',\r\n ')}`, /(\w+)@/g],
    ['domains', (all) => `To: ${all.map((c) => `a@wholesale${c}.org`).join(',\r\n ')}`, /@(\w+)/g],
    ['the first letters', (all) => `To: ${all.map((c) => `${c}zacharia@x.org`).join(',\r\n ')}`, /(\w)\w+@/g],
    ['identifiers', (all) => `References: ${all.map((c) => `<mail${c}@x.org>`).join('\r\n ')}`, /<(\w+)@/g],
    ['URLs', (all) => `List-Help: ${all.map((c) => `<https://x.org/case${c}>`).join(',\r\n ')}`, /\/(\w+)>/g],
    [
      'Cyrillic names',
      (all) => `To: ${all.map((c) => `"\xd0\x9f\xd1\x80${c}" <a@x.org>`).join(',\r\n ')}`,
      /"[^"]*(\w)"/g,
    ],
  ])('%s that differ in one letter are not turned by one rule for letters', (_what, field, find) => {
    const found = [...masked(`${field(LETTERS)}\r\n\r\n`, 1).matchAll(find)].map(([, value]) => value!.at(-1))
    expect(found).toHaveLength(26)
    expect(new Set(found).size).toBeLessThan(26)
  })

  it('letters beyond ASCII are turned with their word, not each by one rule', () => {
    const source = `To: ${['Юя', 'Ая', 'Бя', 'Вя', 'Гя', 'Дя'].map((name) => `${name} <a@x.org>`).join(', ')}\r\n\r\n`
    const text = new TextDecoder().decode(anonymize(new TextEncoder().encode(source), 'k').bytes)
    const last = [...text.matchAll(/(\p{L}) </gu)].map(([, letter]) => letter)
    expect(last).toHaveLength(6)
    expect(new Set(last).size).toBeGreaterThan(1)
    expect(text).not.toContain('я <')
  })

  it('letters of scripts without a range go too', () => {
    const source = new TextEncoder().encode('To: \u0531\u0580\u0561\u0574 <a@x.org>\r\n\r\n')
    expect(new TextDecoder().decode(anonymize(source, 'k').bytes)).not.toMatch(/[\u0531-\u0587]/)
  })

  it('short words stay different', () => {
    const all = `To: ${LETTERS.map((c) => `${c}@x.org`).join(',\r\n ')}\r\n\r\n`
    expect(new Set([...masked(all, 5).matchAll(/(\w)@/g)].map(([, letter]) => letter)).size).toBeGreaterThan(24)
  })

  it('takes octets, a text or a number for a key, and draws 128 bits where there is none', () => {
    const source = 'From: kim.lee@north.example\r\n\r\nhello\r\n'
    expect(masked(source, 7)).toBe(masked(source, '7'))
    expect(masked(source, new TextEncoder().encode('7'))).toBe(masked(source, 7))
    expect(masked(source, 7)).not.toBe(masked(source, 8))
    expect(masked(source, 'a long text')).toBe(masked(source, 'a long text'))
    expect(masked(source)).not.toBe(masked(source))
    for (const wrong of ['', new Uint8Array(0), Number.NaN, null, {}])
      expect(() => masked(source, wrong as never)).toThrow(/^key: /)
  })

  it('masks names of fields, parameters and tags that are in no list', () => {
    const out = masked(
      crlf(
        'From: kim@north.example',
        'X-Acme-Customer-Jane-Doe: 1',
        'Content-Acme-Jane: 2',
        'List-Acme-Doe: 3',
        'X-Mailer: Foo 1.0',
        "Content-Type: text/plain; charset=utf-8; x-acme-jane=5; acme-doe*0*=utf-8''a; acme-doe*1=b; format=flowed",
        'DKIM-Signature: v=1; a=rsa-sha256; acme=doe; h=from:x-acme-customer-jane-doe:subject; b=AAAA',
        '',
        'x',
        '',
      ),
      3,
    )
    expect(out).not.toMatch(/acme|jane|doe/i)
    expect(out).toMatch(/^X-\w{4}-\w{8}-\w{4}-\w{3}: 0\r\nContent-\w{4}-\w{4}: 0\r\nList-\w{4}-\w{3}: 0\r\nX-Mailer: /m)
    expect(out).toMatch(/charset=utf-8; x-\w{4}-\w{4}=\d; \w{4}-\w{3}\*0\*=utf-8''\w; \w{4}-\w{3}\*1=\w; format=flowed/)
    // The name in h= is the name of the field, masked alike.
    const [, name] = /^(X-\w{4}-\w{8}-\w{4}-\w{3}):/m.exec(out)!
    expect(out).toContain(`h=from:${name!.toLowerCase()}:subject`)
  })

  describe('nothing that was said is left', () => {
    const bytes = (text: string) => Buffer.from(text, 'latin1')
    const hex = (octets: Uint8Array) => Buffer.from(octets).toString('hex')
    const escapes = (octets: Uint8Array) => hex(octets).replace(/../g, (two) => `%${two.toUpperCase()}`)
    const utf16 = (text: string) => Buffer.from(text, 'utf16le')
    const headed = (fields: string, body: Uint8Array) => Buffer.concat([bytes(`${fields}\r\n\r\n`), body])
    const text = (charset: string, body: Uint8Array) => headed(`Content-Type: text/plain; charset=${charset}`, body)
    /** `たなか ソ能ｱｲｳ`, as far as the charset has it. */
    const TANAKA = bytes('\x1b$B$?$J$+\x1b(B')
    const NAME_SJIS = bytes('\x82\xbd\x82\xc8\x82\xa9')
    const NAME_KOI8 = bytes('\xe9\xd7\xc1\xce\xcf\xd7')
    const NAME_GBK = bytes('\xc0\xee\xd0\xa1\xc3\xf7')

    /** What is left of any four octets of `secret`, or of all where it has less. */
    function leftOf(out: Uint8Array, secret: Uint8Array): string[] {
      const whole = hex(out)
      const length = Math.min(4, secret.length)
      const windows = Array.from({ length: secret.length - length + 1 }, (_, i) => secret.subarray(i, i + length))
      return windows.map(hex).filter((window) => whole.includes(window))
    }

    it.each<[string, Uint8Array, Uint8Array]>([
      ['kana in ISO-2022-JP', text('iso-2022-jp', TANAKA), bytes('$?$J$+')],
      ['kana of one octet in ISO-2022-JP', text('iso-2022-jp', bytes('\x1b(I@L@EDFG\x1b(B')), bytes('@L@EDFG')],
      ['wide letters in ISO-2022-JP', text('iso-2022-jp', bytes('\x1b$B#J#a#n#e\x1b(B')), bytes('#J#a#n#e')],
      ['Cyrillic in ISO-2022-JP', text('iso-2022-jp', bytes("\x1b$B'*'S'Q'_\x1b(B")), bytes("'*'S'Q'_")],
      ['kana in ISO-2022-KR', text('iso-2022-kr', bytes('\x1b$)C\r\n\x0e*?*J*+\x0f')), bytes('*?*J*+')],
      ['kana in HZ', text('hz-gb-2312', bytes('~{$?$J$+~}')), bytes('$?$J$+')],
      ['letters behind a single shift', text('iso-2022-jp-2', bytes('\x1b.A\x1bNc\x1bNd\x1bNf')), bytes('Nd\x1bN')],
      ['kana of one octet in Shift_JIS', text('shift_jis', bytes('\xc0\xc5\xb6\xc1')), bytes('\xc0\xc5\xb6\xc1')],
      [
        'a second octet that is no letter in Shift_JIS',
        text('shift_jis', bytes('\x94\x5c\x95\x5c')),
        bytes('\x94\x5c'),
      ],
      ['characters of four octets in GB18030', text('gb18030', bytes('\x95\x32\x82\x37')), bytes('\x95\x32\x82\x37')],
      ['two units of UTF-16', text('utf-16le', utf16('\u{1d409}\u{1d41a}')), utf16('\u{1d409}')],
      ['invisible tags', text('utf-8', new TextEncoder().encode('\u{e004a}\u{e0061}')), bytes('\xf3\xa0\x81\x8a')],
      ['KOI8-R under the label of UTF-8', text('utf-8', NAME_KOI8), NAME_KOI8],
      ['GBK under the label of UTF-8', text('utf-8', NAME_GBK), NAME_GBK],
      ['Shift_JIS under no label', headed('Subject: x', NAME_SJIS), NAME_SJIS],
      ['Shift_JIS in a field', headed(`Subject: ${NAME_SJIS.toString('latin1')}`, bytes('')), NAME_SJIS],
      [
        'a character in two encoded-words',
        headed('Subject: =?utf-8?Q?=E6=9D=8E=E5?= =?utf-8?Q?=B0=8F=E6=98=8E?=', bytes('')),
        bytes('=B0=8F'),
      ],
      [
        'the second section of a parameter in another charset',
        headed(
          `Content-Disposition: attachment; filename*0*=koi8-r''%49; filename*1*=${escapes(NAME_KOI8)}`,
          bytes(''),
        ),
        bytes(escapes(NAME_KOI8.subarray(0, 2))),
      ],
      [
        'capitals in UTF-16 in a file',
        headed(
          'Content-Type: application/ms-tnef\r\nContent-Transfer-Encoding: binary',
          utf16('\u041f\u0410\u041f\u0410'),
        ),
        utf16('\u041f\u0410\u041f'),
      ],
      [
        'a uuencoded file in a text',
        headed('Subject: x', bytes('begin 644 a.txt\r\n-2F%N92!2;V4@:7,@:`\r\n`\r\nend\r\n')),
        bytes('!2;V4@:'),
      ],
    ])('%s', (_, source, secret) => {
      const { bytes: out, differs } = anonymize(source, KEY)
      expect(leftOf(source, secret), 'the test looks for what is there').not.toEqual([])
      expect(leftOf(out, secret)).toEqual([])
      expect(differs).toBeUndefined()
    })

    it.each([
      'Content-Type: text/plain (Jane); charset=utf-8 (Jane); format="flowed" Jane',
      'Content-Type: multipart/mixed; boundary="b" (Jane)',
      'Content-Type: text/plain; format=Jane Doe',
      "Content-Type: text/plain; charset*=utf-8'Jane'utf-8",
      "Content-Disposition: attachment; filename*=utf-8'Jane'x",
      "Content-Disposition: attachment; filename*=Jane''x",
      'Subject: =?Jane?Q?x?= =?utf-8*Jane?Q?x?=',
      'Content-Disposition: inline/jane; filename=x',
      'Content-Language: en (Jane), jane',
      'Date: Fri, 21 Nov 1997 09:55:06 -0600 (5551234567)',
      'MIME-Version: 1.0 (5551234567)',
      'DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/Jane; q=dns/Jane; d=a.example; s=s; t=5551234567; x=5551234567; b=AA',
    ])('%s', (field) => {
      expect(masked(`${field}\r\n\r\nx\r\n`, KEY)).not.toMatch(/jane|5551234567/i)
    })

    it('and the octets of the caller stay, in a Buffer too', () => {
      const source = Buffer.from('Subject: hello\r\n\r\nhello\r\n')
      const { bytes: out } = anonymize(source, KEY)
      expect(source.toString()).toBe('Subject: hello\r\n\r\nhello\r\n')
      expect(latin1(out)).toBe('Subject: xxxxx\r\n\r\nxxxxx\r\n')
    })
  })

  it.each([
    ['semicolons', `Content-Type: text/plain${';'.repeat(200_000)}\r\n\r\n`],
    ['tags', `DKIM-Signature: ${'a;'.repeat(100_000)}\r\n\r\n`],
    ['openings of words', `Subject: ${'=?a?q?'.repeat(40_000)}\r\n\r\n`],
    ['comments', `Content-Type: text/plain; ${'('.repeat(200_000)}\r\n\r\n`],
    ['words in a value', `Content-Type: text/plain; format=${'a '.repeat(100_000)}(\r\n\r\n`],
    ['sections', `Content-Disposition: x; ${"a*0*=''%41;".repeat(20_000)}\r\n\r\n`],
    ['beginnings', `\r\n\r\n${'begin 644 a\r\n'.repeat(20_000)}end\r\n`],
    ['escapes', `Content-Type: text/plain; charset=iso-2022-jp\r\n\r\n${'\x1b$B$?'.repeat(10_000)}`],
    ['lines of dashes', `Content-Type: multipart/mixed; boundary=b\r\n\r\n${'--bb\r\n'.repeat(40_000)}`],
  ])(
    'a flood of %s takes no more than its time',
    (_name, source) => {
      const bytes = new TextEncoder().encode(source)
      expect(anonymize(bytes, KEY).bytes.length).toBe(bytes.length)
      // Six tries, each read twice. What is quadratic takes minutes.
    },
    120_000,
  )

  it('writes a new file, the same for the same key', async () => {
    const folder = temporary()
    const source = join(folder, 'private.eml')
    writeFileSync(source, crlf('From: ada@example.org', 'Subject: secret', '', 'secret', ''))
    const out = { colour: false, write: () => {} }
    for (const name of ['a', 'b']) {
      const values = { output: join(folder, name), key: '3' }
      expect(await command.run({ values, files: [source], out })).toBe(0)
    }
    expect(readFileSync(join(folder, 'a'))).toEqual(readFileSync(join(folder, 'b')))
    expect(readFileSync(join(folder, 'a'), 'latin1')).toMatch(
      /^From: [a-z]{3}@[a-z]{7}\.[a-z]{3}\r\nSubject: xxxxxx\r\n\r\nxxxxxx\r\n$/,
    )
    expect(existsSync(join(folder, 'c'))).toBe(false)
  })

  it.each([
    [{ key: '' }, 1],
    [{ output: '.', key: '1' }, 1],
    [{}, 2],
  ])('refuses %o with %i files', async (values, count) => {
    const files = ['fixtures/structure/01-lecture-notes.eml', 'other.eml'].slice(0, count)
    await expect(async () => command.run({ values, files, out: { colour: false, write: () => {} } })).rejects.toThrow(
      UsageError,
    )
  })
})

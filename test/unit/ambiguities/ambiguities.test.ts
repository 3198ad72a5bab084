/** What families of readers differ on: `ambiguities()` lists those facts, with the reading of each, and no others. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Ambiguity, ambiguities, compose, parse, READER_PROFILES } from '../../../src/index.js'
import { corpus, fixtures } from '../../messages.js'

const HEAD = 'From: ada@example.org\r\nMIME-Version: 1.0\r\n'
const octets = (text: string): Uint8Array => Uint8Array.from(text, (c) => c.charCodeAt(0))
const read = (message: string): Ambiguity[] => ambiguities(parse(octets(message)))

/** One fact, with the octets of its spans and the readings of those that differ from this library. */
function only(message: string): unknown[] {
  const found = read(message)
  expect(found.map(({ fact }) => fact)).toHaveLength(1)
  const { fact, name, spans, readings: by } = found[0]!
  const { messagerie, ...others } = by
  const differing = Object.entries(others).filter(([, value]) => JSON.stringify(value) !== JSON.stringify(messagerie))
  return [
    fact,
    name,
    spans.map(({ start, end }) => message.slice(start, end)),
    messagerie,
    Object.fromEntries(differing),
  ]
}

describe('ambiguities()', () => {
  it('finds nothing to differ on in ordinary mail', () => {
    expect(read(`${HEAD}Subject: hello\r\n\r\ntext\r\n`)).toEqual([])
    expect(read(`${HEAD}To: a@example.org\r\nTo: a@example.org\r\n\r\n`)).toEqual([])
    expect(read(`${HEAD}Content-Disposition: attachment; filename*=UTF-8''a.txt\r\n\r\n`)).toEqual([])
    expect(
      read(`${HEAD}Content-Type: text/plain; name=a.txt\r\nContent-Disposition: attachment; filename="a.txt"\r\n\r\n`),
    ).toEqual([])
    expect(read('>From ada Tue Mar  4 09:30:00 2025\r\nSubject: a\r\n\r\n')).toEqual([])
  })

  it('fields that stand twice', () => {
    expect(only(`${HEAD}Content-Type: text/plain\r\nContent-Type: text/html\r\n\r\n`)).toEqual([
      'field',
      'content-type',
      ['Content-Type: text/plain\r\n', 'Content-Type: text/html\r\n'],
      'text/plain',
      { 'last-wins': 'text/html' },
    ])
    expect(only('From: a@example.org\r\nFrom: b@example.org\r\n\r\n').slice(3)).toEqual([
      'a@example.org',
      { 'last-wins': 'b@example.org', 'shows-all': 'a@example.org, b@example.org' },
    ])
    expect(only(`${HEAD}To: a@example.org\r\nTo: b@example.org\r\n\r\n`)[3]).toBe('a@example.org, b@example.org')
  })

  it('filenames in two forms and in two fields', () => {
    const twoForms = `Content-Disposition: attachment; filename="a.txt"; filename*=UTF-8''b.exe`
    expect(only(`${HEAD}${twoForms}\r\n\r\n`)).toEqual([
      'filename',
      undefined,
      ['filename="a.txt"', "filename*=UTF-8''b.exe"],
      'b.exe',
      { 'plain-only': 'a.txt' },
    ])
    const twoFields = 'Content-Type: application/x-a; name=a.txt\r\nContent-Disposition: attachment; filename=b.exe'
    expect(only(`${HEAD}${twoFields}\r\n\r\n`).slice(2)).toEqual([
      ['filename=b.exe', 'name=a.txt'],
      'b.exe',
      { 'name-first': 'a.txt' },
    ])
    const twice = 'Content-Disposition: attachment; filename=a.txt; filename=b.exe'
    expect(only(`${HEAD}${twice}\r\n\r\n`).slice(3)).toEqual(['a.txt', { 'last-wins': 'b.exe' }])
    const segments = `Content-Disposition: attachment; filename*0=a; filename*1=".txt"; filename*1=".exe"`
    expect(only(`${HEAD}${segments}\r\n\r\n`).slice(3)).toEqual(['a.txt', { 'last-wins': 'a.exe', 'plain-only': null }])
  })

  it('boundaries, charsets and other parameters that stand twice', () => {
    const type = (value: string) => `${HEAD}Content-Type: ${value}\r\n\r\n--a\r\n\r\nx\r\n--a--\r\n`
    expect(only(type('multipart/mixed; boundary=a; boundary=b'))).toEqual([
      'boundary',
      'boundary',
      ['boundary=a', 'boundary=b'],
      'a',
      { 'last-wins': 'b' },
    ])
    expect(only(type("multipart/mixed; boundary=a; boundary*=us-ascii''b")).slice(3)).toEqual([
      'a',
      { 'first-wins': 'b', 'last-wins': 'b', 'name-first': 'b', 'shows-all': 'b' },
    ])
    expect(only(type('text/plain; charset=utf-8; charset=utf-7')).slice(0, 2)).toEqual(['charset', 'charset'])
    expect(only(type('text/plain; format=flowed; format=fixed')).slice(0, 2)).toEqual(['parameter', 'format'])
    expect(read(type('text/plain; boundary=b'))).toEqual([])
    expect(only(type('text/plain; boundary=a')).slice(3)).toEqual([
      [],
      { 'last-wins': ['text/plain'], 'shows-all': ['text/plain'] },
    ])
  })

  it('an element without an addr-spec', () => {
    const read = (value: string) => ambiguities(parse(`From: ${value}\r\n\r\nx`))[0]?.readings
    expect(read('ada>')).toEqual({
      messagerie: null,
      'first-wins': 'ada',
      'last-wins': null,
      'plain-only': 'ada',
      'name-first': null,
      'shows-all': null,
    })
    expect(read('mailto:ada')?.['first-wins']).toBe('ada')
    expect(read('<ada>')?.['last-wins']).toBeNull()
    expect(read('ada@')).toMatchObject({ 'plain-only': null, 'last-wins': 'ada@' })
    expect(read('Ada <ada>')).toBeUndefined()
    expect(read('Ada (x)')).toMatchObject({ messagerie: 'Ada', 'last-wins': null })
  })

  it('an element with two addresses', () => {
    const message = 'To: Ada <a@example.org> <b@example.org>, c@example.org\r\n\r\n'
    expect(only(`From: d@example.org\r\n${message}`).slice(2, 4)).toEqual([
      ['Ada <a@example.org> <b@example.org>'],
      ['a@example.org', 'b@example.org'],
    ])
    expect(only(message)[4]).toEqual({
      'first-wins': 'a@example.org',
      'last-wins': 'b@example.org',
      'plain-only': 'b@example.org',
      'name-first': 'b@example.org',
    })
    expect(read('From: "a@example.org" <b@example.org>\r\n\r\n')).toEqual([])
  })

  const multipart = (before: string, after: string): string =>
    `${HEAD}Content-Type: multipart/mixed; boundary=b\r\n\r\n${before}--b\r\n\r\nshown\r\n--b--\r\n${after}`

  it('what looks like a part outside of the parts', () => {
    const html = 'Content-Type: text/html\r\n\r\n<p>hidden</p>\r\n'
    expect(read(multipart('A preamble.\r\n', 'An epilogue.\r\n'))).toEqual([])
    expect(only(multipart(html, ''))).toEqual([
      'preamble',
      undefined,
      [html.slice(0, -2)],
      ['text/plain'],
      { 'shows-all': ['text/html', 'text/plain'] },
    ])
    const parts = `--b\r\n${html}--b\r\nContent-Type: image/png\r\n\r\n\r\n--b--\r\n`
    expect(only(multipart('', parts)).slice(2)).toEqual([
      [parts],
      ['text/plain'],
      { 'shows-all': ['text/plain', 'text/html', 'image/png'] },
    ])
    expect(only(multipart('', html))[4]).toEqual({ 'shows-all': ['text/plain', 'text/html'] })
  })

  it('a multipart under base64', () => {
    const body = Buffer.from('--b\r\nContent-Type: text/html\r\n\r\nx\r\n--b--\r\n').toString('base64')
    const message = `${HEAD}Content-Type: multipart/mixed; boundary="b"\r\nContent-Transfer-Encoding: base64\r\n\r\n${body}\r\n`
    expect(only(message).slice(3)).toEqual([[], { 'shows-all': ['text/html'] }])
  })

  it('base64 after padding', () => {
    const body = (text: string) => `${HEAD}Content-Transfer-Encoding: base64\r\n\r\n${text}\r\n`
    expect(read(body('QQ=='))).toEqual([])
    const [fact, , spans, own, others] = only(body('QQ==QkI=')) as [
      string,
      unknown,
      string[],
      string,
      Record<string, string>,
    ]
    expect([fact, spans, own]).toEqual(['base64', ['QkI='], expect.stringMatching(/^3 octets .* ending "ABB"$/)])
    expect(others['first-wins']).toMatch(/^1 octets .* ending "A"$/)
    expect(others['last-wins']).toBeUndefined()
    expect(others['shows-all']).toMatch(/^3 octets .* ending "A\\x04/)
  })

  it('a header section that ends early or late', () => {
    const line = `${HEAD}no field\r\nSubject: a\r\n\r\ntext\r\n`
    expect(only(line)).toEqual([
      'separator',
      undefined,
      ['no field\r\n'],
      `3 fields, body at octet ${line.indexOf('text')}`,
      { 'first-wins': `2 fields, body at octet ${HEAD.length}`, 'shows-all': `2 fields, body at octet ${HEAD.length}` },
    ])
    const tail = `${HEAD}text\r\nmore\r\n`
    expect(only(tail).slice(2, 4)).toEqual([['text'], `2 fields, body at octet ${HEAD.length}`])
  })

  it('text that is not in its charset, and is UTF-8', () => {
    const message = `${HEAD}Content-Type: text/plain; charset=iso-2022-jp\r\n\r\nna\xc3\xafve\r\n`
    expect(only(message)[0]).toBe('charset')
  })

  it('of a message under an encoding have the place of the body that holds it', () => {
    const inner = Buffer.from('From: a@example.org\r\nFrom: b@example.org\r\n\r\n').toString('base64')
    const message = `${HEAD}Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\n${inner}`
    const [encoded, field] = read(message)
    expect(encoded?.fact).toBe('encoded-message')
    expect([field?.name, field?.spans.map(({ start, end }) => message.slice(start, end))]).toEqual([
      'from',
      [inner, inner],
    ])
  })

  it('fields that are cut in several ways', () => {
    const facts = (fields: string, body = 'x') => read(`${HEAD}${fields}\r\n\r\n${body}\r\n`).map(({ fact }) => fact)
    expect(facts('Content-Transfer-Encoding: (x)base64', 'QUJD')).toEqual(['transfer-encoding'])
    expect(facts('Content-Transfer-Encoding: x-unknown')).toEqual([])
    expect(facts('Content-Disposition: attachment; filename="a\\b.txt"')).toEqual(['filename'])
    expect(facts('Content-Disposition: attachment; filename="a\\"b.txt"')).toEqual([])
    expect(facts('Content-Disposition: attachment;\r\n filename="a b.txt"')).toEqual([])
    expect(facts('Content-Disposition: attachment;\r\n filename="a\r\n b.txt"')).toEqual(['filename'])
    expect(facts('Content-Type: (x)text/plain')).toEqual(['content-type'])
    expect(facts('Content-Type: text/plain; charset=utf-8; format=flowed')).toEqual([])
    expect(facts("Content-Disposition: attachment; filename*0*=utf-8''a; filename*1=b.txt")).toEqual([])
    expect(facts("Content-Disposition: attachment; filename*0*=utf-8''a; filename*1=%41.txt")).toEqual(['filename'])
  })

  it('views that are one of several', () => {
    const facts = (message: string) => read(message).map(({ fact, name }) => name ?? fact)
    expect(facts('From: a@example.org (Ann)\r\n\r\n')).toEqual(['from'])
    expect(facts('From: a@example.org, b@example.org\r\n\r\n')).toEqual(['from'])
    expect(facts('To: a@example.org, b@example.org\r\n\r\n')).toEqual([])
    expect(facts('Date: Thu, 29 Feb 2024 12:34:56 GMT +0200\r\n\r\n')).toEqual(['date'])
    expect(facts('Message-ID: a@example.org\r\n\r\n')).toEqual(['message-id'])
    const related = `${HEAD}Content-Type: multipart/related; boundary=b; start="<r>"\r\n\r\n`
    const parts =
      '--b\r\nContent-Type: text/plain\r\n\r\na\r\n--b\r\nContent-Type: text/html\r\nContent-ID: <r>\r\n\r\nb\r\n--b--\r\n'
    expect(facts(related + parts)).toEqual(['related'])
    expect(facts(`${HEAD}Content-Type: multipart/mixed; boundary=b\r\n\r\na letter\r\n`)).toEqual(['parts'])
  })

  it('of a composed or edited message are those of what is written', () => {
    const message = parse(`${HEAD}Subject: a\r\n\r\ntext\r\n`)
    message.headers.append('Subject', 'b')
    expect(ambiguities(message).map(({ name }) => name)).toEqual(['subject'])
    expect(ambiguities(compose({ from: 'a@example.org', to: 'b@example.org', text: 'hello' }))).toEqual([])
  })

  it('lists a fact for each defect that readers are known to disagree on', () => {
    const facts = new Map<string, string>([
      ['duplicate-content-type', 'field'],
      ['duplicate-content-transfer-encoding', 'field'],
      ['duplicate-content-disposition', 'field'],
      ['multiple-from', 'field'],
      ['conflicting-filename', 'filename'],
      ['address-ambiguous', 'address'],
      ['content-in-preamble', 'preamble'],
      ['content-after-close', 'epilogue'],
      ['base64-data-after-padding', 'base64'],
      ['header-missing-colon', 'separator'],
      ['leading-continuation', 'separator'],
      ['leading-blank-line', 'separator'],
      ['missing-header-separator', 'separator'],
      ['space-before-colon', 'separator'],
      ['encoded-message', 'encoded-message'],
      ['delimiters-in-leaf', 'parts'],
    ])
    for (const { name, bytes } of [...fixtures(), ...corpus()]) {
      const message = parse(bytes)
      const listed = new Set<string>(ambiguities(message).map(({ fact }) => fact))
      for (const { code } of message.check()) {
        const fact = facts.get(code)
        if (fact !== undefined) expect(listed, `${name}: ${code}`).toContain(fact)
      }
    }
  }, 60_000)

  it('is plain data with every family in it', () => {
    const names = ['messagerie', ...Object.keys(READER_PROFILES)]
    for (const { bytes } of [...fixtures(), ...corpus()]) {
      for (const ambiguity of ambiguities(parse(bytes))) {
        expect(Object.keys(ambiguity.readings)).toEqual(names)
        expect(JSON.parse(JSON.stringify(ambiguity))).toEqual(ambiguity)
        for (const { start, end } of ambiguity.spans)
          expect(0 <= start && start <= end && end <= bytes.length).toBe(true)
      }
    }
  }, 60_000)

  it('never throws', () => {
    const piece = fc.constantFrom(
      'From: a@b <c@d>\r\n',
      'Content-Type: multipart/mixed; boundary=b',
      '; boundary*0=c',
      '\r\n',
      '--b',
      '--',
      'QQ==QQ',
      'x',
      ' ',
      '\xc3',
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        ambiguities(parse(octets(pieces.join(''))))
      }),
      { seed: 1, numRuns: 300 },
    )
  })
})

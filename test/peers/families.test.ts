/** The families of `READER_PROFILES`, held to programs that belong to them: what a family is said to read, its member reads. */
import { spawnSync } from 'node:child_process'
import { simpleParser } from 'mailparser'
import PostalMime from 'postal-mime'
import { describe, expect, it } from 'vitest'
import { type Ambiguity, ambiguities, parse } from '../../src/index.js'
import { hasPython } from './readings.js'

const octets = (text: string): Uint8Array => Uint8Array.from(text, (c) => c.charCodeAt(0))
const HEAD = 'From: Ada <ada@example.org>\r\nMIME-Version: 1.0\r\n'
const file = (fields: string, body = 'text\r\n'): string =>
  `${HEAD}Content-Type: application/x\r\n${fields}\r\n\r\n${body}`
const named = (value: string): string => file(`Content-Disposition: attachment; filename${value}`)
const PARTS = '\r\n\r\n--wall\r\nContent-Type: image/gif\r\n\r\nx\r\n--wall--\r\n'
const typed = (value: string): string => `${HEAD}Content-Type: ${value}${PARTS}`
const from = (value: string): string => `From: ${value}\r\n\r\nx\r\n`

interface Python {
  readonly types: readonly string[]
  readonly name: string | null
  readonly content: string
  readonly from: readonly string[]
  readonly boundary: string | null
}

const python = (message: string) => pythonAll([message])[0]!

/** All in one process: starting Python costs more than reading. */
function pythonAll(messages: readonly string[]): { compat32: Python; default: Python }[] {
  const input = `${messages.map((message) => Buffer.from(octets(message)).toString('base64')).join('\n')}\n`
  const { stdout, stderr } = spawnSync('python3', ['-W', 'ignore', 'test/peers/families.py'], {
    input,
    encoding: 'utf8',
  })
  if (stdout === '') throw new Error(stderr)
  return stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { compat32: Python; default: Python })
}

const fact = (message: string, wanted: Ambiguity['fact']): Ambiguity['readings'] => {
  const found = ambiguities(parse(octets(message))).find((one) => one.fact === wanted)
  expect(found, `no ${wanted}`).toBeDefined()
  return found!.readings
}
const list = (reading: unknown): unknown[] => (reading === null ? [] : Array.isArray(reading) ? reading : [reading])

describe.skipIf(!hasPython)('plain-only: the compat32 policy of Python', () => {
  it.each([
    ['a comment', '=(a)b.exe'],
    ['a backslash', '="new\\run.exe"'],
    ['a path', '="C:\\new\\run.exe"'],
    ['a line break', '="a.\r\n exe"'],
    ['an encoded-word', '="=?utf-8?Q?a=2Eexe?="'],
    ['text behind quotes', '="a.txt".exe'],
    ['an open quote', '="a.exe'],
    ['a plain and an RFC 2231 form', "=a.txt; filename*=us-ascii''b.exe"],
    ['a blank at the end', '="a.exe. "'],
  ])('takes a filename with %s as it stands', (_, value) => {
    const message = named(value)
    expect(fact(message, 'filename')['plain-only']).toBe(python(message).compat32.name)
  })

  it.each([['(x)wall'], ['"\\wall"'], ['"wall"(c)'], ['"=?us-ascii?Q?wall?="']])(
    'takes the boundary %s as it stands',
    (value) => {
      const message = typed(`multipart/mixed; boundary=${value}`)
      expect(fact(message, 'boundary')['plain-only']).toBe(python(message).compat32.boundary)
    },
  )

  it.each([
    ['(x)multipart/mixed; boundary=wall'],
    ['multipart / mixed; boundary=wall'],
    ['multipart/mixed/x; boundary=wall'],
    ['multipart/"mixed"; boundary=wall'],
    ['"multipart/mixed"; boundary=wall'],
    ['multipart/mixed boundary=wall'],
  ])('takes the type %s as it stands', (value) => {
    const message = typed(value)
    expect(fact(message, 'content-type')['plain-only']).toBe(python(message).compat32.types[0])
  })

  it.each([['(x)base64'], ['base64;'], ['"base64"'], ['base64 base64']])('does not know the encoding %s', (value) => {
    const message = file(`Content-Transfer-Encoding: ${value}`, 'QUJD\r\n')
    expect(fact(message, 'transfer-encoding')['plain-only']).toBe('none')
    expect(Buffer.from(python(message).compat32.content, 'base64').toString()).toBe('QUJD\r\n')
  })
})

describe.skipIf(!hasPython)('addresses without a domain: both policies of Python', () => {
  const LONE = [
    'ada>',
    '<ada>',
    '<ada',
    'mailto:ada',
    '<mailto:ada>',
    'Ada ada>',
    'a b',
    '"a b"',
    '<a b>',
    '=?utf-8?Q?ada?=',
  ]

  it('plain-only takes a word', () => {
    const messages = [...LONE, 'ada, bob', '@example.org'].map(from)
    for (const [i, read] of pythonAll(messages).entries()) {
      const found = read.compat32.from.filter((address) => address !== '')
      expect(list(fact(messages[i]!, 'address')['plain-only']), messages[i]).toEqual(found)
    }
  })

  it('first-wins takes all words', () => {
    const messages = [...LONE, 'Ada <ada@>', 'ada; bob'].map(from)
    for (const [i, read] of pythonAll(messages).entries())
      expect(list(fact(messages[i]!, 'address')['first-wins']), messages[i]).toEqual(read.default.from)
  })

  it('all take a word that stands in angles beside a name', () => {
    const message = from('Ada <ada>')
    expect(ambiguities(parse(message))).toEqual([])
    const read = python(message)
    expect([read.compat32.from, read.default.from]).toEqual([['ada'], ['ada']])
  })
})

describe.skipIf(!hasPython)('first-wins: the default policy of Python', () => {
  it.each([
    ['white space', '=a b.exe'],
    ['a slash', '=a/b.exe'],
    ['text behind quotes', '="a.txt".exe'],
    ['a missing segment', '*0=a; filename*2=.exe'],
    ['an asterisk', '=a*b.exe'],
    ['an apostrophe', "=it's.exe"],
    ['two apostrophes', "=a'b'c.exe"],
    ['apostrophes for quotes', "='a.exe'"],
    ['a charset that nobody knows', "*=x-none''%E9.exe"],
  ])('reads a filename with %s as far as the grammar goes', (_, value) => {
    const message = named(value)
    expect(fact(message, 'filename')['first-wins']).toBe(python(message).default.name)
  })

  it.each(["wall'x", 'wall*', "x'y'wall"])('reads the unquoted boundary %s otherwise', (boundary) => {
    const message = typed(`multipart/mixed; boundary=${boundary}`).replaceAll('--wall', `--${boundary}`)
    expect(fact(message, 'boundary')['first-wins']).toBe(python(message).default.boundary)
  })

  it('decodes a boundary that is an encoded-word', () => {
    const message = typed('multipart/mixed; boundary="=?us-ascii?Q?wall?="')
    expect(fact(message, 'boundary')['first-wins']).toBe('wall')
    expect(python(message).default.types).toContain('image/gif')
  })

  it.each([['a@example.org <b@example.org>'], ['<a@example.org> <b@example.org>']])(
    'names the first of %s',
    (value) => {
      const message = from(value)
      expect(list(fact(message, 'address')['first-wins'])).toEqual(python(message).default.from)
    },
  )

  it('ends a header section at a name with white space, and lines at CR', () => {
    const spaced = `${HEAD}Content-Type : multipart/mixed; boundary=wall${PARTS}`
    expect(fact(spaced, 'separator')['first-wins']).toMatch(/^2 fields/)
    expect(python(spaced).default.types).toEqual(['text/plain'])
    const cr = `${HEAD}X: a\rContent-Type: multipart/mixed; boundary=wall${PARTS}`
    expect(fact(cr, 'line-ends')['first-wins']).toContainEqual(expect.stringContaining('multipart/mixed'))
    expect(python(cr).default.types).toContain('image/gif')
  })
})

describe('last-wins: mailparser', () => {
  it.each([
    ['a comment', '=(a)b.exe'],
    ['a missing segment', '*0=a; filename*2=.exe'],
    ['no first segment', '*1=a.exe'],
    ['a percent sign in a plain segment', "*0*=utf-8''a; filename*1=%2Eexe"],
    ['a backslash', '="new\\run.exe"; x=(y)'],
    ['a character that two segments share', "*0*=utf-8''a%; filename*1*=2Eexe"],
    ['a charset that nobody knows', "*=x-none''%E9.exe"],
  ])('reads a filename with %s', async (_, value) => {
    const message = named(value)
    const { attachments } = await simpleParser(Buffer.from(octets(message)))
    expect(fact(message, 'filename')['last-wins']).toBe(attachments[0]?.filename)
  })

  it.each([['text/plain; boundary=wall'], ['image/png; boundary=wall'], ['message/rfc822; boundary=wall']])(
    'finds parts in %s',
    async (value) => {
      const message = typed(value)
      const { attachments } = await simpleParser(Buffer.from(octets(message)))
      expect(list(fact(message, 'parts')['last-wins'])).toEqual(['image/gif'])
      expect(attachments.map(({ contentType }) => contentType)).toContain('image/gif')
    },
  )

  it.each(['ada>', '<ada>', 'mailto:ada', 'a b', 'Ada <a b>', 'ada@', '@example.org', '<@example.org>'])(
    'takes of %s what stands in angles beside a name, or has an @',
    async (value) => {
      const message = from(value)
      const found = (await simpleParser(Buffer.from(octets(message)))).from?.value.map(({ address }) => address)
      expect(list(fact(message, 'address')['last-wins'])).toEqual((found ?? []).filter((address) => address))
    },
  )

  it('shows domains in Unicode, the address in angles, digests as texts', async () => {
    const idn = from('a@xn--mnchen-3ya.example')
    expect(fact(idn, 'address')['last-wins']).toBe(
      (await simpleParser(Buffer.from(octets(idn)))).from?.value[0]?.address,
    )
    const two = from('a@example.org <b@example.org>')
    expect(fact(two, 'address')['last-wins']).toBe(
      (await simpleParser(Buffer.from(octets(two)))).from?.value[0]?.address,
    )
    const digest = `${HEAD}Content-Type: multipart/digest; boundary=wall\r\n\r\n--wall\r\n\r\nSubject: in\r\n\r\nx\r\n--wall--\r\n`
    expect(fact(digest, 'type')['last-wins']).toBe('text/plain')
    expect((await simpleParser(Buffer.from(octets(digest)))).text).toContain('Subject: in')
  })
})

describe('shows-all: postal-mime', () => {
  it.each([
    ['the angles in a comment in angles', 'Ada <ada@example.org (Bob <bob@example.net>)>'],
    ['nobody, where the first group is empty', 'g:;, ada@example.org'],
    ['quotes as those of a name', '"a b"@example.org'],
    ['a quote in quotes', '"a\\"b"@example.org'],
    ['a comment in angles, before the address', 'Ada <(c) ada@example.org>'],
    ['a comment in angles, behind it', 'Ada <ada@example.org (c)>'],
    ['a word in angles with its comment', 'Ada <ada (c)>'],
    ['what ends in @', 'ada@'],
    ['what begins with @', '<@example.org>'],
  ])('takes %s', async (_, value) => {
    const message = from(value)
    const { from: found } = await PostalMime.parse(octets(message))
    const [last] = list(fact(message, 'address')['shows-all']).slice(-1)
    expect(last).toBe(found?.address)
  })

  it.each(['ada>', '<ada>', 'mailto:ada', 'a b'])('takes nobody from %s', async (value) => {
    const message = from(value)
    expect((await PostalMime.parse(octets(message))).from?.address || null).toBe(fact(message, 'address')['shows-all'])
  })

  it('opens a message under base64', async () => {
    const inner = Buffer.from(`${HEAD}Content-Type: text/plain\r\n\r\ninside\r\n`).toString('base64')
    const message = `${HEAD}Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\n${inner}\r\n`
    expect(fact(message, 'encoded-message')['shows-all']).toBe('text/plain')
    expect((await PostalMime.parse(octets(message))).text).toContain('inside')
  })
})

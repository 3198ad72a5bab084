/** Every limit at the octet: what uses it up exactly is read as a whole, one more is over; in both modes, for `parse()` and `parts()`. */
import { describe, expect, it } from 'vitest'
import type { DefectCode } from '../../src/defects/codes.js'
import { DEFAULT_LIMITS, type Limits } from '../../src/defects/limits.js'
import { MessageError, type ParseOptions, parse, parts } from '../../src/index.js'

const octets = (text: string): Uint8Array => Uint8Array.from(text, (c) => c.charCodeAt(0))
const repeated = (count: number, make: (i: number) => string): string =>
  Array.from({ length: count }, (_, i) => make(i)).join('')
const FROM = 'From: ada@example.org\r\n'

interface Case {
  readonly limit: keyof Limits
  readonly code: DefectCode
  /** A message that uses `count` of what is limited. */
  readonly make: (count: number) => string
  readonly count: number
  /** What is still read when one is too many. */
  readonly kept: (options: ParseOptions, source: Uint8Array) => unknown
  readonly keeps: unknown
}

const CASES: readonly Case[] = [
  {
    limit: 'maxBytes',
    code: 'message-too-large',
    make: (count) => `${FROM}\r\n`.padEnd(count, 'x'),
    count: 40,
    kept: (options, source) => parse(source, options).rawBody.length,
    keeps: 39 - FROM.length - 2,
  },
  {
    limit: 'maxDepth',
    code: 'nesting-too-deep',
    make: (count) =>
      `${FROM}${repeated(count, (i) => `Content-Type: multipart/mixed; boundary=b${i}\r\n\r\n--b${i}\r\n`)}\r\ntext`,
    count: 4,
    kept: (options, source) => [...parse(source, options).walk()].length,
    keeps: 4,
  },
  {
    limit: 'maxDepth',
    code: 'nesting-too-deep',
    make: (count) => `${repeated(count, () => 'Content-Type: message/rfc822\r\n\r\n')}Subject: innermost\r\n\r\ntext`,
    count: 3,
    kept: (options, source) => [...parse(source, options).walk()].length,
    keeps: 3,
  },
  {
    limit: 'maxParts',
    code: 'too-many-parts',
    make: (count) =>
      `Content-Type: multipart/mixed; boundary=b\r\n\r\n${repeated(count - 1, () => '--b\r\n\r\ntext\r\n')}--b--\r\n`,
    count: 6,
    // The root, three parts, and the opaque rest.
    kept: (options, source) => parse(source, options).parts.map((part) => part.contentType.mediaType),
    keeps: ['text/plain', 'text/plain', 'text/plain', 'text/plain', 'application/octet-stream'],
  },
  {
    limit: 'maxHeaderBytes',
    code: 'header-section-too-large',
    make: (count) => `${`${FROM}Subject: `.padEnd(count - 2, 'x')}\r\n\r\ntext`,
    count: 60,
    kept: (options, source) => [parse(source, options).headers.size, parse(source, options).rawBody.length],
    keeps: [1, 4],
  },
  {
    limit: 'maxFields',
    code: 'too-many-headers',
    make: (count) => `${repeated(count, (i) => `X-${i}: a\r\n`)}\r\ntext`,
    count: 5,
    kept: (options, source) => [parse(source, options).headers.size, parse(source, options).rawBody.length],
    keeps: [4, 4],
  },
  {
    limit: 'maxParameters',
    code: 'too-many-parameters',
    make: (count) => `Content-Type: text/plain${repeated(count, (i) => `; p${i}=v`)}\r\n\r\ntext`,
    count: 5,
    kept: (options, source) => Object.keys(parse(source, options).contentType.params).length,
    keeps: 4,
  },
  {
    limit: 'maxAddresses',
    code: 'too-many-addresses',
    make: (count) => `To: ${Array.from({ length: count }, (_, i) => `a${i}@example.org`).join(', ')}\r\n\r\ntext`,
    count: 5,
    kept: (options, source) => parse(source, options).to.length,
    keeps: 4,
  },
  {
    limit: 'maxAddresses',
    code: 'too-many-addresses',
    make: (count) =>
      `To: G: ${Array.from({ length: count }, (_, i) => `Ada <a${i}@example.org>`).join(',\r\n ')};\r\n\r\ntext`,
    count: 3,
    kept: (options, source) => parse(source, options).to.length,
    keeps: 2,
  },
  ...['base64', 'quoted-printable', 'x-uuencode'].map(
    (encoding): Case => ({
      limit: 'maxDecodedBytes',
      code: 'decoded-too-large',
      make: (count) => {
        const content = 'x'.repeat(count)
        const body =
          encoding === 'base64'
            ? Buffer.from(content).toString('base64')
            : encoding === 'quoted-printable'
              ? content
              : `begin 644 a\r\n${String.fromCharCode(32 + count)}${uuencoded(content)}\r\n\`\r\nend\r\n`
        return `${FROM}Content-Transfer-Encoding: ${encoding}\r\n\r\n${body}`
      },
      count: 30,
      kept: (options, source) => parse(source, options).bytes().length,
      keeps: 29,
    }),
  ),
]

function uuencoded(text: string): string {
  const sextets = Buffer.from(text).toString('base64')
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
  return Array.from(sextets, (c) => String.fromCharCode((alphabet.indexOf(c) & 63 || 64) + 32)).join('')
}

/** Forces all that a limit may stop. */
function readAll(source: Uint8Array, options: ParseOptions): readonly DefectCode[] {
  const message = parse(source, options)
  message.check()
  expect(Buffer.compare(message.toBytes(), source)).toBe(0)
  return message.defects.map(({ code }) => code)
}

async function streamAll(source: Uint8Array, options: ParseOptions): Promise<readonly DefectCode[]> {
  const stream = parts(source, options)
  for await (const part of stream) {
    for (const field of part.headers) field.parsed
    if (!part.isContainer) await part.bytes()
  }
  return stream.defects.map(({ code }) => code)
}

const LIMIT_CODES: ReadonlySet<DefectCode> = new Set(CASES.map(({ code }) => code))
const limited = (codes: readonly DefectCode[]): DefectCode[] => codes.filter((code) => LIMIT_CODES.has(code))

describe.each(CASES.map((one) => [`${one.limit}: ${one.make(2).slice(0, 45).trim()}`, one] as const))(
  '%s',
  (_name, one) => {
    const { limit, code, make, count, kept, keeps } = one
    const source = octets(make(count))

    it.each([
      ['limit − 1', count + 1, false],
      ['limit', count, false],
      ['limit + 1', count - 1, true],
    ] as const)('at %s', async (_at, value, over) => {
      const degrade: ParseOptions = { limits: { [limit]: value } }
      const raise: ParseOptions = { ...degrade, onLimit: 'throw' }
      const wanted = over ? [code] : []
      expect(limited(readAll(source, degrade))).toEqual(wanted)
      expect(limited(await streamAll(source, degrade))).toEqual(wanted)
      if (!over) {
        expect(limited(readAll(source, raise))).toEqual([])
        expect(limited(await streamAll(source, raise))).toEqual([])
        return
      }
      expect(kept(degrade, source)).toEqual(keeps)
      expect(() => readAll(source, raise)).toThrow(MessageError)
      await expect(streamAll(source, raise)).rejects.toThrow(MessageError)
      try {
        readAll(source, raise)
      } catch (error) {
        expect((error as Error).message).toContain(code)
        expect((error as MessageError).defects.map((defect) => defect.code)).toContain(code)
      }
    })

    it('at 0', async () => {
      // Nothing is allowed: still an answer, and the same bytes.
      expect(limited(readAll(source, { limits: { [limit]: 0 } }))).toContain(code)
      expect(limited(await streamAll(source, { limits: { [limit]: 0 } }))).toContain(code)
    })
  },
)

describe('maxDefects', () => {
  // Each line raises one defect of a code of its own or of one that is there already; the first of each code is always kept.
  const lines = (count: number): Uint8Array =>
    octets(
      `${FROM}Date: Tue, 4 Mar 2025 09:30:00 +0100\r\nMessage-ID: <a@example.org>\r\n${repeated(count, () => 'no field\r\n')}\r\n`,
    )

  it.each([
    ['limit − 1', 6, 5, false],
    ['limit', 5, 5, false],
    ['limit + 1', 4, 5, true],
  ] as const)('at %s', async (_at, maxDefects, count, over) => {
    const codes = readAll(lines(count), { limits: { maxDefects } })
    expect(codes.includes('too-many-defects')).toBe(over)
    expect(codes.filter((code) => code === 'header-missing-colon')).toHaveLength(over ? maxDefects : count)
    expect((await streamAll(lines(count), { limits: { maxDefects } })).includes('too-many-defects')).toBe(over)
    // It only counts: nothing is unread, so there is nothing to throw for.
    readAll(lines(count), { limits: { maxDefects }, onLimit: 'throw' })
  })

  it('keeps the first of each code at 0, and 100 of one code at most', () => {
    const codes = readAll(lines(3), { limits: { maxDefects: 0 } })
    expect(codes.filter((code) => code === 'header-missing-colon')).toHaveLength(1)
    expect(readAll(lines(100), {})).not.toContain('too-many-defects')
    const many = readAll(lines(101), {})
    expect(many.filter((code) => code === 'header-missing-colon')).toHaveLength(100)
    expect(many.filter((code) => code === 'too-many-defects')).toHaveLength(1)
  })
})

describe('fixed lengths', () => {
  it.each([
    ['oversize-line', 998, (count: number) => `${FROM}\r\n${'x'.repeat(count)}\r\n`],
    ['oversize-header', 65_536, (count: number) => `Subject: ${'x'.repeat(count - 11)}\r\n\r\n`],
    [
      'too-many-parameters',
      1_000,
      (count: number) => `Content-Type: text/plain${repeated(count, (i) => `; a*${i}=v`)}\r\n\r\n`,
    ],
    ['invalid-boundary', 70, (count: number) => `Content-Type: multipart/mixed; boundary=${'b'.repeat(count)}\r\n\r\n`],
    ['encoded-word-too-long', 75, (count: number) => `Subject: =?utf-8?Q?${'x'.repeat(count - 12)}?=\r\n\r\n`],
    [
      'oversize-filename',
      255,
      (count: number) => `Content-Disposition: attachment; filename=${'x'.repeat(count)}\r\n\r\n`,
    ],
    ['oversize-address', 64, (count: number) => `To: ${'x'.repeat(count)}@example.org\r\n\r\n`],
  ] as const)('%s over %i', (code, most, make) => {
    for (const count of [most - 1, most]) expect(readAll(octets(make(count)), {}), `${count}`).not.toContain(code)
    expect(readAll(octets(make(most + 1)), {})).toContain(code)
  })
})

describe('limits as arguments', () => {
  it('are finite non-negative integers by default', () => {
    for (const [name, value] of Object.entries(DEFAULT_LIMITS))
      expect(Number.isSafeInteger(value) && value > 0, name).toBe(true)
  })

  it.each(Object.keys(DEFAULT_LIMITS))('%s refuses what is no non-negative integer', (name) => {
    for (const value of [-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, '1', null, true, 2n ** 70n, {}]) {
      const options = { limits: { [name]: value } } as unknown as ParseOptions
      expect(() => parse('', options), String(value)).toThrow(TypeError)
      expect(() => parse('', options), String(value)).toThrow(`limits.${name}`)
      expect(() => parts('', options), String(value)).toThrow(TypeError)
    }
    parse('', { limits: { [name]: undefined } } as unknown as ParseOptions)
    parse('', { limits: { [name]: Number.MAX_SAFE_INTEGER } } as unknown as ParseOptions)
  })

  it('refuses names that are none', () => {
    for (const name of ['maxdepth', 'depth', '__proto__x', 'constructor', 'toString']) {
      const options = { limits: { [name]: 1 } } as unknown as ParseOptions
      expect(() => parse('', options), name).toThrow(TypeError)
      expect(() => parts('', options), name).toThrow(TypeError)
    }
    for (const limits of [null, 1, 'maxDepth'])
      expect(() => parse('', { limits } as unknown as ParseOptions)).toThrow(TypeError)
    expect(() => parse('', { onLimit: 'ignore' } as unknown as ParseOptions)).toThrow(TypeError)
    expect(() => parts('', { onLimit: 'ignore' } as unknown as ParseOptions)).toThrow(TypeError)
  })
})

describe('limits end what would grow', () => {
  it('100,000 levels of nesting: one defect and an opaque rest', () => {
    const levels: string[] = []
    for (let i = 0; i < 100_000; i++) levels.push(`Content-Type: multipart/mixed; boundary=b${i}\r\n\r\n--b${i}\r\n`)
    const bytes = new TextEncoder().encode(levels.join(''))
    const message = parse(bytes)
    expect(message.check().filter(({ code }) => code === 'nesting-too-deep')).toHaveLength(1)
    expect([...message.walk()]).toHaveLength(101)
    expect(Buffer.compare(message.toBytes(), bytes)).toBe(0)
  })
})

/** Every code of the catalogue is raised by a fixture or by a message made here, as the catalogue says, and none besides. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { CODES, type DefectCode } from '../../../src/defects/codes.js'
import type { Defect } from '../../../src/defects/defect.js'
import { READINGS } from '../../../src/defects/readings.js'
import { describe as say } from '../../../src/defects/texts.js'
import { type ParseOptions, parse } from '../../../src/index.js'
import { fixtures } from '../../fixture.js'

const FROM = 'From: ottilie@example.org\r\n'
const octets = (text: string): Uint8Array => Uint8Array.from(text, (c) => c.charCodeAt(0))
const repeated = (count: number, make: (i: number) => string): string =>
  Array.from({ length: count }, (_, i) => make(i)).join('')

/** Codes of limits, by a limit that a short message is over; and what is too long for a fixture. */
const MADE: readonly [code: DefectCode, message: string, limits?: ParseOptions['limits']][] = [
  ['nesting-too-deep', 'Content-Type: message/rfc822\r\n\r\nSubject: a\r\n\r\n', { maxDepth: 0 }],
  [
    'too-many-parts',
    'Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\na\r\n--b\r\n\r\nb\r\n--b--\r\n',
    { maxParts: 2 },
  ],
  ['header-section-too-large', `${FROM}Subject: a\r\n\r\n`, { maxHeaderBytes: 30 }],
  ['too-many-headers', `${FROM}Subject: a\r\n\r\n`, { maxFields: 1 }],
  ['oversize-header', `Subject:${repeated(1_000, () => ` ${'a'.repeat(70)}\r\n`)}\r\n`],
  ['too-many-parameters', 'Content-Type: text/plain; a=1; b=2\r\n\r\n', { maxParameters: 1 }],
  ['too-many-addresses', 'To: a@example.org, b@example.org\r\n\r\n', { maxAddresses: 1 }],
  ['decoded-too-large', 'Content-Transfer-Encoding: base64\r\n\r\nQUJDREVG\r\n', { maxDecodedBytes: 3 }],
  ['message-too-large', `${FROM}\r\nlong`, { maxBytes: 30 }],
  ['too-many-defects', `${repeated(200, () => 'no field\r\n')}\r\n`],
]

interface Raised {
  readonly where: string
  readonly source: Uint8Array
  readonly defects: readonly Defect[]
}

const raised: Raised[] = [
  ...fixtures(fileURLToPath(new URL('../../../fixtures', import.meta.url))).map(({ name, source }) => ({
    where: name,
    source,
    defects: parse(source).check(),
  })),
  ...MADE.map(([code, message, limits]) => {
    const source = octets(message)
    return { where: code, source, defects: parse(source, limits === undefined ? {} : { limits }).check() }
  }),
]

describe('the catalogue', () => {
  it('is raised as a whole', () => {
    const seen = new Set(raised.flatMap(({ defects }) => defects.map(({ code }) => code)))
    expect(Object.keys(CODES).filter((code) => !seen.has(code as DefectCode))).toEqual([])
  })

  it.each(MADE)('%s', (code, message, limits) => {
    expect(
      parse(octets(message), limits === undefined ? {} : { limits })
        .check()
        .map((defect) => defect.code),
    ).toContain(code)
  })

  it('is what every defect says, with a place inside the source', () => {
    for (const { where, source, defects } of raised) {
      for (const { code, severity, rfc, message, start, end } of defects) {
        const at = `${where} ${code} ${start}–${end}`
        expect(CODES, at).toHaveProperty([code])
        expect([severity, rfc], at).toEqual([CODES[code][0], CODES[code][1]])
        expect(message.length, at).toBeGreaterThan(0)
        expect(message.length, at).toBeLessThanOrEqual(200)
        expect(message, at).toMatch(/^[\x20-\x7e–≥…`§]*$/)
        expect(0 <= start && start <= end && end <= source.length, at).toBe(true)
      }
    }
  })

  it('is a sentence that is understood alone', () => {
    for (const code of Object.keys(CODES) as DefectCode[]) {
      for (const message of [say(code), say(code, octets('"\r\n\x00'.repeat(40)), 0, 160)]) {
        expect(message, code).toMatch(/^[A-Z][^{}]+[^.]$/)
        expect(message.length, code).toBeLessThanOrEqual(200)
      }
      const said = say(code)
      expect(said.match(/\p{L}[\p{L}'-]*/gu)?.length, said).toBeGreaterThanOrEqual(8)
      expect(said, code).not.toMatch(/\brule \d|\bthe same\b|\bsee section\b|\babove\b|\bbelow\b|`/)
      expect(READINGS[code], code).toMatch(/^[A-Z`].*\.$/)
    }
  })

  it('has a condition for each, and no other', () => {
    const path = fileURLToPath(new URL('../../../docs/defect-conditions.json', import.meta.url))
    expect(Object.keys(JSON.parse(readFileSync(path, 'utf8'))).sort()).toEqual(Object.keys(CODES).sort())
  })

  it('says how each is read, and stands in docs/defects.md as a whole', () => {
    const page = readFileSync(fileURLToPath(new URL('../../../docs/defects.md', import.meta.url)), 'utf8')
    for (const code of Object.keys(CODES) as DefectCode[]) {
      expect(READINGS[code].length, code).toBeGreaterThan(3)
      expect(page, code).toContain(`| \`${code}\` | ${CODES[code][0]} |`)
    }
    expect(Object.keys(READINGS).sort()).toEqual(Object.keys(CODES).sort())
  })
})

/** Defects of one message, each with the octets that it points at. */
function pointed(message: string): (string | undefined)[][] {
  const source = octets(message)
  return parse(source)
    .check()
    .filter(({ code }) => !/^missing-(?:from|date|message-id|mime-version)$/.test(code))
    .map(({ code, start, end }) => [code, message.slice(start, end)])
}

describe('spans', () => {
  const head =
    'From: a@example.org\r\nDate: Tue, 4 Mar 2025 09:30:00 +0100\r\nMessage-ID: <a@example.org>\r\nMIME-Version: 1.0\r\n'
  it.each([
    ['Content-Disposition: attachment; filename="../a.txt"; size=1', [['path-in-filename', 'filename="../a.txt"']]],
    ['Content-Type: application/x-a; name="con.txt"', [['reserved-filename', 'name="con.txt"']]],
    [
      'Content-Disposition: (a;b) attachment; filename*0="..";\r\n filename*1="/a"',
      [
        ['comment-in-mime-header', '(a;b)'],
        ['path-in-filename', 'filename*0="..";\r\n filename*1="/a"'],
      ],
    ],
    ['Content-Type: text/plain; charset=x-unheard', [['unknown-charset', 'charset=x-unheard']]],
    ['Content-Type: text/plain; boundary=b; charset=utf-8', [['boundary-on-non-multipart', 'boundary=b']]],
    ['Content-Type: multipart/mixed', [['missing-boundary', 'multipart/mixed']]],
    ['Content-Type: multipart/mixed; boundary="never"', [['boundary-not-found', 'boundary="never"']]],
    [
      'Date: yesterday\r\nContent-Type: text/plain',
      [
        ['duplicate-header', 'Date: yesterday\r\n'],
        ['invalid-date', 'yesterday'],
      ],
    ],
    ['Content-Disposition: attachment; read-date="soon"; size=1', [['invalid-date', 'read-date="soon"']]],
  ])('%s', (fields, wanted) => {
    expect(pointed(`${head}${fields}\r\n\r\ntext\r\n`).sort()).toEqual([...wanted].sort())
  })

  it('point at where a closing delimiter, a separator or a field is missing', () => {
    const open = `${head}Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\ntext\r\n`
    const unterminated = parse(octets(open))
      .check()
      .find(({ code }) => code === 'unterminated-multipart')
    expect([unterminated?.start, unterminated?.end]).toEqual([open.length, open.length])
    expect(pointed(`${head}first line\r\nsecond line\r\n`)).toContainEqual([
      'missing-header-separator',
      'first line\r\n',
    ])
    const bare = 'Subject: a\r\n\r\ntext'
    const missing = parse(octets(bare))
      .check()
      .find(({ code }) => code === 'missing-from')
    expect([missing?.start, missing?.end]).toEqual([12, 12])
  })
})

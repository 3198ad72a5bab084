import { describe, expect, it } from 'vitest'
import { parse } from '../../../../src/index.js'
import { legacyParts, readAppleFile, readTnef } from '../../../../src/legacy/index.js'
import { seeded } from '../../../seeded.js'
import { be, codes, hexBytes, join, latin1, le, text } from '../octets.js'

const sum = (bytes: Uint8Array) => bytes.reduce((total, octet) => total + octet, 0) & 0xffff
const attribute = (level: number, id: number, data: Uint8Array) =>
  join(le(level, 1), le(id, 4), le(data.length, 4), data, le(sum(data), 2))
const tnef = (...attributes: Uint8Array[]) => join(hexBytes('78 9f 3e 22 01 00'), ...attributes)
const pad = (bytes: Uint8Array) => join(bytes, new Uint8Array(-bytes.length & 3))
const variable = (type: number, id: number, data: Uint8Array) =>
  join(le(type, 2), le(id, 2), le(1, 4), le(data.length, 4), pad(data))
const long = (id: number, value: number) => join(le(3, 2), le(id, 2), le(value, 4))
const properties = (...list: Uint8Array[]) => join(le(list.length, 4), ...list)
const utf16 = (value: string) => join(...[...value, '\0'].map((c) => le(c.charCodeAt(0), 2)))

/** MS-OXRTFCP §4.1.1. */
const RTF = hexBytes(
  '2d 00 00 00 2b 00 00 00 4c 5a 46 75 f1 c5 c7 a7 03 00 0a 00 72 63 70 67 31 32 35 42 32 0a f3 20 68 65 6c 09 00 20 62 77 05 b0 6c 64 7d 0a 80 0f a0',
)
const CLASS = attribute(1, 0x00078008, latin1('IPM.Microsoft Mail.Note\0'))
const attachment = (name: string, content: string) =>
  join(
    attribute(2, 0x00069002, new Uint8Array(14)),
    attribute(2, 0x00018010, latin1('SHORT~1.TXT\0')),
    attribute(2, 0x0006800f, latin1(content)),
    attribute(
      2,
      0x00069005,
      properties(variable(0x1f, 0x3707, utf16(name)), variable(0x1e, 0x370e, latin1('text/plain\0'))),
    ),
  )
const EMBEDDED = attribute(
  2,
  0x00069005,
  properties(
    long(0x3705, 5),
    variable(0x0d, 0x3701, join(new Uint8Array(16), tnef(CLASS, attachment('deep.txt', 'deep')))),
  ),
)
const SAMPLE = tnef(
  attribute(1, 0x00089006, le(0x10000, 4)),
  attribute(1, 0x00069007, join(le(1251, 4), le(0, 4))),
  CLASS,
  attribute(1, 0x00018004, latin1('\xcf\xf0\xe8\xe2\xe5\xf2\0')),
  attribute(
    1,
    0x00069003,
    properties(
      // A named property, a multi-valued one, then what is wanted.
      join(
        le(0x1f, 2),
        le(0x8001, 2),
        new Uint8Array(16),
        le(1, 4),
        le(8, 4),
        utf16('abc'),
        le(1, 4),
        le(4, 4),
        utf16('x'),
      ),
      join(le(0x1003, 2), le(0x1234, 2), le(2, 4), le(1, 4), le(2, 4)),
      variable(0x102, 0x1009, RTF),
      variable(0x102, 0x1013, latin1('<p>hi</p>')),
      variable(0x1e, 0x1000, latin1('\xef\xf0\0')),
    ),
  ),
  attachment('naïve ../x.txt', 'hello'),
  attribute(2, 0x00069002, new Uint8Array(14)),
  EMBEDDED,
)

describe('TNEF', () => {
  it('reads class, bodies and attachments', () => {
    const found = readTnef(SAMPLE)
    expect(found).toMatchObject({
      messageClass: 'IPM.Microsoft Mail.Note',
      subject: 'Привет',
      codepage: 'cp1251',
      text: 'пр',
      problems: [],
    })
    expect(text(found.html)).toBe('<p>hi</p>')
    expect(text(found.rtf)).toContain('hello world')
    expect(found.properties.map(({ id, name, values }) => [id, name, values.length])).toEqual([
      [0x8001, 'abc', 1],
      [0x1234, undefined, 2],
      [0x1009, undefined, 1],
      [0x1013, undefined, 1],
      [0x1000, undefined, 1],
    ])
    expect(found.attachments.length).toBe(2)
    expect(found.attachments[0]).toMatchObject({
      filename: 'naïve ../x.txt',
      safeFilename: 'x.txt',
      mediaType: 'text/plain',
      isMessage: false,
    })
    const { start, end } = found.attachments[0]!
    expect(text(SAMPLE.subarray(start, end))).toBe('hello')
    expect(found.attachments[1]!.isMessage).toBe(true)
    expect(readTnef(found.attachments[1]!.bytes).attachments[0]!.filename).toBe('deep.txt')
  })

  it('reads the smallest one, octet for octet', () => {
    const bytes = hexBytes('78 9f 3e 22 01 00 01 08 80 07 00 04 00 00 00 49 50 4d 00 e6 00')
    expect(readTnef(bytes)).toMatchObject({ messageClass: 'IPM', problems: [], attachments: [] })
    bytes[19] = 0xe7
    expect(codes(readTnef(bytes).problems)).toEqual(['crc-mismatch'])
    expect(codes(readTnef(bytes.subarray(0, 18)).problems)).toEqual(['truncated'])
    expect(codes(readTnef('no').problems)).toEqual(['invalid'])
  })

  it('is not blown up by counts', () => {
    const bomb = (list: Uint8Array) => readTnef(tnef(attribute(1, 0x00069003, list)))
    expect(codes(bomb(join(le(0xffffffff, 4), long(0x1234, 1))).problems)).toEqual(['truncated'])
    expect(codes(bomb(join(le(1, 4), le(0x101f, 2), le(1, 2), le(0xffffffff, 4))).problems)).toEqual(['truncated'])
    expect(codes(bomb(join(le(1, 4), le(0x1001, 2), le(1, 2), le(0xffffffff, 4))).problems)).toEqual(['invalid'])
    expect(
      codes(bomb(join(le(1, 4), le(0x101f, 2), le(1, 2), le(20_000, 4), new Uint8Array(80_000))).problems),
    ).toEqual(['too-many'])
    const many = readTnef(tnef(...Array.from({ length: 10_050 }, () => attribute(2, 0x00069002, new Uint8Array(0)))))
    expect(many.attachments.length).toBe(10_000)
    expect(codes(many.problems)).toEqual(['too-many'])
  })

  it('never throws, whatever is cut or changed', () => {
    for (let end = 0; end <= SAMPLE.length; end++) readTnef(SAMPLE.subarray(0, end))
    const random = seeded(7)
    for (let i = 0; i < 2_000; i++) {
      const bytes = SAMPLE.slice()
      for (let n = 0; n < 4; n++) bytes[random(bytes.length)] = random(256)
      for (const { start, end } of readTnef(bytes).problems) expect(start <= end && end <= bytes.length).toBe(true)
    }
  })
})

const entry = (id: number, offset: number, length: number) => join(be(id, 4), be(offset, 4), be(length, 4))
const apple = (magic: number, contents: readonly [id: number, data: Uint8Array][]) => {
  let offset = 26 + 12 * contents.length
  const table = contents.map(([id, data]) => {
    offset += data.length
    return entry(id, offset - data.length, data.length)
  })
  return join(
    be(magic, 4),
    be(0x20000, 4),
    new Uint8Array(16),
    be(contents.length, 2),
    ...table,
    ...contents.map(([, data]) => data),
  )
}
const SINGLE = apple(0x00051600, [
  [3, latin1('R\x8esum\x8e')],
  [9, latin1('TEXTttxt')],
  [8, join(be(0, 4), be(86_400, 4))],
  [1, latin1('data')],
  [2, latin1('RS')],
])

describe('AppleSingle and AppleDouble', () => {
  it('reads entries, names, dates and forks', () => {
    const found = readAppleFile(SINGLE)
    expect(found).toMatchObject({ format: 'single', filename: 'Résumé', type: 'TEXT', creator: 'ttxt', problems: [] })
    expect(found!.created?.toISOString()).toBe('2000-01-01T00:00:00.000Z')
    expect(found!.modified?.toISOString()).toBe('2000-01-02T00:00:00.000Z')
    expect([text(found!.dataFork), text(found!.resourceFork)]).toEqual(['data', 'RS'])
    expect(readAppleFile('nothing of that kind, and long enough')).toBeUndefined()
  })

  it('says what reaches over the end', () => {
    expect(codes(readAppleFile(SINGLE.subarray(0, SINGLE.length - 1))!.problems)).toEqual(['truncated'])
    expect(codes(readAppleFile(SINGLE.subarray(0, 40))!.problems)).toContain('truncated')
  })
})

const b64 = (bytes: Uint8Array) => btoa(text(bytes))

describe('all of a message', () => {
  const message = parse(
    `Subject: x\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nsee\r\nbegin 644 cat.txt\r\n#0V%T\r\n\`\r\nend\r\n--b\r\n` +
      `Content-Type: application/ms-tnef; name=winmail.dat\r\nContent-Transfer-Encoding: base64\r\n\r\n${b64(SAMPLE)}\r\n--b\r\n` +
      `Content-Type: application/applefile\r\nContent-Transfer-Encoding: base64\r\n\r\n${b64(SINGLE)}\r\n--b\r\n` +
      `Content-Type: multipart/appledouble; boundary=c\r\n\r\n--c\r\nContent-Type: application/applefile\r\nContent-Transfer-Encoding: base64\r\n\r\n` +
      `${b64(
        apple(0x00051607, [
          [3, latin1('cat.gif')],
          [2, latin1('RES')],
        ]),
      )}\r\n--c\r\nContent-Type: image/gif\r\n\r\nGIF\r\n--c--\r\n--b--\r\n`,
  )

  it('is listed in order, with the part and the place', () => {
    const before = message.toString()
    const found = legacyParts(message)
    expect(
      found.map((file) => [file.part.path.join('.'), file.kind, file.safeFilename, text(file.bytes()).slice(0, 9)]),
    ).toEqual([
      ['1', 'uuencode', 'cat.txt', 'Cat'],
      ['2', 'tnef', 'body.txt', text(new TextEncoder().encode('пр'))],
      ['2', 'tnef', 'body.html', '<p>hi</p>'],
      ['2', 'tnef', 'body.rtf', '{\\rtf1\\an'],
      ['2', 'tnef', 'x.txt', 'hello'],
      ['2', 'tnef', 'deep.txt', 'deep'],
      ['3', 'applesingle', 'Résumé', 'data'],
      ['4.2', 'appledouble', 'cat.gif', 'GIF'],
    ])
    const deep = found[5]!
    const [{ start, end }] = deep.spans as [{ start: number; end: number }]
    expect(text(deep.part.bytes().subarray(start, end))).toBe('deep')
    expect(text(found.at(-1)!.resourceFork)).toBe('RES')
    expect(found.flatMap(({ problems }) => codes(problems))).toEqual([])
    expect(message.toString()).toBe(before)
  })

  it('stays within maxBytes', () => {
    const found = legacyParts(message, { maxBytes: 4 })
    expect(found.find(({ kind }) => kind === 'uuencode')!.bytes().length).toBe(3)
    expect(found.flatMap(({ problems }) => codes(problems))).toContain('too-large')
    expect(() => legacyParts(message, { maxbytes: 4 } as object)).toThrow(/maxbytes/)
  })

  it('opens messages in messages only so deep', () => {
    let nested = tnef(CLASS)
    for (let i = 0; i < 40; i++) {
      const object = variable(0x0d, 0x3701, join(new Uint8Array(16), nested))
      nested = tnef(
        attribute(2, 0x00069002, new Uint8Array(0)),
        attribute(2, 0x00069005, properties(long(0x3705, 5), object)),
      )
    }
    const deep = parse(
      `Content-Type: application/ms-tnef\r\nContent-Transfer-Encoding: base64\r\n\r\n${b64(nested)}\r\n`,
    )
    expect(legacyParts(deep).map(({ problems }) => codes(problems))).toEqual([['too-deep']])
  })
})

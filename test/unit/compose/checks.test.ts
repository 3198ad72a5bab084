/** What bundles for browsers and workers have before they call useChecks and useCharsets, and what they have then. */
import { describe, expect, test, vi } from 'vitest'
import { useCharsets } from '../../../src/codec/index.js'
import { ambiguities, compose, parse, rewrite, useChecks } from '../../../src/index.js'
import { toJmapEmail } from '../../../src/jmap/index.js'
import { present } from '../../../src/present/index.js'

vi.mock('../../../src/compose/checks-at-start.js', () => ({ checksAtStart: () => undefined }))
vi.mock('../../../src/charset/many-at-start.js', () => ({ manyAtStart: () => undefined }))
vi.mock('../../../src/charset/encoders-at-start.js', () => ({ encodersAtStart: () => undefined }))

const LETTER = 'From: ada@example.org\nDKIM-Signature: v=1; h=from; b=\nSubject: a\n\nb\n'
const KANJI = 'Content-Type: text/plain; charset=iso-2022-jp\n\n\x1b$BF|K\\\x1b(B\n'
/** The platform has no decoder for it. */
const HANGUL = 'From: ada@example.org\nContent-Type: text/plain; charset=iso-2022-kr\n\n\x1b$)C\n\x0eGQ\x0f\n'

async function written(pieces: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = []
  for await (const piece of pieces) all.push(piece)
  return Buffer.concat(all)
}

// The order matters: what is given holds from then on.
describe('before the calls', () => {
  test('a message is read, changed and written', () => {
    const message = parse(LETTER)
    message.headers.set('Subject', 'ä')
    message.attach({ filename: 'a.txt', content: 'c' })
    expect(parse(message.toBytes()).subject).toBe('ä')
  })

  test('a defect has its code for a message', () => {
    expect(parse('a\n\nb').defects).toMatchObject([{ code: 'header-missing-colon', message: 'header-missing-colon' }])
  })

  test.each([
    ['check()', () => parse(LETTER).check()],
    ['strict', () => parse(LETTER, { strict: true })],
    ['brokenSignatures', () => parse(LETTER).brokenSignatures],
  ])('%s names the call', (_, call) => {
    expect(call).toThrow(/useChecks\(\)/)
  })

  test('text of a part whose charset is not written is written in UTF-8', () => {
    const message = parse(KANJI)
    expect(message.text).toBe('日本\n')
    message.setContent('日本語')
    expect([message.contentType.params.charset, parse(message.toBytes()).text]).toEqual(['utf-8', '日本語'])
  })

  test.each(['shift_jis', 'iso-2022-kr'])('a caller who asks for %s is told of the call', async (charset) => {
    const contentType = `text/plain; charset=${charset}`
    const spec = (content: string | Iterable<string>) => ({
      from: 'a@example.org',
      attachments: [{ contentType, content }],
    })
    expect(() => compose(spec('日本'))).toThrow(/useCharsets\(\)/)
    expect(() => compose(spec(['日本']))).toThrow(/useCharsets\(\)/)
    expect(() => parse(LETTER).setContent('日本', { contentType })).toThrow(/useCharsets\(\)/)
    expect(() => parse(LETTER).attach({ contentType, content: '日本' })).toThrow(/useCharsets\(\)/)
    if (charset === 'iso-2022-kr') expect(() => parse(LETTER, { fallbackCharset: charset })).toThrow(/useCharsets\(\)/)
    const change = rewrite(Buffer.from(KANJI), (part) => part.replace(['日本'], contentType))
    await expect(written(change)).rejects.toThrow(/useCharsets\(\)/)
  })

  test('what asks whether a charset is known does not make it known', () => {
    ambiguities(parse("Content-Disposition: attachment; filename*=iso-2022-kr''%0eGQ\n\n"))
    expect(present(parse(HANGUL)).map(({ rule }) => rule)).toContain('unknown-charset')
    const { bodyValues } = toJmapEmail(parse(HANGUL), { properties: ['bodyValues'], fetchAllBodyValues: true })
    expect(Object.values(bodyValues ?? {})).toMatchObject([{ isEncodingProblem: true }])
    expect(parse(HANGUL).text).toContain('GQ')
  })
})

describe('after them', () => {
  test('what judges a message is there, for one that was parsed before too', () => {
    const before = parse(LETTER)
    useChecks()
    expect(before.check().map(({ message }) => message)).toContainEqual(expect.stringMatching(/ .* /))
    before.headers.set('From', 'b@example.org')
    expect(before.brokenSignatures).toHaveLength(1)
    expect(() => parse('a\n\n', { strict: true })).toThrow(/no colon/)
  })

  test('each charset is written', () => {
    useCharsets()
    const message = parse(KANJI)
    message.setContent('日本語')
    expect(message.contentType.params.charset).toBe('iso-2022-jp')
    const contentType = 'text/plain; charset=shift_jis'
    const composed = compose({ from: 'a@example.org', attachments: [{ contentType, content: '日本' }] })
    expect(composed.attachments[0]?.charset.declared).toBe('shift_jis')
  })
})

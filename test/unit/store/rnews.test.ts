import { describe, expect, it } from 'vitest'
import { parse } from '../../../src/message/parse.js'
import { type RnewsArticle, readRnews, splitRnews, writeRnews } from '../../../src/store/index.js'

const octets = (text: string) => new Uint8Array(Buffer.from(text, 'latin1'))
const shown = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1')
const texts = (articles: readonly RnewsArticle[]) => articles.map(({ bytes }) => shown(bytes))
const batch = (...articles: string[]) => articles.map((text) => `#! rnews ${text.length}\n${text}`).join('')

async function gather(chunks: Iterable<Uint8Array>, options = {}) {
  const out: RnewsArticle[] = []
  for await (const article of readRnews(chunks, options)) out.push(article)
  return out
}

describe('splitRnews', () => {
  it('goes by the counts', () => {
    const inner = 'A: b\n\n#! rnews 3\nabc\nno end'
    const articles = splitRnews(octets(batch('Path: a\n\nhi\n', inner, '', 'C: d\n')))
    expect(texts(articles)).toEqual(['Path: a\n\nhi\n', inner, '', 'C: d\n'])
    expect(articles.every(({ counted, truncated }) => counted && !truncated)).toBe(true)
    expect(articles[0]!.range).toEqual({ start: 0, messageStart: 12, end: 24 })
  })

  it.each([
    ['nothing', '', []],
    ['no batch', 'A: b\n\nhi\n', []],
    ['a line that counts nothing', '#! rnews \n#! rnews x\nabc', []],
    ['a shell line first', `#! /bin/sh\n${batch('A: b\n')}`, ['A: b\n']],
    ['CRLF, and a name behind the count', '#! rnews 6\r\nA: b\r\n#! rnews 3 host.example\nabc', ['A: b\r\n', 'abc']],
    ['line ends between articles', '#! rnews 5\nA: b\n\n\n#! rnews 3\nabc\n', ['A: b\n', 'abc']],
    ['a count over all that is there', '#! rnews 500\nA: b\n', ['A: b\n']],
    ['a wrong count before another article', '#! rnews 500\nA: b\n#! rnews 3\nabc', ['A: b\n', 'abc']],
    ['a count that is too small', '#! rnews 2\nA: b\n#! rnews 3\nabc', ['A: b\n', 'abc']],
    ['a count no number holds', `#! rnews 1\nx#! rnews ${'9'.repeat(20)}\nabc`, [`x#! rnews ${'9'.repeat(20)}\nabc`]],
  ])('%s', (_name, text, wanted) => {
    expect(texts(splitRnews(octets(text)))).toEqual(wanted)
  })

  it('says which counts were wrong', () => {
    const articles = splitRnews(octets('#! rnews 500\nA: b\n#! rnews 3\nabc'))
    expect(articles.map(({ counted }) => counted)).toEqual([false, true])
  })

  it('refuses wrong arguments', () => {
    expect(() => splitRnews(3 as never)).toThrow(TypeError)
    expect(() => splitRnews('', { dialect: 'x' } as never)).toThrow(TypeError)
  })
})

describe('readRnews', () => {
  it('gives the same, cut anywhere', async () => {
    const bytes = octets(
      `#! /bin/sh\n${batch('A: b\n\nhi\n', 'C: d\n', '')}#! rnews 99\nE: f\n\n${batch('G: h\n')}#! rnews 9\nshort`,
    )
    for (const maxMessageBytes of [1000, 6, 0]) {
      const options = { limits: { maxMessageBytes } }
      const wanted = splitRnews(bytes, options)
      expect(wanted.length).toBe(6)
      for (let at = 0; at <= bytes.length; at++) {
        expect(await gather([bytes.slice(0, at), bytes.slice(at)], options)).toEqual(wanted)
      }
      expect(
        await gather(
          Array.from(bytes, (octet) => Uint8Array.of(octet)),
          options,
        ),
      ).toEqual(wanted)
    }
  })
})

describe('writeRnews', () => {
  it('is read back', () => {
    const written = writeRnews(['A: b\n\n#! rnews 3\n', parse('C: d\n\nx'), octets('\xff\0')])
    expect(texts(splitRnews(written))).toEqual(['A: b\n\n#! rnews 3\n', 'C: d\n\nx', '\xff\0'])
    expect(shown(writeRnews([]))).toBe('')
  })
})

describe('hostile forms', () => {
  it.each([
    ['many articles', batch('').repeat(300_000)],
    ['counts that lead far', '#! rnews 900000\n'.repeat(100_000)],
    ['no counts', '#! rnews \n'.repeat(200_000)],
  ])('%s', (_name, text) => {
    splitRnews(octets(text))
  })
})

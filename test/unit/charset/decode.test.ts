import { describe, expect, test } from 'vitest'
import { type Decoded, decodeLabelled, decodeText, TextStreamDecoder } from '../../../src/charset/index.js'

const bytesOf = (hex: string) => Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))

/** Label, octets, fallback → text, charset, replaced, problems. */
const CASES: readonly (readonly [string | undefined, string, string, string, string, number, string])[] = [
  [undefined, '6f6b', 'windows-1252', 'ok', 'us-ascii', 0, ''],
  [undefined, '', 'windows-1252', '', 'us-ascii', 0, ''],
  [undefined, '61c3a9', 'windows-1252', 'aé', 'utf-8', 0, 'charset-missing'],
  [undefined, '6193', 'windows-1252', 'a“', 'windows-1252', 0, 'charset-missing'],
  [undefined, '61c3', 'windows-1252', 'aÃ', 'windows-1252', 0, 'charset-missing'],
  [undefined, '61e4', 'koi8-r', 'aД', 'koi8-r', 0, 'charset-missing'],
  [undefined, '6180', 'no-such', 'a€', 'windows-1252', 0, 'charset-missing'],
  [undefined, '6180', 'utf-16', 'a€', 'windows-1252', 0, 'charset-missing'],
  [undefined, 'd2', 'windows-1253', '\ufffd', 'windows-1253', 1, 'charset-missing invalid-text-bytes'],
  ['us-ascii', '6f6b', 'windows-1252', 'ok', 'us-ascii', 0, ''],
  ['us-ascii', '6193', 'windows-1252', 'a“', 'windows-1252', 0, 'invalid-text-bytes'],
  ['ANSI_X3.4-1968', '61c3a9', 'windows-1252', 'aé', 'utf-8', 0, 'invalid-text-bytes charset-mismatch'],
  ['__proto__', '616263', 'windows-1252', 'abc', 'utf-8', 0, 'unknown-charset'],
  ['x-unknown', '61c3a9', 'windows-1252', 'aé', 'utf-8', 0, 'unknown-charset'],
  ['x-unknown', '61e9', 'windows-1252', 'aé', 'windows-1252', 0, 'unknown-charset'],
  ['utf-7', '2b414477617364382d', 'windows-1252', '+ADwasd8-', 'utf-8', 0, 'unsafe-charset'],
  ['utf-7', '80', 'windows-1252', '€', 'windows-1252', 0, 'unsafe-charset'],
  ['utf-32', '41', 'windows-1252', 'A', 'utf-8', 0, 'unsafe-charset'],
  ['iso-2022-kr', '0e4751', 'windows-1252', '\x0eGQ', 'utf-8', 0, 'unsafe-charset'],
  ['hz-gb-2312', '7e7b', 'windows-1252', '~{', 'utf-8', 0, 'unsafe-charset'],
  ['replacement', '41', 'windows-1252', 'A', 'utf-8', 0, 'unsafe-charset'],
  ['utf-16', '41004200', 'windows-1252', 'AB', 'utf-16', 0, 'unsafe-charset'],
  ['utf-16', 'feff0041', 'windows-1252', 'A', 'utf-16', 0, 'unsafe-charset'],
  ['utf-16', 'fffe4100', 'windows-1252', 'A', 'utf-16', 0, 'unsafe-charset'],
  ['utf-16le', 'e400', 'windows-1252', 'ä', 'utf-16le', 0, 'unsafe-charset'],
  ['utf-16', '410042', 'windows-1252', 'A\ufffd', 'utf-16', 1, 'unsafe-charset invalid-text-bytes charset-mismatch'],
  ['utf-8', '61e282ac', 'windows-1252', 'a€', 'utf-8', 0, ''],
  ['utf-8', '61ff62', 'windows-1252', 'a\ufffdb', 'utf-8', 1, 'invalid-text-bytes'],
  ['utf-8', 'efbbbf6f6b', 'windows-1252', 'ok', 'utf-8', 0, ''],
  ['utf-8', 'efbbbfefbbbf', 'windows-1252', '\ufeff', 'utf-8', 0, ''],
  ['utf-8', '61efbbbf', 'windows-1252', 'a\ufeff', 'utf-8', 0, ''],
  ['gb18030', '81306f6bff', 'windows-1252', '\ufffd0ok\ufffd', 'gb18030', 2, 'invalid-text-bytes'],
  ['gb2312', 'd6d0', 'windows-1252', '中', 'gbk', 0, ''],
  ['windows-1253', 'c3aa', 'windows-1252', 'Γ\ufffd', 'windows-1253', 1, 'invalid-text-bytes charset-mismatch'],
  ['iso-2022-jp', 'c3a9', 'windows-1252', 'é', 'utf-8', 0, 'charset-mismatch'],
  ['iso-2022-jp', '61c3', 'windows-1252', 'a\ufffd', 'iso-2022-jp', 1, 'invalid-text-bytes'],
  ['iso-2022-jp', '1b2442243c1b2842c3a9', 'windows-1252', '\x1b$B$<\x1b(Bé', 'utf-8', 0, 'charset-mismatch'],
  ['utf-7', 'c3a92b', 'windows-1252', 'é+', 'utf-8', 0, 'unsafe-charset charset-mismatch'],
  ['hz-gb-2312', 'c3a97e7b', 'windows-1252', 'é~{', 'utf-8', 0, 'unsafe-charset charset-mismatch'],
  // No text/plain: nothing is taken for what nobody declared.
  [undefined, '1b2442243c', 'windows-1252', '\x1b$B$<', 'us-ascii', 0, ''],
  [undefined, '1b2442243c', 'iso-2022-jp', 'ぜ', 'iso-2022-jp', 0, ''],
  [undefined, '7e7b567e7d', 'hz-gb-2312', '~{V~}', 'us-ascii', 0, ''],
  ['iso-2022-jp', '1b24422422', 'windows-1252', 'あ', 'iso-2022-jp', 0, ''],
  ['cp037', 'c1', 'windows-1252', 'A', 'ibm037', 0, ''],
]

function expected(row: (typeof CASES)[number]): Decoded {
  const [label, , , text, charset, replaced, problems] = row
  return {
    text,
    ...(label === undefined ? {} : { declared: label }),
    charset,
    replaced,
    problems: (problems === '' ? [] : problems.split(' ')) as Decoded['problems'],
  }
}

describe('decodeLabelled', () => {
  test.each(CASES.map((row) => [row] as const))('%j', (row) => {
    expect(decodeLabelled(bytesOf(row[1]), row[0], row[2])).toEqual(expected(row))
  })

  test('ill-formed UTF-8 of a word has its own code; other charsets do not', () => {
    expect(decodeLabelled(bytesOf('c0af'), 'utf-8', 'windows-1252', 'word').problems).toEqual(['invalid-utf8'])
    expect(decodeLabelled(bytesOf('aa'), 'windows-1253', 'windows-1252', 'word').problems).toEqual([
      'invalid-text-bytes',
    ])
  })
})

describe('TextStreamDecoder', () => {
  test.each(CASES.map((row) => [row] as const))('octet by octet: %j', (row) => {
    const bytes = bytesOf(row[1])
    const decoder = new TextStreamDecoder(row[0], row[2])
    let text = ''
    for (let i = 0; i < bytes.length; i++) text += decoder.write(bytes.subarray(i, i + 1))
    text += decoder.end()
    const { charset, replaced, problems } = decoder
    const { text: whole, ...rest } = expected(row)
    expect(text).toBe(whole)
    expect({ charset, replaced, problems }).toEqual({ charset: rest.charset, replaced, problems: rest.problems })
    expect(replaced).toBe(rest.replaced)
  })
})

describe('decodeText', () => {
  test('an explicit call decodes what a message may not ask for', () => {
    expect(decodeText(bytesOf('2b4144772d'), 'utf-7').text).toBe('<')
    expect(decodeText(bytesOf('410000004200000'.padEnd(16, '0')), 'utf-32').text).toBe('AB')
    expect(decodeText(bytesOf('0e4751'), 'iso-2022-kr').text).toBe('한')
  })

  test('unknown labels: UTF-8 if well-formed, else windows-1252', () => {
    expect(decodeText(bytesOf('c3a9'), 'nonsense')).toEqual({ text: 'é', charset: 'utf-8', replaced: 0 })
    expect(decodeText(bytesOf('80'), 'nonsense')).toEqual({ text: '€', charset: 'windows-1252', replaced: 0 })
    expect(decodeText(bytesOf('80'), 'us-ascii')).toEqual({ text: '€', charset: 'windows-1252', replaced: 0 })
  })
})

/** What `anonymize` writes in quoted-printable is in the charset that it was in: octets of one character stay together. */
import { describe, expect, it } from 'vitest'
import { parse } from '../../../src/index.js'
import { anonymize } from '../../../src/samples/anonymize.js'

const TEXTS = {
  Latin: 'Grüße aus Köln, à bientôt, mañana',
  Cyrillic: 'Привет из Москвы, до завтра',
  Han: '你好，明天见，谢谢你的来信',
  emoji: 'party 🎉 family 👩‍👩‍👧 thumbs 👍🏽',
}
/** Lower-case hex, soft line breaks in the middle of characters. */
const quoted = (text: string) =>
  [...Buffer.from(text)]
    .map((octet) =>
      octet > 126 || octet < 32 || octet === 61
        ? `=${octet.toString(16).padStart(2, '0')}`
        : String.fromCharCode(octet),
    )
    .join('')
    .replace(/(?:=..|[^=]){20}/g, '$&=\r\n')

describe('anonymized quoted-printable', () => {
  for (const [script, text] of Object.entries(TEXTS)) {
    it.each([1, 7, 42, 123_456_789, 0xffffffff])(`${script} text, key %i`, (key) => {
      const source = `Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n${quoted(text)}\r\n`
      const { bytes } = anonymize(new TextEncoder().encode(source), key)
      const read = parse(bytes).text!
      expect(read).not.toContain('\ufffd')
      expect([...read].length).toBe([...parse(source).text!].length)
    })
  }
})

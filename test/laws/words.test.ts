/** What is taken in words of several octets is what is taken octet by octet: quoted-printable both ways, charsets of pairs and of one octet. */
import { describe, expect, it } from 'vitest'
import { codecFor } from '../../src/charset/find-codec.js'
import { decodeText } from '../../src/charset/index.js'
import { lookup } from '../../src/charset/labels.js'
import type { Codec } from '../../src/codec/decoder.js'
import { QuotedPrintableDecoder } from '../../src/codec/quoted-printable.js'
import { QuotedPrintableEncoder } from '../../src/codec/quoted-printable-encode.js'

/** Octets that words treat alike and those that stop them, at each place of three words. */
function* placed(texts: readonly string[]) {
  for (const text of texts) {
    for (let at = 0; at <= text.length; at++) {
      for (let octet = 0; octet < 256; octet++) {
        const bytes = new Uint8Array(Buffer.from(`${text.slice(0, at)}?${text.slice(at)}`, 'latin1'))
        bytes[at] = octet
        yield bytes
      }
    }
  }
}

function pieces(codec: Codec, bytes: Uint8Array, size: number): string {
  const out: number[] = []
  for (let at = 0; at < bytes.length; at += size) out.push(...codec.write(bytes.subarray(at, at + size)))
  out.push(...codec.end())
  return Buffer.from(out).toString('latin1')
}

describe('quoted-printable', () => {
  const encoded = ['plain text...', 'ab=C3=A9=c3', '=41=42\r\nx \r\n', '  \t =\r\n=\n']

  it('decodes words as octets, and tells the same of them', () => {
    for (const bytes of placed(encoded)) {
      const whole = new QuotedPrintableDecoder()
      const single = new QuotedPrintableDecoder()
      const text = Buffer.from(whole.run(bytes, true)).toString('latin1')
      if (text === pieces(single, bytes, 1) && JSON.stringify(whole.faults) === JSON.stringify(single.faults)) continue
      expect.fail(`${JSON.stringify(Buffer.from(bytes).toString('latin1'))} gives ${JSON.stringify(text)}`)
    }
  })

  it('encodes words as octets, whatever the length of a line', () => {
    const plain = ['words and more of them', '\xc3\xa9t\xc3\xa9 \xe6\x9c\x83', 'a\r\n.b\r\nFrom c \r\n--']
    for (const lineLength of [13, 16, 76]) {
      for (const mode of ['text', 'binary'] as const) {
        for (const bytes of placed(plain)) {
          const text = pieces(new QuotedPrintableEncoder({ lineLength, mode }), bytes, bytes.length)
          if (text === pieces(new QuotedPrintableEncoder({ lineLength, mode }), bytes, 1)) continue
          expect.fail(`${JSON.stringify(Buffer.from(bytes).toString('latin1'))} gives ${JSON.stringify(text)}`)
        }
      }
    }
  })

  it('has room for text that is all escapes behind text that has none', () => {
    const bytes = new Uint8Array(100_000)
    for (let i = 0; i < bytes.length; i++) bytes[i] = i < 50_000 || i % 61 === 0 ? 0x61 : 0xe9
    const encoded = new QuotedPrintableEncoder({ mode: 'binary' }).run(bytes, true)
    expect(Buffer.compare(new QuotedPrintableDecoder().run(encoded, true), bytes)).toBe(0)
  })
})

describe('charsets', () => {
  it.each(['gb18030', 'shift_jis', 'euc-kr', 'big5', 'euc-jp', 'koi8-r', 'iso-8859-7'])(
    '%s: a text cut anywhere is the text',
    (name) => {
      const charset = lookup(name)!
      const codec = codecFor(charset.name, charset.engine)!
      const texts = [
        'ab\xb0\xa1\xc4\xe3cd\x81\x30\x81\x30',
        '\xa4\xa2\xa4\xa4 \x8f\xb0\xa1 ',
        '\x88\x62\xf9\xfe\xff\x80\x81\x20',
      ]
      for (const bytes of placed(texts)) {
        const decoder = codec.decoder()
        let text = ''
        for (const octet of bytes) text += decoder.write(Uint8Array.of(octet))
        text += decoder.end()
        const whole = decodeText(bytes, name)
        if (whole.text === text && whole.replaced === decoder.replaced) continue
        expect.fail(`${JSON.stringify(Buffer.from(bytes).toString('latin1'))} gives ${whole.text}, in pieces ${text}`)
      }
    },
  )
})

/** The doors for fields, codecs and mailboxes held to what docs promise: text or octets in, advice where an argument is wrong. */
import { describe, expect, it } from 'vitest'
import * as codec from '../../src/codec/index.js'
import * as field from '../../src/field/index.js'
import { splitMbox, writeMbox } from '../../src/store/index.js'

const wrong = (value: unknown) => value as never
const octets = (text: string) => new TextEncoder().encode(text)

describe('messagerie/field', () => {
  const readers = [
    field.parseAddressList,
    field.parseDate,
    field.parseContentType,
    field.parseDisposition,
    field.parseMessageIds,
    field.parseReceived,
    field.decodeEncodedWords,
    field.unfold,
    field.isAddrSpec,
  ]

  it.each(readers)('%o takes text and octets, and refuses the rest', (read) => {
    for (const text of ['', 'a@b.example', '\0\r\n\t(((<"@', '=?utf-8?q?x?= <@,;:'])
      expect(JSON.stringify(read(octets(text)))).toBe(JSON.stringify(read(text)))
    expect(() => read(Uint8Array.of(255, 0, 13, 10, 128))).not.toThrow()
    for (const value of [undefined, null, 5, {}]) expect(() => read(wrong(value))).toThrow(/expected a string/)
  })

  it('folds a field given whole or in two', () => {
    const value = 'word '.repeat(40).trim()
    const folded = field.fold('Subject', value)
    expect(folded.split('\r\n').every((line) => line.length <= 78)).toBe(true)
    expect(field.unfold(folded)).toBe(`Subject: ${value}`)
    expect(field.fold(`Subject: ${value}`)).toBe(folded)
    expect(field.fold(octets(folded))).toBe(folded)
    expect(() => field.fold('no field')).toThrow(TypeError)
  })

  it('writes a date as it was read', () => {
    for (const text of ['Thu, 01 Jan 1970 01:00:00 +0100', 'Thu, 01 Jan 1970 00:00:00 -0000'])
      expect(field.formatDate(field.parseDate(text)!)).toBe(text)
  })
})

describe('messagerie/codec', () => {
  it('one-shot and classes give Uint8Arrays', () => {
    const { Base64Decoder, Base64Encoder, QuotedPrintableDecoder, QuotedPrintableEncoder, UuDecoder, UuEncoder } = codec
    for (const Codec of [
      Base64Decoder,
      Base64Encoder,
      QuotedPrintableDecoder,
      QuotedPrintableEncoder,
      UuDecoder,
      UuEncoder,
    ]) {
      const one = new Codec()
      for (const piece of [one.write(octets('aGk=')), one.write(new Uint8Array(0)), one.end()])
        expect(piece.constructor).toBe(Uint8Array)
      expect(() => new Codec().write(wrong('text'))).toThrow(TypeError)
    }
    expect(codec.decodeBase64('aGk=').constructor).toBe(Uint8Array)
    expect(codec.decodeUuencode(codec.encodeUuencode(octets('hi'), { filename: 'f' }))).toEqual({
      filename: 'f',
      mode: 0o644,
      bytes: octets('hi'),
    })
    for (const options of [null, { foo: 1 }, { lineLength: 0 }, { lineLength: 1.5 }, { mode: 'x' }]) {
      expect(() => codec.encodeBase64(octets('hi'), wrong(options))).toThrow(TypeError)
      expect(() => codec.encodeQuotedPrintable(octets('hi'), wrong(options))).toThrow(TypeError)
    }
  })

  it('decodes text and says how', () => {
    expect(codec.decodeText(Uint8Array.of(0x80), 'windows-1252')).toEqual({
      text: '€',
      charset: 'windows-1252',
      replaced: 0,
    })
    expect(codec.decodeText(Uint8Array.of(0xff), 'utf-8')).toEqual({ text: '\ufffd', charset: 'utf-8', replaced: 1 })
    for (const value of [undefined, null, 5]) {
      expect(() => codec.decodeText(octets('x'), wrong(value))).toThrow(/label/)
      expect(() => codec.hasCharset(wrong(value))).toThrow(/label/)
      expect(() => codec.decodeText(wrong(value), 'utf-8')).toThrow(/Uint8Array/)
    }
  })
})

describe('messagerie/mailbox', () => {
  it('says what entries are', () => {
    expect(() => writeMbox(wrong(undefined))).toThrow(/entries/)
    expect(() => writeMbox(wrong([octets('a: b\n\nx')]))).toThrow(/\{ bytes, envelope \}/)
    expect(() => splitMbox(wrong(5))).toThrow(TypeError)
    const [entry] = splitMbox(writeMbox([{ bytes: octets('A: b\n\nFrom x\n') }], { dialect: 'mboxrd' }), {
      dialect: 'mboxrd',
    })
    expect(new TextDecoder().decode(entry?.bytes)).toBe('A: b\n\nFrom x\n')
    expect(entry?.bytes.constructor).toBe(Uint8Array)
  })
})

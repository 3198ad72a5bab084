/** Law 6: decoding undoes encoding, streams give what memory gives for every cutting, and others agree where they follow the RFC. */
import fc from 'fast-check'
import libqp from 'libqp'
import { describe, expect, test } from 'vitest'
import { Base64Decoder, decodeBase64 } from '../../src/codec/base64.js'
import { Base64Encoder, encodeBase64 } from '../../src/codec/base64-encode.js'
import type { Codec, Decoder } from '../../src/codec/decoder.js'
import { DotStuffer, DotUnstuffer } from '../../src/codec/dot-stuff.js'
import { decodeQuotedPrintable, QuotedPrintableDecoder } from '../../src/codec/quoted-printable.js'
import { encodeQuotedPrintable, QuotedPrintableEncoder } from '../../src/codec/quoted-printable-encode.js'
import { decodeTransfer, transferDecoder } from '../../src/codec/transfer.js'
import { decodeUuencode, UuDecoder } from '../../src/codec/uuencode.js'
import { encodeUuencode, UuEncoder } from '../../src/codec/uuencode-encode.js'

const seeded = (numRuns: number) => ({ seed: 1, numRuns })
const octets = (text: string) => new Uint8Array(Buffer.from(text, 'latin1'))
const latin1 = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1')

/** Octets such as mail is made of, so that random input meets the rules and not only the default. */
const alphabet = [
  '=',
  '=',
  'A',
  'b',
  '4',
  '1',
  ' ',
  '\t',
  '\r',
  '\n',
  '\r\n',
  '\r\n',
  '.',
  '-',
  '--',
  'From ',
  'QUI',
  'Q==',
  '!',
  '\xc3\xa9',
  '\xe2\x82\xac',
  '\x00',
  'begin 644 x\n',
  'end\n',
  '#86)C\n',
  'word',
]
const mail = fc.array(fc.constantFrom(...alphabet), { maxLength: 60 }).map((parts) => octets(parts.join('')))
const anything = fc.oneof(mail, fc.uint8Array({ maxLength: 300 }))

function cut(bytes: Uint8Array, cuts: readonly number[]): Uint8Array[] {
  const at = [...cuts.map((c) => c % (bytes.length + 1)), 0, bytes.length].sort((a, b) => a - b)
  return at.slice(1).map((end, i) => bytes.subarray(at[i]!, end))
}

function stream(codec: Codec, chunks: Uint8Array[]): string {
  const parts = chunks.map((chunk) => codec.write(chunk).slice())
  return latin1(Buffer.concat([...parts, codec.end()]))
}

describe('a stream gives what memory gives', () => {
  const encoders: [name: string, make: () => Codec][] = [
    ['base64', () => new Base64Encoder()],
    ['base64, short lines', () => new Base64Encoder({ lineLength: 8 })],
    ['quoted-printable, text', () => new QuotedPrintableEncoder()],
    ['quoted-printable, binary', () => new QuotedPrintableEncoder({ mode: 'binary', lineLength: 20 })],
    ['uuencode', () => new UuEncoder()],
    ['dots', () => new DotStuffer({ bareLineEnds: 'fix' })],
    ['no dots', () => new DotUnstuffer()],
  ]
  test.each(encoders)('%s', (_, make) => {
    fc.assert(
      fc.property(anything, fc.array(fc.nat()), (bytes, cuts) => {
        expect(stream(make(), cut(bytes, cuts))).toBe(stream(make(), [bytes]))
      }),
      seeded(300),
    )
  })

  const decoders: [name: string, make: () => Decoder][] = [
    ['base64', () => new Base64Decoder()],
    ['quoted-printable', () => new QuotedPrintableDecoder()],
    ['uuencode', () => new UuDecoder()],
  ]
  test.each(decoders)('%s, faults too', (_, make) => {
    fc.assert(
      fc.property(anything, fc.array(fc.nat()), (bytes, cuts) => {
        const whole = make()
        const pieces = make()
        expect(stream(pieces, cut(bytes, cuts))).toBe(latin1(whole.run(bytes, true)))
        expect(pieces.faults).toEqual(whole.faults)
        for (const { start, end } of whole.faults) {
          expect(start).toBeGreaterThanOrEqual(0)
          expect(end).toBeGreaterThanOrEqual(start)
          expect(end).toBeLessThanOrEqual(bytes.length)
        }
      }),
      seeded(1000),
    )
  })

  test('long bodies, cut where native slices lie', () => {
    const data = Uint8Array.from({ length: 200_000 }, (_, i) => (i * 2654435761) >> 11)
    const encoded = encodeBase64(data)
    fc.assert(
      fc.property(fc.array(fc.nat(encoded.length), { maxLength: 8 }), fc.nat(encoded.length - 1), (cuts, at) => {
        const broken = encoded.slice()
        broken[at] = 0x2a
        expect(stream(new Base64Decoder(), cut(broken, cuts)) === latin1(decodeBase64(broken))).toBe(true)
        expect(stream(new Base64Decoder(), cut(encoded, cuts)) === latin1(data)).toBe(true)
      }),
      seeded(30),
    )
  })
})

describe('decoding undoes encoding', () => {
  test('base64', () => {
    fc.assert(
      fc.property(anything, fc.integer({ min: 4, max: 76 }), (bytes, lineLength) => {
        const decoder = new Base64Decoder()
        expect(latin1(decoder.run(encodeBase64(bytes, { lineLength }), true))).toBe(latin1(bytes))
        expect(decoder.faults).toEqual([])
      }),
      seeded(300),
    )
  })

  test('quoted-printable: octets exactly, a text with its line breaks as CRLF', () => {
    fc.assert(
      fc.property(anything, fc.integer({ min: 13, max: 76 }), (bytes, lineLength) => {
        for (const mode of ['binary', 'text'] as const) {
          const encoded = encodeQuotedPrintable(bytes, { mode, lineLength })
          const decoder = new QuotedPrintableDecoder()
          const want = mode === 'binary' ? latin1(bytes) : latin1(bytes).replace(/\r\n|\r|\n/g, '\r\n')
          expect(latin1(decoder.run(encoded, true))).toBe(want)
          expect(decoder.faults).toEqual([])
          for (const line of latin1(encoded).split('\r\n')) {
            expect(line.length).toBeLessThanOrEqual(lineLength)
            expect(line).not.toMatch(/^\.|^--|^From |[ \t]$|[\r\n]|[^\x09\x20-\x7e]/)
          }
        }
      }),
      seeded(1000),
    )
  })

  test('uuencode', () => {
    fc.assert(
      fc.property(anything, (bytes) => {
        expect(latin1(decodeUuencode(encodeUuencode(bytes, { filename: 'x y' })).bytes)).toBe(latin1(bytes))
      }),
      seeded(300),
    )
  })

  test('dots', () => {
    fc.assert(
      fc.property(anything, (bytes) => {
        const unstuffer = new DotUnstuffer()
        const data = latin1(bytes).replace(/\r\n|\r|\n/g, '\r\n')
        const want = data === '' || data.endsWith('\r\n') ? data : `${data}\r\n`
        expect(stream(unstuffer, [octets(stream(new DotStuffer({ bareLineEnds: 'fix' }), [bytes]))])).toBe(want)
        expect(unstuffer.done).toBe(true)
      }),
      seeded(500),
    )
  })
})

describe('others agree', () => {
  test('Buffer, on base64 with white space and without padding', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 3000 }),
        fc.integer({ min: 1, max: 90 }),
        fc.boolean(),
        (bytes, width, pad) => {
          let text = Buffer.from(bytes).toString('base64')
          expect(latin1(encodeBase64(bytes)).replaceAll('\r\n', '')).toBe(text)
          if (!pad) text = text.replaceAll('=', '')
          text = text.replace(new RegExp(`[^=]{${width}}`, 'g'), '$&\r\n')
          expect(latin1(decodeBase64(octets(text)))).toBe(Buffer.from(text, 'base64').toString('latin1'))
        },
      ),
      seeded(300),
    )
  })

  test('libqp, on what it and this library encode', () => {
    fc.assert(
      fc.property(anything, (bytes) => {
        const theirs = octets(libqp.wrap(libqp.encode(Buffer.from(bytes)), 76))
        expect(latin1(decodeQuotedPrintable(theirs))).toBe(latin1(libqp.decode(Buffer.from(theirs))))
        const ours = encodeQuotedPrintable(bytes, { mode: 'binary' })
        expect(latin1(libqp.decode(Buffer.from(ours)))).toBe(latin1(bytes))
      }),
      seeded(500),
    )
  })
})

test('output stays within three times the input and within its budget', () => {
  fc.assert(
    fc.property(anything, fc.nat(200), (bytes, max) => {
      for (const encoding of ['base64', 'quoted-printable', 'x-uuencode', '7bit']) {
        const whole = transferDecoder(encoding)!.run(bytes, true)
        expect(whole.length).toBeLessThanOrEqual(bytes.length * 3)
        expect(latin1(decodeTransfer(bytes, encoding, { max }))).toBe(latin1(whole.subarray(0, max)))
      }
    }),
    seeded(300),
  )
})

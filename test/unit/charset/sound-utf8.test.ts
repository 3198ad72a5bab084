/** The quick way of well-formed UTF-8 against the platform's decoder. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fromUtf8, soundUtf8, utf8 } from '../../../src/bytes/platform.js'
import { decodeLabelled } from '../../../src/charset/index.js'

const piece = fc.constantFrom(
  'a',
  'plain text ',
  'é',
  'ÿ',
  '—',
  '\u0800',
  '\uffff',
  '\ufffd',
  '\ufeff',
  '😀',
  '\u{10ffff}',
  '\0',
)

describe('well-formed UTF-8', () => {
  it('reads as the platform reads it, whatever stands at the cuts', () => {
    fc.assert(
      fc.property(
        fc.array(piece, { minLength: 1, maxLength: 9 }),
        fc.integer({ min: 1, max: 70_000 }),
        (pieces, size) => {
          const unit = pieces.join('')
          const bytes = fromUtf8(unit.repeat(Math.ceil(size / unit.length)))
          expect(soundUtf8(bytes) === utf8(bytes, 0, bytes.length)).toBe(true)
        },
      ),
      { seed: 1, numRuns: 150 },
    )
  })

  it.each(['a', 'é', 'x—', '😀', 'ab\u0800'])(
    'reads %j as the platform does where it is cut into large pieces',
    (unit) => {
      const size = fromUtf8(unit).length
      for (const length of [4_194_303, 4_194_304, 4_194_305, 4_300_000]) {
        const bytes = fromUtf8(unit.repeat(Math.ceil(length / size)))
        expect(soundUtf8(bytes) === utf8(bytes, 0, bytes.length)).toBe(true)
      }
    },
  )

  it('loses its signature and nothing else', () => {
    const long = 'é'.repeat(3000)
    expect(decodeLabelled(fromUtf8(`\ufeff${long}`), 'utf-8', 'windows-1252').text).toBe(long)
    expect(decodeLabelled(fromUtf8(`\ufeff\ufeffé`), 'utf-8', 'windows-1252').text).toBe('\ufeffé')
    expect(decodeLabelled(fromUtf8('\ufffd'), 'utf-8', 'windows-1252')).toMatchObject({ text: '\ufffd', replaced: 0 })
    expect(decodeLabelled(Uint8Array.of(0xff), 'utf-8', 'windows-1252')).toMatchObject({ text: '\ufffd', replaced: 1 })
  })
})

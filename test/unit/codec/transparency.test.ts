/** Dot stuffing and percent-encoding, with values written by hand. RFC 5321 §4.5.2, RFC 2231 §4. */
import { describe, expect, test } from 'vitest'
import { DotStuffer, DotUnstuffer } from '../../../src/codec/dot-stuff.js'
import { decodePercent, encodePercent } from '../../../src/codec/percent.js'

const octets = (text: string) => new Uint8Array(Buffer.from(text, 'latin1'))

function pieces(input: string): Uint8Array[][] {
  const all = octets(input)
  const cuts = Array.from({ length: all.length + 1 }, (_, cut) => [all.subarray(0, cut), all.subarray(cut)])
  return [...cuts, Array.from(all, (_, i) => all.subarray(i, i + 1))]
}

describe('dots', () => {
  const cases: [data: string, stuffed: string][] = [
    ['', '.\r\n'],
    ['a', 'a\r\n.\r\n'],
    ['a\r\n', 'a\r\n.\r\n'],
    ['.', '..\r\n.\r\n'],
    ['.\r\n.\r\n..a\r\nb.\r\n', '..\r\n..\r\n...a\r\nb.\r\n.\r\n'],
  ]
  test.each(cases)('%j', (data, stuffed) => {
    for (const chunks of pieces(data)) {
      const stuffer = new DotStuffer()
      const parts = chunks.map((chunk) => stuffer.write(chunk))
      expect(Buffer.concat([...parts, stuffer.end()]).toString('latin1')).toBe(stuffed)
    }
    const whole = data === '' || data.endsWith('\r\n') ? data : `${data}\r\n`
    for (const chunks of pieces(`${stuffed}QUIT`)) {
      const unstuffer = new DotUnstuffer()
      const parts = chunks.map((chunk) => unstuffer.write(chunk))
      expect(Buffer.concat([...parts, unstuffer.end()]).toString('latin1')).toBe(whole)
      expect(unstuffer.done).toBe(true)
      expect(unstuffer.consumed).toBe(stuffed.length)
    }
  })

  const bare: [data: string, message: string, fixed: string][] = [
    ['a\n.\nb\r\n', 'LF without CR at octet 1', 'a\r\n..\r\nb\r\n.\r\n'],
    ['\n', 'LF without CR at octet 0', '\r\n.\r\n'],
    ['a\n.\r\nb', 'LF without CR at octet 1', 'a\r\n..\r\nb\r\n.\r\n'],
    ['a\r\n.\nb\r\n', 'LF without CR at octet 4', 'a\r\n..\r\nb\r\n.\r\n'],
    ['a\r.\rb', 'CR without LF at octet 1', 'a\r\n..\r\nb\r\n.\r\n'],
    ['\r', 'CR without LF at octet 0', '\r\n.\r\n'],
    ['\r\r\n.', 'CR without LF at octet 0', '\r\n\r\n..\r\n.\r\n'],
    ['a\r\nb\r', 'CR without LF at octet 4', 'a\r\nb\r\n.\r\n'],
    ['a\r\n\n.', 'LF without CR at octet 3', 'a\r\n\r\n..\r\n.\r\n'],
  ]
  test.each(bare)('%j: %s, or CRLF where that is asked for', (data, message, fixed) => {
    for (const chunks of pieces(data)) {
      const strict = new DotStuffer()
      expect(() => {
        for (const chunk of chunks) strict.write(chunk)
        strict.end()
      }).toThrow(new RegExp(`^${message}:`))
      const lax = new DotStuffer({ bareLineEnds: 'fix' })
      const parts = chunks.map((chunk) => lax.write(chunk))
      expect(Buffer.concat([...parts, lax.end()]).toString('latin1')).toBe(fixed)
    }
  })

  test('refuses options that it does not know', () => {
    expect(() => new DotStuffer({ bareLineEnds: 'keep' as never })).toThrow('options.bareLineEnds')
    expect(() => new DotStuffer({ eol: 'crlf' } as never)).toThrow('options.eol')
  })

  test('only CRLF . CRLF ends the data', () => {
    for (const input of ['a\n.\n', 'a\n.\r\n', 'a\r\n.\n', 'a\r.\r\n', 'a\r\n.\r']) {
      const unstuffer = new DotUnstuffer()
      unstuffer.write(octets(input))
      unstuffer.end()
      expect(unstuffer.done).toBe(false)
    }
  })
})

test('percent-encoding', () => {
  const bad: number[] = []
  expect(decodePercent('a%20b%c3%A9%', (at) => bad.push(at))).toBe('a b\xc3\xa9%')
  expect(decodePercent('%%41%4%zz')).toBe('%A%4%zz')
  expect(bad).toEqual([11])
  expect(encodePercent("a b*'%\xc3(.")).toBe('a%20b%2A%27%25%C3%28.')
})

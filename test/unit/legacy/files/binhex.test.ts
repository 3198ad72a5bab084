import { describe, expect, it } from 'vitest'
import { filesInText, readBinHex } from '../../../../src/legacy/index.js'
import { be, codes, join, latin1, text } from '../octets.js'

const ALPHABET = '!"#$%&\'()*+,-012345689@ABCDEFGHIJKLMNPQRSTUVXYZ[`abcdefhijklmpqr'
const COMMENT = '(This file must be converted with BinHex 4.0)'

/** Made by another program, from the table of RFC 1741 and the CRC of Python's binascii.crc_hqx. */
const SAMPLE = `${COMMENT}\r\n\r\n:"@%ZG(Kd!&4&@&4dG(Kd!*!&$J!!!!)A#'KT)*!!)''3##%EjP*6!NX:\r\n`

function crc(bytes: Uint8Array): number {
  let register = 0
  for (const octet of bytes) {
    register ^= octet << 8
    for (let bit = 0; bit < 8; bit++) register = register & 0x8000 ? ((register << 1) ^ 0x1021) & 0xffff : register << 1
  }
  return register
}

function encode(octets: readonly number[] | Uint8Array): string {
  let bits = ''
  for (const octet of octets) bits += octet.toString(2).padStart(8, '0')
  bits = bits.padEnd(Math.ceil(bits.length / 6) * 6, '0')
  let line = ':'
  for (let at = 0; at < bits.length; at += 6) line += ALPHABET[Number.parseInt(bits.slice(at, at + 6), 2)]
  return `${COMMENT}\n${line}:\n`
}

function header(name: string, data: number, resource: number): Uint8Array {
  const head = join(Uint8Array.of(name.length), latin1(`${name}\0TEXTttxt\0\0`), be(data, 4), be(resource, 4))
  return join(head, be(crc(head), 2))
}

describe('BinHex', () => {
  it('decodes a sample made elsewhere, byte for byte', () => {
    const found = readBinHex(`Any text before this is ignored.\r\n${SAMPLE}and after\r\n`)
    expect(found).toMatchObject({ filename: 'a.txt', type: 'TEXT', creator: 'ttxt', flags: 0, problems: [] })
    expect(text(found!.dataFork)).toBe('hi \x90 aaaaaaaa!')
    expect(text(found!.resourceFork)).toBe('RS')
  })

  it('is found in a text, with its span and its forks', () => {
    const source = `see:\r\n${SAMPLE}bye\r\n`
    const [file, ...rest] = filesInText(source)
    expect(rest).toEqual([])
    expect(file).toMatchObject({ kind: 'binhex', filename: 'a.txt', problems: [] })
    expect(file!.resourceFork).toEqual(latin1('RS'))
    const [{ start, end }] = file!.spans as [{ start: number; end: number }]
    expect(source.slice(start, end)).toBe(SAMPLE.trimEnd())
  })

  it('undoes runs as RFC 1741 shows them', () => {
    const run = (packed: number[], length: number) =>
      readBinHex(encode([...header('a', length, 0), ...packed]))!.dataFork
    expect([...run([0x11, 0x22, 0x90, 0x06, 0x33], 8)]).toEqual([0x11, 0x22, 0x22, 0x22, 0x22, 0x22, 0x22, 0x33])
    expect([...run([0x11, 0x22, 0x90, 0x00, 0x33, 0x44], 5)]).toEqual([0x11, 0x22, 0x90, 0x33, 0x44])
  })

  it('says what is broken', () => {
    expect(codes(readBinHex(SAMPLE.replace("'KT)", "'KT*"))!.problems)).toEqual(['crc-mismatch'])
    expect(codes(readBinHex(SAMPLE.slice(0, -12))!.problems)).toEqual(['missing-end', 'truncated'])
    expect(codes(readBinHex(`${COMMENT}\n:"@\n`)!.problems)).toEqual(['missing-end', 'truncated'])
    expect(codes(readBinHex(SAMPLE.replace("'KT)", "'K~)"))!.problems)).toEqual(['bad-octets', 'truncated'])
    expect(readBinHex('no file')).toBeUndefined()
    expect(filesInText(`${COMMENT}\nis what people say\n`)).toEqual([])
  })

  it('stays within maxBytes: three characters can stand for 254 octets', () => {
    const bomb = encode([
      ...header('bomb', 0xffffffff, 0),
      0x41,
      ...Array.from({ length: 2_000 }, () => [0x90, 0xff]).flat(),
    ])
    const found = readBinHex(bomb, { maxBytes: 10_000 })
    expect(codes(found!.problems)).toEqual(['too-large'])
    expect(found!.dataFork.length).toBeLessThanOrEqual(10_000)
    // What is not declared is not made.
    const silent = encode([...header('bomb', 3, 0), 0x41, ...Array.from({ length: 2_000 }, () => [0x90, 0xff]).flat()])
    expect(readBinHex(silent)!.dataFork.length).toBe(3)
  })
})

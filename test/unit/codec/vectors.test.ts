/** The shared vectors of the transfer encodings, where a folder of them is given. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { decodeBase64 } from '../../../src/codec/base64.js'
import { encodeBase64 } from '../../../src/codec/base64-encode.js'
import { decodeQuotedPrintable } from '../../../src/codec/quoted-printable.js'
import { encodeQuotedPrintable } from '../../../src/codec/quoted-printable-encode.js'
import { decodeUuencode } from '../../../src/codec/uuencode.js'

interface Case {
  id: string
  op: 'decode' | 'encode'
  b64: string
  level: 'must' | 'should' | 'info'
  expected_b64?: string
  accept_b64?: string[]
  eol_insensitive?: boolean
  filename?: string
  mode?: 'text' | 'binary'
  properties?: string[]
}

const folder = process.env.MAIL_VECTORS
const load = (name: string): Case[] =>
  folder === undefined ? [] : (JSON.parse(readFileSync(join(folder, name), 'utf8')) as { cases: Case[] }).cases
const bytes = (b64: string) => new Uint8Array(Buffer.from(b64, 'base64'))
const normal = (data: Uint8Array, insensitive: boolean | undefined) => {
  const text = Buffer.from(data).toString('latin1')
  return insensitive ? text.replaceAll('\r\n', '\n') : text
}

function misses(cases: Case[], level: string, decode: (data: Uint8Array, c: Case) => boolean): string[] {
  return cases.filter((c) => c.level === level && c.op === 'decode' && !decode(bytes(c.b64), c)).map((c) => c.id)
}

const agrees = (decode: (data: Uint8Array) => Uint8Array) => (data: Uint8Array, c: Case) => {
  const got = normal(decode(data), c.eol_insensitive)
  return [c.expected_b64 ?? '', ...(c.accept_b64 ?? [])].some((want) => normal(bytes(want), c.eol_insensitive) === got)
}

describe.skipIf(folder === undefined)('vectors', () => {
  const suites: [string, (data: Uint8Array, c: Case) => boolean][] = [
    ['qp.json', agrees(decodeQuotedPrintable)],
    ['base64.json', agrees(decodeBase64)],
    [
      'uu.json',
      (data, c) =>
        agrees((input) => decodeUuencode(input).bytes)(data, c) && decodeUuencode(data).filename === c.filename,
    ],
  ]
  for (const [name, decode] of suites) {
    test(`${name}: decoding, must`, () => {
      expect(misses(load(name), 'must', decode)).toEqual([])
    })
    test(`${name}: decoding, should`, () => {
      const all = load(name).filter((c) => c.level === 'should' && c.op === 'decode')
      const missed = misses(all, 'should', decode)
      expect(missed.length, missed.join()).toBeLessThanOrEqual(all.length * 0.05)
    })
  }

  /** The properties that an encoding lacks. */
  const lacking = (c: Case, encoded: string, back: Uint8Array): string[] => {
    const lines = encoded.split('\r\n')
    const holds: Record<string, () => boolean> = {
      decodes_back: () => normal(back, c.mode === 'text') === normal(bytes(c.b64), c.mode === 'text'),
      ascii_only: () => /^[\x00-\x7f]*$/.test(encoded),
      'lines<=76': () => lines.every((line) => line.length <= 76),
      crlf_only: () => lines.every((line) => !/[\r\n]/.test(line)),
      no_trailing_wsp: () => lines.every((line) => !/[ \t]$/.test(line)),
      uppercase_hex: () => !/=(?:[a-f][0-9A-Fa-f]|[0-9A-F][a-f])/.test(encoded),
      padded: () => encoded.replaceAll('\r\n', '').length % 4 === 0,
    }
    return (c.properties ?? [])
      .filter((property) => holds[property]?.() !== true)
      .map((property) => `${c.id} ${property}`)
  }

  test('encoding', () => {
    const text = (data: Uint8Array) => Buffer.from(data).toString('latin1')
    for (const c of load('qp.json').filter((c) => c.op === 'encode')) {
      const encoded = encodeQuotedPrintable(bytes(c.b64), { mode: c.mode ?? 'text' })
      expect(lacking(c, text(encoded), decodeQuotedPrintable(encoded))).toEqual([])
    }
    for (const c of load('base64.json').filter((c) => c.op === 'encode')) {
      const encoded = encodeBase64(bytes(c.b64))
      expect(lacking(c, text(encoded), decodeBase64(encoded))).toEqual([])
    }
  })
})

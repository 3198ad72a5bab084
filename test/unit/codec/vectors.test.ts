/** The shared vectors of the transfer encodings, where a folder of them is given. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { decodeBase64 } from '../../../src/codec/base64.js'
import { decodeQuotedPrintable } from '../../../src/codec/quoted-printable.js'
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
})

/**
 * The charsets of several octets a character, and those that shift between sets, as this library reads them. What only reads may go without
 * (`useCharsets`): the platform's decoders then stand in for those that it has.
 */
import { lazy } from '../bytes/kept.js'
import { Cns, eucTw } from './cns.js'
import { hasTable } from './conversion-tables.js'
import { DoubleByteCodec, type DoubleByteSpec } from './double-byte.js'
import { ebcdic } from './ebcdic.js'
import { codecFor } from './find-codec.js'
import { hz } from './hz.js'
import { iso2022 } from './iso-2022.js'
import { chinese, gb2312, japanese, korean } from './iso-2022-sets.js'
import { identity, platformTable, SingleByteCodec } from './single-byte.js'
import type { Codec } from './text-codec.js'
import { utf7 } from './utf-7.js'
import { utf16, utf32 } from './utf-16-32.js'

const range = (from: number, count: number, first: number) =>
  new Map(Array.from({ length: count }, (_, i) => [from + i, first + i]))

const GB_SINGLES = new Map([[0x80, 0x20ac]])
const CHINESE = { leads: [[0x81, 0xfe]], firstTrail: 0x40, singles: GB_SINGLES, privateUse: true } as const

const DOUBLE: ReadonlyMap<string, DoubleByteSpec> = new Map<string, DoubleByteSpec>([
  // GBK reads as GB 18030 does (WHATWG Encoding §10.1) and writes pairs only.
  ['gbk', { ...CHINESE, label: 'gb18030', prefer: 'platform', quad: true }],
  ['gb18030', { ...CHINESE, label: 'gb18030', prefer: 'platform', quad: true, encodeQuads: true }],
  [
    'big5',
    {
      label: 'big5',
      prefer: 'iconv',
      leads: [[0x81, 0xfe]],
      firstTrail: 0x40,
      // The Hong Kong supplement below A1 is read and not written.
      decodeOnly: (lead) => lead < 0xa1,
      highest: '\u2550\u255e\u2561\u256a\u5341\u5345',
    },
  ],
  ['euc-kr', { label: 'euc-kr', prefer: 'iconv', leads: [[0x81, 0xfe]], firstTrail: 0x41 }],
  [
    'shift_jis',
    {
      label: 'shift_jis',
      prefer: 'platform',
      leads: [
        [0x81, 0x9f],
        [0xe0, 0xfc],
      ],
      firstTrail: 0x40,
      singles: range(0xa1, 63, 0xff61).set(0x80, 0x80),
      privateUse: true,
      // NEC's selection of IBM characters doubles those at FA–FC.
      decodeOnly: (lead) => lead === 0xed || lead === 0xee,
    },
  ],
  [
    'euc-jp',
    {
      label: 'euc-jp',
      prefer: 'platform',
      leads: [
        [0x8e, 0x8e, 0xdf],
        [0xa1, 0xfe],
      ],
      firstTrail: 0xa1,
      triple: true,
    },
  ],
])

/** Thrown and caught in this file. */
class TablesMissing extends Error {}

function double(name: string): DoubleByteCodec {
  const codec = codecFor(name, { kind: 'many' })
  if (codec instanceof DoubleByteCodec) return codec
  throw new TablesMissing(name)
}

const planes = /* @__PURE__ */ lazy(() => new Cns(double('big5')))
const greek = () => platformTable('iso-8859-7') ?? new Uint16Array(256).fill(0xfffd)

const OTHERS: ReadonlyMap<string, () => Codec> = /* @__PURE__ */ new Map<string, () => Codec>([
  ['utf-7', () => utf7],
  ['utf-16', () => utf16(undefined)],
  ['utf-16le', () => utf16('le')],
  ['utf-16be', () => utf16('be')],
  ['utf-32', () => utf32(undefined)],
  ['utf-32le', () => utf32('le')],
  ['utf-32be', () => utf32('be')],
  ['ibm037', () => new SingleByteCodec(ebcdic('ibm037'))],
  ['ibm500', () => new SingleByteCodec(ebcdic('ibm500'))],
  ['ibm1047', () => new SingleByteCodec(ebcdic('ibm1047'))],
  ['ibm1140', () => new SingleByteCodec(ebcdic('ibm1140'))],
  ['hz-gb-2312', () => hz(gb2312(double('gbk')))],
  ['iso-2022-jp', () => iso2022(jp(false))],
  ['iso-2022-jp-2', () => iso2022(jp(true))],
  ['iso-2022-kr', () => iso2022(korean(double('euc-kr')))],
  ['iso-2022-cn', () => iso2022(chinese(double('gbk'), planes()))],
  ['euc-tw', () => eucTw(planes())],
])

const jp = (extended: boolean) =>
  japanese(double('euc-jp'), double('gbk'), double('euc-kr'), identity(), greek(), extended)

/** The codec, or undefined where the platform and iconv-lite both lack its tables. */
export function makeCodec(name: string): Codec | undefined {
  const spec = DOUBLE.get(name)
  if (spec !== undefined) return hasTable(spec.label) ? new DoubleByteCodec(spec) : undefined
  try {
    return OTHERS.get(name)?.()
  } catch (error) {
    if (error instanceof TablesMissing) return undefined
    throw error
  }
}

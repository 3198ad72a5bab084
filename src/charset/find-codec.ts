/** Finds the codec of a charset by its canonical name, made when first needed and kept. The names are those of labels.ts. */
import { lazy } from '../bytes/kept.js'
import { Cns, eucTw } from './cns.js'
import { hasTable } from './conversion-tables.js'
import { DoubleByteCodec, type DoubleByteSpec } from './double-byte.js'
import { ebcdic } from './ebcdic.js'
import { hz } from './hz.js'
import { iso2022 } from './iso-2022.js'
import { chinese, gb2312, japanese, korean } from './iso-2022-sets.js'
import { iconvTable, identity, platformTable, SingleByteCodec, type SingleTable, windows1252 } from './single-byte.js'
import type { Codec } from './text-codec.js'
import { utf7 } from './utf-7.js'
import { utf8Codec } from './utf-8.js'
import { utf16, utf32 } from './utf-16-32.js'

/** How a charset is decoded. `source` is what another package calls it. */
export type Engine =
  | { readonly kind: 'own' }
  /** A single-octet table of TextDecoder. */
  | { readonly kind: 'platform'; readonly source: string }
  /** A single-octet table that only iconv-lite has. */
  | { readonly kind: 'iconv'; readonly source: string }
  /** Tables of two octets and more, from either. */
  | { readonly kind: 'double' }

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
  const codec = codecFor(name, { kind: 'double' })
  if (codec instanceof DoubleByteCodec) return codec
  throw new TablesMissing(name)
}

const planes = /* @__PURE__ */ lazy(() => new Cns(double('big5')))
const greek = () => platformTable('iso-8859-7') ?? new Uint16Array(256).fill(0xfffd)

/** ISO-8859-9 is windows-1254 with C1 controls; likewise ISO-8859-11 (TIS-620 with a no-break space) and windows-874. */
function withControls(table: SingleTable | undefined): SingleTable | undefined {
  if (table !== undefined) for (let i = 0x80; i < 0xa0; i++) table[i] = i
  return table
}

const OWN: ReadonlyMap<string, () => Codec | SingleTable | undefined> = new Map<
  string,
  () => Codec | SingleTable | undefined
>([
  ['utf-8', () => utf8Codec],
  ['utf-7', () => utf7],
  ['utf-16', () => utf16(undefined)],
  ['utf-16le', () => utf16('le')],
  ['utf-16be', () => utf16('be')],
  ['utf-32', () => utf32(undefined)],
  ['utf-32le', () => utf32('le')],
  ['utf-32be', () => utf32('be')],
  ['us-ascii', () => identity().fill(0xfffd, 0x80)],
  ['iso-8859-1', identity],
  ['iso-8859-9', () => identity().map(turkish)],
  ['iso-8859-11', () => withControls(platformTable('windows-874'))],
  ['tis-620', () => withControls(platformTable('windows-874'))?.map((unit) => (unit === 0xa0 ? 0xfffd : unit))],
  ['windows-1252', windows1252],
  ['ibm037', () => ebcdic('ibm037')],
  ['ibm500', () => ebcdic('ibm500')],
  ['ibm1047', () => ebcdic('ibm1047')],
  ['ibm1140', () => ebcdic('ibm1140')],
  ['x-user-defined', () => identity().map((unit) => (unit < 0x80 ? unit : unit + 0xf700))],
  ['hz-gb-2312', () => hz(gb2312(double('gbk')))],
  ['iso-2022-jp', () => iso2022(jp(false))],
  ['iso-2022-jp-2', () => iso2022(jp(true))],
  ['iso-2022-kr', () => iso2022(korean(double('euc-kr')))],
  ['iso-2022-cn', () => iso2022(chinese(double('gbk'), planes()))],
  ['euc-tw', () => eucTw(planes())],
])

const jp = (extended: boolean) =>
  japanese(double('euc-jp'), double('gbk'), double('euc-kr'), identity(), greek(), extended)

/** What ISO-8859-9 has in place of the Icelandic letters of ISO-8859-1. */
function turkish(unit: number): number {
  const at = [0xd0, 0xdd, 0xde, 0xf0, 0xfd, 0xfe].indexOf(unit)
  return at < 0 ? unit : [0x11e, 0x130, 0x15e, 0x11f, 0x131, 0x15f][at]!
}

/** Windows code pages: octets 80–9F that mean nothing are C1 controls (as in the WHATWG tables); TextDecoder in Node errs in two places. */
function mend(name: string, table: SingleTable | undefined): SingleTable | undefined {
  if (table === undefined || !name.startsWith('windows-')) return table
  for (let i = 0x80; i < 0xa0; i++) if (table[i] === 0xfffd) table[i] = i
  if (name === 'windows-1253') table[0xaa] = 0xfffd
  if (name === 'windows-1255') table[0xca] = 0x5ba
  return table
}

/** By name. Not a Memo: what a codec is made of comes from the caller, and one that has no tables now may get them. */
const made = new Map<string, Codec>()

/** The codec, or undefined where the platform and iconv-lite both lack its tables. */
export function codecFor(name: string, engine: Engine): Codec | undefined {
  const known = made.get(name)
  if (known !== undefined) return known
  const codec = make(name, engine)
  if (codec !== undefined) made.set(name, codec)
  return codec
}

function make(name: string, engine: Engine): Codec | undefined {
  if (engine.kind === 'double') {
    const spec = DOUBLE.get(name)
    return spec !== undefined && hasTable(spec.label) ? new DoubleByteCodec(spec) : undefined
  }
  if (engine.kind === 'own') {
    try {
      const own = OWN.get(name)?.()
      return own instanceof Uint16Array ? new SingleByteCodec(own) : own
    } catch (error) {
      if (error instanceof TablesMissing) return undefined
      throw error
    }
  }
  const table = engine.kind === 'platform' ? platformTable(engine.source) : iconvTable(engine.source)
  const mended = mend(name, table)
  return mended === undefined ? undefined : new SingleByteCodec(mended)
}

/** Gives the character sets of ISO 2022 and HZ, read out of the eight-bit charsets that hold them, and the designations of each iso-2022 charset. */
import type { Cns } from './cns.js'
import type { DoubleByteCodec } from './double-byte.js'
import { ASCII_SET, type CharacterSet, type Iso2022Spec } from './iso-2022.js'
import type { SingleTable } from './single-byte.js'
import { REPLACEMENT } from './text-codec.js'

/** The rows A1–FE of an EUC charset, with the high bits taken off; rows above `lastRow` are read and not written. */
function eucSet(codec: DoubleByteCodec, lastRow = 0x7e): CharacterSet {
  return {
    width: 2,
    cell: (first, second) => codec.tables.pair(first | 0x80, second | 0x80),
    origin: { euc: codec, lastRow },
  }
}

/** GB 2312 ends at row 77 (RFC 1843 needs 7E for itself); what GBK has above is for users to define. */
export function gb2312(gbk: DoubleByteCodec): CharacterSet {
  return eucSet(gbk, 0x77)
}

/** JIS X 0212: what EUC-JP has after 8F. */
function jis0212(codec: DoubleByteCodec): CharacterSet {
  return {
    width: 2,
    cell: (first, second) => codec.tables.triple(first | 0x80, second | 0x80),
    origin: { triples: codec },
  }
}

/** JIS X 0201: ASCII but for two characters. */
const JIS_ROMAN: CharacterSet = {
  width: 1,
  cell: (first) => (first === 0x5c ? 0xa5 : first === 0x7e ? 0x203e : first),
  origin: 'none',
}

/** JIS X 0201: half-width Katakana. */
const JIS_KATAKANA: CharacterSet = {
  width: 1,
  cell: (first) => (first >= 0x21 && first <= 0x5f ? first + 0xff40 : 0),
  origin: 'katakana',
}

/** A set of pairs of which none is known. */
const NO_SET: CharacterSet = { width: 2, cell: () => 0, origin: 'none' }

/** The octets A0–FF of an ISO-8859 charset. */
function upperHalf(table: SingleTable): CharacterSet {
  return {
    width: 1,
    cell: (first) => (table[first | 0x80] === REPLACEMENT ? 0 : table[first | 0x80]!),
    origin: { upper: table },
  }
}

function cnsSet(cns: Cns, plane: number): CharacterSet {
  return {
    width: 2,
    cell: (first, second) => cns.cell(plane, first, second),
    origin: { cns, plane },
  }
}

/**
 * One table for iso-2022-jp and its extensions -1 and -2: reading takes all of them, writing uses JIS X 0208 and, in `extended`, JIS X
 * 0212, GB 2312, KS X 1001. Half-width Katakana are read (mailers send them) but never written (RFC 1468 has none).
 */
export function japanese(
  eucJp: DoubleByteCodec,
  gbk: DoubleByteCodec,
  eucKr: DoubleByteCodec,
  latin1: SingleTable,
  greek: SingleTable,
  extended: boolean,
): Iso2022Spec {
  const kanji = { sequence: '$B', slot: 'g0', set: eucSet(eucJp) } as const
  const supplement = { sequence: '$(D', slot: 'g0', set: jis0212(eucJp) } as const
  const chinese = { sequence: '$A', slot: 'g0', set: gb2312(gbk) } as const
  const hangul = { sequence: '$(C', slot: 'g0', set: eucSet(eucKr) } as const
  return {
    designations: [
      { sequence: '(B', slot: 'g0', set: ASCII_SET },
      { sequence: '(J', slot: 'g0', set: JIS_ROMAN },
      { sequence: '(I', slot: 'g0', set: JIS_KATAKANA },
      { sequence: '$@', slot: 'g0', set: kanji.set },
      // QUIRK(RFC 1468): the registered sequence ESC $ ( B of ISO 2022 for what ESC $ B means. Sent by: old Japanese mailers.
      { sequence: '$(B', slot: 'g0', set: kanji.set },
      kanji,
      supplement,
      // JIS X 0213 keeps what JIS X 0208 has where it was; of its second plane nothing is known here.
      { sequence: '$(O', slot: 'g0', set: kanji.set },
      { sequence: '$(Q', slot: 'g0', set: kanji.set },
      { sequence: '$(P', slot: 'g0', set: NO_SET },
      chinese,
      hangul,
      { sequence: '.A', slot: 'ss2', set: upperHalf(latin1) },
      { sequence: '.F', slot: 'ss2', set: upperHalf(greek) },
    ],
    writes: extended ? [kanji, supplement, chinese, hangul] : [kanji],
  }
}

export function korean(eucKr: DoubleByteCodec): Iso2022Spec {
  const hangul = { sequence: '$)C', slot: 'so', set: eucSet(eucKr) } as const
  return { designations: [hangul], writes: [hangul], header: '\x1b$)C' }
}

/** iso-2022-cn; of -ext the sets that are Big5's or GB 2312's own. */
export function chinese(gbk: DoubleByteCodec, cns: Cns): Iso2022Spec {
  const gb = { sequence: '$)A', slot: 'so', set: gb2312(gbk) } as const
  const plane1 = { sequence: '$)G', slot: 'so', set: cnsSet(cns, 1) } as const
  const plane2 = { sequence: '$*H', slot: 'ss2', set: cnsSet(cns, 2) } as const
  return { designations: [gb, plane1, plane2], writes: [gb, plane1, plane2] }
}

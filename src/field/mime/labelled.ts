/** Decodes octets that carry a charset label, as encoded-words and extended parameters do. RFC 2047 §2, RFC 2231 §4; cut characters: RFC 2047 §5. */
import { isAsciiText } from '../../bytes/ascii.js'
import { latin1, utf8 } from '../../bytes/platform.js'
import { decodeLabelled } from '../../charset/index.js'
import type { Report } from '../../defects/defect.js'
import { octetsToBytes, text as utf8Text } from '../octets.js'
import type { Joined } from './rfc2231.js'

/** What unlabelled or mislabelled octets are taken for when they are not UTF-8. */
export const FALLBACK_CHARSET = 'windows-1252'

/** Text of octets in the charset `label`; what is wrong is reported over [from, to). Never throws. */
export function labelledText(
  octets: string,
  label: string,
  report: Report,
  from: number,
  to: number,
  fallback = FALLBACK_CHARSET,
): string {
  if ((label === 'utf-8' || label === 'us-ascii') && isAsciiText(octets)) return octets
  const { text, problems } = decodeLabelled(octetsToBytes(octets), label, fallback, 'word')
  for (let i = 0; i < problems.length; i++) report(problems[i]!, from, to)
  return text
}

/**
 * As `labelledText`, of the first `length` octets of a block. Measured: nearly all words are sound UTF-8 or ISO-8859-1, and one native call
 * decodes those; what comes with U+FFFD is decoded again with all that there is to say about it.
 */
export function labelledOctets(
  bytes: Uint8Array,
  length: number,
  label: string,
  report: Report,
  from: number,
  to: number,
  fallback = FALLBACK_CHARSET,
): string {
  if (label === 'utf-8') {
    const text = utf8(bytes, 0, length)
    if (text.indexOf('\ufffd') === -1) return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text
  } else if (label === 'iso-8859-1' || label === 'windows-1252') {
    const text = latin1(bytes, 0, length)
    if (!C1.test(text)) return text
  }
  return labelledText(latin1(bytes, 0, length), label, report, from, to, fallback)
}

/** Text of a joined form of a parameter (RFC 2231 §4). */
export function joinedText(joined: Joined, report: Report, fallback?: string): string {
  const { octets, label, from, to } = joined
  return label === undefined ? utf8Text(octets, report, from) : labelledText(octets, label, report, from, to, fallback)
}

/** Where windows-1252, as which ISO-8859-1 is read, differs from it. */
const C1 = /[\x80-\x9f]/

const TWO_BYTE =
  /^(?:gb|hz-?gb|chinese|big5|euc-|shift|sjis|ms_kanji|windows-31j|x-sjis|ks_c|ksc|korean|csgb|csbig5|cseuc|csshift)/

/**
 * How many octets the last character of a piece, the octets [from, to) of `bytes`, still lacks, when `missing` were lacking before the
 * piece: not 0 means that the cut after it goes through a character. Exact for UTF-8, by lead octets for the East Asian double-byte
 * charsets, 0 for all others.
 */
export function missingOctets(bytes: Uint8Array, from: number, to: number, label: string, missing: number): number {
  if (label === 'utf-8' || label === 'utf8' || label === '') {
    for (let i = Math.max(from, to - 4); i < to; i++) {
      const c = bytes[i]!
      if (c < 0x80) missing = 0
      else if (c < 0xc0) missing = Math.max(0, missing - 1)
      else missing = c < 0xe0 ? 1 : c < 0xf0 ? 2 : c < 0xf5 ? 3 : 0
    }
    return missing
  }
  if (label === 'iso-8859-1' || !TWO_BYTE.test(label)) return 0
  const kana = label.includes('jis') || label === 'ms_kanji' || label === 'windows-31j'
  for (let i = from; i < to; i++) {
    const c = bytes[i]!
    missing = missing === 0 && c > 0x80 && c < 0xff && !(kana && c >= 0xa0 && c < 0xe0) ? 1 : 0
  }
  return missing
}

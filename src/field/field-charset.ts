/** Finds the charset for raw octets in a field that are no UTF-8: what the same entity declares, else the fallback. RFC 6532 §3.2, RFC 2045 §5.1. */
import { BACKSLASH } from '../bytes/ascii.js'
import { decodeNamed } from '../charset/decode.js'
import { lookup } from '../charset/index.js'
import { octetsToBytes } from './octets.js'
import { holdsUtf8, mixedText } from './raw-text.js'

const DOUBLE = /^(?:gb|big5|euc-|shift)/
/** Charsets that no raw octets of a field are in: UTF-8, which was tried, and those of seven bits, sixteen and thirty-two. */
const NOT_RAW = /^(?:utf-|us-ascii|iso-2022-|hz-|replacement|ibm(?:037|500|1047|1140)$)/

/** Charsets of pairs whose second octet may be a backslash. */
const PAIRED = /^(?:gbk|gb18030|big5|shift_jis)/
/** Stands for a backslash that is the second octet of a pair: in none of those charsets is this octet the second of any. */
const MASK = '\xff'

/** How a field is read whose octets are not UTF-8. */
export interface RawReading {
  /** Its octets as its grammar is to read them: no backslash in them is one half of a character. Of equal length. */
  readonly octets: string
  /** Text of a part of these octets. */
  readonly text: (octets: string) => string
}

/**
 * How to read a field whose octets are not all UTF-8. In Big5, GBK and Shift_JIS the second octet of a character may be a backslash (許, 乗, 表),
 * which quotes nothing.
 * @param declared label of the Content-Type of the same entity
 * @param fallback label that the caller chose
 */
export function rawReadingOf(field: string, declared: string | undefined, fallback: string): RawReading {
  const { decode, label } = rawText(field, declared, fallback)
  const octets = PAIRED.test(label) ? maskPairs(field, label.startsWith('shift')) : field
  return { octets, text: octets === field ? decode : (part) => decode(part.replaceAll(MASK, '\\')) }
}

/** Masks backslashes that are the second octet of a pair. @param kana octets A0 to DF are katakana by themselves, as in Shift_JIS */
function maskPairs(field: string, kana: boolean): string {
  if (field.indexOf('\\') === -1 || field.indexOf(MASK) !== -1) return field
  let out = ''
  let from = 0
  for (let at = 0; at + 1 < field.length; at++) {
    const c = field.charCodeAt(at)
    if (c < 0x81 || (kana && c >= 0xa0 && c <= 0xdf)) continue
    at++
    if (field.charCodeAt(at) !== BACKSLASH) continue
    out += field.slice(from, at) + MASK
    from = at + 1
  }
  return from === 0 ? field : out + field.slice(from)
}

/** The charset of the raw octets of a field, none where UTF-8 stands among them, and what decodes a part of it. */
function rawText(
  field: string,
  declared: string | undefined,
  fallback: string,
): { decode: (octets: string) => string; label: string } {
  const own = declared === undefined ? undefined : usable(declared)
  const label =
    own !== undefined && decodes(field, own)
      ? own
      : (usable(fallback) ?? (lookup(fallback)?.name === 'utf-8' ? 'utf-8' : 'windows-1252'))
  const decode = (octets: string) => decodeNamed(octetsToBytes(octets), label).text
  const mixed = label === 'windows-1252' || holdsUtf8(field, !DOUBLE.test(label))
  return { decode: mixed ? (octets) => mixedText(octets, decode) : decode, label: mixed ? '' : label }
}

function usable(label: string): string | undefined {
  const name = lookup(label)?.name
  return name === undefined || NOT_RAW.test(name) ? undefined : name
}

/** Can the octets be of the charset of that label? A field that is cut in the middle of a character, or has one odd octet, still can. */
function decodes(octets: string, label: string): boolean {
  const { text, replaced } = decodeNamed(octetsToBytes(octets), label)
  if (replaced === 0) return true
  let sound = -replaced
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) >= 0x80) sound++
  return sound > 2 * replaced
}

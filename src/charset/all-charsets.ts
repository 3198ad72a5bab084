/** What asks for a charset by its name, of all that the library knows. */
import { assertString } from '../bytes/arguments.js'
import { type DecodedText, decodeNamed, isAtHand } from './decode.js'
import { encodeNamed } from './encode.js'
import { useCharsets } from './use-charsets.js'
import { useDecoders } from './use-decoders.js'

/**
 * Decodes octets by a charset that the caller names. Unlike the text of a message, UTF-7, UTF-16, UTF-32, iso-2022-kr, iso-2022-cn and
 * hz-gb-2312 are decoded. An unknown label, and us-ascii where octets of 80 and above are met, is read as UTF-8 if well-formed, else as
 * windows-1252; `charset` is the canonical name of what was used, `replaced` counts the U+FFFD put for octets that mean nothing in it.
 * A byte order mark at the start is taken off. Never throws because of octets or labels.
 *
 * @throws TypeError for an argument of another type
 * @example decodeText(Uint8Array.of(0x93, 0x48, 0x69, 0x94), 'windows-1252').text // “Hi”
 */
export function decodeText(bytes: Uint8Array, charset: string): DecodedText {
  if (!(bytes instanceof Uint8Array)) throw new TypeError('bytes: expected a Uint8Array')
  const label = labelOf(charset)
  useDecoders()
  return decodeNamed(bytes, label)
}

/**
 * Text as octets of a charset; the caller owns them. Every charset that is decoded is also encoded. UTF-16 and UTF-32 without a named
 * byte order get a byte order mark and are little-endian. Seven-bit charsets that shift (iso-2022, hz) end in ASCII.
 *
 * @throws {RangeError} if the label is unknown, or the text holds a character that the charset lacks: the message says which and at
 * what index (UTF-16 code units). A lone surrogate is such a character in every charset. Nothing is ever put in its place.
 * @example encodeText('naïve', 'iso-8859-1') // 6e 61 ef 76 65
 */
export function encodeText(text: string, charset: string): Uint8Array {
  assertString(text, 'text')
  assertString(charset, 'charset')
  useCharsets()
  return encodeNamed(text, charset)
}

/**
 * Whether a charset label is known and its tables are at hand: iconv-lite has some that a platform lacks, and is not found where there
 * is no module loader (browsers; there give it with `useIconv`).
 *
 * @throws TypeError for an argument that is no string
 */
export function hasCharset(label: string): boolean {
  const known = labelOf(label)
  useDecoders()
  return isAtHand(known)
}

function labelOf(given: string): string {
  if (typeof given !== 'string') throw new TypeError("charset: expected a label as a string, such as 'utf-8'")
  return given
}

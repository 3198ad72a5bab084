/** What asks for a charset by its name, of all that the library knows. */
import { type DecodedText, decodeNamed, isAtHand } from './decode.js'
import { useCharsets } from './use-charsets.js'

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
  useCharsets()
  return decodeNamed(bytes, label)
}

/**
 * Whether a charset label is known and its tables are at hand: iconv-lite has some that a platform lacks, and is not found where there
 * is no module loader (browsers; there give it with `useIconv`).
 *
 * @throws TypeError for an argument that is no string
 */
export function hasCharset(label: string): boolean {
  const known = labelOf(label)
  useCharsets()
  return isAtHand(known)
}

function labelOf(given: string): string {
  if (typeof given !== 'string') throw new TypeError("charset: expected a label as a string, such as 'utf-8'")
  return given
}

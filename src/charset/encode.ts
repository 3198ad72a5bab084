/** Encodes text to octets by a charset label. Strict: a character that the charset lacks is refused, not lost. */

import { assertString } from '../bytes/arguments.js'
import { WholePairs } from '../bytes/surrogates.js'
import { encodeWith } from './encoders.js'
import { codecFor } from './find-codec.js'
import { named } from './labels.js'
import type { Codec } from './text-codec.js'
import { useCharsets } from './use-charsets.js'

function find(label: string): { codec: Codec; name: string } | undefined {
  useCharsets()
  const charset = named(label)
  const codec = charset === undefined ? undefined : codecFor(charset.name, charset.engine)
  return charset === undefined || codec === undefined ? undefined : { codec, name: charset.name }
}

function demand(label: string): { codec: Codec; name: string } {
  const found = find(label)
  if (found === undefined) {
    throw new RangeError(`unknown charset ${JSON.stringify(label.slice(0, 80))}: use hasCharset() first, or 'utf-8'`)
  }
  return found
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
  const { codec, name } = demand(charset)
  const { bytes, failed } = encodeWith(name, codec, text)
  if (failed >= 0) {
    const point = text.codePointAt(failed)!.toString(16).toUpperCase().padStart(4, '0')
    throw new RangeError(`U+${point} at index ${failed} has no place in ${name}: choose another charset, such as utf-8`)
  }
  return bytes
}

/** Whether `encodeText` would succeed. */
export function canEncode(text: string, charset: string): boolean {
  const found = find(charset)
  return found !== undefined && encodeWith(found.name, found.codec, text).failed < 0
}

/**
 * Encodes text that comes in pieces; the pieces may cut a surrogate pair. Shifting charsets return to ASCII after each piece, which
 * costs a few octets and no meaning; a byte order mark stands only before the first.
 */
export class TextStreamEncoder {
  private readonly name: string
  private readonly pairs = new WholePairs()
  private begun = false

  /** @throws {RangeError} if the label is unknown */
  constructor(charset: string) {
    this.name = demand(charset).name
  }

  /** @throws {RangeError} as `encodeText`; the index is that in the piece. */
  write(piece: string): Uint8Array {
    const text = this.pairs.take(piece)
    const marked = this.begun && (this.name === 'utf-16' || this.name === 'utf-32')
    if (text === '') return new Uint8Array(0)
    this.begun = true
    return encodeText(text, marked ? `${this.name}le` : this.name)
  }

  /** @throws {RangeError} if the text ends in half a surrogate pair */
  end(): Uint8Array {
    const { half } = this.pairs
    return half === '' ? new Uint8Array(0) : encodeText(half, this.name)
  }
}

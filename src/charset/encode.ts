/** Encodes text to octets by a charset label. Strict: a character that the charset lacks is refused, not lost. */
import { encodeWith } from './encoders.js'
import { codecFor } from './find-codec.js'
import { named } from './labels.js'

/** What was written and up to where, with the canonical name; undefined where the label is unknown, or nothing here writes its charset. */
function written(text: string, label: string) {
  const charset = named(label)
  const codec = charset === undefined ? undefined : codecFor(charset.name, charset.engine)
  const encoded = codec && encodeWith(charset!.name, codec, text)
  return encoded && { ...encoded, name: charset!.name }
}

/** As `encodeText`, in the charsets that are at hand: in a bundle those of one octet and UTF-8, until `useCharsets` gives all. */
export function encodeNamed(text: string, charset: string): Uint8Array {
  const found = written(text, charset)
  if (found === undefined) {
    throw new RangeError(`unknown charset ${JSON.stringify(charset.slice(0, 80))}: use hasCharset() first, or 'utf-8'`)
  }
  const { bytes, failed, name } = found
  if (failed >= 0) {
    const point = text.codePointAt(failed)!.toString(16).toUpperCase().padStart(4, '0')
    throw new RangeError(`U+${point} at index ${failed} has no place in ${name}: choose another charset, such as utf-8`)
  }
  return bytes
}

/** Whether `encodeNamed` would succeed. */
export function canEncode(text: string, charset: string): boolean {
  return written(text, charset)?.failed === -1
}

/** Encodes a text in chunks, as `encodeNamed`: a byte order mark stands before the first alone. */
export function chunkEncoder(charset: string): (chunk: string) => Uint8Array {
  const rest = named(charset)?.name === 'utf-16' ? 'utf-16le' : charset
  let label = charset
  return (chunk) => {
    const bytes = encodeNamed(chunk, label)
    label = rest
    return bytes
  }
}

/**
 * Refuses the charset of a type that a caller gives, where it is empty or nothing here writes it.
 * @param where it was given, for the message
 */
export function refuseUnwritten(charset: string, where = ''): void {
  if (charset.trim() === '') throw new TypeError(`${where}the charset of its type is empty: name one, or leave it out`)
  if (!canEncode('', charset))
    throw new TypeError(
      `${where}${JSON.stringify(charset.slice(0, 40))} is no charset that is known here; in a bundle useCharsets() of 'messagerie/codec' brings more`,
    )
}

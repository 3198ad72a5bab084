/** UTF-8 in pieces (RFC 3629): ill-formed sequences become U+FFFD as in the WHATWG decoder; a byte order mark is a character. */
import { isUtf8, soundUtf8, utf8 } from '../bytes/platform.js'
import type { Codec, Decoder } from './text-codec.js'

/**
 * Where an unfinished character at the end of `bytes` begins, or the length. A lead octet always begins a character, well-formed or
 * not, so cutting before one never changes the result.
 */
export function unfinishedAt(bytes: Uint8Array): number {
  const length = bytes.length
  for (let back = 1; back <= 3 && back <= length; back++) {
    const c = bytes[length - back]!
    if (c < 0x80) return length
    if (c >= 0xc0) {
      const needs = c >= 0xf0 ? 4 : c >= 0xe0 ? 3 : 2
      return back < needs ? length - back : length
    }
  }
  return length
}

/** How many U+FFFD stand in `text`: there may be millions. */
export function countReplacements(text: string): number {
  let n = 0
  for (let at = text.indexOf('\ufffd'); at >= 0; at = text.indexOf('\ufffd', at + 1)) n++
  return n
}

/** How many U+FFFD stand in `text` that `bytes` (which gave it) did not itself hold as EF BF BD. */
function countReplaced(text: string, bytes: Uint8Array): number {
  let n = countReplacements(text)
  for (let i = 0; i + 2 < bytes.length; i++)
    if (bytes[i] === 0xef && bytes[i + 1] === 0xbf && bytes[i + 2] === 0xbd) n--
  return n
}

class Utf8Decoder implements Decoder {
  replaced = 0
  private rest: Uint8Array = new Uint8Array(0)

  write(chunk: Uint8Array): string {
    let bytes = chunk
    if (this.rest.length > 0) {
      bytes = new Uint8Array(this.rest.length + chunk.length)
      bytes.set(this.rest)
      bytes.set(chunk, this.rest.length)
    }
    const cut = unfinishedAt(bytes)
    this.rest = bytes.slice(cut)
    return this.text(bytes.subarray(0, cut))
  }

  end(): string {
    const rest = this.rest
    this.rest = new Uint8Array(0)
    return this.text(rest)
  }

  private text(bytes: Uint8Array): string {
    if (isUtf8(bytes)) return soundUtf8(bytes)
    const text = utf8(bytes, 0, bytes.length)
    this.replaced += countReplaced(text, bytes)
    return text
  }
}

export const utf8Codec: Codec = { ascii: true, decoder: () => new Utf8Decoder() }

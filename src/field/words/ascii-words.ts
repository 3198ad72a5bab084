/**
 * Reads encoded-words that stand for ASCII without charsets: names of protocols that an encoder of fields hid. RFC 2047 §2. The scanner uses it
 * too, and carries no charsets.
 */
import { ALPHABET } from '../../bytes/ascii.js'

const WORD = /=\?[^?\s]{1,60}\?([bq])\?([^?\s]{0,80})\?=[ \t]*/iy
const NON_ASCII = /[^\x00-\x7f]/

/** The words at the beginning as the octets that they hold, and what follows them; '' where one is no ASCII. */
export function asciiWords(octets: string): string {
  let text = ''
  let at = 0
  for (;;) {
    WORD.lastIndex = at
    const match = WORD.exec(octets)
    if (match === null) break
    at = WORD.lastIndex
    text += match[1]!.toLowerCase() === 'q' ? quoted(match[2]!) : base64(match[2]!)
  }
  return NON_ASCII.test(text) ? '' : text + octets.slice(at)
}

function quoted(text: string): string {
  return text
    .replace(/_/g, ' ')
    .replace(/=([0-9a-f]{2})/gi, (_escape, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
}

function base64(text: string): string {
  let out = ''
  let bits = 0
  let held = 0
  for (let i = 0; i < text.length; i++) {
    const value = ALPHABET.indexOf(text[i]!)
    if (value === -1) break
    held = ((held << 6) | value) & 0xffff
    bits += 6
    if (bits >= 8) {
      bits -= 8
      out += String.fromCharCode((held >> bits) & 0xff)
    }
  }
  return out
}

/** Encodes and decodes the percent-encoding of extended parameter values, over octet strings (one code unit 0–255 an octet). RFC 2231 §4, §7. */
import { APOSTROPHE, ASTERISK, CLASS, hexValue, PERCENT, TOKEN } from '../bytes/ascii.js'

const HEX = '0123456789ABCDEF'

/**
 * Decodes `%XX`, digits of either case. A `%` without two hexadecimal digits stays.
 * @param bad told the index of each such `%`
 */
export function decodePercent(octets: string, bad?: (at: number) => void): string {
  let at = octets.indexOf('%')
  if (at === -1) return octets
  let out = ''
  let from = 0
  for (; at !== -1; at = octets.indexOf('%', at)) {
    const high = hexValue(octets.charCodeAt(at + 1))
    const low = hexValue(octets.charCodeAt(at + 2))
    if (high < 0 || low < 0) {
      bad?.(at)
      at++
      continue
    }
    out += octets.slice(from, at) + String.fromCharCode((high << 4) | low)
    at += 3
    from = at
  }
  return out + octets.slice(from)
}

/** May the octet stand for itself in an extended value (RFC 2231 §7, attribute-char)? */
function isAttributeChar(c: number): boolean {
  return c < 0x80 && (CLASS[c]! & TOKEN) !== 0 && c !== ASTERISK && c !== APOSTROPHE && c !== PERCENT
}

/** Encodes all but attribute-char as `%XX`. */
export function encodePercent(octets: string): string {
  let out = ''
  for (let i = 0; i < octets.length; i++) {
    const c = octets.charCodeAt(i)
    out += isAttributeChar(c) ? octets[i] : `%${HEX[c >> 4]}${HEX[c & 15]}`
  }
  return out
}

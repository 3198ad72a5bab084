/** Encodes text in UTF-7 (RFC 2152), UTF-16 (RFC 2781) and UTF-32. */

import { ALPHABET } from '../bytes/ascii.js'
import { loneSurrogate } from './encode-utf-8.js'
import type { Encoded } from './text-codec.js'

export function encode16(text: string, order: 'le' | 'be', mark: boolean): Encoded {
  const failed = loneSurrogate(text)
  const units = (mark ? '\ufeff' : '') + (failed < 0 ? text : text.slice(0, failed))
  const bytes = new Uint8Array(units.length * 2)
  const high = order === 'be' ? 0 : 1
  for (let i = 0; i < units.length; i++) {
    const unit = units.charCodeAt(i)
    bytes[2 * i + high] = unit >> 8
    bytes[2 * i + 1 - high] = unit & 0xff
  }
  return { bytes, failed }
}

export function encode32(text: string, order: 'le' | 'be', mark: boolean): Encoded {
  const failed = loneSurrogate(text)
  const points = Array.from((mark ? '\ufeff' : '') + (failed < 0 ? text : text.slice(0, failed)))
  const bytes = new Uint8Array(points.length * 4)
  const view = new DataView(bytes.buffer)
  for (let i = 0; i < points.length; i++) view.setUint32(i * 4, points[i]!.codePointAt(0)!, order === 'le')
  return { bytes, failed }
}

const PLUS = 0x2b
const MINUS = 0x2d
/** Set D of RFC 2152 with SP, TAB, CR, LF: what may stand for itself everywhere. */
const DIRECT = /[A-Za-z0-9'(),\-./:? \t\r\n]/

export function encode7(text: string): Encoded {
  const failed = loneSurrogate(text)
  const end = failed < 0 ? text.length : failed
  const octets: number[] = []
  for (let i = 0; i < end; ) {
    if (DIRECT.test(text[i]!)) {
      octets.push(text.charCodeAt(i++))
      continue
    }
    if (text[i] === '+') {
      octets.push(PLUS, MINUS)
      i++
      continue
    }
    octets.push(PLUS)
    let bits = 0
    let held = 0
    for (; i < end && text[i] !== '+' && !DIRECT.test(text[i]!); i++) {
      bits = ((bits << 16) | text.charCodeAt(i)) & 0x3fffff
      for (held += 16; held >= 6; held -= 6) octets.push(ALPHABET.charCodeAt((bits >> (held - 6)) & 63))
    }
    if (held > 0) octets.push(ALPHABET.charCodeAt((bits << (6 - held)) & 63))
    octets.push(MINUS)
  }
  return { bytes: Uint8Array.from(octets), failed }
}

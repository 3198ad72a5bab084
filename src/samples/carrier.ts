/** Changes content under a transfer encoding in place: the decoded octets change, the layout of the encoding stays. RFC 2045 §6.7, §6.8. */
import { hexValue } from '../bytes/ascii.js'

/** Changes octets without changing their number. */
export type Change = (octets: Uint8Array) => void

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
const LINE_BREAK = /[\r\n]/

function worth(c: number): number {
  return ALPHABET.indexOf(String.fromCharCode(c))
}

/**
 * Base64: letters of the alphabet are changed, all else stands. Each run up to `=` is a block of its own.
 * @param decoded how many octets a decoder gives: what stands behind the last of them was never decoded
 * @returns where decoding ended
 */
export function changeBase64(bytes: Uint8Array, from: number, to: number, decoded: number, change: Change): number {
  let made = 0
  for (let at = from; at < to; ) {
    const places: number[] = []
    let end = at
    for (; end < to && bytes[end] !== 0x3d; end++) if (worth(bytes[end]!) !== -1) places.push(end)
    const size = Math.floor((places.length * 3) / 4)
    if (size > 0) {
      if (made >= decoded) return at
      changeBlock(bytes, places, size, change)
      made += size
    }
    while (end < to && (bytes[end] === 0x3d || bytes[end]! <= 0x20)) end++
    at = end
  }
  return to
}

function changeBlock(bytes: Uint8Array, places: readonly number[], size: number, change: Change): void {
  const octets = new Uint8Array(size)
  const value = (i: number): number => (i < places.length ? worth(bytes[places[i]!]!) : 0)
  for (let i = 0; i < size; i++) {
    const first = Math.floor((i * 8) / 6)
    const shift = (i * 8) % 6
    octets[i] = ((value(first) << (2 + shift)) | (value(first + 1) >> (4 - shift))) & 0xff
  }
  // The last letters hold bits of no octet: they stay.
  const spare = places.slice(-3).map((_, i) => value(Math.max(0, places.length - 3) + i))
  change(octets)
  for (let i = 0; i < places.length; i++) {
    const bit = i * 6
    let six = 0
    for (let b = 0; b < 6; b++) {
      const octet = octets[(bit + b) >> 3]
      const old = spare[i - Math.max(0, places.length - 3)] ?? 0
      const set = octet === undefined ? (old >> (5 - b)) & 1 : (octet >> (7 - ((bit + b) & 7))) & 1
      six = (six << 1) | set
    }
    bytes[places[i]!] = ALPHABET.charCodeAt(six)
  }
}

/** Quoted-printable: escapes stay escapes, literals literals. @param word the Q encoding of RFC 2047 §4.2, where `_` is a space */
export function changeQuoted(bytes: Uint8Array, from: number, to: number, change: Change, word = false): void {
  const places: number[] = []
  const values: number[] = []
  for (let at = from; at < to; ) {
    const c = bytes[at]!
    if (c === 0x3d && at + 2 < to && hexValue(bytes[at + 1]!) >= 0 && hexValue(bytes[at + 2]!) >= 0) {
      places.push(at)
      values.push(hexValue(bytes[at + 1]!) * 16 + hexValue(bytes[at + 2]!))
      at += 3
    } else if (c === 0x3d && !word) at = softEnd(bytes, at, to, places, values)
    else {
      places.push(at)
      values.push(word && c === 0x5f ? 0x20 : c)
      at++
    }
  }
  const octets = Uint8Array.from(values)
  change(octets)
  for (let i = 0; i < places.length; i++) {
    if (octets[i] === values[i]) continue
    const at = places[i]!
    if (bytes[at] === 0x3d) writeHex(bytes, at + 1, octets[i]!)
    else bytes[at] = octets[i]!
  }
}

/** A soft line break gives no octet; another `=` is a literal. */
function softEnd(bytes: Uint8Array, at: number, to: number, places: number[], values: number[]): number {
  let end = at + 1
  while (end < to && (bytes[end] === 0x20 || bytes[end] === 0x09)) end++
  if (end < to && !LINE_BREAK.test(String.fromCharCode(bytes[end]!))) {
    places.push(at)
    values.push(0x3d)
    return at + 1
  }
  if (bytes[end] === 0x0d) end++
  return Math.min(to, bytes[end] === 0x0a ? end + 1 : end)
}

/** Percent escapes of RFC 2231 §4. */
export function changePercent(bytes: Uint8Array, from: number, to: number, change: Change): void {
  const places: number[] = []
  const values: number[] = []
  for (let at = from; at < to; ) {
    const escaped = bytes[at] === 0x25 && at + 2 < to && hexValue(bytes[at + 1]!) >= 0 && hexValue(bytes[at + 2]!) >= 0
    places.push(at)
    values.push(escaped ? hexValue(bytes[at + 1]!) * 16 + hexValue(bytes[at + 2]!) : bytes[at]!)
    at += escaped ? 3 : 1
  }
  const octets = Uint8Array.from(values)
  change(octets)
  for (let i = 0; i < places.length; i++) {
    if (octets[i] === values[i]) continue
    const at = places[i]!
    if (bytes[at] === 0x25 && values[i] !== 0x25) writeHex(bytes, at + 1, octets[i]!)
    else bytes[at] = octets[i]!
  }
}

/** In the case that stood there: lower case is a defect of its own in quoted-printable. Digits alone say nothing of it. */
function writeHex(bytes: Uint8Array, at: number, octet: number): void {
  const lower = bytes[at]! >= 0x61 || bytes[at + 1]! >= 0x61
  const digits = octet.toString(16).padStart(2, '0')
  let text = lower ? digits : digits.toUpperCase()
  if (lower && !/[a-f]/.test(digits)) {
    if (octet >= 0x80) return
    text = octet < 0x60 ? '5a' : '7a'
  }
  bytes[at] = text.charCodeAt(0)
  bytes[at + 1] = text.charCodeAt(1)
}

/** Uuencode: the data of each line between `begin` and `end`. @param inside `begin` stands before `from` */
export function changeUuencode(bytes: Uint8Array, from: number, to: number, change: Change, inside = false): void {
  for (let line = from; line < to; ) {
    const lf = bytes.indexOf(0x0a, line)
    const next = lf === -1 || lf >= to ? to : lf + 1
    let end = lf === -1 || lf >= to ? to : lf
    while (end > line && bytes[end - 1] === 0x0d) end--
    const text = String.fromCharCode(...bytes.subarray(line, Math.min(end, line + 12)))
    if (!inside && /^begin [0-7]{3,4} /.test(text)) {
      inside = true
      change(bytes.subarray(line + text.indexOf(' ', 6) + 1, end))
    } else if (inside && /^end\s*$/.test(text)) inside = false
    else if (inside) changeLine(bytes, line, end, change)
    else change(bytes.subarray(line, end))
    line = next
  }
}

function changeLine(bytes: Uint8Array, line: number, end: number, change: Change): void {
  const count = (bytes[line]! - 0x20) & 63
  const have = end - line - 1
  const need = Math.ceil(count / 3) * 4
  let bad = have * 2 < need || have > need + 4
  for (let i = 0; i <= need && i <= have; i++) bad ||= bytes[line + i]! < 0x20 || bytes[line + i]! > 0x60
  if (bad) {
    change(bytes.subarray(line, end))
    return
  }
  const size = Math.min(count, Math.floor((have * 3) / 4))
  if (size <= 0) return
  const octets = new Uint8Array(size)
  const six = (i: number): number => (bytes[line + 1 + i]! - 0x20) & 63
  for (let i = 0; i < size; i++) {
    const first = Math.floor((i * 8) / 6)
    const shift = (i * 8) % 6
    octets[i] = ((six(first) << (2 + shift)) | (six(first + 1) >> (4 - shift))) & 0xff
  }
  change(octets)
  const units = Math.ceil((size * 8) / 6)
  for (let i = 0; i < units; i++) {
    let value = 0
    for (let b = 0; b < 6; b++) {
      const bit = i * 6 + b
      value = (value << 1) | (bit >> 3 < size ? (octets[bit >> 3]! >> (7 - (bit & 7))) & 1 : 0)
    }
    // A space at the end of a line is what transports remove.
    bytes[line + 1 + i] = value === 0 ? 0x60 : value + 0x20
  }
}

/**
 * Octets with a name, and one table that says which classes each octet belongs to.
 * RFC 5234 B.1 (core rules), RFC 5322 §3.2.3 (atext), RFC 2045 §5.1 (token), RFC 2046 §5.1.1 (bchars).
 */

export const NUL = 0x00
export const TAB = 0x09
export const LF = 0x0a
export const CR = 0x0d
export const SP = 0x20
export const QUOTE = 0x22
export const PERCENT = 0x25
export const APOSTROPHE = 0x27
export const LPAREN = 0x28
export const RPAREN = 0x29
export const ASTERISK = 0x2a
export const COMMA = 0x2c
export const DASH = 0x2d
export const DOT = 0x2e
export const SLASH = 0x2f
export const COLON = 0x3a
export const SEMICOLON = 0x3b
export const LT = 0x3c
export const EQUALS = 0x3d
export const GT = 0x3e
export const QUESTION = 0x3f
export const AT = 0x40
export const LBRACKET = 0x5b
export const BACKSLASH = 0x5c
export const RBRACKET = 0x5d
export const UNDERSCORE = 0x5f
const DEL = 0x7f

/** SP, TAB. */
export const WSP = 1
/** WSP, CR, LF: what may stand between tokens of a folded value. */
export const FWS = 2
/** RFC 5322 §3.2.3, and octets ≥ 80 as RFC 6532 §3.2 allows. */
export const ATEXT = 4
/** RFC 2045 §5.1: printable ASCII without SP and tspecials. */
export const TOKEN = 8
/** RFC 2046 §5.1.1: characters of a boundary, space included. */
export const BCHAR = 16
/** 21–7E without `:` (RFC 5322 §3.6.8, ftext). */
export const FTEXT = 64
/** 0-9. */
export const DIGIT = 128
/** A-Z a-z. */
export const ALPHA = 256
/** Controls that no field may hold: 01–08, 0B, 0C, 0E–1F, 7F (NUL, TAB, LF, CR have rules of their own). */
export const CONTROL = 512
/** RFC 2045 §5.1. */
export const TSPECIAL = 1024

function build(): Uint16Array {
  const table = new Uint16Array(256)
  const add = (bit: number, characters: string) => {
    for (let i = 0; i < characters.length; i++) table[characters.charCodeAt(i)]! |= bit
  }
  const digits = '0123456789'
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
  add(WSP, ' \t')
  add(FWS, ' \t\r\n')
  add(ATEXT, `${digits}${letters}!#$%&'*+-/=?^_\`{|}~`)
  add(BCHAR, `${digits}${letters}'()+_,-./:=? `)
  add(DIGIT, digits)
  add(ALPHA, letters)
  add(TSPECIAL, '()<>@,;:\\"/[]?=')
  for (let c = 0; c < 256; c++) {
    if (c > 0x20 && c < 0x7f) {
      if ((table[c]! & TSPECIAL) === 0) table[c]! |= TOKEN
      if (c !== COLON) table[c]! |= FTEXT
    }
    if (c >= 0x80) table[c]! |= ATEXT
    if ((c < 0x20 && c !== NUL && c !== TAB && c !== LF && c !== CR) || c === DEL) table[c]! |= CONTROL
  }
  return table
}

/** Class bits of each octet. */
export const CLASS: Uint16Array = /* @__PURE__ */ build()

/** True if the octet (or UTF-16 code unit below 256) `c` is in any class of `mask`; false from 256 on and for NaN. */
export function is(c: number, mask: number): boolean {
  return c < 256 && (CLASS[c]! & mask) !== 0
}

/** An octet of the class FWS, without the table. */
export function isFws(c: number): boolean {
  return c === SP || c === TAB || c === LF || c === CR
}

/** Value of a hexadecimal digit, or -1. */
export function hexValue(c: number): number {
  if (c >= 0x30 && c <= 0x39) return c - 0x30
  if (c >= 0x41 && c <= 0x46) return c - 0x37
  if (c >= 0x61 && c <= 0x66) return c - 0x57
  return -1
}

/** ASCII lower case of one octet. */
export function lower(c: number): number {
  return c >= 0x41 && c <= 0x5a ? c | 0x20 : c
}

/** SP, and 09 to 0D: TAB, LF, VT, FF, CR. */
function isSpace(c: number): boolean {
  return c === SP || (c >= TAB && c <= CR)
}

/**
 * The text without white space of ASCII at its ends. `String.prototype.trim` takes U+00A0 for white space as well: in an octet string that is the
 * second octet of `à` in UTF-8, and in text a character that somebody wrote.
 */
export function trimWsp(text: string): string {
  let from = 0
  let to = text.length
  while (from < to && isSpace(text.charCodeAt(from))) from++
  while (to > from && isSpace(text.charCodeAt(to - 1))) to--
  return from === 0 && to === text.length ? text : text.slice(from, to)
}

/** As `trimWsp`, at the end alone. */
export function trimWspEnd(text: string): string {
  let to = text.length
  while (to > 0 && isSpace(text.charCodeAt(to - 1))) to--
  return to === text.length ? text : text.slice(0, to)
}

const NON_ASCII = /[^\x00-\x7f]/

/** True if every code unit is below 80. */
export function isAsciiText(text: string): boolean {
  return !NON_ASCII.test(text)
}

/**
 * The text with A to Z as a to z, and nothing else changed. `toLowerCase` changes octets of UTF-8 in an octet string (C3 is `Ã` there), and makes
 * a `k` of U+212A: two addresses are one then.
 */
export function lowerAscii(text: string): string {
  return isAsciiText(text) ? text.toLowerCase() : text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase())
}

/** The text with a to z as A to Z. `toUpperCase` makes an `S` of U+017F and an `I` of U+0131: keywords that nobody wrote. */
export function upperAscii(text: string): string {
  return NON_ASCII.test(text) ? text.replace(/[a-z]+/g, (letters) => letters.toUpperCase()) : text.toUpperCase()
}

/** The letters of base64 by their values. RFC 4648 §4. */
export const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

/** Octets of a boundary at most. RFC 2046 §5.1.1. */
export const MAX_BOUNDARY = 70

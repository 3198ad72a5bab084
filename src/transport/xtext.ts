/** Encodes text for values of SMTP parameters, which hold only some characters. RFC 3461 §4 (xtext), RFC 6533 §3 (addresses of SMTPUTF8). */
import { assertObject, assertString } from '../bytes/arguments.js'
import { lowerAscii } from '../bytes/ascii.js'

/**
 * Writes printable ASCII as xtext: `+`, `=` and spaces as `+2B`, `+3D`, `+20`.
 *
 * @throws TypeError for anything but printable ASCII and spaces (RFC 3461 §4.2, §4.4)
 * @example
 * encodeXtext('a+b@example.org') // 'a+2Bb@example.org'
 */
export function encodeXtext(text: string): string {
  if (typeof text !== 'string' || !/^[\x20-\x7e\t]*$/.test(text))
    throw new TypeError('text: expected printable ASCII (RFC 3461 §4)')
  return text.replace(/[^\x21-\x2a\x2c-\x3c\x3e-\x7e]/g, hexchar)
}

function hexchar(character: string): string {
  return `+${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`
}

/**
 * Reads xtext. Never throws.
 *
 * @returns undefined where the text is none: a character that it may not have, or a `+` without two hexadecimal digits in upper case
 * @example
 * decodeXtext('a+2Bb@example.org') // 'a+b@example.org'
 */
export function decodeXtext(text: string): string | undefined {
  // What it may not have is looked for: a pattern of all that it may have runs out of stack in a text of some MB.
  if (typeof text !== 'string' || /[^\x21-\x3c\x3e-\x7e]|\+(?![0-9A-F]{2})/.test(text)) return undefined
  return text.replace(/\+([0-9A-F]{2})/g, (_all, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)))
}

/** An address with the type of its form. */
export interface TypedAddress {
  /** Lower case: `rfc822`, `utf-8`, `x400` … */
  readonly type: string
  /** The address, xtext undone. */
  readonly address: string
}

/** RFC 3461 §4.2. */
const MAX_ORCPT = 500
/** Controls, what ends a line in Unicode, lone surrogates: an address holds none. */
const UNSAFE = /[\x00-\x1f\x7f-\x9f\u2028\u2029]|\p{Surrogate}/u

/**
 * The value of ORCPT: `rfc822;` and the address as xtext; of an address beyond ASCII `utf-8;` with `\x{…}`, which passes where SMTPUTF8 does
 * not (RFC 6533 §3).
 *
 * @throws TypeError for an address that cannot be written, or whose value is over 500 characters
 * @example
 * formatOrcpt('ada@example.org') // 'rfc822;ada@example.org'
 */
export function formatOrcpt(address: string | TypedAddress): string {
  if (typeof address !== 'string') assertObject(address, 'address')
  const { type, address: text } = typeof address === 'string' ? { type: '', address } : address
  assertString(type, 'address.type')
  if (typeof text !== 'string' || text === '' || UNSAFE.test(text))
    throw new TypeError('address: expected an address without control characters')
  const isAscii = /^[\x20-\x7e]*$/.test(text)
  const name = type === '' ? (isAscii ? 'rfc822' : 'utf-8') : lowerAscii(type)
  if (!/^[!#$%&'*/?^_`{|}~A-Za-z0-9.-]+$/.test(name)) throw new TypeError('address.type: expected an address type')
  if (!isAscii && name !== 'utf-8')
    throw new TypeError(
      `address: not ASCII, which ${name} cannot hold (RFC 3461 §4.2): expected the address in ASCII, its domain as xn--…`,
    )
  const value = `${name};${name === 'utf-8' ? utf8Xtext(text) : encodeXtext(text)}`
  if (value.length > MAX_ORCPT - 'ORCPT='.length)
    throw new TypeError(
      `address: ORCPT would be over ${MAX_ORCPT} characters (RFC 3461 §4.2): leave it out for this recipient`,
    )
  return value
}

/** RFC 6533 §3: QCHAR as it is, all else as EmbeddedUnicodeChar. */
function utf8Xtext(text: string): string {
  return text.replace(
    /[^\x21-\x2a\x2c-\x3c\x3e-\x5b\x5d-\x7e]/gu,
    (character) => `\\x{${character.codePointAt(0)!.toString(16).toUpperCase().padStart(2, '0')}}`,
  )
}

/** Reads the value of ORCPT. Never throws; undefined where it is none. */
export function parseOrcpt(value: string): TypedAddress | undefined {
  if (typeof value !== 'string') return undefined
  const semicolon = value.indexOf(';')
  const type = lowerAscii(value.slice(0, semicolon))
  const coded = value.slice(semicolon + 1)
  if (semicolon <= 0 || !/^[!#$%&'*/?^_`{|}~a-z0-9.+-]+$/.test(type)) return undefined
  if (type !== 'utf-8') {
    const address = decodeXtext(coded)
    // Printable before it was encoded (RFC 3461 §4.2): no line end comes out of a `+0A`.
    return address === undefined || UNSAFE.test(address) ? undefined : { type, address }
  }
  // Of the three forms of RFC 6533 §3 only the first, which is ASCII, has hexchars: in the others a plus sign is one.
  const plain = /^[\x21-\x7e]*$/.test(coded) ? (decodeXtext(coded) ?? coded) : coded
  let isSound = true
  const address = plain.replace(EMBEDDED, (_all, digits: string) => {
    const point = Number.parseInt(digits, 16)
    isSound &&= point <= 0x10ffff
    return isSound ? String.fromCodePoint(point) : ''
  })
  return isSound && !UNSAFE.test(address) ? { type, address } : undefined
}

/** RFC 6533 §3: EmbeddedUnicodeChar. */
const EMBEDDED = /\\x\{([0-9A-F]{1,6})\}/g

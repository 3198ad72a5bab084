/**
 * From content to body: line breaks, charset and transfer encoding of what is composed or edited. RFC 2045 §2.7, §2.8, §4, §6; RFC 2049 §4.
 */
import { CR, LF, NUL, SP, TAB } from '../bytes/ascii.js'
import { fromLatin1, fromUtf8 } from '../bytes/platform.js'
import { encodeText } from '../charset/index.js'
import { encodeBase64 } from '../codec/base64-encode.js'
import { encodeQuotedPrintable } from '../codec/quoted-printable-encode.js'

export type TransferEncoding = '7bit' | '8bit' | 'binary' | 'quoted-printable' | 'base64'

export const TRANSFER_ENCODINGS: readonly string[] = ['7bit', '8bit', 'binary', 'quoted-printable', 'base64']

/** What a transport or a transfer encoding minds in some octets. */
export interface Traits {
  /** Octets ≥ 80. */
  readonly eightBit: boolean
  readonly nul: boolean
  /** A CR or LF that is not part of a CRLF. */
  readonly bareBreak: boolean
  /** A line over 998 octets (RFC 5322 §2.1.1). */
  readonly longLine: boolean
  /** What some gateway changes: other controls, white space at the end of a line, lines that begin with `From `. */
  readonly fragile: boolean
  /** Octets that quoted-printable would escape. */
  readonly escapes: number
}

const MAX_LINE = 998
const FROM: Uint8Array = /* @__PURE__ */ Uint8Array.of(0x46, 0x72, 0x6f, 0x6d, SP)

export function traitsOf(bytes: Uint8Array): Traits {
  let eightBit = false
  let nul = false
  let bareBreak = false
  let longLine = false
  let fragile = false
  let escapes = 0
  let line = 0
  const end = bytes.length
  for (let i = 0; i <= end; i++) {
    const c = i < end ? bytes[i]! : LF
    if (c === LF || c === CR) {
      const before = i > line ? bytes[i - 1]! : 0
      if (i - line > MAX_LINE) longLine = true
      if (before === SP || before === TAB) fragile = true
      if (startsWithFrom(bytes, line, i)) fragile = true
      if (i === end) break
      if (c === CR && i + 1 < end && bytes[i + 1] === LF) i++
      else bareBreak = true
      line = i + 1
    } else if (c >= 0x80) {
      eightBit = true
      escapes++
    } else if (c < 0x20 || c === 0x7f) {
      if (c === TAB) continue
      if (c === NUL) nul = true
      fragile = true
      escapes++
    } else if (c === 0x3d) escapes++
  }
  return { eightBit, nul, bareBreak, longLine, fragile, escapes }
}

function startsWithFrom(bytes: Uint8Array, line: number, end: number): boolean {
  if (end - line < FROM.length || bytes[line] !== FROM[0]) return false
  for (let i = 1; i < FROM.length; i++) if (bytes[line + i] !== FROM[i]) return false
  return true
}

/** The text with each CRLF, CR and LF as one CRLF. */
export function canonicalBreaks(text: string): string {
  return /[\r\n]/.test(text) ? text.replace(/\r\n|\r|\n/g, '\r\n') : text
}

/** Text as octets: in `charset` where one is given, else us-ascii where that holds it, else utf-8. @throws RangeError, see encodeText */
export function encodeContentText(text: string, charset: string | undefined): { bytes: Uint8Array; charset: string } {
  if (charset !== undefined) return { bytes: encodeText(text, charset), charset }
  const lone = text.search(/\p{Surrogate}/u)
  if (lone !== -1) throw new TypeError(`lone surrogate at ${lone}; it has no UTF-8`)
  const ascii = !/[^\0-\x7f]/.test(text)
  return ascii ? { bytes: fromLatin1(text), charset: 'us-ascii' } : { bytes: fromUtf8(text), charset: 'utf-8' }
}

/** Why an identity encoding cannot carry these octets; undefined if it can. */
function whyNotIdentity(traits: Traits, encoding: string): string | undefined {
  if (encoding === 'binary') return undefined
  if (traits.nul) return 'NUL'
  if (traits.bareBreak) return 'a bare CR or LF'
  if (traits.longLine) return 'a line over 998 octets'
  if (encoding === '7bit' && traits.eightBit) return 'octets ≥ 80'
  return undefined
}

/** The first identity encoding that carries these octets: what composite types are limited to (RFC 2045 §6.4). */
export function identityFor(traits: Traits): TransferEncoding {
  if (whyNotIdentity(traits, '7bit') === undefined) return '7bit'
  return whyNotIdentity(traits, '8bit') === undefined ? '8bit' : 'binary'
}

export interface Encoded {
  readonly encoding: TransferEncoding
  readonly body: Uint8Array
}

/**
 * The encoding that a 7bit transport takes: 7bit for what nothing on the way changes; else quoted-printable for text where it is not the
 * longer one, base64 for all that is not text.
 * @param isText media type text/*
 */
export function encodeContent(bytes: Uint8Array, isText: boolean): Encoded {
  const traits = traitsOf(bytes)
  if (whyNotIdentity(traits, '7bit') === undefined && !traits.fragile) return { encoding: '7bit', body: bytes }
  return encodeForSure(bytes, isText, traits)
}

/** As encodeContent, never 7bit: for content that would be taken for a delimiter. */
export function encodeForSure(bytes: Uint8Array, isText: boolean, traits = traitsOf(bytes)): Encoded {
  // One escape costs two more octets; base64 costs a third of the whole.
  const readable = isText && !traits.nul && traits.escapes * 6 <= bytes.length
  const encoding = readable ? 'quoted-printable' : 'base64'
  return { encoding, body: encodeAs(bytes, encoding, traits) }
}

/** Octets under a given encoding. @throws TypeError if that encoding cannot carry them */
export function encodeAs(bytes: Uint8Array, encoding: string, traits = traitsOf(bytes)): Uint8Array {
  if (encoding === 'base64') return encodeBase64(bytes)
  if (encoding === 'quoted-printable') {
    return encodeQuotedPrintable(bytes, { mode: traits.bareBreak ? 'binary' : 'text' })
  }
  const why = whyNotIdentity(traits, encoding)
  if (why !== undefined) throw new TypeError(`${encoding} cannot carry ${why}`)
  return bytes
}

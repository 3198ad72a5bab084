/**
 * Makes the body of a composed or edited entity from its content: chooses line breaks, charset and transfer encoding. RFC 2045 §2.7, §2.8, §4, §6; RFC 2049 §4.
 */

import { CR, LF, NUL, SP, TAB } from '../bytes/ascii.js'
import { Spare } from '../bytes/kept.js'
import { fromUtf8, isWellFormed, writeUtf8 } from '../bytes/platform.js'
import { encodeNamed } from '../charset/index.js'
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

/** Classes of KIND. */
const PLAIN = 0
const EQUALS_SIGN = 1
const BREAK = 2
const HIGH = 3
const FRAGILE = 4

function kinds(): Uint8Array {
  const table = new Uint8Array(256).fill(FRAGILE, 0, SP).fill(HIGH, 0x80)
  table[TAB] = PLAIN
  table[0x7f] = FRAGILE
  table[CR] = BREAK
  table[LF] = BREAK
  table[0x3d] = EQUALS_SIGN
  return table
}

const KIND: Uint8Array = /* @__PURE__ */ kinds()

/** A table tells what needs a look, for four octets at a time. Measured on text: twice as fast as comparisons of one. */
export function traitsOf(bytes: Uint8Array): Traits {
  let eightBit = false
  let nul = false
  let bareBreak = false
  let longLine = false
  let fragile = false
  let escapes = 0
  let line = 0
  const end = bytes.length
  const four = end - 4
  for (let i = 0; i <= end; i++) {
    while (
      i <= four &&
      (KIND[bytes[i]!]! | KIND[bytes[i + 1]!]! | KIND[bytes[i + 2]!]! | KIND[bytes[i + 3]!]!) === PLAIN
    )
      i += 4
    const kind = i < end ? KIND[bytes[i]!]! : BREAK
    if (kind === PLAIN) continue
    if (kind === BREAK) {
      const before = i > line ? bytes[i - 1]! : 0
      if (i - line > MAX_LINE) longLine = true
      if (before === SP || before === TAB) fragile = true
      if (bytes[line] === FROM[0] && startsWithFrom(bytes, line, i)) fragile = true
      if (i === end) break
      if (bytes[i] === CR && i + 1 < end && bytes[i + 1] === LF) i++
      else bareBreak = true
      line = i + 1
    } else {
      escapes++
      if (kind === HIGH) eightBit = true
      else if (kind === FRAGILE) {
        fragile = true
        if (bytes[i] === NUL) nul = true
      }
    }
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
  return /\r(?!\n)|(?<!\r)\n/.test(text) ? text.replace(/\r\n|\r|\n/g, '\r\n') : text
}

/** Text as octets: in `charset` where one is given, else us-ascii where that holds it, else utf-8. @throws RangeError, see encodeNamed */
export function encodeContentText(text: string, charset: string | undefined): { bytes: Uint8Array; charset: string } {
  if (charset !== undefined) return { bytes: encodeNamed(text, charset), charset }
  if (!isWellFormed(text))
    throw new TypeError(
      `lone surrogate at ${text.search(/\p{Surrogate}/u)}, which has no UTF-8: toWellFormed() of the text replaces it`,
    )
  const bytes = fromUtf8(text)
  // Every other character has more octets of UTF-8 than UTF-16 code units.
  return { bytes, charset: bytes.length === text.length ? 'us-ascii' : 'utf-8' }
}

const SCRATCH = 131_072
/** Where a text becomes octets that are then encoded. Measured: a newsletter is composed 1.3 times as fast as with new memory for each text. */
const SPARE = /* @__PURE__ */ new Spare<Uint8Array>()

/** Text as it is sent: its line breaks CRLF, octets as `encodeContentText` gives them, under the encoding that `encodeContent` chooses. */
export function encodeTextBody(text: string, charset: string | undefined): Encoded & { readonly charset: string } {
  if (charset === undefined && text.length <= SCRATCH && isWellFormed(text)) {
    const scratch = SPARE.take() ?? new Uint8Array(SCRATCH)
    const encoded = encodeThrough(scratch, text)
    SPARE.give(scratch)
    if (encoded !== undefined) return encoded
  }
  const encoded = encodeContentText(canonicalBreaks(text), charset)
  return { ...encodeContent(encoded.bytes, true), charset: encoded.charset }
}

/** Undefined where the text does not fit into `scratch`. */
function encodeThrough(scratch: Uint8Array, text: string): ReturnType<typeof encodeTextBody> | undefined {
  const length = writeUtf8(scratch, text)
  if (length < 0) return undefined
  const bytes = scratch.subarray(0, length)
  const traits = traitsOf(bytes)
  // To look for line breaks in the text takes as long as all of this: only where there are others than CRLF.
  if (traits.bareBreak) return encodeThrough(scratch, canonicalBreaks(text))
  const { encoding, body } = encodeContent(bytes, true, traits)
  // What needs no encoding stands in the scratch still.
  const own = body.buffer === scratch.buffer ? body.slice() : body
  return { encoding, body: own, charset: length === text.length ? 'us-ascii' : 'utf-8' }
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
 * The encoding that a 7bit transport takes: 7bit for what nothing on the way changes; else quoted-printable for text of which no
 * more than a third of the octets is escaped, base64 for all else.
 * @param isText media type text/*
 */
export function encodeContent(bytes: Uint8Array, isText: boolean, traits = traitsOf(bytes)): Encoded {
  if (whyNotIdentity(traits, '7bit') === undefined && !traits.fragile) return { encoding: '7bit', body: bytes }
  return encodeForSure(bytes, isText, traits)
}

/** As encodeContent, never 7bit: for content that would be taken for a delimiter. */
export function encodeForSure(bytes: Uint8Array, isText: boolean, traits = traitsOf(bytes)): Encoded {
  // Most of such a text can be read as it stands, by people and by filters, at little more than the length of base64.
  const readable = isText && !traits.nul && traits.escapes * 3 <= bytes.length
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
  if (why !== undefined)
    throw new TypeError(`${encoding} cannot carry ${why}: leave transferEncoding out, or give base64`)
  return bytes
}

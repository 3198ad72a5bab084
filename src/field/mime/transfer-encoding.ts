/** Reads and writes Content-Transfer-Encoding. RFC 2045 §6.1 and §6.4. */
import { CLASS, FWS, SP, TOKEN } from '../../bytes/ascii.js'
import { ignore, type Report } from '../../defects/defect.js'
import { Lexer, takeRun, unfold } from '../lexer.js'
import { text, toOctets } from '../octets.js'
import { asciiWords } from '../words/ascii-words.js'
import { skipMimeCfws } from './mime-cfws.js'

/** The transfer encodings that change nothing (RFC 2045 §6.2), from the narrowest to the widest. */
export const IDENTITY_ENCODINGS: readonly string[] = ['7bit', '8bit', 'binary']

/** Of these encodings the number of the widest that changes nothing; of no such encoding 0. */
export function widestOf(encodings: Iterable<string>): number {
  let width = 0
  for (const one of encodings) width = Math.max(width, IDENTITY_ENCODINGS.indexOf(one))
  return width
}

const LEGACY = new Set(['x-uuencode', 'uuencode', 'x-uue'])
const KNOWN = new Set([...IDENTITY_ENCODINGS, 'quoted-printable', 'base64', ...LEGACY])

/** True for a name (lower case) that has a decoder. */
export function isKnownEncoding(name: string): boolean {
  return KNOWN.has(name)
}

/** True for 7bit, 8bit and binary (lower case): the octets of the body are the content. */
export function isIdentityEncoding(name: string): boolean {
  return IDENTITY_ENCODINGS.includes(name)
}

/**
 * Reads a Content-Transfer-Encoding value: its first token in lower case, known or not; what stands there, where there is no token
 * (RFC 2045 §6.4: the content is then application/octet-stream, its octets as they are). Never throws.
 */
export function readTransferEncoding(octets: string, report: Report): string {
  return encodingToken(octets, report) || text(trimmed(octets, begin(octets, ignore).pos), ignore, 0).toLowerCase()
}

/** As `readTransferEncoding`, for the names as most write them; undefined for all else. */
export function plainEncoding(octets: string): string | undefined {
  const name = trimmed(octets, octets.charCodeAt(0) === SP ? 1 : 0)
  return KNOWN.has(name) && !LEGACY.has(name) ? name : undefined
}

/** The first token of a value, as `readTransferEncoding` has it; '' where there is none. It needs no charsets: the scanner asks for it. */
export function encodingToken(octets: string, report: Report): string {
  const plain = plainEncoding(octets)
  if (plain !== undefined) return plain
  const lex = begin(octets, report)
  const from = lex.pos
  const name = takeRun(lex, TOKEN).toLowerCase()
  skipMimeCfws(lex)
  if (lex.done && KNOWN.has(name)) {
    if (LEGACY.has(name)) report('legacy-encoding', from, from + name.length)
    return name
  }
  report('unknown-transfer-encoding', from < octets.length ? from : 0, octets.length)
  return firstToken(octets, from)
}

/** A lexer behind the white space and comments before the value. */
function begin(octets: string, report: Report): Lexer {
  const lex = new Lexer(octets, report)
  skipMimeCfws(lex)
  return lex
}

/**
 * QUIRK(RFC 2045 §6.1): `base64;`, `"base64"`, `base64, 8bit`, `base64.`, `=?utf-8?Q?base64?=`. Sent by: hand-written and generic encoders of
 * fields. Fixture: transfer-encoding unit test. The first token from `from` on, without quotes and dots around it; '' where there is none.
 */
function firstToken(octets: string, from: number): string {
  const value = octets.startsWith('=?', from) ? asciiWords(trimmed(octets, from)) : octets
  let at = value === octets ? from : 0
  while (at < value.length && around(value.charCodeAt(at))) at++
  let to = at
  while (to < value.length && (CLASS[value.charCodeAt(to) & 255]! & TOKEN) !== 0) to++
  while (to > at && (value.charCodeAt(to - 1) === 0x2e || value.charCodeAt(to - 1) === 0x27)) to--
  return value.slice(at, to).toLowerCase()
}

/** Is it white space or one of `"`, `;`, `,` and `.`, which may stand around the token? */
function around(c: number): boolean {
  return c === 0x22 || c === 0x27 || c === 0x3b || c === 0x2c || c === 0x2e || (CLASS[c & 255]! & FWS) !== 0
}

function trimmed(octets: string, from: number): string {
  let to = octets.length
  while (to > from && (CLASS[octets.charCodeAt(to - 1)]! & FWS) !== 0) to--
  return unfold(octets.slice(from, to))
}

/** Door: reads a Content-Transfer-Encoding value. */
export function parseTransferEncoding(value: string | Uint8Array): string {
  return readTransferEncoding(toOctets(value), ignore)
}

/** The value for a field. @throws TypeError for anything but 7bit, 8bit, binary, quoted-printable and base64 */
export function formatTransferEncoding(name: string): string {
  if (!KNOWN.has(name) || LEGACY.has(name)) {
    throw new TypeError(
      `transfer encoding ${JSON.stringify(name)}: expected 7bit, 8bit, binary, quoted-printable or base64`,
    )
  }
  return name
}

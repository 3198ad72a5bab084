/**
 * Reads values without structure that are no text for people: codes, paths, URLs, checksums. They hold no encoded-words. RFC 5536 §3.1.5 (Path),
 * RFC 2557 §4 (Content-Location, Content-Base), RFC 1864 (Content-MD5), RFC 2156 (X.400 codes).
 */
import { CLASS, FWS, trimWsp } from '../bytes/ascii.js'
import type { Report } from '../defects/defect.js'
import { Lexer, unfold } from './lexer.js'
import { text } from './octets.js'
import { refuseUnwritable } from './refuse.js'
import { decodeText } from './words/unstructured.js'

/** The value unfolded and trimmed. */
export function readPlain(octets: string, report: Report): string {
  let from = 0
  let to = octets.length
  while (from < to && (CLASS[octets.charCodeAt(from)]! & FWS) !== 0) from++
  while (to > from && (CLASS[octets.charCodeAt(to - 1)]! & FWS) !== 0) to--
  return text(unfold(octets.slice(from, to)), report, from)
}

/** @throws TypeError for controls, for outer white space or runs of it that folding could put on a line alone, for non-ASCII unless `utf8` */
export function formatPlain(value: string, options: { utf8?: boolean } = {}, what = 'value'): string {
  refuseUnwritable(value, what, options.utf8)
  if (trimWsp(value) !== value || / {40}/.test(value))
    throw new TypeError(
      `${what}: white space that folding would lose: expected single spaces between words, none at the ends`,
    )
  return value
}

/**
 * A URL: white space of folds is no part of it (RFC 2557 §4.4.2); encoded-words, which that section allows, are decoded. Data of the
 * sender: to be compared with other parts' URLs, never opened.
 */
export function readUrl(octets: string, report: Report): string {
  return decodeText(octets, report, 0).replace(/[ \t\r\n]/g, '')
}

/** @throws TypeError for white space, controls, angles, non-ASCII, and over 900 octets, which no line can hold */
export function formatUrl(value: string, what = 'url'): string {
  refuseUnwritable(value, what)
  if (value === '' || value.length > 900 || /[\s<>]/.test(value) || value.includes('=?')) {
    throw new TypeError(`${what}: expected a URL of at most 900 octets without white space`)
  }
  return value
}

const MD5 = /^[A-Za-z0-9+/]{22}==$/

/** The checksum in base64; undefined when it is not one of 128 bits. */
export function readMd5(octets: string, report: Report): string | undefined {
  const lex = new Lexer(octets, report)
  lex.skipCfws()
  const digest = octets.slice(lex.pos, lex.pos + 24)
  lex.pos += digest.length
  lex.skipCfws()
  return lex.done && MD5.test(digest) ? digest : undefined
}

/** @throws TypeError for anything but 128 bits in base64 */
export function formatMd5(digest: string): string {
  if (!MD5.test(digest)) throw new TypeError('content-md5: expected 128 bits in base64 (RFC 1864 §2)')
  return digest
}

/**
 * Checks and writes an addr-spec by itself: is a text one, does a local part need quotes. RFC 5322 §3.4.1 with §4.4 (obsolete forms),
 * RFC 6532 §3.2 (UTF-8 in atoms and quoted strings).
 */
import {
  AT,
  ATEXT,
  BACKSLASH,
  CLASS,
  CR,
  DOT,
  LBRACKET,
  LF,
  LPAREN,
  NUL,
  QUOTE,
  RBRACKET,
  RPAREN,
  SP,
  TAB,
} from '../../bytes/ascii.js'
import { toOctets } from '../octets.js'
import { quote } from '../words/phrase.js'

export { quote } from '../words/phrase.js'

/** RFC 5321 §4.5.3.1: octets of a local part, a domain, and a path without its angles. */
export const MAX_LOCAL = 64
export const MAX_DOMAIN = 255
export const MAX_ADDRESS = 254

function isAtext(c: number): boolean {
  return c >= 0x80 || (CLASS[c]! & ATEXT) !== 0
}

/** `atom *("." atom)` (RFC 5322 §3.2.3, dot-atom-text; non-ASCII counts as atext). */
export function isDotAtom(text: string): boolean {
  let atom = false
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i)
    if (c === DOT) {
      if (!atom) return false
      atom = false
    } else if (isAtext(c)) atom = true
    else return false
  }
  return atom
}

/** A local part as it is written: in quotes when it is no dot-atom. */
export function writeLocalPart(local: string): string {
  return isDotAtom(local) ? local : quote(local)
}

/** A position in the text, or one of these. */
const FAILED = -1

/** Skips CFWS at `at`: FWS with proper folds (obsolete ones too) and comments. FAILED if a fold or comment is malformed. */
function skipCfws(text: string, at: number): number {
  for (;;) {
    const c = text.charCodeAt(at)
    if (c === SP || c === TAB) at++
    else if (c === CR) {
      at = skipFold(text, at)
      if (at === FAILED) return FAILED
    } else if (c === LPAREN) {
      at = skipComment(text, at)
      if (at === FAILED) return FAILED
    } else return at
  }
}

/** At CR: CRLF and the WSP after it (RFC 5322 §3.2.2, §4.2). */
function skipFold(text: string, at: number): number {
  if (text.charCodeAt(at + 1) !== LF) return FAILED
  const c = text.charCodeAt(at + 2)
  return c === SP || c === TAB ? at + 3 : FAILED
}

/** What stands in a quoted string or comment without a backslash: anything but NUL, CR, LF (obs-qtext, obs-ctext). */
function isText(c: number): boolean {
  return c !== NUL && c !== CR && c !== LF
}

function skipComment(text: string, at: number): number {
  let depth = 0
  while (at < text.length) {
    const c = text.charCodeAt(at)
    if (c === CR) {
      at = skipFold(text, at)
      if (at === FAILED) return FAILED
      continue
    }
    if (c === BACKSLASH) {
      at += 2
      continue
    }
    if (c === LPAREN) depth++
    else if (c === RPAREN && --depth === 0) return at + 1
    else if (!isText(c)) return FAILED
    at++
  }
  return FAILED
}

/** At `"` or `[`: behind the quoted-string, or the domain-literal, that `close` ends. A literal holds no `[`. */
function skipEnclosed(text: string, at: number, close: typeof QUOTE | typeof RBRACKET): number {
  for (at++; at < text.length; ) {
    const c = text.charCodeAt(at)
    if (c === close) return at + 1
    if (c === LBRACKET && close === RBRACKET) return FAILED
    if (c === BACKSLASH) at += 2
    else if (c === CR) {
      at = skipFold(text, at)
      if (at === FAILED) return FAILED
    } else if (isText(c)) at++
    else return FAILED
  }
  return FAILED
}

/** `word *("." word)` with CFWS around each word; quoted words only where `quoted` allows them. */
function skipDotted(text: string, at: number, quoted: boolean): number {
  for (;;) {
    at = skipCfws(text, at)
    if (at === FAILED || at >= text.length) return FAILED
    if (quoted && text.charCodeAt(at) === QUOTE) {
      at = skipEnclosed(text, at, QUOTE)
      if (at === FAILED) return FAILED
    } else {
      const from = at
      while (at < text.length && isAtext(text.charCodeAt(at))) at++
      if (at === from) return FAILED
    }
    at = skipCfws(text, at)
    if (at === FAILED || text.charCodeAt(at) !== DOT) return at
    at++
  }
}

/**
 * Is it an addr-spec (RFC 5322 §3.4.1), obsolete forms of §4.4 included? Comments and folded white space are allowed where the
 * grammar has them, line breaks with them: what goes into an SMTP command is for `isEnvelopeAddress` of `messagerie/transport`. Says nothing about
 * whether such a mailbox or domain exists; lengths are not looked at.
 *
 * @example isAddrSpec('ada@example.org') // true
 * @example isAddrSpec('Ada <ada@example.org>') // false: that is a mailbox
 */
export function isAddrSpec(given: string | Uint8Array): boolean {
  const value = typeof given === 'string' ? given : toOctets(given)
  let at = skipDotted(value, 0, true)
  if (at === FAILED || value.charCodeAt(at) !== AT) return false
  at = skipCfws(value, at + 1)
  if (at === FAILED) return false
  if (value.charCodeAt(at) === LBRACKET) {
    at = skipEnclosed(value, at, RBRACKET)
    if (at !== FAILED) at = skipCfws(value, at)
  } else at = skipDotted(value, at, false)
  return at === value.length
}

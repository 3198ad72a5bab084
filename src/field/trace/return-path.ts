/** Reads and writes Return-Path: the envelope sender as the delivering host noted it. RFC 5322 §3.6.7, RFC 5321 §4.4. */
import { AT, COLON, DOT, FWS, GT, is, LPAREN, LT, QUOTE } from '../../bytes/ascii.js'
import { ignore, type Report } from '../../defects/defect.js'
import { Lexer, takeQuotedString } from '../lexer.js'
import { text, toOctets } from '../octets.js'
import { refuseUnwritable } from '../refuse.js'

/**
 * The address without angles and route; `''` for the null path of notifications, undefined for what is no path. One piece a turn, joined without the
 * white space and comments between them:
 *
 *      at                  in angles                        without angles
 *      >                   the path ends                    no path
 *      <                   no path                          no path
 *      :  behind `@…`      what came before was a route     the same
 *      " … "               a piece                          a piece
 *      all else            a piece, up to one of these      a piece; no path where a word stood before it
 *      end of the field    the path ends                    the path ends; no path where it is empty
 */
export function readReturnPath(octets: string, report: Report): string | undefined {
  const lex = new Lexer(octets, report)
  lex.skipCfws()
  // QUIRK(RFC 5322 §3.6.7): no angles. Sent by: delivery agents that copy the envelope as it is.
  const angled = lex.take(LT)
  // Its first and last octet are kept apart: asking a growing string for them would flatten it each time, in quadratic time.
  let path = ''
  let first = -1
  let last = -1
  for (;;) {
    lex.skipCfws()
    const c = lex.peek()
    if (c === -1 || (angled && c === GT)) break
    if (c === LT || (!angled && c === GT)) return invalid(octets, report)
    if (c === COLON && first === AT) {
      lex.pos++
      path = ''
      first = -1
      last = -1
      continue
    }
    const from = lex.pos
    if (c === QUOTE) takeQuotedString(lex)
    else {
      // Words with white space between them are no address: "no one <x@y>".
      if (last !== -1 && !angled && !isJoint(last) && !isJoint(c)) return invalid(octets, report)
      lex.pos++
      while (!lex.done) {
        const d = lex.peek()
        if (is(d, FWS) || d === LPAREN || d === LT || d === GT || d === QUOTE || (d === COLON && first === -1)) break
        lex.pos++
      }
    }
    path += octets.slice(from, lex.pos)
    if (first === -1) first = c
    last = octets.charCodeAt(lex.pos - 1)
  }
  if (!angled && path === '') return invalid(octets, report)
  return text(path, report, 0)
}

function isJoint(c: number): boolean {
  return c === AT || c === DOT || c === QUOTE
}

function invalid(octets: string, report: Report): undefined {
  report('address-invalid', 0, octets.length)
  return undefined
}

/** As `readReturnPath`, for text or bytes and without defects. */
export function parseReturnPath(value: string | Uint8Array): string | undefined {
  return readReturnPath(toOctets(value), ignore)
}

/** `<address>`, or `<>` for `''`. @throws TypeError for white space, angles, controls, and for non-ASCII unless `utf8` */
export function formatReturnPath(address: string, options: { utf8?: boolean } = {}): string {
  refuseUnwritable(address, 'return-path', options.utf8)
  if (/[\s<>()]/.test(address) || (address !== '' && !/[^@]@[^@]/.test(address))) {
    throw new TypeError('return-path: expected one address, or an empty string for the null path')
  }
  return `<${address}>`
}

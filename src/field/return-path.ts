/** Return-Path: the envelope sender as the delivering host noted it. RFC 5322 §3.6.7, RFC 5321 §4.4. */
import { COLON, FWS, GT, is, LPAREN, LT } from '../bytes/ascii.js'
import { ignore, type Report } from '../defects/defect.js'
import { Lexer } from './lexer.js'
import { text, toOctets } from './octets.js'
import { refuseUnwritable } from './refuse.js'

/** The address without angles and route; `''` for the null path of notifications, undefined for what is no path. */
export function readReturnPath(octets: string, report: Report): string | undefined {
  const lex = new Lexer(octets, report)
  lex.skipCfws()
  // QUIRK(RFC 5322 §3.6.7): no angles. Sent by: delivery agents that copy the envelope as it is.
  const angled = lex.take(LT)
  let path = ''
  for (;;) {
    lex.skipCfws()
    const c = lex.peek()
    if (c === -1 || (angled && c === GT)) break
    if (c === 0x22) {
      const from = lex.pos
      lex.quotedString()
      path += lex.text.slice(from, lex.pos)
      continue
    }
    if (c === LT || (!angled && c === GT)) return invalid(octets, report)
    if (c === COLON && path.startsWith('@')) {
      lex.pos++
      path = ''
      continue
    }
    const from = lex.pos++
    while (!lex.done) {
      const d = lex.peek()
      if (is(d, FWS) || d === LPAREN || d === LT || d === GT || d === 0x22 || (d === COLON && path === '')) break
      lex.pos++
    }
    const run = lex.text.slice(from, lex.pos)
    // Words with white space between them are no address: "no one <x@y>".
    if (path !== '' && !angled && !joins(path, run)) return invalid(octets, report)
    path += run
  }
  if (!angled && path === '') return invalid(octets, report)
  return text(path, report, 0)
}

function joins(left: string, right: string): boolean {
  return (
    left.endsWith('@') || left.endsWith('.') || left.endsWith('"') || right.startsWith('@') || right.startsWith('.')
  )
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

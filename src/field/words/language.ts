/**
 * Reads and writes lists of words with commas between them: Content-Language (RFC 3282 §2), Newsgroups, Followup-To and Distribution
 * (RFC 5536 §3.1.4, §3.2).
 */
import { COMMA, FWS, is, LPAREN } from '../../bytes/ascii.js'
import type { Report } from '../../defects/defect.js'
import { Lexer } from '../lexer.js'
import { text } from '../octets.js'
import { refuseUnwritable } from '../refuse.js'

/** BCP 47 in its widest shape, as RFC 3282 §2 gives it. */
const LANGUAGE_TAG = /^[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*$/

/** Words apart by commas, comments skipped, empty elements too. QUIRK(RFC 3282 §2): white space also parts. Sent by: hand-made lists. */
export function readWordList(octets: string, report: Report): string[] {
  const lex = new Lexer(octets, report)
  const words: string[] = []
  for (;;) {
    lex.skipCfws()
    if (lex.done) return words
    if (lex.take(COMMA)) continue
    const from = lex.pos++
    while (!lex.done && !is(lex.peek(), FWS) && lex.peek() !== COMMA && lex.peek() !== LPAREN) lex.pos++
    words.push(text(lex.text.slice(from, lex.pos), report, from))
  }
}

/** @throws TypeError for an empty list, and for words with white space, commas, parentheses, controls or non-ASCII */
export function formatWordList(words: string | readonly string[], what = 'list', separator = ', '): string {
  const list = typeof words === 'string' ? [words] : words
  if (!Array.isArray(list) || list.length === 0) throw new TypeError(`${what}: expected at least one word`)
  for (const word of list) {
    if (/[\s,()]/.test(refuseUnwritable(word, what)) || word === '') {
      throw new TypeError(`${what}: expected words without white space, commas and parentheses`)
    }
  }
  return list.join(separator)
}

/** Tags as a list, or as the text of one: `de, fr`. @throws TypeError for what is no language tag */
export function formatLanguages(tags: string | readonly string[]): string {
  const list = typeof tags === 'string' ? tags.split(/[ \t]*,[ \t]*/) : tags
  for (const tag of list) {
    if (!LANGUAGE_TAG.test(tag)) throw new TypeError('content-language: expected tags as "fr" or "de-CH" (RFC 3282 §2)')
  }
  return formatWordList(list, 'content-language')
}

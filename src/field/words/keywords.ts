/** Reads and writes lists of phrases: Keywords. RFC 5322 §3.6.5 and §3.2.5. */
import { assertObject } from '../../bytes/arguments.js'
import { BACKSLASH, COMMA, EQUALS, QUOTE } from '../../bytes/ascii.js'
import { ignore, type Report } from '../../defects/defect.js'
import { decodePhrase } from '../address/address-phrase.js'
import { Lexer, takeQuotedString } from '../lexer.js'
import { toOctets } from '../octets.js'
import { wordEnd } from './find-word.js'
import { formatPhrase } from './phrase.js'

/** Phrases in order, decoded; empty ones are skipped (RFC 5322 §4.1, obs-phrase-list). */
export function readKeywords(octets: string, report: Report): string[] {
  const lex = new Lexer(octets, report)
  const found: string[] = []
  let from = 0
  const close = (to: number) => {
    const phrase = decodePhrase(octets, from, to, report)
    if (phrase !== '') found.push(phrase)
    from = to + 1
  }
  for (lex.skipCfws(); !lex.done; lex.skipCfws()) {
    const c = lex.peek()
    if (c === QUOTE) takeQuotedString(lex)
    else {
      if (c === COMMA) close(lex.pos)
      const word = c === EQUALS ? wordEnd(octets, lex.pos) : -1
      // What a backslash stands before is text; it opens and parts nothing. Nor does what an encoded-word holds.
      lex.pos = word !== -1 ? word : lex.pos + (c === BACKSLASH ? 2 : 1)
    }
  }
  close(octets.length)
  return found
}

/** As `readKeywords`, for text or bytes and without defects. */
export function parseKeywords(value: string | Uint8Array): string[] {
  return readKeywords(toOctets(value), ignore)
}

/** Phrases apart by commas. @throws TypeError as `formatPhrase`, and for an empty list */
export function formatKeywords(
  words: string | readonly string[],
  options: {
    /** Text as UTF-8 (RFC 6532) instead of encoded-words. Default false. */
    readonly utf8?: boolean
  } = {},
): string {
  assertObject(options, 'options')
  const list = typeof words === 'string' ? [words] : words
  if (!Array.isArray(list) || list.length === 0) throw new TypeError('keywords: expected at least one phrase')
  return Array.from(list, (word) => formatPhrase(word, options, 'keywords')).join(', ')
}

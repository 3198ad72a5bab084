/** Lists of phrases: Keywords. RFC 5322 §3.6.5 and §3.2.5. */
import { BACKSLASH, COMMA, QUOTE } from '../../bytes/ascii.js'
import { ignore, type Report } from '../../defects/defect.js'
import { quote } from '../address/addr-spec.js'
import { decodePhrase } from '../address/address-phrase.js'
import { Lexer } from '../lexer.js'
import { isAsciiText, toOctets } from '../octets.js'
import { refuseBreaks } from '../refuse.js'
import { encodeEncodedWords } from './encoded-word.js'

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
    if (c === QUOTE) lex.quotedString()
    else {
      if (c === COMMA) close(lex.pos)
      // What a backslash stands before is text; it opens and parts nothing.
      lex.pos += c === BACKSLASH ? 2 : 1
    }
  }
  close(octets.length)
  return found
}

/** As `readKeywords`, for text or bytes and without defects. */
export function parseKeywords(value: string | Uint8Array): string[] {
  return readKeywords(toOctets(value), ignore)
}

const ATOMS = /^[\w!#$%&'*+/=?^`{|}~\x80-\uffff-]+(?: [\w!#$%&'*+/=?^`{|}~\x80-\uffff-]+)*$/
const CONTROLS = /[\x00-\x1f\x7f-\x9f\u2028\u2029]/
/** Longer words cannot be folded under 998 octets. */
const LONG_WORD = /[^ ]{200}/
/** A run of white space that folding could make a line of its own. */
const LONG_GAP = / {40}/

/**
 * Text as a phrase: atoms, else a quoted string, else encoded-words.
 * @throws TypeError for the empty text, CR, LF, NUL and lone surrogates
 */
export function formatPhrase(text: string, options: { utf8?: boolean } = {}, what = 'phrase'): string {
  refuseBreaks(text, what)
  if (text === '') throw new TypeError(`${what}: expected text that is not empty`)
  const plain = options.utf8 === true || isAsciiText(text)
  if (
    !plain ||
    CONTROLS.test(text) ||
    text.includes('=?') ||
    LONG_WORD.test(text) ||
    LONG_GAP.test(text) ||
    text.trim() === ''
  ) {
    return encodeEncodedWords(text, { phrase: true })
  }
  return ATOMS.test(text) ? text : quote(text)
}

/** Phrases apart by commas. @throws TypeError as `formatPhrase`, and for an empty list */
export function formatKeywords(words: string | readonly string[], options: { utf8?: boolean } = {}): string {
  const list = typeof words === 'string' ? [words] : words
  if (!Array.isArray(list) || list.length === 0) throw new TypeError('keywords: expected at least one phrase')
  return list.map((word) => formatPhrase(word, options, 'keywords')).join(', ')
}

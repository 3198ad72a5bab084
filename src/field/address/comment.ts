/** Reads the text of a comment, and writes text as one. RFC 5322 §3.2.2. The lexer skips comments. */
import { isAsciiText, trimWsp } from '../../bytes/ascii.js'
import { ignore, type Report } from '../../defects/defect.js'
import { type Lexer, unquote } from '../lexer.js'
import { refuseBreaks, refuseUnwritable } from '../refuse.js'
import { decodeWords, encodeEncodedWords } from '../words/encoded-word.js'

const CONTROLS = /[\x00-\x1f\x7f-\x9f\u2028\u2029]/

/** Text of the comment that the lexer has just skipped; encoded-words decoded, quoted pairs resolved, nested parentheses kept. */
export function commentText(lex: Lexer, report: Report = ignore): string {
  const raw = lex.text.slice(lex.commentFrom, lex.commentTo)
  return trimWsp(decodeWords(unquote(raw), report, lex.commentFrom, 'comment'))
}

/**
 * Text as a comment with its parentheses; encoded-words where ASCII or the parentheses could not hold it, unless `words` forbids them.
 * @throws TypeError for CR, LF, NUL and lone surrogates; without words for other controls and non-ASCII too
 */
export function formatComment(
  text: string,
  options: { utf8?: boolean; words?: boolean } = {},
  what = 'comment',
): string {
  const { utf8 = false, words = false } = options
  if (!words) refuseUnwritable(text, what, utf8)
  else if ((!utf8 && !isAsciiText(refuseBreaks(text, what))) || text.includes('=?') || CONTROLS.test(text)) {
    return `(${encodeEncodedWords(text, { phrase: true })})`
  }
  return `(${text.replace(/[()\\]/g, '\\$&')})`
}

/** Comments as data: their text read, and text written as one. RFC 5322 §3.2.2. */
import { ignore, type Report } from '../../defects/defect.js'
import { type Lexer, unquote } from '../lexer.js'
import { refuseUnwritable } from '../refuse.js'
import { decodeWords } from '../words/encoded-word.js'

/** Text of the comment that the lexer has just skipped; encoded-words decoded, quoted pairs resolved, nested parentheses kept. */
export function commentText(lex: Lexer, report: Report = ignore): string {
  const raw = lex.text.slice(lex.commentFrom, lex.commentTo)
  return decodeWords(unquote(raw), report, lex.commentFrom, 'comment').trim()
}

/** ASCII text as a comment with its parentheses. @throws TypeError for controls and non-ASCII */
export function formatComment(text: string): string {
  return `(${refuseUnwritable(text, 'comment').replace(/[()\\]/g, '\\$&')})`
}

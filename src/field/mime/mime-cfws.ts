/** Skips white space and comments in MIME fields. RFC 2045 §5.1. */
import { LPAREN } from '../../bytes/ascii.js'
import type { Lexer } from '../lexer.js'

/** Skips white space, folds and comments, and reports comments. True if there was white space. */
export function skipMimeCfws(lex: Lexer): boolean {
  let space = lex.skipFws()
  while (lex.peek() === LPAREN) {
    const from = lex.pos
    lex.skipComment()
    lex.report('comment-in-mime-header', from, lex.pos)
    if (lex.skipFws()) space = true
  }
  return space
}

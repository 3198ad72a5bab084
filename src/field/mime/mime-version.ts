/** Reads MIME-Version: `1.0`, comments aside. RFC 2045 §4. */
import { DIGIT, DOT } from '../../bytes/ascii.js'
import { ignore, type Report } from '../../defects/defect.js'
import { Lexer, takeRun } from '../lexer.js'
import { toOctets } from '../octets.js'

/** The version without comments, or undefined when it is none; anything but 1.0 is a defect, and MIME all the same. */
export function readMimeVersion(octets: string, report: Report): string | undefined {
  const lex = new Lexer(octets, report)
  lex.skipCfws()
  const major = takeRun(lex, DIGIT)
  lex.skipCfws()
  const dot = lex.take(DOT)
  lex.skipCfws()
  const minor = takeRun(lex, DIGIT)
  lex.skipCfws()
  if (lex.comments > 0)
    report('comment-in-mime-header', lex.commentFrom - 1, Math.min(lex.commentTo + 1, octets.length))
  const version = major !== '' && dot && minor !== '' && lex.done ? `${major}.${minor}` : undefined
  if (version !== '1.0') report('invalid-mime-version', 0, octets.length)
  return version
}

/** As `readMimeVersion`, for text or bytes and without defects. */
export function parseMimeVersion(value: string | Uint8Array): string | undefined {
  return readMimeVersion(toOctets(value), ignore)
}

/** @throws TypeError for anything but `1.0`, the only version there is */
export function formatMimeVersion(version: string): string {
  if (version !== '1.0') throw new TypeError('mime-version: expected "1.0" (RFC 2045 §4)')
  return version
}

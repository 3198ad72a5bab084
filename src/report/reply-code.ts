/** Reply codes of SMTP (RFC 5321 §4.2) and enhanced status codes (RFC 3463 §2) in the words of a report. */
import { statusOf } from './dsn.js'

/** A code that was found in a line. */
export interface ReplyCode {
  /** `5.1.1`; undefined where the line has a reply code alone. */
  readonly status: string | undefined
  readonly code: number | undefined
  /** Nothing but white space follows the reply code in its line: the enhanced code may be in the next. */
  readonly open: boolean
}

const ENHANCED = /[245]\.[0-7]\.\d{1,3}(?!\d|\.\d)/g
const REPLY = /[45][0-5]\d(?!\d)/g
/** What a number of three digits counts in mail of people and shops. */
const UNIT =
  /^[\s-](?:eur|euros?|usd|gbp|chf|dollars?|cents?|percent|km|kg|cm|mm|mb|gb|kb|kb\/s|watt|pts?|points?|people|pages?|items?|street|st\.|uhr|seiten|stück)(?![\p{L}\d])/iu
/** What stands before a code in the words of a program. Behind a number of a street, a version or a speed there is another word. */
const BEFORE =
  /(?:^[\s<>*|•.-]{0,20}|[:：;#=(<[{"'|,/>-]\s{0,4}#?|(?:^|[^\p{L}])(?:said|says|error|errors|code|status|statuscode|reply|replied|response|responded|returned|reason|smtp|esmtp|with|fehler|fehlercode|meldung|antwort|erreur|réponse|código|codigo|codice|errore|erro|motivo|fout|foutcode|błąd|kod|kodu|код|ошибка|hata|代码|错误|エラー|コード|by)\s{1,4}#?)$/iu
const ENHANCED_BEFORE = /(?:^|[^\d.])[45][0-5]\d[ -]{1,3}#?$/

/**
 * The first code of a line. `strictly`: only where it stands as programs put it: at the beginning, behind a sign, or behind a word such as `said`. Linear: a
 * fixed stretch before each candidate is looked at.
 */
export function codeIn(line: string, strictly: boolean): ReplyCode | undefined {
  const reply = first(line, REPLY, (at, end) => isReply(line, at, end, strictly))
  const enhanced = first(line, ENHANCED, (at) => isEnhanced(line, at, strictly))
  if (reply === undefined && enhanced === undefined) return undefined
  return {
    status: enhanced === undefined ? undefined : statusOf(enhanced.text),
    code: reply === undefined ? undefined : Number(reply.text),
    open: reply !== undefined && /^[-\s]*$/.test(line.slice(reply.at + 3, reply.at + 20)),
  }
}

function first(
  line: string,
  pattern: RegExp,
  accept: (at: number, end: number) => boolean,
): { at: number; text: string } | undefined {
  for (const match of line.matchAll(pattern)) {
    const at = match.index
    if (accept(at, at + match[0].length)) return { at, text: match[0] }
  }
  return undefined
}

function isReply(line: string, at: number, end: number, strictly: boolean): boolean {
  const before = line[at - 1]
  if (before !== undefined && /[\p{L}\d.@_]/u.test(before)) return false
  const after = line.slice(end, end + 8)
  if (!/^(?:$|[\s\-,.:;)\]}#"'<>])/.test(after) || /^\.\d/.test(after)) return false
  if (/^[ -]#?[245]\.\d/.test(after)) return true
  if (!strictly) return /^(?:$|[\s-])/.test(after)
  // 550-55-1, 550,00 and 550 % are no replies.
  if (UNIT.test(line.slice(end, end + 12))) return false
  return !/^(?:-\d|,\d| ?[%€$£°¥])/.test(after) && BEFORE.test(line.slice(Math.max(0, at - 30), at))
}

function isEnhanced(line: string, at: number, strictly: boolean): boolean {
  const before = line[at - 1]
  if (before !== undefined && /[\d.]/.test(before)) return false
  if (!strictly) return true
  const words = line.slice(Math.max(0, at - 30), at)
  return BEFORE.test(words) || ENHANCED_BEFORE.test(words)
}

/** The enhanced code that begins a line, as the one of a reply that was wrapped behind its reply code. */
export function wrappedStatus(line: string): string | undefined {
  return statusOf(/^[\s>]{0,40}(?:[45][0-5]\d[ -])?#?([245]\.[0-7]\.\d{1,3})(?!\d|\.\d)/.exec(line.slice(0, 80))?.[1])
}

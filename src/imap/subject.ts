/** Extracts the base subject and its collation key, by which messages are threaded and sorted. RFC 5256 §2.1, RFC 5051. */
import { assertString } from '../bytes/arguments.js'

/** A subject as threads compare it (RFC 5256 §2.1). */
export interface BaseSubject {
  /** Without prefixes of answers, blobs in brackets and `(fwd)`; lower case is the caller's. */
  readonly base: string
  /** Was there a sign of an answer or of a message passed on? */
  readonly reply: boolean
}

const RE_OR_FWD = /(?:re|fwd?)[ \t]*(?:\[[^[\]]*\][ \t]*)?:/iy
const BLOB = /\[[^[\]]*\]/y
const TRAILER = '(fwd)'
const WRAPPER = '[fwd:'

/**
 * The base of a decoded subject (`message.subject`). Linear: indices move inward, the text is cut once.
 * @example baseSubject('Re: [list] Fwd: Engines (fwd)').base // 'Engines'
 */
export function baseSubject(subject: string | undefined): BaseSubject {
  if (subject !== undefined && subject !== null) assertString(subject, 'subject')
  // Step 1: tabs, folds and runs of space are one space.
  const text = (subject ?? '').replace(/[ \t\r\n]+/g, ' ')
  const lowered = text.toLowerCase()
  // A text whose lower case has another length has letters that no prefix holds; comparing it in place would be off.
  const compare = lowered.length === text.length ? lowered : text
  let from = 0
  let to = text.length
  let reply = false
  for (;;) {
    // Step 2: trailers.
    for (;;) {
      if (to > from && text[to - 1] === ' ') to--
      else if (to - from >= TRAILER.length && compare.startsWith(TRAILER, to - TRAILER.length)) {
        to -= TRAILER.length
        reply = true
      } else break
    }
    // Steps 3 to 5: leaders, and blobs where something is left behind them.
    for (;;) {
      while (from < to && text[from] === ' ') from++
      const blobs = behindBlobs(text, from, to)
      const leader = behind(RE_OR_FWD, text, blobs, to)
      if (leader !== -1) {
        from = leader
        reply = true
        continue
      }
      // No leader follows this run of blobs, whichever of them is taken first: so all go that may.
      if (blobs > from) from = blobs < to ? blobs : lastBlob(text, from, to)
      break
    }
    // Step 6: a subject that is wrapped whole.
    if (to - from <= WRAPPER.length || text[to - 1] !== ']' || !compare.startsWith(WRAPPER, from)) break
    from += WRAPPER.length
    to--
    reply = true
  }
  return { base: text.slice(from, to), reply }
}

/** Where a match of a sticky pattern at `at` ends, if inside `to`; else -1. */
function behind(pattern: RegExp, text: string, at: number, to: number): number {
  pattern.lastIndex = at
  return pattern.test(text) && pattern.lastIndex <= to ? pattern.lastIndex : -1
}

function behindBlobs(text: string, from: number, to: number): number {
  let at = from
  for (let next = behind(BLOB, text, at, to); next !== -1; next = behind(BLOB, text, at, to)) {
    at = next
    while (at < to && text[at] === ' ') at++
  }
  return at
}

/** Of a run of blobs that fills all up to `to`: where its last one begins. */
function lastBlob(text: string, from: number, to: number): number {
  const at = text.lastIndexOf('[', to - 1)
  return at > from ? at : from
}

/**
 * A text as i;unicode-casemap compares it (RFC 5051 §2): each character in titlecase, then decomposed for compatibility. What has no titlecase of one
 * character (`ß`) stays.
 */
export function casemap(text: string): string {
  let out = ''
  for (const character of text) {
    const upper = character.toUpperCase()
    out += upper.length > character.length && [...upper].length > 1 ? character : upper
  }
  return out.normalize('NFKD')
}

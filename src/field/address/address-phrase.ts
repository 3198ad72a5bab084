/**
 * Reads display names and comments of addresses: found first, decoded after, never parsed again. RFC 5322 §3.2.5 (phrase) and §4.1 (dots in
 * it), §3.2.2 (comment), RFC 2047 §5.
 */
import {
  ATEXT,
  BACKSLASH,
  CLASS,
  CR,
  DOT,
  EQUALS,
  LF,
  LPAREN,
  lowerAscii,
  QUOTE,
  SP,
  TAB,
  trimWsp,
} from '../../bytes/ascii.js'
import type { Report } from '../../defects/defect.js'
import { closingQuote, commentEnd, pairEnd, unfold, unquote } from '../lexer.js'
import { partReport, text } from '../octets.js'
import { decodeWords, type WordPlace } from '../words/encoded-word.js'
import { wordEnd } from '../words/find-word.js'

function isFws(c: number): boolean {
  return c === SP || c === TAB || c === CR || c === LF
}

/** What is made of the text of a word: `decodeWords`, or `keepWords`. */
export type Decode = (octets: string, report: Report, from: number, where: WordPlace) => string

/** As `decodeWords`, with a charset for words whose own is not known. */
export function decodeWithFallback(fallback: string): Decode {
  return (octets, report, from, where) => decodeWords(octets, report, from, where, fallback)
}

/** Leaves encoded-words as they stand: IMAP hands them out undecoded (RFC 9051 §7.5.2). */
export const keepWords: Decode = (octets, report, from) => text(unfold(octets), report, from)

/**
 * The text of the phrase in [from, to): quoted strings without their quotes, comments left out, white space between words one space,
 * encoded-words decoded, what a backslash quotes as it is. What is no word is kept as it stands, save a quote that is never closed. White
 * space in quotes or behind a backslash that ends the phrase is no part of it.
 *
 *      at          piece                             before the next piece
 *      FWS, (…)    none                              a space
 *      " … "       decoded, without its quotes       nothing
 *      "           none, if no quote closes it; the rest is looked through as if it were not there
 *      \ and c     c                                 nothing
 *      all else    up to one of these, decoded       a space where the run ends in white space
 */
export function decodePhrase(
  octets: string,
  from: number,
  to: number,
  report: Report,
  decode: Decode = decodeWords,
): string {
  let out = ''
  let gap = false
  let open = true
  let quoted = false
  for (let at = from; at < to; ) {
    const c = octets.charCodeAt(at)
    if (isFws(c)) {
      at++
      gap = true
      continue
    }
    if (c === LPAREN) {
      const end = commentEnd(octets, at, to)
      at = end === -1 ? to : end
      gap = true
      continue
    }
    const start = at
    let piece: string
    let space = false
    if (c === QUOTE) {
      const end = open ? closingQuote(octets, at, to) : -1
      at = end + 1
      if (end === -1) {
        open = false
        at = start + 1
        continue
      }
      piece = decode(
        unquote(foldedTabs(octets.slice(start + 1, end))),
        within(report, start, end),
        start + 1,
        'quoted-string',
      )
      if (piece === '') continue
      quoted = true
    } else if (c === BACKSLASH) {
      at = Math.min(to, pairEnd(octets, start))
      if (at === start + 1) continue
      piece = text(octets.slice(start + 1, at), report, start + 1)
      quoted = isFws(octets.charCodeAt(start + 1))
    } else {
      const last = runEnd(octets, start, to)
      at = last.next
      piece = decodeRun(octets.slice(start, last.end), start, report, decode)
      space = last.end < at
      quoted = false
    }
    out += gap && out !== '' ? ` ${piece}` : piece
    gap = space
  }
  if (!quoted) return out
  let end = out.length
  while (end > 0 && (out.charCodeAt(end - 1) === SP || out.charCodeAt(end - 1) === TAB)) end--
  return out.slice(0, end)
}

/** The TAB that a fold begins with is a space: no name has it, and names are shown in one line. Of equal length. */
function foldedTabs(octets: string): string {
  return octets.indexOf('\n\t') === -1 ? octets : octets.replaceAll('\n\t', '\n ')
}

/** A run of words without quotes: where its text ends, and where the next piece begins, white space between them. */
function runEnd(octets: string, at: number, to: number): { end: number; next: number } {
  let end = at
  for (; at < to; at++) {
    const c = octets.charCodeAt(at)
    if (c === QUOTE || c === LPAREN || c === BACKSLASH) break
    const word = c === EQUALS ? wordEnd(octets, at) : -1
    if (word !== -1) at = Math.min(word, to) - 1
    if (!isFws(c)) end = at + 1
  }
  return { end, next: at }
}

/** Keeps the spans of what is found in unquoted text inside the octets that it came from. */
function within(report: Report, from: number, to: number): Report {
  const inside = (at: number) => Math.max(from, Math.min(at, to))
  return partReport(report, (code, start, end) => report(code, inside(start), inside(end)))
}

/** A run of words without quotes: runs of white space are one space, then encoded-words are decoded. */
function decodeRun(run: string, from: number, report: Report, decode: Decode): string {
  if (!/[\t\r\n]| {2}/.test(run)) return decode(run, report, from, 'phrase')
  const words: string[] = []
  /** Where each octet of the joined text stands in the run. */
  const origin: number[] = []
  for (let at = 0; at < run.length; ) {
    while (at < run.length && isFws(run.charCodeAt(at))) at++
    const start = at
    while (at < run.length && !isFws(run.charCodeAt(at))) origin.push(at++)
    origin.push(at)
    if (at > start) words.push(run.slice(start, at))
  }
  const map = (pos: number) => from + (origin[pos - from] ?? run.length)
  const mapped = partReport(report, (code, start, end) => report(code, map(start), map(end)))
  return decode(words.join(' '), mapped, from, 'phrase')
}

/** The text of each of the comments whose spans are given (`(` to after `)`), trimmed. */
export function commentTexts(
  octets: string,
  spans: readonly number[],
  report: Report,
  decode: Decode = decodeWords,
): string[] {
  const texts: string[] = []
  for (let i = 0; i < spans.length; i += 2) {
    const from = spans[i]!
    const to = spans[i + 1]!
    report('comment-in-address', from, to)
    const closed = commentEnd(octets, from, to) === to ? to - 1 : to
    const content = unquote(foldedTabs(octets.slice(from + 1, closed)))
    texts.push(trimWsp(decode(content, within(report, from, to), from + 1, 'comment')))
  }
  return texts
}

function isAddressChar(c: number): boolean {
  return c === DOT || c >= 0x80 || (CLASS[c]! & ATEXT) !== 0
}

/** Does a name hold an addr-spec that is not `address`? Looks at each `@` and what touches it; a name is never read as an address. */
export function holdsOtherAddress(name: string, address: string): boolean {
  let at = name.indexOf('@')
  if (at === -1) return false
  const own = trimDots(bare(lowerAscii(address)))
  for (; at !== -1; at = name.indexOf('@', at + 1)) {
    let from = at
    while (from > 0 && isAddressChar(name.charCodeAt(from - 1))) from--
    if (from === at && name.charCodeAt(at - 1) === QUOTE) from = at - 1
    let to = at + 1
    if (name[to] === '[') to = name.indexOf(']', to) + 1 || to
    else while (to < name.length && isAddressChar(name.charCodeAt(to))) to++
    if (from < at && to > at + 1 && trimDots(bare(lowerAscii(name.slice(from, to)))) !== own) return true
  }
  return false
}

/** Outlook writes an address that is its own name in apostrophes, which are atext. */
export function bare(address: string): string {
  return address.length > 1 && address.startsWith("'") && address.endsWith("'") ? address.slice(1, -1) : address
}

/** A sentence may end after an address. */
function trimDots(address: string): string {
  let to = address.length
  while (to > 0 && address.charCodeAt(to - 1) === DOT) to--
  return address.slice(0, to)
}

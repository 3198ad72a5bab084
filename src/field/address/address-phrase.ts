/**
 * Display names and comments of addresses: found first, decoded after, never parsed again.
 * RFC 5322 §3.2.5 (phrase) and §4.1 (dots in it), §3.2.2 (comment), RFC 2047 §5.
 */
import { ATEXT, BACKSLASH, CLASS, CR, DOT, LF, LPAREN, QUOTE, RPAREN, SP, TAB } from '../../bytes/ascii.js'
import type { Report } from '../../defects/defect.js'
import { unquote } from '../lexer.js'
import { decodeWords } from '../words/encoded-word.js'

function isFws(c: number): boolean {
  return c === SP || c === TAB || c === CR || c === LF
}

/**
 * The text of the phrase in [from, to): quoted strings without their quotes, comments left out, white space between words one space,
 * encoded-words decoded. What is no word is kept as it stands.
 */
export function decodePhrase(octets: string, from: number, to: number, report: Report): string {
  let out = ''
  let gap = false
  let at = from
  while (at < to) {
    const c = octets.charCodeAt(at)
    if (isFws(c)) {
      at++
      gap = true
      continue
    }
    if (c === LPAREN) {
      at = skipComment(octets, at, to)
      gap = true
      continue
    }
    let text: string
    const start = at
    if (c === QUOTE) {
      at = closingQuote(octets, at, to)
      text = decodeWords(unquote(octets.slice(start + 1, at)), within(report, start, at), start + 1, 'quoted-string')
      at++
    } else {
      let last = at
      for (; at < to; at++) {
        const d = octets.charCodeAt(at)
        if (d === QUOTE || d === LPAREN) break
        if (!isFws(d)) last = at
      }
      text = decodeRun(octets.slice(start, last + 1), start, report)
      if (gap && out !== '') out += ' '
      out += text
      gap = last + 1 < at
      continue
    }
    if (gap && out !== '' && text !== '') out += ' '
    if (text !== '') gap = false
    out += text
  }
  return out
}

/** Index of the quote that closes the one at `at`, or `to`. */
function closingQuote(octets: string, at: number, to: number): number {
  for (at++; at < to; at++) {
    const c = octets.charCodeAt(at)
    if (c === QUOTE) return at
    if (c === BACKSLASH) at++
  }
  return to
}

function skipComment(octets: string, at: number, to: number): number {
  let depth = 0
  for (; at < to; at++) {
    const c = octets.charCodeAt(at)
    if (c === BACKSLASH) at++
    else if (c === LPAREN) depth++
    else if (c === RPAREN && --depth === 0) return at + 1
  }
  return to
}

/** Keeps the spans of what is found in unquoted text inside the octets that it came from. */
function within(report: Report, from: number, to: number): Report {
  return (code, start, end) => report(code, Math.max(from, Math.min(start, to)), Math.max(from, Math.min(end, to)))
}

/** A run of words without quotes: runs of white space are one space, then encoded-words are decoded. */
function decodeRun(run: string, from: number, report: Report): string {
  if (!/[\t\r\n]| {2}/.test(run)) return decodeWords(run, report, from, 'phrase')
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
  return decodeWords(words.join(' '), (code, start, end) => report(code, map(start), map(end)), from, 'phrase')
}

/** The texts of the comments whose spans are given (`(` to after `)`), joined by a space; undefined if all are empty. */
export function decodeComments(octets: string, spans: readonly number[], report: Report): string | undefined {
  const texts: string[] = []
  for (let i = 0; i < spans.length; i += 2) {
    const from = spans[i]!
    const to = spans[i + 1]!
    report('comment-in-address', from, to)
    const closed = octets.charCodeAt(to - 1) === RPAREN ? to - 1 : to
    const content = unquote(octets.slice(from + 1, closed))
    const text = decodeWords(content, within(report, from, to), from + 1, 'comment').trim()
    if (text !== '') texts.push(text)
  }
  return texts.length === 0 ? undefined : texts.join(' ')
}

function isAddressChar(c: number): boolean {
  return c === DOT || c >= 0x80 || (CLASS[c]! & ATEXT) !== 0
}

/** Does a name hold an addr-spec that is not `address`? Looks at each `@` and what touches it; a name is never read as an address. */
export function holdsOtherAddress(name: string, address: string): boolean {
  let at = name.indexOf('@')
  if (at === -1) return false
  const own = address.toLowerCase()
  for (; at !== -1; at = name.indexOf('@', at + 1)) {
    let from = at
    while (from > 0 && isAddressChar(name.charCodeAt(from - 1))) from--
    if (from === at && name.charCodeAt(at - 1) === QUOTE) from = at - 1
    let to = at + 1
    if (name[to] === '[') to = name.indexOf(']', to) + 1 || to
    else while (to < name.length && isAddressChar(name.charCodeAt(to))) to++
    if (from < at && to > at + 1 && trimDots(name.slice(from, to).toLowerCase()) !== trimDots(own)) return true
  }
  return false
}

/** A sentence may end after an address. */
function trimDots(address: string): string {
  let to = address.length
  while (to > 0 && address.charCodeAt(to - 1) === DOT) to--
  return address.slice(0, to)
}

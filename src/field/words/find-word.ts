/** Finds encoded-words in octets: `=?charset?B or Q?text?=`. RFC 2047 §2, with the language of RFC 2231 §5. Decodes nothing. */
import { CLASS, EQUALS, FWS, QUESTION, TOKEN } from '../../bytes/ascii.js'

/** An encoded-word in a string: `=?label?encoding?…?=`, found by `find`. */
export class WordFinder {
  start = 0
  end = 0
  /** Charset without language, lower case; kept from word to word, as most words of a message have the same. */
  label = ''
  /** The label is a token, with its language. */
  token = true
  base64 = false
  from = 0
  to = 0
  /** What stands between `=?` and `?`, of the last word. */
  private written = ''

  /**
   * The word that begins at `at`, where `=?` stands: 0, or the index from which to look for the next `=?`. Linear over a whole string:
   * what a failed attempt has passed is not passed again.
   */
  find(octets: string, at: number): number {
    let pos = at + 2
    let c = octets.charCodeAt(pos)
    // QUIRK(RFC 2047 §2): `:` and other especials in the charset. Sent by: old Macintosh agents (iso_8859-1:1987). Fixture: encoded-word unit test.
    while (c > 0x20 && c < 0x7f && c !== QUESTION && c !== EQUALS) c = octets.charCodeAt(++pos)
    if (c !== QUESTION || pos === at + 2) return Math.max(at + 1, pos - 1)
    const encoding = octets.charCodeAt(pos + 1) | 0x20
    if ((encoding !== 0x62 && encoding !== 0x71) || octets.charCodeAt(pos + 2) !== QUESTION) return pos
    const from = pos + 3
    const to = octets.indexOf('?', from)
    if (to === -1) return octets.length
    if (octets.charCodeAt(to + 1) !== EQUALS) return Math.max(from, to - 1)
    this.start = at
    this.end = to + 2
    this.base64 = encoding === 0x62
    this.from = from
    this.to = to
    if (pos - at - 2 !== this.written.length || !octets.startsWith(this.written, at + 2))
      this.labelled(octets.slice(at + 2, pos))
    return 0
  }

  private labelled(written: string): void {
    this.written = written
    const star = written.indexOf('*')
    this.label = (star === -1 ? written : written.slice(0, star)).toLowerCase()
    this.token = true
    for (let i = 0; i < written.length && this.token; i++) this.token = (CLASS[written.charCodeAt(i)]! & TOKEN) !== 0
  }
}

/** True if the string holds an encoded-word. */
export function holdsWord(octets: string): boolean {
  let at = octets.indexOf('=?')
  if (at === -1) return false
  const word = new WordFinder()
  while (at !== -1) {
    const next = word.find(octets, at)
    if (next === 0) return true
    at = octets.indexOf('=?', next)
  }
  return false
}

const ONE_TOKEN = /=\?[!-<>@-~]+\?[bq]\?[^? \t\r\n]*\?=/iy

/**
 * At `=`: the index after the encoded-word that begins there, if it is one token of a structured field, which has no white space in it;
 * else -1. The specials in such a word end nothing (RFC 2047 §2: to a parser of RFC 822 it looks like one atom).
 */
export function wordEnd(octets: string, at: number): number {
  if (octets.charCodeAt(at + 1) !== QUESTION) return -1
  ONE_TOKEN.lastIndex = at
  return ONE_TOKEN.test(octets) ? ONE_TOKEN.lastIndex : -1
}

/** The value (outer white space aside) is nothing but encoded-words, each one token. */
export function isOnlyWords(octets: string): boolean {
  let words = 0
  for (let at = 0; at < octets.length; ) {
    const c = octets.charCodeAt(at)
    if (c < 256 && (CLASS[c]! & FWS) !== 0) {
      at++
      continue
    }
    const end = c === EQUALS ? wordEnd(octets, at) : -1
    if (end === -1) return false
    words++
    at = end
  }
  return words > 0
}

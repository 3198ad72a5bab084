/** Writes parameters: a token, a quoted string, or the segments of RFC 2231. RFC 2045 §5.1, RFC 2231 §3, §4. */

import { assertArray, assertObject } from '../../bytes/arguments.js'
import { isAsciiText } from '../../bytes/ascii.js'
import { encodeEncodedWords } from '../words/encoded-word.js'
import { extendedSegments } from './rfc2231.js'

/** How parameters are written. */
export interface ParameterOptions {
  /** Parameters whose value, where it is not ASCII, is written as an encoded-word in quotes: against RFC 2047 §5, for old readers. */
  readonly encodedWords?: readonly string[]
}

/** Characters of the longest parameter on a line of its own: 78 less the space before it and the `;` behind it. */
const ROOM = 76
const NOT_TOKEN = /[^!#$&+.0-9A-Z^_`a-z{|}~-]/
/** Fewer than the grammar allows: readers trip over `'` and `*` outside quotes. */
const TOKEN_VALUE = /^[+.0-9A-Z_a-z-]+$/
const CONTROL = /[\x00-\x1f\x7f]/
const LOOKS_EXTENDED = /^[A-Za-z0-9_.:+-]*'[A-Za-z0-9-]*'/
/** Read before anything is decoded, by readers that know no RFC 2231: always written plainly. */
const PLAIN_ONLY = new Set(['boundary'])
const NEVER_EMPTY = new Set(['boundary', 'filename'])

/**
 * Parameters as `; name=value` each, in the order given, unfolded: token, quoted string, or RFC 2231 segments for what is not ASCII, does
 * not fit a line, or looks encoded. ASCII throughout.
 * @throws TypeError for a name that is no token, holds `*`, `'` or `%`, or comes twice; for an empty boundary or filename; for controls and lone
 * surrogates in a value
 */
export function formatParameters(
  params: Readonly<Record<string, string>> | Iterable<readonly [string, string]>,
  options: ParameterOptions = {},
): string {
  assertObject(params, 'params')
  assertObject(options, 'options')
  const pairs = Symbol.iterator in params ? (params as Iterable<readonly [string, string]>) : Object.entries(params)
  const seen = new Set<string>()
  let out = ''
  for (const pair of pairs) {
    assertArray(pair, 'params entry')
    const [name, value] = pair
    checkParameter(name, value)
    const key = name.toLowerCase()
    if (seen.has(key)) throw new TypeError(`parameter ${name}: given twice: expected each name once`)
    seen.add(key)
    for (const piece of formatParameter(name, value, options.encodedWords?.includes(key) === true)) out += `; ${piece}`
  }
  return out
}

function checkParameter(name: string, value: string): void {
  if (typeof name !== 'string' || name === '' || NOT_TOKEN.test(name)) {
    throw new TypeError(`parameter name ${JSON.stringify(name)}: expected a token without *, ' and %`)
  }
  if (typeof value !== 'string') throw new TypeError(`parameter ${name}: expected a string`)
  if (value === '' && NEVER_EMPTY.has(name.toLowerCase()))
    throw new TypeError(`parameter ${name}: expected a value that is not empty`)
  const at = value.search(CONTROL)
  if (at !== -1) throw new TypeError(`parameter ${name}: control character at ${at}: leave it out`)
  const lone = value.search(/\p{Surrogate}/u)
  if (lone !== -1)
    throw new TypeError(`parameter ${name}: lone surrogate at ${lone}: toWellFormed() of the text replaces it`)
}

function formatParameter(name: string, value: string, asWord: boolean): string[] {
  const ascii = isAsciiText(value)
  if (ascii && value.length <= ROOM && TOKEN_VALUE.test(value) && plain(name, value, value)) return [`${name}=${value}`]
  const quoted = `"${value.replace(/["\\]/g, '\\$&')}"`
  if (ascii && plain(name, value, quoted)) return [`${name}=${quoted}`]
  if (asWord) return [`${name}="${encodeEncodedWords(value, { phrase: true, column: name.length + 5 })}"`]
  return extendedSegments(name, value, ROOM)
}

/** May a value be written plainly? It fits a line, and does not look encoded. */
function plain(name: string, value: string, written: string): boolean {
  if (PLAIN_ONLY.has(name.toLowerCase())) return true
  return name.length + 1 + written.length <= ROOM && value.indexOf('=?') === -1 && !LOOKS_EXTENDED.test(value)
}

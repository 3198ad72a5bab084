/**
 * Cuts MIME fields as programs without the grammar of RFC 2045 §5.1 do: models of other readers, not how this library reads. Each looks at an
 * octet a bounded number of times.
 */
import { APOSTROPHE, ASTERISK, CLASS, lowerAscii, TOKEN, trimWsp } from '../bytes/ascii.js'
import { isAtHand } from '../charset/index.js'
import { decodePercent } from '../codec/percent.js'
import { ignore, type Report } from '../defects/defect.js'
import { labelledText } from '../field/mime/labelled.js'
import { parameterInstances, readParameters } from '../field/mime/parameters.js'
import { text } from '../field/octets.js'
import { decodeWords, holdsWord } from '../field/words/encoded-word.js'
import type { Syntax } from './profiles.js'

/** A field as one of them has it: what stands before the parameters, and the parameters in order. */
export interface Rough {
  readonly head: string
  readonly values: ReadonlyMap<string, RoughForms>
}

/** The first and the last instance of a name, without and with RFC 2231. */
export interface RoughForms {
  readonly plain: readonly [first: string, last: string] | undefined
  readonly extended: readonly [first: string, last: string] | undefined
}

type Pair = [name: string, value: string]

export function readRough(octets: string, syntax: Exclude<Syntax, 'grammar'>, maxParameters: number): Rough {
  const pieces = cut(unfolded(octets, syntax), syntax === 'split')
  let head = trimWsp(pieces[0]!)
  if (syntax === 'strict') {
    return { head: withoutComments(head).toLowerCase(), values: grouped(strictPairs(octets, maxParameters), syntax) }
  }
  if (syntax === 'loose') head = withoutComments(head)
  const pairs: Pair[] = []
  // A field that has nothing but a parameter: `Content-Disposition: filename=a.txt`.
  const from = isParameter(head) ? 0 : 1
  for (const piece of pieces.slice(from, from + maxParameters)) {
    const equals = piece.indexOf('=')
    if (equals === -1) continue
    let name = lowerAscii(trimWsp(piece.slice(0, equals)))
    if (syntax === 'loose') name = withoutComments(name)
    pairs.push([name, unquoted(trimWsp(piece.slice(equals + 1)), syntax)])
  }
  return { head: (from === 0 ? '' : head).toLowerCase(), values: grouped(pairs, syntax) }
}

function unfolded(octets: string, syntax: Syntax): string {
  return syntax === 'split' ? octets : octets.replace(/[\r\n]/g, '')
}

function isParameter(head: string): boolean {
  const equals = head.indexOf('=')
  return equals > 0 && isToken(head.slice(0, equals))
}

function isToken(octets: string): boolean {
  for (let i = 0; i < octets.length; i++) if ((CLASS[octets.charCodeAt(i) & 255]! & TOKEN) === 0) return false
  return octets !== ''
}

/** At each `;` outside of quotes; where `toggles`, any quote opens them, else one that begins a value. */
function cut(octets: string, toggles: boolean): string[] {
  const pieces: string[] = []
  let start = 0
  let quoted = false
  let atValue = false
  for (let i = 0; i < octets.length; i++) {
    const c = octets[i]!
    if (quoted && c === '\\') i++
    else if (c === '"') {
      quoted = quoted ? false : toggles || atValue
      atValue = false
    } else if (c === ';' && !quoted) {
      pieces.push(octets.slice(start, i))
      start = i + 1
    } else if (!quoted) atValue = c === '=' || (atValue && (c === ' ' || c === '\t'))
  }
  // A quote that does not close quotes all that follows.
  pieces.push(octets.slice(start))
  return pieces
}

function unquoted(value: string, syntax: Syntax): string {
  if (syntax === 'split') {
    const whole = value.length > 1 && value.startsWith('"') && value.endsWith('"')
    const inner = whole ? value.slice(1, -1).replace(/\\\\/g, '\\').replace(/\\"/g, '"') : value
    return trimWsp(inner).replace(/[\x80-\xff]/g, '\ufffd')
  }
  const octets = syntax === 'loose' ? withoutComments(value) : value
  if (!octets.startsWith('"')) return octets
  let out = ''
  for (let i = 1; i < octets.length && octets[i] !== '"'; i++) {
    if (octets[i] === '\\') i++
    out += octets[i] ?? ''
  }
  return out
}

/** Comments outside of quotes, nested ones too, and white space at the ends. */
export function withoutComments(octets: string): string {
  let out = ''
  let depth = 0
  let quoted = false
  for (let i = 0; i < octets.length; i++) {
    const c = octets[i]!
    if (c === '\\') {
      if (depth === 0) out += octets.slice(i, i + 2)
      i++
      continue
    }
    if (c === '"' && depth === 0) quoted = !quoted
    if (c === '(' && !quoted) depth++
    if (depth === 0) out += c
    if (c === ')' && depth > 0) depth--
  }
  return trimWsp(out)
}

/** By the grammar, up to the first octet that it does not have; of a value that goes on behind a token, the token. */
function strictPairs(octets: string, maxParameters: number): Pair[] {
  let fault = octets.length
  const report: Report = (code, from) => {
    if (code === 'invalid-parameter' || code.startsWith('unterminated-')) fault = Math.min(fault, from)
  }
  const semicolon = octets.indexOf(';')
  const from = semicolon === -1 ? octets.length : semicolon
  readParameters(octets, report, from, { maxParameters })
  // What stands between the type and its first `;`, or the lack of that `;`.
  const lead = semicolon === -1 ? octets.indexOf('=') : -1
  if (lead !== -1) return []
  const pairs: Pair[] = []
  for (const [name, { octets: value, from: at, quoted }] of parameterInstances(octets, maxParameters)) {
    if (at > fault) break
    const strict = quoted || name.endsWith('*') ? value : strictValue(value)
    if (strict !== '' || value === '') pairs.push([name, strict])
  }
  return pairs
}

/**
 * An unquoted value, which ends where a token does, and at `*`: the rule is that of names in RFC 2231 §7. What holds an apostrophe is taken for
 * `charset'language'value` under any name, and dropped where it is none; '' then.
 */
function strictValue(value: string): string {
  const first = value.indexOf("'")
  const second = first === -1 ? -1 : value.indexOf("'", first + 1)
  if (first !== -1 && second === -1) return ''
  let end = second + 1
  while (end < value.length && isStrict(value.charCodeAt(end) & 255)) end++
  return value.slice(second + 1, end)
}

function isStrict(c: number): boolean {
  return (CLASS[c]! & TOKEN) !== 0 && c !== ASTERISK && c !== APOSTROPHE
}

function grouped(pairs: readonly Pair[], syntax: Syntax): Map<string, RoughForms> {
  const byName = new Map<string, { plain: string[]; extended: Pair[] }>()
  for (const [full, value] of pairs) {
    const star = full.indexOf('*')
    const name = star === -1 ? full : full.slice(0, star)
    let all = byName.get(name)
    if (all === undefined) byName.set(name, (all = { plain: [], extended: [] }))
    if (star === -1) all.plain.push(value)
    else all.extended.push([full.slice(star + 1), value])
  }
  const forms = new Map<string, RoughForms>()
  for (const [name, { plain, extended }] of byName) {
    const shown = (value: string) => worded(name, value, syntax)
    const joined = extended.length === 0 ? undefined : join(extended, syntax)
    forms.set(name, {
      plain: plain.length === 0 ? undefined : [shown(plain[0]!), shown(plain[plain.length - 1]!)],
      extended: joined === undefined ? undefined : [joined, joined],
    })
  }
  return forms
}

/** Encoded-words: in all parameters by who has a grammar for it, in text by most, never by who only cuts. */
function worded(name: string, value: string, syntax: Syntax): string {
  if (syntax === 'split') return value
  if (!holdsWord(value) || (syntax === 'scan' && name === 'boundary')) return text(value, ignore, 0)
  return decodeWords(value, ignore, 0, 'parameter')
}

/** Segments by their numbers, without a look for gaps; `*` alone or twice is a whole value. */
function join(extended: readonly Pair[], syntax: Syntax): string {
  const segments = extended
    .map(([section, value]) => ({
      number: Number.parseInt(section, 10) || 0,
      starred: section === '' || section.endsWith('*'),
      value,
    }))
    .sort((a, b) => a.number - b.number)
  if (syntax === 'strict' && segments[0]!.number > 0) return ''
  const any = segments.some(({ starred }) => starred)
  let label = ''
  let octets = ''
  let next = segments[0]!.number
  for (const [i, { number, starred, value }] of segments.entries()) {
    if (syntax === 'strict' && number !== next++) break
    let piece = value
    const second = i === 0 && starred ? piece.indexOf("'", piece.indexOf("'") + 1) : -1
    if (second > 0) {
      label = piece.slice(0, piece.indexOf("'")).toLowerCase()
      piece = piece.slice(second + 1)
    }
    octets += starred && syntax === 'strict' ? decodePercent(piece) : piece
  }
  // Who does not go by segments joins them first: a character that two of them share is one again.
  if (any && syntax !== 'strict') octets = decodePercent(octets)
  if (label !== '' && !isAtHand(label) && (syntax === 'strict' || syntax === 'scan'))
    return octets.replace(/[\x80-\xff]/g, '\ufffd')
  if (/^(?:unicode-1-1-)?utf-?7$/.test(label) && syntax === 'loose')
    return octets.replace(/\+[A-Za-z0-9+/]*-?/g, shifted)
  return any ? labelledText(octets, label === '' ? 'utf-8' : label, ignore, 0, 0) : text(octets, ignore, 0)
}

/** A shifted run of UTF-7 (RFC 2152), by who takes any charset that is named. */
function shifted(run: string): string {
  const base64 = run.replace(/^\+|-$/g, '')
  if (base64 === '') return '+'
  let out = ''
  let held = 0
  let bits = 0
  for (const c of base64) {
    held = ((held << 6) | SEXTET.indexOf(c)) & 0xfffff
    bits += 6
    if (bits < 16) continue
    bits -= 16
    out += String.fromCharCode((held >> bits) & 0xffff)
  }
  return out
}

const SEXTET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

/** Reads and writes Content-Disposition, and any value of the form `value; parameters`. RFC 2183 §2, RFC 2045 §5.1. */
import { assertObject, quoteShort } from '../../bytes/arguments.js'
import { CLASS, FWS, QUOTE, SEMICOLON, TOKEN, trimWsp } from '../../bytes/ascii.js'
import { ignore, type Report } from '../../defects/defect.js'
import { DEFAULT_LIMITS, type Limits } from '../../defects/limits.js'
import { readDate } from '../date.js'
import { Lexer, takeQuotedString, takeRun, unfold } from '../lexer.js'
import { text, toOctets } from '../octets.js'
import { decodeWords } from '../words/encoded-word.js'
import { fastParameters, runEnd } from './fast-parameters.js'
import { skipMimeCfws } from './mime-cfws.js'
import { leadingParameter, parameterWithoutSemicolon } from './parameter-octets.js'
import { ParameterReader, type Params, readParameters } from './parameters.js'
import { formatParameters, type ParameterOptions } from './parameters-format.js'

/** True for what is one token (RFC 2045 §5.1). */
export function isToken(value: string): boolean {
  return TOKEN_TEXT.test(value)
}

/** A value with parameters. */
export interface Parameterized {
  /** What stands before the first `;`, without comments where it is one token. */
  readonly value: string
  /** Parameters by name in lower case, decoded (RFC 2231); the first of each. */
  readonly params: Params
}

/** How a part is to be presented (RFC 2183). */
export interface Disposition {
  /**
   * Lower case: the token, also where it stands in quotes or in an encoded-word; what stands before the first `;` where there is none. Anything but `inline` is to be treated as `attachment`
   * (RFC 2183 §2.8).
   */
  readonly type: string
  /** Parameters by name in lower case, decoded (RFC 2231); the first of each. */
  readonly params: Params
  /** The filename, decoded and otherwise as received: never a path. */
  readonly filename?: string
  /** Octets of the file, as the sender says. The content may have another size. */
  readonly size?: number
  /** When the file was made, as the sender says. Absent where it cannot be read. */
  readonly creationDate?: Date
  /** When the file was last changed, as the sender says. Absent where it cannot be read. */
  readonly modificationDate?: Date
  /** When the file was last read, as the sender says. Absent where it cannot be read. */
  readonly readDate?: Date
}

type ParameterLimits = Pick<Limits, 'maxParameters'>

interface Head {
  readonly value: string
  readonly token: boolean
  readonly from: number
  readonly end: number
}

/**
 * What stands before the parameters: one token and comments, or anything up to the first `;`. Of a `word` the token in quotes or in an
 * encoded-word counts too; it is no token as RFC 2183 §2 has it.
 */
function readHead(octets: string, report: Report, word: boolean): Head {
  const lex = new Lexer(octets, report)
  skipMimeCfws(lex)
  const from = lex.pos
  const value = takeRun(lex, TOKEN)
  const to = lex.pos
  if (value !== '' && endsHead(lex)) return { value, token: true, from, end: to }
  if (word) {
    lex.pos = from
    const wrapped = wrappedToken(lex)
    if (wrapped !== '') return { value: wrapped, token: false, from, end: lex.pos }
  }
  const parameter = word && /^filename(?![^*])/i.test(value) ? leadingParameter(octets) : -1
  if (parameter !== -1) return { value: '', token: false, from, end: parameter }
  const semicolon = octets.indexOf(';')
  const end = semicolon === -1 ? octets.length : semicolon
  let last = end
  let first = Math.min(from, end)
  while (first < last && (CLASS[octets.charCodeAt(first)]! & FWS) !== 0) first++
  while (last > first && (CLASS[octets.charCodeAt(last - 1)]! & FWS) !== 0) last--
  return { value: text(unfold(octets.slice(first, last)), report, first), token: false, from: first, end }
}

/** Does the value end here, before parameters or the end? The lexer stays behind the value. */
function endsHead(lex: Lexer): boolean {
  const at = lex.pos
  const space = skipMimeCfws(lex)
  const ends = lex.done || lex.peek() === SEMICOLON || parameterWithoutSemicolon(lex, space) !== -1
  lex.pos = at
  return ends
}

/** QUIRK(RFC 2183 §2): `"inline"`, `=?utf-8?Q?inline?=`. Sent by: generic encoders of fields. Fixture: disposition unit test. '' for all else. */
function wrappedToken(lex: Lexer): string {
  const { text: octets, pos: from } = lex
  let value: string
  if (lex.peek() === QUOTE) {
    const silent = new Lexer(octets, ignore, from)
    value = takeQuotedString(silent)
    lex.pos = silent.pos
  } else if (octets.startsWith('=?', from)) {
    while (!lex.done && lex.peek() !== SEMICOLON && (CLASS[lex.peek() & 255]! & FWS) === 0) lex.pos++
    value = decodeWords(octets.slice(from, lex.pos), ignore, 0, 'parameter')
  } else return ''
  value = trimWsp(value)
  return TOKEN_TEXT.test(value) && endsHead(lex) ? value : ''
}

/** Reads a value with parameters, whatever the value is. Never throws. */
export function readParameterized(
  octets: string,
  report: Report,
  limits: ParameterLimits = DEFAULT_LIMITS,
): Parameterized {
  const head = readHead(octets, report, false)
  return { value: head.value, params: readParameters(octets, report, head.end, limits) }
}

/** As `readDisposition`, for values of common form, which have no defect; undefined for all else. */
export function plainDisposition(octets: string, maxParameters: number): Disposition | undefined {
  const from = runEnd(octets, 0, FWS)
  const end = runEnd(octets, from, TOKEN)
  const type = octets.slice(from, end).toLowerCase()
  if (type !== 'attachment' && type !== 'inline') return undefined
  const params = fastParameters(octets, end, maxParameters)
  if (params === undefined || params.size !== undefined || DATES.some((name) => name in params)) return undefined
  const { filename } = params
  return filename === undefined ? { type, params } : { type, params, filename }
}

/** Reads a Content-Disposition value. Never throws. */
export function readDisposition(
  octets: string,
  report: Report,
  limits: ParameterLimits = DEFAULT_LIMITS,
  fallback?: string,
): Disposition {
  const plain = plainDisposition(octets, limits.maxParameters)
  if (plain !== undefined) return plain
  const head = readHead(octets, report, true)
  const type = head.value.toLowerCase()
  if (!head.token) report('invalid-content-disposition', head.from, head.end)
  else if (type !== 'inline' && type !== 'attachment') report('unknown-disposition', head.from, head.end)
  const reader = new ParameterReader(octets, report, head.end, limits.maxParameters)
  const params = reader.params(fallback)
  const size = params.size
  const disposition: { -readonly [K in keyof Disposition]: Disposition[K] } = { type, params }
  if (params.filename !== undefined && params.filename !== '') disposition.filename = params.filename
  if (size !== undefined && /^[0-9]{1,15}$/.test(size)) disposition.size = Number(size)
  for (const name of DATES) {
    const value = params[name]
    if (value === undefined || value === '') continue
    const at = reader.span(name) as { from: number; to: number }
    const read = readDate(toOctets(value), (code) => report(code, at.from, at.to))
    if (read !== undefined) disposition[name.replace('-d', 'D') as 'readDate'] = read.date
  }
  return disposition
}

const DATES = ['creation-date', 'modification-date', 'read-date']

/** Door: reads a Content-Disposition value. */
export function parseDisposition(value: string | Uint8Array): Disposition {
  return readDisposition(toOctets(value), ignore)
}

const TOKEN_TEXT = /^[!#$%&'*+.0-9A-Z^_`a-z{|}~-]+$/

/**
 * A Content-Disposition value, unfolded, ASCII.
 * @throws TypeError for a type that is no token and for parameters that cannot be written
 */
export function formatDisposition(
  value: {
    /** `attachment`, `inline` or another token. */
    readonly type: string
    /** By name; written with RFC 2231 where they are not ASCII. */
    readonly params?: Parameters<typeof formatParameters>[0]
  },
  options?: ParameterOptions,
): string {
  assertObject(value, 'value')
  return formatParameterized({ value: value.type, ...(value.params && { params: value.params }) }, options)
}

/** A token with parameters. @throws TypeError as `formatDisposition` */
export function formatParameterized(
  value: { readonly value: string; readonly params?: Parameters<typeof formatParameters>[0] },
  options?: ParameterOptions,
): string {
  if (typeof value.value !== 'string' || !TOKEN_TEXT.test(value.value)) {
    throw new TypeError(`value: expected a token, got ${quoteShort(value.value)}`)
  }
  return value.value + (value.params === undefined ? '' : formatParameters(value.params, options))
}

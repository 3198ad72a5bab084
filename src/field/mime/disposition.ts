/** Content-Disposition, and any value of the form `value; parameters`. RFC 2183 §2, RFC 2045 §5.1. */
import { CLASS, FWS, SEMICOLON, TOKEN } from '../../bytes/ascii.js'
import { ignore, type Report } from '../../defects/defect.js'
import { DEFAULT_LIMITS, type Limits } from '../../defects/limits.js'
import { readDate } from '../date.js'
import { Lexer, unfold } from '../lexer.js'
import { text, toOctets } from '../octets.js'
import {
  formatParameters,
  type ParameterOptions,
  ParameterReader,
  type Params,
  readParameters,
  skipMimeCfws,
} from './parameters.js'
import { plainParameters } from './parameters-plain.js'

/** A value with parameters. */
export interface Parameterized {
  /** What stands before the first `;`, without comments where it is one token. */
  readonly value: string
  readonly params: Params
}

export interface Disposition {
  /**
   * Lower case; what stands before the first `;` when that is no token. Anything but `inline` is to be treated as `attachment`
   * (RFC 2183 §2.8).
   */
  readonly type: string
  readonly params: Params
  /** Decoded, as received: never a path. */
  readonly filename?: string
  /** As the sender says; the content may differ. */
  readonly size?: number
  readonly creationDate?: Date
  readonly modificationDate?: Date
  readonly readDate?: Date
}

type ParameterLimits = Pick<Limits, 'maxParameters'>

interface Head {
  readonly value: string
  readonly token: boolean
  readonly from: number
  readonly end: number
}

/** What stands before the parameters: one token and comments, or anything up to the first `;`. */
function readHead(octets: string, report: Report): Head {
  const lex = new Lexer(octets, report)
  skipMimeCfws(lex)
  const from = lex.pos
  const value = lex.run(TOKEN)
  const to = lex.pos
  skipMimeCfws(lex)
  if (value !== '' && (lex.done || lex.peek() === SEMICOLON)) return { value, token: true, from, end: to }
  const semicolon = octets.indexOf(';')
  const end = semicolon === -1 ? octets.length : semicolon
  let last = end
  let first = Math.min(from, end)
  while (first < last && (CLASS[octets.charCodeAt(first)]! & FWS) !== 0) first++
  while (last > first && (CLASS[octets.charCodeAt(last - 1)]! & FWS) !== 0) last--
  return { value: text(unfold(octets.slice(first, last)), report, first), token: false, from: first, end }
}

/** Reads a value with parameters, whatever the value is. Never throws. */
export function readParameterized(
  octets: string,
  report: Report,
  limits: ParameterLimits = DEFAULT_LIMITS,
): Parameterized {
  const head = readHead(octets, report)
  return { value: head.value, params: readParameters(octets, report, head.end, limits) }
}

/** Reads a Content-Disposition value. Never throws. */
export function readDisposition(
  octets: string,
  report: Report,
  limits: ParameterLimits = DEFAULT_LIMITS,
  fallback?: string,
): Disposition {
  const head = readHead(octets, report)
  const type = head.value.toLowerCase()
  if (!head.token) report('invalid-content-disposition', head.from, head.end)
  else if (type !== 'inline' && type !== 'attachment') report('unknown-disposition', head.from, head.end)
  const plain = plainParameters(octets, head.end, limits.maxParameters)
  if (plain !== undefined && plain.size === undefined && !hasDates(plain)) {
    const { filename } = plain
    return filename === undefined ? { type, params: plain } : { type, params: plain, filename }
  }
  const reader = new ParameterReader(octets, report, head.end, limits.maxParameters)
  const params = reader.params(fallback)
  const size = params.size
  const disposition: { -readonly [K in keyof Disposition]: Disposition[K] } = { type, params }
  if (params.filename !== undefined) disposition.filename = params.filename
  if (size !== undefined && /^[0-9]{1,15}$/.test(size)) disposition.size = Number(size)
  const dateOf = (name: string) => {
    const value = params[name]
    if (value === undefined) return undefined
    const at = reader.span(name) as { from: number; to: number }
    return readDate(toOctets(value), (code) => report(code, at.from, at.to))?.date
  }
  const created = dateOf('creation-date')
  if (created !== undefined) disposition.creationDate = created
  const modified = dateOf('modification-date')
  if (modified !== undefined) disposition.modificationDate = modified
  const read = dateOf('read-date')
  if (read !== undefined) disposition.readDate = read
  return disposition
}

function hasDates(params: Params): boolean {
  return 'creation-date' in params || 'modification-date' in params || 'read-date' in params
}

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
  value: { readonly type: string; readonly params?: Parameters<typeof formatParameters>[0] },
  options?: ParameterOptions,
): string {
  return formatParameterized({ value: value.type, ...(value.params && { params: value.params }) }, options)
}

/** A token with parameters. @throws TypeError as `formatDisposition` */
export function formatParameterized(
  value: { readonly value: string; readonly params?: Parameters<typeof formatParameters>[0] },
  options?: ParameterOptions,
): string {
  if (typeof value.value !== 'string' || !TOKEN_TEXT.test(value.value)) {
    throw new TypeError(`${JSON.stringify(value.value)}: expected a token`)
  }
  return value.value + (value.params === undefined ? '' : formatParameters(value.params, options))
}

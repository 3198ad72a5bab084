/** Reads and writes Content-Type: media type, parameters and the boundary as delimiter lines hold it. RFC 2045 §5, RFC 2046 §5.1.1. */

import { assertObject, quoteShort } from '../../bytes/arguments.js'
import { SLASH, TOKEN } from '../../bytes/ascii.js'
import { Memo } from '../../bytes/kept.js'
import { ignore, type Report } from '../../defects/defect.js'
import { DEFAULT_LIMITS, type Limits } from '../../defects/limits.js'
import { Lexer, takeRun } from '../lexer.js'
import { toOctets } from '../octets.js'
import { boundaryOf } from './boundary.js'
import type { Place } from './fast-parameters.js'
import { type ContentType, contentType, fastType, readHead } from './media-type.js'
import { skipMimeCfws } from './mime-cfws.js'
import { ParameterReader } from './parameters.js'
import { formatParameters } from './parameters-format.js'

export type { ContentType } from './media-type.js'

const COMMON = /^[^;]+(?:; ?charset=[^;]+)?$/i
/** Values longer than this take the general way: the pattern above is for the many short ones. */
const COMMON_LENGTH = 120
/**
 * Values of common form, by their octets: nearly all parts of all messages have one of a few types. Frozen, as they are shared. Measured: the types of
 * 40 parts are read 1.5 times as fast as without.
 */
const COMMON_TYPES = /* @__PURE__ */ new Memo(256, readCommon)

function readCommon(octets: string): ContentType | undefined {
  const type = COMMON.test(octets) ? fastType(octets, 1) : undefined
  if (type !== undefined) Object.freeze(type.params)
  return Object.freeze(type)
}

/** As `readContentType`, for values of common form, which have no defect; undefined for all else. */
export function plainContentType(octets: string, maxParameters: number, place?: Place): ContentType | undefined {
  const known = octets.length <= COMMON_LENGTH ? COMMON_TYPES.get(octets) : undefined
  return known ?? fastType(octets, maxParameters, place)
}

/** Reads a Content-Type value. What is no media type is text/plain (RFC 2045 §5.2). Never throws. */
export function readContentType(
  octets: string,
  report: Report,
  { maxParameters }: Pick<Limits, 'maxParameters'> = DEFAULT_LIMITS,
  fallback?: string,
  place?: Place,
): ContentType {
  const plain = plainContentType(octets, maxParameters, place)
  if (plain !== undefined) return plain
  const { type, subtype, from, end } = readHead(octets, report)
  const isMultipart = type.toLowerCase() === 'multipart'
  const reader = new ParameterReader(octets, report, end, maxParameters)
  const params = reader.params(fallback)
  if (!isMultipart) {
    if (reader.has('boundary')) {
      const at = reader.span('boundary')
      report('boundary-on-non-multipart', at?.from ?? 0, at?.to ?? octets.length)
    }
    return contentType(type, subtype, params)
  }
  return contentType(type, subtype, params, boundaryOf(reader, report, from, end, place))
}

/** True if a Content-Type value begins with a media type, `type/subtype`: what does not is read as text/plain (RFC 2045 §5.2). */
export function holdsMediaType(octets: string): boolean {
  const lex = new Lexer(octets, ignore)
  skipMimeCfws(lex)
  if (takeRun(lex, TOKEN) === '') return false
  skipMimeCfws(lex)
  if (!lex.take(SLASH)) return false
  skipMimeCfws(lex)
  return takeRun(lex, TOKEN) !== ''
}

/** Door: reads a Content-Type value. */
export function parseContentType(value: string | Uint8Array): ContentType {
  return readContentType(toOctets(value), ignore)
}

const MEDIA_TYPE = /^[!#$%&'*+.0-9A-Z^_`a-z{|}~-]+\/[!#$%&'*+.0-9A-Z^_`a-z{|}~-]+$/

/**
 * A Content-Type value, unfolded, ASCII.
 * @throws TypeError for what is not `token/token` and for parameters that cannot be written
 */
export function formatContentType(value: {
  /** `type/subtype`. */
  readonly mediaType: string
  /** By name; written with RFC 2231 where they are not ASCII. */
  readonly params?: Parameters<typeof formatParameters>[0]
}): string {
  assertObject(value, 'value')
  if (typeof value.mediaType !== 'string' || !MEDIA_TYPE.test(value.mediaType)) {
    throw new TypeError(`mediaType: expected token/token, got ${quoteShort(value.mediaType)}`)
  }
  return value.mediaType + (value.params === undefined ? '' : formatParameters(value.params))
}

/** The type of an entity that has no field for it (RFC 2045 §5.2, RFC 2046 §5.1.5). */
export function defaultContentType(
  mediaType: 'text/plain' | 'message/rfc822' | 'application/octet-stream',
): ContentType {
  return readContentType(mediaType, ignore)
}

/**
 * Reads what structure depends on in a Content-Type: media type and boundary, as octets. RFC 2045 §5.1, RFC 2046 §5.1.1. The scanner reads no
 * more of it, so that it needs no charsets; content-type.ts reads the whole, with the same functions.
 */
import { BCHAR, CLASS, FWS, MAX_BOUNDARY, SLASH, TOKEN, WSP } from '../../bytes/ascii.js'
import { ignore, type Report } from '../../defects/defect.js'
import { Lexer, takeRun } from '../lexer.js'
import { boundaryByGrammar } from './boundary.js'
import { fastParameters, type Place, runEnd } from './fast-parameters.js'
import { skipMimeCfws } from './mime-cfws.js'
import { leadingParameter } from './parameter-octets.js'
import type { Params } from './parameters.js'

/** A media type with its parameters (RFC 2045 §5.1). */
export interface ContentType {
  /** The type in lower case: `text`. */
  readonly type: string
  /** The subtype in lower case: `plain`. */
  readonly subtype: string
  /** Both, `type/subtype`: `text/plain`. */
  readonly mediaType: string
  /** Parameters by name in lower case, decoded (RFC 2231); the first of each. */
  readonly params: Params
  /**
   * Of a multipart: the octets that follow `--` in its delimiter lines, one code unit for each octet, never decoded by a charset. Absent where there
   * is none, or an empty one.
   */
  readonly boundary?: string
}

/** Type and subtype as they are written, and where they stand; `end` is where the parameters begin. */
export interface Head {
  readonly type: string
  readonly subtype: string
  readonly from: number
  readonly end: number
}

/** What structure depends on. */
export interface Structure {
  readonly type: string
  readonly subtype: string
  readonly boundary?: string | undefined
}

/** What is no media type is text/plain (RFC 2045 §5.2). */
export function readHead(octets: string, report: Report): Head {
  const lex = new Lexer(octets, report)
  skipMimeCfws(lex)
  const from = lex.pos
  let type = takeRun(lex, TOKEN)
  let space = skipMimeCfws(lex)
  const slash = lex.take(SLASH)
  if (slash && skipMimeCfws(lex)) space = true
  let subtype = slash ? takeRun(lex, TOKEN) : ''
  let end = lex.pos
  if (type === '' || subtype === '') {
    type = 'text'
    subtype = 'plain'
    const parameter = leadingParameter(octets)
    const semicolon = parameter === -1 ? octets.indexOf(';') : parameter
    end = semicolon === -1 ? octets.length : semicolon
    report('invalid-content-type', Math.min(from, end), end)
  } else if (space) report('whitespace-in-type', from, end)
  return { type, subtype, from, end }
}

/**
 * As `readContentType`, for values whose parameters have a common form; undefined for all else, and for what has a defect.
 * @param place told where the boundary is declared
 */
export function fastType(octets: string, maxParameters: number, place?: Place): ContentType | undefined {
  const from = runEnd(octets, 0, FWS)
  const slash = runEnd(octets, from, TOKEN)
  const end = runEnd(octets, slash + 1, TOKEN)
  if (slash === from || octets.charCodeAt(slash) !== SLASH || end === slash + 1) return undefined
  const params = fastParameters(octets, end, maxParameters, place)
  if (params === undefined) return undefined
  const { boundary } = params
  const read = contentType(octets.slice(from, slash), octets.slice(slash + 1, end), params, boundary)
  const isMultipart = read.type === 'multipart'
  return (boundary === undefined ? !isMultipart : isMultipart && isSound(boundary)) ? read : undefined
}

export function contentType(type: string, subtype: string, params: Params, boundary?: string): ContentType {
  type = type.toLowerCase()
  subtype = subtype.toLowerCase()
  const mediaType = `${type}/${subtype}`
  return boundary === undefined ? { type, subtype, mediaType, params } : { type, subtype, mediaType, params, boundary }
}

/**
 * Type and subtype in lower case; of a multipart, its boundary as `readContentType` has it, and the place that declares it: what `fastType` leaves.
 * Never throws.
 */
export function readStructure(octets: string, maxParameters: number, place: Place): Structure {
  const head = readHead(octets, ignore)
  const type = head.type.toLowerCase()
  const boundary = type === 'multipart' ? boundaryByGrammar(octets, head, maxParameters, place) : undefined
  return { type, subtype: head.subtype.toLowerCase(), boundary }
}

/** RFC 2046 §5.1.1: 1 to 70 bchars, no space at the end. */
function isSound(boundary: string): boolean {
  const { length } = boundary
  const isSpaced = (CLASS[boundary.charCodeAt(length - 1)]! & WSP) !== 0
  return length <= MAX_BOUNDARY && !isSpaced && runEnd(boundary, 0, BCHAR) === length
}

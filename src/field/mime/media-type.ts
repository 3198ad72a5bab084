/**
 * Reads what structure depends on in a Content-Type: media type and boundary, as octets. RFC 2045 §5.1, RFC 2046 §5.1.1. The scanner reads no
 * more of it, so that it needs no charsets; content-type.ts reads the whole, with the same functions.
 */
import { BCHAR, CLASS, SLASH, TOKEN, WSP } from '../../bytes/ascii.js'
import { ignore, type Report } from '../../defects/defect.js'
import { Lexer } from '../lexer.js'
import { fastParameters, type Place } from './fast-parameters.js'
import { leadingParameter, ParameterOctets, skipMimeCfws } from './parameter-octets.js'

/** RFC 2046 §5.1.1. */
const MAX_BOUNDARY = 70

/** Type and subtype as they are written, and where they stand; `end` is where the parameters begin. */
export interface Head {
  readonly type: string
  readonly subtype: string
  readonly from: number
  readonly end: number
}

/** What is no media type is text/plain (RFC 2045 §5.2). */
export function readHead(octets: string, report: Report): Head {
  const lex = new Lexer(octets, report)
  skipMimeCfws(lex)
  const from = lex.pos
  let type = lex.run(TOKEN)
  let space = skipMimeCfws(lex)
  const slash = lex.take(SLASH)
  if (slash && skipMimeCfws(lex)) space = true
  let subtype = slash ? lex.run(TOKEN) : ''
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

/** Type and subtype in lower case; of a multipart, its boundary as `readContentType` has it, and the place that declares it. Never throws. */
export function readStructure(
  octets: string,
  maxParameters: number,
  place: Place,
): { type: string; subtype: string; boundary: string | undefined } {
  const head = readHead(octets, ignore)
  const type = head.type.toLowerCase()
  const subtype = head.subtype.toLowerCase()
  if (type !== 'multipart') return { type, subtype, boundary: undefined }
  const plain = fastParameters(octets, head.end, maxParameters, place)?.boundary
  if (plain !== undefined && isSound(plain)) return { type, subtype, boundary: plain }
  const reader = new ParameterOctets(octets, ignore, head.end, maxParameters)
  return { type, subtype, boundary: boundaryOf(reader, ignore, head.from, head.end, place) }
}

/** RFC 2046 §5.1.1: 1 to 70 bchars, no space at the end. */
export function isSound(boundary: string): boolean {
  const { length } = boundary
  if (length > MAX_BOUNDARY || (CLASS[boundary.charCodeAt(length - 1)]! & WSP) !== 0) return false
  for (let i = 0; i < length; i++) if ((CLASS[boundary.charCodeAt(i)]! & BCHAR) === 0) return false
  return true
}

/** @param typeFrom where the media type stands, which a missing boundary is missed from */
export function boundaryOf(
  reader: ParameterOctets,
  report: Report,
  typeFrom: number,
  typeTo: number,
  place: Place | undefined,
): string | undefined {
  const found = reader.octets('boundary')
  if (found === undefined) {
    if (reader.has('boundary')) report('rfc2231-in-boundary', typeFrom, typeTo)
    report('missing-boundary', typeFrom, typeTo)
    return undefined
  }
  const { octets, from, to } = found
  if (place !== undefined) {
    place.from = from
    place.to = to
  }
  if (found.extended) report('rfc2231-in-boundary', from, to)
  if (found.pair) report('quoted-pair-in-boundary', from, to)
  let end = octets.length
  while (end > 0 && (CLASS[octets.charCodeAt(end - 1)]! & WSP) !== 0) end--
  if (end === 0) {
    report('empty-boundary', from, to)
    return undefined
  }
  if (end < octets.length) report('boundary-trailing-space', from, to)
  let invalid = end > MAX_BOUNDARY
  for (let i = 0; i < end && !invalid; i++) invalid = (CLASS[octets.charCodeAt(i)]! & BCHAR) === 0
  if (invalid) report('invalid-boundary', from, to)
  return octets.slice(0, end)
}

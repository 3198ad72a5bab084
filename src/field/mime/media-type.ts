/**
 * Reads what structure depends on in a Content-Type: media type and boundary, as octets. RFC 2045 §5.1, RFC 2046 §5.1.1. The scanner reads no
 * more of it, so that it needs no charsets; content-type.ts reads the whole, with the same functions.
 */
import { BCHAR, CLASS, MAX_BOUNDARY, SLASH, TOKEN, WSP } from '../../bytes/ascii.js'
import { ignore, type Report } from '../../defects/defect.js'
import { Lexer } from '../lexer.js'
import { boundaryByGrammar } from './boundary.js'
import { fastParameters, type Place } from './fast-parameters.js'
import { skipMimeCfws } from './mime-cfws.js'
import { leadingParameter } from './parameter-octets.js'

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
  return { type, subtype, boundary: boundaryByGrammar(octets, head, maxParameters, place) }
}

/** RFC 2046 §5.1.1: 1 to 70 bchars, no space at the end. */
export function isSound(boundary: string): boolean {
  const { length } = boundary
  if (length > MAX_BOUNDARY || (CLASS[boundary.charCodeAt(length - 1)]! & WSP) !== 0) return false
  for (let i = 0; i < length; i++) if ((CLASS[boundary.charCodeAt(i)]! & BCHAR) === 0) return false
  return true
}

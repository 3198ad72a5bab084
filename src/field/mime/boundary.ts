/** Reads the boundary of a multipart, where it is not of the usual form too. RFC 2046 §5.1.1. */
import { BCHAR, CLASS, MAX_BOUNDARY, WSP } from '../../bytes/ascii.js'
import { ignore, type Report } from '../../defects/defect.js'
import type { Place } from './fast-parameters.js'
import { ParameterOctets } from './parameter-octets.js'

/**
 * Reads the boundary with the one reader of parameters.
 * @param head where the media type stands, and where the parameters begin
 */
export function boundaryByGrammar(
  octets: string,
  { from, end }: { readonly from: number; readonly end: number },
  maxParameters: number,
  place: Place,
): string | undefined {
  return boundaryOf(new ParameterOctets(octets, ignore, end, maxParameters), ignore, from, end, place)
}

/**
 * Takes the boundary from a reader of parameters, and reports what is wrong with it.
 * @param typeFrom where the media type begins: a missing boundary is reported from there
 */
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

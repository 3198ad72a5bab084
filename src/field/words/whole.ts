/**
 * Decodes structured fields that a generator encoded as a whole, as if they were text: such a value is decoded once, and then read.
 * RFC 2047 §5 forbids it; Python wrote years of References so. Never for Content-Type: structure does not come out of decoded text.
 */
import type { DefectCode } from '../../defects/codes.js'
import { ignore, type Report } from '../../defects/defect.js'
import { toOctets } from '../octets.js'
import { decodeWords } from './encoded-word.js'
import { isOnlyWords } from './find-word.js'

/** The value as octets to be read, if it is nothing but encoded-words; undefined for all others. Reports `code` over the value. */
export function decodedWhole(octets: string, report: Report, code: DefectCode): string | undefined {
  if (octets.indexOf('=?') === -1 || !isOnlyWords(octets)) return undefined
  report(code, 0, octets.length)
  return toOctets(decodeWords(octets, ignore, 0, 'phrase'))
}

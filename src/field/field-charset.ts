/** Finds the charset for raw octets in a field that are no UTF-8: what the same entity declares, else the fallback. RFC 6532 §3.2, RFC 2045 §5.1. */
import { decodeText, lookup } from '../charset/index.js'
import { octetsToBytes } from './octets.js'
import { holdsUtf8, mixedText } from './raw-text.js'

const DOUBLE = /^(?:gb|big5|euc-|shift)/
/** Charsets that no raw octets of a field are in: UTF-8, which was tried, and those of seven bits, sixteen and thirty-two. */
const NOT_RAW = /^(?:utf-|us-ascii|iso-2022-|hz-|replacement|ibm(?:037|500|1047|1140)$)/

/**
 * How to read the raw octets of a field whose octets are not all UTF-8.
 * @param declared label of the Content-Type of the same entity
 * @param fallback label that the caller chose
 */
export function rawTextOf(field: string, declared: string | undefined, fallback: string): (octets: string) => string {
  const own = declared === undefined ? undefined : usable(declared)
  const label =
    own !== undefined && decodes(field, own)
      ? own
      : (usable(fallback) ?? (lookup(fallback)?.name === 'utf-8' ? 'utf-8' : 'windows-1252'))
  const decode = (octets: string) => decodeText(octetsToBytes(octets), label).text
  const mixed = label === 'windows-1252' || holdsUtf8(field, !DOUBLE.test(label))
  return mixed ? (octets) => mixedText(octets, decode) : decode
}

function usable(label: string): string | undefined {
  const name = lookup(label)?.name
  return name === undefined || NOT_RAW.test(name) ? undefined : name
}

function decodes(octets: string, label: string): boolean {
  return decodeText(octetsToBytes(octets), label).replaced === 0
}

/** Encodes text in charsets of one octet a character (RFC 1345). The tables are those of reading, reversed when first needed. */
import type { SingleByteCodec, SingleTable } from './single-byte.js'
import { type Encoded, REPLACEMENT } from './text-codec.js'

/** Tables turned around, by what holds them. */
const REVERSED = /* @__PURE__ */ new WeakMap<object, Map<number, number>>()

/** The characters of a table → their octets, made once. */
export function reversed<T extends object>(of: T, make: (of: T) => Map<number, number>): Map<number, number> {
  let codes = REVERSED.get(of)
  if (codes === undefined) {
    codes = make(of)
    REVERSED.set(of, codes)
  }
  return codes
}

/** From the last octet down, so that the lowest octet of a character wins. */
function reverseSingle(table: SingleTable): Map<number, number> {
  const octets = new Map<number, number>()
  for (let i = 255; i >= 0; i--) if (table[i] !== REPLACEMENT) octets.set(table[i]!, i)
  return octets
}

export function encodeSingle({ table }: SingleByteCodec, text: string): Encoded {
  const octets = reversed(table, reverseSingle)
  const bytes = new Uint8Array(text.length)
  for (let i = 0; i < text.length; i++) {
    const octet = octets.get(text.charCodeAt(i))
    if (octet === undefined) return { bytes: bytes.subarray(0, i), failed: i }
    bytes[i] = octet
  }
  return { bytes, failed: -1 }
}

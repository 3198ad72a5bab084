/** Sums of octets after FNV-1a: not secret, only unlikely to be the same. */

/** The sum before the first octet. */
export const FNV_BASIS = 0x811c9dc5
const FNV_PRIME = 0x01000193

/** The sum with one octet more. 32 bits, signed. */
export function fnv1a(sum: number, octet: number): number {
  return Math.imul(sum ^ octet, FNV_PRIME)
}

/** Two sums with different multipliers, each of 32 bits, unsigned. */
export function digestOf(pieces: Iterable<Uint8Array>): readonly [number, number] {
  let a = FNV_BASIS
  let b = FNV_PRIME
  for (const bytes of pieces) {
    for (let i = 0; i < bytes.length; i++) {
      a = fnv1a(a, bytes[i]!)
      b = Math.imul(b ^ bytes[i]!, 0x85ebca6b) + (a >>> 13)
    }
  }
  return [a >>> 0, b >>> 0]
}

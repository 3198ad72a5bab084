/** Hostile input in pieces, read and rewritten as a gateway does. */
import { parts } from '../../src/stream/parts.js'
import { rewrite } from '../../src/stream/rewrite.js'

export function* cut(bytes: Uint8Array, size: number): Iterable<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

/** Reads all that a stream has: octets of every leaf, all fields that a gateway looks at. */
export async function read(source: Iterable<Uint8Array>): Promise<{ parts: number; octets: number }> {
  let count = 0
  let octets = 0
  for await (const part of parts(source)) {
    count++
    void part.safeFilename
    void part.headers.get('subject')
    if (!part.isContainer) for await (const piece of part.body) octets += piece.length
  }
  return { parts: count, octets }
}

export async function pass(source: Iterable<Uint8Array>): Promise<number> {
  let octets = 0
  for await (const piece of rewrite(source, (part) => void part.safeFilename)) octets += piece.length
  return octets
}

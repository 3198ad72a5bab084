/** Reads from the first packet of a PGP signature which digest it was made with. Nothing is verified. RFC 4880 §4.2, §5.2, §9.4. */
import { decodeBase64 } from '../codec/base64.js'
import { findArmour, looksArmoured } from './armour.js'

const HASHES: ReadonlyMap<number, string> = /* @__PURE__ */ new Map([
  [1, 'md5'],
  [2, 'sha1'],
  [3, 'ripemd160'],
  [8, 'sha256'],
  [9, 'sha384'],
  [10, 'sha512'],
  [11, 'sha224'],
  [12, 'sha3-256'],
  [14, 'sha3-512'],
])

/** Octets of the first packet that are read: its header and the fixed fields of any version. */
const ENOUGH = 32

/** `pgp-sha256` and the like (RFC 3156 §5); undefined where it cannot be seen. */
export function pgpDigest(signature: Uint8Array): string | undefined {
  const packet = looksArmoured(signature) ? dearmoured(signature) : signature
  if (packet === undefined) return undefined
  const body = bodyStart(packet)
  if (body === undefined) return undefined
  // Version 3 has time and key before it (RFC 4880 §5.2.2), later ones the kinds of signature and key alone.
  const hash = HASHES.get(packet[body + (packet[body] === 3 ? 16 : 3)] ?? 0)
  return hash === undefined ? undefined : `pgp-${hash}`
}

function dearmoured(octets: Uint8Array): Uint8Array | undefined {
  const [block] = findArmour(octets, 1)
  return block && decodeBase64(octets.subarray(block.bodyStart, Math.min(block.end, block.bodyStart + 2 * ENOUGH)))
}

/** Where the body of a signature packet begins (RFC 4880 §4.2). */
function bodyStart(packet: Uint8Array): number | undefined {
  const first = packet[0] ?? 0
  if ((first & 0x80) === 0) return undefined
  if ((first & 0x40) === 0) {
    if (((first >> 2) & 0x0f) !== 2) return undefined
    return [2, 3, 5, 1][first & 3]
  }
  if ((first & 0x3f) !== 2) return undefined
  const length = packet[1] ?? 0
  return length < 192 ? 2 : length < 224 ? 3 : length === 255 ? 6 : undefined
}

/**
 * Computes the checksums of old forms: CRC-32 (yEnc, MS-OXRTFCP §3.1.3) and the CRC-16 of BinHex (RFC 1741 Appendix A; polynomial 1021,
 * initial 0).
 */

function build32(): Int32Array {
  const table = new Int32Array(256)
  for (let i = 0; i < 256; i++) {
    let crc = i
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1
    table[i] = crc
  }
  return table
}

function build16(): Uint16Array {
  const table = new Uint16Array(256)
  for (let i = 0; i < 256; i++) {
    let crc = i << 8
    for (let bit = 0; bit < 8; bit++) crc = crc & 0x8000 ? (crc << 1) ^ 0x1021 : crc << 1
    table[i] = crc
  }
  return table
}

const TABLE_32 = /* @__PURE__ */ build32()
const TABLE_16 = /* @__PURE__ */ build16()

/** The bare register, from `crc` on: no inversion before or after. */
export function crc32Register(bytes: Uint8Array, crc: number): number {
  for (let i = 0; i < bytes.length; i++) crc = (crc >>> 8) ^ TABLE_32[(crc ^ bytes[i]!) & 0xff]!
  return crc >>> 0
}

/** CRC-32 as of zip and yEnc. */
export function crc32(bytes: Uint8Array): number {
  return ~crc32Register(bytes, 0xffffffff) >>> 0
}

export function crc16(bytes: Uint8Array): number {
  let crc = 0
  for (let i = 0; i < bytes.length; i++) crc = ((crc << 8) & 0xffff) ^ TABLE_16[(crc >>> 8) ^ bytes[i]!]!
  return crc
}

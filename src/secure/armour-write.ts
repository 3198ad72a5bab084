/** Binary OpenPGP data as armour. RFC 4880 §6.1 to §6.3. */
import { fromLatin1, latin1 } from '../bytes/platform.js'
import { encodeBase64 } from '../codec/base64-encode.js'

const CRC_INIT = 0xb704ce
const CRC_POLY = 0x1864cfb

/** The checksum of armour (RFC 4880 §6.1). */
export function crc24(bytes: Uint8Array): number {
  let crc = CRC_INIT
  for (let i = 0; i < bytes.length; i++) {
    crc ^= bytes[i]! << 16
    for (let bit = 0; bit < 8; bit++) {
      crc <<= 1
      if ((crc & 0x1000000) !== 0) crc ^= CRC_POLY
    }
  }
  return crc & 0xffffff
}

/** Armour in lines of 64 letters, without headers, lines ending in CRLF. */
export function writeArmour(type: 'MESSAGE' | 'SIGNATURE', bytes: Uint8Array): Uint8Array {
  const lines = encodeBase64(bytes, { lineLength: 64 })
  const data = latin1(lines, 0, lines.length).replace(/\r\n$/, '')
  const crc = crc24(bytes)
  const sum = encodeBase64(Uint8Array.of(crc >> 16, (crc >> 8) & 0xff, crc & 0xff), { lineLength: 64 })
  return fromLatin1(
    `-----BEGIN PGP ${type}-----\r\n\r\n${data}\r\n=${latin1(sum, 0, 4)}\r\n-----END PGP ${type}-----\r\n`,
  )
}

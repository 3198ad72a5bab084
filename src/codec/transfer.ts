/** Finds the decoder of a transfer encoding by its name, and decodes with it. RFC 2045 §6.1; x-uuencode and its kin by practice. */

import { Spare } from '../bytes/kept.js'
import { ByteWriter } from '../bytes/writer.js'
import type { Report } from '../defects/defect.js'
import { Base64Decoder } from './base64.js'
import type { BlockDecoder, Decoder } from './decoder.js'
import { IdentityDecoder } from './identity.js'
import { QuotedPrintableDecoder } from './quoted-printable.js'
import type { Memory } from './shared-memory.js'
import { UuDecoder } from './uuencode.js'

/** A decoder between two bodies. Measured on 8,000 attachments of 200 octets: an eighth of all that reading them allocated were decoders. */
const SPARE = /* @__PURE__ */ new Spare<Base64Decoder>()

/** A decoder for a transfer encoding (its name in lower case), or undefined for one that is not known. */
export function transferDecoder(encoding: string): BlockDecoder | IdentityDecoder | undefined {
  switch (encoding) {
    case 'base64':
      return SPARE.take() ?? new Base64Decoder()
    case 'quoted-printable':
      return new QuotedPrintableDecoder()
    case '7bit':
    case '8bit':
    case 'binary':
      return new IdentityDecoder(encoding)
    case 'x-uuencode':
    case 'uuencode':
    case 'x-uue':
      return new UuDecoder()
    default:
      return undefined
  }
}

/** Input is decoded in pieces of this many octets where the budget may run out, so that never much more than it is decoded. */
const PIECE = 65_536

export interface TransferOptions {
  /** Octets that may come out; more are cut off with `decoded-too-large`. */
  max?: number
  /** Told of each fault, offsets counted from the first octet of `bytes`. */
  report?: Report
  /** Small outputs may stand in it; without it each has memory of its own. */
  shared?: Memory
}

/**
 * Decodes a whole body. 7bit, 8bit, binary and unknown encodings give `bytes` itself, without copying; what is small may stand in `shared`.
 * @param encoding name in lower case
 */
export function decodeTransfer(bytes: Uint8Array, encoding: string, options: TransferOptions = {}): Uint8Array {
  const { max = Number.POSITIVE_INFINITY, report, shared } = options
  const decoder = transferDecoder(encoding) ?? new IdentityDecoder()
  let decoded: Uint8Array
  // No decoder gives more than three octets for two.
  if (decoder instanceof IdentityDecoder) decoded = decoder.run(bytes)
  else if (bytes.length * 1.5 + 3 <= max) decoded = decoder.runWhole(bytes, shared)
  else decoded = decodeWithin(bytes, decoder, max)
  if (report !== undefined) for (const { code, start, end } of decoder.faults) report(code, start, end)
  if (decoder instanceof Base64Decoder && decoder.renew()) SPARE.give(decoder)
  if (decoded.length > max) {
    report?.('decoded-too-large', 0, bytes.length)
    return decoded.subarray(0, max)
  }
  return decoded
}

/** Decodes until more than `max` octets are there. */
function decodeWithin(bytes: Uint8Array, decoder: Decoder, max: number): Uint8Array {
  const writer = new ByteWriter(Math.min(max, bytes.length) + 1)
  for (let from = 0; writer.length <= max && from < bytes.length; from += PIECE) {
    const to = Math.min(from + PIECE, bytes.length)
    writer.bytes(decoder.run(bytes.subarray(from, to), to === bytes.length))
  }
  return writer.take()
}

/** Finds the writer of a charset by its codec, which only reads. A file of its own, so that reading carries no writing. */
import { encodeSingle } from './encode-single.js'
import { encode8 } from './encode-utf-8.js'
import { encodersAtStart } from './encoders-at-start.js'
import { SingleByteCodec } from './single-byte.js'
import type { Codec, Encoded, EncodeMany } from './text-codec.js'
import { utf8Codec } from './utf-8.js'

let many: EncodeMany | undefined

/** From now on the charsets of many octets are written by `encode`. */
export function giveEncoders(encode: EncodeMany): void {
  many = encode
}

/** Writes text in the charset `name`, which `codec` reads. Undefined where nothing that writes it was given. */
export function encodeWith(name: string, codec: Codec, text: string): Encoded | undefined {
  if (codec === utf8Codec) return encode8(text)
  if (codec instanceof SingleByteCodec) return encodeSingle(codec, text)
  many ??= encodersAtStart()
  return many?.(name, codec, text)
}

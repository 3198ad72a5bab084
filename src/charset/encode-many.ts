/** Writes the charsets of many-octets.ts. */
import type { EucTw } from './cns.js'
import { DoubleByteCodec } from './double-byte.js'
import { encodeDouble, encodeEucTw, encodeHz, encodeIso2022 } from './encode-sets.js'
import { encode7, encode16, encode32 } from './encode-unicode.js'
import type { Hz } from './hz.js'
import type { Iso2022 } from './iso-2022.js'
import type { Codec, Encoded } from './text-codec.js'

/** Writes text in the charset `name`, which `codec` reads. */
export function encodeMany(name: string, codec: Codec, text: string): Encoded {
  if (codec instanceof DoubleByteCodec) return encodeDouble(codec, text)
  if ('spec' in codec) return encodeIso2022((codec as Iso2022).spec, text)
  if ('set' in codec) return encodeHz((codec as Hz).set, text)
  if ('cns' in codec) return encodeEucTw(codec as EucTw, text)
  const order = name.endsWith('be') ? 'be' : 'le'
  if (name.startsWith('utf-16')) return encode16(text, order, name === 'utf-16')
  return name === 'utf-7' ? encode7(text) : encode32(text, order, name === 'utf-32')
}

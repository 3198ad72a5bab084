/** Octets from text by charset label. */
import { fromUtf8 } from '../bytes/platform.js'

export function encodeText(text: string, charset: string): Uint8Array {
  if (!/^utf-?8$/i.test(charset)) throw new RangeError(`unknown charset label ${JSON.stringify(charset)}`)
  return fromUtf8(text)
}

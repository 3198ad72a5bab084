/** Encodes text in UTF-8 (RFC 3629). */
import { fromUtf8 } from '../bytes/platform.js'
import type { Encoded } from './text-codec.js'

/** Index of the first lone surrogate, or -1: no charset has one. */
export function loneSurrogate(text: string): number {
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    if (unit < 0xd800 || unit > 0xdfff) continue
    const next = text.charCodeAt(i + 1)
    if (unit > 0xdbff || !(next >= 0xdc00 && next <= 0xdfff)) return i
    i++
  }
  return -1
}

export function encode8(text: string): Encoded {
  const failed = loneSurrogate(text)
  return { bytes: fromUtf8(failed < 0 ? text : text.slice(0, failed)), failed }
}

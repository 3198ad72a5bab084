/** Text from octets by charset label: explicit (`decodeText`) and as a message declares it (RFC 2046 §4.1.2, RFC 2047 §2). */
import { isAscii, isUtf8, latin1, utf8 } from '../bytes/platform.js'
import type { DefectCode } from '../defects/codes.js'

export interface Decoded {
  readonly text: string
  readonly declared?: string
  readonly charset: string
  readonly replaced: number
  readonly problems: readonly DefectCode[]
}

function count(text: string): number {
  let n = 0
  for (let at = text.indexOf('\ufffd'); at >= 0; at = text.indexOf('\ufffd', at + 1)) n++
  return n
}

function known(label: string): string | undefined {
  try {
    return new TextDecoder(label.trim()).encoding
  } catch {
    return undefined
  }
}

export function hasCharset(label: string): boolean {
  return known(label) !== undefined
}

export function decodeText(bytes: Uint8Array, charset: string): { text: string; charset: string; replaced: number } {
  const name = known(charset) ?? (isUtf8(bytes) ? 'utf-8' : 'windows-1252')
  if (name === 'utf-8') {
    const text = utf8(bytes, 0, bytes.length)
    return { text, charset: name, replaced: isUtf8(bytes) ? 0 : count(text) }
  }
  if (name === 'windows-1252' || isAscii(bytes))
    return { text: latin1(bytes, 0, bytes.length), charset: name, replaced: 0 }
  const text = new TextDecoder(name).decode(bytes)
  return { text, charset: name, replaced: count(text) }
}

/** `use`: ill-formed UTF-8 is `invalid-utf8` in a word or parameter, `invalid-text-bytes` in a body. */
export function decodeLabelled(
  bytes: Uint8Array,
  label: string | undefined,
  fallback: string,
  use: 'body' | 'word' = 'body',
): Decoded {
  const problems: DefectCode[] = []
  let name = label === undefined ? undefined : known(label)
  if (label === undefined) {
    if (!isAscii(bytes)) problems.push('charset-missing')
  } else if (name === undefined) problems.push('unknown-charset')
  name ??= isUtf8(bytes) ? 'utf-8' : fallback
  const { text, charset, replaced } = decodeText(bytes, name)
  if (replaced > 0) problems.push(charset === 'utf-8' && use === 'word' ? 'invalid-utf8' : 'invalid-text-bytes')
  return { text, ...(label === undefined ? {} : { declared: label }), charset, replaced, problems }
}

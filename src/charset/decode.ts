/**
 * Text from octets: by a charset that the caller names (`decodeText`), or as a message declares it (`decodeLabelled`; RFC 2046 §4.1.2,
 * RFC 2047 §2, RFC 2231 §4, and RFC 6657 §3 for text without a charset).
 */
import { isAscii, isUtf8, latin1, soundUtf8 } from '../bytes/platform.js'
import type { DefectCode } from '../defects/codes.js'
import { fallbackCodec, type NamedCodec } from './fallback.js'
import { codecFor } from './find-codec.js'
import { lookup } from './labels.js'
import { type Codec, decodeWith } from './text-codec.js'
import { utf8Codec } from './utf-8.js'

export interface Decoded {
  readonly text: string
  /** The label as it was given. */
  readonly declared?: string | undefined
  /** Canonical name of the charset that was used. */
  readonly charset: string
  /** How many U+FFFD stand for octets that mean nothing in that charset. */
  readonly replaced: number
  readonly problems: readonly DefectCode[]
}

/** What is decoded: ill-formed UTF-8 is `invalid-text-bytes` in a body and `invalid-utf8` in an encoded-word or a parameter. */
export type TextUse = 'body' | 'word'

/** How a declared label is read. */
export interface Reading {
  /** Undefined: charset fallback. */
  readonly codec: NamedCodec | undefined
  readonly problem?: DefectCode
  /** Raised instead of nothing when 8-bit octets are met under the fallback. */
  readonly onEightBit?: DefectCode
}

function codecOf(label: string): NamedCodec | undefined {
  const charset = lookup(label)
  const codec = charset === undefined ? undefined : codecFor(charset.name, charset.engine)
  return charset === undefined || codec === undefined ? undefined : { name: charset.name, codec }
}

const UNLABELLED: Reading = { codec: undefined, onEightBit: 'charset-missing' }
const US_ASCII: Reading = { codec: undefined, onEightBit: 'invalid-text-bytes' }
/** Readings by label as it is written, of those whose tables are at hand: labels repeat. Bounded, as they come from outside. */
const READINGS = /* @__PURE__ */ new Map<string, Reading>()
const MAX_READINGS = 64

export function readLabel(label: string | undefined): Reading {
  if (label === undefined) return UNLABELLED
  const known = READINGS.get(label)
  if (known !== undefined) return known
  const charset = lookup(label)
  if (charset?.name === 'us-ascii') return US_ASCII
  const codec = charset === undefined ? undefined : codecFor(charset.name, charset.engine)
  if (charset?.unsafe) {
    const utf16 = charset.name.startsWith('utf-16') && codec !== undefined
    return { codec: utf16 ? { name: charset.name, codec } : undefined, problem: 'unsafe-charset' }
  }
  if (charset === undefined || codec === undefined) return { codec: undefined, problem: 'unknown-charset' }
  const reading: Reading = { codec: { name: charset.name, codec } }
  if (READINGS.size < MAX_READINGS && label.length < 64) READINGS.set(label, reading)
  return reading
}

/** The code for octets that mean nothing in the charset used. */
export function invalidCode(name: string, use: TextUse): DefectCode {
  return name === 'utf-8' && use === 'word' ? 'invalid-utf8' : 'invalid-text-bytes'
}

/**
 * A byte order mark at the start of a text in a Unicode charset is a signature and no part of it (RFC 3629 §6, RFC 2781 §3.2; WHATWG
 * Encoding, "decode"); one further on is a character.
 */
export function withoutSignature(text: string, name: string): string {
  return text.charCodeAt(0) === 0xfeff && name.startsWith('utf-') ? text.slice(1) : text
}

function run({ name, codec }: NamedCodec, bytes: Uint8Array): { text: string; charset: string; replaced: number } {
  if ((codec.ascii && isAscii(bytes)) || name === 'iso-8859-1') {
    return { text: latin1(bytes, 0, bytes.length), charset: name, replaced: 0 }
  }
  if (name === 'utf-8' && isUtf8(bytes)) {
    const signature = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf
    return { text: soundUtf8(signature ? bytes.subarray(3) : bytes), charset: name, replaced: 0 }
  }
  const decoder = codec.decoder()
  const text = decodeWith(decoder, bytes)
  return { text: withoutSignature(text, name), charset: name, replaced: decoder.replaced }
}

const UTF_8: { readonly name: string; readonly codec: Codec } = { name: 'utf-8', codec: utf8Codec }

/**
 * Text of a body, an encoded-word or a parameter value as its label says, by the readings of the catalogue of defects: no label, or
 * us-ascii with 8-bit octets, or an unknown or unsafe label is read as UTF-8 if all octets are well-formed UTF-8, else as `fallback`
 * (windows-1252 where that is itself unknown, unsafe, or no superset of ASCII). Never throws.
 */
export function decodeLabelled(
  bytes: Uint8Array,
  label: string | undefined,
  fallback: string,
  use: TextUse = 'body',
): Decoded {
  const reading = readLabel(label)
  const problems: DefectCode[] = []
  if (reading.problem !== undefined) problems.push(reading.problem)
  let result: { text: string; charset: string; replaced: number }
  if (reading.codec !== undefined) {
    result = run(reading.codec, bytes)
  } else if (isAscii(bytes)) {
    const charset = reading.onEightBit === undefined ? 'utf-8' : 'us-ascii'
    result = { text: latin1(bytes, 0, bytes.length), charset, replaced: 0 }
  } else {
    result = run(isUtf8(bytes) ? UTF_8 : fallbackCodec(fallback), bytes)
    if (reading.onEightBit !== undefined) problems.push(reading.onEightBit)
  }
  if (result.replaced > 0 && !problems.includes('invalid-text-bytes')) problems.push(invalidCode(result.charset, use))
  const declaredInvalid = reading.onEightBit === 'invalid-text-bytes' ? problems.length > 0 : result.replaced > 0
  if (declaredInvalid && label !== undefined && isUtf8(bytes)) problems.push('charset-mismatch')
  const { text, charset, replaced } = result
  return { text, declared: label, charset, replaced, problems }
}

/**
 * Decodes octets by a charset that the caller names. Unlike the text of a message, UTF-7, UTF-16, UTF-32, iso-2022-kr, iso-2022-cn and
 * hz-gb-2312 are decoded. An unknown label, and us-ascii where octets of 80 and above are met, is read as UTF-8 if well-formed, else as
 * windows-1252; `charset` is the canonical name of what was used, `replaced` counts the U+FFFD put for octets that mean nothing in it.
 * A byte order mark at the start is taken off. Never throws because of octets or labels.
 *
 * @example decodeText(Uint8Array.of(0x93, 0x48, 0x69, 0x94), 'windows-1252').text // “Hi”
 */
export function decodeText(bytes: Uint8Array, charset: string): { text: string; charset: string; replaced: number } {
  if (!(bytes instanceof Uint8Array)) throw new TypeError('bytes: expected a Uint8Array')
  const codec = codecOf(labelOf(charset))
  if (codec === undefined || (codec.name === 'us-ascii' && !isAscii(bytes))) {
    return run(isUtf8(bytes) ? UTF_8 : fallbackCodec('windows-1252'), bytes)
  }
  return run(codec, bytes)
}

/**
 * Whether a charset label is known and its tables are at hand: iconv-lite has some that a platform lacks, and is not found where there
 * is no module loader (browsers; there give it with `useIconv`).
 */
export function hasCharset(label: string): boolean {
  return codecOf(labelOf(label)) !== undefined
}

function labelOf(given: string): string {
  if (typeof given !== 'string') throw new TypeError("charset: expected a label as a string, such as 'utf-8'")
  return given
}

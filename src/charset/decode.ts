/**
 * Decodes octets to text: by a charset that the caller names (`decodeNamed`), or as a message declares it (`decodeLabelled`). RFC 2046 §4.1.2,
 * RFC 2047 §2, RFC 2231 §4, RFC 6657 §3 for text without a charset.
 */
import { indexOfByte, indexOfBytes, isAscii, isUtf8, latin1, soundUtf8 } from '../bytes/platform.js'
import type { DefectCode } from '../defects/codes.js'
import { codecOf, fallbackCodec, fallbackOfSevenBits, type NamedCodec, SHIFTING, UTF_8 } from './fallback.js'
import { keptOfCharsets } from './find-codec.js'
import { lookup, named } from './labels.js'
import { decodeWith } from './text-codec.js'

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

/**
 * What is decoded: ill-formed UTF-8 is `invalid-text-bytes` in a body and `invalid-utf8` in an encoded-word or a parameter. In a body of type
 * text/plain, `plain`, charsets of seven bits can hide no markup.
 */
export type TextUse = 'body' | 'plain' | 'word'

/** How a declared label is read. */
export interface Reading {
  /** Undefined: charset fallback. */
  readonly codec: NamedCodec | undefined
  readonly problem?: DefectCode
  /** Raised instead of nothing when 8-bit octets are met under the fallback. */
  readonly onEightBit?: DefectCode
  /** The label names a charset of seven bits: over well-formed UTF-8 with octets of 80 and above it is wrong. */
  readonly sevenBit?: boolean
}

/** Is it a charset of seven bits, which reads octets of ASCII as other characters? */
export function isSevenBit(name: string): boolean {
  return name === 'utf-7' || SHIFTING.test(name)
}

const UNLABELLED: Reading = { codec: undefined, onEightBit: 'charset-missing' }
const UNKNOWN: Reading = { codec: undefined, problem: 'unknown-charset' }
const US_ASCII: Reading = { codec: undefined, onEightBit: 'invalid-text-bytes' }
/** Readings by label as it is written, of those whose tables are at hand: labels repeat. Bounded, as they come from outside. */
const READINGS = /* @__PURE__ */ keptOfCharsets<string, Reading>()
const PLAIN_READINGS = /* @__PURE__ */ keptOfCharsets<string, Reading>()
const MAX_READINGS = 256

export function readLabel(label: string | undefined, use: TextUse): Reading {
  if (label === undefined) return UNLABELLED
  const readings = use === 'plain' ? PLAIN_READINGS : READINGS
  const known = readings.get(label)
  if (known !== undefined) return known
  const reading = readingOf(label, use)
  // Tables that are not at hand may come to be (`useIconv`).
  if (reading.problem !== 'unknown-charset' && readings.size < MAX_READINGS && label.length < 64)
    readings.set(label, reading)
  return reading
}

function readingOf(label: string, use: TextUse): Reading {
  const charset = lookup(label)
  if (charset === undefined) return UNKNOWN
  const { name, unsafe } = charset
  if (name === 'us-ascii') return US_ASCII
  const codec = codecOf(label)
  const sevenBit = isSevenBit(name)
  if (unsafe === true && !(use === 'plain' && SHIFTING.test(name) && codec !== undefined)) {
    return { codec: name.startsWith('utf-16') ? codec : undefined, problem: 'unsafe-charset', sevenBit }
  }
  return codec === undefined ? UNKNOWN : { codec, sevenBit }
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
  // The name first: to look into a text of many pieces is to put them together, a third of the time that its decoding takes.
  return name.startsWith('utf-') && text.charCodeAt(0) === 0xfeff ? text.slice(1) : text
}

function run({ name, codec }: NamedCodec, bytes: Uint8Array): { text: string; charset: string; replaced: number } {
  if (codec.ascii && isAscii(bytes)) return { text: latin1(bytes, 0, bytes.length), charset: name, replaced: 0 }
  if (name === 'windows-1252') {
    const text = latin1(bytes, 0, bytes.length)
    if (!C1.test(text)) return { text, charset: name, replaced: 0 }
  }
  if (name === 'utf-8' && isUtf8(bytes)) {
    const signature = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf
    return { text: soundUtf8(signature ? bytes.subarray(3) : bytes), charset: name, replaced: 0 }
  }
  const { text, replaced } = decodeWith(codec, bytes)
  return { text: withoutSignature(text, name), charset: name, replaced }
}

/** Where windows-1252 is not ISO-8859-1. */
const C1 = /[\x80-\x9f]/

/**
 * The charset of seven bits that ASCII text is in which says nothing of it: ISO-2022-JP where text/plain designates one of its sets of pairs,
 * the fallback where that is one of seven bits and the text holds its escapes. Undefined for all else.
 */
export function shiftingCodec(
  bytes: Uint8Array,
  reading: Reading,
  fallback: string,
  use: TextUse,
): NamedCodec | undefined {
  const escapes = indexOfByte(bytes, ESC, 0) !== -1
  if (use === 'plain' && escapes && reading.problem === undefined && designatesKanji(bytes))
    return codecOf('iso-2022-jp')
  const wanted = fallbackOfSevenBits(fallback)
  if (wanted === undefined || (wanted.unsafe && use !== 'plain')) return undefined
  const holds = wanted.name.startsWith('hz') ? indexOfBytes(bytes, HZ_OPEN, 0) !== -1 : escapes
  return holds ? codecOf(wanted.name) : undefined
}

const ESC = 0x1b
const HZ_OPEN: Uint8Array = /* @__PURE__ */ Uint8Array.of(0x7e, 0x7b)

/** ESC $ B or ESC $ @ (RFC 1468). */
function designatesKanji(bytes: Uint8Array): boolean {
  for (let at = indexOfByte(bytes, ESC, 0); at !== -1; at = indexOfByte(bytes, ESC, at + 1))
    if (bytes[at + 1] === 0x24 && (bytes[at + 2] === 0x42 || bytes[at + 2] === 0x40)) return true
  return false
}

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
  const reading = readLabel(label, use)
  const problems: DefectCode[] = []
  if (reading.problem !== undefined) problems.push(reading.problem)
  let result: { text: string; charset: string; replaced: number }
  const mislabelled = reading.sevenBit === true && !isAscii(bytes) && isUtf8(bytes)
  if (mislabelled) {
    result = run(UTF_8, bytes)
    problems.push('charset-mismatch')
  } else if (reading.codec !== undefined) {
    result = run(reading.codec, bytes)
  } else if (isAscii(bytes)) {
    const shifting = use === 'word' ? undefined : shiftingCodec(bytes, reading, fallback, use)
    const charset = reading.onEightBit === undefined ? 'utf-8' : 'us-ascii'
    result =
      shifting === undefined ? { text: latin1(bytes, 0, bytes.length), charset, replaced: 0 } : run(shifting, bytes)
  } else {
    result = run(isUtf8(bytes) ? UTF_8 : fallbackCodec(fallback), bytes)
    if (reading.onEightBit !== undefined) problems.push(reading.onEightBit)
  }
  if (result.replaced > 0 && !problems.includes('invalid-text-bytes')) problems.push(invalidCode(result.charset, use))
  const declaredInvalid = reading.onEightBit === 'invalid-text-bytes' ? problems.length > 0 : result.replaced > 0
  if (declaredInvalid && label !== undefined && !mislabelled && isUtf8(bytes)) problems.push('charset-mismatch')
  const { text, charset, replaced } = result
  return { text, declared: label, charset, replaced, problems }
}

/** What `decodeText` gives. */
export interface DecodedText {
  /** The text. */
  readonly text: string
  /** Name of the charset that decoded it. */
  readonly charset: string
  /** Characters that became U+FFFD. */
  readonly replaced: number
}

/** `decodeText` of all-charsets.ts, of the charsets that are at hand. */
export function decodeNamed(bytes: Uint8Array, charset: string): DecodedText {
  const codec = codecOf(charset)
  if (codec === undefined || (codec.name === 'us-ascii' && !isAscii(bytes))) {
    return run(isUtf8(bytes) ? UTF_8 : fallbackCodec('windows-1252'), bytes)
  }
  return run(codec, bytes)
}

/** Is a charset label known, and are its tables at hand? */
export function isAtHand(label: string): boolean {
  return codecOf(label) !== undefined
}

/**
 * Whether text may be written under a label: the charset is decoded where a message names it. UTF-7 and UTF-32 never are, the charsets that
 * shift in text/plain alone.
 */
export function isReadable(label: string, mediaType: string): boolean {
  return (
    readLabel(label, mediaType === 'text/plain' ? 'plain' : 'body').codec !== undefined ||
    named(label)?.name === 'us-ascii'
  )
}

/**
 * Masks letters of several octets in place: EUC, Shift_JIS, Big5, GBK; ISO-2022 and HZ, where they stand behind an escape; UTF-16. RFC 1468, RFC 1554,
 * RFC 1557, RFC 1843, RFC 2781.
 */
import { decodeText } from '../charset/index.js'

/** What says something: letters, digits, signs, and the invisible tags that stand for ASCII. */
export const LETTER: RegExp = /^[\p{L}\p{N}\p{So}\u{e0030}-\u{e007a}]$/u

/** Masks the ASCII in [from, to). */
type Ascii = (from: number, to: number) => void

const ESC = 0x1b
/** Pairs that are a letter in one of EUC, Shift_JIS, Big5, GBK: with a second octet above 7F, and with one that is a letter of ASCII. */
const HIGH_PAIRS: readonly (readonly number[])[] = [
  [0xb0, 0xa1],
  [0x88, 0x9f],
  [0xa4, 0xa4],
]
const LOW_PAIRS: readonly (readonly number[])[] = [
  [0x81, 0x61],
  [0x89, 0x61],
  [0xa4, 0x61],
]

function meansLetter(octets: Uint8Array, name: string): boolean {
  const { text, replaced } = decodeText(octets, name)
  return replaced === 0 && LETTER.test(text)
}

/** What `firstLetter` found, by charset and what the letter has to be like. */
const known = /* @__PURE__ */ new Map<string, readonly number[] | undefined>()
const MAX_KNOWN = 10_000

/** The first of these that is a letter of the charset, read behind `before`. */
function firstLetter(
  name: string,
  like: string,
  candidates: Iterable<readonly number[]>,
  before: readonly number[] = [],
): readonly number[] | undefined {
  const key = `${name} ${like}`
  if (known.has(key)) return known.get(key)
  let letter: readonly number[] | undefined
  for (const octets of candidates) {
    if (!meansLetter(Uint8Array.from([...before, ...octets]), name)) continue
    letter = octets
    break
  }
  if (known.size >= MAX_KNOWN) known.clear()
  known.set(key, letter)
  return letter
}

/** Octet strings of the length of `low`, each octet between those of `low` and `high`. */
function* between(low: readonly number[], high: readonly number[]): Generator<readonly number[]> {
  for (const octets = low.slice(); ; ) {
    yield octets.slice()
    let at = octets.length - 1
    while (at >= 0 && octets[at] === high[at]) octets[at] = low[at--]!
    if (at < 0) return
    octets[at]!++
  }
}

/** An octet of 80 and above that is a letter in a charset of one octet a letter; 0 if there is none. */
export function singleLetter(name: string): number {
  const all = Array.from({ length: 128 }, (_, i) => [0x80 | (0xc0 - i)])
  return firstLetter(name, 'single', all)?.[0] ?? 0
}

/** EUC, Shift_JIS, Big5, GBK. */
export function maskPaired(bytes: Uint8Array, from: number, to: number, name: string, ascii: Ascii): void {
  for (let at = from; at < to; ) {
    let end = at
    while (end < to && bytes[end]! < 0x80) end++
    ascii(at, end)
    if (end === to) break
    at = end + maskCharacter(bytes, end, to, name)
  }
}

/** Masks the character at `at` if it is a letter; its length. */
function maskCharacter(bytes: Uint8Array, at: number, to: number, name: string): number {
  for (let length = 1; length <= 4 && at + length <= to; length++) {
    const octets = bytes.subarray(at, at + length)
    const { text, replaced } = decodeText(octets, name)
    if (replaced > 0 || [...text].length !== 1) continue
    if (LETTER.test(text)) {
      const other = letterLike(octets, name)
      if (other !== undefined) bytes.set(other, at)
    }
    return length
  }
  return 1
}

/** A letter of as many octets. Those behind the first stay what they were for a transfer encoding: above 7F, letters, or themselves. */
function letterLike(octets: Uint8Array, name: string): readonly number[] | undefined {
  const [first = 0, second = 0] = octets
  if (octets.length === 1) return firstLetter(name, 'single', between([0xb1], [0xfe]))
  if (octets.length === 2) {
    if (second >= 0x80) return firstLetter(name, 'high', HIGH_PAIRS)
    if ((second | 0x20) >= 0x61 && (second | 0x20) <= 0x7a) return firstLetter(name, 'low', LOW_PAIRS)
    return firstLetter(name, `pair ${second}`, between([0x81, second], [0xfe, second]))
  }
  if (octets.length === 3) return firstLetter(name, `three ${first}`, between([first, 0xb0, 0xa1], [first, 0xfe, 0xfe]))
  if (second < 0x80) return firstLetter(name, 'four', between([0x81, 0x30, 0x81, 0x30], [0x84, 0x39, 0xfe, 0x39]))
  return firstLetter(name, `four ${second}`, between([first, second, 0xa1, 0xa1], [first, second, 0xfe, 0xfe]))
}

/** ISO-2022 and HZ: letters of two octets behind an escape, ASCII elsewhere. */
export function maskEscaped(bytes: Uint8Array, from: number, to: number, charset: string, ascii: Ascii): void {
  /** How the present pairs are announced; undefined among single octets. */
  let pairs: readonly number[] | undefined
  /** How the pairs behind SO are announced. */
  let designated: readonly number[] = [ESC, 0x24, 0x29, charset === 'iso-2022-kr' ? 0x43 : 0x41]
  let kana = false
  for (let at = from; at < to; ) {
    const c = bytes[at]!
    const next = bytes[at + 1] ?? 0
    if (c === ESC && (next === 0x4e || next === 0x4f)) at = maskShifted(bytes, at + 2, to, charset)
    else if (c === ESC) {
      const start = at
      at += 2
      while (at < to && bytes[at]! < 0x30) at++
      at++
      // No set has a longer name.
      const name = [...bytes.subarray(start, Math.min(at, to, start + 4))]
      // ESC $ ) F, ESC $ * F, ESC $ + F name a set for later.
      const isDesignation = next === 0x24 && name.length > 3 && name[2] !== 0x28
      if (isDesignation && name[2] === 0x29) designated = name
      pairs = next === 0x24 && !isDesignation ? name : undefined
      kana = next === 0x28 && name[2] === 0x49
    } else if (c === 0x7e && (next === 0x7b || next === 0x7d)) {
      pairs = next === 0x7b ? [c, next] : undefined
      at += 2
    } else if (c === 0x0e || c === 0x0f) {
      pairs = c === 0x0e ? [...designated, c] : undefined
      at++
    } else if (pairs !== undefined && isGraphic(c) && at + 1 < to && isGraphic(next)) {
      maskPair(bytes, at, charset, pairs)
      at += 2
    } else {
      if (kana && c > 0x20 && c < 0x60) bytes[at] = 0x31
      else if (!kana && pairs === undefined) ascii(at, at + 1)
      at++
    }
  }
}

function isGraphic(c: number): boolean {
  return c > 0x20 && c < 0x7f
}

/** Ideographs become one; a letter of another row becomes the first letter of the row, so that kana stay kana. */
function maskPair(bytes: Uint8Array, at: number, name: string, pairs: readonly number[]): void {
  const row = bytes[at]!
  if (row >= 0x30) bytes.set([0x30, 0x21], at)
  else if (meansLetter(Uint8Array.from([...pairs, row, bytes[at + 1]!]), name)) {
    const other = firstLetter(name, `${pairs.join()} ${row}`, between([row, 0x21], [row, 0x7e]), pairs)
    if (other !== undefined) bytes.set(other, at)
  }
}

/** What one character behind ESC N or ESC O is: one octet, or two in ISO-2022-CN. */
function maskShifted(bytes: Uint8Array, at: number, to: number, name: string): number {
  const letter = name.startsWith('iso-2022-cn') ? [0x21, 0x21] : [0x69]
  const end = Math.min(to, at + letter.length)
  for (let i = at; i < end; i++) if (bytes[i]! >= 0x30 || letter.length === 2) bytes[i] = letter[i - at]!
  return end
}

/** UTF-16: letters of Latin-1 become x, others one of their block; no octet becomes NUL that was none. */
export function maskWide(bytes: Uint8Array, from: number, to: number, name: string): void {
  const big = name.endsWith('be') || (bytes[from] === 0xfe && bytes[from + 1] === 0xff)
  const unit = (at: number): number => (bytes[big ? at : at + 1]! << 8) | bytes[big ? at + 1 : at]!
  const put = (at: number, value: number): void => {
    bytes[big ? at : at + 1] = value >> 8
    bytes[big ? at + 1 : at] = value & 0xff
  }
  for (let at = from; at + 1 < to; at += 2) {
    const first = unit(at)
    if (first >= 0xd800 && first < 0xdc00 && at + 3 < to) {
      const both = String.fromCharCode(first, unit(at + 2))
      if (LETTER.test(both)) {
        put(at, 0xd840)
        put(at + 2, 0xdd01)
        at += 2
      }
    } else if (LETTER.test(String.fromCharCode(first))) put(at, first < 0x100 ? 0x78 : letterOfBlock(first))
  }
}

function letterOfBlock(unit: number): number {
  const other = (unit & 0xff00) | 0x41
  return LETTER.test(String.fromCharCode(other)) ? other : 0x4e01
}

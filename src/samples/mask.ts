/**
 * Masks text in place: each letter becomes another of its kind, drawn from the word in which it stands, so that lengths, syntax and charsets
 * stay. RFC 5322 §3.2.3.
 */
import { utf8 } from '../bytes/platform.js'
import { decodeText } from '../charset/index.js'
import { lookup } from '../charset/labels.js'
import { decodeLabel, domainDefects } from '../field/address/idn.js'
import { LETTER, maskEscaped, maskPaired, maskWide, singleLetter } from './mask-octets.js'
import { Secret } from './secret.js'

/** 'blank': letters become x, digits 0. 'turn': what was different stays different, what was equal stays equal. */
export type Mode = 'blank' | 'turn'

/** Which words (lower case) stay. */
export interface Kept {
  has(word: string): boolean
}

/** Letters that may be turned into each other: one script, one length in UTF-8, none that a mapping makes ASCII. */
const RANGES: readonly (readonly [from: number, to: number])[] = [
  ...([
    [0xe0, 0xf6],
    [0xf8, 0xfe],
    [0xc0, 0xd6],
    [0xd8, 0xde],
    [0x100, 0x12f],
    [0x3b1, 0x3c1],
    [0x391, 0x3a1],
  ] as const),
  ...([
    [0x430, 0x44f],
    [0x410, 0x42f],
    [0x5d0, 0x5ea],
    [0x627, 0x63a],
    [0x641, 0x64a],
    [0x905, 0x939],
  ] as const),
  ...([
    [0xe01, 0xe2e],
    [0x10d0, 0x10f0],
    [0x3041, 0x3096],
    [0x30a1, 0x30fa],
    [0x4e00, 0x9fa5],
    [0xac00, 0xd7a3],
  ] as const),
  ...([
    [0xff21, 0xff3a],
    [0xff41, 0xff5a],
    [0x20000, 0x2a6d6],
    [0xe0041, 0xe005a],
    [0xe0061, 0xe007a],
  ] as const),
]
/** A letter of each length of UTF-8, for what has no range of its own. */
const SUBSTITUTES: readonly (readonly number[])[] = [[], [], [0xc3, 0xa9], [0xe4, 0xb8, 0x80], [0xf0, 0xa0, 0x80, 0x80]]
/** Octets of a charset that nobody knows: a person may, so none above 7F stays. */
export const RAW = 'x-raw'
const PAIRED = /^(?:euc-|gb|big5|shift_jis|johab|cp9|windows-9)/
const MAX_LABEL_TRIES = 300

function isLetter(c: number): boolean {
  return (c >= 0x61 && c <= 0x7a) || (c >= 0x41 && c <= 0x5a)
}

function isDigit(c: number): boolean {
  return c >= 0x30 && c <= 0x39
}

/** A letter or digit of a word: where its octets stand, and what it means; 0 where that is one octet of a charset without a range. */
interface Letter {
  readonly at: number
  readonly length: number
  readonly point: number
}

/** A charset of one octet a letter: a letter of it above 7F, 0 where it has none, and whether its octets are code points. */
interface Single {
  readonly letter: number
  readonly latin: boolean
}

/** No such charset. */
const MANY: Single = { letter: 0, latin: false }

/** Words that are longer are masked in pieces: what is remembered of each stays small. */
const MAX_WORD = 256

export class Mask {
  private readonly secret: Secret

  /** @param attempt other letters for the same key */
  constructor(key: Uint8Array, attempt = 0) {
    this.secret = new Secret(key, attempt)
  }

  /** Octets of `size` values: contents that nobody reads. What is drawn does not depend on what stood there. */
  noise(size: number): number {
    return this.secret.noise(size)
  }

  /** One of `size` values in place of `value`, the same for the same `purpose`. */
  number(purpose: string, value: number, size: number): number {
    return this.secret.draw(`${purpose} ${value}`, 0) % size
  }

  /** ASCII letters and digits in [from, to); words in `keep` (lower case) stay. */
  ascii(bytes: Uint8Array, from: number, to: number, mode: Mode, keep?: Kept): void {
    for (let at = from; at < to; ) {
      let end = at
      while (end < to && (isLetter(bytes[end]!) || isDigit(bytes[end]!))) end++
      if (end === at) at++
      else if (mode === 'turn' && isLabel(bytes, at, end)) at = this.label(bytes, at, to)
      else {
        const letters: Letter[] = []
        for (; at < end; at++) letters.push({ at, length: 1, point: bytes[at]! })
        this.word(bytes, letters, mode, keep)
      }
    }
  }

  /** A word: its letters become others of their kinds, in their case. */
  private word(bytes: Uint8Array, letters: readonly Letter[], mode: Mode, keep?: Kept, single = MANY): void {
    if (letters.length === 0) return
    if (mode === 'blank') {
      const said = keep === undefined ? '' : String.fromCodePoint(...letters.map(({ point }) => point)).toLowerCase()
      if (keep?.has(said) === true) return
      for (const letter of letters) this.blank(bytes, letter, single.letter)
      return
    }
    for (let from = 0; from < letters.length; from += MAX_WORD) {
      const piece = letters.slice(from, from + MAX_WORD)
      const said = String.fromCodePoint(...piece.map(({ point }) => point)).toLowerCase()
      if (from === 0 && letters.length === piece.length && keep?.has(said) === true) return
      const sizes = piece.map(({ point }) => sizeOf(point))
      const drawn = this.secret.word(said, sizes)
      for (let i = 0; i < piece.length; i++) this.turn(bytes, piece[i]!, drawn[i]!, single)
    }
  }

  private blank(bytes: Uint8Array, { at, length, point }: Letter, replacement: number): void {
    if (point < 0x80) bytes[at] = isDigit(point) ? 0x30 : (point & 0x20 ? 0x61 : 0x41) + 23
    else if (replacement > 0) bytes[at] = replacement
    else {
      const range = rangeOf(point)
      if (range === undefined) bytes.set(SUBSTITUTES[length]!, at)
      else writePoint(bytes, at, length, range[0] + (point === range[0] ? 1 : 0))
    }
  }

  private turn(bytes: Uint8Array, letter: Letter, drawn: number, { letter: replacement, latin }: Single): void {
    const { at, length, point } = letter
    const range = point < 0x80 ? undefined : rangeOf(point)
    if (point < 0x80) bytes[at] = (isDigit(point) ? 0x30 : point & 0x20 ? 0x61 : 0x41) + drawn
    else if (range !== undefined && (length > 1 || latin)) writePoint(bytes, at, length, range[0] + drawn)
    else if (replacement > 0) bytes[at] = replacement
    else bytes.set(SUBSTITUTES[length]!, at)
  }

  /** An A-label (RFC 5890 §2.3.2.1) becomes another that is as good or as bad. */
  private label(bytes: Uint8Array, from: number, to: number): number {
    let end = from
    while (end < to && (isLetter(bytes[end]!) || isDigit(bytes[end]!) || bytes[end] === 0x2d)) end++
    const text = (): string => String.fromCharCode(...bytes.subarray(from, end))
    if (end - from > 63) {
      this.blankLabel(bytes, from, end)
      return end
    }
    const original = bytes.slice(from, end)
    const said = text().toLowerCase()
    const wanted = domainDefects(text()).join()
    const decodes = decodeLabel(text().slice(4)) !== undefined
    for (let salt = 0; salt < MAX_LABEL_TRIES; salt++) {
      for (let i = from + 4; i < end; i++) {
        const c = original[i - from]!
        if (c === 0x2d) continue
        const drawn = this.secret.draw(`label ${salt} ${said}`, i - from)
        bytes[i] = isDigit(c) ? 0x30 + (drawn % 10) : (c & 0x20 ? 0x61 : 0x41) + (drawn % 26)
      }
      if (domainDefects(text()).join() === wanted && (decodeLabel(text().slice(4)) !== undefined) === decodes)
        return end
    }
    this.blankLabel(bytes, from, end)
    return end
  }

  /** No label like it was found: what it said goes all the same. */
  private blankLabel(bytes: Uint8Array, from: number, end: number): void {
    for (let at = from + 4; at < end; at++) {
      const point = bytes[at]!
      if (point !== 0x2d) this.blank(bytes, { at, length: 1, point }, 0)
    }
  }

  /** Text of a charset; octets that mean nothing in it stay, so that they mean nothing afterwards. */
  text(bytes: Uint8Array, from: number, to: number, label: string, mode: Mode, keep?: Kept): void {
    const name = lookup(label)?.name ?? label
    if (name.startsWith('iso-2022') || name.startsWith('hz'))
      maskEscaped(bytes, from, to, name, (at, end) => this.ascii(bytes, at, end, 'blank'))
    else if (name.startsWith('utf-16')) maskWide(bytes, from, to, name)
    else if (PAIRED.test(name)) maskPaired(bytes, from, to, name, (at, end) => this.ascii(bytes, at, end, mode, keep))
    else this.letters(bytes, from, to, name, mode, keep)
  }

  /** UTF-8, and charsets of one octet a letter: words go over from ASCII to what is none. */
  private letters(bytes: Uint8Array, from: number, to: number, name: string, mode: Mode, keep?: Kept): void {
    // In Latin-1 and its like the octet is the code point, so that a name is turned alike there and in UTF-8.
    const latin = name === RAW || /^(?:iso-8859-1|windows-1252)$/.test(name)
    const single = name === 'utf-8' ? MANY : { letter: name === RAW ? 0xe9 : singleLetter(name), latin }
    let word: Letter[] = []
    const flush = (): void => {
      this.word(bytes, word, mode, keep, single)
      word = []
    }
    for (let at = from; at < to; ) {
      const c = bytes[at]!
      if (c < 0x80) {
        if (isLetter(c) || isDigit(c)) {
          if (mode === 'turn' && word.length === 0 && (c | 0x20) === 0x78 && isLabel(bytes, at, at + 2)) {
            at = this.label(bytes, at, to)
            continue
          }
          word.push({ at, length: 1, point: c })
        } else flush()
        at++
        continue
      }
      const length = name === 'utf-8' ? sequenceAt(bytes, at, to) : 1
      const point =
        name === 'utf-8'
          ? letterAt(bytes, at, length)
          : single.letter === 0
            ? 0
            : singleAt(bytes[at]!, name === RAW ? 'windows-1252' : name)
      if (point !== 0) word.push({ at, length, point })
      else {
        flush()
        if (length === 1 && name === 'utf-8') bytes[at] = otherFragment(bytes, at, to)
        else if (name === RAW) bytes[at] = single.letter
      }
      at += length
    }
    flush()
  }
}

/** `xn--` at `at`, the word up to `end`. */
function isLabel(bytes: Uint8Array, at: number, end: number): boolean {
  return (
    end - at === 2 &&
    (bytes[at]! | 0x20) === 0x78 &&
    (bytes[at + 1]! | 0x20) === 0x6e &&
    bytes[end] === 0x2d &&
    bytes[end + 1] === 0x2d
  )
}

function rangeOf(point: number): readonly [from: number, to: number] | undefined {
  for (const range of RANGES) if (point >= range[0] && point <= range[1]) return range
  return undefined
}

/** Of how many letters one may take the place of this one. */
function sizeOf(point: number): number {
  if (point < 0x80) return isDigit(point) ? 10 : 26
  const range = rangeOf(point)
  return range === undefined ? 1 : range[1] - range[0] + 1
}

function writePoint(bytes: Uint8Array, at: number, length: number, point: number): void {
  if (length === 1) bytes[at] = point
  else bytes.set(new TextEncoder().encode(String.fromCodePoint(point)), at)
}

/**
 * An octet that is part of no character of UTF-8: of a character that is cut, or of another charset, which a person may read. It becomes the octet that
 * stands for its kind, so that a character in two encoded-words is one again, and what was none is none.
 */
function otherFragment(bytes: Uint8Array, at: number, to: number): number {
  const octet = bytes[at]!
  if (octet < 0xc0) return 0xa9
  const length = octet >= 0xf0 ? 4 : octet >= 0xe0 ? 3 : 2
  let end = at + 1
  while (end < to && end < at + length && (bytes[end]! & 0xc0) === 0x80) end++
  // Whole, and none all the same: another lead would make it one.
  if (octet < 0xc2 || octet > 0xf4 || end === at + length) return 0xff
  return length === 2 ? 0xc3 : length === 3 ? 0xe4 : 0xf1
}

/** How many octets the UTF-8 sequence at `at` has; 1 where there is none. */
function sequenceAt(bytes: Uint8Array, at: number, to: number): number {
  const lead = bytes[at]!
  const length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc2 ? 2 : 1
  if (length === 1 || at + length > to) return 1
  for (let i = 1; i < length; i++) if ((bytes[at + i]! & 0xc0) !== 0x80) return 1
  return utf8(bytes, at, at + length).includes('\ufffd') ? 1 : length
}

/** The letter of such a sequence; 0 for what is none. */
function letterAt(bytes: Uint8Array, at: number, length: number): number {
  if (length === 1) return 0
  const text = utf8(bytes, at, at + length)
  return LETTER.test(text) ? text.codePointAt(0)! : 0
}

function singleAt(octet: number, name: string): number {
  const { text, replaced } = decodeText(Uint8Array.of(octet), name)
  return replaced > 0 || !LETTER.test(text) ? 0 : text.codePointAt(0)!
}

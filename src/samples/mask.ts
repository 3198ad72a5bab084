/** Text made unreadable in place: every letter becomes another of its kind, so that lengths, syntax and charsets stay. RFC 5322 §3.2.3. */
import { decodeText } from '../charset/index.js'
import { lookup } from '../charset/labels.js'
import { decodeLabel, domainDefects } from '../field/address/idn.js'

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
  ] as const),
]
const LETTER = /^[\p{L}\p{N}\p{So}]$/u
/** A letter of each length of UTF-8, for what has no range of its own. */
const SUBSTITUTES: readonly (readonly number[])[] = [[], [], [0xc3, 0xa9], [0xe4, 0xb8, 0x80], [0xf0, 0xa0, 0x80, 0x80]]
/** Pairs that are a letter in one of EUC, Shift_JIS, Big5, GBK: with a second octet above 7F, and with one that is a letter of ASCII. */
const HIGH_PAIRS: readonly (readonly [number, number])[] = [
  [0xb0, 0xa1],
  [0x88, 0x9f],
  [0xa4, 0xa4],
]
const LOW_PAIRS: readonly (readonly [number, number])[] = [
  [0x81, 0x61],
  [0x89, 0x61],
  [0xa4, 0x61],
]
const PAIRED = /^(?:euc-|gb|big5|shift_jis|johab|cp9|windows-9)/
const MAX_LABEL_TRIES = 300
const ESC = 0x1b

function isLetter(c: number): boolean {
  return (c >= 0x61 && c <= 0x7a) || (c >= 0x41 && c <= 0x5a)
}

function isDigit(c: number): boolean {
  return c >= 0x30 && c <= 0x39
}

export class Mask {
  /** @param plain each letter by itself, whatever stands before it: for values that are cut differently in two places */
  constructor(
    private readonly key: number,
    private readonly plain = false,
  ) {}

  private step(state: number, c: number): number {
    return this.plain ? Math.imul(this.key ^ c, 0x01000193) : Math.imul(state ^ c, 0x01000193)
  }

  private turned(state: number, size: number): number {
    const mixed = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d)
    return 1 + (((mixed ^ (mixed >>> 13)) >>> 0) % (size - 1))
  }

  /** Octets of `size` values, from the key and a place: contents that nobody reads. */
  noise(at: number, size: number): number {
    return this.turned(Math.imul(this.key ^ at, 0x9e3779b1), size + 1) - 1
  }

  /** ASCII letters and digits in [from, to); words in `keep` (lower case) stay. */
  ascii(bytes: Uint8Array, from: number, to: number, mode: Mode, keep?: Kept): void {
    for (let at = from; at < to; ) {
      let end = at
      let word = ''
      while (end < to && (isLetter(bytes[end]!) || isDigit(bytes[end]!))) word += String.fromCharCode(bytes[end++]!)
      if (end === at) at++
      else if (mode === 'turn' && /^xn$/i.test(word) && bytes[end] === 0x2d && bytes[end + 1] === 0x2d)
        at = this.label(bytes, at, to)
      else {
        if (keep?.has(word.toLowerCase()) !== true) this.word(bytes, at, end, mode, this.key)
        at = end
      }
    }
  }

  private word(bytes: Uint8Array, from: number, to: number, mode: Mode, salt: number): void {
    let state = salt
    for (let at = from; at < to; at++) {
      const c = bytes[at]!
      const digit = isDigit(c)
      const base = digit ? 0x30 : c & 0x20 ? 0x61 : 0x41
      const size = digit ? 10 : 26
      if (mode === 'blank') bytes[at] = digit ? 0x30 : base + 23
      else bytes[at] = base + ((c - base + this.turned(this.plain ? salt : state, size)) % size)
      state = this.step(state, c | 0x20)
    }
  }

  /** An A-label (RFC 5890 §2.3.2.1) becomes another that is as good or as bad. */
  private label(bytes: Uint8Array, from: number, to: number): number {
    let end = from
    while (end < to && (isLetter(bytes[end]!) || isDigit(bytes[end]!) || bytes[end] === 0x2d)) end++
    const text = (): string => String.fromCharCode(...bytes.subarray(from, end))
    if (end - from > 63) return end
    const original = bytes.slice(from, end)
    const wanted = domainDefects(text()).join()
    const decodes = decodeLabel(text().slice(4)) !== undefined
    for (let salt = 0; salt < MAX_LABEL_TRIES; salt++) {
      bytes.set(original, from)
      this.word(bytes, from + 4, end, 'turn', Math.imul(this.key + salt, 0x85ebca6b))
      for (let i = from + 4; i < end; i++) if (original[i - from] === 0x2d) bytes[i] = 0x2d
      if (domainDefects(text()).join() === wanted && (decodeLabel(text().slice(4)) !== undefined) === decodes)
        return end
    }
    bytes.set(original, from)
    return end
  }

  /** Text of a charset; octets that mean nothing in it stay, so that they mean nothing afterwards. */
  text(bytes: Uint8Array, from: number, to: number, label: string, mode: Mode, keep?: Kept): void {
    const name = lookup(label)?.name ?? label
    if (name.startsWith('iso-2022') || name.startsWith('hz')) this.escaped(bytes, from, to, mode)
    else if (name.startsWith('utf-16')) this.wide(bytes, from, to, name)
    else {
      const pairs = PAIRED.test(name) ? [pairOf(HIGH_PAIRS, name), pairOf(LOW_PAIRS, name)] : undefined
      const single = name === 'utf-8' || pairs !== undefined ? 0 : singleLetter(name)
      for (let at = from; at < to; ) {
        let end = at
        while (end < to && bytes[end]! < 0x80) end++
        this.ascii(bytes, at, end, mode, keep)
        if (end === to) break
        if (name === 'utf-8') at = end + this.sequence(bytes, end, to, mode)
        else if (pairs !== undefined) at = end + pair(bytes, end, to, name, pairs)
        else {
          if (single > 0 && meansLetter(bytes.subarray(end, end + 1), name))
            bytes[end] = this.latin(bytes[end]!, name, mode, single)
          at = end + 1
        }
      }
    }
  }

  /** In Latin-1 and its like the octet is the code point, so that a name is turned alike there and in UTF-8. */
  private latin(c: number, name: string, mode: Mode, single: number): number {
    if (mode === 'blank' || !/^(?:iso-8859-1|windows-1252)$/.test(name)) return single
    return this.point(c, mode) ?? single
  }

  private point(point: number, mode: Mode): number | undefined {
    for (const [from, to] of RANGES) {
      if (point < from || point > to) continue
      const size = to - from + 1
      if (mode === 'blank') return from + (point === from ? 1 : 0)
      return from + ((point - from + this.turned(this.key, size)) % size)
    }
    return undefined
  }

  /** The UTF-8 sequence at `at`; its length, or 1 where there is none. */
  private sequence(bytes: Uint8Array, at: number, to: number, mode: Mode): number {
    const lead = bytes[at]!
    const length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc2 ? 2 : 1
    if (length === 1 || at + length > to) return 1
    const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes.subarray(at, at + length))
    if (text.includes('\ufffd') || [...text].length !== 1 || !LETTER.test(text))
      return text.includes('\ufffd') ? 1 : length
    const other = this.point(text.codePointAt(0)!, mode)
    if (other !== undefined) bytes.set(new TextEncoder().encode(String.fromCodePoint(other)), at)
    else if (mode === 'blank') bytes.set(SUBSTITUTES[length]!, at)
    return length
  }

  /** ISO-2022 and HZ: letters of two octets behind an escape, ASCII elsewhere. */
  private escaped(bytes: Uint8Array, from: number, to: number, mode: Mode): void {
    let wide = false
    let kana = false
    for (let at = from; at < to; ) {
      const c = bytes[at]!
      if (c === ESC) {
        const kind = bytes[at + 1]
        wide = kind === 0x24 && bytes[at + 2] !== 0x29
        kana = kind === 0x28 && bytes[at + 2] === 0x49
        at += 2
        while (at < to && bytes[at]! < 0x30) at++
        at++
      } else if (c === 0x7e && (bytes[at + 1] === 0x7b || bytes[at + 1] === 0x7d)) {
        wide = bytes[at + 1] === 0x7b
        at += 2
      } else if (c === 0x0e || c === 0x0f) {
        wide = c === 0x0e
        at++
      } else if (wide && c > 0x20 && c < 0x7f && at + 1 < to && bytes[at + 1]! > 0x20 && bytes[at + 1]! < 0x7f) {
        if (c >= 0x30) bytes.set([0x30, 0x21], at)
        at += 2
      } else {
        if (!kana && !wide) this.ascii(bytes, at, at + 1, mode === 'turn' ? 'blank' : mode)
        at++
      }
    }
  }

  private wide(bytes: Uint8Array, from: number, to: number, name: string): void {
    const big = name.endsWith('be') || (bytes[from] === 0xfe && bytes[from + 1] === 0xff)
    for (let at = from; at + 1 < to; at += 2) {
      const high = bytes[big ? at : at + 1]!
      const low = bytes[big ? at + 1 : at]!
      if (!LETTER.test(String.fromCharCode((high << 8) | low))) continue
      bytes[big ? at : at + 1] = 0
      bytes[big ? at + 1 : at] = 0x78
    }
  }
}

function meansLetter(octets: Uint8Array, name: string): boolean {
  const { text, replaced } = decodeText(octets, name)
  return replaced === 0 && LETTER.test(text)
}

/** An octet of 80 and above that is a letter in a charset of one octet a letter; 0 if there is none. */
function singleLetter(name: string): number {
  for (let c = 0xff; c >= 0x80; c--)
    if (meansLetter(Uint8Array.of(((c + 0x41) & 0xff) | 0x80), name)) return ((c + 0x41) & 0xff) | 0x80
  return 0
}

function pairOf(pairs: readonly (readonly [number, number])[], name: string): readonly [number, number] | undefined {
  return pairs.find((one) => meansLetter(Uint8Array.from(one), name))
}

/** The character at `at`; its length. Its second octet stays what it was for a transfer encoding: above 7F, or a letter. */
function pair(
  bytes: Uint8Array,
  at: number,
  to: number,
  name: string,
  others: readonly (readonly [number, number] | undefined)[],
): number {
  for (const length of [2, 3, 4]) {
    if (at + length > to) break
    const { text, replaced } = decodeText(bytes.subarray(at, at + length), name)
    if (replaced > 0 || [...text].length !== 1) continue
    const second = bytes[at + 1]!
    const other = second >= 0x80 ? others[0] : isLetter(second) ? others[1] : undefined
    if (length === 2 && other !== undefined && LETTER.test(text)) bytes.set(other, at)
    return length
  }
  return 1
}

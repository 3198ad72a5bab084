/**
 * The quoted-printable decoder, lenient and resumable at any octet. RFC 2045 §6.7.
 *
 * A tight loop takes text, escapes and line ends that lie whole in the chunk; what is undecided at a cut, and what is malformed, goes
 * octet by octet through `step`, which alone knows the whole grammar.
 */
import { CR, EQUALS, LF, SP, TAB } from '../bytes/ascii.js'
import { type Source, toBytes } from '../bytes/source.js'
import { BlockDecoder, EMPTY } from './decoder.js'

/**
 * The longest stretch of white space and CRs that is held back until it is known whether a line end follows; a longer one is text.
 * Far above the 76 octets of a legal line; keeps what a stream holds bounded.
 */
export const MAX_HELD = 65_536

/**
 * Octets that the tight loop takes at a time. Measured: called often, it is compiled as a whole and runs twice as fast as one call for
 * megabytes, which is compiled in the middle of its loop.
 */
const STRETCH = 16_384

/** Classes of SORT: plain text (white space and CR included), or what needs a look. */
const PLAIN = 0
const LINE_FEED = 1
const ESCAPE = 2
const ILLEGAL = 3

function sort(): Uint8Array {
  const table = new Uint8Array(256)
  for (let c = 0; c < 256; c++) if (c < SP || c >= 0x7f) table[c] = ILLEGAL
  table[TAB] = PLAIN
  table[CR] = PLAIN
  table[LF] = LINE_FEED
  table[EQUALS] = ESCAPE
  return table
}

/** 0–15; 16 more for lower-case digits; -1 for all else. */
function digits(): Int8Array {
  const table = new Int8Array(256).fill(-1)
  for (let i = 0; i < 16; i++) table['0123456789ABCDEF'.charCodeAt(i)] = i
  for (let i = 10; i < 16; i++) table['0123456789abcdef'.charCodeAt(i)] = 16 + i
  return table
}

const SORT: Uint8Array = /* @__PURE__ */ sort()
const DIGIT: Int8Array = /* @__PURE__ */ digits()
/** What the two digits of an escape give, or-ed: over FF, or below 0, where one is none or in lower case. */
const LOW: Int16Array = /* @__PURE__ */ Int16Array.from(DIGIT, (digit) => (digit < 16 ? digit : 0x100))
const HIGH: Int16Array = /* @__PURE__ */ LOW.map((digit) => digit << 4)

/** In text.
 *  > | caf=C3=A9 ⏎
 *       ^           */
const TEXT = 0
/** After `=`.
 *  > | caf=C3=A9 ⏎
 *          ^        */
const ESCAPED = 1
/** After `=` and one hexadecimal digit.
 *  > | caf=C3=A9 ⏎
 *           ^       */
const ONE_DIGIT = 2
/** In white space, then CRs, that a line end would delete; `soft` if a `=` stands before it.
 *  > | caf=C3=A9 ⏎
 *               ^   */
const SPACE = 3

/**
 * Marks the octets of a word that are no text: 80 in those that are controls, `=`, or 7F and above. What stands above a mark may be marked
 * wrongly, by a carry or borrow.
 */
export function unusual(word: number): number {
  return (word | (word + 0x01010101) | (word - 0x20202020) | ((word ^ 0x3d3d3d3d) - 0x01010101)) & 0x80808080
}

/**
 * Decodes quoted-printable as it comes (RFC 2045 §6.7), cut anywhere: `write(chunk)` returns octets, `end()` the last of them. Never throws
 * for octets; `faults` says what was wrong.
 */
export class QuotedPrintableDecoder extends BlockDecoder {
  private mode = TEXT
  /** Input offset of the `=` that is open. */
  private opened = 0
  private digit = 0
  private soft = false
  /** White space held, with its count and that of the CRs behind it. Over MAX_HELD in all, they have been given out as text. */
  private held: Uint8Array = EMPTY
  private spaces = 0
  private returns = 0

  /** @internal */
  protected most(length: number): number {
    return length + 2 + Math.min(this.spaces + this.returns, MAX_HELD)
  }

  /** @internal */
  protected decode(chunk: Uint8Array): void {
    const end = chunk.length
    for (let pos = 0; pos < end; ) {
      if (this.mode === TEXT) pos = this.text(chunk, pos, Math.min(pos + STRETCH, end))
      else this.step(chunk[pos]!, this.at + pos++)
    }
  }

  /**
   * Decodes from `from` until something is undecided or malformed, which it leaves to `step`.
   *
   *      octet        what is done                                          next
   *      plain        copied, eight a turn                                  stays
   *      =XX          one octet                                             stays
   *      = CRLF, = LF nothing: a soft line break                            stays
   *      = and other  `step` decides                                        mode ESCAPED
   *      LF           white space before it is taken back, then copied      stays
   *      other        copied, and noted as invalid                          stays
   *      end          white space before it is taken back and held          mode SPACE
   */
  private text(input: Uint8Array, from: number, end: number): number {
    const out = this.out
    const words = new DataView(input.buffer, input.byteOffset, input.length)
    const outWords = new DataView(out.buffer, out.byteOffset, out.length)
    let used = this.used
    let pos = from
    const eight = end - 8
    while (pos < end) {
      // Text comes in runs: two words of four octets a turn, of which those before the first that needs a look stay.
      while (pos <= eight) {
        const word = words.getInt32(pos, true)
        const second = words.getInt32(pos + 4, true)
        outWords.setInt32(used, word, true)
        outWords.setInt32(used + 4, second, true)
        let marks = unusual(word)
        if (marks === 0) {
          used += 4
          pos += 4
          marks = unusual(second)
        }
        if (marks !== 0) {
          const plain = (31 - Math.clz32(marks & -marks)) >> 3
          used += plain
          pos += plain
          break
        }
        used += 4
        pos += 4
      }
      if (pos === end) break
      const c = input[pos]!
      const kind = SORT[c]!
      if (kind === PLAIN) {
        out[used++] = c
        pos++
        continue
      }
      if (kind === ESCAPE) {
        // So do escapes.
        const opened = pos
        while (pos + 2 < end && input[pos] === EQUALS) {
          const octet = HIGH[input[pos + 1]!]! | LOW[input[pos + 2]!]!
          if (octet >>> 0 > 0xff) break
          out[used++] = octet
          pos += 3
        }
        if (pos > opened) continue
        if (pos + 2 < end) {
          const next = input[pos + 1]!
          if (next === CR && input[pos + 2] === LF) {
            pos += 3
            continue
          }
          if (next === LF) {
            pos += 2
            continue
          }
        }
        this.mode = ESCAPED
        this.soft = true
        this.opened = this.at + pos
        this.used = used
        return pos + 1
      }
      if (kind === LINE_FEED) {
        // White space before the line end goes (rule 3): it was copied as text, so take it back.
        let back = pos
        while (back > from && input[back - 1] === CR) back--
        const returns = pos - back
        let start = back
        while (start > from && isSpace(input[start - 1]!)) start--
        if (start < back && pos - start <= MAX_HELD) {
          used -= pos - start
          for (let i = 0; i < returns; i++) out[used++] = CR
        }
      } else this.record.add('invalid-qp', this.at + pos, this.at + pos + 1)
      out[used++] = c
      pos++
    }
    // White space at the cut, with CRs behind it, is undecided: take it back and hold it.
    let back = end
    while (back > from && input[back - 1] === CR) back--
    let start = back
    while (start > from && isSpace(input[start - 1]!)) start--
    this.used = used
    if (start === back) return end
    this.used -= end - start
    this.soft = false
    for (let i = start; i < end; i++) this.step(input[i]!, this.at + i)
    return end
  }

  /**
   * The whole grammar, one octet at a time. `at`: input offset of the octet.
   *
   *      TEXT ──────── = ─────────▶ ESCAPED ── digit ──▶ ONE_DIGIT ── digit ──▶ TEXT, with one octet
   *       │  ▲                       │    └── LF ──▶ TEXT: a soft line break
   *       │  └ all else: given out   └── white space, CR ──▶ SPACE, `soft`
   *       └─ white space ──▶ SPACE ── white space, CRs ──▶ the same
   *                            └── LF ──▶ TEXT: what is held goes, with the line end where it is `soft`
   *
   * An octet that fits nowhere ends the state: what was held is text, and the octet is looked at as in TEXT.
   */
  private step(c: number, at: number): void {
    if (this.mode === ESCAPED) {
      if (c === LF) {
        this.mode = TEXT
        return
      }
      if (c === SP || c === TAB || c === CR) {
        this.mode = SPACE
        this.space(c)
        return
      }
      if (DIGIT[c]! >= 0) {
        this.digit = c
        this.mode = ONE_DIGIT
        return
      }
      this.literal()
    } else if (this.mode === ONE_DIGIT) {
      const value = DIGIT[c]!
      if (value >= 0) {
        const first = DIGIT[this.digit]!
        // QUIRK(RFC 2045 §6.7 note 1): lower-case hexadecimal digits are decoded. Sent by: many old agents. Fixture: vectors qp-057.
        if ((first | value) >= 16) this.record.add('invalid-qp', this.opened, at + 1)
        this.out[this.used++] = ((first & 15) << 4) | (value & 15)
        this.mode = TEXT
        return
      }
      this.literal()
      this.out[this.used++] = this.digit
    } else if (this.mode === SPACE) {
      if (c === LF) {
        this.lineEnd(at)
        return
      }
      if (c === CR || (this.returns === 0 && (c === SP || c === TAB))) {
        this.space(c)
        return
      }
      this.giveBack()
    }
    this.mode = TEXT
    if (c === SP || c === TAB) {
      this.soft = false
      this.mode = SPACE
      this.space(c)
    } else if (c === EQUALS) {
      this.soft = true
      this.mode = ESCAPED
      this.opened = at
    } else {
      if (SORT[c] === ILLEGAL) this.record.add('invalid-qp', at, at + 1)
      this.out[this.used++] = c
    }
  }

  /** Holds one octet of white space or a CR. */
  private space(c: number): void {
    const before = this.spaces + this.returns
    if (before >= MAX_HELD) {
      if (before === MAX_HELD) this.release()
      this.out[this.used++] = c
    } else if (c !== CR) {
      if (this.spaces === this.held.length) this.grow()
      this.held[this.spaces] = c
    }
    if (c === CR) this.returns++
    else this.spaces++
  }

  private grow(): void {
    const grown = new Uint8Array(Math.max(64, this.held.length * 4))
    grown.set(this.held)
    this.held = grown
  }

  // QUIRK(RFC 2045 §6.7 rule 5): `=`, white space, line end is a soft line break. Sent by: relays that pad lines. Fixture: vectors qp-095.
  private lineEnd(at: number): void {
    if (this.spaces + this.returns > MAX_HELD) this.out[this.used++] = LF
    else if (this.soft) {
      if (this.spaces > 0) this.record.add('invalid-qp', this.opened, at + 1)
    } else {
      for (let i = 0; i < this.returns; i++) this.out[this.used++] = CR
      this.out[this.used++] = LF
    }
    this.spaces = 0
    this.returns = 0
    this.mode = TEXT
  }

  // QUIRK(RFC 2045 §6.7): a `=` without two digits or a line end stays. Sent by: agents that label text as encoded. Fixture: vectors qp-055.
  private literal(): void {
    this.record.add('invalid-qp', this.opened, this.opened + 1)
    this.out[this.used++] = EQUALS
  }

  /** The white space held is text after all. */
  private release(): void {
    if (this.soft) this.literal()
    const { out, held, spaces } = this
    let used = this.used
    for (let i = 0; i < spaces; i++) out[used++] = held[i]!
    for (let i = 0; i < this.returns; i++) out[used++] = CR
    this.used = used
  }

  private giveBack(): void {
    if (this.spaces + this.returns <= MAX_HELD) this.release()
    this.spaces = 0
    this.returns = 0
  }

  /** @internal The end of input ends a line, so white space goes; but a CR there is no line end. */
  protected finish(): void {
    if (this.mode === ONE_DIGIT) {
      this.literal()
      this.out[this.used++] = this.digit
    } else if (this.mode === SPACE) {
      if (this.returns > 0) this.giveBack()
      // A soft line break whose line end belongs to a delimiter, or a `=` that lost its line end: dropped either way.
      else if (this.soft && this.spaces > 0) this.record.add('invalid-qp', this.opened, this.at)
      this.spaces = 0
      this.returns = 0
    }
    this.mode = TEXT
  }
}

function isSpace(c: number): boolean {
  return c === SP || c === TAB
}

/**
 * Decodes quoted-printable as found in mail: malformed escapes stay as they are, white space before line ends goes. Line ends stay as
 * they are. Never throws for bytes. @returns new memory
 */
export function decodeQuotedPrintable(source: Source): Uint8Array {
  return new QuotedPrintableDecoder().run(toBytes(source), true)
}

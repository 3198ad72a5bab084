/**
 * The base64 decoder, lenient and resumable at any octet. RFC 2045 §6.8, RFC 4648 §3.
 *
 * Clean stretches are decoded by the platform in slices that fit the cache; all else by the exact machine below.
 * After padding, the input may be another block, or a mailing list's footer: the next line with content tells which.
 */
import { ALPHABET, CR, EQUALS, LF } from '../bytes/ascii.js'
import { latin1, writeBase64 } from '../bytes/platform.js'
import { type Source, toBytes } from '../bytes/source.js'
import { BlockDecoder, EMPTY } from './decoder.js'

/** Values of WORTH beside 0–63. */
const JUNK = -1
const BLANK = -2
const PAD = -3

function build(): Int8Array {
  const table = new Int8Array(256).fill(JUNK)
  for (let i = 0; i < 64; i++) table[ALPHABET.charCodeAt(i)] = i
  for (const c of [0x20, 0x09, CR, LF]) table[c] = BLANK
  table[EQUALS] = PAD
  return table
}

/** 0–63 of the alphabet, or JUNK, BLANK, PAD. */
const WORTH: Int8Array = /* @__PURE__ */ build()

/** Decoding natively in pieces of this many octets is several times faster than in one of tens of megabytes: they fit the cache. */
const SLICE = 65_536
/** Below this many octets a native call costs more than it saves. */
const NATIVE_FROM = 512
/**
 * How many octets of a line after padding are read before it is taken for a block: just above the 998 of the longest legal line
 * (RFC 5322 §2.1.1), so that only an illegal line is judged by its beginning.
 */
export const LOOK_AHEAD = 1_000

/** In a group, or between groups.
 *  > | SGVsbG8s
 *          ^    */
const DATA = 0
/** After `=`: white space and further `=` may follow, then a line to judge.
 *  > | SGk= ⏎ SGVs
 *          ^       */
const PADDED = 1
/** In the line that decides whether decoding goes on; what was read of it is held.
 *  > | SGk= ⏎ List footer
 *             ^           */
const JUDGING = 2
/** Behind the end: nothing is decoded any more. */
const ENDED = 3

/** Place in a group of the judged line after `XX=`, where only `=` may follow. */
const SECOND_PAD = 5

/**
 * Decodes base64 as it comes (RFC 2045 §6.8), cut anywhere: `write(chunk)` returns octets, `end()` the last of them. Never throws for
 * octets; `faults` says what was wrong.
 */
export class Base64Decoder extends BlockDecoder {
  private mode = DATA
  /** Bits of the open group, and its letters so far (0–3). */
  private bits = 0
  private letters = 0
  /** `=` that the last group still lacks. */
  private due = 0
  /** Input offset up to which lines were judged to be blocks: padding before it needs no new judgement. */
  private approved = 0
  private held: Uint8Array = EMPTY
  private heldCount = 0
  private heldFrom = 0
  private group = 0
  private gap = false
  /** After the end: were letters met; where junk began, or -1. */
  private tail = false
  private junk = -1
  /** Octets of the last line with its line end: the guess for the next. */
  private width = 78
  /** Input offset up to which the exact machine works because a native attempt failed there. */
  private exactTo = 0

  /** @internal */
  protected most(length: number): number {
    return Math.floor(((length + this.heldCount + 4) * 3) / 4) + 3
  }

  /** @internal */
  protected decode(chunk: Uint8Array): void {
    this.feed(chunk, chunk.length, this.at)
  }

  /** `base`: input offset of input[0]. */
  private feed(input: Uint8Array, end: number, base: number): void {
    let pos = 0
    while (pos < end) {
      if (this.mode === DATA) pos = this.data(input, pos, end, base)
      else if (this.mode === PADDED) pos = this.padded(input, pos, end, base)
      else if (this.mode === JUDGING) pos = this.judge(input, pos, end)
      else pos = this.rest(input, pos, end, base)
    }
  }

  private data(input: Uint8Array, pos: number, end: number, base: number): number {
    const out = this.out
    let { bits, letters, used } = this
    while (pos < end) {
      if (letters === 0) {
        if (writeBase64 !== undefined && end - pos >= NATIVE_FROM && base + pos >= this.exactTo) {
          this.used = used
          const next = this.native(input, pos, Math.min(end, pos + SLICE), base)
          used = this.used
          if (next > pos) {
            pos = next
            continue
          }
        }
        const limit = end - 4
        while (pos <= limit) {
          const group =
            (WORTH[input[pos]!]! << 18) |
            (WORTH[input[pos + 1]!]! << 12) |
            (WORTH[input[pos + 2]!]! << 6) |
            WORTH[input[pos + 3]!]!
          if (group < 0) break
          out[used] = group >> 16
          out[used + 1] = group >> 8
          out[used + 2] = group
          used += 3
          pos += 4
        }
        if (pos >= end) break
      }
      const worth = WORTH[input[pos]!]!
      pos++
      if (worth >= 0) {
        bits = (bits << 6) | worth
        if (++letters === 4) {
          out[used++] = bits >> 16
          out[used++] = bits >> 8
          out[used++] = bits
          bits = 0
          letters = 0
        }
      } else if (worth === PAD) {
        this.bits = bits
        this.letters = letters
        this.used = used
        this.pad(base + pos - 1)
        return pos
      } else if (worth === JUNK) {
        // QUIRK(RFC 2045 §6.8): octets outside the alphabet are skipped, `-` and `_` of base64url among them. Sent by: relays that
        // stamp lines, broken generators. Fixture: vectors base64-086, base64-004.
        this.record.add('invalid-base64', base + pos - 1, base + pos)
      }
    }
    this.bits = bits
    this.letters = letters
    this.used = used
    return pos
  }

  /**
   * Decodes [from, to) natively as far as its first `=` and its last whole group; returns where it stopped, `from` if it cannot vouch
   * for the result. The native routine skips junk silently: the line breaks that stand where lines are expected to end are counted,
   * all other octets must have given six bits each. It also takes `-` and `_`, which are looked for.
   */
  private native(input: Uint8Array, from: number, to: number, base: number): number {
    // Strings are searched without the way through Buffer.
    const text = latin1(input, from, to)
    const { exactTo } = this
    this.exactTo = base + to
    const padding = text.indexOf('=')
    let stop = padding === -1 ? text.length : padding
    if (stop < NATIVE_FROM || text.indexOf('-') !== -1 || text.indexOf('_') !== -1) return from
    if (input[from + stop - 1] === CR) stop--
    let breaks = 0
    let width = this.width
    for (let start = 0; start < stop; ) {
      let feed = start + width - 1
      if (feed >= stop || input[from + feed] !== LF) {
        feed = text.indexOf('\n', start)
        if (feed === -1 || feed >= stop) break
        width = feed - start + 1
      }
      breaks += feed > start && input[from + feed - 1] === CR ? 2 : 1
      start = feed + 1
    }
    this.width = width
    let letters = stop - breaks
    for (let over = letters & 3; over > 0 && stop > 0; ) {
      const c = input[from + --stop]!
      if (c !== CR && c !== LF) {
        over--
        letters--
      }
    }
    const count = writeBase64?.(this.out, text.slice(0, stop), this.used)
    if (count !== (letters >> 2) * 3 || stop === 0) return from
    if (padding === -1) this.exactTo = exactTo
    this.used += count
    return from + stop
  }

  /** Gives out the open group; reports what it lacks or has too much. */
  private flush(start: number, end: number, padded: boolean): void {
    const { bits, letters } = this
    let sound = padded
    if (letters === 2) {
      this.out[this.used++] = bits >> 4
      if ((bits & 15) !== 0) sound = false
    } else if (letters === 3) {
      this.out[this.used++] = bits >> 10
      this.out[this.used++] = bits >> 2
      if ((bits & 3) !== 0) sound = false
    } else sound = letters === 0 && !padded
    if (!sound) this.record.add('invalid-base64', start, end)
    this.bits = 0
    this.letters = 0
  }

  private pad(at: number): void {
    this.due = this.letters === 2 ? 1 : 0
    this.flush(at, at + 1, true)
    this.mode = PADDED
  }

  private padded(input: Uint8Array, pos: number, end: number, base: number): number {
    for (; pos < end; pos++) {
      const worth = WORTH[input[pos]!]!
      if (worth === BLANK) continue
      const at = base + pos
      if (worth === PAD) {
        if (this.due > 0) this.due--
        else this.record.add('invalid-base64', at, at + 1)
        continue
      }
      if (this.due > 0) this.record.add('invalid-base64', at, at)
      this.due = 0
      if (worth >= 0) this.record.add('base64-data-after-padding', at, at + 1)
      if (at < this.approved) {
        this.mode = DATA
        return pos
      }
      this.mode = JUDGING
      this.heldFrom = at
      this.heldCount = 0
      this.group = 0
      this.gap = false
      this.tail = worth >= 0
      return pos
    }
    return pos
  }

  // QUIRK(RFC 2045 §6.8): decoding goes on behind padding if the rest of that line, or else the next line with content, is itself whole
  // groups (concatenated blocks); otherwise it ends. Sent by: tools that encode a file piece by piece; list software that appends
  // its footer to the encoded body. Fixture: vectors base64-062.
  private judge(input: Uint8Array, pos: number, end: number): number {
    if (this.held.length === 0) this.held = new Uint8Array(LOOK_AHEAD)
    for (; pos < end; pos++) {
      const c = input[pos]!
      const worth = WORTH[c]!
      if (c === LF) {
        this.verdict(this.group === 0)
        return pos
      }
      if (worth === BLANK) this.gap = true
      else {
        const { group } = this
        let next = -1
        if (worth >= 0 && group < 4) next = (group + 1) & 3
        else if (worth === PAD && group === 2) next = SECOND_PAD
        else if (worth === PAD && (group === 3 || group === SECOND_PAD)) next = 0
        if (next === -1 || this.gap) {
          this.verdict(false)
          return pos
        }
        this.group = next
      }
      this.held[this.heldCount++] = c
      if (this.heldCount === LOOK_AHEAD) {
        this.verdict(true)
        return pos + 1
      }
    }
    return pos
  }

  private verdict(block: boolean): void {
    const count = this.heldCount
    this.heldCount = 0
    this.mode = block ? DATA : ENDED
    if (!block) return
    this.approved = this.heldFrom + count
    this.feed(this.held, count, this.heldFrom)
  }

  private rest(input: Uint8Array, pos: number, end: number, base: number): number {
    for (; pos < end && !this.tail; pos++) {
      const worth = WORTH[input[pos]!]!
      if (worth >= 0) {
        this.tail = true
        this.record.add('base64-data-after-padding', base + pos, base + pos + 1)
      } else if (worth === JUNK && this.junk === -1) this.junk = base + pos
    }
    return end
  }

  /** @internal As new, after an input that ended without a fault; false where it is not. */
  renew(): boolean {
    if (this.faults.length > 0 || this.letters > 0 || this.mode > PADDED) return false
    this.mode = DATA
    this.at = 0
    this.approved = 0
    this.exactTo = 0
    return true
  }

  /** @internal */
  protected finish(): void {
    if (this.mode === JUDGING) this.verdict(this.group === 0)
    if (this.mode === DATA) this.flush(this.at, this.at, false)
    else if (this.mode === PADDED && this.due > 0) this.record.add('invalid-base64', this.at, this.at)
    else if (this.mode === ENDED && !this.tail && this.junk !== -1) {
      this.record.add('invalid-base64', this.junk, this.junk + 1)
    }
  }
}

/** The same, and whether anything was wrong with it. */
export function decodeAnyBase64(bytes: Uint8Array): { readonly decoded: Uint8Array; readonly damaged: boolean } {
  const decoder = new Base64Decoder()
  const decoded = decoder.run(bytes, true)
  return { decoded, damaged: decoder.faults.length > 0 }
}

/** Decodes base64 as found in mail: junk is skipped, missing padding supplied. Never throws for bytes. @returns new memory */
export function decodeBase64(source: Source): Uint8Array {
  return new Base64Decoder().run(toBytes(source), true)
}

/**
 * ISO 2022 in seven bits: iso-2022-jp with its extensions (RFC 1468, RFC 2237, RFC 1554), iso-2022-kr (RFC 1557), iso-2022-cn
 * (RFC 1922). Escape sequences designate character sets; shifts call them up; a line end calls ASCII back.
 */
import type { Cns } from './cns.js'
import type { DoubleByteCodec } from './double-byte.js'
import type { SingleTable } from './single-byte.js'
import { type Codec, type Decoder, WindowDecoder } from './text-codec.js'

/** What holds the characters of a set: rows A1–FE of an EUC charset up to `lastRow`, what EUC-JP has after 8F, octets A0–FF, a plane of CNS 11643. */
export type Origin =
  | 'ascii'
  | 'katakana'
  | 'none'
  | { readonly euc: DoubleByteCodec; readonly lastRow: number }
  | { readonly triples: DoubleByteCodec }
  | { readonly upper: SingleTable }
  | { readonly cns: Cns; readonly plane: number }

/** A character set of 94 or 96 characters (`width` 1) or of 94×94 (`width` 2); octets 20–7F. */
export interface CharacterSet {
  readonly width: 1 | 2
  /** Code units as a cell (the second one in the upper half), 0 if there is none. */
  cell(first: number, second: number): number
  /** Where its characters come from, for those who write them. */
  readonly origin: Origin
}

/** Where an escape sequence puts a set: the working set, the one that SO calls, the one that ESC N calls for one character. */
type Slot = 'g0' | 'so' | 'ss2'

interface Designation {
  /** What follows ESC. */
  readonly sequence: string
  readonly slot: Slot
  readonly set: CharacterSet
}

export interface Iso2022Spec {
  readonly designations: readonly Designation[]
  /** What the encoder may use, by preference. Sets of g0 are designated where needed, others at the start of each line that needs one. */
  readonly writes: readonly Designation[]
  /** What a text begins with when it is not all ASCII (RFC 1557). */
  readonly header?: string
}

export const ESC = 0x1b
export const SO = 0x0e
export const SI = 0x0f
const SS2 = 0x4e

export const ASCII_SET: CharacterSet = {
  width: 1,
  cell: (first) => first,
  origin: 'ascii',
}

/** Escape sequences as numbers: a 1, then their octets. Looks at no more octets than the longest sequence has, and allocates nothing. */
class Escapes {
  private readonly known = new Map<number, Designation>()
  private readonly prefixes = new Set<number>()

  constructor(designations: readonly Designation[]) {
    for (const designation of designations) {
      let code = 1
      for (let i = 0; i < designation.sequence.length; i++) {
        this.prefixes.add(code)
        code = code * 256 + designation.sequence.charCodeAt(i)
      }
      this.known.set(code, designation)
    }
  }

  /** The designation after ESC at `at`, `more` if the window ends inside one, or undefined. */
  find(bytes: Uint8Array, at: number): Designation | 'more' | undefined {
    let code = 1
    for (let i = at + 1; this.prefixes.has(code); i++) {
      if (i >= bytes.length) return 'more'
      code = code * 256 + bytes[i]!
      const found = this.known.get(code)
      if (found !== undefined) return found
    }
    return undefined
  }
}

class Iso2022Decoder extends WindowDecoder {
  private g0: CharacterSet = ASCII_SET
  private so: CharacterSet | undefined
  private ss2: CharacterSet | undefined
  private shifted = false

  /** @param fixed what SO calls from the start and for good (RFC 1557; mailers leave its header out of encoded-words) */
  constructor(
    private readonly escapes: Escapes,
    private readonly fixed: CharacterSet | undefined,
  ) {
    super()
    this.so = fixed
  }

  protected override restart(): void {
    this.line()
  }

  protected read(bytes: Uint8Array, last: boolean): number {
    const { out } = this
    let at = 0
    while (at < bytes.length) {
      const c = bytes[at]!
      if (c === ESC) {
        const used = this.escape(bytes, at, last)
        if (used === 0) return at
        at += used
        continue
      }
      if (c < 0x20 || c === 0x7f) {
        this.control(c)
        at++
        continue
      }
      const set = this.shifted ? this.so : this.g0
      if (c >= 0x80 || set === undefined) {
        out.bad()
        at++
        continue
      }
      // A space stands for itself in every set of 94.
      const used = c === 0x20 ? this.put(c) : this.character(set, bytes, at, last)
      if (used === 0) return at
      at += used
    }
    return at
  }

  private control(c: number): void {
    if (c === SO && this.so !== undefined) this.shifted = true
    else if (c === SI) this.shifted = false
    else {
      this.out.put(c)
      if (c === 0x0a || c === 0x0d) this.line()
    }
  }

  /** RFC 1468, RFC 1922: a line begins in ASCII, with nothing designated. */
  private line(): void {
    this.shifted = false
    this.g0 = ASCII_SET
    this.ss2 = undefined
    this.so = this.fixed
  }

  private escape(bytes: Uint8Array, at: number, last: boolean): number {
    if (this.ss2 !== undefined && bytes[at + 1] === SS2) {
      const used = this.character(this.ss2, bytes, at + 2, last)
      return used === 0 ? 0 : used + 2
    }
    const found = this.escapes.find(bytes, at)
    if (found === 'more' && !last) return 0
    if (found === undefined || found === 'more') {
      this.out.bad()
      return 1
    }
    if (found.slot === 'g0') this.g0 = found.set
    else if (found.slot === 'so') this.so = found.set
    else this.ss2 = found.set
    return found.sequence.length + 1
  }

  private put(unit: number): 1 {
    this.out.put(unit)
    return 1
  }

  /** One character of `set`: octets used, 0 for more wanted. An octet outside 20–7F is not taken into a pair. */
  private character(set: CharacterSet, bytes: Uint8Array, at: number, last: boolean): number {
    for (let i = 0; i < set.width; i++) {
      if (at + i >= bytes.length) {
        if (!last) return 0
        this.out.bad()
        return Math.max(i, 1)
      }
      const c = bytes[at + i]!
      if (c < 0x20 || c >= 0x80 || (set.width === 2 && (c === 0x20 || c === 0x7f))) {
        this.out.bad()
        return Math.max(i, 1)
      }
    }
    const cell = set.cell(bytes[at]!, bytes[at + 1] ?? 0)
    if (cell === 0) this.out.bad()
    else {
      this.out.put(cell & 0xffff)
      if (cell > 0xffff) this.out.put(cell >>> 16)
    }
    return set.width
  }
}

export interface Iso2022 extends Codec {
  readonly spec: Iso2022Spec
}

export function iso2022(spec: Iso2022Spec): Iso2022 {
  const escapes = new Escapes(spec.designations)
  return {
    ascii: false,
    decoder: (): Decoder => new Iso2022Decoder(escapes, spec.header === undefined ? undefined : spec.writes[0]?.set),
    spec,
  }
}

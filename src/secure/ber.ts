/** The elements of BER (X.690 §8), as far as the shape of a CMS object needs them. Nothing is verified, and nothing throws. */

export interface Element {
  /** Class and number, as the identifier octet has them: A0 for [0], 30 for SEQUENCE. */
  readonly tag: number
  /** Content octets are [from, to). */
  readonly from: number
  readonly to: number
  /** Where the next element begins: behind the end-of-contents octets, where the length is indefinite. */
  readonly next: number
}

const OCTET_STRING = 0x04
export const OBJECT_IDENTIFIER = 0x06
export const SEQUENCE = 0x30
export const SET = 0x31
export const CONTEXT_0 = 0xa0
/** An OCTET STRING in pieces (X.690 §8.7.3). */
const CONSTRUCTED_OCTET_STRING = 0x24

/** Elements of indefinite length inside each other: CMS as it is written has some ten. */
const MAX_DEPTH = 32
const CONSTRUCTED = 0x20

/** Identifier and length octets at `at`; `to` is -1 for an indefinite length. Undefined for what is none, or does not fit before `end`. */
function head(bytes: Uint8Array, at: number, end: number): { tag: number; from: number; to: number } | undefined {
  if (at + 2 > end) return undefined
  const tag = bytes[at]!
  // Tag numbers above 30 have octets of their own: no element that is looked for has one.
  if ((tag & 0x1f) === 0x1f) return undefined
  const first = bytes[at + 1]!
  const from = at + 2
  if (first < 0x80) return from + first <= end ? { tag, from, to: from + first } : undefined
  if (first === 0x80) return (tag & CONSTRUCTED) === 0 ? undefined : { tag, from, to: -1 }
  const count = first & 0x7f
  if (count > 6 || from + count > end) return undefined
  let length = 0
  for (let i = 0; i < count; i++) length = length * 256 + bytes[from + i]!
  return from + count + length <= end ? { tag, from: from + count, to: from + count + length } : undefined
}

/** The element at `at`, which ends before `end`. Undefined for what is no BER. */
export function elementAt(bytes: Uint8Array, at: number, end: number): Element | undefined {
  const first = head(bytes, at, end)
  if (first === undefined) return undefined
  if (first.to >= 0) return { ...first, next: first.to }
  // Of indefinite length: up to its end-of-contents octets, over elements of either kind.
  let open = 1
  let pos = first.from
  while (pos + 2 <= end) {
    if (bytes[pos] === 0 && bytes[pos + 1] === 0) {
      if (--open === 0) return { tag: first.tag, from: first.from, to: pos, next: pos + 2 }
      pos += 2
      continue
    }
    const inner = head(bytes, pos, end)
    if (inner === undefined) return undefined
    if (inner.to >= 0) pos = inner.to
    else {
      if (++open > MAX_DEPTH) return undefined
      pos = inner.from
    }
  }
  return undefined
}

/** The elements in [from, to), up to the first that is none; at most `most`. */
export function elementsIn(bytes: Uint8Array, from: number, to: number, most: number): Element[] {
  const found: Element[] = []
  for (let at = from; at < to && found.length < most; ) {
    const element = elementAt(bytes, at, to)
    if (element === undefined) break
    found.push(element)
    at = element.next
  }
  return found
}

/** The octets of an OCTET STRING, its pieces joined. Undefined for another element, and for pieces that are none. */
export function octetsOf(bytes: Uint8Array, { tag, from, to }: Element): Uint8Array | undefined {
  if (tag === OCTET_STRING) return bytes.subarray(from, to)
  if (tag !== CONSTRUCTED_OCTET_STRING) return undefined
  const out = new Uint8Array(to - from)
  let length = 0
  // Ends of the strings that are open; -1 for one of indefinite length.
  const ends = [to]
  let at = from
  while (ends.length > 0) {
    const end = ends[ends.length - 1]!
    if (end >= 0 && at >= end) {
      ends.pop()
      continue
    }
    if (end === -1 && bytes[at] === 0 && bytes[at + 1] === 0) {
      ends.pop()
      at += 2
      continue
    }
    const piece = head(bytes, at, to)
    if (piece === undefined) return undefined
    if (piece.tag === OCTET_STRING) {
      out.set(bytes.subarray(piece.from, piece.to), length)
      length += piece.to - piece.from
      at = piece.to
    } else if (piece.tag === CONSTRUCTED_OCTET_STRING && ends.length < MAX_DEPTH) {
      ends.push(piece.to)
      at = piece.from
    } else return undefined
  }
  return out.subarray(0, length)
}

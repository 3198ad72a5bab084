/**
 * The uuencode decoder, lenient and resumable at any octet. No RFC; POSIX `uuencode`, historical algorithm.
 *
 * Reads the first `begin … end` of its input; text before and behind it is skipped.
 */
import { CR, LF } from '../bytes/ascii.js'
import { fromLatin1, isUtf8, latin1, utf8 } from '../bytes/platform.js'
import { type Source, toBytes } from '../bytes/source.js'
import { decodeBase64 } from './base64.js'
import { BlockDecoder } from './decoder.js'

/** A legal data line has 61 octets, a `begin` line a filename; nothing longer than the longest mail line (RFC 5322 §2.1.1) is either. */
const MAX_LINE = 1_000
/** Octets that a data line may have behind its data: some encoders add a checksum or fill up. */
const MAX_SURPLUS = 4

/** Before `begin`. */
const BEFORE = 0
/** Between `begin` and `end`. */
const INSIDE = 1
/** Behind `end`. */
const BEHIND = 2

const BEGIN = /^begin(-encoded)? ([0-7]{3,4}) ([^ ].*)$/s

/** Decodes uuencode as it comes, cut anywhere: `write(chunk)` returns octets, `end()` the last of them. Never throws for octets. */
export class UuDecoder extends BlockDecoder {
  /** The name in `begin`, as received: never use it as a path. Undefined until that line was read. */
  filename: string | undefined = undefined
  /** The permission bits in `begin`, a number such as 0o644. Undefined until that line was read. */
  mode: number | undefined = undefined
  private place = BEFORE
  private readonly line = new Uint8Array(MAX_LINE)
  /** Octets of the present line; those over MAX_LINE are only counted. */
  private length = 0

  /** @internal */
  protected most(length: number): number {
    // A line gives at most 3 octets for 2 of its own: see `data`.
    return Math.ceil((length + Math.min(this.length, MAX_LINE)) * 1.5) + 3
  }

  /** @internal */
  protected decode(chunk: Uint8Array): void {
    const end = chunk.length
    for (let pos = 0; pos < end && this.place !== BEHIND; pos++) {
      const c = chunk[pos]!
      if (c === LF) this.lineEnd(this.at + pos)
      else {
        if (this.length < MAX_LINE) this.line[this.length] = c
        this.length++
      }
    }
  }

  /** @internal */
  protected finish(): void {
    if (this.length > 0 && this.place !== BEHIND) this.lineEnd(this.at)
    if (this.place !== BEHIND) this.record.add('invalid-uuencode', this.at, this.at)
    this.place = BEHIND
  }

  /** The line is complete; `end`: input offset behind it, without its line end. */
  private lineEnd(end: number): void {
    const { line } = this
    const start = end - this.length
    let length = this.length
    this.length = 0
    if (length > MAX_LINE) {
      if (this.place === INSIDE) this.record.add('invalid-uuencode', start, end)
      return
    }
    while (length > 0 && line[length - 1] === CR) length--
    if (this.place === BEFORE) {
      if (line[0] === 0x62) this.begin(length)
    } else if (isEnd(line, length)) this.place = BEHIND
    else if (length > 0 && !this.data(length)) this.record.add('invalid-uuencode', start, end)
  }

  private begin(length: number): void {
    const match = BEGIN.exec(latin1(this.line, 0, length))
    if (match === null) return
    const octets = match[1] === undefined ? match[3]! : encodedName(match[3]!)
    const name = fromLatin1(octets)
    this.filename = isUtf8(name) ? utf8(name, 0, name.length) : octets
    this.mode = Number.parseInt(match[2]!, 8)
    this.place = INSIDE
  }

  /** Decodes a data line; false if it is none. */
  private data(length: number): boolean {
    const { line, out } = this
    const first = line[0]!
    if (first < 0x20 || first > 0x60) return false
    const count = (first - 0x20) & 63
    const need = Math.ceil(count / 3) * 4
    const have = length - 1
    // QUIRK(uuencode): spaces at the end of a line, each worth six zero bits, may have been stripped on the way. Sent by: encoders
    // that write a space where others write a backquote, through relays that trim. A line that lost more than half is none.
    if (have * 2 < need || have > need + MAX_SURPLUS) return false
    for (let i = 1; i <= need && i < length; i++) if (line[i]! < 0x20 || line[i]! > 0x60) return false
    let used = this.used
    const to = used + count
    for (let i = 1; used < to; i += 4) {
      const group =
        (sextet(line, i, length) << 18) |
        (sextet(line, i + 1, length) << 12) |
        (sextet(line, i + 2, length) << 6) |
        sextet(line, i + 3, length)
      out[used] = group >> 16
      if (used + 1 < to) out[used + 1] = group >> 8
      if (used + 2 < to) out[used + 2] = group
      used += 3
    }
    this.used = to
    return true
  }
}

function sextet(line: Uint8Array, pos: number, length: number): number {
  return pos < length ? (line[pos]! - 0x20) & 63 : 0
}

/** `end`, white space after it allowed. Lower-case letters cannot begin a data line. */
function isEnd(line: Uint8Array, length: number): boolean {
  if (length < 3 || line[0] !== 0x65 || line[1] !== 0x6e || line[2] !== 0x64) return false
  for (let i = 3; i < length; i++) if (line[i] !== 0x20 && line[i] !== 0x09) return false
  return true
}

/** A name under base64 (GNU sharutils, `uuencode -e`), as octets; what is no base64 stays as it is. */
export function encodedName(name: string): string {
  const letters = name.replace(/[ \t\r]+$/, '')
  if (!/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(letters)) return name
  const bytes = decodeBase64(fromLatin1(letters))
  return latin1(bytes, 0, bytes.length)
}

/** What a uuencoded file holds. */
export interface Uuencoded {
  /** As received: never use it as a path. Undefined without a `begin` line. */
  filename: string | undefined
  /** Permission bits, a number such as 0o644. */
  mode: number | undefined
  /** The content; what could be decoded of a damaged one. */
  bytes: Uint8Array
}

/** Decodes the first `begin … end` of a text; malformed lines are skipped. Never throws for bytes. `bytes` is new memory. */
export function decodeUuencode(source: Source): Uuencoded {
  const decoder = new UuDecoder()
  const bytes = decoder.run(toBytes(source), true)
  return { filename: decoder.filename, mode: decoder.mode, bytes }
}

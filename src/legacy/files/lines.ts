/** Reads lines of octets one after the other, ended by CRLF or LF. RFC 5322 §2.3, and what is on disks. */
import { CR, LF } from '../../bytes/ascii.js'
import { indexOfByte, latin1 } from '../../bytes/platform.js'

/** A line is looked at up to here: above the 998 octets of the longest legal one (RFC 5322 §2.1.1). */
export const MAX_LINE = 1_000

/** Most lines are shorter; a native search costs more than looking so far. */
const NEAR = 128

export class Lines {
  /** The present line, without its end. */
  start = 0
  end = 0
  /** Where the next line starts. */
  next: number

  constructor(
    readonly bytes: Uint8Array,
    from = 0,
    /** Where reading stops. */
    readonly limit = bytes.length,
  ) {
    this.next = from
  }

  /** Goes to the next line; false at the end. */
  read(): boolean {
    const { bytes, limit } = this
    if (this.next >= limit) return false
    this.start = this.next
    let end = this.start
    const near = Math.min(limit, end + NEAR)
    while (end < near && bytes[end] !== LF) end++
    if (end === near && end < limit) {
      const feed = indexOfByte(bytes, LF, end)
      end = feed === -1 || feed >= limit ? limit : feed
    }
    this.next = Math.min(limit, end + 1)
    while (end > this.start && bytes[end - 1] === CR) end--
    this.end = end
    return true
  }

  /** Makes the line that starts at `at` the next one. */
  back(at: number): void {
    this.next = at
  }

  get length(): number {
    return this.end - this.start
  }

  /** The present line, at most MAX_LINE octets of it, as octets. */
  get text(): string {
    return latin1(this.bytes, this.start, Math.min(this.end, this.start + MAX_LINE))
  }

  startsWith(text: string): boolean {
    if (this.length < text.length) return false
    for (let i = 0; i < text.length; i++) if (this.bytes[this.start + i] !== text.charCodeAt(i)) return false
    return true
  }
}

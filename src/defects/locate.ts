/** Byte offsets to lines and columns, for people. */
import { assertBytes } from '../bytes/arguments.js'
import { LF } from '../bytes/ascii.js'
import { indexOfByte } from '../bytes/platform.js'

/** Where an octet stands in a text. */
export interface LinePosition {
  /** Number of the line, from 1. */
  readonly line: number
  /** Column in octets, from 1. */
  readonly column: number
}

/** One pass over the source on first use, then a binary search per question. Lines end at LF. */
export class LineIndex {
  private readonly starts: number[] = [0]

  /**
   * Looks at nothing yet.
   *
   * @param bytes the source that offsets are of; not copied
   * @throws TypeError for what is no Uint8Array
   */
  constructor(bytes: Uint8Array) {
    assertBytes(bytes, 'bytes')
    for (let at = indexOfByte(bytes, LF, 0); at !== -1; at = indexOfByte(bytes, LF, at + 1)) this.starts.push(at + 1)
  }

  /** Line and column of a byte offset, both from 1; the column counts octets. */
  locate(offset: number): LinePosition {
    let low = 0
    let high = this.starts.length - 1
    while (low < high) {
      const middle = (low + high + 1) >>> 1
      if (this.starts[middle]! <= offset) low = middle
      else high = middle - 1
    }
    return { line: low + 1, column: offset - this.starts[low]! + 1 }
  }

  /** Byte offset at which a line (from 1) starts. */
  lineStart(line: number): number {
    return this.starts[line - 1] ?? 0
  }
}

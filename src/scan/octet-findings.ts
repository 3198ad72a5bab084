/**
 * What single octets and line ends say about an entity (section "Bytes and lines" of docs/defects.md). Not part of the scan: it looks at
 * each octet, which structure alone does not need. Each finding keeps its first place only.
 */
import { CLASS, CONTROL, CR, LF, NUL } from '../bytes/ascii.js'

/** RFC 5322 §2.1.1: a line is at most 998 octets without its line end. */
const MAX_LINE = 998

/** First places of what was found, as absolute offsets; -1 where nothing was. */
export class OctetFindings {
  bareLf = -1
  bareCr = -1
  crlf = -1
  nul = -1
  control = -1
  eightBit = -1
  eightBitEnd = -1
  longLine = -1
  longLineEnd = -1
  /** How many octets the last range had of the line in which it ended. */
  private column = 0

  /** A new line begins here whatever stood before. */
  newLine(): void {
    this.column = 0
  }

  /**
   * Looks at [start, end). Ranges of one entity follow each other; a line may go on from one into the next.
   *
   *      text ── CR ──▶ in a run of CRs (`crs` of them) ── CR ──▶ the same
   *       │  ▲               ├── LF ────▶ text of the next line: a CRLF, all CRs but its last are bare
   *       │  │               └── other ─▶ text: all of them are bare
   *       │  └── other: controls, NUL and octets over 7E are noted
   *       └── LF ──▶ text of the next line: a bare LF
   *
   * At an LF the length of its line is known, at the end of the range that of the line so far.
   *
   * @param inHeader controls count as well
   * @param isBinary only lengths of lines are kept track of: any octet may stand in a binary body
   */
  look(bytes: Uint8Array, start: number, end: number, inHeader: boolean): void {
    let lineStart = start - this.column
    let crs = 0
    for (let i = start; i < end; i++) {
      const c = bytes[i]!
      // One compare decides for nearly all octets of real mail.
      if (c >= 0x20 && c < 0x7f) {
        if (crs > 0) {
          if (this.bareCr === -1) this.bareCr = i - crs
          crs = 0
        }
        continue
      }
      if (c === LF) {
        if (crs > 0) {
          if (this.crlf === -1) this.crlf = i - 1
          if (crs > 1 && this.bareCr === -1) this.bareCr = i - crs
        } else if (this.bareLf === -1) this.bareLf = i
        const length = i - crs - lineStart
        if (length > MAX_LINE && this.longLine === -1) {
          this.longLine = lineStart
          this.longLineEnd = i - crs
        }
        crs = 0
        lineStart = i + 1
        continue
      }
      if (c === CR) {
        crs++
        continue
      }
      if (crs > 0) {
        if (this.bareCr === -1) this.bareCr = i - crs
        crs = 0
      }
      if (c >= 0x80) {
        if (this.eightBit === -1) {
          this.eightBit = i
          let to = i
          while (to < end && bytes[to]! >= 0x80) to++
          this.eightBitEnd = to
        }
      } else if (c === NUL) {
        if (this.nul === -1) this.nul = i
      } else if (inHeader && this.control === -1 && (CLASS[c]! & CONTROL) !== 0) this.control = i
    }
    if (crs > 0 && this.bareCr === -1) this.bareCr = end - crs
    this.column = end - lineStart
    if (this.column > MAX_LINE && this.longLine === -1) {
      this.longLine = lineStart
      this.longLineEnd = end
    }
  }
}

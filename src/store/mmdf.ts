/** MMDF: messages between lines of four Ctrl-A. mmdf(5), mbox(5) of Mutt. */
import { CR, LF } from '../bytes/ascii.js'
import { holdsDate, MAX_FROM_LINE } from './from-line.js'
import { FROM } from './from-quoting.js'
import type { InputWindow } from './input-window.js'
import { MORE, type Piece, Splitter } from './splitter.js'

const CTRL_A = 1
const MARK = /* @__PURE__ */ Uint8Array.of(CTRL_A, CTRL_A, CTRL_A, CTRL_A)

/** Does a store begin with a line of four Ctrl-A? Empty lines before it are passed over. */
export function isMmdf(bytes: Uint8Array): boolean {
  let at = 0
  while (at < 4 && (bytes[at] === LF || bytes[at] === CR)) at++
  for (const octet of MARK) if (bytes[at++] !== octet) return false
  return at === bytes.length || bytes[at] === LF || (bytes[at] === CR && bytes[at + 1] === LF)
}

/** A line of four Ctrl-A stands before each message and behind it; what is empty between two of them is no message. */
export class MmdfSplitter extends Splitter {
  constructor(maxMessageBytes: number) {
    super(MARK, maxMessageBytes)
  }

  override next(input: InputWindow, final: boolean): Piece | undefined {
    for (;;) {
      const piece = super.next(input, final)
      if (piece === undefined || piece.end > piece.start) return piece
    }
  }

  /** QUIRK(MMDF): a From_ line behind the mark, as in an mbox; it is the envelope. Sent by: Mutt, Pine, Python's mailbox. Fixture: store/mmdf.test.ts. */
  protected judge(input: InputWindow, final: boolean, at: number): boolean | typeof MORE {
    const { bytes, base, length } = input
    let line = at + MARK.length
    if (bytes[line] === CR && line < length) line++
    if (line >= length) {
      if (!final) return MORE
      this.lineEnd = base + length
      return true
    }
    if (bytes[line] !== LF) return false
    line++
    for (let i = 0; i < FROM.length; i++) {
      if (line + i >= length && !final) return MORE
      if (line + i >= length || bytes[line + i] !== FROM[i]) {
        this.lineEnd = base + line
        return true
      }
    }
    const from = line + FROM.length
    let end = from
    while (end < length && end - from <= MAX_FROM_LINE && bytes[end] !== LF) end++
    if (end === length && !final) return MORE
    const isFromLine = bytes[end] === LF && holdsDate(bytes, from, bytes[end - 1] === CR ? end - 1 : end)
    this.lineEnd = base + (isFromLine ? end + 1 : line)
    return true
  }
}

/**
 * Transparency of the SMTP DATA command: a dot before each line that begins with one, a lone dot at the end. RFC 5321 §4.5.2, §4.1.1.4.
 *
 * Only CRLF ends a line here, in both directions: a reader that took LF `.` LF for the end would let a sender smuggle a second message.
 */
import { CR, DOT, LF } from '../bytes/ascii.js'
import { indexOfBytes } from '../bytes/platform.js'
import { ByteWriter } from '../bytes/writer.js'
import { type Codec, checkChunk, EMPTY } from './decoder.js'

const LINE_OF_DOT = /* @__PURE__ */ Uint8Array.of(CR, LF, DOT)

/** At the start of a line. */
const START = 0
/** In a line. */
const WITHIN = 1
/** After a CR in a line. */
const RETURN = 2
/** After a dot at the start of a line. */
const DOTTED = 3
/** After that dot and a CR. */
const DOTTED_RETURN = 4

/** Doubles dots. `write` gives out the chunk itself, not a copy, where no dot begins a line. */
export class DotStuffer implements Codec {
  private state = START
  private empty = true

  write(chunk: Uint8Array): Uint8Array {
    checkChunk(chunk)
    const end = chunk.length
    if (end === 0) return EMPTY
    this.empty = false
    // Dots whose line break lies in an earlier chunk.
    let first = -1
    if (this.state === START && chunk[0] === DOT) first = 0
    else if (this.state === RETURN && chunk[0] === LF && end > 1 && chunk[1] === DOT) first = 1
    const before = end > 1 ? chunk[end - 2] === CR : this.state === RETURN
    const last = chunk[end - 1]
    this.state = last === CR ? RETURN : last === LF && before ? START : WITHIN
    let at = indexOfBytes(chunk, LINE_OF_DOT, 0)
    if (first === -1 && at === -1) return chunk
    const writer = new ByteWriter(end + (end >> 4) + 8)
    let from = 0
    if (first !== -1) {
      writer.bytes(chunk.subarray(0, first)).byte(DOT)
      from = first
    }
    for (; at !== -1; at = indexOfBytes(chunk, LINE_OF_DOT, at + 3)) {
      writer.bytes(chunk.subarray(from, at + 2)).byte(DOT)
      from = at + 2
    }
    return writer.bytes(chunk.subarray(from)).take()
  }

  /** The end of the data: a line end if the last line lacks one, and the line of a lone dot. */
  end(): Uint8Array {
    const ended = this.state === START && !this.empty
    return ended || this.empty ? Uint8Array.of(DOT, CR, LF) : Uint8Array.of(CR, LF, DOT, CR, LF)
  }
}

/** Takes the dots away again and finds the end. Output is new memory. */
export class DotUnstuffer implements Codec {
  /** The line of a lone dot was met: what follows is no data. */
  done = false
  /** Octets of input up to and with that line, or so far. */
  consumed = 0
  private state = START

  /** Gives the data in `chunk`; nothing once `done`. */
  write(chunk: Uint8Array): Uint8Array {
    checkChunk(chunk)
    if (this.done) return EMPTY
    const out = new Uint8Array(chunk.length + 1)
    let used = 0
    let state = this.state
    let pos = 0
    while (pos < chunk.length) {
      const c = chunk[pos++]!
      if (state === DOTTED_RETURN) {
        if (c === LF) {
          this.done = true
          break
        }
        // The dot was stuffed before a line that begins with a bare CR.
        out[used++] = CR
        state = RETURN
      } else if (state === DOTTED && c === CR) {
        state = DOTTED_RETURN
        continue
      } else if (state === START && c === DOT) {
        state = DOTTED
        continue
      }
      out[used++] = c
      state = c === CR ? RETURN : c === LF && state === RETURN ? START : WITHIN
    }
    this.state = state
    this.consumed += pos
    return out.subarray(0, used)
  }

  /** What a cut end still held. `done` is false if the lone dot never came. */
  end(): Uint8Array {
    return !this.done && this.state === DOTTED_RETURN ? Uint8Array.of(CR) : EMPTY
  }
}

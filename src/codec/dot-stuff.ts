/**
 * Transparency of the SMTP DATA command: a dot before each line that begins with one, a lone dot at the end. RFC 5321 §4.5.2, §4.1.1.4.
 *
 * Only CRLF ends a line here, in both directions: a reader that takes LF `.` LF for the end lets a sender smuggle a second message. So no bare CR
 * or LF (§2.3.8) is written: it is refused, or made CRLF where that is asked for.
 */
import { optionsOf } from '../bytes/arguments.js'
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

/** Options of `stuff`, `DotStuffStream` and `DotStuffTransform`. */
export interface DotStuffOptions {
  /**
   * What becomes of CR without LF and LF without CR: `refuse` (the default) throws a TypeError, `fix` writes CRLF for each, which is what mail that
   * is stored with LF needs, and what breaks signatures over bodies that hold bare CR.
   */
  readonly bareLineEnds?: 'refuse' | 'fix'
}

/** `write` gives out the chunk itself, not a copy, where nothing is to be changed in it. */
export class DotStuffer implements Codec {
  private state = START
  private empty = true
  /** Octets of input before the present chunk. */
  private at = 0
  private readonly fix: boolean

  constructor(options?: DotStuffOptions) {
    const { bareLineEnds = 'refuse' } = optionsOf(options, ['bareLineEnds'])
    if (bareLineEnds !== 'refuse' && bareLineEnds !== 'fix')
      throw new TypeError("options.bareLineEnds: expected 'refuse' or 'fix'")
    this.fix = bareLineEnds === 'fix'
  }

  /** @throws TypeError where a line end is bare, unless these are fixed */
  write(chunk: Uint8Array): Uint8Array {
    checkChunk(chunk)
    if (chunk.length === 0) return EMPTY
    this.empty = false
    const bare = firstBare(chunk, this.state === RETURN)
    if (bare === SOUND) {
      this.at += chunk.length
      return this.double(chunk)
    }
    if (!this.fix) throw bareLineEnd(chunk[bare] === LF ? LF : CR, this.at + (chunk[bare] === LF ? bare : bare - 1))
    this.at += chunk.length
    return this.double(canonical(chunk, this.state === RETURN))
  }

  private double(chunk: Uint8Array): Uint8Array {
    const end = chunk.length
    // Dots whose line break lies in an earlier chunk.
    let first = -1
    if (this.state === START && chunk[0] === DOT) first = 0
    else if (this.state === RETURN && end > 1 && chunk[1] === DOT) first = 1
    const last = chunk[end - 1]
    this.state = last === CR ? RETURN : last === LF ? START : WITHIN
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

  /**
   * The end of the data: a line end if the last line lacks one, and the line of a lone dot.
   * @throws TypeError where the data ends in a bare CR, unless these are fixed
   */
  end(): Uint8Array {
    if (this.state === RETURN) {
      if (!this.fix) throw bareLineEnd(CR, this.at - 1)
      return Uint8Array.of(LF, DOT, CR, LF)
    }
    const ended = this.state === START || this.empty
    return ended ? Uint8Array.of(DOT, CR, LF) : Uint8Array.of(CR, LF, DOT, CR, LF)
  }
}

const SOUND = -1

/**
 * Where it first shows that a line end is bare: at an LF without CR, or at the octet behind a CR. `returned`: a CR stood before the chunk. A CR at
 * the end of the chunk may yet have its LF.
 */
function firstBare(chunk: Uint8Array, returned: boolean): number {
  if (returned !== (chunk[0] === LF)) return 0
  for (let i = 1; i < chunk.length; i++) {
    const c = chunk[i]!
    if (c > CR) {
      if (chunk[i - 1] === CR) return i
    } else if ((c === LF) !== (chunk[i - 1] === CR)) return i
  }
  return SOUND
}

/** CRLF for each line end. A CR at the end of the chunk stays: the next chunk brings or gets its LF. */
function canonical(chunk: Uint8Array, returned: boolean): Uint8Array {
  const out = new Uint8Array(2 * chunk.length + 1)
  let used = 0
  let before = returned ? CR : 0
  for (let i = 0; i < chunk.length; i++) {
    const c = chunk[i]!
    if (before === CR && c !== LF) out[used++] = LF
    else if (c === LF && before !== CR) out[used++] = CR
    out[used++] = c
    before = c
  }
  return out.subarray(0, used)
}

function bareLineEnd(octet: number, at: number): TypeError {
  return new TypeError(
    `${octet === LF ? 'LF without CR' : 'CR without LF'} at octet ${at}: write the message with { eol: 'crlf' }, its part under base64, or stuff with { bareLineEnds: 'fix' }`,
  )
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

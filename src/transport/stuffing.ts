/** Messages as DATA carries them, and the bare line ends by which one message is smuggled into another. RFC 5321 §4.5.2, §2.3.8. */
import { assertBytes } from '../bytes/arguments.js'
import { CR, LF } from '../bytes/ascii.js'
import { indexOfByte } from '../bytes/platform.js'
import { ByteWriter } from '../bytes/writer.js'
import { DotStuffer, type DotStuffOptions, DotUnstuffer } from '../codec/dot-stuff.js'

/** A CR or LF that stands alone. */
export interface BareLineEnd {
  /** Which of the two. */
  readonly kind: 'bare-cr' | 'bare-lf'
  /** Its offset in the input. */
  readonly start: number
  /** The offset behind it. */
  readonly end: number
}

/** CR without LF and LF without CR: RFC 5321 §2.3.8 forbids both, and servers disagree about what they are. At most `max` are listed. */
export function bareLineEnds(bytes: Uint8Array, max = 100): BareLineEnd[] {
  assertBytes(bytes, 'bytes')
  if (typeof max !== 'number') throw new TypeError('max: expected a number')
  const found: BareLineEnd[] = []
  for (let at = indexOfByte(bytes, LF, 0); at !== -1 && found.length < max; at = indexOfByte(bytes, LF, at + 1)) {
    if (at === 0 || bytes[at - 1] !== CR) found.push({ kind: 'bare-lf', start: at, end: at + 1 })
  }
  const lfs = found.length
  for (let at = indexOfByte(bytes, CR, 0); at !== -1 && found.length < lfs + max; at = indexOfByte(bytes, CR, at + 1)) {
    if (bytes[at + 1] !== LF) found.push({ kind: 'bare-cr', start: at, end: at + 1 })
  }
  return found.sort((a, b) => a.start - b.start).slice(0, max)
}

/**
 * The octets that follow DATA: each line that begins with a dot gets another, and the line of a lone dot ends them.
 * @throws TypeError where a line end is bare, unless `bareLineEnds: 'fix'` makes each of them CRLF: a server that takes LF `.` LF for the end would
 *   read the rest as commands
 */
export function stuff(bytes: Uint8Array, options?: DotStuffOptions): Uint8Array {
  assertBytes(bytes, 'bytes')
  return join(new DotStuffer(options), bytes)
}

/** What came through DATA (RFC 5321 §4.5.2). */
export interface Unstuffed {
  /** The message. */
  readonly bytes: Uint8Array
  /** Was there the line of a lone dot? Without it the message was cut. */
  readonly complete: boolean
  /** Octets of input up to and with that line: what follows are the next commands. */
  readonly consumed: number
  /** Where a server that is lax about line ends would have seen the end of the message, or others: refuse it, or pass it on cleaned. */
  readonly bare: readonly BareLineEnd[]
}

/** Undoes `stuff`, the final line of a dot included. Never throws on bytes; bare line ends stay and are listed. */
export function unstuff(bytes: Uint8Array): Unstuffed {
  assertBytes(bytes, 'bytes')
  const codec = new DotUnstuffer()
  const plain = join(codec, bytes)
  return { bytes: plain, complete: codec.done, consumed: codec.consumed, bare: bareLineEnds(plain) }
}

function join(codec: DotStuffer | DotUnstuffer, bytes: Uint8Array): Uint8Array {
  const out = new ByteWriter(bytes.length + 16)
  return out.bytes(codec.write(bytes)).bytes(codec.end()).take()
}

/** The uuencoder. No RFC; POSIX `uuencode`, historical algorithm. Six zero bits are written as a backquote, since trailing spaces get lost. */
import { CR, LF } from '../bytes/ascii.js'
import { type Source, toBytes } from '../bytes/source.js'
import { ByteWriter } from '../bytes/writer.js'
import { EMPTY, StreamCodec } from './decoder.js'
import { checkEncoderOptions, type UuencodeOptions } from './options.js'

/** Octets of content on a full line: `M` and 60 characters. */
const FULL = 45
const CONTROL_OR_LONE = /[\x00-\x1f\x7f]|[\ud800-\udfff]/u

function character(sextet: number): number {
  return sextet === 0 ? 0x60 : sextet + 0x20
}

/** `begin` comes with the first output, `end` with the last. Line ends are CRLF, the last line has one. Output is new memory. */
export class UuEncoder extends StreamCodec {
  private readonly head: string
  private started = false
  private readonly carry = new Uint8Array(FULL)
  private carried = 0

  /** Checks its options. @throws TypeError for an unknown option, a filename with controls or a mode that is no permission */
  constructor(options?: UuencodeOptions) {
    super()
    checkEncoderOptions('uuencode', options, ['filename', 'mode'])
    const { filename = 'file', mode = 0o644 } = options ?? {}
    if (typeof filename !== 'string' || filename.trim() === '' || filename !== filename.trimStart()) {
      throw new TypeError('uuencode: filename: expected a string that does not begin with white space')
    }
    const at = filename.search(CONTROL_OR_LONE)
    if (at !== -1) throw new TypeError(`uuencode: filename: control character or lone surrogate at ${at}; leave it out`)
    if (!Number.isSafeInteger(mode) || mode < 0 || mode > 0o7777) {
      throw new TypeError(`uuencode: mode: expected an integer from 0 to 0o7777, got ${String(mode)}`)
    }
    this.head = `begin ${mode.toString(8).padStart(3, '0')} ${filename}\r\n`
  }

  run(chunk: Uint8Array, last: boolean): Uint8Array {
    const lines = Math.ceil((this.carried + chunk.length) / FULL)
    if (!last && lines === 0) return EMPTY
    let pos = 0
    if (this.carried > 0) {
      pos = Math.min(FULL - this.carried, chunk.length)
      this.carry.set(chunk.subarray(0, pos), this.carried)
      this.carried += pos
      if (this.carried < FULL && !last) return EMPTY
    }
    const writer = new ByteWriter(lines * 63 + this.head.length * 3 + 16)
    if (!this.started) writer.utf8(this.head)
    this.started = true
    if (this.carried > 0) writeLine(writer, this.carry, 0, this.carried)
    this.carried = 0
    for (; pos + FULL <= chunk.length; pos += FULL) writeLine(writer, chunk, pos, pos + FULL)
    if (last) {
      if (pos < chunk.length) writeLine(writer, chunk, pos, chunk.length)
      writer.latin1('`\r\nend\r\n')
    } else {
      this.carry.set(chunk.subarray(pos))
      this.carried = chunk.length - pos
    }
    return writer.take()
  }
}

function writeLine(writer: ByteWriter, input: Uint8Array, from: number, to: number): void {
  writer.byte(character(to - from))
  for (let pos = from; pos < to; pos += 3) {
    const second = pos + 1 < to ? input[pos + 1]! : 0
    const third = pos + 2 < to ? input[pos + 2]! : 0
    const bits = (input[pos]! << 16) | (second << 8) | third
    writer.byte(character(bits >> 18)).byte(character((bits >> 12) & 63))
    writer.byte(character((bits >> 6) & 63)).byte(character(bits & 63))
  }
  writer.byte(CR).byte(LF)
}

/** Encodes a file. Throws TypeError for a filename or mode that the `begin` line cannot hold. @returns new memory */
export function encodeUuencode(source: Source, options?: UuencodeOptions): Uint8Array {
  return new UuEncoder(options).run(toBytes(source), true)
}

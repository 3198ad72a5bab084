/** Line ends of a message that is written in pieces: every CRLF and lone LF as one of them. RFC 5322 §2.3. */
import { CR, LF } from '../bytes/ascii.js'
import { indexOfByte } from '../bytes/platform.js'
import { ByteWriter } from '../bytes/writer.js'

export class LineEnds {
  /** A CR at the end of a piece: whether an LF follows is not known yet. */
  private held = false
  private readonly eol: string

  constructor(eol: 'crlf' | 'lf') {
    this.eol = eol === 'crlf' ? '\r\n' : '\n'
  }

  write(piece: Uint8Array): Uint8Array {
    if (piece.length === 0) return piece
    const out = new ByteWriter(piece.length + 64)
    if (this.held && piece[0] !== LF) out.latin1('\r')
    const end = piece[piece.length - 1] === CR ? piece.length - 1 : piece.length
    this.held = end < piece.length
    let from = 0
    for (let at = indexOfByte(piece, LF, 0); at !== -1; at = indexOfByte(piece, LF, at + 1)) {
      const to = at > from && piece[at - 1] === CR ? at - 1 : at
      out.bytes(piece.subarray(from, to)).latin1(this.eol)
      from = at + 1
    }
    return out.bytes(piece.subarray(from, end)).take()
  }

  end(): Uint8Array {
    return this.held ? Uint8Array.of(CR) : new Uint8Array(0)
  }
}

/** Line ends rewritten, in pieces or whole: every CRLF and lone LF as one of them. A lone CR is no line end. RFC 5322 §2.3. */
import { CR, LF } from './ascii.js'
import { indexOfByte } from './platform.js'
import { ByteWriter, concat } from './writer.js'

export class LineEnds {
  /** A CR at the end of a piece: whether an LF follows is not known yet. */
  private held = false

  constructor(private readonly eol: string) {}

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

/** Octets whose line ends (CRLF, or LF alone) are written as `eol`; the octets themselves where nothing changes for want of any. */
export function withEol(bytes: Uint8Array, eol: string): Uint8Array {
  if (indexOfByte(bytes, LF, 0) === -1) return bytes
  if (eol === '\n' && indexOfByte(bytes, CR, 0) === -1) return bytes
  const lines = new LineEnds(eol)
  return concat([lines.write(bytes), lines.end()].filter((piece) => piece.length > 0))
}

/** Where the line after the one at `from` begins; the end of the octets behind the last. */
export function nextLine(bytes: Uint8Array, from: number): number {
  const lf = indexOfByte(bytes, LF, from)
  return lf === -1 ? bytes.length : lf + 1
}

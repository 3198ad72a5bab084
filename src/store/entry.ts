/** One message of an mbox: views of where it stands, decoded when asked for. RFC 4155 Appendix A. */
import type { MboxDialect } from './dialect.js'
import { type Envelope, parseFromLine } from './from-line.js'
import { unquote } from './from-quoting.js'
import type { Piece } from './splitter.js'

/** Absolute byte offsets in the file, half open. */
export interface MboxRange {
  /** The From_ line. */
  readonly start: number
  /** The message as it is stored, quoted. */
  readonly messageStart: number
  /** Its end; the blank line that ends it in the file is no part of it. */
  readonly end: number
}

export class MboxEntry {
  private envelopeRead: Envelope | undefined = undefined
  private unquoted: Uint8Array | undefined = undefined

  constructor(
    private readonly piece: Piece,
    /** How it was read. */
    readonly dialect: MboxDialect,
    private readonly maxMessageBytes: number,
  ) {}

  /** What the From_ line says. */
  get envelope(): Envelope {
    if (this.envelopeRead === undefined) {
      const { lineStart, start } = this.piece
      this.envelopeRead = parseFromLine(this.view(lineStart, start))
    }
    return this.envelopeRead
  }

  /** The message, unquoted; a view of the source where nothing was quoted. Octets are exact, line ends included. */
  get bytes(): Uint8Array {
    if (this.unquoted === undefined) {
      const { marked, counted } = this.piece
      const stored = this.stored
      this.unquoted =
        this.dialect === 'mboxcl2' || !(marked || counted) ? stored : unquote(stored, this.dialect === 'mboxrd')
    }
    return this.unquoted
  }

  /** The message as it stands in the file: quoted. A view of the source. */
  get stored(): Uint8Array {
    const { start, end } = this.piece
    return this.view(start, Math.min(end, start + this.maxMessageBytes))
  }

  get range(): MboxRange {
    const { lineStart, start, end } = this.piece
    return { start: lineStart, messageStart: start, end }
  }

  /** The message is longer than `limits.maxMessageBytes`: `bytes` is its beginning. */
  get truncated(): boolean {
    return this.piece.end - this.piece.start > this.maxMessageBytes
  }

  private view(from: number, to: number): Uint8Array {
    const { bytes, base, head, lineStart } = this.piece
    return head === undefined ? bytes.subarray(from - base, to - base) : head.subarray(from - lineStart, to - lineStart)
  }
}

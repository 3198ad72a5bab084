/** One message of a store: views of where it stands, decoded when asked for. RFC 4155 Appendix A. */
import { LF } from '../bytes/ascii.js'
import { indexOfByte } from '../bytes/platform.js'
import { labelsOf, messageInBabyl } from './babyl.js'
import type { StoreDialect } from './dialect.js'
import { type Envelope, parseFromLine } from './from-line.js'
import { unquote } from './from-quoting.js'
import type { Piece } from './splitter.js'

/** Absolute byte offsets in the file, half open. */
export interface MboxRange {
  /** Offset of the From_ line, or of what else separates messages. */
  readonly start: number
  /** Offset of the message as it is stored, quoted. */
  readonly messageStart: number
  /** Offset behind the message, without the blank line that ends it in the file. */
  readonly end: number
}

/** One message of an mbox, with the line that separates it. */
export class MboxEntry {
  private envelopeRead: Envelope | undefined = undefined
  private message: Uint8Array | undefined = undefined

  /** @internal Made by `splitMbox` and `readMbox`. */
  constructor(
    private readonly piece: Piece,
    /** How it was read. */
    readonly dialect: StoreDialect,
    private readonly maxMessageBytes: number,
  ) {}

  /** What the From_ line says. Its `sender` and `raw` are empty where there is none, as in most files of MMDF and all of Babyl. */
  get envelope(): Envelope {
    this.envelopeRead ??= parseFromLine(this.fromLine())
    return this.envelopeRead
  }

  /** The words of a Babyl file beside the message: `answered`, `unseen`, and labels of the user. Empty in other stores. */
  get labels(): readonly string[] {
    return this.dialect === 'babyl' ? labelsOf(this.separator) : []
  }

  /** The message, unquoted; a view of the source where nothing was quoted. Octets are exact, line ends included. */
  get bytes(): Uint8Array {
    this.message ??= this.decode()
    return this.message
  }

  /** The message as it stands in the file: quoted. A view of the source. */
  get stored(): Uint8Array {
    const { start, end } = this.piece
    return this.view(start, Math.min(end, start + this.maxMessageBytes))
  }

  /** Absolute byte offsets in the file. */
  get range(): MboxRange {
    const { lineStart, start, end } = this.piece
    return { start: lineStart, messageStart: start, end }
  }

  /** True where the message is longer than `limits.maxMessageBytes`: `bytes` is then its beginning. */
  get truncated(): boolean {
    return this.piece.end - this.piece.start > this.maxMessageBytes
  }

  private decode(): Uint8Array {
    const { marked, counted } = this.piece
    const { dialect, stored } = this
    if (dialect === 'babyl') return messageInBabyl(stored)
    return dialect === 'mboxcl2' || dialect === 'mmdf' || !(marked || counted)
      ? stored
      : unquote(stored, dialect === 'mboxrd')
  }

  /** The separator, up to where the message begins. */
  private get separator(): Uint8Array {
    return this.view(this.piece.lineStart, this.piece.start)
  }

  private fromLine(): Uint8Array {
    const { separator, dialect } = this
    if (dialect === 'babyl') return separator.subarray(separator.length)
    return dialect === 'mmdf' ? separator.subarray(indexOfByte(separator, LF, 0) + 1) : separator
  }

  private view(from: number, to: number): Uint8Array {
    const { bytes, base, head, lineStart } = this.piece
    return head === undefined ? bytes.subarray(from - base, to - base) : head.subarray(from - lineStart, to - lineStart)
  }
}

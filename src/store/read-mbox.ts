/** Bytes or a stream → the messages of an mbox, one at a time and never more than one in memory. RFC 4155 Appendix A. */
import { fromLatin1 } from '../bytes/platform.js'
import { type Source, toBytes } from '../bytes/source.js'
import type { StreamSource } from '../stream/source.js'
import { checkDialect, DETECT_BYTES, detect, type MboxDialect } from './dialect.js'
import { MboxEntry } from './entry.js'
import { InputWindow } from './input-window.js'
import { MboxSplitter } from './mbox-splitter.js'
import { PieceReader, splitAll } from './piece-reader.js'
import { resolveSplit, type SplitOptions } from './split-options.js'

/** One of each object that the reading of an mbox makes and drops: message/kept.ts says why. Measured, splitting after a full collection: seven times as fast. */
let kept: unknown[] | undefined
const SAMPLE = 'From a@b.c Thu Jan  1 00:00:00 1970\n\n\n'

function keepShapes(): void {
  if (kept !== undefined) return
  kept = []
  const splitter = new MboxSplitter(false, SAMPLE.length)
  const entries = splitAll(fromLatin1(SAMPLE), splitter, (piece) => new MboxEntry(piece, 'mboxo', SAMPLE.length))
  kept.push(splitter, entries, entries[0]?.bytes, new InputWindow())
}

export interface MboxOptions extends SplitOptions {
  /** How the file was written. Without it the first 256 KiB decide, see `detectDialect`. */
  dialect?: MboxDialect | undefined
}

export interface MboxStreamOptions extends MboxOptions {
  signal?: AbortSignal | undefined
}

/**
 * Cuts an mbox into its messages. Entries are views of the bytes: do not change them while entries are in use. Never throws on bytes: what
 * stands before the first From_ line is in no entry (`range` tells), a file without one has none.
 *
 * @throws TypeError for a wrong argument
 * @example
 * for (const { envelope, bytes } of splitMbox(file)) console.log(envelope.sender, parse(bytes).subject)
 */
export function splitMbox(source: Source, options?: MboxOptions): MboxEntry[] {
  const { dialect: given, ...rest } = options ?? {}
  const { maxMessageBytes } = resolveSplit(rest, ['dialect'])
  keepShapes()
  const bytes = toBytes(source)
  const dialect = checkDialect(given) ?? detectPrefix(bytes, true)
  const splitter = new MboxSplitter(isCounted(dialect), maxMessageBytes)
  return splitAll(bytes, splitter, (piece) => new MboxEntry(piece, dialect, maxMessageBytes))
}

/**
 * The same messages from a stream, whatever its chunks. Holds one message, of `limits.maxMessageBytes` at most, and the chunk that its end
 * came with; without a dialect, the first 256 KiB. Entries stay valid: each is a view of the chunk that it came in, or of its own memory.
 * Leaving the loop early lets the source go.
 *
 * @throws TypeError for a wrong argument, at once; in the loop: the source's error, or the signal's reason
 */
export function readMbox(source: StreamSource, options?: MboxStreamOptions): AsyncIterable<MboxEntry> {
  const { dialect: given, signal, ...rest } = options ?? {}
  const { maxMessageBytes } = resolveSplit(rest, ['dialect', 'signal'])
  keepShapes()
  const checked = checkDialect(given)
  return new PieceReader(source, signal, (start, final) => {
    if (checked === undefined && !final && start.length <= DETECT_BYTES) return undefined
    const dialect = checked ?? detectPrefix(start, final)
    return {
      splitter: new MboxSplitter(isCounted(dialect), maxMessageBytes),
      make: (piece) => new MboxEntry(piece, dialect, maxMessageBytes),
    }
  })
}

function detectPrefix(bytes: Uint8Array, ended: boolean): MboxDialect {
  return detect(bytes.subarray(0, DETECT_BYTES), ended && bytes.length <= DETECT_BYTES).dialect
}

function isCounted(dialect: MboxDialect): boolean {
  return dialect === 'mboxcl' || dialect === 'mboxcl2'
}

/** Bytes or a stream → the messages of an mbox, of MMDF or of Babyl, one at a time and never more than one in memory. RFC 4155 Appendix A. */
import { lazy } from '../bytes/kept.js'
import { fromLatin1 } from '../bytes/platform.js'
import { type Source, toBytes } from '../bytes/source.js'
import type { RandomAccess } from '../stream/random-access.js'
import type { StreamSource } from '../stream/source.js'
import { BabylSplitter } from './babyl.js'
import { checkDialect, DETECT_BYTES, detect, type StoreDialect } from './dialect.js'
import { MboxEntry } from './entry.js'
import { InputWindow } from './input-window.js'
import { checkRange, firstOctetFor, isRandomAccess, type MboxSplit, octetsFor, storageOf } from './mbox-ranges.js'
import { MboxSplitter } from './mbox-splitter.js'
import { MmdfSplitter } from './mmdf.js'
import { PieceReader, splitAll } from './piece-reader.js'
import { resolveSplit, type SplitOptions } from './split-options.js'
import type { Piece, Splitter } from './splitter.js'

const SAMPLE = 'From a@b.c Thu Jan  1 00:00:00 1970\n\n\n'

/** One of each object that the reading of an mbox makes and drops: `hold` says why. Measured, splitting after a full collection: seven times as fast. */
const keepShapes = /* @__PURE__ */ lazy(() => {
  const splitter = new MboxSplitter(false, SAMPLE.length)
  const entries = splitAll(fromLatin1(SAMPLE), splitter, (piece) => new MboxEntry(piece, 'mboxo', SAMPLE.length))
  return [splitter, entries, entries[0]?.bytes, new InputWindow()]
})

/** How an mbox is read. */
export interface MboxOptions extends SplitOptions {
  /** How the file was written. Without it the first 256 KiB decide, see `detectDialect`. */
  dialect?: StoreDialect | undefined
}

/** How an mbox is read as a stream. */
export interface MboxStreamOptions extends MboxOptions {
  /** Ends the reading when it is aborted: what waits rejects with the signal's reason, and the source is closed. */
  signal?: AbortSignal | undefined
  /**
   * Byte offsets, half open: only the entries whose From_ line begins in them are given, the last of them to its end. Needs a source of which any
   * range can be read, and `dialect` mboxo or mboxrd.
   */
  range?: MboxSplit | undefined
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
  return splitAll(
    bytes,
    splitterFor(dialect, maxMessageBytes),
    (piece) => new MboxEntry(piece, dialect, maxMessageBytes),
  )
}

/**
 * The same messages from a stream, whatever its chunks. Holds one message, of `limits.maxMessageBytes` at most, and the chunk that its end
 * came with; without a dialect, the first 256 KiB. Entries stay valid: each is a view of the chunk that it came in, or of its own memory.
 * Leaving the loop early lets the source go.
 *
 * With a `range` it gives the entries that begin there, found from the first octet of the range on: so that many workers, processes or hosts read ranges
 * of one archive, as `mboxRanges` cuts it, and every entry is read exactly once. Nothing is read before the range but four octets.
 *
 * @throws TypeError for a wrong argument, at once; in the loop: the source's error, or the signal's reason
 * @example
 * for await (const { bytes } of readMbox(createReadStream('inbox'))) console.log(parse(bytes).subject)
 * @example
 * const file = await openAsBlob('archive.mbox')
 * const [, second] = mboxRanges(file.size, 2)
 * for await (const { bytes } of readMbox(file, { dialect: 'mboxrd', range: second })) index(parse(bytes))
 */
export function readMbox(source: StreamSource | RandomAccess, options?: MboxStreamOptions): AsyncIterable<MboxEntry> {
  const { dialect: given, signal, range, ...rest } = options ?? {}
  const { maxMessageBytes } = resolveSplit(rest, ['dialect', 'signal', 'range'])
  keepShapes()
  const checked = checkDialect(given)
  if (range !== undefined) return readRange(source, checkRange(range, checked), checked!, maxMessageBytes, signal)
  const octets = isRandomAccess(source) ? octetsFor(storageOf(source), [0, source.size]) : source
  return new PieceReader(octets, signal, (start, final) => {
    if (checked === undefined && !final && start.length <= DETECT_BYTES) return undefined
    const dialect = checked ?? detectPrefix(start, final)
    return {
      splitter: splitterFor(dialect, maxMessageBytes),
      make: (piece) => new MboxEntry(piece, dialect, maxMessageBytes),
    }
  })
}

function detectPrefix(bytes: Uint8Array, ended: boolean): StoreDialect {
  return detect(bytes.subarray(0, DETECT_BYTES), ended && bytes.length <= DETECT_BYTES).dialect
}

function readRange(
  source: StreamSource | RandomAccess,
  range: MboxSplit,
  dialect: StoreDialect,
  maxMessageBytes: number,
  signal: AbortSignal | undefined,
): AsyncIterable<MboxEntry> {
  const storage = storageOf(source)
  const splitter = splitterFor(dialect, maxMessageBytes)
  splitter.startAt(range[0])
  const splitting = { splitter, make: (piece: Piece) => new MboxEntry(piece, dialect, maxMessageBytes) }
  return new PieceReader(octetsFor(storage, range), signal, () => splitting, firstOctetFor(range), range[1])
}

function splitterFor(dialect: StoreDialect, maxMessageBytes: number): Splitter {
  if (dialect === 'mmdf') return new MmdfSplitter(maxMessageBytes)
  if (dialect === 'babyl') return new BabylSplitter(maxMessageBytes)
  return new MboxSplitter(dialect === 'mboxcl' || dialect === 'mboxcl2', maxMessageBytes)
}

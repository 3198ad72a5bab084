/** Input splits: ranges of one mbox for several readers, and the octets that the reader of one range needs. */
import { type Source, toBytes } from '../bytes/source.js'
import { access, type RandomAccess, windows } from '../stream/random-access.js'
import type { StoreDialect } from './dialect.js'

/** A stretch of a file: absolute byte offsets, half open. */
export type MboxSplit = readonly [start: number, end: number]

/** Octets before a range that tell whether its first line follows an empty one: CR LF CR LF. */
const CONTEXT = 4

/** Octets that are read at once inside a range, and behind it, where the rest of its last message stands. */
const WINDOW = 262_144
const WINDOW_BEHIND = 65_536

/**
 * Cuts a file of `size` octets into `count` ranges of the same length, as far as whole octets allow; some are empty where there are fewer octets. Given one
 * each to `readMbox`, they give every entry exactly once.
 *
 * @throws TypeError for anything but whole numbers, and for fewer than one range
 * @example
 * for (const range of mboxRanges(size, 4)) startWorker({ file, range })
 */
export function mboxRanges(size: number, count: number): MboxSplit[] {
  if (!Number.isSafeInteger(size) || size < 0)
    throw new TypeError('size: expected the octets of the file, a whole number')
  if (!Number.isSafeInteger(count) || count < 1 || count > 1_000_000)
    throw new TypeError('count: expected a number of ranges from 1 to 1000000')
  // Not size * i / count: that product may be above 2^53.
  const each = Math.floor(size / count)
  const rest = size % count
  const startOf = (i: number) => each * i + Math.min(i, rest)
  return Array.from({ length: count }, (_, i) => [startOf(i), startOf(i + 1)] as const)
}

/** @throws TypeError for what is no range, and for a dialect in which an entry cannot be found from the middle of a file */
export function checkRange(range: unknown, dialect: StoreDialect | undefined): MboxSplit {
  if (!Array.isArray(range) || range.length !== 2 || !range.every((one) => Number.isSafeInteger(one) && one >= 0))
    throw new TypeError('options.range: expected [start, end], two byte offsets')
  const [start, end] = range as [number, number]
  if (start > end) throw new TypeError('options.range: expected a start that is not behind the end')
  if (dialect !== 'mboxo' && dialect !== 'mboxrd')
    throw new TypeError(
      'options.dialect: expected mboxo or mboxrd with a range: in the others an entry cannot be found from the middle of a file',
    )
  return [start, end]
}

/** Is it read in places? A Node Readable has a method `read` too, but no size. */
export function isRandomAccess(source: unknown): source is RandomAccess {
  return (
    typeof source === 'object' &&
    source !== null &&
    typeof (source as RandomAccess).read === 'function' &&
    typeof (source as RandomAccess).size === 'number' &&
    !(Symbol.asyncIterator in source)
  )
}

/** What is read in places, as storage. @throws TypeError for a stream */
export function storageOf(source: unknown): RandomAccess {
  if (source instanceof Blob || isRandomAccess(source)) return access(source)
  if (typeof source === 'string' || source instanceof Uint8Array || source instanceof ArrayBuffer) {
    const bytes = toBytes(source as Source)
    return { size: bytes.length, read: async (start, end) => bytes.subarray(start, end) }
  }
  throw new TypeError(
    'source: expected a Blob, bytes or an object with size and read(start, end), of which a range can be read',
  )
}

/** Absolute offset of the first octet that the reader of a range needs. */
export function firstOctetFor([start]: MboxSplit): number {
  return Math.max(0, start - CONTEXT)
}

/** The octets from `firstOctetFor(range)` to the end of the file: large windows in the range, small ones behind it. */
export async function* octetsFor(storage: RandomAccess, range: MboxSplit): AsyncGenerator<Uint8Array, void> {
  const { size } = storage
  const from = Math.min(firstOctetFor(range), size)
  const to = Math.min(size, range[1])
  yield* windows(storage, from, to, WINDOW)
  yield* windows(storage, Math.max(from, to), size, WINDOW_BEHIND)
}

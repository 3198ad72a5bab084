/** Batches of news: articles, each behind a line `#! rnews N` that counts its octets. RFC 1036 §4.3. */

import { isObject } from '../bytes/arguments.js'
import { CR, DIGIT, is, LF, SP, TAB } from '../bytes/ascii.js'
import { fromLatin1 } from '../bytes/platform.js'
import { type Source, toBytes } from '../bytes/source.js'
import { concat } from '../bytes/writer.js'
import type { StreamSource } from '../stream/source.js'
import type { Message } from '../tree/message.js'
import type { InputWindow } from './input-window.js'
import { octetsOf } from './message-octets.js'
import { PieceReader, splitAll } from './piece-reader.js'
import { resolveSplit, type SplitOptions } from './split-options.js'
import { MORE, NONE, type Piece, Splitter } from './splitter.js'

/** One article of a batch. */
export interface RnewsArticle {
  /** The article exactly as in the batch; a view of the source. */
  readonly bytes: Uint8Array
  /** Absolute byte offsets: the line `#! rnews`, the article, its end. */
  readonly range: {
    /** Offset of the line `#! rnews`. */
    readonly start: number
    /** Offset of the article. */
    readonly messageStart: number
    /** Offset behind it. */
    readonly end: number
  }
  /**
   * Does the article end where its count says? Where not, the count was wrong or the batch was cut off, and the next line `#! rnews`, or the end,
   * ends it.
   */
  readonly counted: boolean
  /** True where the article is longer than `limits.maxMessageBytes`: `bytes` is then its beginning. */
  readonly truncated: boolean
}

/** How a batch is read as a stream. */
export interface RnewsStreamOptions extends SplitOptions {
  /** Ends the reading when it is aborted: what waits rejects with the signal's reason, and the source is closed. */
  signal?: AbortSignal | undefined
}

const NEEDLE = /* @__PURE__ */ fromLatin1('#! rnews ')

/** Octets of the line behind the needle. */
const MAX_LINE = 80

/** Digits of a count: 15 stay below 2^53. */
const MAX_DIGITS = 15

/** QUIRK(RFC 1036 §4.3): line ends between articles. Sent by: scripts that join batches. Fixture: mailbox/06-rnews. */
const MAX_BREAKS = 4

class RnewsSplitter extends Splitter {
  private size = 0

  constructor(maxMessageBytes: number) {
    super(NEEDLE, maxMessageBytes)
  }

  protected judge(input: InputWindow, final: boolean, at: number): boolean | typeof MORE {
    const { bytes, length, base } = input
    const from = at + NEEDLE.length
    let end = from
    while (end < length && end - from <= MAX_LINE && bytes[end] !== LF) end++
    if (end - from > MAX_LINE) return false
    if (end === length && !final) return MORE
    let digit = from
    let size = 0
    for (; digit < end && is(bytes[digit]!, DIGIT); digit++) size = size * 10 + bytes[digit]! - 0x30
    if (digit === from || digit - from > MAX_DIGITS) return false
    if (digit < end && bytes[digit] !== CR && bytes[digit] !== SP && bytes[digit] !== TAB) return false
    this.size = size
    this.lineEnd = base + Math.min(end + 1, length)
    return true
  }

  protected override declared(_held: InputWindow, _final: boolean, start: number): number {
    return start + this.size
  }

  protected override follows(input: InputWindow, final: boolean, end: number): number {
    const { bytes, length, base } = input
    let at = end - base
    if (at > length) return NONE
    const most = at + MAX_BREAKS
    while (at < length && at < most && (bytes[at] === LF || bytes[at] === CR)) at++
    for (let i = 0; i < NEEDLE.length; i++) {
      if (at + i === length) return final ? (i === 0 ? input.end : NONE) : MORE
      if (bytes[at + i] !== NEEDLE[i]) return NONE
    }
    const verdict = this.judge(input, final, at)
    return verdict === MORE ? MORE : verdict ? base + at : NONE
  }
}

function article({ bytes, base, lineStart, start, end, head, counted }: Piece, max: number): RnewsArticle {
  const to = Math.min(end, start + max)
  return {
    bytes: head === undefined ? bytes.subarray(start - base, to - base) : head.subarray(start - lineStart),
    range: { start: lineStart, messageStart: start, end },
    counted,
    truncated: end - start > max,
  }
}

/**
 * Cuts a batch into its articles. Never throws on bytes; a compressed batch (`#! cunbatch`) has none until it is unpacked.
 * @throws TypeError for a wrong argument
 */
export function splitRnews(source: Source, options?: SplitOptions): RnewsArticle[] {
  const { maxMessageBytes } = resolveSplit(options, [])
  return splitAll(toBytes(source), new RnewsSplitter(maxMessageBytes), (piece) => article(piece, maxMessageBytes))
}

/** The same articles from a stream, one in memory at a time. @throws TypeError for a wrong argument, at once */
export function readRnews(source: StreamSource, options?: RnewsStreamOptions): AsyncIterable<RnewsArticle> {
  const { maxMessageBytes } = resolveSplit(options, ['signal'])
  const signal = options?.signal
  return new PieceReader(source, signal, () => ({
    splitter: new RnewsSplitter(maxMessageBytes),
    make: (piece) => article(piece, maxMessageBytes),
  }))
}

/** A batch of these articles, exactly as they are. Batches may be put one after the other. */
export function writeRnews(articles: Iterable<Message | Source>): Uint8Array {
  if (!isObject(articles) || !(Symbol.iterator in articles))
    throw new TypeError('articles: expected an array, or another iterable, of messages or octets')
  const out: Uint8Array[] = []
  for (const one of articles) {
    const bytes = octetsOf(one)
    out.push(fromLatin1(`#! rnews ${bytes.length}\n`), bytes)
  }
  return concat(out)
}

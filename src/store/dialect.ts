/** The dialects of mbox and the stores beside it, and which one a file is most likely in. mbox(5) of qmail, which RFC 4155 §2 refers to. */
import { countBelow } from '../bytes/search.js'
import { type Source, toBytes } from '../bytes/source.js'
import { isBabyl } from './babyl.js'
import { isEmlx } from './emlx.js'
import { findFromLines } from './from-quoting.js'
import { InputWindow } from './input-window.js'
import { MboxSplitter } from './mbox-splitter.js'
import { isMmdf } from './mmdf.js'

/**
 * How an mbox is written. `mboxo`: a `>` before each line that begins with `From `. `mboxrd`: also before such lines that are quoted already, so that it
 * can be undone. `mboxcl`: as mboxo, and Content-Length tells the octets of the body. `mboxcl2`: Content-Length alone, nothing quoted.
 */
export type MboxDialect = 'mboxo' | 'mboxrd' | 'mboxcl' | 'mboxcl2'

/** How a store of one file is read: a dialect of mbox; `mmdf`, messages between lines of four Ctrl-A; `babyl`, the files of Rmail. */
export type StoreDialect = MboxDialect | 'mmdf' | 'babyl'

const WRITTEN: readonly MboxDialect[] = ['mboxo', 'mboxrd', 'mboxcl', 'mboxcl2']
const READ: readonly StoreDialect[] = [...WRITTEN, 'mmdf', 'babyl']

/** How a file is written, and why this is thought. */
export interface DetectedDialect {
  /** The dialect. */
  readonly dialect: StoreDialect
  /** What decided, in words. */
  readonly because: string
}

/** Octets at the start that are looked at: as many as a stream may be held back before its first message. */
export const DETECT_BYTES = 262_144

/**
 * Which dialect is it? Looks at the first 256 KiB, as reading without a dialect does. Never throws on bytes: without any sign the answer is
 * `mboxrd`, which reads all that is not quoted as it stands.
 *
 * The file decides, never one message in it: it is `mboxcl2` if more than half of the entries have a Content-Length that ends at a From_ line or at the
 * end, some line in them begins with `From ` and is not quoted, and none is quoted. Of the others, `mboxo` and `mboxcl` are told only of a file that
 * was seen whole and that mboxrd reads alike.
 *
 * @example
 * const { dialect, because } = detectDialect(file)
 */
export function detectDialect(source: Source): DetectedDialect {
  const bytes = toBytes(source)
  return detect(bytes.subarray(0, DETECT_BYTES), bytes.length <= DETECT_BYTES)
}

/** @param whole nothing follows these octets */
export function detect(bytes: Uint8Array, whole: boolean): DetectedDialect {
  if (isMmdf(bytes)) return { dialect: 'mmdf', because: 'it begins with a line of four Ctrl-A' }
  if (isBabyl(bytes)) return { dialect: 'babyl', because: 'it begins with "BABYL OPTIONS:"' }
  if (isEmlx(bytes))
    return { dialect: 'mboxrd', because: 'it is no mbox: an .emlx file of one message, which readEmlx reads' }
  return detectMbox(bytes, whole)
}

/** What the Content-Length fields of a file say of it. */
interface Votes {
  /** Entries whose end is known. */
  entries: number
  /** Those that have a Content-Length. */
  counted: number
  /** Those whose Content-Length ends at a From_ line or at the end. */
  fitting: number
  /** Each of these ends where one who goes by From_ lines ends it, too. */
  exact: boolean
  /** The first of them with a line that begins with `From `, and where it stands. */
  inner: { readonly entry: number; readonly at: number } | undefined
  /** The first of them with a line that begins with `>From `. */
  quoted: number | undefined
}

function detectMbox(bytes: Uint8Array, whole: boolean): DetectedDialect {
  const { unquoted, once, more } = findFromLines(bytes)
  const votes = askEntries(
    bytes,
    whole,
    unquoted,
    [...once, ...more].sort((a, b) => a - b),
  )
  const { entries, counted, fitting, exact, inner, quoted } = votes
  const most = fitting * 2 > entries
  const ends = `Content-Length ends at a From_ line or at the end in ${fitting} of ${counted} messages that have one`
  const alike = whole && exact
  if (most && quoted === undefined && inner !== undefined)
    return {
      dialect: 'mboxcl2',
      because: `${ends}; message ${inner.entry} has a line at octet ${inner.at} that begins with "From " and is not quoted, inside its Content-Length`,
    }
  if (most && alike && inner === undefined && more.length === 0) {
    if (once.length === 0) return { dialect: 'mboxcl2', because: `${ends}; no line is quoted: mboxrd reads it alike` }
    if (quoted !== undefined)
      return { dialect: 'mboxcl', because: `${ends}; message ${quoted} has lines that begin with ">From "` }
  }
  const astray = counted - fitting
  const why = astray > 0 ? `Content-Length leads astray in ${astray} of ${counted} messages that have one; ` : ''
  if (more.length > 0)
    return {
      dialect: 'mboxrd',
      because: `${why}the line at octet ${more[0]} begins with ">>From ": only mboxrd quotes again`,
    }
  if (once.length > 0)
    return {
      dialect: whole ? 'mboxo' : 'mboxrd',
      because: `${why}${once.length} ${once.length === 1 ? 'line begins' : 'lines begin'} with ">From ", none with ">>From "; ${whole ? 'mboxrd would read' : 'mboxo and mboxrd read'} them alike`,
    }
  return { dialect: 'mboxrd', because: `${why}nothing is quoted: mboxo and mboxrd read it alike` }
}

/**
 * Entries are those that From_ lines make: what a count claims to hold counts against it, so that one message cannot swallow a file and be the only one
 * that is asked.
 */
function askEntries(bytes: Uint8Array, whole: boolean, unquoted: readonly number[], quotes: readonly number[]): Votes {
  const votes: Votes = { entries: 0, counted: 0, fitting: 0, exact: true, inner: undefined, quoted: undefined }
  const input = new InputWindow()
  input.add(bytes, 0)
  const byLines = new MboxSplitter(false, bytes.length)
  const byCounts = new MboxSplitter(true, bytes.length)
  for (let piece = byLines.next(input, whole); piece !== undefined; piece = byLines.next(input, whole)) {
    const { fit, end } = byCounts.endByCount(input, whole, piece.start)
    if (fit === 'unknown') continue
    votes.entries++
    if (fit === 'none') continue
    votes.counted++
    if (fit === 'wrong') continue
    votes.fitting++
    if (fit === 'loose') votes.exact = false
    const line = firstFrom(unquoted, piece.start)
    if (votes.inner === undefined && line < end) votes.inner = { entry: votes.entries, at: line }
    if (votes.quoted === undefined && firstFrom(quotes, piece.start) < end) votes.quoted = votes.entries
  }
  return votes
}

/** The first of the offsets that is not below `from`; Infinity if there is none. */
function firstFrom(offsets: readonly number[], from: number): number {
  return offsets[countBelow(offsets, from)] ?? Number.POSITIVE_INFINITY
}

/** @throws TypeError for anything but a dialect that is read, or undefined */
export function checkDialect(dialect: unknown): StoreDialect | undefined {
  if (dialect === undefined || READ.includes(dialect as StoreDialect)) return dialect as StoreDialect | undefined
  throw new TypeError(`options.dialect: expected ${READ.join(', ')}, got ${String(dialect)}`)
}

/** @throws TypeError for anything but a dialect that is written, or undefined */
export function checkWrittenDialect(dialect: unknown): MboxDialect | undefined {
  if (dialect === undefined || WRITTEN.includes(dialect as MboxDialect)) return dialect as MboxDialect | undefined
  throw new TypeError(`options.dialect: expected ${WRITTEN.join(', ')}, got ${String(dialect)}`)
}

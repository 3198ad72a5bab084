/** The four dialects of mbox, and which one a file is most likely in. mbox(5) of qmail, which RFC 4155 §2 refers to. */
import { type Source, toBytes } from '../bytes/source.js'
import { countQuotes } from './from-quoting.js'
import { InputWindow } from './input-window.js'
import { MboxSplitter } from './mbox-splitter.js'

/**
 * `mboxo`: a `>` before each line that begins with `From `. `mboxrd`: also before such lines that are quoted already, so that it can be undone.
 * `mboxcl`: as mboxo, and Content-Length tells the octets of the body. `mboxcl2`: Content-Length alone, nothing quoted.
 */
export type MboxDialect = 'mboxo' | 'mboxrd' | 'mboxcl' | 'mboxcl2'

const DIALECTS: readonly MboxDialect[] = ['mboxo', 'mboxrd', 'mboxcl', 'mboxcl2']

export interface DetectedDialect {
  readonly dialect: MboxDialect
  /** What decided, in words. */
  readonly because: string
}

/** Octets at the start that are looked at: as many as a stream may be held back before its first message. */
export const DETECT_BYTES = 262_144

/**
 * Which dialect is it? Looks at the first 256 KiB, as reading without a dialect does. Never throws on bytes: without any sign the answer is
 * mboxrd, which reads all that is not quoted as it stands.
 */
export function detectDialect(source: Source): DetectedDialect {
  const bytes = toBytes(source)
  return detect(bytes.subarray(0, DETECT_BYTES), bytes.length <= DETECT_BYTES)
}

/** @param whole nothing follows these octets */
export function detect(bytes: Uint8Array, whole: boolean): DetectedDialect {
  const input = new InputWindow()
  input.add(bytes, 0)
  const splitter = new MboxSplitter(true, bytes.length)
  let counted = 0
  let quotedInside = -1
  let wrong = 0
  for (let n = 1; ; n++) {
    const piece = splitter.next(input, whole)
    if (piece === undefined) break
    if (!piece.counted) {
      if (splitter.declaredLast) wrong++
      continue
    }
    counted++
    const body = bytes.subarray(piece.start, piece.end)
    const inner = innerFromLine(body)
    if (inner !== -1)
      return {
        dialect: 'mboxcl2',
        because: `message ${n} has a From_ line at octet ${piece.start + inner} that is not quoted, inside its Content-Length`,
      }
    if (quotedInside === -1 && countQuotes(body).once > 0) quotedInside = n
  }
  if (counted > wrong) {
    const ends = `Content-Length ends at a From_ line or at the end in ${counted} of ${counted + wrong} messages that have one`
    return quotedInside === -1
      ? { dialect: 'mboxcl2', because: `${ends}; no line of theirs is quoted` }
      : { dialect: 'mboxcl', because: `${ends}; message ${quotedInside} has lines that begin with ">From "` }
  }
  const { once, more, firstMore } = countQuotes(bytes)
  const why = wrong > 0 ? `Content-Length leads astray in ${wrong} of ${counted + wrong} messages that have one; ` : ''
  if (more > 0)
    return {
      dialect: 'mboxrd',
      because: `${why}the line at octet ${firstMore} begins with ">>From ": only mboxrd quotes again`,
    }
  if (once > 0)
    return {
      dialect: 'mboxo',
      because: `${why}${once} ${once === 1 ? 'line begins' : 'lines begin'} with ">From ", none with ">>From "; mboxrd would read them alike`,
    }
  return { dialect: 'mboxrd', because: `${why}nothing is quoted: mboxo and mboxrd read it alike` }
}

/** First line of a message that a splitter without counts would take for a separator, or -1. */
function innerFromLine(message: Uint8Array): number {
  const input = new InputWindow()
  input.add(message, 0)
  const piece = new MboxSplitter(false, 0).next(input, true)
  return piece === undefined ? -1 : piece.lineStart
}

/** @throws TypeError for anything but a dialect or undefined */
export function checkDialect(dialect: unknown): MboxDialect | undefined {
  if (dialect === undefined || DIALECTS.includes(dialect as MboxDialect)) return dialect as MboxDialect | undefined
  throw new TypeError(`options.dialect: expected ${DIALECTS.join(', ')}, got ${String(dialect)}`)
}

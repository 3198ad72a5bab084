/** Puts `>` before lines that would be taken for From_ lines, and takes it away. mbox(5) of qmail, which RFC 4155 §2 refers to. */
import { GT, LF } from '../bytes/ascii.js'
import { indexOfBytes } from '../bytes/platform.js'

export const FROM: Uint8Array = /* @__PURE__ */ Uint8Array.of(0x46, 0x72, 0x6f, 0x6d, 0x20)

/**
 * Start of the line if only `>` stand between it and `at`; else -1. Runs before two places do not overlap, so all of them together cost no
 * more than the message.
 */
function quotedLine(bytes: Uint8Array, at: number): number {
  let start = at
  while (start > 0 && bytes[start - 1] === GT) start--
  return start === 0 || bytes[start - 1] === LF ? start : -1
}

/** Start of each line that begins with `From ` behind `least` to `most` signs. */
function fromLines(bytes: Uint8Array, least: number, most: number): number[] {
  const lines: number[] = []
  for (let at = indexOfBytes(bytes, FROM, 0); at !== -1; at = indexOfBytes(bytes, FROM, at + FROM.length)) {
    const line = quotedLine(bytes, at)
    if (line !== -1 && at - line >= least && at - line <= most) lines.push(line)
  }
  return lines
}

/**
 * The message with one `>` taken from each quoted line; itself if there is none.
 * @param reversible true: from any number (mboxrd); false: from exactly one (mboxo, mboxcl)
 */
export function unquote(bytes: Uint8Array, reversible: boolean): Uint8Array {
  const lines = fromLines(bytes, 1, reversible ? bytes.length : 1)
  if (lines.length === 0) return bytes
  const out = new Uint8Array(bytes.length - lines.length)
  let from = 0
  let at = 0
  for (const line of lines) {
    out.set(bytes.subarray(from, line), at)
    at += line - from
    from = line + 1
  }
  out.set(bytes.subarray(from), at)
  return out
}

/**
 * The message with a `>` before each line that needs one; itself if none does.
 * @param reversible true: before lines that are quoted already as well (mboxrd)
 */
export function quote(bytes: Uint8Array, reversible: boolean): Uint8Array {
  const lines = fromLines(bytes, 0, reversible ? bytes.length : 0)
  if (lines.length === 0) return bytes
  const out = new Uint8Array(bytes.length + lines.length)
  let from = 0
  let at = 0
  for (const line of lines) {
    out.set(bytes.subarray(from, line), at)
    at += line - from
    out[at++] = GT
    from = line
  }
  out.set(bytes.subarray(from), at)
  return out
}

/** Starts of the lines that begin with `From ` behind no, one, and more signs, in order. */
export interface FromLines {
  readonly unquoted: readonly number[]
  readonly once: readonly number[]
  readonly more: readonly number[]
}

/** All lines that begin with `From `, quoted or not. */
export function findFromLines(bytes: Uint8Array): FromLines {
  const unquoted: number[] = []
  const once: number[] = []
  const more: number[] = []
  for (let at = indexOfBytes(bytes, FROM, 0); at !== -1; at = indexOfBytes(bytes, FROM, at + FROM.length)) {
    const line = quotedLine(bytes, at)
    if (line !== -1) (line === at ? unquoted : at - line === 1 ? once : more).push(line)
  }
  return { unquoted, once, more }
}

/**
 * The open boundaries of a scan and the decision whether a line is one of their delimiters (RFC 2046 §5.1.1).
 * Cost per candidate line does not depend on the depth of nesting: one Map lookup, or two where the line ends in `--`.
 */
import { CLASS, CR, DASH, LF, WSP } from '../bytes/ascii.js'
import { fromLatin1, latin1 } from '../bytes/platform.js'

/** Octets of padding and CRs that a delimiter line may carry. RFC 2046 names no bound; held input needs one. */
const MAX_PADDING = 65_536
/** A longer needle finds no faster, and one of thousands of equal octets is slow to search for. */
const MAX_PREFIX = 32

const NO_NEEDLE: Uint8Array = /* @__PURE__ */ new Uint8Array(0)

interface Open {
  readonly boundary: string
  readonly frame: number
  /** Longest common prefix of this and all outer boundaries. */
  readonly prefix: string
  /** Length of the longest of this and all outer boundaries. */
  readonly longest: number
  /** It holds no CR and no LF, which its delimiters cannot hold either. */
  readonly inLine: boolean
}

/** What `near` gives, or-ed. */
export const SAME = 1
export const PREFIX = 2

export class Delimiters {
  private readonly stack: Open[] = []
  /** The innermost of each name, for lines that `quick` does not know; made anew after each change of the stack. */
  private byBoundary: Map<string, Open> | undefined
  /** LF, `--` and the longest common prefix of the open boundaries: what to search for. Empty when none is open. */
  needle: Uint8Array = NO_NEEDLE

  /** After `match` found one: number of the frame that owns it, and whether it closes that multipart. */
  frame = -1
  closing: 0 | 1 = 0
  /** Where the padding of the matched line begins and ends, relative to the window. */
  paddingFrom = 0
  paddingTo = 0

  get count(): number {
    return this.stack.length
  }

  /** Longest delimiter line that can match, line break excluded. */
  get maxLine(): number {
    const { innermost } = this
    return innermost === undefined ? 0 : innermost.longest + 4 + MAX_PADDING
  }

  private get innermost(): Open | undefined {
    return this.stack[this.stack.length - 1]
  }

  /** Is `boundary` SAME as an open one; is one of it and an open one a proper PREFIX of the other? */
  near(boundary: string): number {
    const { length } = boundary
    const last = boundary.charCodeAt(length - 1)
    let found = 0
    for (const { boundary: open } of this.stack) {
      // Nested multiparts of one agent have boundaries of one length that begin alike: lengths first, then ends.
      if (open.length === length) {
        if (open.charCodeAt(length - 1) === last && open === boundary) found |= SAME
      } else if (found < PREFIX && (open.length > length ? open.startsWith(boundary) : boundary.startsWith(open)))
        found |= PREFIX
    }
    return found
  }

  open(boundary: string, frame: number): void {
    const outer = this.innermost
    const prefix = outer === undefined ? boundary.slice(0, MAX_PREFIX) : commonPrefix(outer.prefix, boundary)
    const longest = outer === undefined ? boundary.length : Math.max(outer.longest, boundary.length)
    this.stack.push({ boundary, frame, prefix, longest, inLine: !/[\r\n]/.test(boundary) })
    this.byBoundary = undefined
    if (outer === undefined || outer.prefix !== prefix) this.needle = needleOf(prefix)
  }

  /** Closes all boundaries that belong to `frame` or to frames inside it. */
  closeFrom(frame: number): void {
    const before = this.innermost?.prefix
    for (let last = this.innermost; last !== undefined && last.frame >= frame; last = this.innermost) {
      this.stack.pop()
      this.byBoundary = undefined
    }
    const prefix = this.innermost?.prefix
    if (prefix !== before) this.needle = prefix === undefined ? NO_NEEDLE : needleOf(prefix)
  }

  /**
   * End of the line at `from` if that is known here to be a delimiter of the innermost boundary: without padding, with its line end. 0 where
   * `match` has to tell.
   */
  quick(bytes: Uint8Array, from: number): number {
    const { boundary, frame, inLine } = this.innermost!
    if (!inLine || !beginsWith(bytes, from + 2, boundary)) return 0
    let at = from + 2 + boundary.length
    const closing = bytes[at] === DASH && bytes[at + 1] === DASH
    if (closing) at += 2
    const end = bytes[at] === CR ? at + 1 : at
    if (bytes[end] !== LF) return 0
    this.frame = frame
    this.closing = closing ? 1 : 0
    this.paddingFrom = at
    this.paddingTo = at
    return end + 1
  }

  /**
   * Is the line [from, to) of `bytes` (`to` after its line end, or at the end of input) a delimiter? The innermost open boundary wins:
   * `--a--` is a delimiter of an inner `a--` before it closes an outer `a`.
   */
  match(bytes: Uint8Array, from: number, to: number): boolean {
    const { innermost } = this
    if (innermost === undefined || to - from > this.maxLine) return false
    if (bytes[from] !== DASH || bytes[from + 1] !== DASH) return false
    let end = to
    if (end > from && bytes[end - 1] === LF) {
      end--
      while (end > from && bytes[end - 1] === CR) end--
    }
    this.paddingTo = end
    while (end > from && (CLASS[bytes[end - 1]!]! & WSP) !== 0) end--
    this.paddingFrom = end
    const length = end - from - 2
    if (length <= 0 || length > innermost.longest + 2) return false
    const byBoundary = (this.byBoundary ??= new Map(this.stack.map((open) => [open.boundary, open])))
    const content = latin1(bytes, from + 2, end)
    let found = byBoundary.get(content)
    this.closing = 0
    if (length > 2 && bytes[end - 1] === DASH && bytes[end - 2] === DASH) {
      const closed = byBoundary.get(content.slice(0, -2))
      if (closed !== undefined && (found === undefined || closed.frame > found.frame)) {
        found = closed
        this.closing = 1
      }
    }
    if (found === undefined) return false
    this.frame = found.frame
    return true
  }
}

function beginsWith(bytes: Uint8Array, at: number, text: string): boolean {
  for (let i = 0; i < text.length; i++) if (bytes[at + i] !== text.charCodeAt(i)) return false
  return true
}

/** Is the line [from, to) a delimiter of `boundary`, which is not open: `--`, the boundary, perhaps `--`, white space, a line end? */
export function isDelimiterOf(boundary: string, bytes: Uint8Array, from: number, to: number): boolean {
  let at = from + 2
  if (to - at < boundary.length || bytes[from] !== DASH || bytes[from + 1] !== DASH) return false
  if (!beginsWith(bytes, at, boundary)) return false
  at += boundary.length
  if (bytes[at] === DASH && bytes[at + 1] === DASH && to - at >= 2) at += 2
  while (at < to && (CLASS[bytes[at]!]! & WSP) !== 0) at++
  while (at < to && bytes[at] === CR) at++
  return at >= to || bytes[at] === LF
}

/** Longest line that `isDelimiterOf` takes for one, line break excluded. */
export function longestDelimiterOf(boundary: string): number {
  return boundary.length + 4 + MAX_PADDING
}

function commonPrefix(prefix: string, boundary: string): string {
  let i = 0
  while (i < prefix.length && prefix.charCodeAt(i) === boundary.charCodeAt(i)) i++
  return prefix.slice(0, i)
}

function needleOf(prefix: string): Uint8Array {
  return fromLatin1(`\n--${prefix}`)
}

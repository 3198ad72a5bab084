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
  /** The outer one of the same name, while this hides it. */
  readonly hidden: Open | undefined
  /** Longest common prefix of this and all outer boundaries. */
  readonly prefix: string
  /** Length of the longest of this and all outer boundaries. */
  readonly longest: number
}

export class Delimiters {
  private readonly stack: Open[] = []
  /** Made with the first boundary. */
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
    return this.stack.length === 0 ? 0 : this.stack[this.stack.length - 1]!.longest + 4 + MAX_PADDING
  }

  isOpen(boundary: string): boolean {
    return this.byBoundary?.has(boundary) === true
  }

  /** Is `boundary` a proper prefix of an open one, or the reverse? */
  collides(boundary: string): boolean {
    const { length } = boundary
    for (let i = 0; i < this.stack.length; i++) {
      const open = this.stack[i]!.boundary
      // Lengths first: nested multiparts of one agent have boundaries of one length.
      if (open.length > length ? open.startsWith(boundary) : open.length < length && boundary.startsWith(open))
        return true
    }
    return false
  }

  open(boundary: string, frame: number): void {
    const outer = this.stack[this.stack.length - 1]
    const prefix = outer === undefined ? boundary.slice(0, MAX_PREFIX) : commonPrefix(outer.prefix, boundary)
    const longest = outer === undefined ? boundary.length : Math.max(outer.longest, boundary.length)
    const byBoundary = (this.byBoundary ??= new Map())
    const entry: Open = { boundary, frame, hidden: byBoundary.get(boundary), prefix, longest }
    this.stack.push(entry)
    byBoundary.set(boundary, entry)
    if (outer === undefined || outer.prefix !== prefix) this.needle = needleOf(prefix)
  }

  /** Closes all boundaries that belong to `frame` or to frames inside it. */
  closeFrom(frame: number): void {
    let last = this.stack[this.stack.length - 1]
    if (last === undefined || last.frame < frame) return
    const prefix = last.prefix
    while (last !== undefined && last.frame >= frame) {
      if (last.hidden === undefined) this.byBoundary?.delete(last.boundary)
      else this.byBoundary?.set(last.boundary, last.hidden)
      this.stack.pop()
      last = this.stack[this.stack.length - 1]
    }
    if (last === undefined) this.needle = NO_NEEDLE
    else if (last.prefix !== prefix) this.needle = needleOf(last.prefix)
  }

  /**
   * Is the line [from, to) of `bytes` (`to` after its line end, or at the end of input) a delimiter? The innermost open boundary wins:
   * `--a--` is a delimiter of an inner `a--` before it closes an outer `a`.
   */
  match(bytes: Uint8Array, from: number, to: number): boolean {
    const { byBoundary } = this
    const innermost = this.stack[this.stack.length - 1]
    if (innermost === undefined || byBoundary === undefined || to - from > this.maxLine) return false
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

/** Is the line [from, to) a delimiter of `boundary`, which is not open: `--`, the boundary, perhaps `--`, white space, a line end? */
export function isDelimiterOf(boundary: string, bytes: Uint8Array, from: number, to: number): boolean {
  let at = from + 2
  if (to - at < boundary.length || bytes[from] !== DASH || bytes[from + 1] !== DASH) return false
  for (let i = 0; i < boundary.length; i++) if (bytes[at++] !== boundary.charCodeAt(i)) return false
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

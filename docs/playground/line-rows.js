/**
 * Rows of a text view over octets: a row ends behind LF, or after WIDTH octets. Only every STEP-th start is kept, so that a message of nothing
 * but line ends costs little memory; the rows between are found by reading on. The page and the worker both use it.
 */

export const WIDTH = 80
const STEP = 32
const LF = 0x0a

function nextRow(bytes, at, end) {
  const limit = Math.min(at + WIDTH, end)
  for (let i = at; i < limit; i++) if (bytes[i] === LF) return i + 1
  return limit
}

/** Made in the worker: it reads every octet once. */
export function indexRows(bytes) {
  const starts = new Uint32Array(Math.ceil(bytes.length / STEP) + 1)
  let count = 0
  let kept = 0
  let at = 0
  // One native search a line; long lines are cut without reading their octets.
  for (let lineEnd = 0; at < bytes.length; at = lineEnd) {
    const found = bytes.indexOf(LF, at)
    lineEnd = found === -1 ? bytes.length : found + 1
    for (; at < lineEnd; at += WIDTH) {
      if (count % STEP === 0) starts[kept++] = at
      count++
    }
  }
  return { count, starts: starts.slice(0, kept) }
}

export function rowStart(bytes, index, row) {
  let at = index.starts[Math.floor(row / STEP)] ?? 0
  for (let left = row % STEP; left > 0; left--) at = nextRow(bytes, at, bytes.length)
  return at
}

export function rowEnd(bytes, start) {
  return nextRow(bytes, start, bytes.length)
}

/** The row in which an octet stands. */
export function rowOf(bytes, index, offset) {
  const { starts, count } = index
  let low = 0
  let high = starts.length - 1
  while (low < high) {
    const middle = (low + high + 1) >>> 1
    if (starts[middle] <= offset) low = middle
    else high = middle - 1
  }
  let row = low * STEP
  let at = starts[low] ?? 0
  while (row + 1 < count) {
    const next = nextRow(bytes, at, bytes.length)
    if (next > offset) break
    at = next
    row++
  }
  return row
}

/** The mbox splitter lent to libraries that have none: native search, views, no unquoting (the input needs none). */

import { Buffer } from 'node:buffer'

const SEPARATOR = Buffer.from('\n\nFrom ')

export function splitPlain(bytes) {
  const out = []
  let line = 0
  while (line < bytes.length) {
    const start = bytes.indexOf(10, line) + 1
    const next = bytes.indexOf(SEPARATOR, start)
    out.push(bytes.subarray(start, next < 0 ? bytes.length : next + 1))
    line = next < 0 ? bytes.length : next + 2
  }
  return out
}

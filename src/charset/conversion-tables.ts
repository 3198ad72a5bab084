/** Reads the conversion tables of multi-octet charsets out of the platform's TextDecoder, or out of iconv-lite, by decoding every code once. */
import { iconv } from './iconv.js'

type Decode = (bytes: Uint8Array) => string

/**
 * Gives `count` cells for codes of `length` octets; `write` puts the octets of the code with an index. A cell is a code unit, with a
 * second one in its upper half, or 0.
 */
export type CellReader = (count: number, length: number, write: (at: Uint8Array, index: number) => void) => Uint32Array

const LF = 10

function source(label: string, kind: 'platform' | 'iconv'): Decode | undefined {
  if (kind === 'iconv') {
    const module = iconv()
    return module?.encodingExists(label) ? (bytes) => module.decode(bytes, label) : undefined
  }
  try {
    const decoder = new TextDecoder(label, { ignoreBOM: true })
    return (bytes) => decoder.decode(bytes)
  } catch {
    return undefined
  }
}

/** Whether any source has this charset. */
export function hasTable(label: string): boolean {
  return source(label, 'platform') !== undefined || source(label, 'iconv') !== undefined
}

/** One code unit or a pair of them that are no control, no ASCII and no sign of failure. */
function cell(text: string, privateUse: boolean): number {
  if (text.length === 0 || text.length > 2) return 0
  const first = text.charCodeAt(0)
  const second = text.length > 1 ? text.charCodeAt(1) : 0
  if (first < 0xa0 || first === 0xfffd || second === 0xfffd || (second !== 0 && second < 0x300)) return 0
  if (!privateUse && ((first >= 0xe000 && first < 0xf900) || (second >= 0xe000 && second < 0xf900))) return 0
  return first + second * 0x10000
}

/** Reads cells from the first source that has the charset. Two LF after each code keep a bad one from touching its neighbours. */
export function readCells(
  label: string,
  order: readonly ('platform' | 'iconv')[],
  count: number,
  length: number,
  write: (at: Uint8Array, index: number) => void,
  privateUse: boolean,
): Uint32Array {
  const step = length + 2
  const codes = new Uint8Array(count * step).fill(LF)
  for (let i = 0; i < count; i++) write(codes.subarray(i * step, i * step + length), i)
  const cells = new Uint32Array(count)
  for (const kind of order) {
    const texts = source(label, kind)?.(codes).split('\n\n')
    if (texts === undefined || texts.length !== count + 1) continue
    for (let i = 0; i < count; i++) cells[i] = cell(texts[i]!, privateUse)
    return cells
  }
  return cells
}

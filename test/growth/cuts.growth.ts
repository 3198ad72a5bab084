/**
 * Law 8 on streams: time grows with the input, not faster, however small the chunks are. Those that the scanner itself has to bear by default;
 * FULL=1: all shapes in chunks of 1 octet, 7 octets and 64 KiB, and header sections past their limit.
 */
import { describe } from 'vitest'
import { cut, pass, read } from '../hostile/pieces.js'
import { SHAPES } from '../hostile/shapes.js'
import { HEADER, STRUCTURE } from '../hostile/shapes-message.js'
import { full, grows } from './grows.js'

const KB = 1024
/**
 * Length of chunks, the least and the largest input, the largest at a second look, and the shapes: an await per octet takes its time. No doubling goes past
 * `limits.maxHeaderBytes`: what was held up to there is then read again line by line, once, which is a step in time and no growth.
 */
const CUTS = full
  ? ([
      [1, 32 * KB, 128 * KB, 512 * KB, SHAPES],
      [7, 128 * KB, 512 * KB, 512 * KB, SHAPES],
      [64 * KB, 224 * KB, 900 * KB, 900 * KB, SHAPES],
      [64 * KB, 1200 * KB, 4800 * KB, 9600 * KB, HEADER],
    ] as const)
  : ([[7, 48 * KB, 192 * KB, 768 * KB, [...STRUCTURE, ...HEADER]]] as const)

describe.each(CUTS)('in chunks of %i octets, %i and more', (size, from, cap, most, shapes) => {
  grows(
    shapes.map(({ name, make }) => ({
      name,
      covers: [name],
      make,
      run: async (bytes: Uint8Array) => [await read(cut(bytes, size)), await pass(cut(bytes, size))],
      from,
      cap,
      most,
    })),
  )
})

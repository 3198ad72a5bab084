/**
 * Hostile input as a stream: the same parts however it is cut, in time that grows with the input and not faster. By default every shape is
 * cut small, and those that the scanner itself has to bear are measured over one doubling; FULL=1 measures all of them in chunks of 1 octet,
 * 7 octets and 64 KiB, over three sizes each, and header sections past their limit.
 */
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { describe, expect, it } from 'vitest'
import { parts } from '../../src/stream/parts.js'
import { rewrite } from '../../src/stream/rewrite.js'
import { SHAPES } from './shapes.js'
import { HEADER, STRUCTURE } from './shapes-message.js'

const full = process.env.FULL !== undefined
const KB = 1024
/**
 * Length of chunks, the least of three sizes of input, each twice the one before, and the shapes: an await per octet takes its time. No
 * doubling goes past `limits.maxHeaderBytes`: what was held up to there is then read again line by line, once, which is a step in time and
 * no growth.
 */
const CUTS = full
  ? ([
      [1, 32 * KB, SHAPES],
      [7, 128 * KB, SHAPES],
      [64 * KB, 224 * KB, SHAPES],
      [64 * KB, 1200 * KB, HEADER],
    ] as const)
  : ([[7, 48 * KB, [...STRUCTURE, ...HEADER]]] as const)
/** Below this the clock says nothing about growth. */
const NOISE_MS = 8
/** Twice the input in less than this many times the time (docs/security.md). */
const RATIO = 2.5

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

function* cut(bytes: Uint8Array, size: number): Iterable<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

/** Reads all that a stream has: octets of every leaf, all fields that a gateway looks at. */
async function read(source: Iterable<Uint8Array>): Promise<{ parts: number; octets: number }> {
  let count = 0
  let octets = 0
  for await (const part of parts(source)) {
    count++
    void part.safeFilename
    void part.headers.get('subject')
    if (!part.isContainer) for await (const piece of part.body) octets += piece.length
  }
  return { parts: count, octets }
}

async function pass(source: Iterable<Uint8Array>): Promise<number> {
  let octets = 0
  for await (const piece of rewrite(source, (part) => void part.safeFilename)) octets += piece.length
  return octets
}

/** CPU time of a reading and a rewriting, in milliseconds. */
async function cost(bytes: Uint8Array, size: number): Promise<number> {
  collect()
  const before = process.cpuUsage()
  await read(cut(bytes, size))
  await pass(cut(bytes, size))
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000
}

describe('the parts are the same however they are cut', () => {
  it.each(SHAPES.map((shape) => [shape.name, shape] as const))('%s', async (_name, shape) => {
    const bytes = shape.make(6 * KB)
    const whole = await read([bytes])
    for (const size of [1, 7, 4096]) {
      expect(await read(cut(bytes, size))).toEqual(whole)
      if (size > 1) expect(await pass(cut(bytes, size))).toBe(bytes.length)
    }
  })
})

// A clock is disturbed by what else the machine does: growth that is real fails every time.
describe.each(CUTS)('time in chunks of %i octets, %i and more', { retry: 3 }, (size, least, shapes) => {
  it.each(shapes.map((shape) => [shape.name, shape] as const))(
    '%s',
    async (_name, shape) => {
      let before = await cost(shape.make(least), size)
      for (const times of full ? [2, 4] : [2]) {
        const after = await cost(shape.make(times * least), size)
        if (before > NOISE_MS) expect(after / before).toBeLessThan(RATIO)
        before = after
      }
    },
    120_000,
  )
})

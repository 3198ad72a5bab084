/** Hostile input as a stream: the same parts however it is cut. (Time: test/growth/cuts.growth.ts.) */
import { describe, expect, it } from 'vitest'
import { cut, pass, read } from './pieces.js'
import { SHAPES } from './shapes.js'

const KB = 1024

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

/** Law 8 on messages: each member of their classes and each function that takes one. Depth by itself costs nothing. */
import { describe, expect, it } from 'vitest'
import { chosen, full, grows, told } from './grows.js'
import { costOfDepth } from './measure.js'
import { DEEP, DEPTHS, MESSAGES } from './messages.js'

describe('messages', () => grows(MESSAGES))

describe('depth costs nothing by itself', () => {
  it.each((full ? DEEP : chosen(DEEP)).map((one) => [one.name, one] as const))('%s', async (_, one) => {
    const { exponent, points } = await costOfDepth(one, DEPTHS)
    expect(exponent, told(points)).toBeLessThanOrEqual(3)
  })
})

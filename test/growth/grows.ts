/** Registers a test for each case. A quick round takes a few shapes of each function, others at each seed (GROWTH_SEED); FULL=1 takes all, to 4 MB. */
import { expect, it } from 'vitest'
import { type Case, growthOf, MAX_EXPONENT } from './measure.js'

export const full = process.env.FULL !== undefined
const seed = Number(process.env.GROWTH_SEED ?? 1)
/** Shapes of a function in a quick round. */
const FEW = 3

export const told = (points: readonly (readonly [number, number])[]): string =>
  points.map(([n, ms]) => `${n}: ${ms.toFixed(1)} ms`).join(', ')

/** Some of the cases that stand for the same exports. */
export function chosen(list: readonly Case[]): readonly Case[] {
  const groups = new Map<string, Case[]>()
  for (const one of list) {
    const key = one.covers.join()
    groups.set(key, [...(groups.get(key) ?? []), one])
  }
  return [...groups.values()].flatMap((group) =>
    group.length <= FEW ? group : Array.from({ length: FEW }, (_, i) => group[(seed * FEW + i) % group.length]!),
  )
}

export function grows(list: readonly Case[]): void {
  const cases = full ? list : chosen(list)
  it.each(cases.map((one) => [one.name, one] as const))('%s', async (_, one) => {
    const { exponent, points } = await growthOf(one, 2, full ? 4 << 20 : 1 << 20)
    expect(exponent, told(points)).toBeLessThanOrEqual(MAX_EXPONENT)
  })
}

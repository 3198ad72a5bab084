/** Seeded randomness, so that what fails once fails again. */

/** Uniform integers below `n` (mulberry32). */
export function seeded(seed: number): (n: number) => number {
  let state = seed >>> 0
  return (n) => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) % n
  }
}

/** Ascending cut positions inside [1, length), about `count` of them. */
export function randomCuts(random: (n: number) => number, length: number, count: number): number[] {
  const cuts = new Set<number>()
  if (length > 1) for (let i = 0; i < count; i++) cuts.add(1 + random(length - 1))
  return [...cuts].sort((a, b) => a - b)
}

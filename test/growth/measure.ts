/**
 * How CPU time grows with the input: an exponent over sizes n, 2n, 4n. Growth that is real is seen each time; a busy machine is not: what looks
 * wrong is measured again, up to three times, before it counts.
 */
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/** Linear work has exponent 1, quadratic 2. Allocation in steps makes linear work look like 1.2. */
export const MAX_EXPONENT = 1.3
/** Below this many milliseconds the clock says nothing about growth. */
const NOISE_MS = 8
const ROUNDS = 3

/** What a shape gives to a function: made anew for each measurement and not counted, because the function may change it. */
export interface Case {
  readonly name: string
  /** The exports and members that the case stands for: `door.function`, `Class.member`. */
  readonly covers: readonly string[]
  make(n: number): unknown
  run(input: never, n: number): unknown
  /** The first size, in octets unless `make` counts something else. */
  readonly from?: number
  /** No size above this is measured. */
  readonly cap?: number
}

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

/** Least CPU time of some runs in milliseconds. */
async function cost(one: Case, n: number): Promise<number> {
  let least = Number.POSITIVE_INFINITY
  let spent = 0
  for (let i = 0; i < 3 && (i === 0 || spent < 400); i++) {
    const input = (await one.make(n)) as never
    if (spent > 20) collect()
    const before = process.cpuUsage()
    await one.run(input, n)
    const { user, system } = process.cpuUsage(before)
    const ms = (user + system) / 1000
    spent += ms
    least = Math.min(least, ms)
  }
  return least
}

function slope(points: readonly (readonly [n: number, ms: number])[]): number {
  const xs = points.map(([n]) => Math.log(n))
  const ys = points.map(([, ms]) => Math.log(Math.max(ms, 0.5)))
  const middle = (values: readonly number[]) => values.reduce((sum, one) => sum + one, 0) / values.length
  const mx = middle(xs)
  const my = middle(ys)
  const over = xs.reduce((sum, x, i) => sum + (x - mx) * (ys[i]! - my), 0)
  return over / xs.reduce((sum, x) => sum + (x - mx) ** 2, 0)
}

export interface Growth {
  readonly exponent: number
  readonly points: readonly (readonly [n: number, ms: number])[]
}

/** @param doublings how many sizes above the first are measured */
export async function growthOf(one: Case, doublings: number, most = 4 << 20): Promise<Growth> {
  const cap = Math.min(one.cap ?? most, most)
  let n = one.from ?? 64 << 10
  let first = await cost(one, n)
  // A size at which the clock can tell, with room for the doublings above it.
  while (first < NOISE_MS && n << (doublings + 1) <= cap) {
    n *= 2
    first = await cost(one, n)
  }
  let best: Growth | undefined
  for (let round = 0; round < ROUNDS; round++) {
    const points: [number, number][] = [[n, round === 0 ? first : await cost(one, n)]]
    for (let k = 1; k <= doublings && points.at(-1)![1] < 3000; k++) points.push([n << k, await cost(one, n << k)])
    const last = points.at(-1)![1]
    const exponent = last < 5 * NOISE_MS || points.length < 2 ? 0 : slope(points)
    if (best === undefined || exponent < best.exponent) best = { exponent, points }
    if (best.exponent <= MAX_EXPONENT) break
  }
  return best as Growth
}

/** CPU time at the same size, nine times as deep: as [depth, ms]. Depth by itself costs nothing. */
export async function costOfDepth(one: Case, depths: readonly number[]): Promise<Growth> {
  await cost(one, depths[0]!)
  let best: Growth | undefined
  for (let round = 0; round < ROUNDS; round++) {
    const points: [number, number][] = []
    for (const depth of depths) points.push([depth, await cost(one, depth)])
    const exponent = points.at(-1)![1] / Math.max(points[0]![1], NOISE_MS)
    if (best === undefined || exponent < best.exponent) best = { exponent, points }
    if (best.exponent <= 3) break
  }
  return best as Growth
}

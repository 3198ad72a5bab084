/**
 * How CPU time grows with the input: an exponent over sizes n, 2n, 4n. What looks wrong gets a second look, with more runs and larger sizes: growth
 * that is real is seen there all the better; a step is not (the collector of garbage has a few, where what lives no longer fits its nursery).
 */
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/** Linear work has exponent 1, quadratic 2. Allocation in steps makes linear work look like 1.2. */
export const MAX_EXPONENT = 1.3
/** Below this many milliseconds the clock says nothing about growth. */
const NOISE_MS = 8
/** Runs of one size, and at the second look. */
const RUNS = 3
const MORE_RUNS = 7
/** No size above one that takes so many milliseconds is measured: growth shows by then. */
const LONG_MS = 3000
/** No input is larger, whoever looks. */
const LARGEST = 16 << 20
/** Second looks at depth. */
const ROUNDS = 5

/** What a shape gives to a function: made anew for each measurement and not counted, because the function may change it. */
export interface Case {
  readonly name: string
  /** The exports and members that the case stands for: `door.function`, `Class.member`. */
  readonly covers: readonly string[]
  make(n: number): unknown
  run(input: never, n: number): unknown
  /** The first size, in octets unless `make` counts something else. */
  readonly from?: number
  /** No size above this is measured at the first look. */
  readonly cap?: number
  /** No size above this is measured at the second look: the same unless it is given. */
  readonly most?: number
}

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

/** Least CPU time of some runs in milliseconds: other programs make a run longer (caches, the other thread of a core), none makes it shorter. */
async function cost(one: Case, n: number, runs = RUNS): Promise<number> {
  let least = Number.POSITIVE_INFINITY
  let spent = 0
  for (let i = 0; i < runs && (i === 0 || spent < 133 * runs); i++) {
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
  const points: [number, number][] = [[n, first]]
  for (let k = 1; k <= doublings && points.at(-1)![1] < LONG_MS; k++) points.push([n << k, await cost(one, n << k)])
  const exponent = exponentOf(points)
  return exponent <= MAX_EXPONENT ? { exponent, points } : secondLook(one, n, doublings)
}

/**
 * Sizes n to 4n with more runs; where they still grow faster than the input, sizes twice as large until one takes twice the time, or until there is
 * none that the case allows. A step stands between two sizes; growth that is real stands between all, the larger the worse.
 */
async function secondLook(one: Case, n: number, doublings: number): Promise<Growth> {
  const points: [number, number][] = []
  for (let k = 0; k <= doublings; k++) points.push([n << k, await cost(one, n << k, MORE_RUNS)])
  let exponent = exponentOf(points)
  for (let k = doublings + 1; exponent > MAX_EXPONENT && points.at(-1)![1] < LONG_MS; k++) {
    if (n << k > (one.most ?? one.cap ?? LARGEST)) break
    points.push([n << k, await cost(one, n << k, MORE_RUNS)])
    exponent = slope(points.slice(-2))
  }
  return { exponent, points }
}

function exponentOf(points: readonly (readonly [n: number, ms: number])[]): number {
  return points.at(-1)![1] < 5 * NOISE_MS || points.length < 2 ? 0 : slope(points)
}

/** CPU time at the same size, nine times as deep: as [depth, ms]. Depth by itself costs nothing. */
export async function costOfDepth(one: Case, depths: readonly number[]): Promise<Growth> {
  await cost(one, depths[0]!)
  let best: Growth | undefined
  for (let round = 0; round < ROUNDS; round++) {
    const points: [number, number][] = []
    for (const depth of depths) points.push([depth, await cost(one, depth, round === 0 ? RUNS : MORE_RUNS)])
    const exponent = points.at(-1)![1] / Math.max(points[0]![1], NOISE_MS)
    if (best === undefined || exponent < best.exponent) best = { exponent, points }
    if (best.exponent <= 3) break
  }
  return best as Growth
}

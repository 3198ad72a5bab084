/** The loop: inputs, laws, and of what breaks one the smallest form, as a fixture. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { seeded } from '../test/seeded.js'
import { Inputs } from './inputs.js'
import { breach, features, LAWS, type Law } from './laws.js'
import { minimizeSlowly } from './shrink.js'

export interface Finding {
  readonly law: string
  readonly detail: string
  readonly seed: number
  /** Number of the input among those of its seed. */
  readonly input: number
  readonly bytes: Uint8Array
}

export interface Result {
  readonly inputs: number
  readonly octets: number
  readonly seconds: number
  readonly findings: readonly Finding[]
}

export interface FuzzOptions {
  readonly seconds: number
  readonly seed: number
  /** Stop after so many findings. Default 5. */
  readonly findings?: number
  /** Stop after so many inputs. */
  readonly inputs?: number
  /** Seconds for making one finding small. Default 10. */
  readonly shrinkSeconds?: number
  /** Called for each input, before it is checked. */
  readonly onInput?: (bytes: Uint8Array) => void
}

/** The messages of fixtures/, in one order everywhere. */
function seeds(folder = 'fixtures'): Uint8Array[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.eml'))
    .map((name) => name.replaceAll('\\', '/'))
    .sort((a, b) => (a < b ? -1 : 1))
    .map((name) => new Uint8Array(readFileSync(join(folder, name))))
}

/** Runs until the time, the inputs or the patience for findings is used up. The same seed gives the same inputs in the same order. */
export async function fuzz(options: FuzzOptions): Promise<Result> {
  const { seed, seconds, findings: patience = 5, inputs: most = Number.POSITIVE_INFINITY, shrinkSeconds = 10 } = options
  const inputs = new Inputs(seeds(), seeded(seed))
  const seen = new Set<string>()
  const findings: Finding[] = []
  const known = new Set<string>()
  const started = performance.now()
  const until = started + seconds * 1000
  let count = 0
  let octets = 0
  while (count < most && performance.now() < until && findings.length < patience) {
    const bytes = inputs.make()
    count++
    octets += bytes.length
    options.onInput?.(bytes)
    for (const law of LAWS) {
      if (count % law.every !== 0) continue
      const detail = await breach(law, bytes, count, false)
      if (detail === undefined) continue
      // One kind of breach once: the second of it says nothing new.
      if (isKnown(known, law, detail)) continue
      const finding = await reduced(law, bytes, seed, count, detail, shrinkSeconds)
      if (finding.detail === detail || !isKnown(known, law, finding.detail)) findings.push(finding)
    }
    learn(inputs, seen, bytes)
  }
  return { inputs: count, octets, seconds: (performance.now() - started) / 1000, findings }
}

function isKnown(known: Set<string>, law: Law, detail: string): boolean {
  const kind = `${law.name} ${detail.replace(/[0-9]+/g, '0').slice(0, 200)}`
  if (known.has(kind)) return true
  known.add(kind)
  return false
}

function learn(inputs: Inputs, seen: Set<string>, bytes: Uint8Array): void {
  let found: string[]
  try {
    found = features(bytes)
  } catch {
    // What throws was found already by the first law.
    return
  }
  let isNew = false
  for (const feature of found) {
    if (seen.has(feature)) continue
    seen.add(feature)
    isNew = true
  }
  if (isNew) inputs.keep(bytes)
}

async function reduced(
  law: Law,
  bytes: Uint8Array,
  seed: number,
  input: number,
  detail: string,
  seconds: number,
): Promise<Finding> {
  const until = performance.now() + seconds * 1000
  const smallest = await minimizeSlowly(
    bytes,
    async (candidate) => (await breach(law, candidate, input, true)) !== undefined,
    () => performance.now() < until,
  )
  const small = await breach(law, smallest, input, true)
  return { law: law.name, detail: small ?? detail, seed, input, bytes: small === undefined ? bytes : smallest }
}

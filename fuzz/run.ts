/** `npm run fuzz -- --seconds N --seed S [--out FOLDER]`: exit code 1 and ready fixtures where a law is broken. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { useCharsets } from '../src/charset/index.js'
import { useChecks } from '../src/compose/use-checks.js'
import { excerpt } from '../src/defects/texts.js'
import { describeMessage, type Expectation, write } from '../test/fixture.js'
import { type Finding, fuzz } from './fuzzer.js'

// As in a program of Node.
useCharsets()
useChecks()

const { values } = parseArgs({
  options: {
    seconds: { type: 'string' },
    seed: { type: 'string' },
    out: { type: 'string' },
    findings: { type: 'string' },
  },
})

function number(name: 'seconds' | 'seed' | 'findings', otherwise: number): number {
  const given = values[name]
  if (given === undefined) return otherwise
  if (!/^[0-9]{1,9}$/.test(given)) throw new TypeError(`--${name}: expected a number, got ${given}`)
  return Number(given)
}

/** The message and a skeleton of what is to be read in it, as fixtures/ holds them: the clause and the right reading are for a person to add. */
function save(finding: Finding, folder: string): string {
  mkdirSync(folder, { recursive: true })
  const stem = join(folder, `fuzz-${finding.law}-${finding.seed}-${finding.input}`)
  writeFileSync(`${stem}.eml`, finding.bytes)
  const why = `Seed ${finding.seed}, input ${finding.input}, law ${finding.law}: ${finding.detail.split('\n')[0]}`
  const skeleton: Expectation = { why, tree: [], defects: [] }
  try {
    write(`${stem}.json`, describeMessage(finding.bytes, skeleton))
  } catch {
    write(`${stem}.json`, skeleton)
  }
  return stem
}

const seconds = number('seconds', 60)
const seed = number('seed', 1)
const { inputs, octets, seconds: taken, findings } = await fuzz({ seconds, seed, findings: number('findings', 5) })
const folder = values.out ?? join(tmpdir(), 'messagerie-fuzz')
for (const finding of findings) {
  const stem = save(finding, folder)
  console.log(`law ${finding.law} is broken (seed ${finding.seed}, input ${finding.input}): ${finding.detail}`)
  console.log(
    `  ${finding.bytes.length} octets: ${JSON.stringify(Buffer.from(finding.bytes).toString('latin1').slice(0, 2000))}`,
  )
  console.log(`  begins ${excerpt(finding.bytes, 0, finding.bytes.length)}`)
  console.log(`  saved as ${stem}.eml with a skeleton of its expectation beside it`)
}
const rate = Math.round(inputs / taken)
console.log(
  `seed ${seed}: ${inputs} inputs, ${Math.round(octets / 1000)} kB in ${taken.toFixed(1)} s (${rate} a second), ${findings.length} findings`,
)
process.exitCode = findings.length > 0 ? 1 : 0

/**
 * What is too long for each commit: growth in full, start, planted bugs, fuzz of half an hour over four seeds, and whole-corpus comparisons
 * (MAIL_CORPUS). Exit code 1 where one fails.
 *
 *   node test/nightly.mjs [--only NAME,…]
 */
import { spawnSync } from 'node:child_process'
import { parseArgs } from 'node:util'

const STEPS = {
  check: ['npm test', {}],
  growth: ['npm run --silent check:growth', { FULL: '1' }],
  start: ['npm run --silent start-time', {}],
  mutations: ['npm run --silent mutations', {}],
  fuzz: [[1, 2, 3, 4].map((seed) => `npm run --silent fuzz -- --seconds 450 --seed ${seed}`).join(' && '), {}],
  corpus: ['npx vitest run --dir test --testTimeout=1200000 laws dkim jmap outlook peers browser', { NIGHTLY: '1' }],
}

const { values } = parseArgs({ options: { only: { type: 'string' } } })
const names = values.only === undefined ? Object.keys(STEPS) : values.only.split(',')
const failed = []
for (const name of names) {
  const step = STEPS[name]
  if (step === undefined) throw new RangeError(`--only ${name}: expected ${Object.keys(STEPS).join(', ')}`)
  console.log(`\n== ${name}`)
  const { status } = spawnSync(step[0], { shell: true, stdio: 'inherit', env: { ...process.env, ...step[1] } })
  if (status !== 0) failed.push(name)
}
console.log(
  `\n${names.length - failed.length} passed, ${failed.length} failed${failed.length > 0 ? `: ${failed.join(', ')}` : ''}`,
)
process.exit(failed.length > 0 ? 1 : 0)

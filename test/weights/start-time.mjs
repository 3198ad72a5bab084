/**
 * What importing costs: CPU (user and system) of fresh processes over that of a bare Node, in interleaved rounds, beside postal-mime; and of a first
 * message with its subject. `npm run build` first, then `npm run start-time` (`--rounds 25`). With `--check`: status 1 where the root door takes
 * more than 1.15, `messagerie/read` more than 0.8 times what postal-mime takes. Medians, with the quartiles of the ratios of single rounds.
 */
import { spawnSync } from 'node:child_process'
import { dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..')
const at = process.argv.indexOf('--rounds')
const ROUNDS = at === -1 ? 25 : Number(process.argv[at + 1])
const USED = 'const { user, system } = process.cpuUsage(); console.log(user + system)'
const LETTER = JSON.stringify(
  'From: Ada <ada@example.org>\r\nTo: bob@example.net\r\nSubject: =?utf-8?Q?=C3=9Cber?=\r\n\r\nhi\r\n',
)

const PROGRAMS = {
  bare: USED,
  'postal-mime': `await import('postal-mime'); ${USED}`,
  messagerie: `await import('messagerie'); ${USED}`,
  'messagerie/read': `await import('messagerie/read'); ${USED}`,
  'postal-mime, a subject': `const { default: P } = await import('postal-mime'); (await P.parse(${LETTER})).subject; ${USED}`,
  'messagerie, a subject': `const { parse } = await import('messagerie'); parse(${LETTER}).subject; ${USED}`,
  'messagerie/read, a subject': `const { parse } = await import('messagerie/read'); parse(${LETTER}).subject; ${USED}`,
}
const BUDGETS = { messagerie: 1.15, 'messagerie/read': 0.8 }

/** Milliseconds of CPU. The package finds itself by its own name. */
function cost(program) {
  const { stdout, stderr, status } = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
    cwd: root,
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(stderr)
  return Number(stdout) / 1000
}

function quantile(values, q) {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.round(q * (sorted.length - 1))]
}

const costs = Object.fromEntries(Object.keys(PROGRAMS).map((name) => [name, []]))
for (const [name, program] of Object.entries(PROGRAMS)) if (name !== 'bare') cost(program)
for (let round = 0; round < ROUNDS; round++) {
  const names = Object.keys(PROGRAMS)
  // Each round begins with another, so that none always follows the same one.
  for (let i = 0; i < names.length; i++) {
    const name = names[(i + round) % names.length]
    costs[name].push(cost(PROGRAMS[name]))
  }
}

const over = (name) => costs[name].map((one, i) => one - costs.bare[i])
const own = (name) => quantile(costs[name], 0.5) - quantile(costs.bare, 0.5)
let failed = false
console.log(`bare Node: ${quantile(costs.bare, 0.5).toFixed(1)} ms of CPU; ${ROUNDS} rounds`)
for (const name of Object.keys(PROGRAMS).slice(1)) {
  const peer = name.endsWith('subject') ? 'postal-mime, a subject' : 'postal-mime'
  const ratios = over(name).map((one, i) => one / over(peer)[i])
  const ratio = own(name) / own(peer)
  const fault = BUDGETS[name] !== undefined && ratio > BUDGETS[name]
  failed ||= fault
  const interval = `${quantile(ratios, 0.25).toFixed(2)}–${quantile(ratios, 0.75).toFixed(2)}`
  const budget = BUDGETS[name] === undefined ? '' : `at most ${BUDGETS[name]}${fault ? '  OVER' : ''}`
  console.log(
    `${name.padEnd(27)} ${own(name).toFixed(1).padStart(6)} ms  ${ratio.toFixed(2)} (${interval}) of ${peer}  ${budget}`,
  )
}
if (process.argv.includes('--check') && failed) process.exitCode = 1

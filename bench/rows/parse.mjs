/** Rows a to i: every library on every input, each pair in a process of its own. */

import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { differences } from '../inputs/facts.mjs'
import { INPUTS } from '../inputs/families.mjs'
import { storeInput } from '../inputs/store.mjs'
import { median } from '../measure.mjs'
import { child, node } from './child.mjs'

const here = path.dirname(fileURLToPath(import.meta.url))
const WORKER = path.join(here, '../worker.mjs')
const ADAPTERS = path.join(here, '../adapters')

/** In the order of the table. `kind`: own, js (a peer for the ratio), native (for orientation). */
export const LIBRARIES = [
  { id: 'messagerie', title: 'messagerie', kind: 'own' },
  { id: 'messagerie-structure', title: 'messagerie, structure only', kind: 'structure' },
  { id: 'mailparser-simple', title: 'mailparser simpleParser', kind: 'js', package: 'mailparser' },
  { id: 'mailparser', title: 'mailparser MailParser', kind: 'js', package: 'mailparser' },
  { id: 'mailparser-mit', title: 'mailparser-mit', kind: 'js', package: 'mailparser-mit' },
  { id: 'postal-mime', title: 'postal-mime', kind: 'js', package: 'postal-mime' },
  { id: 'letterparser', title: 'letterparser', kind: 'js', package: 'letterparser' },
  { id: 'jsmimeparser', title: 'jsmimeparser', kind: 'js', package: '@protontech/jsmimeparser' },
  { id: 'mailsplit', title: 'mailsplit', kind: 'js', package: '@zone-eu/mailsplit' },
  { id: 'wasm', title: 'mail-parser-wasm', kind: 'js', package: 'mail-parser-wasm' },
  { id: 'gmime', title: 'GMime (C)', kind: 'native' },
  { id: 'python', title: 'Python email', kind: 'native' },
]

/** Python is slow enough for a tenth of each input to be plenty. */
const PYTHON_SCALE = 0.1

export function gmime(folder) {
  const binary = path.join(folder, 'gmime')
  try {
    const flags = execFileSync('pkg-config', ['--cflags', '--libs', 'gmime-3.0'], { encoding: 'utf8', stdio: 'pipe' })
      .trim()
      .split(/\s+/)
    execFileSync('cc', ['-O2', '-o', binary, path.join(ADAPTERS, 'gmime.c'), ...flags], { stdio: 'pipe' })
    const version = execFileSync('pkg-config', ['--modversion', 'gmime-3.0'], { encoding: 'utf8' }).trim()
    return { version, binary }
  } catch {
    return undefined
  }
}

function python() {
  try {
    return {
      version: execFileSync('python3', ['-c', 'import platform; print(platform.python_version())'], {
        encoding: 'utf8',
        stdio: 'pipe',
      }).trim(),
    }
  } catch {
    return undefined
  }
}

async function runGmime(binary, { file, plan }, budget, timeout) {
  const answer = await child(binary, [file, plan.mbox ? '1' : '0', String(budget), ...plan.sizes.map(String)], {
    timeout,
  })
  if (answer.found === undefined) return answer
  const bytes = plan.sizes.reduce((sum, size) => sum + size, 0)
  return {
    ...answer,
    bytes,
    mbPerSecond: bytes / 1000 / answer.ms,
    wrong: differences(plan.expect, answer.found, plan.check),
  }
}

export async function parseRows({ folder, inputs, libraries, scale, seed, draws, budget, timeout, log }) {
  const natives = {}
  if (libraries.includes('gmime'))
    natives.gmime = gmime(folder) ?? log('GMime skipped: no gmime-3.0 for pkg-config, or no C compiler')
  if (libraries.includes('python')) natives.python = python() ?? log('Python skipped: no python3')
  const rows = []
  for (const input of INPUTS.filter(({ id }) => inputs.includes(id))) {
    log(`${input.id}. ${input.title}`)
    const drawn = []
    for (let draw = 0; draw < draws; draw++) drawn.push(await one(input, draw))
    const results = {}
    for (const { id } of LIBRARIES)
      if (drawn[0].results[id]) results[id] = combined(drawn.map((draw) => draw.results[id]))
    rows.push({ id: input.id, title: input.title, draws: drawn, results })
  }
  return { rows, natives: { gmime: natives.gmime?.version, python: natives.python?.version } }

  async function one(input, draw) {
    const stored = storeInput(folder, input, scale, seed, draw)
    const size = stored.plan.sizes.reduce((sum, part) => sum + part, 0)
    log(`  draw ${draw + 1}: ${(size / 1e6).toFixed(2)} MB, ${stored.plan.shape}`)
    const results = {}
    for (const library of LIBRARIES.filter(({ id }) => libraries.includes(id))) {
      if (library.kind === 'native' && !natives[library.id]) continue
      let answer
      if (library.id === 'gmime') answer = await runGmime(natives.gmime.binary, stored, budget, timeout)
      else if (library.id === 'python') {
        const small = storeInput(folder, { ...input, id: `${input.id}-small` }, scale * PYTHON_SCALE, seed, draw)
        answer = await child('python3', [path.join(ADAPTERS, 'python_email.py'), small.file, String(budget)], {
          timeout,
        })
      } else answer = await node(WORKER, [library.id, stored.file, String(budget)], { timeout })
      results[library.id] = answer
      log(`   ${library.title.padEnd(28)} ${describe(answer)}`)
    }
    return { shape: stored.plan.shape, bytes: size, results }
  }
}

/** One answer of the draws: the median and the least of those that were read rightly, in how many; else why none was. */
function combined(answers) {
  const right = answers.filter(isRight)
  if (right.length === 0) return answers[0]
  const rates = right.map((answer) => answer.mbPerSecond)
  return {
    mbPerSecond: median(rates),
    worst: Math.min(...rates),
    growthMB: Math.max(...right.map((answer) => answer.growthMB)),
    wrong: [],
    right: right.length,
    of: answers.length,
    problem: answers.find((answer) => !isRight(answer)),
  }
}

export const isRight = (answer) => answer?.mbPerSecond !== undefined && answer.wrong.length === 0

export function describe(answer) {
  if (answer.timeout) return `over ${answer.timeout / 1000} s`
  if (answer.error !== undefined) return `refused: ${answer.error}`
  if (!isRight(answer)) return `wrong: ${answer.wrong.join(', ')}`
  return `${answer.mbPerSecond.toFixed(1).padStart(8)} MB/s   +${answer.growthMB.toFixed(0)} MB`
}

/** The version of a package in bench/node_modules. */
export const versionOf = (name) =>
  JSON.parse(readFileSync(path.join(here, '../node_modules', name, 'package.json'), 'utf8')).version

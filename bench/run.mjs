/** The benchmark: `npm run bench [-- --quick] [--only a,c,codec] [--lib messagerie,mailparser] [--scale 0.1] [--seed 7] [--draws 5] [--write]`. */

import { execFileSync } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { INPUTS } from './inputs/families.mjs'
import { writeReport } from './report/report.mjs'
import { hostileRows } from './rows/hostile.mjs'
import { LIBRARIES, parseRows, versionOf } from './rows/parse.mjs'
import { bundleRows, codecRows, composeRows, importRows, lazyRow, streamRows } from './rows/small.mjs'

const here = path.dirname(fileURLToPath(import.meta.url))
const GROUPS = ['codec', 'compose', 'stream', 'lazy', 'import', 'bundle', 'hostile']
const HOSTILE = ['messagerie', 'mailparser-simple', 'postal-mime', 'letterparser']
/** Slower than another in nearly every row, so that a quick run can do without. */
const NOT_QUICK = ['python', 'mailparser', 'jsmimeparser', 'mailsplit']
const PACKAGES = [
  'mailparser',
  'mailparser-mit',
  'postal-mime',
  'letterparser',
  '@protontech/jsmimeparser',
  '@zone-eu/mailsplit',
  'mail-parser-wasm',
  'nodemailer',
  'libqp',
]

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    only: { type: 'string' },
    lib: { type: 'string' },
    scale: { type: 'string' },
    write: { type: 'boolean', default: false },
    seed: { type: 'string' },
    draws: { type: 'string' },
    report: { type: 'boolean', default: false },
  },
})

const results = path.join(here, '.results')
if (values.report) {
  writeReport(JSON.parse(readFileSync(path.join(results, 'last.json'), 'utf8')), path.join(here, '../docs'))
  process.exit(0)
}

const ids = INPUTS.map(({ id }) => id)
const known = [...ids, ...GROUPS]
const only = values.only?.split(',') ?? known
for (const name of only) if (!known.includes(name)) stop(`--only: ${name} is none of ${known.join(', ')}`)
const allLibraries = LIBRARIES.map(({ id }) => id)
const named = values.lib?.split(',')
const libraries = named
  ? allLibraries.filter((id) => named.some((name) => id === name || id.startsWith(`${name}-`)))
  : allLibraries.filter((id) => !(values.quick && NOT_QUICK.includes(id)))
/** The other rows have peers of their own, which only `--lib messagerie` leaves out. */
const wanted = (name) => values.lib !== 'messagerie' || name.startsWith('messagerie')
const scale = Number(values.scale ?? (values.quick ? 0.1 : 1))
if (!(scale > 0 && scale <= 4)) stop('--scale: a number from 0.001 to 4')

/** Another at each run, unless one is given: nothing is tuned to a file. */
const seed = Number(values.seed ?? randomInt(1_000_000))
if (!Number.isSafeInteger(seed) || seed < 0) stop('--seed: a whole number')
const draws = Number(values.draws ?? (values.quick ? 1 : 5))
if (!(draws >= 1 && draws <= 99)) stop('--draws: a number from 1 to 99')

function stop(problem) {
  process.stderr.write(`${problem}\n`)
  process.exit(2)
}

const log = (text) => {
  process.stdout.write(`${text}\n`)
}
if (!existsSync(path.join(here, '../dist/min/index.js')))
  log('dist/min/index.js is missing: only the peers are measured (npm run build in the root first)')

const folder = mkdtempSync(path.join(os.tmpdir(), 'bench-'))
const started = performance.now()
log(`seed ${seed}`)
const options = {
  folder,
  scale,
  seed,
  draws,
  log,
  wanted,
  budget: values.quick ? 160 : 600,
  timeout: values.quick ? 20_000 : 60_000,
}
const group = async (name, title, run) => {
  if (!only.includes(name)) return undefined
  log(title)
  return await run()
}

try {
  const parsed = await parseRows({ ...options, inputs: ids.filter((id) => only.includes(id)), libraries })
  const data = {
    machine: `${os.cpus()[0]?.model.trim() ?? 'unknown processor'}, ${os.cpus().length} cores, ${Math.round(os.totalmem() / 2 ** 30)} GiB, ${os.platform()} ${os.arch()}`,
    node: process.version,
    own: ownVersion(),
    versions: Object.fromEntries(PACKAGES.map((name) => [name, versionOf(name)])),
    natives: parsed.natives,
    command: `npm run bench${process.argv.length > 2 ? ` -- ${process.argv.slice(2).join(' ')}` : ''}`,
    scale,
    seed,
    draws,
    parse: parsed.rows,
    codec: await group('codec', 'codecs', () => codecRows(options)),
    compose: await group('compose', 'composing', () => composeRows(options)),
    stream: await group('stream', 'streaming', () =>
      streamRows({ ...options, mib: Math.round(1024 * (values.quick ? scale / 4 : scale)), timeout: 120_000 }),
    ),
    lazy: await group('lazy', 'lazy reading', () => lazyRow(options)),
    import: await group('import', 'import time', () => importRows({ ...options, times: values.quick ? 3 : 9 })),
    bundle: await group('bundle', 'bundle', () => bundleRows(options)),
    hostile: await group('hostile', 'hostile shapes', () =>
      hostileRows({
        ...options,
        quick: values.quick,
        libraries: HOSTILE.filter((id) => (values.quick && !named ? id === 'messagerie' : libraries.includes(id))),
      }),
    ),
  }
  mkdirSync(results, { recursive: true })
  writeFileSync(path.join(results, 'last.json'), JSON.stringify(data, undefined, 1))
  const whole = !values.quick && !values.only && !named && scale === 1
  if (whole || values.write) {
    writeReport(data, path.join(here, '../docs'))
    log('docs/performance.md written')
  } else log('docs/performance.md is left alone: a partial run is not written without --write')
} finally {
  rmSync(folder, { recursive: true, force: true })
}
log(`${Math.round((performance.now() - started) / 1000)} s`)

function ownVersion() {
  const { version } = JSON.parse(readFileSync(path.join(here, '../package.json'), 'utf8'))
  try {
    return `${version} (${execFileSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: here, encoding: 'utf8', stdio: 'pipe' }).trim()})`
  } catch {
    return version
  }
}

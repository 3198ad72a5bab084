/**
 * Plants each bug of list.mjs in a copy of the tree and runs the tests that have to turn red. Exit code 1 where one stays green, where an
 * entry is stale, or where the tests fail without a bug.
 *
 *   node test/mutations/run.mjs [--only N[,N…]] [--list]
 */
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { createVitest } from 'vitest/node'
import { atStart } from '../../build-start.mjs'
import { MUTATIONS } from './list.mjs'

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..')
const { values } = parseArgs({ options: { only: { type: 'string' }, list: { type: 'boolean' } } })
const chosen =
  values.only === undefined
    ? MUTATIONS.map((_, i) => i)
    : values.only.split(',').map((one) => {
        const index = Number(one) - 1
        if (MUTATIONS[index] === undefined) throw new RangeError(`--only ${one}: expected 1 to ${MUTATIONS.length}`)
        return index
      })

if (values.list) {
  for (const i of chosen) console.log(`${i + 1} ${MUTATIONS[i].name}`)
  process.exit(0)
}

/** What is planted in a text; throws where the place is gone or stands there twice. */
function planted(text, { find, replace, file }) {
  const at = text.indexOf(find)
  if (at === -1) throw new Error(`stale: ${file} no longer holds ${JSON.stringify(find)}`)
  if (text.indexOf(find, at + 1) !== -1) throw new Error(`stale: ${file} holds ${JSON.stringify(find)} more than once`)
  return text.slice(0, at) + replace + text.slice(at + find.length)
}

const folder = mkdtempSync(join(tmpdir(), 'mutations-'))
process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
for (const name of ['src', 'test', 'fuzz', 'fixtures', 'package.json', 'tsconfig.json']) {
  if (existsSync(join(root, name))) cpSync(join(root, name), join(folder, name), { recursive: true })
}
symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction')

// Only fixtures and hand-written values: no folder of messages is needed.
for (const name of ['MAIL_CORPUS', 'MAIL_VECTORS', 'MAIL_HOSTILE']) delete process.env[name]
process.chdir(folder)
// One server for all runs: only the file with the bug is compiled again.
const vitest = await createVitest(
  'test',
  {
    root: folder,
    dir: join(folder, 'test'),
    watch: false,
    bail: 1,
    retry: 1,
    testTimeout: 120_000,
    reporters: [{}],
    pool: 'threads',
    maxWorkers: 2,
  },
  { configFile: false, plugins: [atStart(false)] },
)
await vitest.standalone()

/** Green or not, and what was said. */
async function run(tests) {
  vitest.state.clearFiles?.(vitest.getRootProject())
  const specifications = await vitest.globTestSpecifications(tests.map((one) => join('test', one)))
  const { testModules, unhandledErrors } = await vitest.runTestSpecifications(specifications)
  const errors = [...unhandledErrors]
  for (const module of testModules) {
    errors.push(...module.errors())
    for (const test of module.children.allTests()) errors.push(...(test.result().errors ?? []))
  }
  const green =
    specifications.length === tests.length && testModules.every((module) => module.ok()) && errors.length === 0
  return { green, said: errors.map((error) => String(error?.message ?? error)).join('\n') }
}

const wrong = []
const say = (line) => console.log(line)

// Stale entries and missing tests first: they cost nothing to find.
for (const i of chosen) {
  const mutation = MUTATIONS[i]
  try {
    planted(readFileSync(join(folder, mutation.file), 'utf8'), mutation)
    for (const test of mutation.tests) {
      if (!existsSync(join(folder, 'test', test))) throw new Error(`stale: test/${test} is not there`)
    }
  } catch (error) {
    wrong.push(`${i + 1} ${mutation.name}: ${error.message}`)
  }
}

const started = performance.now()
const before = await run([...new Set(chosen.flatMap((i) => MUTATIONS[i].tests))])
if (!before.green) wrong.push(`without any bug the tests are red:\n${before.said.slice(-3000)}`)
else {
  let red = 0
  for (const i of chosen) {
    const mutation = MUTATIONS[i]
    const path = join(folder, mutation.file)
    const text = readFileSync(path, 'utf8')
    let bug
    try {
      bug = planted(text, mutation)
    } catch {
      continue
    }
    writeFileSync(path, bug)
    vitest.invalidateFile(path)
    const { green, said } = await run(mutation.tests)
    writeFileSync(path, text)
    vitest.invalidateFile(path)
    // A syntax error would turn everything red and prove nothing.
    const broken = /Transform failed|SyntaxError|No test files found/.test(said)
    if (!green && !broken) red++
    else wrong.push(`${i + 1} ${mutation.name}: ${broken ? 'does not run' : 'survives'} (${mutation.tests.join(', ')})`)
    say(`${!green && !broken ? 'red ' : '!!  '} ${i + 1} ${mutation.name}`)
  }
  say(`${red} of ${chosen.length} bugs turned the tests red in ${Math.round((performance.now() - started) / 1000)} s`)
}
for (const line of wrong) say(`!! ${line}`)
await vitest.close()
process.exit(wrong.length > 0 ? 1 : 0)

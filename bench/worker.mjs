/** One library on one input in one process: `node --expose-gc worker.mjs ADAPTER INPUT_FILE BUDGET_MS`, the answer as JSON on standard output. */

import { Buffer } from 'node:buffer'
import { readFileSync } from 'node:fs'
import { differences, Facts } from './inputs/facts.mjs'
import { splitPlain } from './inputs/mbox.mjs'
import { cpu, median, peakMemory, settleMemory } from './measure.mjs'

const [adapterName, inputFile, budgetText] = process.argv.slice(2)
const budget = Number(budgetText)
const { default: adapter } = await import(`./adapters/${adapterName}.mjs`)
const plan = JSON.parse(readFileSync(`${inputFile}.json`, 'utf8'))
const input = readFileSync(inputFile)

const messages = []
for (let i = 0, at = 0; i < plan.sizes.length; at += plan.sizes[i++])
  messages.push(input.subarray(at, at + plan.sizes[i]))

let split = splitPlain
let lent = plan.mbox
if (plan.mbox && adapter.mbox) {
  try {
    split = await adapter.mbox()
    lent = false
  } catch (error) {
    if (error.code !== 'ERR_MODULE_NOT_FOUND') throw error
  }
}
const pieces = plan.mbox ? () => split(messages[0]) : () => messages

async function work(each) {
  let last
  for (const piece of pieces()) {
    const result = adapter.parse(piece)
    last = result instanceof Promise ? await result : result
    each?.(last)
  }
  return last
}

const keys = plan.check.filter((key) => !adapter.skip?.includes(key))
const facts = (collector) => differences(plan.expect, collector.end(), keys)
const viewed = (result) => {
  const collector = new Facts()
  collector.add(adapter.view(result))
  return JSON.stringify(collector.end())
}

const before = settleMemory()
let last = await work()
const growth = Math.max(0, peakMemory() - before)

const collector = new Facts()
if (plan.sizes.length === 1 && !plan.mbox) collector.add(adapter.view(last))
else last = await work((result) => collector.add(adapter.view(result)))
const wrong = facts(collector)
const lastView = viewed(last)
last = undefined

/**
 * Warm first, alike for all and by CPU time (1.5 s in a whole run), since other processes take theirs from the clock: the work of the compiler
 * belongs to no sample, unless one reading alone takes longer than this.
 */
while (cpu() < budget * 2.5) await work()

/** Small inputs are repeated until one sample is long enough for the clock. */
let repeat = 1
const figures = []
const started = performance.now()
while (figures.length < 15 && (figures.length === 0 || performance.now() - started < budget)) {
  globalThis.gc()
  const from = cpu()
  for (let i = 0; i < repeat; i++) last = await work()
  const spent = cpu() - from
  if (spent < 40 && repeat < 4096) {
    repeat *= spent < 10 ? 4 : 2
    continue
  }
  figures.push(spent / repeat)
}
if (viewed(last) !== lastView) wrong.push('unstable')

process.stdout.write(
  JSON.stringify({
    mbPerSecond: input.length / 1000 / median(figures),
    ms: median(figures),
    runs: figures.length * repeat,
    growthMB: growth,
    wrong,
    lent,
    bytes: Buffer.byteLength(input),
  }),
)

/** The scaling attacks on one library: ADAPTER SHAPES_MODULE FROM SIZE... One JSON line for each shape and size, so that a hang names its shape. */

import { Buffer } from 'node:buffer'
import { writeSync } from 'node:fs'
import { cpu, growth } from '../measure.mjs'

const [adapterName, shapesModule, first, ...sizeTexts] = process.argv.slice(2)
const sizes = sizeTexts.map(Number)
const { default: adapter } = await import(`../adapters/${adapterName}.mjs`)
const { SHAPES } = await import(shapesModule)
const line = (value) => writeSync(1, `${JSON.stringify(value)}\n`)

/** Everything lazy is forced, in libraries that are lazy. */
function force({ message }) {
  if (typeof message?.check !== 'function') return
  message.check()
  for (const entity of message.walk()) {
    if (entity.parts.length === 0) entity.decodeText()
    void entity.filename
    void entity.disposition
  }
}

/** Some readings never settle; the timer also keeps the process alive until that is plain. */
async function settled(promise) {
  let timer
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error('never settles')), 5000)
  })
  try {
    return await Promise.race([promise, late])
  } finally {
    clearTimeout(timer)
  }
}

async function once(bytes) {
  const from = cpu()
  try {
    const result = adapter.parse(bytes)
    force(result instanceof Promise ? await settled(result) : result)
  } catch (error) {
    return { ms: cpu() - from, thrown: String(error).slice(0, 80), overflow: error instanceof RangeError }
  }
  return { ms: cpu() - from }
}

/** Warms up on a little of each grammar, so that the first shape does not pay for the compiler. */
for (const shape of SHAPES) if (/list|flood|adjacent|lines/.test(shape.name)) await once(Buffer.from(shape.make(2048)))

/** The best of a few runs of one size; garbage of the run before does not count. */
async function best(bytes, runs, known) {
  let least = known ?? (await once(bytes))
  for (let run = 0; run < runs && least.ms < 250; run++) {
    globalThis.gc()
    const again = await once(bytes)
    if (again.ms < least.ms) least = again
  }
  return least
}

const suspicious = (list) => growth(list.map(({ ms }) => ms)) >= 2.5

for (let index = Number(first); index < SHAPES.length; index++) {
  const shape = SHAPES[index]
  line({ index, name: shape.name, begin: true })
  const inputs = sizes.map((size) => Buffer.from(shape.make(size)))
  const answers = []
  for (const bytes of inputs) {
    answers.push(await best(bytes, 2))
    if (answers.at(-1).ms > 4000) break
  }
  /** Noise looks superlinear too: a suspicion has to survive a second look. */
  if (suspicious(answers)) for (let i = 0; i < answers.length; i++) answers[i] = await best(inputs[i], 5, answers[i])
  line({
    index,
    name: shape.name,
    ms: answers.map(({ ms }) => ms),
    thrown: answers.find(({ thrown }) => thrown)?.thrown,
    overflow: answers.some(({ overflow }) => overflow),
  })
}
process.exit(0)

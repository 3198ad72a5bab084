/** Hostile rows: the 116 scaling attacks of test/hostile/shapes.ts, on messagerie at three sizes and on its peers at one. */

import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'esbuild'
import { growth } from '../measure.mjs'
import { node } from './child.mjs'

const here = path.dirname(fileURLToPath(import.meta.url))
const KIB = 1024

export async function bundleShapes(folder) {
  const outfile = path.join(folder, 'shapes.mjs')
  await build({
    entryPoints: [path.join(here, '../../test/hostile/shapes.ts')],
    bundle: true,
    format: 'esm',
    outfile,
    logLevel: 'error',
  })
  const url = pathToFileURL(outfile).href
  const { SHAPES } = await import(url)
  return { url, names: SHAPES.map((shape) => shape.name) }
}

async function attack(library, shapes, sizes, timeout) {
  const found = new Map()
  let from = 0
  let failedStarts = 0
  while (from < shapes.names.length) {
    let begun = -1
    const onLine = (text) => {
      const answer = JSON.parse(text)
      if (answer.begin) begun = answer.index
      else found.set(answer.name, answer)
    }
    const end = await node(
      path.join(here, 'hostile.worker.mjs'),
      [library, shapes.url, String(from), ...sizes.map(String)],
      { timeout, onLine },
    )
    const complete = end.timeout === undefined && end.error === undefined
    if (complete) break
    if (begun < 0) {
      if (++failedStarts < 3) continue
      if (found.size === 0) return { error: end.error || 'does not start' }
      break
    }
    if (!found.has(shapes.names[begun])) found.set(shapes.names[begun], { name: shapes.names[begun], ms: [], ...end })
    from = begun + 1
  }
  return { found }
}

function summary(found, sizes) {
  const list = [...found.values()]
  const perMB = (answer) =>
    answer.ms.length === 0 ? Number.POSITIVE_INFINITY : answer.ms.at(-1) / (sizes[answer.ms.length - 1] / 1e6)
  const rated = list.map((answer) => ({ name: answer.name, msPerMB: perMB(answer), growth: growth(answer.ms) }))
  rated.sort((a, b) => b.msPerMB - a.msPerMB)
  return {
    sizes,
    shapes: list.length,
    hung: list.filter((answer) => answer.timeout !== undefined).map((answer) => answer.name),
    crashed: list.filter((answer) => answer.error !== undefined).map((answer) => answer.name),
    thrown: list.filter((answer) => answer.thrown !== undefined).map((answer) => answer.name),
    overflow: list.filter((answer) => answer.overflow).map((answer) => answer.name),
    overSecond: rated.filter((one) => one.msPerMB > 1000).map((one) => one.name),
    superlinear: rated
      .filter((one) => one.growth >= 2.5)
      .map(({ name, growth: times }) => `${name} ×${times.toFixed(1)}`),
    medianMsPerMB: rated[rated.length >> 1]?.msPerMB,
    worst: rated.slice(0, 5),
  }
}

export async function hostileRows({ folder, libraries, quick, log }) {
  const shapes = await bundleShapes(folder)
  const rows = []
  for (const library of libraries) {
    const own = library === 'messagerie'
    const sizes = own
      ? quick
        ? [64 * KIB, 128 * KIB, 256 * KIB]
        : [256 * KIB, 512 * KIB, 1024 * KIB]
      : [32 * KIB, 64 * KIB, 128 * KIB]
    const result = await attack(library, shapes, sizes, own ? 15_000 : 1500)
    if (result.error) {
      log(`   ${library.padEnd(28)} ${result.error}`)
      continue
    }
    const row = { library, ...summary(result.found, sizes) }
    rows.push(row)
    const { overSecond, hung, superlinear, thrown, overflow } = row
    log(
      `   ${library.padEnd(28)} over 1 s/MB ${overSecond.length}, ended ${hung.length}, superlinear ${superlinear.length}, ` +
        `threw ${thrown.length}, stack ${overflow.length}; worst ${row.worst[0]?.name}`,
    )
  }
  return rows
}

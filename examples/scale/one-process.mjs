// One process: an archive of any size, one message in memory at a time. node examples/scale/one-process.mjs FILE
import { statSync } from 'node:fs'
import indexRange, { sum } from './index-range.mjs'

const [file] = process.argv.slice(2)
if (file === undefined) {
  console.error('node examples/scale/one-process.mjs FILE')
  process.exit(2)
}
const started = performance.now()
const row = await indexRange({ file, range: [0, statSync(file).size] })
const seconds = (performance.now() - started) / 1000
console.log(
  JSON.stringify({
    ...sum([row]),
    perSecond: Math.round(row.messages / seconds),
    megabytes: Math.round(row.rss / 1e6),
  }),
)

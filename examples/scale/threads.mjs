// All cores of one machine: ranges of the archive, given to worker threads by piscina. node examples/scale/threads.mjs FILE [THREADS]
import { statSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { mboxRanges } from 'messagerie/mailbox'
import { Piscina } from 'piscina'
import { sum } from './index-range.mjs'

const [file, threads = String(availableParallelism())] = process.argv.slice(2)
if (file === undefined) {
  console.error('node examples/scale/threads.mjs FILE [THREADS]')
  process.exit(2)
}
const count = Number(threads)
const pool = new Piscina({
  filename: new URL('./index-range.mjs', import.meta.url).href,
  minThreads: count,
  maxThreads: count,
})
const started = performance.now()
// More ranges than threads: who is done early takes another.
const rows = await Promise.all(mboxRanges(statSync(file).size, 8 * count).map((range) => pool.run({ file, range })))
const seconds = (performance.now() - started) / 1000
await pool.close()
const total = sum(rows)
const megabytes = Math.round(Math.max(...rows.map(({ rss }) => rss)) / 1e6)
console.log(JSON.stringify({ ...total, threads: count, perSecond: Math.round(total.messages / seconds), megabytes }))

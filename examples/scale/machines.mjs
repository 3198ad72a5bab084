// Several machines: ranges are jobs of a BullMQ queue on Redis, rows are their results. On each machine that has the archive under the same path:
//   node examples/scale/machines.mjs work
// and once, anywhere:
//   node examples/scale/machines.mjs submit FILE [RANGES]
// REDIS_URL: default redis://127.0.0.1:6379
import { statSync } from 'node:fs'
import { Queue, QueueEvents, Worker } from 'bullmq'
import { mboxRanges } from 'messagerie/mailbox'
import indexRange, { sum } from './index-range.mjs'

const NAME = 'archive'
const { hostname, port } = new URL(process.env.REDIS_URL ?? 'redis://127.0.0.1:6379')
const connection = { host: hostname, port: Number(port || 6379), maxRetriesPerRequest: null }
const [command, file, ranges = '16'] = process.argv.slice(2)

if (command === 'work') {
  // One job at a time: a range keeps a core busy. More cores, more processes.
  const worker = new Worker(NAME, async ({ data }) => ({ ...(await indexRange(data)), by: process.pid }), {
    connection,
    concurrency: 1,
  })
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => worker.close().then(() => process.exit(0)))
} else if (command === 'submit' && file !== undefined) {
  const queue = new Queue(NAME, { connection })
  const events = new QueueEvents(NAME, { connection })
  // Each job that is waited for listens to both.
  queue.setMaxListeners(0)
  events.setMaxListeners(0)
  await events.waitUntilReady()
  const started = performance.now()
  // A job that a host took down with it is tried again by another: reading a range twice gives the same row.
  const jobs = await queue.addBulk(
    mboxRanges(statSync(file).size, Number(ranges)).map((range) => ({
      name: 'range',
      data: { file, range },
      opts: { attempts: 3, removeOnComplete: { age: 3600 }, removeOnFail: { age: 3600 } },
    })),
  )
  const rows = await Promise.all(jobs.map((job) => job.waitUntilFinished(events)))
  const seconds = (performance.now() - started) / 1000
  const total = sum(rows)
  const workers = new Set(rows.map(({ by }) => by)).size
  const megabytes = Math.round(Math.max(...rows.map(({ rss }) => rss)) / 1e6)
  console.log(JSON.stringify({ ...total, workers, perSecond: Math.round(total.messages / seconds), megabytes }))
  await events.close()
  await queue.close()
} else {
  console.error('node examples/scale/machines.mjs work\nnode examples/scale/machines.mjs submit FILE [RANGES]')
  process.exitCode = 2
}

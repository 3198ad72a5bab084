/** Small messages: parse() alone against parse() with every field decoded. INPUT_FILE BUDGET_MS MODE */

import { readFileSync } from 'node:fs'
import { parse } from '../../dist/min/index.js'
import { cpu, median } from '../measure.mjs'

const [file, budget, mode] = process.argv.slice(2)
const plan = JSON.parse(readFileSync(`${file}.json`, 'utf8'))
const input = readFileSync(file)
const messages = []
for (let i = 0, at = 0; i < plan.sizes.length; at += plan.sizes[i++])
  messages.push(input.subarray(at, at + plan.sizes[i]))

let read = 0
const decodeAll = (message) => {
  for (const field of message.headers) read += field.text.length
  read += message.from.length + message.to.length + (message.date?.getTime() ?? 0) + (message.subject?.length ?? 0)
  read += message.contentType.type.length + (message.messageId?.length ?? 0)
}
const each = mode === 'all' ? (bytes) => decodeAll(parse(bytes)) : parse

const figures = []
const started = performance.now()
for (const bytes of messages) each(bytes)
while (figures.length < 15 && (figures.length < 3 || performance.now() - started < Number(budget))) {
  globalThis.gc()
  const from = cpu()
  for (const bytes of messages) each(bytes)
  figures.push(cpu() - from)
}
process.stdout.write(
  JSON.stringify({ ms: median(figures), microsecondsPerMessage: (median(figures) * 1000) / messages.length, read }),
)

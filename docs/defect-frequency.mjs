/**
 * Counts in how many messages of a folder each code occurs, and writes docs/defect-frequency.json, from which `node docs/generate.mjs` fills a
 * column of docs/defects.md: `npm run build && node docs/defect-frequency.mjs FOLDER`. Hidden files and TSV, JSON and
 * Markdown files are no messages.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from '../dist/min/index.js'

const [folder] = process.argv.slice(2)
if (folder === undefined) {
  process.stderr.write('Usage: node docs/defect-frequency.mjs FOLDER\n')
  process.exit(2)
}

function* files(at) {
  for (const entry of readdirSync(at, { withFileTypes: true })) {
    const path = join(at, entry.name)
    if (entry.isDirectory()) yield* files(path)
    else if (entry.isFile() && !/^\.|\.(?:tsv|json|md)$/.test(entry.name)) yield path
  }
}

let messages = 0
let without = 0
let slowest = 0
const counts = new Map()
for (const path of files(folder)) {
  const bytes = readFileSync(path)
  const started = performance.now()
  const codes = new Set(
    parse(bytes)
      .check()
      .map(({ code }) => code),
  )
  slowest = Math.max(slowest, performance.now() - started)
  messages++
  if (codes.size === 0) without++
  for (const code of codes) counts.set(code, (counts.get(code) ?? 0) + 1)
}
const sorted = Object.fromEntries([...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)))
writeFileSync(
  new URL('defect-frequency.json', import.meta.url),
  `${JSON.stringify({ messages, without, codes: sorted }, undefined, 2)}\n`,
)
process.stdout.write(`${messages} messages, ${counts.size} codes, the slowest message took ${slowest.toFixed(0)} ms\n`)

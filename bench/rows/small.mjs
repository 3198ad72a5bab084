/** The rows that are not messages of a to i: codecs, composing, streaming, lazy reading, import time, size of the bundle. */

import { existsSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { INPUTS } from '../inputs/families.mjs'
import { storeInput } from '../inputs/store.mjs'
import { median } from '../measure.mjs'
import { child, node } from './child.mjs'
import { gmime } from './parse.mjs'

const here = path.dirname(fileURLToPath(import.meta.url))
const dist = path.join(here, '../../dist')
const worker = (name) => path.join(here, `${name}.worker.mjs`)
const own = (name) => name.startsWith('messagerie')
const GMIME = 'GMime (C)'

const CODECS = {
  'base64-decode': ['messagerie', 'messagerie, streamed', 'Buffer, 64 KiB slices', 'Buffer, one piece'],
  'base64-encode': ['messagerie', 'messagerie, streamed', 'Buffer, lines by RegExp', 'Buffer, no lines'],
  // The charset, and how many words of a hundred are escaped.
  ...Object.fromEntries(
    ['qp-decode', 'qp-encode'].flatMap((codec) =>
      ['utf-8 0', 'utf-8 5', 'iso-8859-1 30', 'utf-8 30', 'iso-8859-1 70', 'koi8-r 70', 'gb18030 70'].map((shape) => [
        `${codec} ${shape}`,
        // GMime's encoder writes another form: line ends alone, CR escaped.
        ['messagerie', 'messagerie, streamed', 'libqp', ...(codec === 'qp-decode' ? [GMIME] : [])],
      ]),
    ),
  ),
}
const COMPOSE = Object.fromEntries(
  ['newsletter', 'attachment', 'letters', 'letters with a file'].map((row) => [row, ['messagerie', 'nodemailer']]),
)

async function grid(table, name, { scale, budget, timeout, log, wanted, binary }) {
  const rows = []
  for (const [row, implementations] of Object.entries(table)) {
    const results = {}
    for (const implementation of implementations) {
      if (!wanted(own(implementation) ? 'messagerie' : implementation)) continue
      if (implementation === GMIME && binary === undefined) continue
      const args = [row, implementation, String(scale), String(budget), binary ?? '']
      const answer = await node(worker(name), args, { timeout })
      if (own(implementation) && notThereYet(answer)) {
        log(`   ${row.padEnd(16)} ${implementation.padEnd(24)} not there yet`)
        continue
      }
      results[implementation] = answer
      log(`   ${row.padEnd(16)} ${implementation.padEnd(24)} ${shortly(answer)}`)
    }
    rows.push({ row, results })
  }
  return rows
}

/** A door that is still to come leaves no row; any other failure shows. */
const notThereYet = ({ error }) => /Cannot find (module|package)|is not a function/.test(error ?? '')

export function shortly(answer) {
  if (answer.timeout) return `over ${answer.timeout / 1000} s`
  if (answer.error !== undefined) return `no: ${answer.error}`
  if (answer.wrong?.length > 0) return `wrong: ${answer.wrong.join(', ')}`
  return `${answer.mbPerSecond.toFixed(1).padStart(8)} MB/s   +${answer.growthMB.toFixed(0)} MB`
}

export const codecRows = (options) => grid(CODECS, 'codec', { ...options, binary: gmime(options.folder)?.binary })
export const composeRows = (options) => grid(COMPOSE, 'compose', options)

/** The peers gather quoted-printable whole (a string cannot hold 1 GiB), so they get as much as they can carry. */
const QP_LIMIT_OF_PEERS = 64

export async function streamRows({ mib, timeout, log, wanted }) {
  const rows = []
  for (const encoding of ['base64', 'quoted-printable']) {
    const results = {}
    for (const implementation of ['messagerie', 'mailparser', 'mailsplit']) {
      if (!wanted(implementation)) continue
      const size = encoding === 'base64' || own(implementation) ? mib : Math.min(mib, QP_LIMIT_OF_PEERS)
      const answer = await node(worker('stream'), [encoding, implementation, String(size)], { timeout })
      if (own(implementation) && notThereYet(answer)) {
        log(`   ${encoding.padEnd(16)} ${implementation.padEnd(24)} not there yet`)
        continue
      }
      results[implementation] = { ...answer, mib: size }
      log(
        `   ${encoding.padEnd(16)} ${implementation.padEnd(24)} ${shortly(answer)}   ${size} MiB, first bytes after ${answer.firstAtKB?.toFixed(0)} KB`,
      )
    }
    rows.push({ encoding, results })
  }
  return rows
}

export async function lazyRow({ folder, scale, seed, budget, timeout, log }) {
  const stored = storeInput(folder, { ...INPUTS[0], id: 'lazy' }, scale, seed)
  const parse = await node(worker('lazy'), [stored.file, String(budget), 'parse'], { timeout })
  const all = await node(worker('lazy'), [stored.file, String(budget), 'all'], { timeout })
  if (parse.ms === undefined || all.ms === undefined) {
    log(`   no: ${parse.error ?? all.error ?? 'too slow'}`)
    return undefined
  }
  const ratio = all.ms / parse.ms
  log(
    `   parse() ${parse.microsecondsPerMessage.toFixed(1)} µs, all fields ${all.microsecondsPerMessage.toFixed(1)} µs a message: ×${ratio.toFixed(1)}`,
  )
  return { parse, all, ratio, messages: stored.plan.sizes.length }
}

const IMPORTS = {
  messagerie: pathToFileURL(path.join(dist, 'min/index.js')).href,
  mailparser: 'mailparser',
  'postal-mime': 'postal-mime',
  letterparser: 'letterparser',
  '@zone-eu/mailsplit': '@zone-eu/mailsplit',
  nodemailer: 'nodemailer',
}

/** CPU of a whole process that only imports, less that of a process that imports nothing. */
async function importCpu(what, times) {
  const figures = []
  const code = `${what ? `await import(${JSON.stringify(what)});` : ''}const u=process.cpuUsage();process.stdout.write(JSON.stringify({ms:(u.user+u.system)/1000}))`
  for (let i = 0; i < times; i++) {
    const answer = await child(process.execPath, ['--input-type=module', '-e', code], { timeout: 20_000 })
    if (answer.ms === undefined) return undefined
    figures.push(answer.ms)
  }
  return median(figures)
}

export async function importRows({ times, log, wanted }) {
  const bare = await importCpu('', times)
  const rows = []
  for (const [name, what] of Object.entries(IMPORTS)) {
    if (!wanted(name)) continue
    const ms = await importCpu(what, times)
    rows.push({ name, ms: ms === undefined ? undefined : ms - bare })
    log(`   import ${name.padEnd(24)} ${ms === undefined ? 'no' : `+${(ms - bare).toFixed(1)} ms`}`)
  }
  return { bare, rows }
}

const BUNDLES = [
  {
    name: 'messagerie',
    contents: `export { parse } from ${JSON.stringify(path.join(dist, 'index.js'))}`,
    external: ['iconv-lite', 'zod', 'zod/*'],
  },
  {
    name: 'messagerie, all of the root door',
    contents: `export * from ${JSON.stringify(path.join(dist, 'index.js'))}`,
    external: ['iconv-lite', 'zod', 'zod/*'],
  },
  { name: 'postal-mime', contents: "export { default } from 'postal-mime'" },
  { name: 'letterparser', contents: "export { extract } from 'letterparser'" },
  { name: '@protontech/jsmimeparser', contents: "export { parseMail } from '@protontech/jsmimeparser'" },
  {
    name: 'mailparser, without iconv-lite',
    contents: "export { simpleParser } from 'mailparser'",
    platform: 'node',
    external: ['iconv-lite'],
  },
]

/** What the parse path is made of: octets of each room of src/ in the minified bundle, the largest first. */
async function roomsOf(external) {
  const { metafile } = await build({
    stdin: { contents: "export { parse } from '../src/index.ts'", resolveDir: path.join(here, '..') },
    bundle: true,
    minify: true,
    write: false,
    metafile: true,
    format: 'esm',
    platform: 'browser',
    external,
    logLevel: 'silent',
  })
  const rooms = {}
  for (const [file, { bytesInOutput }] of Object.entries(Object.values(metafile.outputs)[0].inputs)) {
    const room = /src\/(\w+)\//.exec(file)?.[1]
    if (room !== undefined) rooms[room] = (rooms[room] ?? 0) + bytesInOutput
  }
  return Object.entries(rooms).sort((a, b) => b[1] - a[1])
}

export async function bundleRows({ log }) {
  const rows = []
  for (const { name, contents, platform = 'browser', external = [] } of BUNDLES) {
    if (own(name) && !existsSync(path.join(dist, 'index.js'))) continue
    try {
      const result = await build({
        stdin: { contents, resolveDir: here },
        bundle: true,
        minify: true,
        write: false,
        format: 'esm',
        platform,
        external,
        logLevel: 'silent',
      })
      const [{ contents: code }] = result.outputFiles
      const gzip = gzipSync(code, { level: 9 }).length
      rows.push({ name, minified: code.length, gzip, ...(name === 'messagerie' && { rooms: await roomsOf(external) }) })
      log(`   bundle ${name.padEnd(32)} ${(gzip / 1000).toFixed(1)} KB gz`)
    } catch (error) {
      log(`   bundle ${name.padEnd(32)} no: ${String(error.errors?.[0]?.text ?? error).slice(0, 100)}`)
    }
  }
  return rows
}

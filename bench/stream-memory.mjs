/**
 * What a long attachment costs while it passes, made as it is read and never held:
 *   node --expose-gc bench/stream-memory.mjs [MIB] [RUNS] (after npm run build)
 * Growth is that of peak resident memory, with V8's default flags; each run is a process of its own. Exit code 1 over 16 MB, or if a source was
 * not let go, or if the first octets came later than after 256 KB.
 *
 * The source gives the same 64 KB again and again, so that what is measured is what the reader makes. In the rows "fresh chunks" each chunk is
 * memory of its own, as those of files and sockets are: the source's garbage is then counted too.
 */
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { CHARSETS } from './inputs/charsets.mjs'
import { base64Lines, quotedPrintable } from './inputs/encode.mjs'
import { Random } from './inputs/random.mjs'
import { mixture, paragraphs } from './inputs/text.mjs'
import { median, peakMemory, settleMemory } from './measure.mjs'

const MIB = 1 << 20
const CHUNK = 65_536
const ENCODINGS = ['base64', 'quoted-printable', '7bit']
const READERS = ['decoded', 'slow consumer', 'fresh chunks', 'stops half way', 'skipped', 'rewritten']
/** The goals of docs/performance.md. */
const MOST_MB = 16
const FIRST_KB = 256

/** Some 64 KB of a body: little, so that making it leaves the heap as small as a program's is that only reads. */
function blockOf(encoding) {
  const random = new Random(0x57)
  if (encoding === 'base64') return Buffer.from(base64Lines(random.bytes(57 * 1024), '\r\n'))
  const text = paragraphs(random, 5e4, { from: mixture(CHARSETS[0], 5), most: 76 })
  return Buffer.from(
    encoding === '7bit' ? text.replace(/[^\0-\x7f]/g, 'x') : quotedPrintable(Buffer.from(text), '\r\n'),
  )
}

let asked = 0
let released = false
function* message(encoding, block, mib, fresh) {
  try {
    yield Buffer.from(
      `Content-Type: multipart/mixed; boundary="=_b"\r\n\r\n--=_b\r\nContent-Type: application/zip\r\nContent-Transfer-Encoding: ${encoding}\r\n\r\n`,
    )
    for (let sent = 0; sent < mib * MIB; sent += block.length) {
      for (let at = 0; at < block.length; at += CHUNK) {
        const chunk = block.subarray(at, at + CHUNK)
        asked += chunk.length
        yield fresh ? new Uint8Array(chunk) : chunk
      }
    }
    yield Buffer.from('\r\n--=_b--\r\n')
  } finally {
    released = true
  }
}

async function run(encoding, reader, mib) {
  const { parts, rewrite } = await import('../dist/min/index.js')
  async function* decoded(source) {
    for await (const part of parts(source)) if (!part.isContainer) yield* part.body
  }
  async function* skipped(source) {
    for await (const part of parts(source)) if (part.isContainer) yield new Uint8Array(0)
  }
  const rewritten = (source) => rewrite(source, (part) => void part.headers.append('X-Seen', 'yes'))
  const read = { skipped, rewritten }[reader] ?? decoded
  const block = blockOf(encoding)
  const before = settleMemory()
  const from = process.cpuUsage()
  let first
  let n = 0
  for await (const piece of read(message(encoding, block, mib, reader === 'fresh chunks'))) {
    if (piece.length > 0) first ??= asked
    if (reader === 'slow consumer' && ++n % 64 === 0) await new Promise((resolve) => setTimeout(resolve, 1))
    if (reader === 'stops half way' && asked > (mib * MIB) / 2) break
  }
  const { user, system } = process.cpuUsage(from)
  const grown = Math.max(0, peakMemory() - before)
  console.log(JSON.stringify({ rate: asked / (user + system), grown, firstKB: (first ?? 0) / 1024, released }))
}

const [mib = '1024', runs = '1', encoding, reader] = process.argv.slice(2)
if (encoding !== undefined) await run(encoding, reader, Number(mib))
else {
  const own = fileURLToPath(import.meta.url)
  console.log(
    `${mib} MiB, ${runs} runs; growth of peak memory in MB, MB per second of CPU time, first octets after KB of input`,
  )
  console.log(`${'encoding'.padEnd(17)}${'reader'.padEnd(15)}  most  median   MB/s  first`)
  for (const each of ENCODINGS) {
    for (const name of READERS) {
      const seen = []
      for (let i = 0; i < Number(runs); i++) {
        const { status, stdout } = spawnSync(process.execPath, ['--expose-gc', own, mib, '1', each, name], {
          stdio: ['ignore', 'pipe', 'inherit'],
          encoding: 'utf8',
        })
        if (status !== 0) throw new Error(`${each}, ${name}: exit code ${status}`)
        seen.push(JSON.parse(stdout))
      }
      const most = Math.max(...seen.map(({ grown }) => grown))
      const first = Math.max(...seen.map(({ firstKB }) => firstKB))
      const leak = seen.some(({ released }) => !released)
      const bad = [most > MOST_MB && 'TOO MUCH', first > FIRST_KB && 'TOO LATE', leak && 'NOT RELEASED'].filter(Boolean)
      if (bad.length > 0) process.exitCode = 1
      const typical = median(seen.map(({ grown }) => grown))
      const rate = median(seen.map((row) => row.rate))
      console.log(
        `${each.padEnd(17)}${name.padEnd(15)}${most.toFixed(1).padStart(6)}${typical.toFixed(1).padStart(8)}${rate.toFixed(0).padStart(7)}` +
          `${first.toFixed(0).padStart(7)}  ${bad.join(', ')}`,
      )
    }
  }
}

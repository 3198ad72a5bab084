/**
 * What a long attachment costs while it passes, made as it is read and never held:
 *   node --expose-gc bench/stream-memory.mjs [MIB] (after npm run build)
 * Growth is that of peak resident memory; each measurement runs in a process of its own.
 */
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { Random } from './inputs/random.mjs'
import { base64Lines, mostlyLatin, paragraphs, quotedPrintable } from './inputs/text.mjs'
import { peakMemory, settleMemory } from './measure.mjs'

const MIB = 1 << 20
const CHUNK = 65_536
const ENCODINGS = ['base64', 'quoted-printable', '7bit']
const READERS = ['decoded', 'slow consumer', 'stops half way', 'skipped', 'rewritten']

/** Some 64 KB of a body: little, so that making it leaves the heap as small as a program's is that only reads. */
function blockOf(encoding) {
  const random = new Random(0x57)
  if (encoding === 'base64') return Buffer.from(base64Lines(Buffer.from(random.bytes(57 * 1024))))
  const text = paragraphs(random, 5e4, { from: mostlyLatin, width: 76 })
  return Buffer.from(encoding === '7bit' ? text.replace(/[^\0-\x7f]/g, 'x') : quotedPrintable(text))
}

let asked = 0
let released = false
function* message(encoding, block, mib) {
  try {
    yield Buffer.from(
      `Content-Type: multipart/mixed; boundary="=_b"\r\n\r\n--=_b\r\nContent-Type: application/zip\r\nContent-Transfer-Encoding: ${encoding}\r\n\r\n`,
    )
    for (let sent = 0; sent < mib * MIB; sent += block.length) {
      for (let at = 0; at < block.length; at += CHUNK) {
        // The same memory again: what a source leaves as garbage (V8 lets 32 MB of it gather) is not the reader's.
        const chunk = block.subarray(at, at + CHUNK)
        asked += chunk.length
        yield chunk
      }
    }
    yield Buffer.from('\r\n--=_b--\r\n')
  } finally {
    released = true
  }
}

async function run(encoding, reader, mib) {
  const { parts, rewrite } = await import('../dist/index.js')
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
  for await (const piece of read(message(encoding, block, mib))) {
    if (piece.length > 0) first ??= asked
    if (reader === 'slow consumer' && ++n % 64 === 0) await new Promise((resolve) => setTimeout(resolve, 1))
    if (reader === 'stops half way' && asked > (mib * MIB) / 2) break
  }
  const { user, system } = process.cpuUsage(from)
  const grown = Math.max(0, peakMemory() - before)
  const rate = asked / (user + system)
  console.log(
    `${String(mib).padStart(5)} MiB ${encoding.padEnd(16)} ${reader.padEnd(15)} ${rate.toFixed(0).padStart(6)} MB/s  +${grown.toFixed(1).padStart(5)} MB` +
      `${first === undefined ? '' : `  first octets after ${(first / 1024).toFixed(0)} KB`}${released ? '' : '  NOT RELEASED'}`,
  )
  // The goal of docs/performance.md.
  if (grown > 16 || !released || (first ?? 0) > 256 * 1024) process.exitCode = 1
}

const [mib = '1024', encoding, reader] = process.argv.slice(2)
if (encoding !== undefined) await run(encoding, reader, Number(mib))
else {
  for (const each of ENCODINGS) {
    for (const name of READERS) {
      const own = fileURLToPath(import.meta.url)
      const { status } = spawnSync(process.execPath, ['--expose-gc', own, mib, each, name], { stdio: 'inherit' })
      if (status !== 0) process.exitCode = 1
    }
  }
}

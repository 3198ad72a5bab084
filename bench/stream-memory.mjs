// Peak memory while a long attachment passes: node --expose-gc bench/stream-memory.mjs [MIB…] (after npm run build)
import { parts, rewrite } from '../dist/index.js'

const MIB = 1 << 20
const block = Buffer.from(`${'QUJD'.repeat(19)}\r\n`.repeat(840))

function* message(mib) {
  yield Buffer.from(
    'Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: application/zip\r\nContent-Transfer-Encoding: base64\r\n\r\n',
  )
  for (let sent = 0; sent < mib * MIB; sent += block.length) yield Buffer.from(block)
  yield Buffer.from('\r\n--b--\r\n')
}

async function* decoded(source) {
  for await (const part of parts(source)) if (!part.isContainer) yield* part.body
}

async function* skipped(source) {
  for await (const part of parts(source)) if (part.isContainer) yield new Uint8Array(0)
}

const readers = {
  decoded,
  skipped,
  rewritten: (source) => rewrite(source, (part) => void part.headers.append('X-Seen', 'yes')),
}

const sizes = process.argv.slice(2).map(Number)
for (const mib of sizes.length > 0 ? sizes : [16, 64, 256]) {
  for (const [name, read] of Object.entries(readers)) {
    globalThis.gc?.()
    const before = process.memoryUsage()
    const from = performance.now()
    let bytes = 0
    let peak = 0
    let next = 0
    for await (const piece of read(message(mib))) {
      bytes += piece.length
      if (bytes < next) continue
      next = bytes + MIB
      globalThis.gc?.()
      const { heapUsed, arrayBuffers } = process.memoryUsage()
      peak = Math.max(peak, heapUsed + arrayBuffers - before.heapUsed - before.arrayBuffers)
    }
    const seconds = (performance.now() - from) / 1000
    console.log(
      `${String(mib).padStart(5)} MiB ${name.padEnd(9)} ${(mib / seconds).toFixed(0).padStart(6)} MiB/s  held at most ${(peak / MIB).toFixed(2)} MiB`,
    )
  }
}

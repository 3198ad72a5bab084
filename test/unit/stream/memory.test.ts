/** What is held while a long message passes does not grow with it. */
import { describe, expect, it } from 'vitest'
import { parts } from '../../../src/stream/parts.js'
import { rewrite } from '../../../src/stream/rewrite.js'

const MIB = 1 << 20
const LINE = `${'QUJD'.repeat(19)}\r\n`

/** 64 MiB of base64 in one attachment, made as it is asked for. */
function* long(): Iterable<Uint8Array> {
  const block = new TextEncoder().encode(LINE.repeat(840))
  yield new TextEncoder().encode(
    'Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: application/zip\r\nContent-Transfer-Encoding: base64\r\n\r\n',
  )
  for (let sent = 0; sent < 64 * MIB; sent += block.length) yield block.slice()
  yield new TextEncoder().encode('\r\n--b--\r\n')
}

function held(): number {
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers
}

/** Highest growth seen at every 4 MiB, garbage of some pieces included. */
async function growth(pieces: AsyncIterable<Uint8Array>): Promise<{ bytes: number; growth: number }> {
  const before = held()
  let bytes = 0
  let most = 0
  let next = 0
  for await (const piece of pieces) {
    bytes += piece.length
    if (bytes < next) continue
    next = bytes + 4 * MIB
    globalThis.gc?.()
    most = Math.max(most, held() - before)
  }
  return { bytes, growth: most }
}

describe('memory stays bounded over an attachment of 64 MiB', () => {
  it('decoded', async () => {
    for await (const part of parts(long())) {
      if (part.isContainer) continue
      const seen = await growth(part.body)
      expect(seen.bytes).toBeGreaterThan(46 * MIB)
      // Without forced collections the garbage of some tens of pieces is in it.
      expect(seen.growth).toBeLessThan(40 * MIB)
    }
  }, 30_000)

  it('rewritten', async () => {
    const seen = await growth(rewrite(long(), (part) => void part.headers.append('X-Seen', 'yes')))
    expect(seen.bytes).toBeGreaterThan(64 * MIB)
    expect(seen.growth).toBeLessThan(40 * MIB)
  }, 30_000)

  it('a limit on bytes() and text() is kept', async () => {
    for await (const part of parts(long())) {
      if (part.isContainer) continue
      await expect(part.bytes(1000)).rejects.toThrow(RangeError)
    }
    const cut = parts(long(), { limits: { maxDecodedBytes: 1000 } })
    for await (const part of cut) if (!part.isContainer) expect(await part.bytes()).toHaveLength(1000)
    expect(cut.defects.map(({ code }) => code)).toEqual(['decoded-too-large'])
  }, 30_000)
})

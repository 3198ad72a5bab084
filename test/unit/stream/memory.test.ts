/** What is held while a long message passes does not grow with it: measured after a collection, so that only what is reachable counts. */
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { describe, expect, it } from 'vitest'
import { open } from '../../../src/stream/open.js'
import { parts } from '../../../src/stream/parts.js'
import { rewrite } from '../../../src/stream/rewrite.js'

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

const MIB = 1 << 20
const full = process.env.FULL !== undefined
const SIZE = (full ? 1024 : 24) * MIB
/** A window, the pieces in flight, and some that were let go and are still being swept. */
const HELD = 8 * MIB

const encoder = new TextEncoder()
const LINES: Readonly<Record<string, string>> = {
  base64: `${'QUJD'.repeat(19)}\r\n`,
  'quoted-printable': `${'caf=C3=A9 au lait, '.repeat(3)}=\r\n`,
  '7bit': `${'plain text '.repeat(6)}\r\n`,
}

/** One attachment, made as it is asked for. */
class Long implements Iterable<Uint8Array> {
  asked = 0
  returned = false
  private readonly block: Uint8Array
  private readonly head: Uint8Array

  constructor(
    encoding: string,
    private readonly size = SIZE,
  ) {
    this.block = encoder.encode((LINES[encoding] as string).repeat(840))
    this.head = encoder.encode(
      `Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: application/zip\r\nContent-Transfer-Encoding: ${encoding}\r\n\r\n`,
    )
  }

  *[Symbol.iterator](): Iterator<Uint8Array> {
    try {
      yield this.head
      for (; this.asked < this.size; this.asked += this.block.length) yield this.block.slice()
      yield encoder.encode('\r\n--b--\r\n')
    } finally {
      this.returned = true
    }
  }
}

function held(): number {
  collect()
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers
}

/** Octets that come, and the highest growth at sixteen points on the way. */
async function growth(pieces: AsyncIterable<Uint8Array>): Promise<{ bytes: number; growth: number }> {
  const before = held()
  let bytes = 0
  let most = 0
  let next = 0
  for await (const piece of pieces) {
    bytes += piece.length
    if (bytes < next) continue
    next = bytes + SIZE / 16
    most = Math.max(most, held() - before)
  }
  return { bytes, growth: most }
}

async function* body(source: Iterable<Uint8Array>, raw = false): AsyncGenerator<Uint8Array, void> {
  for await (const part of parts(source)) if (!part.isContainer) yield* raw ? part.raw : part.body
}

describe(`an attachment of ${SIZE / MIB} MiB is not held`, () => {
  it.each(Object.keys(LINES))(
    '%s, decoded',
    async (encoding) => {
      const seen = await growth(body(new Long(encoding)))
      expect(seen.bytes).toBeGreaterThan(SIZE / 3)
      expect(seen.growth).toBeLessThan(HELD)
    },
    120_000,
  )

  it('as received', async () => {
    const seen = await growth(body(new Long('base64'), true))
    expect(seen.bytes).toBeGreaterThan(SIZE)
    expect(seen.growth).toBeLessThan(HELD)
  }, 120_000)

  it('rewritten', async () => {
    const seen = await growth(rewrite(new Long('base64'), (part) => void part.headers.append('X-Seen', 'yes')))
    expect(seen.bytes).toBeGreaterThan(SIZE)
    expect(seen.growth).toBeLessThan(HELD)
  }, 120_000)

  it('new content is not held either', async () => {
    const edit: Parameters<typeof rewrite>[1] = (part) => {
      if (part.isContainer) part.append({ content: new Long('7bit') })
      else part.replace(new Long('base64'))
    }
    const seen = await growth(rewrite(new Long('base64', MIB), edit))
    expect(seen.bytes).toBeGreaterThan(2 * SIZE)
    expect(seen.growth).toBeLessThan(HELD)
  }, 120_000)

  it('opened where it is stored', async () => {
    const block = encoder.encode((LINES.base64 as string).repeat(840))
    const message = await open({
      size: SIZE,
      read: async (start, end) => {
        const bytes = new Uint8Array(end - start)
        if (start === 0) bytes.set(encoder.encode('Subject: x\r\n\r\n'))
        for (let at = start === 0 ? 14 : 0; at < bytes.length; ) {
          const from = (start + at) % block.length
          const piece = block.subarray(from, Math.min(block.length, from + bytes.length - at))
          bytes.set(piece, at)
          at += piece.length
        }
        return bytes
      },
    })
    const seen = await growth(message.body)
    expect(seen.bytes).toBeGreaterThan(SIZE / 2)
    expect(seen.growth).toBeLessThan(HELD)
  }, 120_000)
})

describe('a consumer sets the pace', () => {
  it('nothing runs ahead of a slow one', async () => {
    const source = new Long('base64', 8 * MIB)
    let bytes = 0
    for await (const piece of body(source)) {
      bytes += piece.length
      await new Promise((resolve) => setTimeout(resolve, 1))
      // 3 octets of content are in 4.1 of the source; one block of 64 KiB may be in work.
      expect(source.asked - (bytes * 78) / 57).toBeLessThan(160 * 1024)
    }
  }, 30_000)

  it('one that stops half way stops the source', async () => {
    const source = new Long('quoted-printable', 8 * MIB)
    let bytes = 0
    for await (const piece of body(source)) {
      bytes += piece.length
      if (bytes > MIB) break
    }
    expect(source.returned).toBe(true)
    expect(source.asked).toBeLessThan(3 * MIB)
  })

  it.each(Object.keys(LINES))('the first octets of %s come after one chunk', async (encoding) => {
    const source = new Long(encoding, 8 * MIB)
    for await (const piece of body(source)) {
      expect(piece.length).toBeGreaterThan(0)
      break
    }
    expect(source.asked).toBeLessThan(128 * 1024)
  })
})

describe('limits', () => {
  it('on bytes() and text() are kept', async () => {
    for await (const part of parts(new Long('base64'))) {
      if (part.isContainer) continue
      await expect(part.bytes(1000)).rejects.toThrow(RangeError)
    }
    const cut = parts(new Long('base64'), { limits: { maxDecodedBytes: 1000 } })
    for await (const part of cut) if (!part.isContainer) expect(await part.bytes()).toHaveLength(1000)
    expect(cut.defects.map(({ code }) => code)).toEqual(['decoded-too-large'])
  }, 30_000)
})

/** Chunks of 64 KiB of a text that is made as it goes. */
function* chunks(texts: Iterable<string>): Iterable<Uint8Array> {
  let gathered = ''
  for (const text of texts) {
    gathered += text
    if (gathered.length < 65_536) continue
    yield encoder.encode(gathered)
    gathered = ''
  }
  yield encoder.encode(gathered)
}

describe('many parts, deep nesting, long header sections', () => {
  async function most(source: Iterable<Uint8Array>): Promise<{ count: number; growth: number; codes: string[] }> {
    const before = held()
    let count = 0
    let growth = 0
    const streamed = parts(source)
    for await (const part of streamed) {
      if (!part.isContainer && count % 100 === 0) await part.bytes()
      if (++count % 2000 === 0) growth = Math.max(growth, held() - before)
    }
    growth = Math.max(growth, held() - before)
    return { count, growth, codes: streamed.defects.map(({ code }) => code) }
  }

  it('10,000 parts of 2 KB', async () => {
    function* texts() {
      yield 'Content-Type: multipart/mixed; boundary=b\r\n\r\n'
      for (let i = 1; i < 10_000; i++)
        yield `--b\r\nContent-Type: text/plain; name="${i}"\r\n\r\n${'x'.repeat(2000)}\r\n`
      yield '--b--\r\n'
    }
    const seen = await most(chunks(texts()))
    expect(seen).toMatchObject({ count: 10_000, codes: [] })
    expect(seen.growth).toBeLessThan(HELD)
  }, 60_000)

  it('nesting 100 deep, 64 KB a level', async () => {
    function* texts() {
      for (let i = 0; i < 100; i++)
        yield `Content-Type: multipart/mixed; boundary=b${i}\r\n\r\n${'preamble\r\n'.repeat(6000)}--b${i}\r\n`
      yield '\r\nleaf'
      for (let i = 99; i >= 0; i--) yield `\r\n--b${i}--\r\n${'epilogue\r\n'.repeat(100)}`
    }
    const seen = await most(chunks(texts()))
    expect(seen.count).toBe(101)
    expect(seen.codes).not.toContain('nesting-too-deep')
    expect(seen.growth).toBeLessThan(HELD)
  }, 60_000)

  it('header sections of 1 MB, one after the other', async () => {
    function* texts() {
      yield 'Content-Type: multipart/mixed; boundary=b\r\n\r\n'
      for (let i = 0; i < 8; i++) {
        yield '--b\r\n'
        for (let n = 0; n < 5000; n++) yield `X-Field-${n}: ${'v'.repeat(180)}\r\n`
        yield '\r\nbody\r\n'
      }
      yield '--b--\r\n'
    }
    const before = held()
    let growth = 0
    for await (const part of parts(chunks(texts()))) {
      if (part.isContainer) continue
      expect(part.headers.get('x-field-4999')).toHaveLength(180)
      growth = Math.max(growth, held() - before)
    }
    // The section that is shown, its fields as objects, and the one that is being gathered.
    expect(growth).toBeLessThan(12 * MIB)
  }, 60_000)

  it('a header section without end is given up at the limit', async () => {
    function* texts() {
      for (let n = 0; n < 200_000; n++) yield `X-Field-${n}: ${'v'.repeat(180)}\r\n`
      yield '\r\nbody'
    }
    const seen = await most(chunks(texts()))
    expect(seen.count).toBe(1)
    expect(seen.codes).toContain('header-section-too-large')
    expect(seen.growth).toBeLessThan(12 * MIB)
  }, 60_000)
})

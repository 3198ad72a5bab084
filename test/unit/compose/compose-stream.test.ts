import { describe, expect, it } from 'vitest'
import { compose } from '../../../src/compose/compose.js'
import { parse } from '../../../src/message/parse.js'
import { rewrite } from '../../../src/stream/rewrite.js'

const MIB = 1 << 20

function content(length: number): Uint8Array {
  const bytes = new Uint8Array(length)
  let state = 1
  for (let i = 0; i < length; i++) {
    state = (Math.imul(state, 1103515245) + 12345) | 0
    bytes[i] = state >>> 16
  }
  return bytes
}

async function gather(pieces: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const all: Uint8Array[] = []
  for await (const piece of pieces) all.push(piece)
  return new Uint8Array(Buffer.concat(all))
}

/** Comparing arrays of 100,000 numbers by `toEqual` takes seconds. */
function same(a: Uint8Array | undefined, b: Uint8Array): boolean {
  return a !== undefined && Buffer.compare(a, b) === 0
}

function held(): number {
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers
}

const options = { boundary: (n: number) => `b${n}`, now: () => new Date(0), hostname: 'example.org' }

describe('a content that is a stream', () => {
  it('is not held while it is written', async () => {
    const block = content(MIB)
    async function* source(): AsyncGenerator<Uint8Array> {
      for (let i = 0; i < 64; i++) yield block
    }
    const message = compose({ from: 'ada@example.org', text: 'x', attachments: [{ content: source() }] })
    const before = held()
    let octets = 0
    let peak = 0
    for await (const piece of message.chunks()) {
      octets += piece.length
      peak = Math.max(peak, held() - before)
    }
    expect(octets).toBeGreaterThan((64 * MIB * 78) / 57)
    // Garbage that is not yet collected counts, so the bound is wide; the encoded content has 92 MB.
    expect(peak).toBeLessThan(40 * MIB)
  })

  it('is encoded in pieces, however long its chunks are', async () => {
    async function* source(): AsyncGenerator<Uint8Array> {
      yield content(4 * MIB)
    }
    const message = compose({ from: 'ada@example.org', attachments: [{ content: source() }] })
    let longest = 0
    for await (const piece of message.chunks()) longest = Math.max(longest, piece.length)
    expect(longest).toBeLessThan(MIB)
  })
})

describe('a text that is a stream', () => {
  const contentType = 'text/plain; charset=utf-16'

  it('has a byte order mark before its first chunk alone', async () => {
    const message = compose({ from: 'ada@example.org', attachments: [{ contentType, content: ['', 'a', 'b'] }] })
    const [part] = parse(await gather(message.chunks())).attachments
    expect(part?.bytes()).toEqual(Uint8Array.of(0xff, 0xfe, 0x61, 0, 0x62, 0))
  })

  it('in rewrite, too', async () => {
    const written = rewrite('Content-Type: text/plain\r\n\r\n', (part) => part.replace(['a', 'b'], contentType))
    expect(parse(await gather(written)).bytes()).toEqual(Uint8Array.of(0xff, 0xfe, 0x61, 0, 0x62, 0))
  })
})

describe('a large content in memory', () => {
  const sizes = [65_535, 65_536, 65_537, 65_538, 32_775 * 3, 32_775 * 3 + 1, 200_000]

  it.each(sizes)('of %i octets is written the same whole, in pieces and as a stream', async (size) => {
    const bytes = content(size)
    const spec = (given: Uint8Array | Iterable<Uint8Array>) => ({
      from: 'ada@example.org',
      messageId: 'a@example.org',
      text: 'x',
      attachments: [{ filename: 'a.bin', content: given }],
    })
    const message = compose(spec(bytes), options)
    const whole = message.toBytes()
    expect(same(parse(whole).attachments[0]?.bytes(), bytes)).toBe(true)
    expect(same(message.attachments[0]?.bytes(), bytes)).toBe(true)
    expect(same(await gather(message.chunks()), whole)).toBe(true)
    expect(same(await gather(compose(spec([bytes]), options).chunks()), whole)).toBe(true)
    expect(same(message.toBytes(), whole)).toBe(true)
  })

  it('alone is the body of the message', async () => {
    const bytes = content(100_000)
    const message = compose({ from: 'ada@example.org', attachments: [{ content: bytes }] }, options)
    const whole = message.toBytes()
    expect(same(parse(whole).bytes(), bytes)).toBe(true)
    expect(same(await gather(message.chunks()), whole)).toBe(true)
  })

  it('makes part of the identifier of a message with a clock of its own', () => {
    const one = content(100_000)
    const other = one.slice()
    other[50_000]! ^= 1
    const id = (bytes: Uint8Array) =>
      compose({ from: 'ada@example.org', attachments: [{ content: bytes }] }, options).messageId
    expect(id(one)).toBe(id(one.slice()))
    expect(id(one)).not.toBe(id(other))
  })
})

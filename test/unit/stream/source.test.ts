import { Readable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { parseStream } from '../../../src/stream/gather.js'
import { parts } from '../../../src/stream/parts.js'
import type { StreamSource } from '../../../src/stream/source.js'

const HEAD =
  'Subject: caf\u00e9 \u{1f600}\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\none\r\n--b\r\nContent-Type: application/octet-stream\r\n\r\n'
const MESSAGE = `${HEAD}two\r\n--b--\r\n`
const BYTES = new TextEncoder().encode(MESSAGE)

async function texts(source: StreamSource): Promise<string[]> {
  const found: string[] = []
  for await (const part of parts(source)) found.push(`${part.path.join('.')}:${await part.text()}`)
  return found
}

/** A source that counts what is asked of it. */
class Counted implements AsyncIterable<Uint8Array> {
  asked = 0
  returned = 0
  constructor(
    private readonly chunks: Iterable<Uint8Array>,
    private readonly after: 'end' | 'fail' | 'stall' = 'end',
  ) {}

  [Symbol.asyncIterator](): AsyncIterator<Uint8Array> {
    const chunks = this.chunks[Symbol.iterator]()
    return {
      next: async () => {
        this.asked++
        const step = chunks.next()
        if (step.done !== true) return step
        if (this.after === 'fail') throw new Error('connection reset')
        if (this.after === 'stall') return new Promise<never>(() => {})
        return { done: true, value: undefined }
      },
      return: async () => {
        this.returned++
        return { done: true, value: undefined }
      },
    }
  }
}

const chunked = (bytes: Uint8Array, size: number): Uint8Array[] => {
  const chunks: Uint8Array[] = []
  for (let at = 0; at < bytes.length; at += size) chunks.push(bytes.subarray(at, at + size))
  return chunks
}

const EXPECTED = [':', '1:one', '2:two']

describe('sources', () => {
  it.each<[string, () => StreamSource]>([
    ['bytes', () => BYTES],
    ['Buffer', () => Buffer.from(BYTES)],
    ['ArrayBuffer', () => BYTES.slice().buffer],
    ['string', () => MESSAGE],
    ['Blob', () => new Blob([BYTES])],
    ['ReadableStream', () => new Blob([BYTES]).stream() as ReadableStream<Uint8Array>],
    ['Node Readable', () => Readable.from(chunked(BYTES, 7))],
    [
      'Node Readable with an encoding',
      () => Readable.from([Buffer.from(BYTES)], { objectMode: false }).setEncoding('utf8'),
    ],
    ['array of chunks', () => chunked(BYTES, 5)],
    ['array of strings, a surrogate pair cut', () => [...Array(MESSAGE.length).keys()].map((i) => MESSAGE[i]!)],
    ['async iterable', () => new Counted(chunked(BYTES, 1))],
  ])('%s', async (_name, make) => {
    expect(await texts(make())).toEqual(EXPECTED)
    const message = await parseStream(make())
    expect(message.subject).toBe('caf\u00e9 \u{1f600}')
    expect(message.toBytes()).toEqual(BYTES)
  })

  it.each([undefined, null, 5, {}])('refuses %s', async (source) => {
    expect(() => parts(source as unknown as StreamSource)).toThrow(TypeError)
    await expect(parseStream(source as unknown as StreamSource)).rejects.toThrow(TypeError)
  })

  it('refuses chunks that are no bytes', async () => {
    await expect(texts([5 as unknown as Uint8Array])).rejects.toThrow('neither a Uint8Array nor a string')
  })

  it('refuses unknown options', () => {
    expect(() => parts(BYTES, { deep: 1 } as object)).toThrow(TypeError)
    expect(() => parts(BYTES, { signal: 1 } as object)).toThrow(TypeError)
  })
})

describe('letting go', () => {
  const endless = () => new Counted([BYTES.subarray(0, 60), BYTES.subarray(60, 130), BYTES.subarray(130)], 'stall')

  it('break', async () => {
    const source = endless()
    for await (const _ of parts(source)) break
    expect(source.returned).toBe(1)
  })

  it('throw in the loop', async () => {
    const source = endless()
    await expect(async () => {
      for await (const part of parts(source)) {
        await part.bytes()
        throw new Error('mine')
      }
    }).rejects.toThrow('mine')
    expect(source.returned).toBe(1)
  })

  it('break inside a body only skips the rest of it', async () => {
    const seen: string[] = []
    const source = new Counted(chunked(BYTES, 1))
    for await (const part of parts(source)) {
      seen.push(part.path.join('.'))
      for await (const _ of part.body) break
    }
    expect(seen).toEqual(['', '1', '2'])
  })

  it('a failing source rejects with its own error, in the loop and in a body', async () => {
    const source = new Counted([BYTES.subarray(0, BYTES.length - 11)], 'fail')
    const seen: string[] = []
    await expect(async () => {
      for await (const part of parts(source)) seen.push(part.path.join('.'))
    }).rejects.toThrow('connection reset')
    expect(seen).toEqual(['', '1', '2'])
    await expect(async () => {
      for await (const part of parts(new Counted([BYTES.subarray(0, BYTES.length - 11)], 'fail'))) await part.bytes()
    }).rejects.toThrow('connection reset')
    await expect(parseStream(new Counted([BYTES], 'fail'))).rejects.toThrow('connection reset')
  })

  it('abort before, between and while waiting', async () => {
    const before = endless()
    await expect(texts2(before, AbortSignal.abort(new Error('before')))).rejects.toThrow('before')
    expect(before.asked).toBe(0)
    const controller = new AbortController()
    const between = endless()
    await expect(async () => {
      for await (const _ of parts(between, { signal: controller.signal })) controller.abort(new Error('between'))
    }).rejects.toThrow('between')
    expect(between.returned).toBe(1)
    const waiting = endless()
    await expect(texts2(waiting, AbortSignal.timeout(30))).rejects.toThrow(/timeout/i)
    expect(waiting.returned).toBe(1)
    const gathering = endless()
    await expect(parseStream(gathering, { signal: AbortSignal.timeout(30) })).rejects.toThrow(/timeout/i)
    expect(gathering.returned).toBe(1)
  })

  async function texts2(source: StreamSource, signal: AbortSignal): Promise<void> {
    for await (const part of parts(source, { signal })) await part.text()
  }

  it('a Node stream is destroyed: never read, between chunks, while it owes one', async () => {
    const never = new Readable({ read() {} })
    await expect(texts2(never, AbortSignal.abort(new Error('before')))).rejects.toThrow('before')
    expect(never.destroyed).toBe(true)
    const between = Readable.from(chunked(BYTES, 9))
    for await (const _ of parts(between)) break
    expect(between.destroyed).toBe(true)
    const owing = new Readable({ read() {} })
    owing.push(BYTES.subarray(0, 130))
    await expect(texts2(owing, AbortSignal.timeout(30))).rejects.toThrow(/timeout/i)
    await new Promise((resolve) => setTimeout(resolve, 5))
    expect(owing.destroyed).toBe(true)
  })

  it('a web stream is cancelled and unlocked', async () => {
    let cancelled = 0
    const make = () =>
      new ReadableStream<Uint8Array>({
        start: (controller) => controller.enqueue(BYTES.subarray(0, 130)),
        cancel: () => {
          cancelled++
        },
      })
    const broken = make()
    for await (const _ of parts(broken)) break
    expect(cancelled).toBe(1)
    expect(broken.locked).toBe(false)
    const stalled = make()
    await expect(texts2(stalled, AbortSignal.timeout(30))).rejects.toThrow(/timeout/i)
    expect(cancelled).toBe(2)
    expect(stalled.locked).toBe(false)
  })

  it('asks for no more than is needed', async () => {
    const source = new Counted(chunked(BYTES, 10))
    const loop = parts(source)[Symbol.asyncIterator]()
    expect(source.asked).toBe(0)
    const root = await loop.next()
    expect(root.value.path).toEqual([])
    const asked = source.asked
    expect(asked).toBeLessThanOrEqual(Math.ceil((MESSAGE.indexOf('--b') + 8) / 10) + 1)
    await new Promise((resolve) => setTimeout(resolve, 5))
    expect(source.asked).toBe(asked)
    await loop.return?.()
    expect(source.returned).toBe(1)
  })
})

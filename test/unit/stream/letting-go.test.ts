/** However a reader ends, at whatever stage, over whatever source: the source is let go and no listener stays. */
import { getEventListeners } from 'node:events'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { describe, expect, it } from 'vitest'
import { parseStream } from '../../../src/stream/gather.js'
import { PartStream as NodePartStream } from '../../../src/stream/node.js'
import { open } from '../../../src/stream/open.js'
import { parts } from '../../../src/stream/parts.js'
import { rewrite } from '../../../src/stream/rewrite.js'
import type { StreamSource } from '../../../src/stream/source.js'
import { PartStream as WebPartStream } from '../../../src/stream/web.js'

const CHUNKS = [
  'Subject: x\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\n',
  'one, which goes on\r\n',
  'and on\r\n--b\r\n\r\ntwo',
].map((text) => new TextEncoder().encode(text))

type Then = 'stall' | 'fail' | 'end'

/** A source of one kind that gives CHUNKS and then stalls, fails or ends; and whether it was let go. */
interface Watched {
  readonly source: StreamSource
  readonly released: () => boolean
}

const never = new Promise<never>(() => {})
const tick = (ms = 2): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

async function* generated(then: Then, onEnd: () => void): AsyncGenerator<Uint8Array, void> {
  try {
    yield* CHUNKS
    if (then === 'fail') throw new Error('connection reset')
    if (then === 'stall') await never
  } finally {
    onEnd()
  }
}

function underlying(then: Then, onEnd: () => void): ReadableStream<Uint8Array> {
  let at = 0
  return new ReadableStream<Uint8Array>(
    {
      pull: async (controller) => {
        if (at < CHUNKS.length) controller.enqueue(CHUNKS[at++]!)
        else if (then === 'fail') controller.error(new Error('connection reset'))
        else if (then === 'end') controller.close()
        else await never
      },
      cancel: onEnd,
    },
    { highWaterMark: 0 },
  )
}

const KINDS: Readonly<Record<string, (then: Then) => Watched>> = {
  'Node Readable': (then) => {
    let at = 0
    const source = new Readable({
      read() {
        if (at < CHUNKS.length) this.push(CHUNKS[at++])
        else if (then === 'end') this.push(null)
        else if (then === 'fail') this.destroy(new Error('connection reset'))
      },
    })
    // What Node's own iterator listens for stays on a stream that is destroyed, and goes with it.
    return { source, released: () => source.destroyed }
  },
  'web ReadableStream': (then) => {
    let ended = false
    const source = underlying(then, () => {
      ended = true
    })
    return { source, released: () => (ended || then === 'fail') && !source.locked }
  },
  Blob: (then) => {
    let ended = false
    const blob = new Blob([])
    const stream = underlying(then, () => {
      ended = true
    })
    Object.defineProperty(blob, 'stream', { value: () => stream })
    return { source: blob, released: () => (ended || then === 'fail') && !stream.locked }
  },
  'async iterable': (then) => {
    let ended = false
    const inner = generated(then, () => {
      ended = true
    })
    const source = {
      [Symbol.asyncIterator]: () => ({
        next: () => inner.next(),
        // A generator that stalls cannot be made to return; that it was asked to is all that there is to see.
        return: async () => {
          ended = true
          return { done: true as const, value: undefined }
        },
      }),
    }
    return { source, released: () => ended }
  },
  iterable: (then) => {
    let ended = false
    let at = 0
    const source: Iterable<Uint8Array> = {
      [Symbol.iterator]: () => ({
        next: () => {
          if (then === 'fail' && at === CHUNKS.length) {
            ended = true
            throw new Error('connection reset')
          }
          return { done: false, value: CHUNKS[at++] ?? (CHUNKS[1] as Uint8Array) }
        },
        return: () => {
          ended = true
          return { done: true, value: undefined }
        },
      }),
    }
    return { source, released: () => ended }
  },
}

/** Stops at a stage of reading; `stop` breaks or throws, and is called once. */
type Stop = 'break' | 'throw'
const STAGES: Readonly<Record<string, (source: StreamSource, how: Stop) => Promise<void>>> = {
  'at the first part': async (source, how) => {
    for await (const _ of parts(source)) {
      if (how === 'throw') throw new Error('mine')
      break
    }
  },
  'inside a body': async (source, how) => {
    outer: for await (const part of parts(source)) {
      if (part.isContainer) continue
      for await (const _ of part.body) {
        if (how === 'throw') throw new Error('mine')
        break outer
      }
    }
  },
  'after a body': async (source, how) => {
    for await (const part of parts(source)) {
      if (part.isContainer) continue
      await part.text()
      if (how === 'throw') throw new Error('mine')
      break
    }
  },
  'in what rewrite() gives': async (source, how) => {
    for await (const _ of rewrite(source, () => {})) {
      if (how === 'throw') throw new Error('mine')
      break
    }
  },
  'before anything was read': async (source, how) => {
    const loop = parts(source)[Symbol.asyncIterator]()
    if (how === 'break') await loop.return?.()
    else await loop.throw?.(new Error('mine'))
  },
  'in the parts of a web stream': async (source, how) => {
    const bytes =
      source instanceof ReadableStream
        ? source
        : (Readable.toWeb(Readable.from(iterate(source))) as ReadableStream<Uint8Array>)
    for await (const _ of bytes.pipeThrough(new WebPartStream())) {
      if (how === 'throw') throw new Error('mine')
      break
    }
    await tick()
  },
}

async function* iterate(source: StreamSource): AsyncGenerator<Uint8Array, void> {
  const stream = source instanceof Blob ? source.stream() : source
  for await (const chunk of stream as AsyncIterable<Uint8Array>) yield chunk
}

describe.each(Object.keys(KINDS))('%s', (kind) => {
  const make = KINDS[kind] as (then: Then) => Watched
  const sync = kind === 'iterable'

  it.each(Object.keys(STAGES))('left %s, by break and by throw', async (stage) => {
    for (const how of ['break', 'throw'] as const) {
      const { source, released } = make('stall')
      const done = (STAGES[stage] as (source: StreamSource, how: Stop) => Promise<void>)(source, how)
      if (how === 'throw') await expect(done).rejects.toThrow('mine')
      else await done
      await tick()
      // What a bridge of the platform does with a source that is not its own is not for this test.
      if (!stage.includes('web stream') || kind === 'web ReadableStream') expect(released()).toBe(true)
    }
  })

  it('an edit that throws, and one that rejects', async () => {
    for (const edit of [
      () => {
        throw new Error('mine')
      },
      async () => Promise.reject(new Error('mine')),
    ]) {
      const { source, released } = make('stall')
      await expect(drain(rewrite(source, edit))).rejects.toThrow('mine')
      await tick()
      expect(released()).toBe(true)
    }
  })

  it.skipIf(sync)('aborted while it stalls: parts, a body, rewrite, parseStream', async () => {
    const readers: ((source: StreamSource, signal: AbortSignal) => Promise<unknown>)[] = [
      async (source, signal) => drain(parts(source, { signal })),
      async (source, signal) => {
        for await (const part of parts(source, { signal })) await part.text()
      },
      (source, signal) => drain(rewrite(source, () => {}, { signal })),
      (source, signal) => parseStream(source, { signal }),
    ]
    for (const read of readers) {
      const controller = new AbortController()
      const { source, released } = make('stall')
      const done = read(source, controller.signal)
      const caught = expect(done).rejects.toThrow('enough')
      await tick(5)
      controller.abort(new Error('enough'))
      await caught
      await tick()
      expect(released()).toBe(true)
      expect(getEventListeners(controller.signal, 'abort')).toHaveLength(0)
    }
  })

  it('aborted before and between', async () => {
    const { source, released } = make('stall')
    await expect(drain(parts(source, { signal: AbortSignal.abort(new Error('enough')) }))).rejects.toThrow('enough')
    await tick()
    expect(released()).toBe(true)
    const controller = new AbortController()
    const between = make('stall')
    await expect(async () => {
      for await (const _ of parts(between.source, { signal: controller.signal })) controller.abort(new Error('enough'))
    }).rejects.toThrow('enough')
    await tick()
    expect(between.released()).toBe(true)
    expect(getEventListeners(controller.signal, 'abort')).toHaveLength(0)
  })

  it('failing: its own error comes out, nothing stays', async () => {
    const controller = new AbortController()
    const { signal } = controller
    for (const read of [
      (source: StreamSource) => drain(parts(source, { signal })),
      (source: StreamSource) => drain(rewrite(source, () => {}, { signal })),
      (source: StreamSource) => parseStream(source, { signal }),
    ]) {
      const { source, released } = make('fail')
      await expect(read(source)).rejects.toThrow('connection reset')
      await tick()
      expect(released()).toBe(true)
      expect(getEventListeners(signal, 'abort')).toHaveLength(0)
    }
  })

  it.skipIf(sync)('read to its end: unlocked, no listener', async () => {
    const controller = new AbortController()
    const { source } = make('end')
    await drain(parts(source, { signal: controller.signal }))
    await tick()
    expect(getEventListeners(controller.signal, 'abort')).toHaveLength(0)
    if (source instanceof ReadableStream) expect(source.locked).toBe(false)
  })

  it.skipIf(sync)('return() does not stand in line behind a read that stalls', async () => {
    for (const begin of [
      (source: StreamSource) => parts(source)[Symbol.asyncIterator](),
      (source: StreamSource) => rewrite(source, () => {}),
    ]) {
      const { source, released } = make('stall')
      const loop = begin(source)
      const reading = (async () => {
        for (;;) if ((await loop.next()).done === true) return
      })()
      const caught = expect(reading).rejects.toThrow('let go')
      await tick(5)
      await loop.return?.()
      await caught
      await tick()
      expect(released()).toBe(true)
    }
  })
})

async function drain(source: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of source);
}

describe('contents that rewrite() was given', () => {
  it('are let go when it ends before they were read, and while they stall', async () => {
    for (const kind of Object.keys(KINDS)) {
      const make = KINDS[kind] as (then: Then) => Watched
      const { source, released } = make('stall')
      const out = rewrite(CHUNKS, (part) => {
        if (part.isRoot) part.append({ content: source })
        else throw new Error('mine')
      })
      await expect(drain(out)).rejects.toThrow('mine')
      await tick()
      expect(released(), kind).toBe(true)
      if (kind === 'iterable') continue
      const stalled = make('stall')
      const signal = AbortSignal.timeout(10)
      await expect(
        drain(rewrite(CHUNKS, (part) => (part.isContainer ? undefined : part.replace(stalled.source)), { signal })),
      ).rejects.toThrow(/timeout/i)
      await tick()
      expect(stalled.released(), kind).toBe(true)
    }
  })

  it('an edit that never ends ends with the signal', async () => {
    await expect(drain(rewrite(CHUNKS, () => never, { signal: AbortSignal.timeout(10) }))).rejects.toThrow(/timeout/i)
  })
})

describe('open()', () => {
  const bytes = Buffer.concat(CHUNKS)

  it('ends with the signal: while it scans, and while a part is read', async () => {
    const stalled = { size: 100, read: () => never }
    await expect(open(stalled, { signal: AbortSignal.timeout(10) })).rejects.toThrow(/timeout/i)
    let slow = false
    const controller = new AbortController()
    const message = await open(
      { size: bytes.length, read: (start, end) => (slow ? never : Promise.resolve(bytes.subarray(start, end))) },
      { signal: controller.signal },
    )
    expect(await message.parts[0]?.text()).toBe('one, which goes on\r\nand on')
    slow = true
    const reading = expect(message.parts[0]?.text()).rejects.toThrow('enough')
    await tick()
    controller.abort(new Error('enough'))
    await reading
    expect(getEventListeners(controller.signal, 'abort')).toHaveLength(0)
  })

  it('a storage that fails rejects with its own error', async () => {
    await expect(open({ size: 9, read: () => Promise.reject(new Error('416')) })).rejects.toThrow('416')
  })
})

describe('the streams of parts', () => {
  const source = () => Readable.from(CHUNKS.map((chunk) => Buffer.from(chunk)))

  it('of Node: bodies are read in turn', async () => {
    const texts: string[] = []
    for await (const part of source().pipe(new NodePartStream())) texts.push(await part.text())
    expect(texts).toEqual(['', 'one, which goes on\r\nand on', 'two'])
  })

  it('of Node: what is past a limit does not block a pipeline', async () => {
    const seen: string[] = []
    await pipeline(
      Readable.from(Array.from({ length: 50 }, () => Buffer.alloc(100, 'a: b\r\n\r\n'))),
      new NodePartStream({ limits: { maxBytes: 1000 } }),
      async (stream: AsyncIterable<{ bytes(): Promise<Uint8Array> }>) => {
        for await (const part of stream) seen.push(String((await part.bytes()).length))
      },
    )
    expect(seen).toEqual(['992'])
  })

  it('of Node: back-pressure reaches the source', async () => {
    let asked = 0
    const endless = new Readable({
      read() {
        asked++
        this.push(asked === 1 ? 'Subject: x\r\n\r\n' : Buffer.alloc(16_384, 'x'))
      },
    })
    for await (const part of endless.pipe(new NodePartStream())) {
      expect(part.headers.get('subject')).toBe('x')
      const before = asked
      await tick(10)
      expect(asked).toBeLessThanOrEqual(before + 6)
      break
    }
    endless.destroy()
  })

  it('of Node: destroyed while it waits, and failing', async () => {
    const stalled = new NodePartStream()
    stalled.write(CHUNKS[0])
    const reading = expect(drain(stalled)).rejects.toThrow('hung up')
    await tick(5)
    stalled.destroy(new Error('hung up'))
    await reading
    const failing = new Readable({
      read() {
        this.destroy(new Error('connection reset'))
      },
    })
    await expect(
      pipeline(failing, new NodePartStream(), (stream: AsyncIterable<unknown>) => drain(stream)),
    ).rejects.toThrow('connection reset')
  })

  it('of Node: a body that is being read does not seem to end where the stream was destroyed', async () => {
    const stream = new NodePartStream()
    stream.write(CHUNKS[0])
    stream.write(CHUNKS[1])
    let reading: Promise<string> | undefined
    const loop = (async () => {
      for await (const part of stream) if (!part.isContainer) await (reading = part.text())
    })()
    const caught = expect(loop).rejects.toThrow()
    await tick(5)
    stream.destroy()
    await caught
    await expect(reading).rejects.toThrow()
  })

  it('of the web: cancelled while it waits, aborted, failing', async () => {
    let cancelled = false
    const stalled = underlying('stall', () => {
      cancelled = true
    })
    const reader = stalled.pipeThrough(new WebPartStream()).getReader()
    const loop = (async () => {
      for (;;) if ((await reader.read()).done) return
    })()
    await tick(5)
    await reader.cancel()
    await loop
    await tick(5)
    expect(cancelled).toBe(true)
    const aborted = underlying('stall', () => {}).pipeThrough(new WebPartStream({ signal: AbortSignal.timeout(10) }))
    await expect(drain(aborted as unknown as AsyncIterable<unknown>)).rejects.toThrow(/timeout/i)
    const failing = underlying('fail', () => {}).pipeThrough(new WebPartStream())
    await expect(drain(failing as unknown as AsyncIterable<unknown>)).rejects.toThrow('connection reset')
  })
})

/**
 * Law 8: twice the input takes about twice the time, for every shape that is known to hurt readers of mail.
 * By default between 64 and 128 KB, which is quick; FULL=1 measures 256 KB to 1 MB and a field of 50 MB.
 */
import { describe, expect, it } from 'vitest'
import { parse } from '../../src/index.js'
import { SHAPES } from '../hostile/shapes.js'

const full = process.env.FULL !== undefined
const SMALL = full ? 256 * 1024 : 64 * 1024
/** Below this the clock says nothing about growth. */
const NOISE_MS = full ? 4 : 8
/** 2.5 between single doublings in the full run; the quick one allows for a machine that is shared. */
const RATIO = full ? 2.5 : 3.5

function read(bytes: Uint8Array): void {
  const message = parse(bytes)
  message.check()
  for (const entity of message.walk()) {
    entity.decodeText()
    entity.bytes()
  }
  void message.text
  void message.attachments
}

/** Least CPU time of three readings, in milliseconds. */
function cost(bytes: Uint8Array): number {
  let least = Number.POSITIVE_INFINITY
  for (let i = 0; i < 3; i++) {
    const before = process.cpuUsage()
    read(bytes)
    const { user, system } = process.cpuUsage(before)
    least = Math.min(least, (user + system) / 1000)
  }
  return least
}

// A clock is disturbed by what else the machine does: growth that is real fails every time.
describe('time grows with the input, not faster', { retry: 3 }, () => {
  it.each(SHAPES.map((shape) => [shape.name, shape] as const))(
    '%s',
    (_name, shape) => {
      const sizes = full ? [SMALL, 2 * SMALL, 4 * SMALL] : [SMALL, 2 * SMALL]
      let before = cost(shape.make(sizes[0]!))
      for (const size of sizes.slice(1)) {
        let after = cost(shape.make(size))
        // One more chance for a measurement that a busy machine spoilt.
        if (before > NOISE_MS && after / before > RATIO) {
          before = cost(shape.make(size / 2))
          after = cost(shape.make(size))
        }
        if (before > NOISE_MS) expect(after / before).toBeLessThan(RATIO)
        before = after
      }
      expect(before).toBeLessThan(1000)
    },
    60_000,
  )
})

describe('limits end what would grow', () => {
  it('100,000 levels of nesting: one defect and an opaque rest', () => {
    const levels: string[] = []
    for (let i = 0; i < 100_000; i++) levels.push(`Content-Type: multipart/mixed; boundary=b${i}\r\n\r\n--b${i}\r\n`)
    const bytes = new TextEncoder().encode(levels.join(''))
    const started = performance.now()
    const message = parse(bytes)
    expect(performance.now() - started).toBeLessThan(1000)
    expect(message.check().filter(({ code }) => code === 'nesting-too-deep')).toHaveLength(1)
    expect([...message.walk()]).toHaveLength(101)
    expect(Buffer.compare(message.toBytes(), bytes)).toBe(0)
  })

  it.skipIf(!full)('a header line of 50 MB grows memory by a small multiple of itself', () => {
    const bytes = new Uint8Array(50e6).fill(0x61)
    bytes.set(new TextEncoder().encode('Subject: '))
    const before = process.memoryUsage().rss
    const message = parse(bytes)
    message.check()
    expect(process.memoryUsage().rss - before).toBeLessThan(3 * bytes.length)
    expect(message.toBytes()).toBe(bytes)
  })
})

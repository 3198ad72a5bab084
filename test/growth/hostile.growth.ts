/** Law 8 on the shapes that are known to hurt readers of mail: everything that a program may ask of them is read. */
import { describe, expect, it } from 'vitest'
import { parse } from '../../src/index.js'
import { SHAPES } from '../hostile/shapes.js'
import { full, grows } from './grows.js'

function read(source: Uint8Array): void {
  const message = parse(source)
  message.check()
  for (const entity of message.walk()) {
    entity.decodeText()
    entity.bytes()
  }
  void [message.text, message.html, message.attachments]
}
describe('hostile messages, read whole', () => {
  grows(
    SHAPES.map(({ name, make }) => ({
      name,
      covers: [],
      make,
      run: read as (input: never) => unknown,
      from: 256 << 10,
    })),
  )
})

it.skipIf(!full)('a header line of 50 MB grows memory by a small multiple of itself', () => {
  const bytes = new Uint8Array(50e6).fill(0x61)
  bytes.set(new TextEncoder().encode('Subject: '))
  const before = process.memoryUsage().rss
  const message = parse(bytes)
  message.check()
  expect(process.memoryUsage().rss - before).toBeLessThan(3 * bytes.length)
  expect(Buffer.compare(message.toBytes(), bytes)).toBe(0)
})

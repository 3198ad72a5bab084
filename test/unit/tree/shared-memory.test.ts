/** Small contents of one message may stand in one block of memory; those of two messages never do. */
import { describe, expect, it } from 'vitest'
import { parse } from '../../../src/index.js'

const CONTENTS = Array.from({ length: 40 }, (_, i) => Buffer.alloc(100 + 90 * i, i))
const SOURCE = [
  'Content-Type: multipart/mixed; boundary=b',
  '',
  ...CONTENTS.flatMap((content) => [
    '--b',
    'Content-Type: application/octet-stream',
    'Content-Transfer-Encoding: base64',
    '',
    content.toString('base64'),
  ]),
  '--b--',
  '',
].join('\r\n')

describe('contents in shared memory', () => {
  it('are exact, in any order, and hold when others are read', () => {
    const { parts } = parse(SOURCE)
    const read = [...parts].reverse().map((part) => part.bytes())
    read.reverse().forEach((bytes, i) => {
      expect(Buffer.from(bytes).equals(CONTENTS[i]!), `part ${i + 1}`).toBe(true)
    })
  })

  it('share no buffer with another message', () => {
    const [one, other] = [parse(SOURCE), parse(SOURCE)]
    const buffers = new Set(one.parts.map((part) => part.bytes().buffer))
    expect(buffers.size).toBeLessThan(CONTENTS.length)
    expect(other.parts.some((part) => buffers.has(part.bytes().buffer))).toBe(false)
  })

  it('of a message with few of them have memory of their own', () => {
    const [part] = parse(SOURCE).parts
    expect(part!.bytes().buffer.byteLength).toBeLessThan(1000)
  })
})

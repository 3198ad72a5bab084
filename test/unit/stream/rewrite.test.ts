import { describe, expect, it } from 'vitest'
import { parse } from '../../../src/message/parse.js'
import { type RewrittenPart, rewrite } from '../../../src/stream/rewrite.js'
import { fixtures } from '../../messages.js'
import { randomCuts, seeded } from '../../seeded.js'

const MESSAGE = [
  'From: ada@example.org',
  'Content-Type: multipart/mixed; boundary=b',
  '',
  '--b',
  'Content-Type: text/plain',
  '',
  'one',
  '--b',
  'Content-Type: multipart/related; boundary=c',
  '',
  '--c',
  'Content-Type: application/octet-stream; name=a.exe',
  'Content-Transfer-Encoding: base64',
  '',
  'AAAA',
  '--c--',
  '',
  '--b',
  '',
  '--b--',
  'after',
  '',
].join('\r\n')

async function written(
  source: Parameters<typeof rewrite>[0],
  edit: (part: RewrittenPart) => void | Promise<void>,
): Promise<string> {
  const pieces: Uint8Array[] = []
  for await (const piece of rewrite(source, edit)) pieces.push(piece)
  return Buffer.concat(pieces).toString('latin1')
}

describe('rewrite without changes is the identity', () => {
  it.each(fixtures().map((sample) => [sample.name, sample.bytes] as const))('%s', async (_name, bytes) => {
    const random = seeded(bytes.length)
    const whole = Buffer.from(bytes).toString('latin1')
    for (const count of [0, 3, 40]) {
      const chunks: Uint8Array[] = []
      let from = 0
      for (const to of [...randomCuts(random, bytes.length, count), bytes.length]) {
        chunks.push(bytes.subarray(from, to))
        from = to
      }
      expect(await written(chunks, () => {})).toBe(whole)
    }
  })

  it('past limits too', async () => {
    const long = `A: ${'x'.repeat(5000)}\r\n`.repeat(300)
    expect(await written([long, '\r\nbody'], () => {})).toBe(`${long}\r\nbody`)
    const bytes = new TextEncoder().encode(MESSAGE)
    for (const limits of [{ maxParts: 2 }, { maxDepth: 1 }, { maxHeaderBytes: 30 }, { maxFields: 1 }]) {
      const pieces: Uint8Array[] = []
      for await (const piece of rewrite(bytes, () => {}, { limits })) pieces.push(piece)
      expect(Buffer.concat(pieces).toString()).toBe(MESSAGE)
    }
  })
})

describe('rewrite', () => {
  it('adds, sets and deletes fields', async () => {
    const out = await written(MESSAGE, (part) => {
      if (part.path.length === 0)
        part.headers.prepend('X-Scanned', 'yes').append('X-Last', '1').set('From', 'b@example.org')
      if (part.path.join('.') === '1') part.headers.delete('Content-Type')
    })
    expect(out).toBe(
      `X-Scanned: yes\r\nFrom: b@example.org\r\nContent-Type: multipart/mixed; boundary=b\r\nX-Last: 1\r\n\r\n--b\r\n\r\none${MESSAGE.slice(MESSAGE.indexOf('one') + 3)}`,
    )
  })

  it('drops parts, leaves and containers', async () => {
    const paths: string[] = []
    const out = await written(MESSAGE, (part) => {
      paths.push(part.path.join('.'))
      if (part.contentType.subtype === 'related') part.drop()
    })
    expect(paths).toEqual(['', '1', '2', '3'])
    expect(out).toBe(
      `${MESSAGE.slice(0, MESSAGE.indexOf('\r\n--b\r\nContent-Type: multipart/related'))}\r\n--b\r\n\r\n--b--\r\nafter\r\n`,
    )
    // The separator of an empty part is the line break of the next delimiter: it must not be glued to what stood before.
    const last = await written(MESSAGE, (part) => {
      if (part.path.join('.') === '3') part.drop()
    })
    expect(parse(last).parts).toHaveLength(2)
    expect(parse(last).node.closeEnd).toBeGreaterThan(0)
  })

  it.each(['x', 'a longer text\r\n--b--\r\n'])('replaces a leaf by %j', async (content) => {
    for (const path of ['1', '2.1', '3']) {
      const out = parse(
        await written(MESSAGE, (part) => {
          if (part.path.join('.') === path) part.replace(content, 'text/plain')
        }),
      )
      expect(out.parts).toHaveLength(3)
      expect(out.find(path.split('.').map(Number))?.decodeText()).toBe(content)
    }
  })

  it('replaces a container from a stream', async () => {
    async function* content() {
      yield Uint8Array.of(1)
      yield new Uint8Array(100_000)
    }
    const out = parse(
      await written(MESSAGE, (part) => {
        if (part.path.join('.') === '2') part.replace(content(), 'application/octet-stream')
      }),
    )
    expect(out.parts).toHaveLength(3)
    expect(out.parts[1]?.bytes()).toHaveLength(100_001)
  })

  it('the root, with an unfinished last line', async () => {
    expect(await written('Subject: x', (part) => void part.headers.append('X-A', '1'))).toBe(
      'Subject: x\r\nX-A: 1\r\n\r\n',
    )
    const out = parse(await written('Subject: x\n\nold', (part) => part.replace('new')))
    expect([out.subject, out.decodeText(), out.headers.get('mime-version')]).toEqual(['x', 'new', '1.0'])
  })

  it('waits for an asynchronous edit', async () => {
    const out = await written(MESSAGE, async (part) => {
      await new Promise((resolve) => setTimeout(resolve, 1))
      if (part.safeFilename === 'a.exe') part.drop()
    })
    expect(out).not.toContain('AAAA')
  })

  it('refuses what would break the message, and lets the source go', async () => {
    const refused = async (edit: (part: RewrittenPart) => void, path: string) => {
      let closed = 0
      async function* source() {
        try {
          yield MESSAGE
        } finally {
          closed++
        }
      }
      await expect(
        written(source(), (part) => {
          if (part.path.join('.') === path) edit(part)
        }),
      ).rejects.toThrow(TypeError)
      expect(closed).toBe(1)
    }
    await refused((part) => part.drop(), '')
    await refused((part) => part.replace('x'), '')
    await refused((part) => part.replace(5 as unknown as string), '1')
    await refused((part) => void part.headers.set('Content-Type', 'multipart/mixed; boundary=z'), '')
    await refused((part) => void part.headers.set('Content-Transfer-Encoding', 'base64'), '1')
    await refused((part) => void part.headers.append('X', 'a\r\nBcc: eve@example.org'), '1')
    expect(() => rewrite(MESSAGE, undefined as unknown as () => void)).toThrow(TypeError)
  })
})

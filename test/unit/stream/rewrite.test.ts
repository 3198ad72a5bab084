import { Readable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { compose } from '../../../src/compose/compose.js'
import { parse } from '../../../src/message/parse.js'
import type { RewrittenPart } from '../../../src/stream/change.js'
import { parts } from '../../../src/stream/parts.js'
import { rewrite } from '../../../src/stream/rewrite.js'
import { fixtures } from '../../messages.js'
import { ODD_LINES } from '../../odd-lines.js'
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

async function written(source: Parameters<typeof rewrite>[0], edit: (part: RewrittenPart) => unknown): Promise<string> {
  const pieces: Uint8Array[] = []
  for await (const piece of rewrite(source, (part) => edit(part) as void | Promise<void>)) pieces.push(piece)
  return Buffer.concat(pieces).toString('latin1')
}

async function whole(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const pieces: Uint8Array[] = []
  for await (const piece of chunks) pieces.push(piece)
  return Buffer.concat(pieces)
}

describe('a field added to an odd header section', () => {
  it.each(ODD_LINES)('%s', async (_, source, expected) => {
    const out = await written(Buffer.from(source, 'latin1'), (part) => part.headers.append('X-New', '1'))
    expect(out).toBe(expected)
  })
})

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
    expect(await written('Subject: x', (part) => void part.headers.append('X-A', '1'))).toBe('Subject: x\r\nX-A: 1\r\n')
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

  it.each<[string, (part: RewrittenPart) => unknown]>([
    ['drop', (part) => part.drop()],
    ['replace', (part) => part.replace('other', 'text/plain')],
    ['append', (part) => part.append({ content: 'more' })],
    ['headers.set', (part) => part.headers.set('X-Scan', 'bad')],
    ['headers.append', (part) => part.headers.append('X-Scan', 'bad')],
    ['headers.prepend', (part) => part.headers.prepend('X-Scan', 'bad')],
    ['headers.delete', (part) => part.headers.delete('Content-Type')],
  ])('refuses a late %s: what has passed cannot be changed any more', async (_name, edit) => {
    const kept: RewrittenPart[] = []
    const out = await written(MESSAGE, (part) => {
      for (const earlier of kept) expect(() => edit(earlier)).toThrow('has passed')
      kept.push(part)
    })
    expect(kept).toHaveLength(5)
    for (const part of kept) expect(() => edit(part)).toThrow('has passed')
    expect(out).toBe(MESSAGE)
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
    await refused((part) => part.replace('x', 'multipart/mixed'), '')
    await refused((part) => part.replace({ content: 'x', filename: 'a\0' }), '1')
    await refused((part) => part.replace({ text: 'x' }, 'text/plain'), '1')
    await refused((part) => part.replace(5 as unknown as string), '1')
    await refused((part) => void part.headers.set('Content-Type', 'multipart/mixed; boundary=z'), '')
    await refused((part) => void part.headers.set('Content-Transfer-Encoding', 'base64'), '1')
    await refused((part) => void part.headers.append('X', 'a\r\nBcc: eve@example.org'), '1')
    expect(() => rewrite(MESSAGE, undefined as unknown as () => void)).toThrow(TypeError)
  })
})

describe('an edit that cannot be done any more', () => {
  const never = () => new Promise<void>(() => {})
  const EDITS: [string, (part: RewrittenPart) => unknown][] = [
    ['replace', (part) => part.replace('other')],
    ['append', (part) => part.append({ text: 'more' })],
    ['headers.set', (part) => part.headers.set('X-Scan', 'bad')],
    ['headers.delete', (part) => part.headers.delete('Subject')],
  ]

  it.each<[string, (part: RewrittenPart) => void | Promise<void>]>([
    [
      'throws',
      () => {
        throw new Error('no scanner')
      },
    ],
    ['rejects', () => Promise.reject(new Error('no scanner'))],
  ])('is refused when the filter %s', async (_, fail) => {
    let kept: RewrittenPart | undefined
    const out = written('Subject: x\r\n\r\nbody\r\n', (part) => {
      kept = part
      return fail(part)
    })
    await expect(out).rejects.toThrow('no scanner')
    for (const [name, edit] of EDITS) expect(() => edit(kept as RewrittenPart), name).toThrow('has passed')
  })

  // The header section of the second is known to have ended when the source has.
  it.each([
    ['in the message', 'Subject: x\r\n\r\nbody\r\n'],
    ['at its end', 'Subject: x\r\n'],
  ])('is refused after an abort while it is waited for, %s', async (_, source) => {
    const abort = new AbortController()
    const kept: RewrittenPart[] = []
    const edit = (part: RewrittenPart) => {
      kept.push(part)
      return never()
    }
    const next = rewrite(source, edit, { signal: abort.signal }).next()
    setTimeout(() => abort.abort(new Error('no time')), 1)
    await expect(next).rejects.toThrow('no time')
    for (const [name, late] of EDITS) expect(() => late(kept[0] as RewrittenPart), name).toThrow('has passed')
  })

  it('ends with return() while it is waited for, at the end of the source too', async () => {
    const out = rewrite('Subject: x\r\n', never)
    const next = out.next()
    await new Promise((resolve) => setTimeout(resolve, 1))
    const back = out.return()
    await expect(next).rejects.toThrow('let go')
    expect(await back).toEqual({ done: true, value: undefined })
  })

  it('hears a filter to its end that aborts and rejects', async () => {
    const lost: unknown[] = []
    const listen = (reason: unknown) => lost.push(reason)
    process.on('unhandledRejection', listen)
    const abort = new AbortController()
    const edit = async () => {
      abort.abort(new Error('no time'))
      throw new Error('no scanner')
    }
    await expect(rewrite(MESSAGE, edit, { signal: abort.signal }).next()).rejects.toThrow('no time')
    await new Promise((resolve) => setTimeout(resolve, 5))
    process.off('unhandledRejection', listen)
    expect(lost).toEqual([])
  })

  it('leaves no listener on a signal that lives on', async () => {
    const abort = new AbortController()
    const { signal } = abort
    let listeners = 0
    const count =
      (step: number, call: (...given: never[]) => unknown) =>
      (...given: never[]) => {
        listeners += step
        return call.apply(signal, given)
      }
    signal.addEventListener = count(1, signal.addEventListener) as typeof signal.addEventListener
    signal.removeEventListener = count(-1, signal.removeEventListener) as typeof signal.removeEventListener
    for await (const _ of rewrite('Subject: x\r\n', async () => {}, { signal }));
    expect(listeners).toBeLessThanOrEqual(0)
  })

  it('waits for whatever has a then', async () => {
    const out = await written('Subject: x\r\n\r\n', (part) =>
      Object.assign(() => {}, {
        // biome-ignore lint/suspicious/noThenProperty: what is tested
        then(done: () => void) {
          setTimeout(() => {
            part.headers.set('X-Scan', 'bad')
            done()
          }, 1)
        },
      }),
    )
    expect(out).toContain('X-Scan: bad')
  })
})

describe('two edits of one part', () => {
  const one = (edit: (part: RewrittenPart) => unknown) =>
    written(MESSAGE, (part) => (part.path.join('.') === '1' ? edit(part) : undefined))

  it('refuses what would be lost with a part that was dropped', async () => {
    for (const [name, edit] of [
      ['replace', (part: RewrittenPart) => part.replace('new')],
      ['append', (part: RewrittenPart) => part.append({ text: 'new' })],
    ] as const) {
      const out = one((part) => {
        part.drop()
        edit(part)
      })
      await expect(out).rejects.toThrow(`${name}: this part was dropped`)
    }
  })

  it('drops a part that was replaced', async () => {
    const out = await one((part) => {
      part.replace('new')
      part.drop()
    })
    expect(parse(out).parts).toHaveLength(2)
    expect(out).not.toContain('bmV3')
  })

  it('a second replacement leaves nothing of the first, and what was set stays', async () => {
    const out = parse(
      await one((part) => {
        part.headers.set('X-Set', 'a')
        part.replace({ content: 'first', headers: { 'X-First': '1' } })
        part.headers.set('X-Between', 'b')
        part.replace({ content: 'second', headers: { 'X-Second': '2' } })
      }),
    )
    const [part] = out.parts
    expect(part?.decodeText()).toBe('second')
    const names = part?.headers.fields().map(({ name }) => name)
    expect(names).toEqual(expect.arrayContaining(['X-Set', 'X-Between', 'X-Second', 'Content-Type']))
    expect(names).not.toContain('X-First')
  })

  it.each<[string, (part: RewrittenPart) => unknown]>([
    ['set', (part) => part.headers.set('Content-Transfer-Encoding', '7bit')],
    ['delete', (part) => part.headers.delete('Content-Transfer-Encoding')],
  ])('refuses to %s the transfer encoding that a new content is written in', async (_, edit) => {
    const out = one((part) => {
      part.replace(Uint8Array.of(0, 255), 'application/octet-stream')
      edit(part)
    })
    await expect(out).rejects.toThrow('Content-Transfer-Encoding of part [1]')
  })
})

describe('a content that is a stream', () => {
  it.each<[string, () => AsyncIterable<Uint8Array | string>]>([
    ['an iterator', () => Readable.from(['new'])[Symbol.asyncIterator]()],
    ['a Readable', () => Readable.from(['new'])],
    ['a web stream', () => new Blob(['new']).stream() as unknown as AsyncIterable<Uint8Array>],
  ])('%s is given to one part: in the next it would be empty', async (_, make) => {
    const content = make()
    await expect(
      written(MESSAGE, (part) => {
        if (!part.isContainer) part.replace(content)
      }),
    ).rejects.toThrow('content: this content was a stream and has been read')
    const atOnce = compose({ from: 'a@b.org', attachments: [0, 1].map(() => ({ content: make() })) })
    expect(Buffer.from(await whole(atOnce.chunks())).toString()).toContain('bmV3')
    const twice = make()
    const message = compose({ from: 'a@b.org', attachments: [{ content: twice }, { content: twice }] })
    await expect(whole(message.chunks())).rejects.toThrow('attachments[1].content: this content was a stream')
  })

  it('an array of chunks may stand in several', async () => {
    const content = ['new']
    const out = await written(MESSAGE, (part) => {
      if (!part.isContainer) part.replace(content)
    })
    expect(out.match(/bmV3/g)).toHaveLength(3)
    const message = compose({ from: 'a@b.org', attachments: [{ content }, { content }] })
    expect(
      Buffer.from(await whole(message.chunks()))
        .toString()
        .match(/bmV3/g),
    ).toHaveLength(2)
  })

  it.each([['\ud800', 'x'], ['x\ud800']])('refuses a lone surrogate', async (...chunks) => {
    await expect(written(MESSAGE, (part) => part.isRoot || part.replace(chunks))).rejects.toThrow('lone surrogate')
  })

  it('takes a pair that is cut', async () => {
    const out = await written('\r\nold', (part) => part.replace(['\ud83d', '\ude00'], 'text/plain; charset=utf-8'))
    expect(parse(out).text).toContain('\u{1f600}')
  })
})

describe('adding parts', () => {
  const FOOTER = { text: '-- \nlist footer\n' }

  it('ends a multipart/mixed with it, before the closing delimiter', async () => {
    const out = await written(MESSAGE, (part) => part.isRoot && part.append(FOOTER))
    const at = MESSAGE.indexOf('\r\n--b--')
    const added =
      '\r\n--b\r\nContent-Type: text/plain; charset=us-ascii\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n'
    // The part before is empty and its separator has no line break to spare.
    expect(out).toBe(`${MESSAGE.slice(0, at)}${added}=2D-=20\r\nlist footer\r\n${MESSAGE.slice(at)}`)
  })

  it('wraps a leaf, and its content fields with it', async () => {
    const leaf = 'From: a@example.org\nContent-Type: text/html\nContent-Transfer-Encoding: 8bit\nX-Last: 1\n\n<p>ü'
    const text = await written(Buffer.from(leaf, 'latin1'), (part) => part.append(FOOTER))
    expect(text).not.toContain('\r')
    const out = parse(Buffer.from(text, 'latin1'))
    expect([...out.headers].map(({ name }) => name)).toEqual([
      'From',
      'X-Last',
      'MIME-Version',
      'Content-Type',
      'Content-Transfer-Encoding',
    ])
    expect(out.contentType.mediaType).toBe('multipart/mixed')
    expect(out.transferEncoding).toBe('8bit')
    expect(out.parts.map((part) => part.contentType.mediaType)).toEqual(['text/html', 'text/plain'])
    expect(Buffer.from(out.parts[0]!.rawBody).toString('latin1')).toBe('<p>ü')
    expect(out.parts[1]!.decodeText()).toBe('-- \nlist footer\n')
    expect(out.defects).toEqual([])
  })

  it('wraps a signed message, whose octets stay', async () => {
    const signed = MESSAGE.replace('multipart/mixed', 'multipart/signed')
    const out = parse(await written(signed, (part) => part.isRoot && part.append(FOOTER)))
    expect(out.parts.map((part) => part.contentType.mediaType)).toEqual(['multipart/signed', 'text/plain'])
    expect(out.parts[0]!.parts).toHaveLength(3)
    expect(Buffer.from(out.parts[0]!.rawBody).toString()).toBe(signed.slice(signed.indexOf('--b')))
  })

  it('several, of all kinds, at several places', async () => {
    async function* content() {
      yield Uint8Array.of(1)
      yield new Uint8Array(100_000)
    }
    const out = parse(
      await written(MESSAGE, (part) => {
        if (!part.isRoot && part.path.join('.') !== '2.1') return
        part.append({ content: content(), filename: 'größe.bin', description: 'zeros' })
        part.append({ content: new Blob(['x']), contentId: 'x@example.org', disposition: 'inline' })
        part.append({ content: '\r\n--b\r\n--c--\r\n' })
      }),
    )
    expect(out.parts).toHaveLength(6)
    const inner = out.parts[1]!.parts[0]!
    expect(inner.contentType.mediaType).toBe('multipart/mixed')
    expect(inner.parts[0]!.filename).toBe('a.exe')
    for (const parts of [out.parts.slice(3), inner.parts.slice(1)]) {
      expect(parts.map((part) => part.bytes().length)).toEqual([100_001, 1, 14])
      expect(parts[0]!.filename).toBe('größe.bin')
      expect(parts[1]!.contentId).toBe('x@example.org')
    }
    expect(out.defects).toEqual([])
  })

  it.each([
    ['without its closing delimiter', MESSAGE.slice(0, MESSAGE.indexOf('\r\n--b--'))],
    ['that ends in a part', MESSAGE.slice(0, MESSAGE.indexOf('AAAA') + 4)],
    ['that ends in a delimiter', MESSAGE.slice(0, MESSAGE.indexOf('--c\r\n') + 3)],
  ])('closes a multipart %s', async (_name, message) => {
    const out = parse(await written(message, (part) => part.isRoot && part.append(FOOTER)))
    expect(out.parts.at(-1)?.decodeText()).toBe('-- \r\nlist footer\r\n')
    expect(out.parts.slice(0, -1).map((part) => part.contentType.mediaType)).toEqual(
      parse(message).parts.map((part) => part.contentType.mediaType),
    )
    expect(out.defects.map(({ code }) => code)).not.toContain('boundary-not-found')
  })

  it('leaves a multipart without delimiters as it is', async () => {
    const message = 'Content-Type: multipart/mixed; boundary=x\r\n\r\ntext'
    expect(await written(message, (part) => part.append(FOOTER))).toBe(message)
  })

  it('beside a part that is replaced, and one that is dropped', async () => {
    const out = parse(
      await written(MESSAGE, (part) => {
        if (part.isRoot) part.append(FOOTER)
        else if (part.path[0] === 2) part.replace('gone', 'text/plain')
        else part.drop()
      }),
    )
    expect(out.parts.map((part) => part.decodeText())).toEqual(['gone', '-- \r\nlist footer\r\n'])
    const both = parse(
      await written('Subject: x\r\n\r\nold', (part) => {
        part.replace('new')
        part.append(FOOTER)
      }),
    )
    expect(both.parts.map((part) => part.decodeText())).toEqual(['new', '-- \r\nlist footer\r\n'])
  })

  it('leaves an empty part where all were dropped', async () => {
    const out = parse(await written(MESSAGE, (part) => part.isRoot || part.drop()))
    expect(out.parts.map((part) => part.rawBody.length)).toEqual([0])
    expect(out.defects).toEqual([])
  })

  it('refuses what is no part', async () => {
    for (const part of [
      undefined,
      {},
      { content: 5 },
      { content: 'x', disposition: 'none' },
      { content: 'x', typ: 'y' },
    ])
      await expect(written(MESSAGE, (each) => each.append(part as { content: string }))).rejects.toThrow(TypeError)
    await expect(
      written(MESSAGE, (part) => part.append({ content: 'x', contentType: 'text/plain\r\nBcc: eve@example.org' })),
    ).rejects.toThrow(TypeError)
  })
})

describe('what stands past maxBytes', () => {
  it('passes', async () => {
    const pieces: Uint8Array[] = []
    const chunks = [MESSAGE.slice(0, 90), MESSAGE.slice(90)]
    for await (const piece of rewrite(chunks, () => {}, { limits: { maxBytes: 100 } })) pieces.push(piece)
    expect(Buffer.concat(pieces).toString()).toBe(MESSAGE)
  })

  it('is not asked for by parts()', async () => {
    let asked = 0
    function* endless() {
      yield 'Subject: x\r\n\r\n'
      for (;;) {
        asked++
        yield 'x'.repeat(100)
      }
    }
    const streamed = parts(endless(), { limits: { maxBytes: 1000 } })
    for await (const part of streamed) expect(await part.bytes()).toHaveLength(1000 - 14)
    expect(streamed.defects.map(({ code }) => code)).toEqual(['message-too-large'])
    expect(asked).toBe(10)
  })
})

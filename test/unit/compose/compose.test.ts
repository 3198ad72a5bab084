/** compose: structure, added fields, encodings, streams, refusals. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compose } from '../../../src/compose/compose.js'
import { type MessageSpec, MessageSpecError } from '../../../src/compose/spec.js'
import { parse } from '../../../src/message/parse.js'
import { checkInvariants } from '../../invariants.js'

const BASE: MessageSpec = { from: 'Ada <ada@example.org>', to: 'bob@example.net', subject: 'Notes', text: 'Hello\r\n' }
const FIXED = {
  now: () => new Date('2024-02-29T12:34:56Z'),
  boundary: (n: number) => `b${n}`,
  hostname: 'mail.example.org',
}

function shapeOf(spec: Partial<MessageSpec>): string {
  const show = (entity: ReturnType<typeof parse>['parts'][number]): string =>
    entity.parts.length === 0
      ? entity.contentType.subtype
      : `${entity.contentType.subtype}(${entity.parts.map(show).join(' ')})`
  const bytes = compose({ ...BASE, ...spec }).toBytes()
  checkInvariants(bytes)
  return show(parse(bytes))
}

function faultsOf(spec: unknown): string[] {
  try {
    compose(spec as MessageSpec)
  } catch (error) {
    if (error instanceof MessageSpecError) return error.faults.map(({ path }) => path)
    throw error
  }
  return []
}

async function gather(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const list: Uint8Array[] = []
  for await (const chunk of chunks) list.push(chunk)
  return new Uint8Array(await new Blob(list as BlobPart[]).arrayBuffer())
}

describe('structure', () => {
  const png = { filename: 'p.png', contentType: 'image/png', content: new Uint8Array([1, 200, 3]) }
  const inline = { ...png, contentId: 'p@example.org' }

  it('has no level that is not needed', () => {
    expect(shapeOf({})).toBe('plain')
    expect(shapeOf({ text: undefined })).toBe('plain')
    expect(shapeOf({ text: undefined, html: '<p>x' })).toBe('html')
    expect(shapeOf({ html: '<p>x' })).toBe('alternative(plain html)')
    expect(shapeOf({ html: '<p>x', attachments: [inline] })).toBe('alternative(plain related(html png))')
    expect(shapeOf({ text: undefined, html: '<p>x', attachments: [inline] })).toBe('related(html png)')
    expect(shapeOf({ text: undefined, attachments: [png] })).toBe('png')
    expect(shapeOf({ attachments: [png, inline] })).toBe('mixed(plain png png)')
    expect(shapeOf({ html: '<p>x', attachments: [inline, png] })).toBe(
      'mixed(alternative(plain related(html png)) png)',
    )
    expect(
      shapeOf({
        amp: '<html amp4email>',
        html: 'x',
        calendar: { method: 'REQUEST', content: 'BEGIN:VCALENDAR\nEND:VCALENDAR\n' },
      }),
    ).toBe('alternative(plain x-amp-html html calendar)')
    expect(shapeOf({ alternatives: [{ contentType: 'text/markdown', content: '*x*' }] })).toBe(
      'alternative(plain markdown)',
    )
  })

  it('is read before it is written as after', () => {
    const message = compose({
      ...BASE,
      html: '<p>é',
      bcc: 'c@example.org',
      attachments: [{ ...png, filename: 'naïve.png' }],
    })
    expect(message.subject).toBe('Notes')
    expect(message.text).toBe('Hello\r\n')
    expect(message.html).toBe('<p>é')
    expect(message.bcc[0]?.address).toBe('c@example.org')
    expect(message.attachments[0]?.bytes()).toEqual(png.content)
    expect(message.attachments[0]?.filename).toBe('naïve.png')
  })

  it('holds an attached message as it is', () => {
    const held = compose({ ...BASE, subject: 'Inner', html: '<p>é' }, FIXED)
    const message = compose({ ...BASE, attachments: [{ content: held }] }, FIXED)
    expect(message.attachments[0]?.message?.headers.get('subject')).toBe('Inner')
    const back = parse(message.toBytes())
    expect(back.check()).toEqual([])
    expect(back.attachments[0]?.message?.raw).toEqual(held.toBytes())
    checkInvariants(message.toBytes())
  })
})

describe('added fields', () => {
  it('is the same for the same spec and options', () => {
    const spec = { ...BASE, html: '<p>x', attachments: [{ content: 'x', filename: 'x.txt' }] }
    const bytes = compose(spec, FIXED).toBytes()
    expect(compose(spec, FIXED).toBytes()).toEqual(bytes)
    const back = parse(bytes)
    expect(back.date).toEqual(FIXED.now())
    expect(back.messageId).toMatch(/^[a-z0-9]+@mail\.example\.org$/)
    expect(compose({ ...spec, subject: 'Other' }, FIXED).messageId).not.toBe(back.messageId)
  })

  it('names the author’s domain where there is no hostname', () => {
    expect(compose(BASE).messageId).toMatch(/^[0-9a-f]{32}@example\.org$/)
    expect(compose({ ...BASE, from: 'a@bücher.example' }).messageId).toMatch(/@xn--bcher-kva\.example$/)
  })

  it.each([
    ['a@b.example.', '@b.example'],
    ['a@b..example', '@localhost'],
  ])('answers for an author %s that was read, with an identifier that is sound', (author, domain) => {
    const { from } = parse(`From: ${author}\r\n\r\nhi`)
    expect(compose({ ...BASE, from }).messageId).toMatch(new RegExp(`^[0-9a-f]{32}${domain}$`))
  })

  it('writes priority, list and further fields', () => {
    const message = compose({
      ...BASE,
      priority: 'high',
      autoSubmitted: 'auto-generated',
      list: {
        id: { id: 'l.example.org', description: 'Lïst' },
        unsubscribe: ['https://example.org/u'],
        oneClick: true,
      },
      headers: { 'X-Test': 'naïve', Comments: 'c' },
    })
    const { headers } = parse(message.toBytes())
    expect(headers.get('importance')).toBe('high')
    expect(headers.get('auto-submitted')).toBe('auto-generated')
    expect(headers.list()).toMatchObject({ id: { id: 'l.example.org', description: 'Lïst' }, oneClick: true })
    expect(headers.fields('list-unsubscribe').length).toBe(1)
    expect(headers.get('x-test')).toBe('naïve')
  })
})

describe('fields that were written before', () => {
  const now = () => new Date(1e12 + 999)
  const fields = (spec: MessageSpec, utf8 = false) => {
    const { headers } = compose(spec, { now, utf8 })
    return ['from', 'subject', 'date'].map((name) => headers.first(name)?.value)
  }
  it('are the same again, and others where anything differs', () => {
    const zoe = { from: 'Zoë <zoe@example.org>', subject: 'Résumé' }
    const [from, subject, date] = fields(zoe)
    expect(fields(zoe)).toEqual([from, subject, date])
    expect(fields(zoe, true)).toEqual(['Zoë <zoe@example.org>', 'Résumé', date])
    expect(fields({ ...zoe, from: { name: 'Zoë', address: 'zoe@example.org' } })).toEqual([from, subject, date])
    expect(fields({ ...zoe, from: { name: 'Zoé', address: 'zoe@example.org' } })[0]).not.toBe(from)
    expect(fields({ ...zoe, date: new Date(1e12 + 1000) })[2]).toBe('Sun, 09 Sep 2001 01:46:41 +0000')
    expect(date).toBe('Sun, 09 Sep 2001 01:46:40 +0000')
  })
  it('do not stand for an address of the same text', () => {
    compose({ from: 'Ada <ada@example.org>' })
    expect(() => compose({ from: { name: '', address: 'Ada <ada@example.org>' } })).toThrow(
      'from.address: expected an address alone',
    )
    expect(() => compose({ from: { name: '', address: 'Ada <ada@example.org>' } })).toThrow(MessageSpecError)
  })
  it('are checked again against all that hangs on other keys', () => {
    const two = 'a@example.org, b@example.org'
    expect(() => compose({ from: two })).toThrow('sender: is required')
    expect(() => compose({ from: two })).toThrow('sender: is required')
    compose({ from: 'a@example.org', to: two })
    expect(() => compose({ from: 'a@example.org', to: two }, { maxRecipients: 1 })).toThrow('over 1 recipients')
  })
})

describe('encodings', () => {
  const encodingOf = (text: string) => compose({ ...BASE, text }).transferEncoding

  it('takes the first that keeps the text', () => {
    expect(encodingOf('Hello\n.\n..\n')).toBe('7bit')
    expect(encodingOf('Grüße aus Köln, und noch etwas mehr Text\n')).toBe('quoted-printable')
    expect(encodingOf('日本語\n')).toBe('base64')
    expect(encodingOf('From here\n')).toBe('quoted-printable')
    expect(encodingOf('space at the end \n')).toBe('quoted-printable')
    expect(encodingOf(`${'x'.repeat(999)}\n`)).toBe('quoted-printable')
    expect(encodingOf('a\0b')).toBe('base64')
  })

  it('draws another boundary, or encodes, where a content holds it', () => {
    const text = '--B\r\n--B0\r\n--B1x\r\n'
    const attachments = [{ content: new Uint8Array([0]) }]
    const message = compose({ ...BASE, text, attachments }, { boundary: (n) => `B${n}` })
    checkInvariants(message.toBytes())
    expect(message.contentType.params.boundary).toBe('B2')
    const stubborn = compose({ ...BASE, text, attachments }, { boundary: () => 'B' })
    checkInvariants(stubborn.toBytes())
    expect(parse(stubborn.toBytes()).text).toBe(text)
  })

  it('writes UTF-8 in fields only when told', () => {
    const spec = { ...BASE, to: { name: 'Jürgen', address: 'jürgen@bücher.example' }, subject: 'Grüße' }
    expect(faultsOf(spec)).toEqual(['to.address'])
    const bytes = compose(spec, { utf8: true }).toBytes()
    checkInvariants(bytes, { utf8: true })
    expect(parse(bytes).to[0]?.address).toBe('jürgen@bücher.example')
  })
})

describe('streams', () => {
  async function* pieces(): AsyncGenerator<Uint8Array | string> {
    yield new Uint8Array([1, 2, 3, 4])
    yield 'naïve \ud83c'
    yield '\udf89'
  }
  const wanted = new Uint8Array([1, 2, 3, 4, ...new TextEncoder().encode('naïve 🎉')])

  it('reads them once, while writing', async () => {
    const message = compose({ ...BASE, attachments: [{ filename: 's.bin', content: pieces() }] })
    expect(() => message.toBytes()).toThrow(/chunks\(\)/)
    const bytes = await gather(message.chunks())
    checkInvariants(bytes)
    expect(parse(bytes).attachments[0]?.bytes()).toEqual(wanted)
    await expect(gather(message.chunks())).rejects.toThrow(/has been read/)
  })

  it('takes Blob, ReadableStream and lists of chunks', async () => {
    for (const content of [
      new Blob([wanted as BlobPart]),
      new Blob([wanted as BlobPart]).stream(),
      [wanted.subarray(0, 2), wanted.subarray(2)],
    ]) {
      for (const transferEncoding of ['base64', 'quoted-printable']) {
        if (content instanceof ReadableStream && transferEncoding !== 'base64') continue
        const bytes = await gather(compose({ ...BASE, attachments: [{ content, transferEncoding }] }).chunks())
        expect(parse(bytes).attachments[0]?.bytes()).toEqual(wanted)
      }
    }
  })

  it('holds a message that has streams', async () => {
    const held = compose({ ...BASE, attachments: [{ content: pieces() }] })
    const bytes = await gather(compose({ ...BASE, attachments: [{ content: held }] }).chunks())
    checkInvariants(bytes)
    expect(parse(bytes).find([2, 2])?.bytes()).toEqual(wanted)
  })
})

describe('refusals', () => {
  it('names every fault at once', () => {
    expect(
      faultsOf({
        from: ['a@example.org', 'b@example.org'],
        to: ['ok@example.net', { name: 'x\r\ny', address: 'x@example.net' }, 'two@example.net, three@example.net'],
        subject: 'a\nb',
        date: new Date(Number.NaN),
        attachments: [
          { content: 'x', filename: '' },
          { content: 'x', contentType: 'no type' },
          { path: '/etc/passwd' },
        ],
        headers: { Subject: 's', 'Content-Type': 'text/html', 'Bad Name': 'x' },
        text: 7,
        colour: 'red',
      }).sort(),
    ).toEqual(
      [
        'attachments[2].content',
        'attachments[2].path',
        'colour',
        'date',
        'headers.Bad Name',
        'headers.Content-Type',
        'headers.Subject',
        'sender',
        'subject',
        'text',
        'to[1].name',
        'to[2]',
      ].sort(),
    )
    expect(
      faultsOf({
        ...BASE,
        attachments: [
          { content: 'x', filename: '' },
          { content: 'x', contentType: 'no type' },
        ],
      }),
    ).toEqual(['attachments[0].filename', 'attachments[1].contentType'])
  })

  it.each([
    ['from', { from: [] }],
    ['from', { from: undefined }],
    ['to', { to: 'a@example.org; b@example.org' }],
    ['to', { to: [['a@example.org']] }],
    ['messageId', { messageId: '<a@b> <c@d>' }],
    ['references', { references: ['a<b@c'] }],
    ['text', { text: 'a\ud800' }],
    ['attachments', { attachments: [{ content: 'x', contentType: 'multipart/mixed' }] }],
    ['attachments', { attachments: [{ content: 'x', contentType: 'text/plain; boundary=x' }] }],
    ['attachments', { attachments: [{ content: 'é', transferEncoding: '7bit' }] }],
    ['attachments', { attachments: [{ content: 'é', transferEncoding: 'x-uuencode' }] }],
    ['attachments', { attachments: [{ content: 'x', contentId: 'two words' }] }],
    ['attachments', { attachments: [{ content: compose(BASE), transferEncoding: 'base64' }] }],
    ['headers', { headers: [['To', 'a@example.org']] }],
    ['headers', { headers: [['X-A', 'a\r\nX-B: c']] }],
    ['list', { list: { unsubscribe: ['javascript:alert(1)'] } }],
    ['list', { list: { oneClick: true } }],
  ])('refuses %s', (path, more) => {
    const found = faultsOf({ ...BASE, ...more })
    expect(found.length).toBeGreaterThan(0)
    for (const one of found) expect(one.startsWith(path)).toBe(true)
  })

  it('refuses boundaries, counts and depths', () => {
    const spec = { ...BASE, html: 'x' }
    for (const value of ['', 'x'.repeat(71), 'a ', 'a"b', 'ä', 'a\r\nb']) {
      expect(() => compose(spec, { boundary: () => value })).toThrow(MessageSpecError)
    }
    expect(() => compose({ ...spec, attachments: [{ content: 'x' }] }, { boundary: () => 'same' })).toThrow(
      /given before/,
    )
    expect(() => compose({ ...BASE, cc: ['c@example.org'] }, { maxRecipients: 1 })).toThrow(/maxRecipients/)
    expect(() => compose({ ...BASE, attachments: [{ content: compose(BASE) }] }, { maxDepth: 1 })).toThrow(/maxDepth/)
    expect(() => compose(BASE, { colour: 1 } as object)).toThrow(/no such option/)
  })
})

/** Defects that say what a value is like. */
const AS_GIVEN = new Set<string>([
  'encoded-word-control-char',
  'double-extension',
  'bidi-in-filename',
  'confusable-filename',
])

describe('whatever is accepted comes back', () => {
  const text = fc.string({ unit: 'binary', maxLength: 120 })
  const words = fc.oneof(
    text,
    fc.string({
      unit: fc.constantFrom('a', 'é', ' ', '=?', '?=', '"', '\\', ',', '\t', '🎉', '\u2028'),
      maxLength: 200,
    }),
  )

  it('names, subject, bodies, files', () => {
    fc.assert(
      fc.property(
        words,
        words,
        text,
        text,
        words,
        fc.uint8Array({ maxLength: 200 }),
        (name, subject, body, html, filename, content) => {
          const spec: MessageSpec = {
            from: 'ada@example.org',
            to: [{ name, address: 'bob@example.net' }],
            subject,
            text: body,
            html,
            attachments: [{ content, filename }],
          }
          let bytes: Uint8Array
          try {
            bytes = compose(spec).toBytes()
          } catch (error) {
            if (error instanceof MessageSpecError) return
            throw error
          }
          checkInvariants(bytes)
          const back = parse(bytes)
          expect(back.to[0]?.name ?? '').toBe(name)
          expect(back.subject).toBe(subject)
          expect(back.text).toBe(body.replace(/\r\n?|\n/g, '\r\n'))
          expect(back.html).toBe(html.replace(/\r\n?|\n/g, '\r\n'))
          expect(back.attachments[0]?.filename).toBe(filename)
          expect(back.attachments[0]?.bytes()).toEqual(content)
          expect(back.check().filter(({ code, severity }) => severity === 'error' && !AS_GIVEN.has(code))).toEqual([])
        },
      ),
      { seed: 1, numRuns: 400 },
    )
  })
})

/** The root door held to what docs promise: arguments, absence, types of what comes out, forms of options. */
import { describe, expect, it } from 'vitest'
import { compose, Field, Headers, Message, open, parse, parseStream, parts } from '../../src/index.js'

const SOURCE =
  'Subject: x\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\npre\r\n--b\r\nContent-Type: text/html\r\n\r\n<p>\r\n' +
  '--b\r\nContent-Type: message/rfc822\r\n\r\nSubject: in\r\n\r\nhi\r\n--b--\r\nepi'

const wrong = (value: unknown) => value as never

describe('arguments', () => {
  it.each([undefined, null, 42, {}, [], true, new DataView(new ArrayBuffer(2))])('parse refuses %s', (value) => {
    expect(() => parse(wrong(value))).toThrow(TypeError)
  })

  it.each([undefined, null, 42, {}])('streams refuse %s', async (value) => {
    expect(() => parts(wrong(value))).toThrow(TypeError)
    await expect(parseStream(wrong(value))).rejects.toThrow(TypeError)
    await expect(open(wrong(value))).rejects.toThrow(TypeError)
  })

  it.each([
    null,
    42,
    [],
    { foo: 1 },
    { limits: null },
    { limits: [] },
    { limits: { foo: 1 } },
    { limits: { maxDepth: -1 } },
    { limits: { maxDepth: 1.5 } },
    { limits: { maxDepth: Number.POSITIVE_INFINITY } },
    { limits: { maxDepth: '5' } },
    { onLimit: 'x' },
    { strict: 1 },
    { fallbackCharset: 5 },
    { fallbackCharset: 'no such charset' },
  ])('options %j are refused', (options) => {
    expect(() => parse('a: b\r\n\r\n', wrong(options))).toThrow(/expected|known/)
  })

  it('takes strings as UTF-8, ArrayBuffers, Buffers and views', () => {
    const text = 'Subject: Grüße\r\n\r\n'
    const bytes = new TextEncoder().encode(text)
    const inside = new Uint8Array(bytes.length + 2)
    inside.set(bytes, 1)
    for (const source of [text, bytes, bytes.buffer, Buffer.from(bytes), inside.subarray(1, -1)]) {
      expect(parse(source as Uint8Array).subject).toBe('Grüße')
    }
  })

  it('lookups refuse what is no name, path or type', () => {
    const message = parse(SOURCE)
    for (const value of [undefined, null, 5, {}]) {
      expect(() => message.headers.get(wrong(value))).toThrow('name of a field')
      expect(() => message.headers.has(wrong(value))).toThrow('name of a field')
      expect(() => message.find(wrong(value))).toThrow('find: expected')
    }
    for (const value of ['text', ['1'], [1.5]]) expect(() => message.find(wrong(value))).toThrow('find: expected')
    expect(() => message.headers.field('subject', -1)).toThrow('non-negative integer')
  })

  it.each([null, 5, { foo: 1 }, { eol: 'x' }, { bcc: true }, { transport: 'x' }, { utf8: 1 }])(
    'toBytes and chunks refuse %j',
    async (options) => {
      const message = parse(SOURCE)
      expect(() => message.toBytes(wrong(options))).toThrow(TypeError)
      expect(() => message.toString(wrong(options))).toThrow(TypeError)
      await expect(drained(message.chunks(wrong(options)))).rejects.toThrow(TypeError)
    },
  )
})

async function drained(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const all: Uint8Array[] = []
  for await (const chunk of chunks) all.push(chunk)
  return new Uint8Array(all.flatMap((chunk) => [...chunk]))
}

describe('members', () => {
  const message = parse(SOURCE)

  it('octets are Uint8Arrays, never Buffers', () => {
    const { raw, rawBody, preamble, epilogue } = message
    for (const octets of [
      raw,
      rawBody,
      preamble,
      epilogue,
      message.bytes(),
      message.toBytes(),
      parse(Buffer.from(SOURCE)).raw,
    ]) {
      expect(octets?.constructor).toBe(Uint8Array)
    }
  })

  it('lists are lists and absence is undefined', () => {
    const { from, to, cc, bcc, replyTo, inReplyTo, references, attachments, defects, brokenSignatures } = message
    for (const list of [from, to, cc, bcc, replyTo, inReplyTo, references, attachments, defects, brokenSignatures]) {
      expect(Array.isArray(list)).toBe(true)
    }
    const { sender, date, messageId, filename, contentId, description, parent, disposition, text } = message
    for (const value of [
      sender,
      date,
      messageId,
      filename,
      contentId,
      description,
      parent,
      disposition,
      text,
      message.message,
    ]) {
      expect(value).toBeUndefined()
    }
    const { headers } = message
    expect([headers.get('x'), headers.field('x'), headers.date('x'), headers.parameterized('x')]).toEqual(
      Array(4).fill(undefined),
    )
    expect([
      headers.getAll('x'),
      headers.fields('x'),
      headers.ids('x'),
      headers.received(),
      headers.keywords(),
    ]).toEqual(Array(5).fill([]))
    expect([...headers.addresses('x').mailboxes]).toEqual([])
    expect(headers.list()).toEqual({})
  })

  it('walks, finds, numbers', () => {
    expect([...message.walk()].map(({ path }) => path.join('.'))).toEqual(['', '1', '2', '2.1'])
    expect(message.find('TEXT/HTML')?.path).toEqual([1])
    expect(message.find([])).toBe(message)
    expect(message.find([2])?.message).toBeInstanceOf(Message)
    // The type says so as well.
    expect(message.find([2])?.message?.subject).toBe('in')
    expect(message.find(({ role }) => role.is === 'attachment')?.path).toEqual([2])
    expect(message.headers).toBeInstanceOf(Headers)
    expect(message.headers.field('subject')).toBeInstanceOf(Field)
    expect(message.headers.field('subject')?.range).toEqual({ start: 0, end: 12 })
    for (const entity of message.walk()) expect(entity.safeFilename).not.toBe('')
  })

  it('one leaf cannot hand parts to another', () => {
    expect(() => (parse('a: b\r\n\r\n').parts as unknown[]).push(1)).toThrow(TypeError)
    expect(parse('c: d\r\n\r\n').parts).toEqual([])
  })

  it('set replaces the first in place and drops the rest', () => {
    const edited = parse('X: 1\r\nA: b\r\nx: 2\r\n\r\n')
    edited.headers.set('X', '3')
    expect(edited.toString()).toBe('X: 3\r\nA: b\r\n\r\n')
    expect(edited.headers.delete('A')).toBe(true)
    expect(edited.headers.delete('A')).toBe(false)
  })
})

describe('chunks', () => {
  it.each(['keep', 'crlf', 'lf'] as const)('gives the octets of toBytes, eol %s', async (eol) => {
    const composed = compose({
      from: 'a@b.example',
      text: 'é\nb\n',
      attachments: [{ content: new Uint8Array(100_000) }],
    })
    for (const message of [composed, parse('A: b\n\r\nx\r\ny\rz\n\r'), parse(SOURCE)]) {
      for (const transport of ['7bit', '8bit', undefined] as const) {
        for (const bcc of ['keep', 'omit'] as const) {
          const options = { eol, bcc, ...(transport === undefined || message !== composed ? {} : { transport }) }
          expect(Buffer.compare(await drained(message.chunks(options)), message.toBytes(options))).toBe(0)
        }
      }
    }
  })

  it('changes the line ends of contents that were streams', async () => {
    const content = [new Uint8Array(200)]
    const message = compose({ from: 'a@b.example', attachments: [{ content }] })
    const text = new TextDecoder().decode(await drained(message.chunks({ eol: 'lf' })))
    expect(text.includes('\r')).toBe(false)
    expect(parse(text).attachments[0]?.bytes()).toEqual(content[0])
  })
})

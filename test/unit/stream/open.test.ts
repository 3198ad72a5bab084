import { describe, expect, it } from 'vitest'
import { parse } from '../../../src/message/parse.js'
import { open } from '../../../src/stream/open.js'
import { parts } from '../../../src/stream/parts.js'
import type { Node } from '../../../src/tree/node.js'
import { fixtures } from '../../messages.js'

function nodes(root: Node): Node[] {
  const found: Node[] = []
  const work = [root]
  while (work.length > 0) {
    const node = work.pop()!
    found.push(node)
    for (let i = node.children.length - 1; i >= 0; i--) work.push(node.children[i]!)
  }
  return found
}

const octets = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1')

describe('a message in storage is the tree that parse() gives', () => {
  it.each(fixtures().map((sample) => [sample.name, sample.bytes] as const))('%s', async (_name, bytes) => {
    const message = await open(new Blob([bytes as Uint8Array<ArrayBuffer>]))
    const seen = []
    for (const part of message.walk()) {
      const { path, range, contentType, filename } = part
      const content = [octets(await part.bytes()), await part.text()]
      seen.push({ path, range, mediaType: contentType.mediaType, filename, content, parts: part.parts.length })
    }
    const expected = nodes(parse(bytes).node).map(({ view }) => ({
      path: view.path,
      range: view.range,
      mediaType: view.contentType.mediaType,
      filename: view.filename,
      content: [octets(view.bytes()), view.decodeText()],
      parts: view.parts.length,
    }))
    expect(seen).toEqual(expected)
    const streamed = parts(bytes)
    for await (const _ of streamed);
    const found = streamed.defects.map(({ code, start, end }) => ({ code, start, end }))
    expect(found).toEqual(parse(bytes).defects.map(({ code, start, end }) => ({ code, start, end })))
  })
})

describe('open', () => {
  const MESSAGE = 'Content-Type: message/rfc822\r\n\r\nSubject: x\r\n\r\nbody'
  const bytes = new TextEncoder().encode(MESSAGE)

  it('reads only what is asked for', async () => {
    const asked: string[] = []
    const message = await open({
      size: bytes.length,
      read: async (start, end) => {
        asked.push(`${start}-${end}`)
        return bytes.subarray(start, end)
      },
    })
    expect(asked).toEqual([`0-${bytes.length}`])
    expect(message.message?.headers.get('subject')).toBe('x')
    expect(await message.message?.text()).toBe('body')
    expect(await message.message?.text()).toBe('body')
    expect(asked.slice(1)).toEqual([`${bytes.length - 4}-${bytes.length}`, `${bytes.length - 4}-${bytes.length}`])
    await expect(message.bytes(3)).rejects.toThrow(RangeError)
  })

  it('refuses wrong arguments, short reads and aborted signals', async () => {
    await expect(open({ size: -1, read: async () => bytes })).rejects.toThrow(TypeError)
    await expect(open(undefined as unknown as Blob)).rejects.toThrow(TypeError)
    await expect(open({ size: 900, read: async () => bytes })).rejects.toThrow('did not give 900 octets')
    await expect(open(new Blob([bytes]), { signal: AbortSignal.abort(new Error('no')) })).rejects.toThrow('no')
  })
})

describe('parts', () => {
  const WRONG = 'Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\none'

  it('strict rejects at the first error', async () => {
    const seen: string[] = []
    await expect(async () => {
      for await (const part of parts('Content-Transfer-Encoding: base64\r\n\r\n****', { strict: true }))
        seen.push(await part.text())
    }).rejects.toMatchObject({ name: 'MessageError' })
    for await (const part of parts('Subject: x\r\n\r\nfine', { strict: true })) seen.push(await part.text())
    expect(seen).toEqual(['fine'])
  })

  it("onLimit 'throw' rejects", async () => {
    await expect(async () => {
      for await (const _ of parts(WRONG, { limits: { maxDepth: 0 }, onLimit: 'throw' }));
    }).rejects.toMatchObject({ name: 'MessageError' })
  })

  it('an encapsulated message can be had whole, or by its parts', async () => {
    const message =
      'Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: message/rfc822\r\n\r\nA: b\r\n\r\nx\r\n--b--'
    const whole: string[] = []
    for await (const part of parts(message))
      if (part.contentType.type === 'message') whole.push(await part.text())
      else whole.push(part.path.join('.'))
    expect(whole).toEqual(['', 'A: b\r\n\r\nx'])
    const paths: string[] = []
    for await (const part of parts(message)) paths.push(`${part.path.join('.')} ${part.isMessage} ${part.isContainer}`)
    expect(paths).toEqual([' true true', '1 false true', '1.1 true false'])
  })

  it('a body is read once, and in time', async () => {
    let late: (() => Promise<Uint8Array>) | undefined
    for await (const part of parts(WRONG)) {
      if (late !== undefined) await expect(late()).rejects.toThrow('has passed')
      await part.bytes()
      await expect(part.bytes()).rejects.toThrow('read once')
      await expect(part.bytes(-1)).rejects.toThrow(TypeError)
      late = () => part.bytes()
    }
    const once = parts(WRONG)
    for await (const _ of once);
    expect(() => once[Symbol.asyncIterator]()).toThrow('iterated once')
  })
})

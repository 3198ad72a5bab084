import { PassThrough, Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { describe, expect, it } from 'vitest'
import * as node from '../../../src/stream/node.js'
import * as web from '../../../src/stream/web.js'

const TEXT = '.dot\r\n=F6 caf\u00e9\r\n..\r\n'
const BYTES = new TextEncoder().encode(TEXT.repeat(9000))

function* chunks(bytes: Uint8Array, size: number): Iterable<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

async function joined(source: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const pieces: Uint8Array[] = []
  for await (const piece of source) pieces.push(piece)
  return Buffer.concat(pieces)
}

const WEB = [
  ['base64', web.Base64EncoderStream, web.Base64DecoderStream],
  ['quoted-printable', web.QuotedPrintableEncoderStream, web.QuotedPrintableDecoderStream],
  ['uuencode', web.UuEncoderStream, web.UuDecoderStream],
] as const

const NODE = [
  ['base64', node.Base64EncoderTransform, node.Base64DecoderTransform],
  ['quoted-printable', node.QuotedPrintableEncoderTransform, node.QuotedPrintableDecoderTransform],
  ['uuencode', node.UuEncoderTransform, node.UuDecoderTransform],
] as const

describe('web streams', () => {
  it.each(WEB)('%s there and back', async (_name, Encoder, Decoder) => {
    for (const size of [997, 1 << 20]) {
      const encoded = (Readable.toWeb(Readable.from(chunks(BYTES, size))) as ReadableStream<Uint8Array>).pipeThrough(
        new Encoder(),
      )
      expect((await joined(encoded.pipeThrough(new Decoder()))).equals(BYTES)).toBe(true)
    }
  })

  it('dots', async () => {
    const stuffed = new Blob([TEXT]).stream().pipeThrough(new web.DotStuffStream())
    expect((await joined(stuffed)).toString()).toBe('..dot\r\n=F6 caf\u00e9\r\n...\r\n.\r\n')
    const back = new Blob(['..a\r\n.\r\nrest']).stream().pipeThrough(new web.DotUnstuffStream())
    expect((await joined(back)).toString()).toBe('.a\r\n')
    await expect(joined(new Blob(['..a\r\n']).stream().pipeThrough(new web.DotUnstuffStream()))).rejects.toThrow(
      'lone dot',
    )
  })

  it('dots: bare line ends are refused, or made CRLF where that is asked for', async () => {
    const stored = () => new Blob(['a\n.\nMAIL FROM:<x@example.net>\n']).stream()
    await expect(joined(stored().pipeThrough(new web.DotStuffStream()))).rejects.toThrow('LF without CR at octet 1')
    const fixed = stored().pipeThrough(new web.DotStuffStream({ bareLineEnds: 'fix' }))
    expect((await joined(fixed)).toString()).toBe('a\r\n..\r\nMAIL FROM:<x@example.net>\r\n.\r\n')
  })

  it('dots: what stands behind the lone dot is rest, and the output ends there', async () => {
    for (const size of [1, 3, 100]) {
      const stream = new web.DotUnstuffStream()
      const writer = stream.writable.getWriter()
      const read = joined(stream.readable as never)
      for (const chunk of chunks(new TextEncoder().encode('..a\r\n.\r\nQUIT\r\n'), size)) await writer.write(chunk)
      // The writable side is open still.
      expect((await read).toString()).toBe('.a\r\n')
      expect(new TextDecoder().decode(stream.rest)).toBe('QUIT\r\n')
      await writer.write(new TextEncoder().encode('NOOP\r\n'))
      expect(new TextDecoder().decode(stream.rest)).toBe('QUIT\r\nNOOP\r\n')
      await writer.close()
    }
  })

  it('dots: who stops reading, and whose input breaks off', async () => {
    const stream = new web.DotUnstuffStream()
    const writer = stream.writable.getWriter()
    const reader = stream.readable.getReader()
    const written = writer.write(new TextEncoder().encode('a\r\n'))
    await reader.read()
    await written
    await reader.cancel()
    await expect(writer.write(new TextEncoder().encode('b\r\n'))).rejects.toBeUndefined()
    const broken = new web.DotUnstuffStream()
    const failing = broken.writable.getWriter()
    const read = joined(broken.readable as never)
    await failing.abort(new Error('connection lost'))
    await expect(read).rejects.toThrow('connection lost')
  })

  it('refuses chunks that are no bytes', async () => {
    const wrong = Readable.toWeb(Readable.from(['text'])) as ReadableStream<Uint8Array>
    await expect(joined(wrong.pipeThrough(new web.Base64EncoderStream()))).rejects.toThrow(TypeError)
  })

  it('PartStream gives parts whose bodies can be read, and cancels', async () => {
    const message = 'Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\none\r\n--b\r\n\r\ntwo\r\n--b--\r\n'
    const texts: string[] = []
    for await (const part of new Blob([message]).stream().pipeThrough(new web.PartStream()))
      texts.push(await part.text())
    expect(texts).toEqual(['', 'one', 'two'])
    let cancelled = false
    const source = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(new TextEncoder().encode('A: b\r\n\r\nbody')),
      cancel: () => {
        cancelled = true
      },
    })
    for await (const _ of source.pipeThrough(new web.PartStream())) break
    await new Promise((resolve) => setTimeout(resolve, 5))
    expect(cancelled).toBe(true)
  })
})

describe('Node streams', () => {
  it.each(NODE)('%s there and back', async (_name, Encoder, Decoder) => {
    for (const size of [997, 1 << 20]) {
      const pieces: Uint8Array[] = []
      await pipeline(
        Readable.from(chunks(BYTES, size)),
        new Encoder(),
        new Decoder(),
        async (source: AsyncIterable<Uint8Array>) => {
          for await (const piece of source) pieces.push(piece)
        },
      )
      expect(Buffer.concat(pieces).equals(BYTES)).toBe(true)
    }
  })

  it('dots', async () => {
    const stuffed = Readable.from([Buffer.from(TEXT)]).pipe(new node.DotStuffTransform())
    expect((await joined(stuffed)).toString()).toBe('..dot\r\n=F6 caf\u00e9\r\n...\r\n.\r\n')
    const back = Readable.from([Buffer.from('..a\r\n.\r\nrest')]).pipe(new node.DotUnstuffTransform())
    expect((await joined(back)).toString()).toBe('.a\r\n')
    const cut = Readable.from([Buffer.from('..a\r\n')]).pipe(new node.DotUnstuffTransform())
    await expect(joined(cut)).rejects.toThrow('lone dot')
  })

  it('dots: bare line ends are refused, or made CRLF where that is asked for', async () => {
    const stored = () => Readable.from([Buffer.from('a\n.\nMAIL FROM:<x@example.net>\n')])
    await expect(joined(stored().pipe(new node.DotStuffTransform()))).rejects.toThrow('LF without CR at octet 1')
    const fixed = stored().pipe(new node.DotStuffTransform({ bareLineEnds: 'fix' }))
    expect((await joined(fixed)).toString()).toBe('a\r\n..\r\nMAIL FROM:<x@example.net>\r\n.\r\n')
  })

  it('dots: on a connection that goes on, the output ends and the next commands are rest', async () => {
    for (const size of [1, 3, 100]) {
      const connection = new PassThrough()
      const data = connection.pipe(new node.DotUnstuffTransform())
      for (const chunk of chunks(Buffer.from('..a\r\n.\r\nQUIT\r\n'), size)) connection.write(chunk)
      expect((await joined(data)).toString()).toBe('.a\r\n')
      connection.unpipe(data)
      connection.unshift(data.rest)
      connection.end('NOOP\r\n')
      expect((await joined(connection)).toString()).toBe('QUIT\r\nNOOP\r\n')
    }
  })
})

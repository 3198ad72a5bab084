import { Readable } from 'node:stream'
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
})

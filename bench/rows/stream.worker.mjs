/** A message of any length, made as it is read, never held: ENCODING IMPLEMENTATION MIB. */

import { Buffer } from 'node:buffer'
import { Readable } from 'node:stream'
import { CHARSETS } from '../inputs/charsets.mjs'
import { base64Lines, quotedPrintable } from '../inputs/encode.mjs'
import { Random } from '../inputs/random.mjs'
import { mixture, paragraphs } from '../inputs/text.mjs'
import { cpu, peakMemory, settleMemory } from '../measure.mjs'

const [encoding, implementation, mib] = process.argv.slice(2)
const CHUNK = 65536
const STEP = 65536

const random = new Random(0x57)
const plain =
  encoding === 'base64'
    ? Buffer.from(random.bytes(57 * 16384))
    : Buffer.from(paragraphs(random, 1e6, { from: mixture(CHARSETS[0], 5), most: 110 }))
const block = Buffer.from(encoding === 'base64' ? base64Lines(plain, '\r\n') : quotedPrintable(plain, '\r\n'))
const blocks = Math.max(1, Math.round((Number(mib) * 1024 * 1024) / block.length))
const head = Buffer.from(
  'From: Ada <ada@example.org>\r\nTo: charles@example.net\r\nSubject: Long\r\nMIME-Version: 1.0\r\n' +
    'Content-Type: multipart/mixed; boundary="=_stream"\r\n\r\n--=_stream\r\nContent-Type: text/plain\r\n\r\nSee attachment.\r\n' +
    '--=_stream\r\nContent-Type: application/octet-stream\r\nContent-Disposition: attachment; filename="long.bin"\r\n' +
    `Content-Transfer-Encoding: ${encoding}\r\n\r\n`,
)
const tail = Buffer.from('\r\n--=_stream--\r\n')

let pulled = 0
async function* source() {
  pulled += head.length
  yield head
  for (let i = 0; i < blocks; i++) {
    for (let at = 0; at < block.length; at += CHUNK) {
      const chunk = block.subarray(at, Math.min(at + CHUNK, block.length))
      pulled += chunk.length
      yield chunk
    }
  }
  yield tail
}

/** Counts the decoded bytes and compares one in every 64 KiB with what it has to be: cheap enough not to disturb the clock. */
let decoded = 0
let mistakes = 0
let firstAt
function take(chunk) {
  if (chunk.length === 0) return
  firstAt ??= pulled
  for (let at = (STEP - (decoded % STEP)) % STEP; at < chunk.length; at += STEP) {
    if (chunk[at] !== plain[(decoded + at) % plain.length]) mistakes++
  }
  decoded += chunk.length
}

const READERS = {
  async messagerie() {
    const { parts } = await import('../../dist/min/index.js')
    return async () => {
      for await (const part of parts(source())) {
        if (part.contentType.type !== 'application/octet-stream' && part.filename === undefined) continue
        for await (const chunk of part.body) take(chunk)
      }
    }
  },
  async mailparser() {
    const { MailParser } = await import('mailparser')
    return () =>
      new Promise((resolve, reject) => {
        const parser = new MailParser({ checksumAlgo: false })
        parser.on('data', (data) => {
          if (data.type !== 'attachment') return
          data.content.on('data', take)
          data.content.on('end', () => data.release())
        })
        parser.on('end', resolve)
        parser.on('error', reject)
        Readable.from(source(), { objectMode: false }).pipe(parser)
      })
  },
  async mailsplit() {
    const { Splitter } = await import('@zone-eu/mailsplit')
    return async () => {
      let decoder
      const splitter = Readable.from(source(), { objectMode: false }).pipe(new Splitter())
      for await (const data of splitter) {
        if (data.type === 'node' && data.disposition === 'attachment') {
          decoder = data.getDecoder()
          decoder.on('data', take)
        } else if (data.type === 'body' && decoder && !decoder.write(data.value)) {
          await new Promise((resolve) => decoder.once('drain', resolve))
        }
      }
      await new Promise((resolve) => decoder.on('end', resolve).end())
    }
  },
}

const read = await READERS[implementation]()
const before = settleMemory()
const from = cpu()
await read()
const spent = cpu() - from
const total = pulled + tail.length
const expected = blocks * plain.length
/** The line break before the last delimiter belongs to the delimiter, so the final one of the content may be missing. */
const wrong = mistakes === 0 && Math.abs(expected - decoded) <= 2 ? [] : ['bytes']
process.stdout.write(
  JSON.stringify({
    mbPerSecond: total / 1000 / spent,
    growthMB: Math.max(0, peakMemory() - before),
    firstAtKB: (firstAt ?? 0) / 1024,
    bytes: total,
    wrong,
  }),
)

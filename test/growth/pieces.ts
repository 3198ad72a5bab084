/** Growth of what takes octets in pieces: the scanner, codecs, and the streams of browsers and of Node. */
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import * as codec from '../../src/codec/index.js'
import { LineIndex } from '../../src/index.js'
import { CheckedSink, Scanner, type Sink } from '../../src/scan/index.js'
import * as node from '../../src/stream/node.js'
import * as web from '../../src/stream/web.js'
import { fill } from '../hostile/parts.js'
import type { Case } from './measure.js'

const CODEC: Readonly<Record<string, unknown>> = { ...codec }
const WEB: Readonly<Record<string, unknown>> = { ...web }
const NODE: Readonly<Record<string, unknown>> = { ...node }
const encoder = new TextEncoder()
const LINES: Readonly<Record<string, string>> = {
  base64: 'QUJD\r\n',
  quoted: '=41=\r\n',
  uu: '#04%!\r\n',
  dots: '..\r\n',
  lone: '..\r\n',
  text: 'a b c\r\n',
}
/** Data of SMTP ends with a lone dot. */
const make =
  (unit: string, end = '') =>
  (n: number) =>
    encoder.encode(fill(unit, n) + end)
function* pieces(bytes: Uint8Array, size = 50): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}
interface Coder {
  write(chunk: Uint8Array): unknown
  end(): unknown
}

const coders = Object.entries({
  Base64Decoder: 'base64',
  Base64Encoder: 'text',
  QuotedPrintableDecoder: 'quoted',
  QuotedPrintableEncoder: 'text',
  UuDecoder: 'uu',
  UuEncoder: 'text',
}) as [keyof typeof codec, keyof typeof LINES][]
const streams = { ...Object.fromEntries(coders), DotStuff: 'dots', DotUnstuff: 'lone' } as Record<
  string,
  keyof typeof LINES
>

async function drain(readable: ReadableStream<unknown>): Promise<void> {
  for (let reader = readable.getReader(); !(await reader.read()).done; );
}

const sink = new Proxy({}, { get: () => () => undefined }) as Sink

export const PIECES: readonly Case[] = [
  ...coders.map(
    ([name, unit]): Case => ({
      name: `codec.${name}`,
      covers: [`codec.${name}`],
      make: make(LINES[unit]!),
      run: (bytes: Uint8Array) => {
        const coder = new (CODEC[name] as new () => Coder)()
        for (const piece of pieces(bytes)) coder.write(piece)
        return coder.end()
      },
    }),
  ),
  ...Object.entries(streams).flatMap(([name, unit]): Case[] => [
    {
      name: `web.${name}Stream`,
      covers: [`web.${name}Stream`],
      make: make(LINES[unit]!, unit === 'lone' ? '.\r\n' : ''),
      run: (bytes: Uint8Array) => {
        const stream = new (WEB[`${name}Stream`] as new () => TransformStream)()
        return drain(new Blob([bytes as Uint8Array<ArrayBuffer>]).stream().pipeThrough(stream))
      },
    },
    {
      name: `node.${name}Transform`,
      covers: [`node.${name}Transform`],
      make: make(LINES[unit]!, unit === 'lone' ? '.\r\n' : ''),
      run: (bytes: Uint8Array) => {
        const stream = new (NODE[`${name}Transform`] as new () => NodeJS.ReadWriteStream)()
        return pipeline(Readable.from([bytes]), stream, async (source) => {
          for await (const _ of source);
        })
      },
    },
  ]),
  ...['a: b\r\n', '\r\n', ' \r\n', '--\r\n', 'a\n', '\r', 'a: b\r\n\r\n--b\r\n'].flatMap((unit): Case[] => [
    {
      name: `scan.Scanner ${JSON.stringify(unit)}`,
      covers: ['scan.Scanner'],
      make: make(unit),
      run: (bytes: Uint8Array) => {
        const scanner = new Scanner(sink)
        for (const piece of pieces(bytes)) scanner.write(piece)
        scanner.end()
      },
    },
    {
      name: `scan.CheckedSink ${JSON.stringify(unit)}`,
      covers: ['scan.CheckedSink'],
      make: make(unit),
      run: (bytes: Uint8Array) => {
        const scanner = new Scanner(new CheckedSink(sink))
        for (const piece of pieces(bytes)) scanner.write(piece)
        scanner.end()
      },
    },
    {
      name: `root.LineIndex ${JSON.stringify(unit)}`,
      covers: ['root.LineIndex'],
      make: make(unit),
      run: (bytes: Uint8Array) => {
        const index = new LineIndex(bytes)
        for (let at = 0; at < bytes.length; at += 10) index.locate(at)
      },
    },
  ]),
]

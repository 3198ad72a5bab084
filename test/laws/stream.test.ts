/** Law: a message read as a stream of parts, however it is cut, is the tree that parse() gives. */
import { describe, expect, it } from 'vitest'
import type { Defect } from '../../src/defects/defect.js'
import { parse } from '../../src/message/parse.js'
import { parts } from '../../src/stream/parts.js'
import type { Entity } from '../../src/tree/entity.js'
import type { Node } from '../../src/tree/node.js'
import { corpus, corpusFolder, fixtures } from '../messages.js'
import { randomCuts, seeded } from '../seeded.js'

interface Seen {
  readonly path: string
  readonly type: string
  readonly fields: readonly string[]
  readonly filename: string | undefined
  readonly safeFilename: string
  readonly start: number
  /** Of a leaf: decoded octets or text. Of a multipart: its preamble. */
  readonly content: string | undefined
}

/** Octets as a string: a comparison of arrays costs a hundred times as much. */
const octets = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1')

interface Found {
  readonly seen: Seen[]
  /** In the order of the source: a stream meets them in another order than a tree. */
  readonly defects: readonly string[]
}

/** Past a limit on their number the order decides which are kept: then only the kinds are compared. */
function sorted(defects: readonly Defect[]): string[] {
  const full = defects.some(({ code }) => code === 'too-many-defects')
  if (full) return [...new Set(defects.map(({ code }) => code))].sort()
  return defects.map(({ code, start, end }) => `${String(start).padStart(9, '0')}-${end} ${code}`).sort()
}

type Reading = 'bytes' | 'text' | 'raw'

function fieldsOf(headers: Entity['headers']): string[] {
  return [...headers].map((field) => `${field.name}|${field.value}|${field.text}`)
}

/** Entities of the source itself: what stands under a transfer encoding is one leaf in a stream. */
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

/** In a stream, a multipart without delimiters was announced as one: its path and that of what it is in say so. */
function undelimited(node: Node): boolean {
  const { contentType } = node.view
  return !node.opaque && contentType.type === 'multipart' && contentType.boundary !== undefined
}

function pathOf(node: Node): string {
  const path: number[] = []
  for (let at = node; at.parent !== undefined; at = at.parent) {
    if (at.kind === 1) path.push(at.index + 1)
    else {
      if (!undelimited(at)) path.push(1)
      if (at.parent.parent === undefined) path.push(1)
    }
  }
  return path.reverse().join('.')
}

function contentOf(node: Node, reading: Reading): Seen['content'] {
  const { view } = node
  if (node.children.length > 0) return node.children[0]!.kind === 0 ? undefined : octets(view.preamble as Uint8Array)
  if (reading === 'raw') return octets(view.rawBody)
  return reading === 'text' ? view.decodeText() : octets(view.bytes())
}

/** An undelimited multipart is announced before anybody knows that it is a leaf: its octets come as they stand. */
function contentAt(node: Node, reading: Reading): Seen['content'] {
  return node.children.length === 0 && undelimited(node) ? octets(node.view.rawBody) : contentOf(node, reading)
}

function fromTree(bytes: Uint8Array, reading: Reading): Found {
  const message = parse(bytes)
  const seen = nodes(message.node).map((node) => ({
    path: pathOf(node),
    type: node.view.contentType.mediaType,
    fields: fieldsOf(node.view.headers),
    filename: node.view.filename,
    safeFilename: node.view.safeFilename,
    start: node.start,
    content: contentAt(node, reading),
  }))
  return { seen, defects: sorted(message.defects) }
}

async function all(source: AsyncIterable<Uint8Array>): Promise<string> {
  const pieces: Uint8Array[] = []
  for await (const piece of source) pieces.push(piece)
  return octets(Buffer.concat(pieces))
}

async function fromStream(bytes: Uint8Array, cuts: readonly number[], reading: Reading): Promise<Found> {
  const seen: Seen[] = []
  const streamed = parts(cut(bytes, cuts))
  for await (const part of streamed) {
    const message = part.contentType.type === 'message' && part.isContainer
    const multipart = part.contentType.type === 'multipart' && part.isContainer
    let content: Seen['content']
    if (message) content = undefined
    else if (reading === 'raw' || multipart) content = await all(part.raw)
    else content = reading === 'text' ? await part.text() : octets(await part.bytes())
    seen.push({
      path: part.path.join('.'),
      type: part.contentType.mediaType,
      fields: fieldsOf(part.headers),
      filename: part.filename,
      safeFilename: part.safeFilename,
      start: part.start,
      content,
    })
  }
  return { seen, defects: sorted(streamed.defects) }
}

/** The octets, cut. */
function* cut(bytes: Uint8Array, cuts: readonly number[]): Iterable<Uint8Array> {
  let from = 0
  for (const to of [...cuts, bytes.length]) {
    yield bytes.subarray(from, to)
    from = to
  }
}

async function compare(name: string, bytes: Uint8Array, cutSets: readonly (readonly number[])[]): Promise<void> {
  for (const reading of ['bytes', 'text', 'raw'] as const) {
    const expected = fromTree(bytes, reading)
    for (const cuts of cutSets)
      expect(await fromStream(bytes, cuts, reading), `${name} ${reading} [${cuts.length} cuts]`).toEqual(expected)
  }
}

describe('a stream of parts is the tree', () => {
  it.each(fixtures().map((sample) => [sample.name, sample.bytes] as const))('%s', async (name, bytes) => {
    const random = seeded(bytes.length)
    const everyByte =
      bytes.length <= 2048 ? [Array.from({ length: Math.max(0, bytes.length - 1) }, (_, i) => i + 1)] : []
    await compare(name, bytes, [
      [],
      randomCuts(random, bytes.length, 5),
      randomCuts(random, bytes.length, 50),
      ...everyByte,
    ])
  })

  it.skipIf(corpusFolder === undefined)(
    '500 messages of the corpus',
    async () => {
      let count = 0
      const random = seeded(5)
      for (const { name, bytes } of corpus(4, 300_000)) {
        await compare(name, bytes, [randomCuts(random, bytes.length, 1 + random(40))])
        if (++count === 500) break
      }
      expect(count).toBe(500)
    },
    300_000,
  )
})

/** Laws of rewriting a message in flight: without edits the output is the input; with edits it is what the same edits of the tree give. */
import { describe, expect, it } from 'vitest'
import { type Entity, type Message, parse } from '../../src/index.js'
import { parts } from '../../src/stream/parts.js'
import { rewrite } from '../../src/stream/rewrite.js'
import type { Node } from '../../src/tree/node.js'
import { corpus, corpusFolder, fixtures } from '../messages.js'
import { randomCuts, seeded } from '../seeded.js'

type Random = (n: number) => number
type EditPart = Parameters<typeof rewrite>[1]

function cut(bytes: Uint8Array, random: Random, count: number): Uint8Array[] {
  const chunks: Uint8Array[] = []
  let from = 0
  for (const to of [...randomCuts(random, bytes.length, count), bytes.length]) {
    chunks.push(bytes.subarray(from, to))
    from = to
  }
  return chunks
}

async function written(source: Parameters<typeof rewrite>[0], edit: EditPart): Promise<Buffer> {
  const pieces: Uint8Array[] = []
  for await (const piece of rewrite(source, edit)) pieces.push(piece)
  return Buffer.concat(pieces)
}

/** Entities of the source itself, in its order: what stands under a transfer encoding is one leaf in a stream. */
function entities(message: Message): Entity[] {
  const found: Entity[] = []
  const work: Node[] = [message.node]
  while (work.length > 0) {
    const node = work.pop()!
    found.push(node.view)
    for (let i = node.children.length - 1; i >= 0; i--) work.push(node.children[i]!)
  }
  return found
}

const NAME = 'X-Edited'

/** One edit of one header section, in the stream and in the tree. */
async function checkEdit(name: string, bytes: Uint8Array, random: Random): Promise<void> {
  const message = parse(bytes)
  const all = entities(message)
  const number = random(all.length)
  const entity = all[number]!
  const value = `value ${random(1000)}`
  const names = [...entity.headers].map((field) => field.name).filter((one) => !/^content-/i.test(one))
  const kind = names.length === 0 ? random(2) : random(4)
  const victim = names[random(Math.max(1, names.length))] ?? ''
  const apply = ({ headers }: { headers: Entity['headers'] }): void => {
    if (kind === 0) headers.append(NAME, value)
    else if (kind === 1) headers.prepend(NAME, value)
    else if (kind === 2) headers.delete(victim)
    else headers.delete(victim) && headers.append(NAME, value)
  }
  let count = 0
  const out = await written(cut(bytes, random, 1 + random(20)), (part) => {
    if (count++ === number) apply(part)
  })
  expect(count, `${name}: parts shown`).toBe(all.length)
  apply(entity)
  if (!out.equals(Buffer.from(message.toBytes())))
    expect.fail(`${name}: edit ${kind} of part ${number} differs from the same edit of the tree`)
}

const FOOTER = '-- \r\nYou get this because you are on the list.\r\n'

/** A gateway's day: Received on top, an attachment stripped, a footer added. */
async function checkGateway(name: string, bytes: Uint8Array, random: Random): Promise<void> {
  const message = parse(bytes)
  const victim = entities(message).findIndex(({ node, disposition }) => node.kind === 1 && disposition !== undefined)
  let count = 0
  const out = await written(cut(bytes, random, 1 + random(20)), (part) => {
    if (part.isRoot) part.headers.prepend('Received', 'by gateway.example.org; Fri, 21 Nov 1997 09:55:06 -0600')
    if (part.isRoot) part.append({ content: FOOTER })
    if (count++ === victim) part.drop()
  })
  const again = parse(out)
  expect(again.headers.get('received'), name).toContain('gateway.example.org')
  const mixed = message.contentType.mediaType === 'multipart/mixed' && message.contentType.boundary !== undefined
  if (mixed && message.parts.length === 0) return
  const footer = again.parts.at(-1)
  expect(footer?.decodeText().replaceAll('\r\n', '\n'), name).toBe(FOOTER.replaceAll('\r\n', '\n'))
  if (victim !== -1) return
  // What was there is there, under one more level where it was wrapped.
  const kept = mixed ? again.parts.slice(0, -1) : [again.parts[0] as Entity]
  const before = mixed ? message.parts : [message]
  expect(
    kept.map((part) => Buffer.from(part.rawBody).toString('latin1')),
    name,
  ).toEqual(before.map((part) => Buffer.from(part.rawBody).toString('latin1')))
}

describe('rewriting', () => {
  it('fixtures, 6 seeded edits each', async () => {
    for (const { name, bytes } of fixtures()) {
      const random = seeded(bytes.length)
      for (let i = 0; i < 6; i++) await checkEdit(`${name} ${i}`, bytes, random)
    }
  }, 60_000)

  it('fixtures pass a gateway', async () => {
    for (const { name, bytes } of fixtures()) await checkGateway(name, bytes, seeded(bytes.length))
  }, 60_000)

  it.skipIf(corpusFolder === undefined)(
    'the whole corpus, cut at random, is the same without edits',
    async () => {
      const random = seeded(4)
      for (const { name, bytes } of corpus()) {
        const out = await written(cut(bytes, random, 1 + random(60)), () => {})
        if (!out.equals(bytes)) expect.fail(`${name}: not the same octets`)
      }
    },
    300_000,
  )

  it.skipIf(corpusFolder === undefined)(
    'the corpus, 2 seeded edits and a gateway each',
    async () => {
      const random = seeded(23)
      for (const { name, bytes } of corpus(process.env.FULL === undefined ? 4 : 1, 200_000)) {
        for (let i = 0; i < 2; i++) await checkEdit(`${name} ${i}`, bytes, random)
        await checkGateway(name, bytes, random)
      }
    },
    300_000,
  )

  it('messages cut byte by byte', async () => {
    for (const { name, bytes } of fixtures()) {
      if (bytes.length > 1500) continue
      const out = await written(
        Array.from(bytes, (octet) => Uint8Array.of(octet)),
        (part) => void part.headers.has('x'),
      )
      if (!out.equals(bytes)) expect.fail(`${name}: not the same octets`)
      let count = 0
      for await (const _ of parts(bytes)) count++
      expect(count).toBe(entities(parse(bytes)).length)
    }
  }, 60_000)
})

/** Law 4: after one edit, all octets outside of what was edited are the same, and reading again gives what was edited. */

import { describe, expect, it } from 'vitest'
import { type Entity, type Message, parse } from '../../src/index.js'
import { isMultipart, isRest } from '../../src/tree/shape.js'
import { corpus, corpusFolder, fixtures } from '../messages.js'
import { seeded } from '../seeded.js'

const NAME = 'X-Edited'

/** One seeded edit of one entity. Encoded messages are read from decoded octets: they have no place of their own in the source. */
function check(bytes: Uint8Array, name: string, random: (n: number) => number): void {
  const message = parse(bytes)
  const own = [...message.walk()].filter((entity) => entity.node.doc === message.node.doc)
  const entity = own[random(own.length)] as Entity
  const { start, bodyStart } = entity.range
  const value = `value ${random(1000)}`
  const kind = random(3)
  const fields = entity.headers.fields()
  const victim = fields.length === 0 ? undefined : fields[random(fields.length)]!.name
  if (kind === 0 || victim === undefined) entity.headers.append(NAME, value)
  else if (kind === 1) entity.headers.prepend(NAME, value)
  else entity.headers.delete(victim)
  const written = Buffer.from(message.toBytes())
  const source = Buffer.from(bytes)
  if (!written.subarray(0, start).equals(source.subarray(0, start)))
    expect.fail(`${name}: octets before the section changed`)
  const rest = source.subarray(bodyStart)
  if (!written.subarray(written.length - rest.length).equals(rest))
    expect.fail(`${name}: octets behind the section changed`)
  // A change of its own type or boundary changes what the entity is; only fields that do not are read again in place.
  if (kind !== 2 || victim === undefined) {
    const section = written.subarray(start, written.length - rest.length).toString('latin1')
    if (section.split(`${NAME}: ${value}`).length !== 2)
      expect.fail(`${name}: not one edited field in ${JSON.stringify(section.slice(0, 200))}`)
    const again = [...parse(written).walk()].find((one) => one.headers.get(NAME) === value)
    if (again === undefined) expect.fail(`${name}: the edited value is not read back`)
  } else if (entity.headers.has(victim)) expect.fail(`${name}: ${victim} is still there`)
}

/** What identifies an entity whose octets must not change: all of them. */
const octets = (entity: Entity) => Buffer.from(entity.raw).toString('latin1')
const body = (entity: Entity) => Buffer.from(entity.rawBody).toString('latin1')
const TEXT = 'an edit\r\nof two lines\r\n'

/** Entities of the source itself, that were read and can be edited. */
function editable(message: Message): Entity[] {
  return [...message.walk()].filter(({ node }) => node.doc === message.node.doc && !isRest(node) && !node.opaque)
}

/** Octets at both ends that two sequences have in common, the first `from` and the last `to` among them. */
function sameOutside(name: string, source: Uint8Array, written: Uint8Array, start: number, end: number): void {
  const [before, after] = [Buffer.from(source), Buffer.from(written)]
  if (!after.subarray(0, start).equals(before.subarray(0, start))) expect.fail(`${name}: octets before it changed`)
  const rest = before.subarray(end)
  if (after.length < start + rest.length || !after.subarray(after.length - rest.length).equals(rest))
    expect.fail(`${name}: octets behind it changed`)
}

/** A re-reading has the same sequence of siblings, the one that was edited aside. */
function sameSiblings(name: string, got: readonly Entity[], wanted: readonly string[]): void {
  if (got.length !== wanted.length) expect.fail(`${name}: ${got.length} parts, not ${wanted.length}`)
  for (const [i, text] of wanted.entries()) {
    // A part that ended without a line end, or without a separator, where the source ended, has one when something follows it.
    if (text !== '' && !octets(got[i]!).startsWith(text)) expect.fail(`${name}: part ${i + 1} changed`)
  }
}

/** The entity of a re-reading that stands where another stood. */
function again(written: Uint8Array, path: readonly number[]): Entity | undefined {
  return [...parse(written).walk()].find((one) => one.path.join() === path.join() && one.node.kind === 1)
}

function checkContent(bytes: Uint8Array, name: string, random: (n: number) => number): void {
  const message = parse(bytes)
  const all = editable(message).filter(({ parts, message: held }) => parts.length === 0 && held === undefined)
  if (all.length === 0) return
  const entity = all[random(all.length)]!
  const { start, end } = entity.range
  const type = entity.contentType.type
  if (type === 'multipart' || type === 'message') return
  entity.setContent(TEXT, { contentType: 'text/plain' })
  const written = message.toBytes()
  sameOutside(name, bytes, written, start, end)
  const found = [...parse(written).walk()].filter((one) => one.decodeText().replace(/\r?\n/g, '\r\n') === TEXT)
  if (found.length === 0) expect.fail(`${name}: the new content is not read back`)
}

function checkPart(bytes: Uint8Array, name: string, random: (n: number) => number): void {
  const message = parse(bytes)
  const all = editable(message).filter(({ node }) => isMultipart(node) && !isRest(node.children.at(-1)))
  if (all.length === 0) return
  const entity = all[random(all.length)]!
  const { bodyStart, end } = entity.range
  const { boundary } = entity.contentType
  const parts = entity.parts.map(octets)
  const { preamble, epilogue } = entity
  const index = random(parts.length + 1)
  const kind = parts.length === 0 ? 0 : random(3)
  const at = kind === 0 ? index : random(parts.length)
  let added: Entity | undefined
  if (kind === 0) added = entity.insert(index, { text: TEXT })
  else if (kind === 1) added = entity.parts[at]!.replaceWith({ text: TEXT })
  else entity.parts[at]!.remove()
  const written = message.toBytes()
  sameOutside(name, bytes, written, bodyStart, end)
  if (entity.contentType.boundary !== boundary) expect.fail(`${name}: another boundary`)
  if (!Buffer.from(entity.preamble ?? []).equals(Buffer.from(preamble ?? []))) expect.fail(`${name}: another preamble`)
  if (!Buffer.from(entity.epilogue ?? []).equals(Buffer.from(epilogue ?? []))) expect.fail(`${name}: another epilogue`)
  const wanted = parts.slice()
  wanted.splice(at, kind === 0 ? 0 : 1, ...(kind === 2 ? [] : ['']))
  if (wanted.length === 0) wanted.push('')
  const { path } = entity
  const read = entity === message ? parse(written) : entity.node.kind === 0 ? undefined : again(written, path)
  if (read !== undefined) {
    sameSiblings(name, read.parts, wanted)
    if (kind !== 2 && read.parts[at]!.decodeText().replace(/\r?\n/g, '\r\n') !== TEXT)
      expect.fail(`${name}: the new part is not read back: ${JSON.stringify(body(read.parts[at]!))}`)
  }
  // And undone.
  if (kind === 0) {
    added!.remove()
    if (!Buffer.from(message.toBytes()).equals(Buffer.from(bytes))) expect.fail(`${name}: not undone by remove()`)
    expect(message.brokenSignatures).toEqual([])
  }
}

function checkWrap(bytes: Uint8Array, name: string, random: (n: number) => number): void {
  const message = parse(bytes)
  const all = editable(message).filter(({ node }) => !isMultipart(node))
  if (all.length === 0) return
  const entity = all[random(all.length)]!
  const { start, end } = entity.range
  const before = body(entity)
  const type = entity.contentType
  entity.append({ text: TEXT })
  const written = message.toBytes()
  sameOutside(name, bytes, written, start, end)
  if (body(entity.parts[0]!) !== before) expect.fail(`${name}: the body of the leaf changed`)
  const read = parse(written)
  const found = [...read.walk()].filter((one) => one.contentType.boundary === entity.contentType.boundary)
  const twin = found.find((one) => one.parts.length === 2)
  if (twin === undefined) expect.fail(`${name}: not a multipart of two`)
  if (twin.parts[0]!.contentType.mediaType !== type.mediaType) expect.fail(`${name}: another type`)
  if (body(twin.parts[0]!) !== before && twin.parts[0]!.message === undefined) expect.fail(`${name}: another body`)
  if (twin.parts[1]!.decodeText().replace(/\r?\n/g, '\r\n') !== TEXT) expect.fail(`${name}: no new part`)
}

/** For a transport of 7 bits: every octet fits, and every content is as it was. */
function checkRecoded(bytes: Uint8Array, name: string): boolean {
  const message = parse(bytes)
  let written: Uint8Array
  try {
    written = message.toBytes({ transport: '7bit' })
  } catch (error) {
    if (error instanceof TypeError && /^(?:message|part [0-9.]+): /.test(error.message)) return false
    throw error
  }
  if (/[^\x01-\x7f]/.test(Buffer.from(written).toString('latin1'))) expect.fail(`${name}: not 7bit`)
  const [before, after] = [[...message.walk()], [...parse(written).walk()]]
  if (before.length !== after.length) expect.fail(`${name}: ${after.length} entities, not ${before.length}`)
  for (const [i, one] of before.entries()) {
    if (one.parts.length > 0 || one.message !== undefined) continue
    const [x, y] = [one, after[i]!].map((part) => Buffer.from(part.bytes()).toString('latin1'))
    if (x !== y && x!.replace(/\r?\n/g, '\n') !== y!.replace(/\r?\n/g, '\n'))
      expect.fail(`${name}: content ${i} changed`)
  }
  if (!Buffer.from(message.toBytes()).equals(Buffer.from(bytes))) expect.fail(`${name}: the message itself changed`)
  return true
}

const KINDS = [check, checkContent, checkPart, checkWrap]

describe('edit locality', () => {
  it('fixtures, 12 seeded edits each', () => {
    for (const { name, bytes } of fixtures()) {
      const random = seeded(bytes.length)
      for (let i = 0; i < 12; i++) KINDS[i % 4]!(bytes, `${name} edit ${i}`, random)
      checkRecoded(bytes, name)
    }
  }, 60_000)

  it.skipIf(corpusFolder === undefined)(
    '500 messages of the corpus, 8 seeded edits each',
    () => {
      let count = 0
      let recoded = 0
      const random = seeded(13)
      for (const { name, bytes } of corpus(4, 100_000)) {
        for (let i = 0; i < 8; i++) KINDS[i % 4]!(bytes, `${name} edit ${i}`, random)
        if (checkRecoded(bytes, name)) recoded++
        if (++count === 500) break
      }
      expect(count).toBeGreaterThan(400)
      // What is refused is named; it is little.
      expect(recoded / count).toBeGreaterThan(0.9)
    },
    240_000,
  )
})

/**
 * Law: `messagerie/read` reads as the root door does: fields, bodies, texts, roles, and the defects that reading every property raises, of fixtures, of
 * messages of MAIL_CORPUS, and of each with 3, 6 and 9 octets changed.
 */
import { describe, expect, it } from 'vitest'
import { parse } from '../../src/index.js'
import { type Entity, type Message, parse as readOnly } from '../../src/read.js'
import { corpus, corpusFolder, fixtures, type Sample } from '../messages.js'
import { seeded } from '../seeded.js'

const CHANGED = [0, 3, 6, 9]
const MESSAGES = 1000
const MAX_BYTES = 300_000

function factsOf(entity: Entity): unknown[] {
  const { headers, contentType, transferEncoding, disposition, filename, safeFilename, contentId, description } = entity
  return [
    [contentType, transferEncoding, disposition, filename, safeFilename, contentId, description],
    [entity.path, entity.range, entity.role, entity.parts.length, entity.message !== undefined],
    headers.fields().map((field) => [field.name, field.value, field.text, field.parsed, field.range]),
    ['to', 'cc', 'from'].map((name) => headers.addresses(name)),
    [
      headers.date(),
      headers.contentType(),
      headers.received(),
      headers.list(),
      headers.keywords(),
      headers.ids('references'),
    ],
    [entity.raw.length, entity.rawBody.length, entity.preamble?.length, entity.epilogue?.length],
    [Buffer.from(entity.bytes()).toString('latin1'), entity.decodeText(), entity.charset],
  ]
}

/** All that can be read of a message, and the defects that doing so raised. */
function factsOfMessage(message: Message): string {
  const { subject, from, sender, replyTo, to, cc, bcc, date, messageId, inReplyTo, references, text, html } = message
  const facts = [
    [subject, from, sender, replyTo, to, cc, bcc, date, messageId, inReplyTo, references, text, html],
    message.attachments.map(({ path }) => path),
    [...message.walk()].map(factsOf),
    message.defects.map(({ code, severity, start, end, rfc }) => [code, severity, start, end, rfc]),
  ]
  return JSON.stringify(facts)
}

function damaged(bytes: Uint8Array, count: number, random: (n: number) => number): Uint8Array {
  const out = bytes.slice()
  if (out.length > 0) for (let i = 0; i < count; i++) out[random(out.length)] = random(256)
  return out
}

function holds({ name, bytes }: Sample, random: (n: number) => number): void {
  for (const count of CHANGED) {
    const source = count === 0 ? bytes : damaged(bytes, count, random)
    const [whole, reading] = [factsOfMessage(parse(source)), factsOfMessage(readOnly(source))]
    if (whole !== reading) {
      let at = 0
      while (whole[at] === reading[at]) at++
      expect.fail(
        `${name}, ${count} octets changed: ${reading.slice(at, at + 80)} where it was ${whole.slice(at, at + 80)}`,
      )
    }
  }
}

describe('reading alone', () => {
  it('fixtures', () => {
    const random = seeded(11)
    for (const sample of fixtures()) holds(sample, random)
  }, 60_000)

  it.skipIf(corpusFolder === undefined)(
    `${MESSAGES} messages of the corpus`,
    () => {
      const random = seeded(12)
      const all = [...corpus(2, MAX_BYTES)]
      for (const sample of all.slice(0, MESSAGES)) holds(sample, random)
    },
    120_000,
  )
})

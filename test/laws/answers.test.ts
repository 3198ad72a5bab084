/**
 * The laws of answering: whatever was read can be answered and passed on, nothing that was displayed is lost, and what is attached goes out with CRLF
 * alone, without NUL and in 7 bits. Over the fixtures and over any folder named by MAIL_CORPUS, mutations of both included.
 */
import { describe, expect, it } from 'vitest'
import { compose } from '../../src/compose/compose.js'
import { forward } from '../../src/compose/forward.js'
import { reply } from '../../src/compose/reply.js'
import { parse } from '../../src/message/parse.js'
import { composeArf, composeDsn, composeMdn } from '../../src/report/index.js'
import { makeDigest } from '../../src/store/index.js'
import type { Entity } from '../../src/tree/entity.js'
import type { Message } from '../../src/tree/message.js'
import { corpus, corpusFolder, fixtures, type Sample } from '../messages.js'
import { mutate } from '../mutate.js'
import { seeded } from '../seeded.js'

const ME = 'me@example.com'
/** The whole corpora, of any size, and all mutations. */
const NIGHTLY = process.env.NIGHTLY === '1'
const MUTATIONS = 20_000
const DIGESTS = ['mime', 'rfc934', 'rfc1153'] as const
const FIXED = { now: () => new Date(0), hostname: 'example.com', maxDepth: 1000 }

/** What no composed message may hold; undefined where it is fit. */
function unfit(octets: Uint8Array): string | undefined {
  const text = Buffer.from(octets).toString('latin1')
  const at = /\r(?!\n)|(?<!\r)\n|[\0\x80-\xff]/.exec(text)
  return at === null
    ? undefined
    : `${JSON.stringify(text.slice(Math.max(0, at.index - 40), at.index + 10))} at ${at.index}`
}

function answers(message: Message): void {
  if (!message.from.some(({ domain }) => domain !== '')) return
  const answer = reply(message, { from: ME, all: true, quote: true, evenAutomatic: true })
  expect(unfit(compose(answer, FIXED).toBytes())).toBeUndefined()
}

/** The beginning of each content, in any order. Line ends of what stands under message/* are made canonical. */
function contents(parts: readonly Entity[]): string[] {
  return parts.map((part) => Buffer.from(part.bytes()).toString('latin1').replace(/\r/g, '').slice(0, 400)).sort()
}

function passesOnInline(message: Message): void {
  const octets = compose(forward(message, { from: ME, to: ME, as: 'inline' }), FIXED).toBytes()
  expect(unfit(octets)).toBeUndefined()
  const back = parse(octets)
  const text = back.text ?? ''
  const html = back.html
  for (const part of message.textBody) {
    if (part.contentType.mediaType !== 'text/plain' || part.contentType.params.format?.toLowerCase() === 'flowed')
      continue
    const words = squeezed(part.decodeText())
    expect(squeezed(text)).toContain(words)
  }
  if (message.html !== undefined) expect(squeezed(html ?? '')).toContain(squeezed(message.html))
  const files = message.attachments.filter((part) => part.message === undefined && part.parts.length === 0)
  const found = contents([...back.walk()].filter((part) => part.parts.length === 0 && part.message === undefined))
  for (const one of contents(files)) expect(found).toContain(one)
}

function squeezed(text: string): string {
  return text
    .replace(/[\s\0\ufeff]+/g, ' ')
    .replace(/\p{Surrogate}/gu, '\ufffd')
    .trim()
}

function passesOnWhole(message: Message): void {
  const octets = compose(forward(message, { from: ME, to: ME }), FIXED).toBytes()
  expect(unfit(octets)).toBeUndefined()
  const part = parse(octets).attachments[0]!
  const held = part.message ?? parse(part.bytes())
  expect(held.subject).toEqual(message.subject)
  const shown = (one: Message) => one.textBody.map((each) => squeezed(each.decodeText()))
  expect(shown(held)).toEqual(shown(message))
}

const LAWS: readonly [name: string, law: (message: Message) => void][] = [
  ['can be answered', answers],
  ['is passed on in the text with all that was displayed and all its files', passesOnInline],
  ['is passed on whole', passesOnWhole],
]

function hold(samples: Iterable<Sample>, law: (message: Message) => void): void {
  const broken: string[] = []
  for (const { name, bytes } of samples) {
    try {
      law(parse(bytes))
    } catch (error) {
      broken.push(`${name}: ${error instanceof Error ? error.message.slice(0, 300) : String(error)}`)
      if (broken.length > 4) break
    }
  }
  expect(broken).toEqual([])
}

describe.each(LAWS)('a message that was read %s', (_name, law) => {
  it('of the fixtures', () => hold(fixtures(), law))
  it.skipIf(corpusFolder === undefined)('of the corpus', { timeout: 600_000 }, () =>
    hold(corpus(1, NIGHTLY ? Number.POSITIVE_INFINITY : 300_000), law),
  )
})

/** What is written around others' octets: attachments, header sections, reports, digests. */
function around(bytes: Uint8Array): [what: string, octets: Uint8Array][] {
  const message = parse(bytes)
  const section = message.raw.subarray(0, message.raw.length - message.rawBody.length)
  const attachments = [
    { content: message },
    { content: section, contentType: 'text/rfc822-headers' },
    { content: bytes, contentType: 'message/delivery-status' },
    { content: bytes, contentType: 'message/global' },
    { content: bytes, contentType: 'message/external-body; access-type=anon-ftp' },
    { content: bytes, filename: 'a.eml' },
  ]
  const report = { from: ME, to: ME, subject: 'x', text: 'x', original: message }
  const recipients = [{ finalRecipient: ME, action: 'failed', status: '5.1.1' }] as const
  const dsn = { ...report, reportingMta: 'mx.example.com', recipients }
  return [
    ['attachments', compose({ from: ME, text: 'x', attachments }, FIXED).toBytes()],
    ['dsn', composeDsn(dsn, FIXED).toBytes()],
    ['dsn of headers', composeDsn({ ...dsn, headersOnly: true }, FIXED).toBytes()],
    ['mdn', composeMdn({ ...report, finalRecipient: ME, type: 'displayed' }, FIXED).toBytes()],
    ['arf', composeArf({ ...report, feedbackType: 'abuse', userAgent: 'x/1' }, FIXED).toBytes()],
    ...DIGESTS.map((form): [string, Uint8Array] => [
      `digest of ${form}`,
      makeDigest({ from: ME, subject: 'x', messages: [message, bytes], form }, FIXED).toBytes(),
    ]),
  ]
}

describe("what is put around others' octets goes out with CRLF alone, without NUL and in 7 bits", () => {
  const check = (samples: readonly Sample[], mutations: number) => {
    const broken: string[] = []
    const look = (name: string, bytes: Uint8Array) => {
      for (const [what, octets] of around(bytes)) {
        const found = unfit(octets)
        if (found !== undefined) broken.push(`${name}, ${what}: ${found}`)
      }
    }
    for (const { name, bytes } of samples) if (broken.length < 5) look(name, bytes)
    for (let seed = 1; seed <= mutations && broken.length < 5; seed++) {
      const { name, bytes } = samples[seed % samples.length]!
      const other = samples[(seed * 7) % samples.length]!
      look(`${name} (seed ${seed})`, mutate(bytes, other.bytes, seeded(seed)))
    }
    expect(broken).toEqual([])
  }
  it('of the fixtures, and mutations', { timeout: 120_000 }, () => check(fixtures(), 500))
  it.skipIf(corpusFolder === undefined)('of the corpus, and mutations', { timeout: 3_600_000 }, () =>
    check([...corpus(NIGHTLY ? 1 : 5, NIGHTLY ? Number.POSITIVE_INFINITY : 60_000)], NIGHTLY ? MUTATIONS : 300),
  )
})

/** The laws that every input has to keep (docs/architecture.md): each returns what broke it, or undefined. */

import { ambiguities } from '../src/ambiguities/ambiguities.js'
import { itip } from '../src/calendar/index.js'
import { addressKey } from '../src/compose/answer-to.js'
import { compose, forward, MessageSpecError, reply } from '../src/compose/compose-door.js'
import { CODES } from '../src/defects/codes.js'
import { DEFAULT_LIMITS } from '../src/defects/limits.js'
import { displayAddresses } from '../src/field/index.js'
import { cidReferences, plainText, preview, visibleText } from '../src/html/index.js'
import { bodyStructure, envelope, formatBodyStructure, formatEnvelope } from '../src/imap/index.js'
import { toJmapEmail } from '../src/jmap/index.js'
import { legacyParts } from '../src/legacy/index.js'
import { parse } from '../src/message/parse.js'
import { article } from '../src/news/index.js'
import { present } from '../src/present/index.js'
import { isAutomatic, readArf, readBounce, readDsn, readMdn } from '../src/report/index.js'
import { MESSAGE } from '../src/scan/sink.js'
import { autocrypt, headerProtection, secureParts } from '../src/secure/index.js'
import { trace } from '../src/transport/index.js'
import type { Message } from '../src/tree/message.js'
import { events, everyByte } from '../test/events.js'
import { checkInvariants } from '../test/invariants.js'
import { randomCuts, seeded } from '../test/seeded.js'
import { rewriteDiffers, streamDiffers } from './streams.js'

export interface Law {
  readonly name: string
  /** Checked for one input in so many: some cost more than others. */
  readonly every: number
  /** @param thorough more cuts, so that the law stays broken while the input shrinks */
  broken(bytes: Uint8Array, seed: number, thorough: boolean): string | undefined | Promise<string | undefined>
}

const TIGHT = { maxHeaderBytes: 90, maxFields: 4, maxParts: 4, maxDepth: 2 }

/** CPU milliseconds that a reading may take beside those for each octet: a pause of the collector, a page fault. */
const SLOW_MS = 60
/** CPU milliseconds for each octet; the slowest shape known takes a tenth of it. */
const SLOW_MS_PER_OCTET = 0.004
const DEFECT_LIST = DEFAULT_LIMITS.maxDefects + Object.keys(CODES).length

/** Everything that can be asked of a message. */
function exercise(bytes: Uint8Array): Message {
  const message = parse(bytes)
  message.check()
  for (const entity of message.walk()) {
    entity.bytes()
    void entity.role
    void entity.safeFilename
  }
  void message.text
  void message.html
  void message.attachments
  plainText(message)
  visibleText(message)
  if (preview(message).length > 256) throw new Error('a preview of more than 256 characters')
  if (message.html !== undefined) cidReferences(message.html)
  toJmapEmail(message, { fetchAllBodyValues: true, maxBodyValueBytes: 100 })
  JSON.stringify(message)
  return message
}

function identity(bytes: Uint8Array): string | undefined {
  const message = exercise(bytes)
  if (Buffer.compare(message.toBytes(), bytes) !== 0) return 'not the same bytes back'
  const defects = message.check()
  if (defects.length > DEFECT_LIST) return `${defects.length} defects kept`
  for (const { code, start, end, message: said, severity } of defects) {
    if (!Object.hasOwn(CODES, code)) return `${code} is not in the catalogue`
    if (!(start >= 0 && end >= start && end <= bytes.length))
      return `${code} has the span ${start}–${end} of ${bytes.length}`
    if (said.length > 200) return `${code} has a message of ${said.length}`
    if (severity !== CODES[code][0]) return `${code} is ${severity}`
  }
  return undefined
}

function time(bytes: Uint8Array): string | undefined {
  const allowed = SLOW_MS + bytes.length * SLOW_MS_PER_OCTET
  let least = Number.POSITIVE_INFINITY
  for (let tries = 0; tries < 4; tries++) {
    const before = process.cpuUsage()
    exercise(bytes)
    const { user, system } = process.cpuUsage(before)
    least = Math.min(least, (user + system) / 1000)
    if (least <= allowed) return undefined
  }
  return `${least.toFixed(0)} ms for ${bytes.length} octets`
}

function chunks(bytes: Uint8Array, seed: number, thorough: boolean): string | undefined {
  const random = seeded(seed)
  const limits = random(3) === 0 ? TIGHT : {}
  const whole = events(bytes, [], limits).join('\n')
  const cuts = [randomCuts(random, bytes.length, 1 + random(12))]
  if (thorough || (bytes.length < 800 && random(4) === 0)) cuts.push(everyByte(bytes.length))
  if (thorough && bytes.length < 2000) for (let at = 1; at < bytes.length; at++) cuts.push([at])
  for (const cut of cuts) {
    if (events(bytes, cut, limits).join('\n') !== whole)
      return `other events when cut at ${cut.slice(0, 12).join(', ')}`
  }
  return undefined
}

async function streams(bytes: Uint8Array, seed: number, thorough: boolean): Promise<string | undefined> {
  const random = seeded(seed)
  const text = random(2) === 0
  const cuts = [randomCuts(random, bytes.length, 1 + random(12))]
  if (thorough) cuts.push([], everyByte(bytes.length))
  if (thorough && bytes.length < 300) for (let at = 1; at < bytes.length; at++) cuts.push([at])
  for (const cut of cuts) {
    const differs = (await streamDiffers(bytes, cut, text)) ?? (await rewriteDiffers(bytes, cut))
    if (differs !== undefined) return `${differs}, cut at ${cut.slice(0, 12).join(', ') || 'nothing'}`
  }
  return undefined
}

const NOBODY = 'the message names nobody to answer to'

/** An answer to anything is a message that keeps every invariant of composed ones. */
function answers(bytes: Uint8Array): string | undefined {
  const message = parse(bytes)
  // A domain such as `=?x?q?y?=` is a legal dot-atom: the checker of invariants, which knows no addresses, takes it for a word.
  message.check()
  const { from, replyTo, to, cc, messageId = '', references, inReplyTo } = message
  const atoms = [...from, ...replyTo, ...to, ...cc].map(({ address }) => address)
  if ([...atoms, messageId, ...references, ...inReplyTo].some((atom) => atom.includes('=?'))) return undefined
  try {
    const spec = reply(message, { from: 'fuzz@example.org', all: true, quote: true, evenAutomatic: true, text: 'Yes.' })
    checkInvariants(compose(spec).toBytes())
  } catch (error) {
    // An address that can be read and not be written is refused by its name; the caller may leave it out.
    const refused = error instanceof MessageSpecError && error.faults.every(({ path }) => /^(?:to|cc)\[/.test(path))
    if (!refused && !(error instanceof TypeError && error.message === NOBODY)) return `reply: ${said(error)}`
  }
  for (const as of ['attachment', 'inline'] as const) {
    try {
      // Written for 7bit, which is the default, an attached message may be recoded inside; for binary it is as it came.
      const written = compose(
        forward(message, { from: 'fuzz@example.org', to: 'a@example.org', as, text: 'See.' }),
      ).toBytes({ transport: 'binary' })
      const read = parse(written)
      if (read.from[0]?.address !== 'fuzz@example.org') return `forward ${as}: From is lost`
      if (as === 'inline') continue
      const held = read.parts[1]
      const octets = held === undefined ? undefined : (held.message?.raw ?? held.bytes())
      if (octets === undefined) return 'forward attachment: nothing inside'
      // Raw 8-bit text in header sections is written in words, a NUL or a lone CR there makes the message a file of octets; binary parts are encoded, Bcc is left out.
      if (isRecoded(message)) continue
      if (withoutLineEnds(octets) !== withoutLineEnds(bytes)) return 'forward attachment: other octets inside'
    } catch (error) {
      // What is nested as deep as messages may be cannot be put into another one.
      if (error instanceof MessageSpecError && /nested [0-9]+ deep/.test(error.message)) continue
      return `forward ${as}: ${said(error)}`
    }
  }
  return undefined
}

function isRecoded(message: Message): boolean {
  if (message.headers.has('bcc') || message.headers.has('resent-bcc')) return true
  for (const { node, transferEncoding } of message.walk()) {
    if (transferEncoding === 'binary') return true
    for (let at = Math.max(node.start, 0); at < node.bodyStart; at++) {
      const octet = node.doc.source[at]!
      if (octet >= 0x80 || octet === 0 || (octet === 0x0d && node.doc.source[at + 1] !== 0x0a)) return true
    }
  }
  return false
}

/** What a composed message may change of one that it holds: LF becomes CRLF, and a last line, or a separator, gets the end that it lacks. */
function withoutLineEnds(bytes: Uint8Array): string {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1').replaceAll('\r\n', '\n')
  let end = text.length
  while (end > 0 && (text[end - 1] === '\n' || text[end - 1] === '\r')) end--
  return text.slice(0, end)
}

function said(error: unknown): string {
  if (error instanceof MessageSpecError) return `${error.name}: ${error.message}`
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}

/** After one edit, what stands outside the edited entity is as it was, and the edit is read back. */
function edits(bytes: Uint8Array, seed: number): string | undefined {
  const random = seeded(seed)
  const message = parse(bytes)
  const own = [...message.walk()].filter((entity) => entity.node.doc === message.node.doc)
  const entity = own[random(own.length)]!
  const { start, bodyStart } = entity.range
  const kind = random(3)
  const fields = entity.headers.fields()
  const victim = fields[random(Math.max(1, fields.length))]?.name
  if (kind === 0) entity.headers.append('X-Fuzz', 'edited')
  else if (kind === 1) entity.headers.prepend('X-Fuzz', 'edited')
  else if (victim !== undefined) entity.headers.delete(victim)
  else return undefined
  const written = message.toBytes()
  // A section without a separator gets one where an edit further down brings the empty line that would be taken for it.
  const separated = own.every(({ node }) => node.bodyStart > node.blank)
  if (separated && Buffer.compare(written.subarray(0, start), bytes.subarray(0, start)) !== 0)
    return 'octets before the edit changed'
  const rest = bytes.subarray(bodyStart)
  if (Buffer.compare(written.subarray(written.length - rest.length), rest) !== 0)
    return 'octets behind the edit changed'
  const read = parse(written)
  if (kind < 2) {
    const found = [...read.walk()].some((one) => one.headers.get('X-Fuzz') === 'edited')
    if (!found) return 'an added field is not read back'
  } else if (kind === 2) {
    if (victim !== undefined && entity.headers.has(victim)) return `${victim} is still there after delete`
  }
  return identity(written)
}

/** What other doors make of any message: plain data, and nothing thrown. */
function views(bytes: Uint8Array): string | undefined {
  const message = parse(bytes)
  for (const { readings, spans } of ambiguities(message)) {
    if (new Set(Object.values(readings).map((one) => JSON.stringify(one))).size < 2)
      return 'an ambiguity without two readings'
    // A message under an encoding has offsets of its own.
    if (spans.length === 0 || spans.some(({ start, end }) => start < 0 || end < start))
      return 'an ambiguity without a place'
  }
  for (const part of secureParts(message)) void [part.signed?.(), part.signature?.(), part.data?.(), part.warnings]
  const said = [
    present(message),
    headerProtection(message).fields.length,
    formatBodyStructure(bodyStructure(message)),
    formatEnvelope(envelope(message)),
    isAutomatic(message),
    readDsn(message),
    readMdn(message),
    readArf(message),
    readBounce(message)?.recipients,
    legacyParts(message).length,
    itip(message),
    article(message),
    trace(message),
    autocrypt(message),
    displayAddresses([...message.from, ...message.to]),
  ]
  JSON.stringify(said)
  return undefined
}

/** A message made of what was read: a composer writes it, or refuses it by the name of a field, and it reads the same. */
function composed(bytes: Uint8Array): string | undefined {
  const message = parse(bytes)
  const { from, to, cc, text, html } = message
  if ([...from, ...to, ...cc].some(({ address }) => address.includes('=?'))) return undefined
  const attachments = message.attachments.slice(0, 20)
  const spec = {
    from: from[0] ?? 'fuzz@example.org',
    to,
    cc,
    subject: message.subject,
    text: text ?? 'none',
    html,
    attachments: attachments.map((part) => ({ filename: part.safeFilename, content: part.bytes() })),
  }
  let written: Uint8Array
  try {
    written = compose(spec).toBytes()
  } catch (error) {
    const refused = error instanceof MessageSpecError && error.faults.every(({ path }) => REFUSED.test(path))
    return refused ? undefined : `compose of what was read: ${said(error)}`
  }
  checkInvariants(written)
  const read = parse(written)
  // Domains are written as A-labels.
  for (const [was, is] of [
    [from.slice(0, 1), read.from],
    [to, read.to],
    [cc, read.cc],
  ] as const) {
    const [keys, found] = [was, is].map((list) => list.map(addressKey).join())
    if (was.length > 0 && keys !== found) return `${found} for ${keys}`
  }
  const files = read.attachments.slice(-attachments.length || read.attachments.length)
  if (attachments.some((part, i) => Buffer.compare(part.bytes(), files[i]?.bytes() ?? EMPTY) !== 0))
    return 'an attachment has other octets'
  return identity(written)
}

/** What a field may refuse: an address that is none, a control, a lone surrogate. */
const REFUSED = /^(?:from|to|cc|subject|text|html)(?:\[|$|\.)/
const EMPTY = new Uint8Array(0)

/** After a part or a content was changed, a message can be written and read, and holds what was put there. */
function contents(bytes: Uint8Array, seed: number): string | undefined {
  const random = seeded(seed)
  const message = parse(bytes)
  const all = [...message.walk()]
  const entity = all[random(all.length)]!
  const multiparts = all.filter((one) => one.parts.length > 0)
  const around = multiparts[random(Math.max(1, multiparts.length))]
  const kind = random(6)
  try {
    if (kind === 0) entity.setContent('put by the fuzzer')
    else if (kind === 1) message.attach({ filename: 'fuzz.txt', content: 'put by the fuzzer' })
    else if (kind === 2) around?.append({ text: 'put by the fuzzer' })
    else if (kind === 3) around?.insert(0, { text: 'put by the fuzzer' })
    else if (entity.parent === undefined || entity.node.kind === MESSAGE) return undefined
    else if (kind === 4) entity.remove()
    else entity.replaceWith({ text: 'put by the fuzzer' })
  } catch (error) {
    // What was not read past a limit, and what stands under an encoding that is not written.
    if (error instanceof TypeError || error instanceof MessageSpecError) return undefined
    throw error
  }
  void message.brokenSignatures
  const written = message.toBytes()
  const puts = kind === 4 || ((kind === 2 || kind === 3) && around === undefined)
  const read = parse(written)
  if (!puts && ![...read.walk()].some((one) => one.decodeText().includes('put by the fuzzer')))
    return 'what was put there is not read back'
  return identity(written)
}

export const LAWS: readonly Law[] = [
  { name: 'identity', every: 1, broken: identity },
  { name: 'chunks', every: 2, broken: chunks },
  { name: 'time', every: 4, broken: time },
  { name: 'streams', every: 4, broken: streams },
  { name: 'answers', every: 6, broken: answers },
  { name: 'edits', every: 3, broken: edits },
  { name: 'views', every: 3, broken: views },
  { name: 'composed', every: 5, broken: composed },
  { name: 'contents', every: 4, broken: contents },
]

/** What breaks the law, an exception included. */
export async function breach(
  law: Law,
  bytes: Uint8Array,
  seed: number,
  thorough: boolean,
): Promise<string | undefined> {
  try {
    return await law.broken(bytes, seed, thorough)
  } catch (error) {
    return `throws ${said(error)}`
  }
}

/** What an input shows, as features: an input with a new one is worth growing from. */
export function features(bytes: Uint8Array): string[] {
  const message = parse(bytes)
  const codes = [...new Set(message.check().map(({ code }) => code))].sort()
  const found: string[] = []
  for (let i = 0; i < codes.length; i++) {
    for (let j = i; j < codes.length; j++) found.push(`${codes[i]} ${codes[j]}`)
    // Thousands of pairs say no more than hundreds.
    if (found.length > 300) break
  }
  const types = [...message.walk()].slice(0, 12).map((entity) => `${entity.node.kind}${entity.contentType.type}`)
  found.push(types.join(' '))
  return found
}

/** What compose writes, as other parsers read it: every intent of the vectors, and one message of each shape. */
import { describe, expect, it } from 'vitest'
import { compose } from '../../src/compose/compose.js'
import { MessageSpecError } from '../../src/compose/spec.js'
import { decodeFlowed } from '../../src/tree/flowed.js'
import { checkInvariants } from '../invariants.js'
import { bytesOf, toSpec, type Vector, vectors } from '../vectors/intents.js'
import { hasPython, type Reading, withMailparser, withMessagerie, withPostalMime, withPython } from './readings.js'
import { shapes } from './specs.js'

/** What was composed; refused ones are left out where the vector lets them be. */
const composed = vectors.flatMap((vector) => {
  try {
    return [{ vector, bytes: compose(toSpec(vector.intent)).toBytes() }]
  } catch (error) {
    if (error instanceof MessageSpecError && vector.expect.mayReject) return []
    throw error
  }
})

/** Line ends as LF: each parser has its own. */
function lines(text: string | undefined): string | undefined {
  return text?.replace(/\r\n?/g, '\n')
}

/** What a peer reads otherwise than the RFC has it, set right; all else is compared as it is. */
type Amend = (read: Reading, raw: string, wanted: Pick<Reading, 'subject' | 'text' | 'html' | 'from' | 'to'>) => Reading

/** The text of a flowed message as a reader joins it; undefined for any other. */
function joinedText(raw: string, text: string | undefined): string | undefined {
  const type = /^Content-Type: text\/plain;.*format=flowed.*/m.exec(raw)?.[0]
  return type === undefined ? undefined : lines(decodeFlowed(text ?? '', { delSp: type.includes('delsp=yes') }))
}

/** RFC 3676 §4.2: a reader may join the lines of flowed text. mailparser does so, and leaves out the line break at the end. */
const amendMailparser: Amend = (read, raw, wanted) => {
  return read.text !== undefined && read.text === joinedText(raw, wanted.text)?.trimEnd()
    ? { ...read, text: wanted.text }
    : read
}

/**
 * postal-mime ends every text with a line break (RFC 2046 §5.1.1: the line break before a delimiter belongs to the delimiter; §4.1.1: a text
 * need not end with one), joins flowed lines, knows one author (RFC 5322 §3.6.2 has several), and gives a local part without its quotes
 * (§3.4.1).
 */
const amendPostalMime: Amend = (read, raw, wanted) => {
  const ended = (text: string | undefined, given: string | undefined) =>
    text === `${lines(given)}\n` || (text !== undefined && text === joinedText(raw, given)) ? given : text
  return {
    ...read,
    from: [...read.from, ...wanted.from.slice(1)],
    to: read.to.map((one, i) => {
      const address = wanted.to[i]?.address ?? ''
      return one.address === address.replace(/^"(.*)"@/, '$1@') ? { ...one, address } : one
    }),
    text: ended(read.text, wanted.text),
    html: ended(read.html, wanted.html),
  }
}

/**
 * The email package of Python up to 3.12 keeps the white space of a fold between the colon and the text (RFC 5322 §2.2.3: it stands for the
 * space that begins the body), and that between two encoded-words of a phrase (RFC 2047 §6.2: it is not displayed).
 */
const amendPython: Amend = (read, raw, wanted) => ({
  ...read,
  subject: /^Subject:\r\n /m.test(raw) && read.subject === ` ${wanted.subject}` ? wanted.subject : read.subject,
  to: read.to.map((one, i) => {
    const name = wanted.to[i]?.name ?? ''
    const bare = (text: string) => text.replace(/ /g, '')
    const joined = /^To:.*\?=\r\n =\?/m.test(raw) && bare(one.name ?? '') === bare(name)
    return joined ? { ...one, name } : one
  }),
})

/** Encapsulated messages with LF: postal-mime gives lines its own ends. */
function comparable(read: Reading): unknown {
  return {
    ...read,
    text: lines(read.text),
    html: lines(read.html),
    files: read.files.map(({ content, ...file }) => ({
      ...file,
      content:
        file.type === 'message/rfc822' ? lines(latin1(content))?.trimEnd() : Buffer.from(content).toString('base64'),
    })),
  }
}

const asRead: Amend = (read) => read

function check({ intent, expect: wanted }: Vector, read: Reading): void {
  expect(read.subject).toBe(intent.subject)
  for (const key of ['from', 'to', 'cc'] as const) {
    expect(read[key].map(({ name }) => name)).toEqual((intent[key] ?? []).map(({ name }) => name ?? ''))
    for (const [i, { address }] of (intent[key] ?? []).entries())
      expect(wanted.addrAccept?.[address] ?? [address]).toContain(read[key][i]!.address)
  }
  if (!wanted.textLoose) expect(lines(read.text)).toBe(lines(intent.text))
  expect(lines(read.html)).toBe(lines(intent.html))
  const files = [...(intent.inline ?? []), ...(intent.attachments ?? [])]
  expect(read.files.length).toBe(files.length)
  for (const [i, file] of files.entries()) {
    expect(wanted.filenameAccept?.[i] ?? [file.filename]).toContain(read.files[i]!.name)
    expect(read.files[i]!.type).toBe(file.contentType)
    expect(read.files[i]!.cid).toBe(file.cid)
    expect(read.files[i]!.content).toEqual(bytesOf(file.content_b64))
  }
  if (intent.messageId !== undefined) expect(read.messageId).toBe(intent.messageId)
  if (intent.date !== undefined) expect(read.date).toBe(Date.parse(intent.date))
  expect(read.defects ?? []).toEqual([])
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('latin1')
}

describe.skipIf(vectors.length === 0)('compose vectors, read by others', () => {
  const checkVector = ({ vector, bytes }: (typeof composed)[number], read: Reading, amend: Amend) => {
    const { subject, text, html, from, to } = vector.intent
    check(vector, amend(read, latin1(bytes), { subject, text, html, from, to }))
  }
  const cases = composed.map((one) => [`${one.vector.id} ${one.vector.description}`, one] as const)

  it.each(cases)('mailparser: %s', async (_, one) => checkVector(one, await withMailparser(one.bytes), asRead))

  it.each(cases)('postal-mime: %s', async (_, one) =>
    checkVector(one, await withPostalMime(one.bytes), amendPostalMime),
  )

  // Without python3 these are listed as skipped.
  it.skipIf(!hasPython)('Python: all in one process', () => {
    const readings = withPython(composed.map(({ bytes }) => bytes))
    for (const [i, one] of composed.entries()) checkVector(one, readings[i]!, amendPython)
  })
})

describe('each shape, read by others as by this library', () => {
  const written = shapes.map(({ name, spec, options }) => ({ name, bytes: compose(spec, options).toBytes() }))
  const same = (bytes: Uint8Array, read: Reading, amend: Amend) => {
    const own = withMessagerie(bytes)
    const { defects = [], ...other } = amend(read, latin1(bytes), own)
    expect(comparable(other)).toEqual(comparable(own))
    expect(defects).toEqual([])
  }
  const cases = written.map(({ name, bytes }) => [name, bytes] as const)

  it.each(cases)('keeps the invariants: %s', (_, bytes) => {
    checkInvariants(bytes)
  })

  it.each(cases)('mailparser: %s', async (_, bytes) => same(bytes, await withMailparser(bytes), amendMailparser))

  it.each(cases)('postal-mime: %s', async (_, bytes) => same(bytes, await withPostalMime(bytes), amendPostalMime))

  it.skipIf(!hasPython)('Python: all in one process', () => {
    const readings = withPython(written.map(({ bytes }) => bytes))
    for (const [i, { bytes }] of written.entries()) same(bytes, readings[i]!, amendPython)
  })
})

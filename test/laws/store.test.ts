/** Laws of stores: what is written is read back, in every dialect, order and Content-Length; ranges give every entry once. */
import { describe, expect, it } from 'vitest'
import {
  detectDialect,
  type MboxDialect,
  mboxChunks,
  mboxRanges,
  readMbox,
  splitMbox,
  writeMbox,
} from '../../src/store/index.js'
import { corpus, corpusFolder, fixtures } from '../messages.js'
import { seeded } from '../seeded.js'

const shown = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1')
const octets = (text: string) => new Uint8Array(Buffer.from(text, 'latin1'))
const DIALECTS: readonly MboxDialect[] = ['mboxo', 'mboxrd', 'mboxcl', 'mboxcl2']
const LINES = [
  'From here to there',
  '>From a quote',
  '>>From twice',
  'From ',
  'From -',
  'From ada@example.org Thu Jan  1 00:00:00 1970',
  '>From ada@example.org Thu Jan  1 00:00:00 1970',
  'From MAILER-DAEMON',
  '',
  '',
  ' ',
  'A: field',
  '\x01\x01\x01\x01',
  '\x1f\x0c',
  'BABYL OPTIONS:',
  'text',
  'caf\xe9 \0',
  '\r',
]

/** A message as strangers send them; its Content-Length fits, is off by a few octets, or is anything. */
function stranger(random: (n: number) => number, eol: string, next: string): string {
  const body = Array.from({ length: random(9) }, () => LINES[random(LINES.length)]!)
  let text = body.map((line) => line + eol).join('')
  if (random(6) === 0) text = text.slice(0, -eol.length)
  const fields = [`Subject: ${random(1000)}`]
  const kind = random(8)
  if (kind < 2) fields.push(`Content-Length: ${text.length}`)
  else if (kind === 2) fields.push(`Content-Length: ${Math.max(0, text.length - 3 + random(7))}`)
  else if (kind === 3) fields.push(`content-length : ${random(3)}`)
  // Around the message that follows, and so to a From_ line.
  else if (kind === 4) fields.push(`Content-Length: ${text.length + next.length + 47}`)
  if (random(9) === 0) fields.push('From somebody')
  if (random(12) === 0) return text
  return fields.join(eol) + eol + (random(12) === 0 ? '' : eol + text)
}

function strangers(seed: number, count: number): string[] {
  const random = seeded(seed)
  const eol = random(3) === 0 ? '\r\n' : '\n'
  const messages: string[] = []
  for (let i = 0; i < count; i++) messages.unshift(stranger(random, eol, messages[0] ?? ''))
  return messages
}

/** What is read of a message that was written: its last line gets an end. */
function stored(message: string): string {
  const lf = message.indexOf('\n')
  const eol = lf > 0 && message[lf - 1] === '\r' ? '\r\n' : '\n'
  return message === '' || message.endsWith('\n') ? message : message + eol
}

function canHold(message: string, dialect: MboxDialect): boolean {
  try {
    return writeMbox([{ bytes: octets(message) }], { dialect }).length > 0
  } catch (error) {
    expect(error).toBeInstanceOf(TypeError)
    expect(message).toMatch(/^From /m)
    return false
  }
}

const entriesOf = (messages: readonly string[]) =>
  messages.map((message, i) => ({
    bytes: octets(message),
    envelope: { sender: `u${i}@example.org`, date: new Date(1e12 + i * 1e6) },
  }))
const texts = (file: Uint8Array, dialect?: MboxDialect) =>
  splitMbox(file, dialect ? { dialect } : {}).map(({ bytes }) => shown(bytes))

describe('writeMbox → splitMbox', () => {
  it('gives back every message by default, octet for octet', () => {
    for (let seed = 0; seed < 600; seed++) {
      const messages = strangers(seed, 1 + (seed % 13))
      const file = writeMbox(entriesOf(messages))
      expect(texts(file), `seed ${seed}`).toEqual(messages.map(stored))
    }
  })

  it('gives back every message in each dialect that is named', () => {
    const uncounted = (text: string) => text.replace(/^content-length ?:.*\r?\n/gim, '')
    for (let seed = 0; seed < 300; seed++) {
      for (const dialect of DIALECTS) {
        // mboxcl2 refuses a line that begins with "From " where no body is counted.
        const messages = strangers(seed, 1 + (seed % 9)).filter((message) => canHold(message, dialect))
        // mboxo and mboxcl cannot tell a quoted line from one that was written so.
        const lossy = dialect === 'mboxo' || dialect === 'mboxcl'
        const counts = dialect === 'mboxcl' || dialect === 'mboxcl2'
        const wanted = messages.map((message) => {
          const text = lossy ? message.replace(/^>From /gm, 'From ') : message
          return counts ? uncounted(text) : stored(text)
        })
        const got = texts(writeMbox(entriesOf(messages), { dialect }), dialect)
        const plain = got.map((text, i) => {
          if (!counts) return text
          // A message without a body is not counted: its last line gets an end.
          return uncounted(text).startsWith(wanted[i]!) && uncounted(text) === stored(wanted[i]!)
            ? wanted[i]
            : uncounted(text)
        })
        expect(plain, `seed ${seed}, ${dialect}`).toEqual(wanted)
      }
    }
  })

  it('writes the same in pieces', async () => {
    for (let seed = 0; seed < 50; seed++) {
      const entries = entriesOf(strangers(seed, 7))
      const pieces: Uint8Array[] = []
      for await (const piece of mboxChunks(entries)) pieces.push(piece)
      expect(shown(Buffer.concat(pieces))).toBe(shown(writeMbox(entries)))
    }
  })

  it('keeps what was read apart, whatever its From_ lines are', () => {
    const odd = ['From ', 'From somebody', 'From - ', 'From ada@example.org', 'From here to there', 'From a b c d']
    for (const raw of odd) {
      for (const bytes of ['A: b\n\nhi\n', 'no field\n', '', '\n']) {
        const file = writeMbox([{ bytes: 'C: d\n\nyo\n' }, { bytes, envelope: { raw } }, { bytes: 'E: f\n' }])
        expect(texts(file), `${raw} ${JSON.stringify(bytes)}`).toEqual(['C: d\n\nyo\n', bytes, 'E: f\n'])
      }
    }
  })

  it('gives back the fixtures and the corpus, in any order', () => {
    const messages = [...fixtures().map(({ bytes }) => bytes), ...[...corpus(7, 200_000)].map(({ bytes }) => bytes)]
    const random = seeded(11)
    for (let round = 0; round < 3; round++) {
      const order = messages.map((bytes) => ({ bytes, at: random(1 << 30) })).sort((a, b) => a.at - b.at)
      const file = writeMbox(order.map(({ bytes }) => ({ bytes, envelope: { sender: 'a@example.org' } })))
      const got = splitMbox(file)
      expect(got.length).toBe(order.length)
      for (const [i, { bytes }] of order.entries()) {
        if (shown(got[i]!.bytes) !== stored(shown(bytes))) expect(shown(got[i]!.bytes)).toBe(stored(shown(bytes)))
      }
    }
  })

  // All of the corpus where it is asked for: a file of each dialect, with Content-Length fields of its own, true and false ones.
  it('gives back the corpus in every dialect, in any order, with any Content-Length', { timeout: 1_200_000 }, () => {
    const whole = process.env.NIGHTLY === '1'
    const samples = [...fixtures(), ...corpus(whole ? 1 : 9, whole ? Number.POSITIVE_INFINITY : 100_000)]
    const random = seeded(23)
    const counted = (bytes: Uint8Array) => {
      const text = shown(bytes)
      const kind = random(4)
      // A line that begins with white space would go on with the field.
      if (kind === 0 || /^[ \t]/.test(text)) return text
      const length = kind === 1 ? bytes.length - Math.max(0, text.search(/\n\r?\n/)) : random(2 * bytes.length + 9)
      return `Content-Length: ${length}${/^[^\n]*\r\n/.test(text) ? '\r\n' : '\n'}${text}`
    }
    const uncounted = (text: string) => text.replace(/^content-length[ \t]*:.*\r?\n/gim, '')
    for (const dialect of [undefined, ...DIALECTS]) {
      const lossy = dialect === 'mboxo' || dialect === 'mboxcl'
      const counts = dialect === 'mboxcl' || dialect === 'mboxcl2'
      const messages = samples
        .map(({ bytes }) => ({ text: counted(bytes), at: random(1 << 30) }))
        .filter(({ text }) => dialect === undefined || canHold(text, dialect))
        .sort((a, b) => a.at - b.at)
        .map(({ text }) => text)
      const options = dialect === undefined ? {} : { dialect }
      const got = texts(writeMbox(entriesOf(messages), options), dialect)
      expect(got.length, `${dialect}`).toBe(messages.length)
      const plain = (text: string) => (counts ? uncounted(text) : text)
      for (const [i, message] of messages.entries()) {
        const wanted = plain(lossy ? message.replace(/^>From /gm, 'From ') : message)
        const found = plain(got[i]!)
        if (found !== wanted && found !== stored(wanted)) expect(found, `${dialect}, ${i}`).toBe(wanted)
      }
    }
  })

  it('is read so beyond the octets that decide, too', () => {
    const fitting = Array.from({ length: 400 }, (_, i) => {
      const body = `${'x'.repeat(60)}\n`.repeat(16 + (i % 3))
      return `Content-Length: ${body.length}\n\n${body}`
    })
    const late = ['Content-Length: 6\n\nFrom a\n>From b\nc\n', 'A: b\n\n>>From c\n', 'Content-Length: 2\n\na\n\n\n']
    const file = writeMbox(entriesOf([...fitting, ...late]))
    expect(file.length).toBeGreaterThan(300_000)
    expect(texts(file)).toEqual([...fitting, ...late])
    expect(detectDialect(file).dialect).toBe('mboxrd')
  })
})

describe('ranges', () => {
  const storage = (bytes: Uint8Array) => ({
    size: bytes.length,
    read: async (start: number, end: number) => bytes.slice(start, end),
  })

  async function inRange(bytes: Uint8Array, range: readonly [number, number], dialect: 'mboxo' | 'mboxrd') {
    const found: string[] = []
    for await (const entry of readMbox(storage(bytes), { dialect, range }))
      found.push(`${entry.range.start} ${shown(entry.bytes)}`)
    return found
  }

  it('give every entry exactly once, in order, wherever they are cut', async () => {
    for (let seed = 0; seed < 40; seed++) {
      const random = seeded(seed + 5000)
      const messages = strangers(seed, 1 + random(12))
      const junk = random(4) === 0 ? 'junk before\n\n' : random(4) === 0 ? '\n' : ''
      const file = Buffer.concat([Buffer.from(junk), writeMbox(entriesOf(messages))])
      const dialect = random(2) === 0 ? 'mboxo' : 'mboxrd'
      const wanted = splitMbox(file, { dialect }).map((entry) => `${entry.range.start} ${shown(entry.bytes)}`)
      const cuts = Array.from({ length: random(6) }, () => random(file.length + 1)).sort((a, b) => a - b)
      const edges = [0, ...cuts, file.length]
      const found: string[] = []
      for (let i = 1; i < edges.length; i++) found.push(...(await inRange(file, [edges[i - 1]!, edges[i]!], dialect)))
      expect(found, `seed ${seed}`).toEqual(wanted)
    }
  })

  it('do so cut at every octet', async () => {
    const file = writeMbox(entriesOf(strangers(3, 5)))
    const wanted = splitMbox(file, { dialect: 'mboxrd' }).map((entry) => `${entry.range.start} ${shown(entry.bytes)}`)
    for (let at = 0; at <= file.length; at++)
      expect([
        ...(await inRange(file, [0, at], 'mboxrd')),
        ...(await inRange(file, [at, file.length], 'mboxrd')),
      ]).toEqual(wanted)
  })

  it('are whole, without gaps', () => {
    for (const [size, count] of [
      [0, 3],
      [5, 8],
      [Number.MAX_SAFE_INTEGER, 7],
      [1_000_003, 4],
    ] as const) {
      const ranges = mboxRanges(size, count)
      expect(ranges).toHaveLength(count)
      expect(ranges[0]![0]).toBe(0)
      expect(ranges.at(-1)![1]).toBe(size)
      for (let i = 1; i < count; i++) expect(ranges[i]![0]).toBe(ranges[i - 1]![1])
    }
  })
})

it.skipIf(corpusFolder === undefined)('the corpus is there', () => {
  expect([...corpus(7, 200_000)].length).toBeGreaterThan(100)
})

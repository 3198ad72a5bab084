import { describe, expect, it } from 'vitest'
import { parse } from '../../../src/message/parse.js'
import {
  detectDialect,
  type MboxDialect,
  type MboxEntry,
  mboxChunks,
  parseFromLine,
  readMbox,
  splitMbox,
  writeMbox,
} from '../../../src/store/index.js'
import { seeded } from '../../seeded.js'

const LINE = 'From ada@example.org Thu Jan  1 00:00:00 1970'
const DIALECTS: readonly MboxDialect[] = ['mboxo', 'mboxrd', 'mboxcl', 'mboxcl2']

/** Uniform below 1. */
const unit = (seed: number) => {
  const draw = seeded(seed)
  return () => draw(1_000_000) / 1_000_000
}
const octets = (text: string) => new Uint8Array(Buffer.from(text, 'latin1'))
const shown = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1')
const texts = (entries: readonly MboxEntry[]) => entries.map(({ bytes }) => shown(bytes))
const split = (text: string, dialect?: MboxDialect) => texts(splitMbox(octets(text), dialect ? { dialect } : {}))

async function gather(chunks: Iterable<Uint8Array>, options: Parameters<typeof readMbox>[1] = {}) {
  const out: MboxEntry[] = []
  for await (const entry of readMbox(chunks, options)) out.push(entry)
  return out
}

describe('splitMbox', () => {
  it('cuts at From_ lines; the blank line before one is no part of the message', () => {
    const file = `${LINE}\nSubject: one\n\nhi\n\n${LINE}\nSubject: two\n\nyo\n\n`
    expect(split(file)).toEqual(['Subject: one\n\nhi\n', 'Subject: two\n\nyo\n'])
    const [one, two] = splitMbox(octets(file))
    expect(one!.range).toEqual({ start: 0, messageStart: 46, end: 63 })
    expect(two!.range).toEqual({ start: 64, messageStart: 110, end: 127 })
    expect(one!.envelope.sender).toBe('ada@example.org')
  })

  it('gives views, not copies, of what is not quoted', () => {
    const file = octets(`${LINE}\nSubject: one\n\nhi\n`)
    expect(splitMbox(file)[0]!.bytes.buffer).toBe(file.buffer)
  })

  it('takes CRLF, one blank line only, and a last line without an end', () => {
    expect(split(`${LINE}\r\nA: b\r\n\r\nhi\r\n\r\n\r\n${LINE}\r\nA: b\r\n\r\nlast`)).toEqual([
      'A: b\r\n\r\nhi\r\n\r\n',
      'A: b\r\n\r\nlast',
    ])
  })

  it.each([
    ['nothing', '', []],
    ['blank lines', '\n\n\n', []],
    ['no From_ line', 'Subject: a letter\n\nhi\n', []],
    ['a From_ line alone', LINE, ['']],
    ['a From_ line and its end', `${LINE}\n`, ['']],
    ['an empty message', `${LINE}\n\n`, ['']],
    ['a message of one empty line', `${LINE}\n\n\n`, ['\n']],
    ['two empty messages', `${LINE}\n\n${LINE}\n\n`, ['', '']],
    ['blank lines first', `\n\n${LINE}\nA: b\n`, ['A: b\n']],
    ['a byte order mark first', `\xef\xbb\xbf${LINE}\nA: b\n`, ['A: b\n']],
    ['garbage first', `junk\n\n${LINE}\nA: b\n`, ['A: b\n']],
    ['a first line without a date', 'From somebody\nA: b\n', ['A: b\n']],
    ['NUL and octets over 7F', `${LINE}\nA: \xe9\n\n\x00\xff\xfe\n\n`, ['A: \xe9\n\n\x00\xff\xfe\n']],
  ])('%s', (_name, file, wanted) => {
    expect(split(file)).toEqual(wanted)
  })

  // RFC 4155 Appendix A: readers are to look at the whole line, as writers do not quote all that begins with "From ".
  it.each([
    ['text after a blank line', 'a\n\nFrom now on\nb\n'],
    ['text with a colon after a blank line', 'a\n\nFrom now on\nNote: b\n'],
    ['text without a blank line', 'a\nFrom there\nb\n'],
    ['a From_ line without a blank line and without a field after it', `a\n${LINE}\nb\n`],
    ['a bare CR before it', `a\n\r${LINE}\r\nb\n`],
    ['a line over 512 octets', `a\n\nFrom ${'x'.repeat(512)} Thu Jan  1 00:00:00 1970\nA: b\n`],
    ['an address after a blank line, no field after it', 'a\n\nFrom ada@example.org\nwith love\n'],
  ])('does not cut at %s', (_name, body) => {
    expect(split(`${LINE}\nA: b\n\n${body}`)).toEqual([`A: b\n\n${body}`])
  })

  it('cuts without a blank line where a field follows the From_ line', () => {
    expect(split(`${LINE}\nA: b\n\nhi\n${LINE}\nC: d\n`)).toEqual(['A: b\n\nhi\n', 'C: d\n'])
  })

  it('cuts at a lone sender where a field follows', () => {
    expect(split(`${LINE}\nA: b\n\nhi\n\nFrom bob@example.org\nC: d\n`)).toEqual(['A: b\n\nhi\n', 'C: d\n'])
    expect(split(`${LINE}\nA: b\n\nhi\nFrom - \nC: d\n`)).toEqual(['A: b\n\nhi\n', 'C: d\n'])
    expect(split(`${LINE}\nA: b\n\nhi\nFrom bob@example.org\nC: d\n`)).toHaveLength(1)
  })

  it('unquotes as the dialect says', () => {
    const file = `${LINE}\nA: b\n\n>From a\n>>From b\n> From c\nx>From d\n`
    expect(split(file, 'mboxo')).toEqual(['A: b\n\nFrom a\n>>From b\n> From c\nx>From d\n'])
    expect(split(file, 'mboxrd')).toEqual(['A: b\n\nFrom a\n>From b\n> From c\nx>From d\n'])
    expect(split(file, 'mboxcl')).toEqual(['A: b\n\nFrom a\n>>From b\n> From c\nx>From d\n'])
    expect(split(file, 'mboxcl2')).toEqual(['A: b\n\n>From a\n>>From b\n> From c\nx>From d\n'])
    const [entry] = splitMbox(octets(file), { dialect: 'mboxrd' })
    expect(shown(entry!.stored)).toBe('A: b\n\n>From a\n>>From b\n> From c\nx>From d\n')
  })

  it('goes by Content-Length where it leads to a From_ line or to the end', () => {
    const body = `a\n\n${LINE}\nQ: r\n\nb\n`
    const file = `${LINE}\nContent-Length: ${body.length}\n\n${body}\n${LINE}\nA: b\ncontent-length : 3\n\nxyz`
    expect(split(file, 'mboxcl2')).toEqual([
      `Content-Length: ${body.length}\n\n${body}`,
      'A: b\ncontent-length : 3\n\nxyz',
    ])
    // The other dialects do not look at it.
    expect(split(file, 'mboxrd')).toHaveLength(3)
  })

  it.each(['99999', '2', '0', '-1', '3x', '', '999999999999999999999999', '5\nContent-Length: 6'])(
    'a Content-Length of %j that is wrong is not believed',
    (count) => {
      const first = `Content-Length: ${count}\n\nshort\n`
      for (const dialect of ['mboxcl', 'mboxcl2'] as const) {
        expect(split(`${LINE}\n${first}\n${LINE}\nA: b\n\nz\n\n`, dialect)).toEqual([first, 'A: b\n\nz\n'])
      }
    },
  )

  it('a count past the next From_ line, to another one, is believed only where that is exact', () => {
    const file = `${LINE}\nContent-Length: 40\n\na\n\n${LINE}\nA: b\n\nz\n\n${LINE}\nC: d\n`
    expect(split(file, 'mboxcl')).toHaveLength(3)
  })

  it('cuts messages that are over the limit', () => {
    const file = octets(`${LINE}\nA: b\n\n${'x'.repeat(5000)}\n\n${LINE}\nC: d\n`)
    const entries = splitMbox(file, { limits: { maxMessageBytes: 10 } })
    expect(texts(entries)).toEqual(['A: b\n\nxxxx', 'C: d\n'])
    expect(entries.map(({ truncated }) => truncated)).toEqual([true, false])
    expect(entries[0]!.range.end).toBe(file.length - LINE.length - 1 - 5 - 1)
  })

  it('refuses wrong arguments', () => {
    expect(() => splitMbox(1 as never)).toThrow(TypeError)
    expect(() => splitMbox('', { dialect: 'mbox' as never })).toThrow(/mboxo, mboxrd, mboxcl, mboxcl2/)
    expect(() => splitMbox('', { nope: 1 } as never)).toThrow(/nope/)
    expect(() => splitMbox('', { limits: { maxMessageBytes: -1 } })).toThrow(/non-negative/)
    expect(() => readMbox(1 as never)).toThrow(TypeError)
  })
})

describe('parseFromLine', () => {
  it.each([
    ['From ada@example.org Thu Jan  1 00:00:00 1970', 'ada@example.org', '1970-01-01T00:00:00.000Z', undefined],
    ['From ada@example.org Thu Jan  1 02:03 1970\r\n', 'ada@example.org', '1970-01-01T02:03:00.000Z', undefined],
    ['From ada@example.org Wed Nov 13 01:37:23 EST 2002', 'ada@example.org', '2002-11-13T06:37:23.000Z', -300],
    ['From ada@example.org Wed Nov 13 01:37:23 2002 +0100', 'ada@example.org', '2002-11-13T00:37:23.000Z', 60],
    ['From ada@example.org Wed Nov 13 01:37:23 -0800 2002', 'ada@example.org', '2002-11-13T09:37:23.000Z', -480],
    ['From ada@example.org Wed, 13 Nov 2002 01:37:23 +0100', 'ada@example.org', '2002-11-13T00:37:23.000Z', 60],
    ['From - Fri Dec 13 15:01:21 1996', '-', '1996-12-13T15:01:21.000Z', undefined],
    ['From ???@??? Fri Dec 13 15:01:21 1996', '???@???', '1996-12-13T15:01:21.000Z', undefined],
    ['From "Ada L"@example.org Fri Dec 13 15:01:21 1996', '"Ada L"@example.org', '1996-12-13T15:01:21.000Z', undefined],
    ['From ada at example.org  Fri Dec 13 15:01:21 1996', 'ada at example.org', '1996-12-13T15:01:21.000Z', undefined],
    ['From ada@example.org 2012-03-04 05:06:07', 'ada@example.org', '2012-03-04T05:06:07.000Z', undefined],
    ['From ada@example.org 2012-03-04T05:06:07.123+02:00', 'ada@example.org', '2012-03-04T03:06:07.000Z', 120],
    ['From  Fri Dec 13 15:01:21 1996', '', '1996-12-13T15:01:21.000Z', undefined],
    ['From Sun Microsystems Fri Dec 13 15:01:21 1996', 'Sun Microsystems', '1996-12-13T15:01:21.000Z', undefined],
    ['From ada@example.org', 'ada@example.org', undefined, undefined],
    ['From ada@example.org Fri Feb 31 15:01:21 1996', 'ada@example.org', undefined, undefined],
    ['From ', '', undefined, undefined],
    ['', '', undefined, undefined],
  ])('%s', (line, sender, date, offsetMinutes) => {
    const envelope = parseFromLine(line)
    expect(envelope.sender).toBe(sender)
    expect(envelope.date?.toISOString()).toBe(date)
    expect(envelope.offsetMinutes).toBe(offsetMinutes)
    expect(envelope.raw).toBe(line.replace(/\r?\n$/, ''))
  })

  it('reads the line of UUCP', () => {
    expect(parseFromLine('From ada Fri Dec 13 15:01:21 1996 remote from inria')).toMatchObject({
      sender: 'ada',
      remote: 'inria',
      date: new Date('1996-12-13T15:01:21Z'),
    })
  })

  it('reads lines that look like dates everywhere', () => {
    for (const piece of ['Mon ', 'Mon Jan ', 'Mon    ', '1 Jan ', '2000-01-01 ', ' remote from ', ' 1:1']) {
      const line = `From ${piece.repeat(200_000)}`
      expect(() => parseFromLine(line)).not.toThrow()
    }
  })
})

describe('detectDialect', () => {
  const counted = (body: string) => `${LINE}\nContent-Length: ${body.length}\n\n${body}\n`
  it.each<[string, MboxDialect, RegExp, string]>([
    ['no sign', 'mboxrd', /nothing is quoted/, `${LINE}\nA: b\n\nhi\n\n`],
    ['nothing at all', 'mboxrd', /nothing is quoted/, ''],
    ['one level of quotes', 'mboxo', /2 lines begin with ">From "/, `${LINE}\n\n>From a\n\n>From b\n`],
    ['two levels of quotes', 'mboxrd', /octet 47 begins with ">>From "/, `${LINE}\n\n>>From a\n\n>From b\n`],
    ['counts, nothing quoted', 'mboxcl2', /2 of 2 messages/, counted('hi\n') + counted('ho\n')],
    ['counts and quotes', 'mboxcl', /message 2 has lines/, counted('hi\n') + counted('>From me\n')],
    [
      'counts around a From_ line, in most entries',
      'mboxcl2',
      /message 1 has a line at octet \d+ that begins with "From "/,
      counted(`hi\n\n${LINE}\n\nho\n`) + counted('a\n'),
    ],
    // One message that claims the rest of the file does not decide how it is read.
    ['one count around all that follows', 'mboxrd', /nothing is quoted/, counted(`hi\n\n${LINE}\n\nho\n`)],
    [
      'counts that are wrong',
      'mboxo',
      /Content-Length leads astray in 1 of 1 messages/,
      `${LINE}\nContent-Length: 5\n\n>From a\n\n${LINE}\nA: b\n`,
    ],
  ])('%s', (_name, dialect, because, file) => {
    const detected = detectDialect(octets(file))
    expect(detected.dialect).toBe(dialect)
    expect(detected.because).toMatch(because)
    for (const entry of splitMbox(octets(file))) expect(entry.dialect).toBe(dialect)
  })
})

describe('readMbox', () => {
  const body = `a\n\n${LINE}\nQ: r\n\nb\n>From c\n>>From d\n`
  const file =
    `junk\n\n${LINE}\nContent-Length: ${body.length}\n\n${body}\n${LINE}\r\nA: b\r\nContent-Length: 9\r\n\r\nhi\r\n\r\n\r\n` +
    `${LINE}\n\n${LINE}\nC: d\n\nFrom x\n\nFrom bob@example.org\nE: f\n\nFrom - Fri Dec 13 15:01 1996\ng${LINE}\n${LINE}\nH: i`
  const summary = (entries: readonly MboxEntry[]) =>
    entries.map((entry) => [shown(entry.bytes), entry.range, entry.truncated, entry.envelope.raw])

  it.each([undefined, ...DIALECTS])(
    'gives what splitMbox gives, octet by octet and cut anywhere: %s',
    async (dialect) => {
      const bytes = octets(file)
      for (const maxMessageBytes of [1 << 20, 7, 0]) {
        const options = { ...(dialect ? { dialect } : {}), limits: { maxMessageBytes } }
        const wanted = summary(splitMbox(bytes, options))
        expect(wanted.length).toBeGreaterThan(3)
        expect(
          summary(
            await gather(
              Array.from(bytes, (octet) => Uint8Array.of(octet)),
              options,
            ),
          ),
        ).toEqual(wanted)
        for (let at = 1; at < bytes.length; at++) {
          expect(summary(await gather([bytes.slice(0, at), bytes.slice(at)], options))).toEqual(wanted)
        }
      }
    },
  )

  it('does so for long messages, limits in between and random cuts', async () => {
    const random = unit(5)
    let long = ''
    for (let i = 0; i < 60; i++) {
      const size = Math.floor(random() * 6000)
      const text = Array.from({ length: Math.ceil(size / 20) }, (_, n) =>
        n % 7 ? 'some words of text\n' : '>From us\n\n',
      ).join('')
      long += `${LINE}\nSubject: ${i}\nContent-Length: ${random() < 0.7 ? text.length : size}\n\n${text}\n`
    }
    const bytes = octets(long)
    for (const dialect of [undefined, ...DIALECTS]) {
      for (const maxMessageBytes of [1 << 20, 2500, 100]) {
        const options = { ...(dialect ? { dialect } : {}), limits: { maxMessageBytes } }
        const chunks: Uint8Array[] = []
        for (let at = 0; at < bytes.length; ) {
          const to = at + 1 + Math.floor(random() * (random() < 0.5 ? 40 : 20_000))
          chunks.push(bytes.slice(at, to))
          at = to
        }
        expect(summary(await gather(chunks, options))).toEqual(summary(splitMbox(bytes, options)))
      }
    }
  })

  it('detects from the first 256 KiB alone', async () => {
    const filler = `${LINE}\nA: b\n\n${'x'.repeat(70)}\n\n`.repeat(2300)
    const late = octets(`${filler}${LINE}\nA: b\n\n>>From late\n`)
    expect(detectDialect(late).because).toMatch(/nothing is quoted/)
    const entries = await gather([late.slice(0, 1000), late.slice(1000, 262_145), late.slice(262_145)])
    expect(summary(entries)).toEqual(summary(splitMbox(late)))
  })

  it('holds one message only', async () => {
    const one = octets(`${LINE}\nA: b\n\n${'some text\n'.repeat(1000)}\n`)
    let given = 0
    function* source() {
      for (; given < 400; given++) yield one
    }
    let count = 0
    for await (const entry of readMbox(source())) {
      count++
      expect(entry.bytes.length).toBe(one.length - LINE.length - 2)
      // The 256 KiB of detection are ahead, nothing else.
      expect(given - count).toBeLessThan(30)
    }
    expect(count).toBe(400)
  })

  it('lets the source go when the loop is left, and obeys a signal', async () => {
    let closed = false
    async function* source() {
      try {
        for (;;) yield octets(`${LINE}\nA: b\n\nhi\n\n`)
      } finally {
        closed = true
      }
    }
    for await (const _entry of readMbox(source(), { dialect: 'mboxrd' })) break
    expect(closed).toBe(true)
    const controller = new AbortController()
    const read = async () => {
      for await (const _entry of readMbox(source(), { signal: controller.signal, dialect: 'mboxo' }))
        controller.abort(new Error('enough'))
    }
    await expect(read()).rejects.toThrow('enough')
  })
})

describe('readMbox, by hand', () => {
  const file = octets(`${LINE}\nA: 1\n\n${LINE}\nA: 2\n\n${LINE}\nA: 3\n`)

  it('answers calls in their order, whether they wait or not', async () => {
    const chunks = Array.from(file, (octet) => Uint8Array.of(octet))
    const iterator = readMbox(chunks)[Symbol.asyncIterator]()
    const answers = await Promise.all([1, 2, 3, 4, 5].map(() => iterator.next()))
    expect(answers.map(({ value }) => value && shown(value.bytes))).toEqual([
      'A: 1\n',
      'A: 2\n',
      'A: 3\n',
      undefined,
      undefined,
    ])
    expect(answers.map(({ done }) => done)).toEqual([false, false, false, true, true])
  })

  it('is over after return()', async () => {
    const iterator = readMbox(file)[Symbol.asyncIterator]()
    await iterator.next()
    await iterator.return!()
    expect(await iterator.next()).toEqual({ done: true, value: undefined })
  })

  it('obeys a signal between messages of one chunk, and passes on errors of the source', async () => {
    const controller = new AbortController()
    const iterator = readMbox(file, { signal: controller.signal })[Symbol.asyncIterator]()
    await iterator.next()
    controller.abort(new Error('enough'))
    await expect(iterator.next()).rejects.toThrow('enough')
    expect((await iterator.next()).done).toBe(true)
    async function* failing() {
      yield file
      throw new Error('lost')
    }
    await expect(gather(failing() as never)).rejects.toThrow('lost')
  })
})

describe('writeMbox', () => {
  it('writes From_ lines, quotes and ends', () => {
    const entries = [
      {
        envelope: { sender: 'ada@example.org', date: new Date('2002-11-13T01:37:23Z') },
        bytes: 'A: b\n\nFrom us\n>From them\n',
      },
      { bytes: 'C: d\r\n\r\nno end' },
    ]
    expect(shown(writeMbox(entries))).toBe(
      'From ada@example.org Wed Nov 13 01:37:23 2002\nA: b\n\n>From us\n>>From them\n\n' +
        'From MAILER-DAEMON Thu Jan  1 00:00:00 1970\r\nC: d\r\n\r\nno end\r\n\r\n',
    )
    expect(shown(writeMbox(entries, { dialect: 'mboxo' }))).toContain('\n>From us\n>From them\n')
    expect(shown(writeMbox(entries, { dialect: 'mboxcl' }))).toContain(
      'A: b\nContent-Length: 20\n\n>From us\n>From them\n\n',
    )
    expect(shown(writeMbox(entries, { dialect: 'mboxcl2' }))).toContain(
      'A: b\nContent-Length: 19\n\nFrom us\n>From them\n\n',
    )
  })

  it('sets Content-Length in place, once', () => {
    const bytes = 'content-length: 1\nA: b\nContent-Length:\n 7\n\nxyz\n'
    expect(shown(writeMbox([{ bytes }], { dialect: 'mboxcl2' }))).toContain('1970\nContent-Length: 4\nA: b\n\nxyz\n\n')
    const right = 'A: b\ncontent-LENGTH:  4\n\nxyz\n'
    expect(shown(writeMbox([{ bytes: right }], { dialect: 'mboxcl2' }))).toContain(`1970\n${right}\n`)
  })

  it('takes a Message, its envelope from Return-Path and Received', () => {
    const message = parse(
      'Return-Path: <bounce@example.org>\r\nReceived: by b; Wed, 13 Nov 2002 02:37:23 +0100\r\nReceived: by a; Tue, 12 Nov 2002 02:37:23 +0100\r\nFrom: ada@example.org\r\n\r\nhi\r\n',
    )
    expect(shown(writeMbox([message]))).toMatch(/^From bounce@example.org Wed Nov 13 01:37:23 2002\r\nReturn-Path/)
    const bounce = parse('Return-Path: <>\nFrom: ada@example.org\nDate: Wed, 13 Nov 2002 02:37:23 +0100\n\nhi\n')
    expect(shown(writeMbox([bounce]))).toMatch(/^From MAILER-DAEMON Wed Nov 13 01:37:23 2002\n/)
    // Its fields are a stranger's: what no From_ line can hold is left out of it.
    for (const address of ['"a\\\x1b[2J"@example.org', `${'a'.repeat(600)}@example.org`])
      expect(shown(writeMbox([parse(`From: ${address}\r\n\r\n`)]))).toMatch(/^From MAILER-DAEMON Thu/)
    expect(shown(writeMbox([parse('From: ada@example.org\n\nhi\n')]))).toMatch(/^From ada@example.org Thu Jan {2}1/)
  })

  it.each([
    { sender: 'a\nb' },
    { sender: 'a\r' },
    { sender: 'a\0b' },
    { sender: 'a\x1b[2Jb@example.org' },
    { sender: 'a\tb@example.org' },
    { sender: 'a\x9bb@example.org' },
    { remote: 'a\x07' },
    { sender: 'a Thu Jan  1 00:00:00 1970' },
    { sender: ' a' },
    { sender: 'x'.repeat(600) },
    { sender: '\ud800' },
    { date: new Date(Number.NaN) },
    { remote: 'a b' },
    { remote: 'a\nFrom b' },
    { raw: 'Subject: x' },
    { raw: 'From a\nSubject: x' },
    { raw: `From ${'x'.repeat(600)}` },
  ])('refuses an envelope that no line can hold: %#', (envelope) => {
    expect(() => writeMbox([{ envelope, bytes: '' }])).toThrow(TypeError)
  })

  it('refuses what mboxcl2 cannot hold, and wrong options', () => {
    expect(() => writeMbox([{ bytes: 'From a\nA: b\n\nhi\n' }], { dialect: 'mboxcl2' })).toThrow(/mboxrd/)
    expect(() => writeMbox([{ bytes: 'From a\nA: b\n\nhi\n' }], { dialect: 'mboxcl' })).not.toThrow()
    expect(() => writeMbox([{ bytes: `A: b\n${LINE}\n` }], { dialect: 'mboxcl2' })).toThrow(/mboxrd/)
    expect(() => writeMbox([], { dialect: 'x' as never })).toThrow(TypeError)
    expect(() => writeMbox([], { eol: 'lf' } as never)).toThrow(TypeError)
  })

  it('as chunks, the same octets', async () => {
    const entries = [{ bytes: 'A: b\n\nhi\n' }, { bytes: 'A: b\n\nFrom ho\n' }]
    const chunks: Uint8Array[] = []
    for await (const chunk of mboxChunks(entries)) chunks.push(chunk)
    expect(shown(Buffer.concat(chunks))).toBe(shown(writeMbox(entries)))
  })
})

describe('law: what was written is read back', () => {
  const alphabet = [
    'From ',
    '>',
    'From ada@example.org Thu Jan  1 00:00:00 1970',
    '\n',
    '\r\n',
    '\r',
    'A: b\n',
    'Content-Length: 3\n',
    'x',
    ' ',
    '\0',
    '\xff',
  ]
  it('mboxrd, any octets', () => {
    const random = unit(7)
    for (let round = 0; round < 3000; round++) {
      const bodies = Array.from({ length: 3 }, () => {
        let text = ''
        for (let n = Math.floor(random() * 12); n > 0; n--) text += alphabet[Math.floor(random() * alphabet.length)]!
        return text
      })
      const file = writeMbox(bodies.map((text) => ({ bytes: octets(text) })))
      const ended = bodies.map((text) =>
        text === '' || text.endsWith('\n') ? text : `${text}${/^[^\n]*\r\n/.test(text) ? '\r\n' : '\n'}`,
      )
      expect(split(shown(file), 'mboxrd')).toEqual(ended)
    }
  })

  it.each(DIALECTS)('%s, what was read before', (dialect) => {
    const random = unit(8)
    for (let round = 0; round < 2000; round++) {
      let file = `${LINE}\n`
      for (let n = Math.floor(random() * 40); n > 0; n--) file += alphabet[Math.floor(random() * alphabet.length)]!
      const read = splitMbox(octets(file), { dialect })
      let written: Uint8Array
      try {
        written = writeMbox(read, { dialect })
      } catch (error) {
        expect(error).toBeInstanceOf(TypeError)
        continue
      }
      // Content-Length is set and a last line end added at the first writing; then all stays.
      const once = splitMbox(written, { dialect })
      if (dialect === 'mboxo' || dialect === 'mboxrd') {
        expect(texts(once).map((text) => text.trimEnd())).toEqual(texts(read).map((text) => text.trimEnd()))
      } else expect(once.length).toBe(read.length)
      const twice = splitMbox(writeMbox(once, { dialect }), { dialect })
      expect(texts(splitMbox(writeMbox(twice, { dialect }), { dialect }))).toEqual(texts(twice))
    }
  })
})

describe('hostile forms', () => {
  it.each([
    ['a million From_ lines', `${LINE}\n`.repeat(1_000_000)],
    ['From_ lines, each a message', `${LINE}\n\n`.repeat(100_000)],
    ['counts that lead far', `${LINE}\nContent-Length: 900000\n\n`.repeat(20_000)],
    ['counts into line ends', `${LINE}\nContent-Length: 900000\n\n`.repeat(10_000) + '\n'.repeat(1_000_000)],
    ['line ends', `${LINE}\n${'\n'.repeat(2_000_000)}`],
    ['From, From, From', `${LINE}\n\n${'From '.repeat(400_000)}`],
    ['lines of From', `${LINE}\n\n${'\nFrom '.repeat(400_000)}`],
    ['quotes', `${LINE}\n\n${'>'.repeat(1_000_000)}From x\n${'>From \n'.repeat(200_000)}`],
    ['Fs', `${LINE}\n\n${'F'.repeat(2_000_000)}`],
    ['no end of header', `${LINE}\nA: b\n`.repeat(40_000)],
    ['folds of a count', `${LINE}\nContent-Length: 1\n${' x\n'.repeat(600_000)}`],
  ])(
    '%s',
    async (_name, file) => {
      const bytes = octets(file)
      for (const dialect of ['mboxrd', 'mboxcl2', undefined] as const) {
        const options = dialect ? { dialect } : {}
        for (const entry of splitMbox(bytes, options)) void entry.bytes
      }
      const chunks: Uint8Array[] = []
      for (let at = 0; at < bytes.length; at += 4096) chunks.push(bytes.subarray(at, at + 4096))
      const read = await gather(chunks, { dialect: 'mboxcl' })
      expect(read.length).toBe(splitMbox(bytes, { dialect: 'mboxcl' }).length)
    },
    60_000,
  )
})

/** Stores beside mbox: MMDF, Babyl, .emlx, MH; and the faults of ranges. */
import { describe, expect, it } from 'vitest'
import {
  detectDialect,
  mboxRanges,
  mhOrder,
  parseMhSequences,
  readEmlx,
  readMbox,
  readMh,
  splitMbox,
} from '../../../src/store/index.js'

const octets = (text: string) => new Uint8Array(Buffer.from(text, 'latin1'))
const shown = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1')
const MARK = '\x01\x01\x01\x01\n'

async function everyCut(file: string, wanted: readonly string[]) {
  const bytes = octets(file)
  expect(splitMbox(bytes).map((entry) => shown(entry.bytes))).toEqual(wanted)
  for (let at = 0; at <= bytes.length; at++) {
    const found: string[] = []
    for await (const entry of readMbox([bytes.slice(0, at), bytes.slice(at)])) found.push(shown(entry.bytes))
    expect(found, `cut at ${at}`).toEqual(wanted)
  }
}

describe('mmdf', () => {
  it('is read between lines of four Ctrl-A, whatever stands there', async () => {
    const messages = [
      'Subject: a\n\nFrom here\n\n\n',
      'Content-Length: 1\n\n>From b\n\x01\x01\x01\x01\x01\n',
      'C: d\r\n\r\nx\r\n',
    ]
    const file = messages.map((message) => MARK + message + MARK).join('')
    expect(detectDialect(file)).toEqual({ dialect: 'mmdf', because: 'it begins with a line of four Ctrl-A' })
    await everyCut(file, messages)
    const [first] = splitMbox(file)
    expect([first!.dialect, first!.envelope.raw, first!.envelope.sender, first!.labels]).toEqual(['mmdf', '', '', []])
    expect(first!.range).toEqual({ start: 0, messageStart: 5, end: 5 + messages[0]!.length })
  })

  it('has an envelope where a From_ line stands behind the mark', async () => {
    const file = `${MARK}From ada@example.org Thu Jan  1 00:00:00 1970\nA: b\n\nhi\n${MARK}${MARK}From here\n\non\n${MARK}`
    await everyCut(file, ['A: b\n\nhi\n', 'From here\n\non\n'])
    const [first, second] = splitMbox(file)
    expect(first!.envelope.sender).toBe('ada@example.org')
    expect(second!.envelope.raw).toBe('')
  })

  it('is read with CRLF, without a last mark, and with one mark between messages', async () => {
    await everyCut(`${MARK.replace('\n', '\r\n')}A: b\r\n\r\nhi\r\n`, ['A: b\r\n\r\nhi\r\n'])
    await everyCut(`${MARK}A: b\n${MARK}C: d\n${MARK}E: f`, ['A: b\n', 'C: d\n', 'E: f'])
    await everyCut(MARK + MARK, [])
  })
})

describe('babyl', () => {
  const file =
    'BABYL OPTIONS: -*- rmail -*-\nVersion: 5\nLabels:work\n\x1f\x0c\n1, answered, unseen,, work,\nSubject: one\nX-Full: 1\n\n*** EOOH ***\nSubject: one\n\nFrom here\n' +
    '\x1f\x0c\n0,,\n*** EOOH ***\nSubject: two\n\n*** EOOH ***\nhi\n\x1f\n'

  it('gives the message with its own header section, and labels', async () => {
    await everyCut(file, ['Subject: one\nX-Full: 1\n\nFrom here\n', 'Subject: two\n\n*** EOOH ***\nhi\n'])
    expect(detectDialect(file).dialect).toBe('babyl')
    expect(splitMbox(file).map(({ labels }) => labels)).toEqual([['answered', 'unseen', 'work'], []])
    expect(splitMbox(file)[0]!.envelope.raw).toBe('')
  })

  it('takes what is cut off, CRLF, and ^_ ^L in a text', async () => {
    await everyCut('BABYL OPTIONS:\n\x1f\x0c\n1,,\nA: b\n', ['A: b\n'])
    await everyCut('BABYL OPTIONS:\n\x1f\x0c\n1,,\nA: b\n\n*** EOOH ***\nA: b', ['A: b\n\n'])
    await everyCut('BABYL OPTIONS:\n\x1f\x0c\n0,,\n*** EOOH ***\nA: b\n\n\x1f\x0cx\nnot,\n\x1f', [
      'A: b\n\n\x1f\x0cx\nnot,\n',
    ])
    await everyCut(file.replaceAll('\n', '\r\n'), [
      'Subject: one\r\nX-Full: 1\r\n\r\nFrom here\r\n',
      'Subject: two\r\n\r\n*** EOOH ***\r\nhi\r\n',
    ])
    await everyCut('BABYL OPTIONS:\n', [])
  })
})

describe('readEmlx', () => {
  const list = (inside: string) =>
    `<?xml version="1.0" encoding="UTF-8"?>\n<plist version="1.0">\n<dict>\n${inside}</dict>\n</plist>\n`
  const message = 'A: b\n\nhi\n<?xml of the text?>\n'

  it('gives message, flags and the time of arrival', () => {
    const plist = list(
      '\t<key>date-received</key>\n\t<integer>1865000000</integer>\n\t<key>flags</key>\n\t<integer>8590195733</integer>\n',
    )
    const found = readEmlx(`${message.length}        \n${message}${plist}`)!
    expect(shown(found.bytes)).toBe(message)
    expect(found.flags).toMatchObject({ read: true, answered: true, flagged: true, deleted: false, value: 8590195733 })
    expect(found.received).toEqual(new Date(1_865_000_000_000))
    expect([found.counted, found.propertyList]).toEqual([true, plist])
    expect(detectDialect(`${message.length}\n${message}${plist}`).because).toMatch(/\.emlx/)
  })

  it.each([
    ['a count that is too small', 3, message, false],
    ['a count that is too large', 9999, message, false],
  ])('%s: the message ends where the list begins', (_name, count, wanted, counted) => {
    const found = readEmlx(`${count}\n${message}${list('')}`)!
    expect([shown(found.bytes), found.counted, found.flags]).toEqual([wanted, counted, undefined])
  })

  it('goes by a count that leads to a list without its declaration, or behind an empty line', () => {
    const plist = list('<key>flags</key><integer>1</integer>')
    for (const rest of [plist.slice(plist.indexOf('<plist')), `\n${plist}`, '\n']) {
      const found = readEmlx(`${message.length}\n${message}${rest}`)!
      expect([shown(found.bytes), found.counted]).toEqual([message, true])
    }
    expect(readEmlx(`5\nA: b\n${plist.slice(plist.indexOf('<plist'))}`)!.flags).toMatchObject({ read: true })
  })

  it('takes a file without a list, and gives undefined for another', () => {
    expect(readEmlx('5\nA: b\n')).toMatchObject({ counted: true, propertyList: '' })
    for (const other of ['', 'A: b\n', '12', '-1\nx', '1234567890123456\nx', 'From a@b Thu'])
      expect(readEmlx(other)).toBeUndefined()
  })
})

describe('MH', () => {
  it('orders names by number and leaves others out', () => {
    expect(mhOrder(['10', '9', ',12', '.mh_sequences', 'context', '007', '1e3', '0', '1234567'])).toEqual([
      '9',
      '10',
      '1234567',
    ])
    expect(() => mhOrder([1] as never)).toThrow(/names/)
    expect(() => mhOrder('12' as never)).toThrow(/names/)
  })

  it('reads sequences', () => {
    const read = parseMhSequences('unseen: 3 5-7 6\r\ncur: 5\nbad name: 1\n: 2\nodd: x 3-1 -5 4-\nempty:\n')
    expect([...read]).toEqual([
      ['unseen', [3, 5, 6, 7]],
      ['cur', [5]],
      ['odd', []],
      ['empty', []],
    ])
    expect([...parseMhSequences('a: 1\n 2 3\n\t5-6\nb: 7\r\n 8\r\n')]).toEqual([
      ['a', [1, 2, 3, 5, 6]],
      ['b', [7, 8]],
    ])
    expect(parseMhSequences('a: 1-999999999999\nb: 1-9\n').get('a')!.length).toBe(1_000_000)
  })

  it('gives the messages of a folder', () => {
    const folder = new Map([
      ['10', octets('A: ten\n')],
      ['.mh_sequences', octets('unseen: 2 10\ncur: 2\n')],
      ['2', octets('A: two\n')],
    ])
    expect(readMh(folder).map(({ number, bytes, sequences }) => [number, shown(bytes), sequences])).toEqual([
      [2, 'A: two\n', ['unseen', 'cur']],
      [10, 'A: ten\n', ['unseen']],
    ])
    expect(() => readMh(['2'] as never)).toThrow(/files/)
    expect(() => readMh({} as never)).toThrow(/files/)
  })
})

describe('ranges', () => {
  const file = octets('From a Thu Jan  1 00:00:00 1970\nA: b\n\nhi\n\n')

  it.each([
    [{ range: [0, 5] }, /dialect/],
    [{ range: [0, 5], dialect: 'mboxcl2' }, /mboxo or mboxrd/],
    [{ range: [0, 5], dialect: 'mmdf' }, /mboxo or mboxrd/],
    [{ range: [5, 0], dialect: 'mboxrd' }, /range/],
    [{ range: [0.5, 2], dialect: 'mboxrd' }, /range/],
    [{ range: [0], dialect: 'mboxrd' }, /range/],
    [{ range: '0-5', dialect: 'mboxrd' }, /range/],
  ])('%j is a fault, at the call', (options, message) => {
    expect(() => readMbox(file, options as never)).toThrow(TypeError)
    expect(() => readMbox(file, options as never)).toThrow(message)
  })

  it('needs a source that is read in places', async () => {
    const options = { dialect: 'mboxrd', range: [0, file.length] } as const
    async function* stream() {
      yield file
    }
    expect(() => readMbox(stream(), options)).toThrow(/source/)
    for (const source of [
      file,
      new Blob([file]),
      { size: file.length, read: async (a: number, b: number) => file.slice(a, b) },
    ]) {
      const found: string[] = []
      for await (const entry of readMbox(source, options)) found.push(shown(entry.bytes))
      expect(found).toEqual(['A: b\n\nhi\n'])
    }
    const whole: string[] = []
    for await (const entry of readMbox({ size: file.length, read: async (a, b) => file.slice(a, b) }))
      whole.push(entry.dialect)
    expect(whole).toEqual(['mboxrd'])
  })

  it('are cut by whole numbers alone', () => {
    expect(mboxRanges(10, 3)).toEqual([
      [0, 4],
      [4, 7],
      [7, 10],
    ])
    for (const args of [
      [-1, 2],
      [1.5, 2],
      [5, 0],
      [5, 1.5],
      ['5', 1],
    ])
      expect(() => mboxRanges(...(args as [number, number]))).toThrow(TypeError)
  })
})

/** .msg files that `msg-writer.ts` made: bodies, people, attachments, types of properties, meetings; and hostile files. */
import CFB from 'cfb'
import { describe, expect, it } from 'vitest'
import { parse } from '../../../src/index.js'
import { readMsg } from '../../../src/outlook/index.js'
import { seeded } from '../../seeded.js'
import {
  BINARY,
  binary,
  long,
  type MsgSpec,
  type Property,
  recipient,
  rtfValue,
  STRING8,
  text,
  time,
  writeMsg,
} from './msg-writer.js'

const DATE = new Date('2024-10-01T12:00:00Z')
const SENDER = [text(0x0c1a, 'Ada'), text(0x0c1e, 'SMTP'), text(0x0c1f, 'ada@example.org')]
const LETTER: MsgSpec = {
  properties: [
    text(0x001a, 'IPM.Note'),
    text(0x0037, 'Grüße 😀'),
    ...SENDER,
    time(0x0039, DATE),
    text(0x1000, 'Hello\r\nBob\r\n'),
    text(0x1035, '<1@example.org>'),
    text(0x1039, '<0@example.org> <00@example.org>'),
    text(0x1042, '<0@example.org>'),
    long(0x0017, 2),
  ],
  recipients: [
    recipient(1, 'Bob', 'bob@example.net'),
    recipient(2, 'eve@example.net', 'eve@example.net'),
    recipient(3, 'Zoë', 'zoe@example.net'),
  ],
}
const read = (spec: MsgSpec) => readMsg(writeMsg(spec))
const withBody = (...properties: Property[]): MsgSpec => ({ properties: [...SENDER, ...properties] })

describe('header section', () => {
  it('from properties', () => {
    const { message, messageClass, defects } = read(LETTER)
    expect(defects).toEqual([])
    expect(messageClass).toBe('IPM.Note')
    expect(message.subject).toBe('Grüße 😀')
    expect(message.from).toMatchObject([{ name: 'Ada', address: 'ada@example.org' }])
    expect(message.to).toMatchObject([{ name: 'Bob', address: 'bob@example.net' }])
    expect(message.cc).toMatchObject([{ address: 'eve@example.net' }])
    expect(message.bcc).toMatchObject([{ name: 'Zoë', address: 'zoe@example.net' }])
    expect(message.date).toEqual(DATE)
    expect(message.messageId).toBe('1@example.org')
    expect(message.references).toEqual(['0@example.org', '00@example.org'])
    expect(message.inReplyTo).toEqual(['0@example.org'])
    expect(message.headers.get('importance') ?? message.headers.get('x-priority')).toBeDefined()
    expect(message.text).toBe('Hello\r\nBob\r\n')
    expect(message.check().filter(({ severity }) => severity === 'error')).toEqual([])
    expect(parse(message.toBytes()).subject).toBe('Grüße 😀')
  })

  it('of the transport, as it is, where there is one', () => {
    const headers =
      'Microsoft Mail Internet Headers Version 2.0\r\nReceived: from a by b; Tue, 1 Oct 2024 12:00:00 +0000\r\nFrom: =?utf-8?q?Ad=C3=A0?= <a@b.org>\r\n' +
      'Subject: one\r\n  two\r\nContent-Type: multipart/mixed; boundary=gone\r\nMIME-Version: 1.0\r\nX-Own: yes\r\n\r\n'
    const { message } = read({ ...LETTER, properties: [...LETTER.properties, text(0x007d, headers)] })
    expect(message.headers.fields().map(({ name }) => name)).toEqual([
      'Received',
      'From',
      'Subject',
      'X-Own',
      'MIME-Version',
      'Content-Type',
      'Content-Transfer-Encoding',
    ])
    expect(new TextDecoder().decode(message.headers.field('subject')!.raw)).toBe('Subject: one\r\n  two\r\n')
    expect(message.from[0]?.name).toBe('Adà')
    expect(message.text).toBe('Hello\r\nBob\r\n')
  })

  it('drafts have what they have', () => {
    const { message, defects } = read({ properties: [text(0x1000, 'x')] })
    expect(message.headers.fields().map(({ name }) => name)).toEqual([
      'MIME-Version',
      'Content-Type',
      'Content-Transfer-Encoding',
    ])
    expect(defects).toEqual([])
    expect(read({ properties: [] }).message.text ?? '').toBe('')
  })

  it('people of Exchange without an Internet address', () => {
    const { message, defects } = read({
      properties: [text(0x0c1a, 'Ada'), text(0x0c1e, 'EX'), text(0x0c1f, '/O=ORG/CN=ADA'), text(0x1000, 'x')],
      recipients: [[...recipient(1, 'Bob', '/O=ORG/CN=BOB', 'EX'), text(0x39fe, 'bob@example.net')], [long(0x0c15, 1)]],
    })
    expect(message.from[0]).toMatchObject({ name: 'Ada', address: 'IMCEAEX-_O=ORG_CN=ADA@invalid' })
    expect(message.to).toMatchObject([{ name: 'Bob', address: 'bob@example.net' }])
    expect(defects.map(({ code, path }) => [code, path])).toEqual([
      ['no-address', ''],
      ['missing', '__recip_version1.0_#00000001'],
    ])
  })

  it('sent on behalf', () => {
    const of = [text(0x0042, 'Boss'), text(0x0064, 'SMTP'), text(0x0065, 'boss@example.org')]
    const { message } = read({ properties: [...SENDER, ...of, text(0x1000, 'x')] })
    expect(message.from[0]?.address).toBe('boss@example.org')
    expect(message.sender?.address).toBe('ada@example.org')
  })
})

describe('bodies', () => {
  it('8-bit strings in their code page', () => {
    const { message } = read(
      withBody(
        long(0x3ffd, 1251),
        { id: 0x0037, type: STRING8, value: '\xcf\xf0\xe8' },
        { id: 0x1000, type: STRING8, value: '\xcf' },
      ),
    )
    expect(message.subject).toBe('При')
    expect(message.text).toBe('П')
  })

  it('HTML as octets and as text', () => {
    const html = '<p>Gr\xfc\xdfe</p>'
    const { message } = read(
      withBody(text(0x1000, 'Grüße'), binary(0x1013, Buffer.from(html, 'latin1')), long(0x3fde, 1252)),
    )
    expect(message.html).toContain('<p>Grüße</p>')
    expect(message.text).toBe('Grüße')
    expect(message.contentType.mediaType).toBe('multipart/alternative')
    expect(read(withBody(text(0x1013, '<p>x</p>'))).message.html).toContain('<p>x</p>')
  })

  it.each<[string, string, 'html' | 'text', string]>([
    [
      'HTML in RTF',
      '{\\rtf1\\ansi\\ansicpg1252\\fromhtml1 \\deff0{\\fonttbl{\\f0\\fswiss\\fcharset0 Arial;}{\\f1\\fcharset204 Arial;}}{\\colortbl\\red0;}\r\n' +
        "{\\*\\htmltag64 <html>}{\\*\\htmltag148 <p>}\\htmlrtf {\\b \\htmlrtf0 Gr\\'fc\\u223\\'dfe \\f1\\'cf\\f0 \\u-10179 ?\\u-8704 ?{\\*\\htmltag84 &amp;}\\htmlrtf &\\htmlrtf0 \\{x\\}\\htmlrtf }\\htmlrtf0 {\\*\\htmltag156 </p>}\\par {\\*\\mhtmltag4 no}}",
      'html',
      '<html><p>Grüße П😀&amp;{x}</p>\r\n',
    ],
    [
      'text in RTF',
      '{\\rtf1\\ansi\\fromtext \\deff0{\\fonttbl{\\f0 X;}}one\\par two\\tab three\\par\r\n}',
      'text',
      'one\r\ntwo\tthree\r\n',
    ],
    [
      'RTF itself',
      '{\\rtf1\\ansi{\\*\\generator Riched}{\\info{\\title no}}\\b bold\\b0 \\lquote x\\rquote\\par{\\pict 00}}',
      'text',
      'bold‘x’\r\n',
    ],
    ['Japanese', "{\\rtf1\\ansi\\ansicpg932\\fromtext \\'93\\'fa\\'96\\'7b}", 'text', '日本'],
  ])('%s', (_name, rtf, kind, wanted) => {
    const { message, defects } = read(withBody(binary(0x1009, rtfValue(rtf))))
    expect(defects).toEqual([])
    expect(message[kind]?.replace(/\r\n$/, '')).toContain(wanted.replace(/\r\n$/, ''))
    const kept = message.find('application/rtf')
    expect(kept !== undefined).toBe(_name === 'RTF itself')
  })

  it('RTF that is damaged, endless, deep', () => {
    expect(read(withBody(binary(0x1009, Buffer.from('short')))).defects[0]?.code).toBe('damaged-rtf')
    for (const rtf of [
      '{'.repeat(300_000),
      '\\'.repeat(300_000),
      '{\\*'.repeat(100_000),
      "\\'".repeat(100_000),
      '\\bin99999999999 x',
      '}'.repeat(9),
    ]) {
      expect(() => read(withBody(binary(0x1009, rtfValue(rtf))))).not.toThrow()
    }
  })
})

describe('attachments', () => {
  const file = (name: string, content: string, ...more: Property[]) => ({
    properties: [text(0x3707, name), long(0x3705, 1), binary(0x3701, Buffer.from(content)), ...more],
  })

  it('by value, inline where HTML shows them', () => {
    const { message, defects } = read({
      properties: [...SENDER, text(0x1013, '<img src="cid:a@b"><p>x</p>')],
      attachments: [
        file('bild ü.png', 'PNG', text(0x370e, 'image/png'), text(0x3712, 'a@b')),
        file('a.bin', 'BIN', text(0x370e, 'nonsense'), text(0x3712, 'unused@b')),
        { properties: [text(0x3704, 'SHORT.TXT'), long(0x3705, 1), binary(0x3701, Buffer.alloc(5000, 'long '))] },
      ],
    })
    expect(defects).toEqual([])
    expect(message.contentType.mediaType).toBe('multipart/mixed')
    const found = [...message.walk()].filter(({ filename }) => filename !== undefined)
    expect(found.map(({ filename, contentType, contentId }) => [filename, contentType.mediaType, contentId])).toEqual([
      ['bild ü.png', 'image/png', 'a@b'],
      ['a.bin', 'application/octet-stream', undefined],
      ['SHORT.TXT', 'application/octet-stream', undefined],
    ])
    expect(found.map((part) => Buffer.from(part.bytes()).toString().slice(0, 10))).toEqual(['PNG', 'BIN', 'long long '])
    expect(found[2]!.bytes()).toHaveLength(5000)
  })

  it('embedded messages', () => {
    const { message, defects } = read({
      properties: [...SENDER, text(0x1000, 'see')],
      attachments: [{ properties: [text(0x3001, 'Grüße'), long(0x3705, 5)], embedded: LETTER }],
    })
    expect(defects).toEqual([])
    const [inner] = message.attachments
    expect(inner?.contentType.mediaType).toBe('message/rfc822')
    expect(inner?.message?.subject).toBe('Grüße 😀')
    expect(inner?.message?.text).toBe('Hello\r\nBob\r\n')
  })

  it('messages in messages, to a limit', () => {
    let spec: MsgSpec = { properties: [text(0x0037, 'inmost'), text(0x1000, 'x')] }
    for (let i = 0; i < 25; i++)
      spec = { properties: [text(0x0037, String(i))], attachments: [{ properties: [long(0x3705, 5)], embedded: spec }] }
    const { message, defects } = read(spec)
    expect(message.subject).toBe('24')
    expect(defects.map(({ code }) => code)).toContain('too-deep')
  })

  it('OLE objects, links, and nothing', () => {
    const { message, defects } = read({
      properties: [...SENDER, text(0x1000, 'x')],
      attachments: [
        { properties: [text(0x3707, 'chart'), long(0x3705, 6)], ole: { CONTENTS: Buffer.from('ole octets') } },
        { properties: [text(0x3707, 'far.doc'), long(0x3705, 2), text(0x370d, '\\\\server\\far.doc')] },
        { properties: [text(0x3707, 'none')] },
      ],
    })
    const [chart, ...more] = message.attachments
    expect(more).toEqual([])
    expect(chart?.contentType.mediaType).toBe('application/x-ole-storage')
    const inner = CFB.read(Buffer.from(chart!.bytes()), { type: 'buffer' })
    expect(Buffer.from(CFB.find(inner, '/CONTENTS')!.content as Uint8Array).toString()).toBe('ole octets')
    expect(defects.map(({ code }) => code)).toEqual(['by-reference', 'missing'])
  })
})

describe('properties', () => {
  const SET = '00062008-0000-0000-c000-000000000046'

  it('of all types, one value and several', () => {
    const guid = '00062002-0000-0000-c000-000000000046'
    const list: [number, Property['value'], unknown?][] = [
      [2, -5],
      [3, -70_000],
      [4, 1.5],
      [5, Math.PI],
      [6, 12.3456],
      [7, new Date('2024-01-02T06:00:00Z')],
      [10, 0x80040000],
      [11, true],
      [20, -5_000_000_000n],
      [STRING8, 'latin \xfc', 'latin ü'],
      [0x1f, 'Unicode 😀'],
      [0x40, DATE],
      [0x48, guid],
      [BINARY, Uint8Array.of(1, 2, 3)],
      [3, [1, -2, 3]],
      [5, [1.5, 2.5]],
      [20, [1n, 2n]],
      [0x40, [DATE, DATE]],
      [0x48, [guid, guid]],
      [STRING8, ['a', 'bc']],
      [0x1f, ['ä', '', 'long '.repeat(1000)]],
      [BINARY, [Uint8Array.of(1), Uint8Array.of(2, 3)]],
    ]
    const { properties, defects } = read({
      properties: list.map(([type, value], i) => ({ id: 0x6600 + i, type, value })),
    })
    expect(defects).toEqual([])
    list.forEach(([type, value, wanted = value], i) => {
      const found = properties.find(({ id }) => id === 0x6600 + i)
      expect(
        [found?.type, found?.value instanceof Uint8Array ? Uint8Array.from(found.value) : found?.value],
        String(i),
      ).toEqual([type, wanted])
    })
  })

  it('named ones have their names', () => {
    const named = (name: string | number, value: string): Property => ({
      id: 0,
      type: 0x1f,
      value,
      named: { name, set: SET },
    })
    const { properties } = read({ properties: [named('Keywords', 'x'), named(0x8503, 'y'), named('größe', 'z')] })
    expect(properties.map(({ name, set, value }) => [name, set, value])).toEqual([
      ['Keywords', SET, 'x'],
      ['34051', SET, 'y'],
      ['größe', SET, 'z'],
    ])
  })
})

describe('meetings', () => {
  const SET = '00062002-0000-0000-c000-000000000046'
  const MEETING = '6ed8da90-450b-101b-98da-00aa003f1305'
  const named = (name: number, type: number, value: Property['value'], set = SET): Property => ({
    id: 0,
    type,
    value,
    named: { name, set },
  })
  const uid = Buffer.concat([
    Buffer.alloc(40, 1),
    Buffer.from('vCal-Uid'),
    Buffer.from([1, 0, 0, 0]),
    Buffer.from('own-uid@example.org\0'),
  ])
  const of = (messageClass: string, ...more: Property[]): MsgSpec => ({
    properties: [
      ...SENDER,
      text(0x001a, messageClass),
      text(0x0037, 'Tea; cake, more'),
      text(0x1000, 'At\r\nfour'),
      time(0x0039, DATE),
      named(0x820d, 0x40, new Date('2024-10-02T14:00:00Z')),
      named(0x820e, 0x40, new Date('2024-10-02T15:00:00Z')),
      named(0x8208, 0x1f, 'Garden'),
      named(0x8201, 3, 2),
      named(0x03, BINARY, uid, MEETING),
      ...more,
    ],
    recipients: [recipient(1, 'Bob', 'bob@example.net')],
  })

  it('a request', () => {
    const { message, defects } = read(of('IPM.Schedule.Meeting.Request'))
    expect(defects).toEqual([])
    const part = message.find('text/calendar')
    expect(part?.contentType.params.method).toBe('REQUEST')
    expect(part?.decodeText().split('\r\n')).toEqual([
      'BEGIN:VCALENDAR',
      'PRODID:-//messagerie//EN',
      'VERSION:2.0',
      'METHOD:REQUEST',
      'BEGIN:VEVENT',
      'UID:own-uid@example.org',
      'DTSTAMP:20241001T120000Z',
      'DTSTART:20241002T140000Z',
      'DTEND:20241002T150000Z',
      'SUMMARY:Tea\\; cake\\, more',
      'LOCATION:Garden',
      'DESCRIPTION:At\\nfour',
      'SEQUENCE:2',
      'ORGANIZER;CN="Ada":mailto:ada@example.org',
      'ATTENDEE;CN="Bob":mailto:bob@example.net',
      'END:VEVENT',
      'END:VCALENDAR',
      '',
    ])
  })

  it.each([
    ['IPM.Schedule.Meeting.Canceled', 'CANCEL', 'STATUS:CANCELLED'],
    ['IPM.Schedule.Meeting.Resp.Tent', 'REPLY', 'ATTENDEE;CN="Ada";PARTSTAT=TENTATIVE:mailto:ada@example.org'],
    ['IPM.Appointment', 'PUBLISH', 'METHOD:PUBLISH'],
  ])('%s', (messageClass, method, line) => {
    const part = read(of(messageClass)).message.find('text/calendar')
    expect(part?.contentType.params.method).toBe(method)
    expect(part?.decodeText()).toContain(`${line}\r\n`)
  })

  it('a whole day, and no start', () => {
    const day = read(of('IPM.Appointment', named(0x8215, 11, true)))
    expect(day.message.find('text/calendar')?.decodeText()).toContain('DTSTART;VALUE=DATE:20241003\r\n')
    expect(
      read({ properties: [text(0x001a, 'IPM.Appointment'), text(0x1000, 'x')] }).message.find('text/calendar'),
    ).toBeUndefined()
  })
})

describe('hostile files', () => {
  it.each<[string, Uint8Array]>([
    ['nothing', new Uint8Array(0)],
    ['text', Buffer.alloc(2000, 'x')],
    ['a zip', Buffer.concat([Buffer.from('PK\x03\x04'), Buffer.alloc(1000)])],
    ['a signature alone', Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(2000)])],
    ['half a file', writeMsg(LETTER).subarray(0, 3000)],
  ])('%s', (_name, bytes) => {
    const { message, defects } = readMsg(bytes)
    expect(defects[0]?.code).toBe('invalid')
    expect(message.raw).toHaveLength(0)
  })

  it('loops of sectors and of entries', () => {
    const file = writeMsg({ ...LETTER, attachments: [{ properties: [binary(0x3701, Buffer.alloc(20_000, 1))] }] })
    const view = new DataView(file.buffer)
    const fat = (view.getInt32(76, true) + 1) * 512
    const directory = (view.getInt32(48, true) + 1) * 512
    for (let i = 0; i < 60; i++) {
      for (const value of [0, i, 1, 5, 0x7fffffff, -5]) {
        const broken = Uint8Array.from(file)
        new DataView(broken.buffer).setInt32(fat + 4 * i, value, true)
        readMsg(broken)
        const looped = Uint8Array.from(file)
        for (const field of [68, 72, 76]) {
          new DataView(looped.buffer).setInt32(directory + 128 * (i % 20) + field, value, true)
          readMsg(looped)
        }
      }
    }
    for (const [at, value] of [
      [44, 0x7fffffff],
      [48, 3],
      [60, 2],
      [64, 0x7fffffff],
      [68, 0],
      [72, 0x7fffffff],
    ] as const) {
      const broken = Uint8Array.from(file)
      new DataView(broken.buffer).setInt32(at, value, true)
      readMsg(broken)
    }
  }, 60_000)

  it('streams that are longer than the file', () => {
    const file = writeMsg(LETTER)
    const directory = (new DataView(file.buffer).getInt32(48, true) + 1) * 512
    for (const size of [file.length + 1, 0x7fffffff]) {
      const broken = Uint8Array.from(file)
      const entry = Array.from({ length: 8 }, (_, i) => directory + 128 * i).find((at) => broken[at + 66] === 2)!
      new DataView(broken.buffer).setInt32(entry + 120, size, true)
      expect(readMsg(broken).defects[0]).toMatchObject({
        code: 'invalid',
        message: expect.stringMatching(/longer than the file/),
      })
    }
  })

  it('10,000 changed files: nothing thrown', () => {
    const files = [
      writeMsg(LETTER),
      writeMsg({
        properties: [...SENDER, text(0x1013, '<p>x')],
        attachments: [{ properties: [long(0x3705, 5)], embedded: LETTER }],
      }),
      writeMsg({
        properties: [binary(0x1009, rtfValue("{\\rtf1\\fromhtml1 {\\*\\htmltag1 <p>}x\\'fc}"))],
        attachments: [{ properties: [text(0x3707, 'x'), binary(0x3701, Buffer.alloc(6000))] }],
      }),
    ]
    const next = seeded(5)
    for (let i = 0; i < 10_000; i++) {
      const bytes = Uint8Array.from(files[i % files.length]!)
      for (let k = next(4); k >= 0; k--) {
        const at = next(4) === 0 ? next(512) : next(bytes.length)
        bytes[at] = next(3) === 0 ? 0xff : next(256)
      }
      readMsg(next(50) === 0 ? bytes.subarray(0, next(bytes.length)) : bytes)
    }
  }, 400_000)

  it('names a wrong argument', () => {
    expect(() => readMsg(5 as never)).toThrow(TypeError)
    expect(() => readMsg('', { maxBytes: -1 })).toThrow(/maxBytes/)
  })
})

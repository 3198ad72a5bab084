/** .msg files as msgconvert (Debian libemail-outlook-message-perl) reads them: people, subject, bodies, attachments. Skipped where it is not installed. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { type Message, parse } from '../../src/index.js'
import { readMsg } from '../../src/outlook/index.js'
import { binary, long, type MsgSpec, recipient, text, time, writeMsg } from '../unit/outlook/msg-writer.js'

const hasMsgconvert = spawnSync('msgconvert', ['--help']).error === undefined
const folder = mkdtempSync(join(tmpdir(), 'messagerie-'))
afterAll(() => rmSync(folder, { recursive: true }))

function msgconvert(bytes: Uint8Array): Message {
  const path = join(folder, 'x.msg')
  writeFileSync(path, bytes)
  const { stdout } = spawnSync('msgconvert', ['--outfile', '-', path])
  return parse(new Uint8Array(stdout))
}

const SENDER = [text(0x0c1a, 'Ada'), text(0x0c1e, 'SMTP'), text(0x0c1f, 'ada@example.org')]
const BASE: MsgSpec = {
  properties: [
    text(0x001a, 'IPM.Note'),
    ...SENDER,
    text(0x0037, 'Tea'),
    text(0x0e04, 'Bob'),
    text(0x0e03, 'Eve'),
    time(0x0039, new Date('2024-10-01T12:00:00Z')),
    text(0x1000, 'Hello\r\nBob'),
    text(0x1035, '<1@example.org>'),
  ],
  recipients: [recipient(1, 'Bob', 'bob@example.net'), recipient(2, 'Eve', 'eve@example.net')],
}
const file = (name: string, content: string) => ({
  properties: [text(0x3707, name), text(0x370e, 'text/csv'), long(0x3705, 1), binary(0x3701, Buffer.from(content))],
})

describe.skipIf(!hasMsgconvert)('msgconvert', () => {
  it.each<[string, MsgSpec]>([
    ['text', BASE],
    ['text and HTML', { ...BASE, properties: [...BASE.properties, binary(0x1013, Buffer.from('<p>Hello</p>'))] }],
    ['attachments', { ...BASE, attachments: [file('a.csv', 'a,b\r\n'), file('b.csv', 'x'.repeat(9000))] }],
    [
      'an embedded message',
      {
        ...BASE,
        attachments: [
          {
            properties: [text(0x3001, 'inner'), long(0x3705, 5)],
            embedded: {
              ...BASE,
              properties: BASE.properties.map((one) => (one.id === 0x37 ? text(0x37, 'inner') : one)),
            },
          },
        ],
      },
    ],
    [
      'fields of the transport',
      {
        ...BASE,
        properties: [
          ...BASE.properties,
          text(
            0x007d,
            'Received: from a by b; Tue, 1 Oct 2024 12:00:00 +0000\r\nFrom: Zoe <zoe@example.org>\r\nSubject: other\r\nDate: Tue, 1 Oct 2024 12:00:00 +0000\r\nX-Own: yes\r\n\r\n',
          ),
        ],
      },
    ],
  ])('%s', (name, spec) => {
    const bytes = writeMsg(spec)
    const theirs = msgconvert(bytes)
    const { message: ours, defects } = readMsg(bytes)
    expect(defects).toEqual([])
    const people = (message: Message) =>
      [message.to, message.cc].map((list) => list.map(({ address, name: shown }) => [shown, address]))
    if (name !== 'fields of the transport') {
      expect(ours.subject).toBe(theirs.subject)
      expect(people(ours)).toEqual(people(theirs))
      expect(ours.from.map(({ address }) => address)).toEqual(theirs.from.map(({ address }) => address))
    } else expect(ours.headers.get('x-own')).toBe(theirs.headers.get('x-own'))
    expect(ours.date).toEqual(theirs.date)
    const plain = (value: string | undefined) => value?.replace(/\r\n/g, '\n').trim()
    expect(plain(ours.text)).toBe(plain(theirs.text))
    if (name === 'text and HTML') expect(ours.html).toContain('<p>Hello</p>')
    const files = (message: Message) =>
      [...message.walk()]
        .filter(({ filename, contentType }) => filename !== undefined && contentType.type !== 'message')
        .map((part) => [part.filename, Buffer.from(part.bytes()).toString()])
    expect(files(ours)).toEqual(files(theirs))
    const inner = (message: Message) => message.find('message/rfc822')?.message?.subject
    expect(inner(ours)).toBe(inner(theirs))
  })
})

/** A spec of each shape that compose makes. */
import { compose } from '../../src/compose/compose.js'
import type { ComposeOptions, MessageSpec } from '../../src/compose/spec.js'

const FIXED: ComposeOptions = {
  now: () => new Date('2024-02-29T12:34:56Z'),
  hostname: 'mail.example.org',
  boundary: (n) => `=_b${n}`,
}

const ADA = { name: 'Ada Lovelace', address: 'ada@example.org' }
const OCTETS: Uint8Array = Uint8Array.from({ length: 3000 }, (_, i) => (i * 7) & 0xff)
const PNG = { filename: 'dot.png', contentType: 'image/png', content: OCTETS.subarray(0, 99) }

const BASE: MessageSpec = { from: ADA, to: 'bob@example.net', subject: 'Notes', text: 'Hello\r\n' }

export interface Shape {
  readonly name: string
  readonly spec: MessageSpec
  readonly options: ComposeOptions
}

function shape(name: string, spec: Partial<MessageSpec>, options: ComposeOptions = {}): Shape {
  return { name, spec: { ...BASE, ...spec }, options: { ...FIXED, ...options } }
}

export const shapes: readonly Shape[] = [
  shape('text alone', {}),
  shape('HTML alone', { text: undefined, html: '<p>Grüße</p>\r\n' }),
  shape('text and HTML', { text: 'Grüße 🎉\r\n', html: '<p>Grüße 🎉</p>\r\n' }),
  shape('lines of dots, From and delimiters', {
    text: '.\r\n..\r\n.end\r\nFrom here\r\n--=_b0\r\n--=_b0--\r\n',
    html: 'x\r\n',
  }),
  shape('lines over 998 octets', { text: `${'word '.repeat(500)}\r\n${'ü'.repeat(2000)}\r\n` }),
  shape('HTML with an image', {
    html: '<img src="cid:dot@example.org">\r\n',
    attachments: [{ ...PNG, contentId: 'dot@example.org' }],
  }),
  shape('files of every kind', {
    attachments: [
      PNG,
      { filename: 'naïve 日本語 🎉.txt', content: 'Grüße\r\n', description: 'Grüße' },
      { filename: `${'long '.repeat(30)}name.bin`, content: OCTETS },
      { filename: 'a"; filename="b.exe', content: new Uint8Array(0) },
    ],
  }),
  shape('image and files', {
    html: '<img src="cid:dot@example.org">\r\n',
    attachments: [
      { ...PNG, contentId: 'dot@example.org' },
      { filename: 'rest.bin', content: OCTETS },
    ],
  }),
  shape('a file alone', { text: undefined, attachments: [PNG] }),
  shape('invitation', {
    html: '<p>Come</p>\r\n',
    amp: '<!doctype html><html ⚡4email></html>\r\n',
    calendar: { method: 'REQUEST', content: 'BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n' },
  }),
  shape('a message in a message', {
    attachments: [
      { filename: 'inner.eml', content: compose({ ...BASE, subject: 'Inner ✉', html: '<p>é</p>\r\n' }, FIXED) },
    ],
  }),
  shape('people', {
    from: [ADA, { name: 'Грейс', address: 'grace@example.org' }],
    sender: ADA,
    to: [
      { name: 'Doe, John (Dept.) "JD"', address: 'john.doe@example.net' },
      { name: 'Team', members: [{ name: 'Zoë', address: 'zoe@bücher.example' }, 'max@example.com'] },
      { address: '"quoted local"@example.com' },
    ],
    cc: 'carol@example.net, Dan <dan@example.com>',
    bcc: 'hidden@example.org',
    subject: 'Überraschung: =?utf-8?Q?literal?= und noch viel mehr Text, der gefaltet werden muss',
  }),
  shape('list mail', {
    autoSubmitted: 'auto-generated',
    priority: 'low',
    inReplyTo: '1@example.org',
    references: Array.from({ length: 20 }, (_, i) => `${i}.reference@mail.example.org`),
    list: {
      id: { id: 'news.example.org', description: 'Neuigkeiten für alle' },
      unsubscribe: ['https://example.org/u?id=1', 'mailto:leave@example.org'],
      oneClick: true,
    },
    headers: { 'X-Campaign': 'naïve' },
  }),
  shape(
    'flowed text',
    { text: `${'A paragraph that flows. '.repeat(20)}\r\n> quoted\r\n\r\n-- \r\nAda\r\n` },
    { flowed: true },
  ),
  shape(
    'flowed text without spaces',
    { text: `${'長い段落が続きます。'.repeat(20)}\r\n` },
    { flowed: { delSp: true } },
  ),
]

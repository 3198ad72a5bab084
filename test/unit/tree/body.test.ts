/** Which parts are displayed and which are attachments (RFC 8621 §4.1.4). */
import { expect, it } from 'vitest'
import { parse } from '../../../src/message/parse.js'
import type { Entity } from '../../../src/tree/entity.js'

const lines = (...all: string[]): Uint8Array => new TextEncoder().encode(all.join('\r\n'))

const named = (name: string, text: string) => ['--b', `Content-Type: text/plain; name="${name}"`, '', text]

it('the first text is displayed with its filename, a further one is an attachment', () => {
  const message = parse(
    lines(
      'Content-Type: multipart/mixed; boundary=b',
      '',
      ...named('a.txt', 'first'),
      ...named('b.txt', 'second'),
      '--b--',
      '',
    ),
  )
  expect(message.text).toBe('first')
  expect(message.attachments.map((part) => part.filename)).toEqual(['b.txt'])
})

it('a further text without filename is displayed', () => {
  const message = parse(
    lines('Content-Type: multipart/mixed; boundary=b', '', '--b', '', 'first', '--b', '', 'second', '--b--', ''),
  )
  expect(message.text).toBe('first\r\nsecond')
  expect(message.attachments).toEqual([])
})

const multipart = (subtype: string, boundary: string, ...parts: string[][]): string[] => [
  `Content-Type: multipart/${subtype}; boundary=${boundary}`,
  '',
  ...parts.flatMap((part) => [`--${boundary}`, ...part]),
  `--${boundary}--`,
]
const plain = (text: string): string[] => ['Content-Type: text/plain', '', text]
const rich = (text: string): string[] => ['Content-Type: text/html', '', text]
const picture = (name: string): string[] => [
  `Content-Type: image/png; name=${name}`,
  'Content-Disposition: inline',
  '',
  '',
]
const file = (): string[] => ['Content-Type: application/pdf; name=a.pdf', 'Content-Disposition: attachment', '', '']

/** The lists as the content of text parts and the names of others. */
function lists(part: string[]) {
  const message = parse(lines(...part, ''))
  const say = (all: readonly Entity[]) => all.map((one) => one.filename ?? one.decodeText())
  return { text: say(message.textBody), html: say(message.htmlBody), attachments: say(message.attachments) }
}

it.each<[string, string[], { text: string[]; html: string[]; attachments: string[] }]>([
  [
    'one form stands in both lists',
    multipart('mixed', 'a', plain('p'), file(), rich('<p>')),
    { text: ['p', '<p>'], html: ['p', '<p>'], attachments: ['a.pdf'] },
  ],
  [
    'each form of an alternative stands in its own',
    multipart('mixed', 'a', multipart('alternative', 'b', plain('p'), rich('<p>')), plain('foot')),
    { text: ['p', 'foot'], html: ['<p>', 'foot'], attachments: [] },
  ],
  [
    'an alternative of one form alone stands in both',
    multipart('mixed', 'a', multipart('alternative', 'b', rich('<p>')), multipart('alternative', 'c', plain('p'))),
    { text: ['<p>', 'p'], html: ['<p>', 'p'], attachments: [] },
  ],
  [
    'a picture stands in both where it is, and is a file',
    multipart('mixed', 'a', plain('p'), picture('x.png'), plain('q')),
    { text: ['p', 'x.png', 'q'], html: ['p', 'x.png', 'q'], attachments: ['x.png'] },
  ],
  [
    'a picture in the rich form is shown there alone',
    multipart('alternative', 'a', plain('p'), multipart('mixed', 'b', rich('<p>'), picture('x.png'), rich('<q>'))),
    { text: ['p'], html: ['<p>', 'x.png', '<q>'], attachments: ['x.png'] },
  ],
  [
    'a picture that precedes the rich text stands in both',
    multipart('alternative', 'a', plain('p'), multipart('mixed', 'b', picture('x.png'), rich('<p>'))),
    { text: ['p', 'x.png'], html: ['x.png', '<p>'], attachments: ['x.png'] },
  ],
  [
    'a picture as a form of its own is shown by neither',
    multipart('alternative', 'a', plain('p'), rich('<p>'), picture('x.png')),
    { text: ['p'], html: ['<p>'], attachments: ['x.png'] },
  ],
  [
    'pictures beside the root of a related are files',
    multipart('related', 'a', rich('<p>'), picture('x.png')),
    { text: ['<p>'], html: ['<p>'], attachments: ['x.png'] },
  ],
  [
    'an attached picture is not shown',
    multipart('mixed', 'a', plain('p'), [
      'Content-Type: image/png; name=x.png',
      'Content-Disposition: attachment',
      '',
      '',
    ]),
    { text: ['p'], html: ['p'], attachments: ['x.png'] },
  ],
  [
    'an alternative inside a rich form adds nothing to the list that the form left',
    multipart(
      'alternative',
      'a',
      plain('p'),
      multipart('mixed', 'b', rich('<p>'), multipart('alternative', 'c', plain('q'), rich('<q>'))),
    ),
    { text: ['p'], html: ['<p>', '<q>'], attachments: ['q'] },
  ],
  [
    'a rich form alone is what the reader of text is shown',
    multipart(
      'alternative',
      'a',
      multipart('mixed', 'b', rich('<p>'), multipart('alternative', 'c', plain('q'), rich('<q>'))),
    ),
    { text: ['<p>', '<q>'], html: ['<p>', '<q>'], attachments: ['q'] },
  ],
  [
    'a picture alone is shown',
    ['Content-Type: image/png; name=x.png', '', ''],
    { text: ['x.png'], html: ['x.png'], attachments: ['x.png'] },
  ],
])('%s', (_why, part, expected) => {
  expect(lists(part)).toEqual(expected)
})

it('shows HTML as one page, texts among it escaped', () => {
  const html = (...part: string[]) => parse(lines(...part, '')).html
  expect(html(...rich('<p>exact  &amp;'))).toBe('<p>exact  &amp;\r\n')
  expect(
    html(...multipart('mixed', 'a', rich('<p>1'), plain('a < b &\r\n  "c"'), picture('x.png'), rich('<p>2'))),
  ).toBe('<p>1<br>a &lt; b &amp;<br>\r\n&nbsp; &quot;c&quot;<br><p>2')
  expect(html(...multipart('mixed', 'a', plain('1'), plain('2')))).toBeUndefined()
  expect(html(...multipart('alternative', 'a', plain('1'), rich('<p>2')))).toBe('<p>2')
})

it('joins texts at line ends', () => {
  const text = (...all: string[]) => parse(lines(...multipart('mixed', 'a', ...all.map(plain)), '')).text
  expect(text('a', 'b\r\n', 'c')).toBe('a\r\nb\r\nc')
  expect(text('', 'a', '', 'b')).toBe('a\r\nb')
  expect(text('a\n', '', '\r\n', 'b')).toBe('a\n\r\nb')
  expect(text('', '')).toBe('')
})

it('a role that a limit keeps from being told is told at no time', () => {
  const parts = ['--b', '', 'a', '--b', 'Content-Disposition: foo; a=1; b=2; c=3', '', 'c', '--b', '', 'd', '--b--', '']
  const source = lines('Content-Type: multipart/mixed; boundary=b', '', ...parts)
  const message = parse(source, { limits: { maxParameters: 2 }, onLimit: 'throw' })
  for (const part of [...message.parts, ...message.parts]) expect(() => part.role).toThrow('too-many-parameters')
})

it('the charset of a text is one object', () => {
  const message = parse(lines('Content-Type: text/plain; charset=KOI8-R', '', 'a'))
  expect(message.charset).toEqual({ declared: 'koi8-r', used: 'koi8-r', replaced: 0 })
  expect(message.charset).toBe(message.charset)
})

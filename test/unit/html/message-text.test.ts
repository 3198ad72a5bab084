/** What the author wrote, of replies from many mailers in many languages; previews; all of the text. */
import { expect, it } from 'vitest'
import { cidReferences, plainText, preview, visibleText } from '../../../src/html/index.js'
import { parse } from '../../../src/message/parse.js'
import { FORWARDS, REPLIES, type Reply } from './replies.js'

const message = ({ type, body, subject }: Pick<Reply, 'type' | 'body' | 'subject'>) =>
  parse(
    new TextEncoder().encode(
      `From: ann@example.org\r\nSubject: ${subject ?? 'Re: Lunch'}\r\nMIME-Version: 1.0\r\nContent-Type: ${type}; charset=utf-8\r\n\r\n${body}`,
    ),
  )
const plain = (body: string) => message({ type: 'text/plain', body, subject: 'x' })

it('there are sixty replies in eight languages at least', () => {
  expect(REPLIES.length).toBeGreaterThanOrEqual(60)
  expect(new Set(REPLIES.map(({ name }) => name)).size).toBe(REPLIES.length)
})

it.each(REPLIES.map((reply) => [reply.name, reply] as const))('%s', (_name, reply) => {
  const read = message(reply)
  expect(visibleText(read).trim()).toBe(reply.own)
  expect(preview(read)).toBe(reply.own.replace(/\s+/g, ' '))
})

it.each(FORWARDS.map((reply) => [reply.name, reply] as const))('passed on without a word: %s', (_name, reply) => {
  expect(visibleText(message(reply))).toContain(reply.own)
  const { body } = reply
  const own = reply.type === 'text/html' ? `<p>See below.</p>${body}` : `See below.\r\n\r\n${body}`
  expect(visibleText(message({ ...reply, body: own }))).toBe('See below.')
})

it.each([
  '\u202bבתאריך יום ד׳, 1 במאי 2024 ב-10:00 מאת \u202aBob\u202c <\u202abob@example.org\u202c>:\u202c',
  'sre, 1. maj 2024 ob 10:00 je oseba Bob <bob@example.org> napisala:',
  'sri, 1. svi 2024. u 10:00 Bob <bob@example.org> napisao je:',
  'Mié 2024-05-01 10:00, "Bob" <bob@example.org> says, in a language of his own:',
])('attributions above a quote: %s', (line) => {
  expect(visibleText(plain(`Yes.\r\n\r\n${line}\r\n> Shall we meet?`))).toBe('Yes.')
})

it.each([
  ['De la', 'Trimis', 'Către', 'Subiect'],
  ['Pošiljatelj', 'Poslano', 'Za', 'Zadeva'],
  ['Saatja', 'Saadetud', 'Saaja', 'Teema'],
  ['Nuo', 'Išsiųsta', 'Kam', 'Tema'],
  ['Dari', 'Tanggal', 'Kepada', 'Perihal'],
  ['จาก', 'ส่ง', 'ถึง', 'เรื่อง'],
])('fields above a message: %s', (from, date, to, subject) => {
  const block = `${from}: Bob <bob@example.org>\r\n${date}: 1.5.2024 10:00\r\n${to}: Ann\r\n${subject}: Lunch`
  expect(visibleText(plain(`Yes.\r\n\r\n${block}\r\n\r\nShall we meet?`))).toBe('Yes.')
})

it.each([
  'Odesláno z iPhonu',
  'Poslano z mojega iPhona',
  'Enviat des del meu iPhone',
  '发自网易邮箱大师',
  'Skaffa Outlook för iOS',
])('telephones: %s', (line) => expect(visibleText(plain(`Yes.\r\n\r\n${line}`))).toBe('Yes.'))

it.each(['The plan of 1 May 2024 for Ann:\r\nbuy tea', 'Od: x\r\nZa: y', 'Poslano je: jutri'])(
  'words of the author: %s',
  (text) => expect(visibleText(plain(text)).replace(/\n/g, '\r\n')).toBe(text),
)

it('a reply without a word is empty', () => {
  expect(visibleText(message({ type: 'text/plain', body: 'On Wed, 1 May 2024, Bob wrote:\r\n> Shall we?\r\n' }))).toBe(
    '',
  )
})

it('previews are short, on one line, and cut nothing in two', () => {
  expect(preview(plain('word '.repeat(400))).length).toBeLessThanOrEqual(256)
  expect(preview(plain('a\r\n\r\n  b\tc\r\n'))).toBe('a b c')
  expect(preview(plain('==========\r\nTitle\r\n=====\r\ntext'))).toBe('Title text')
  expect(preview(plain('ab😀cd'), 3)).toBe('ab')
  expect(preview(plain('ab😀cd'), 4)).toBe('ab😀')
  expect(preview(plain('e\u0301e\u0301'), 3)).toBe('e\u0301')
  expect(preview(plain('👨‍👩‍👧x'), 6)).toBe('')
  expect(preview(plain('one two'), 4)).toBe('one')
  expect(preview(plain('a'), 0)).toBe('')
  expect(preview(message({ type: 'text/html', body: '<p>See <a href="https://example.org/">this</a>.' }))).toBe(
    'See this.',
  )
  expect(() => preview(plain('a'), -1)).toThrow(TypeError)
  expect(() => preview(plain('a'), Number.NaN)).toThrow(TypeError)
  expect(() => preview('a' as never)).toThrow(TypeError)
})

it('the text is all that is displayed, in order', () => {
  const parts = [
    'text/plain\r\n\r\none\r\n',
    'text/html\r\n\r\n<p>two</p>',
    'application/pdf\r\n\r\nPDF',
    'text/plain; format=flowed\r\n\r\nthree \r\nfour',
  ]
  const read = parse(
    `Content-Type: multipart/mixed; boundary=b\r\n\r\n${parts.map((part) => `--b\r\nContent-Type: ${part}\r\n`).join('')}--b--\r\n`,
  )
  expect(plainText(read)).toBe('one\ntwo\nthree four')
  expect(plainText(parse('Content-Type: image/png\r\n\r\nx'))).toBe('')
  expect(() => plainText(undefined as never)).toThrow(TypeError)
})

it('references to inline parts', () => {
  expect(
    cidReferences(
      '<style>a{background:url(cid:s@x)}</style><img src="cid:logo%40example.org"><td background=CID:b><img src=cid:b><p style="background: url( \'cid:p\' )">' +
        '<img srcset="cid:x 1x, cid:y 2x"><a href="https://example.org/cid:no">cid:text</a><img src="cid:100%"><!-- <img src=cid:comment> -->',
    ),
  ).toEqual(['s@x', 'logo@example.org', 'b', 'p', 'x', 'y', '100%'])
})

/** Which parts are displayed and which are attachments (RFC 8621 §4.1.4). */
import { expect, it } from 'vitest'
import { parse } from '../../../src/message/parse.js'

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

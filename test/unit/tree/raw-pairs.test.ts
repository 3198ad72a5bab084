/** Raw octets of Big5, GBK and Shift_JIS whose second octet is a backslash: it quotes nothing (RFC 6532 has UTF-8 alone; much mail has these). */
import { describe, expect, it } from 'vitest'
import { envelope } from '../../../src/imap/index.js'
import { toJmapEmail } from '../../../src/jmap/index.js'
import { parse } from '../../../src/message/parse.js'
import { parts } from '../../../src/stream/parts.js'

/** Octets as escapes write them. */
const octets = (text: string) => Uint8Array.from(text, (c) => c.charCodeAt(0))
const read = (charset: string, head: string) =>
  parse(octets(`${head}\r\nContent-Type: text/plain; charset=${charset}\r\n\r\nx`))

describe('names', () => {
  it.each<[string, string, string]>([
    ['big5', '\xb3\x5c\xa4\xe5\xc0\x73 <a@b>', '許文龍'],
    ['big5', '"\xb3\x5c" <a@b>', '許'],
    ['big5', '"\xb3\x5c, \\"x\\"" <a@b>', '許, "x"'],
    ['big5', 'a@b (\xb3\x5c\xa5\x5c)', '許功'],
    ['shift_jis', '\x95\x5c\x8e\xa6 <a@b>', '表示'],
    ['shift_jis', '"\xcc\x5c\x5c" <a@b>', 'ﾌ\\'],
    ['gbk', '"\x81\x5c" <a@b>', '乗'],
    ['gb18030', '"\x81\x39\xef\x30\x81\x5c" <a@b>', '㐁乗'],
    ['koi8-r', '"\xf0\\"\xf0" <a@b>', 'П"П'],
  ])('%s: %j', (charset, value, name) => {
    const message = read(charset, `From: ${value}`)
    expect(message.from.map((one) => [one.name, one.address])).toEqual([[name, 'a@b']])
    expect(message.headers.addresses('from').mailboxes[0]?.name).toBe(name)
  })

  it('that follow one another', () => {
    const { to } = read('big5', 'To: "\xb3\x5c" <a@b>, \xa5\x5c <c@d>, "e\\"f" <g@h>')
    expect(to.map(({ name, address }) => `${name}|${address}`)).toEqual(['許|a@b', '功|c@d', 'e"f|g@h'])
  })

  it('stay as they are in UTF-8, and where no charset is declared', () => {
    expect(read('big5', 'From: "é\\"" <a@b>'.replace('é', '\xc3\xa9')).from[0]?.name).toBe('é"')
    expect(parse(octets('From: "\xb3\\"" <a@b>\r\n\r\nx')).from[0]?.name).toBe('³"')
  })
})

it.each([
  ['big5', '\xa5\xfe\xb7\x73\xad\xec\xb8', '全新原\ufffd'],
  ['shift_jis', '\x93\xfa\x96\x7b\x8c\xea\x83', '日本語\ufffd'],
  ['big5', 'caf\xe9 x', 'café x'],
  ['shift_jis', 'r\xe9sum\xe9', 'résumé'],
])('what is cut in the middle of a character stays in its charset: %s %j', (charset, value, text) => {
  const message = read(charset, `Subject: ${value}\r\nFrom: ${value} <a@b>`)
  expect([message.subject, message.from[0]?.name]).toEqual([text, text])
})

it('phrases, filenames, and what streams show', async () => {
  const head =
    'Keywords: \xb3\x5c, "\xa5\x5c"\r\nContent-Disposition: attachment; filename="\xa6\xa8\xa5\x5c"; size=3\r\nFrom: a@b'
  const message = read('big5', head)
  expect(message.headers.keywords()).toEqual(['許', '功'])
  expect([message.filename, message.disposition?.size]).toEqual(['成功', 3])
  for await (const part of parts([message.raw])) expect(part.filename).toBe('成功')
  expect(read('big5; name="\xa6\xa8\xa5\x5c"; x=y', 'From: a@b').filename).toBe('成功')
})

it('of a multipart as the scanner has it', () => {
  const type = 'multipart/mixed; charset=big5; name="\xa5\x5c"; boundary=b'
  const message = parse(octets(`Content-Type: ${type}\r\n\r\n--b\r\n\r\nx\r\n--b--\r\n`))
  expect(message.contentType.boundary === 'b').toBe(message.parts.length === 1)
})

it('IMAP and JMAP read names in the charset that is declared', () => {
  const message = read('koi8-r', 'From: "\xe9\xd7\xc1\xce, x" <a@b>\r\nTo: =?utf-8?Q?=C3=A9?= <c@d>')
  expect(envelope(message).from[0]?.name).toBe('Иван, x')
  expect(envelope(message).to[0]?.name).toBe('=?utf-8?Q?=C3=A9?=')
  expect(toJmapEmail(message, { properties: ['from'] }).from).toEqual([{ name: 'Иван, x', email: 'a@b' }])
})

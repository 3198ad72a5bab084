/** Messages under an encoding: message/rfc822 (RFC 2046 §5.2.1) and message/news may be 7bit, 8bit or binary alone. */
import { describe, expect, it } from 'vitest'
import { parse } from '../../../src/index.js'

const INNER = 'From: a@example.org\r\nNewsgroups: misc.test\r\nSubject: s\r\n\r\ninner\r\n'
const codes = (type: string, encoding: string, body: string) =>
  parse(`Content-Type: ${type}\r\nContent-Transfer-Encoding: ${encoding}\r\n\r\n${body}`)
    .check()
    .map(({ code }) => code)
const base64 = (text: string) => `${Buffer.from(text).toString('base64')}\r\n`

describe('encoded-message', () => {
  it.each(['message/rfc822', 'message/news'])('%s under base64 or quoted-printable', (type) => {
    expect(codes(type, 'base64', base64(INNER))).toContain('encoded-message')
    expect(codes(type, 'quoted-printable', INNER)).toContain('encoded-message')
  })

  it.each(['7bit', '8bit', 'binary'])('not message/news under %s', (encoding) => {
    expect(codes('message/news', encoding, INNER)).not.toContain('encoded-message')
  })

  it('not message/global, which may be encoded (RFC 6532 §3.5)', () => {
    expect(codes('message/global', 'base64', base64(INNER))).not.toContain('encoded-message')
  })
})

/** A field whose octets cannot be decoded is never written anew with U+FFFD in their place: what cannot be said in 7bit is refused. */
import { describe, expect, it } from 'vitest'
import { parse } from '../../../src/index.js'

const message = (line: string) =>
  parse(new Uint8Array(Buffer.from(`From: a@example.org\r\n${line}\r\n\r\nbody\r\n`, 'latin1')), {
    fallbackCharset: 'utf-8',
  })

describe('octets above 7F that no charset reads', () => {
  it.each([
    ['alone', 'Subject: a\xff b'],
    ['in the middle of well-formed UTF-8', 'Subject: caf\xc3\xa9 \xff na\xc3\xafve'],
    ['at the end, a character cut in half', 'Subject: caf\xc3'],
    ['in a field that nobody knows', 'X-Unknown: a\xff b'],
    ['in a display name', 'To: a\xff b <b@example.org>'],
  ])('%s: refused in 7bit, kept in 8bit', (_, line) => {
    const read = message(line)
    expect(() => read.toString({ transport: '7bit' })).toThrow(TypeError)
    expect(read.toString({ transport: '8bit', utf8: true })).toContain(line)
    expect(read.toString()).not.toMatch(/=EF=BF=BD|\xef\xbf\xbd/i)
  })

  it('well-formed UTF-8 that is U+FFFD itself is text, and goes out', () => {
    const read = message('Subject: a\xef\xbf\xbd b')
    expect(parse(read.toBytes({ transport: '7bit' })).subject).toBe('a\ufffd b')
  })
})

/** Replies of servers, and enhanced status codes. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatReply, parseReply, readStatusCode, STATUS_CODES } from '../../../src/transport/index.js'

describe('parseReply', () => {
  it('one line', () => {
    expect(parseReply('220 mx.example.org ESMTP\r\n')).toEqual({
      code: 220,
      kind: 'completion',
      lines: ['mx.example.org ESMTP'],
      text: 'mx.example.org ESMTP',
      complete: true,
      consumed: 26,
      defects: [],
    })
  })

  it('several lines with an enhanced code, and where the next reply begins', () => {
    const text = '550-5.1.1 No such\r\n550-5.1.1 user\r\n550 5.1.1\r\n250 OK\r\n'
    const reply = parseReply(text)
    expect(reply).toMatchObject({
      code: 550,
      kind: 'permanent',
      status: { code: '5.1.1', class: 5, subject: 1, detail: 1, meaning: 'bad destination mailbox address' },
      lines: ['No such', 'user', ''],
      complete: true,
      defects: [],
    })
    expect(parseReply(text.slice(reply.consumed))).toMatchObject({ code: 250, text: 'OK', complete: true })
    expect(parseReply(Buffer.from(text))).toEqual(reply)
    expect(parseReply(text.split('\r\n'))).toEqual({ ...reply, consumed: 3 })
  })

  it.each<[string, object]>([
    ['', { code: 0, kind: 'unknown', complete: false, lines: [] }],
    ['250', { code: 0, complete: false }],
    ['250\r\n', { code: 250, text: '', complete: true }],
    ['250 \n', { code: 250, text: '', complete: true }],
    ['250-a\r\n', { code: 250, complete: false, lines: ['a'] }],
    ['354 go\r\n', { kind: 'intermediate' }],
    ['421 4.3.2 bye\r\n', { kind: 'transient', status: { code: '4.3.2' } }],
    ['hello\r\n', { code: 0, kind: 'unknown', complete: true, lines: ['hello'], defects: ['line 1 has no code'] }],
    ['250-a\r\nb\r\n250 c\r\n', { lines: ['a', 'b', 'c'], complete: true, defects: ['line 2 has no code'] }],
    ['250-a\r\n251 b\r\n', { code: 250, complete: true, defects: ['line 2 has the code 251, the first 250'] }],
    ['250 5.1.1 x\r\n', { text: '5.1.1 x', defects: ['5.1.1 is not of the class of 250 (RFC 2034 §4)'] }],
    ['550 5.01.1 x\r\n', { text: '5.01.1 x', defects: [] }],
    ['550 5.1.1.1 x\r\n', { text: '5.1.1.1 x' }],
    ['999 x\r\n', { kind: 'unknown', defects: ['999 is no code of a reply (RFC 5321 §4.2)'] }],
    ['2500 x\r\n', { code: 0 }],
    [`250 ${'x'.repeat(600)}\r\n`, { defects: ['line 1 is over 512 octets'] }],
    ['550 5.999.999 x\r\n', { status: { code: '5.999.999', class: 5, subject: 999, detail: 999 } }],
  ])('%j', (text, wanted) => {
    const reply = parseReply(text)
    expect(reply).toMatchObject(wanted)
    if (/5\.(?:01|1\.1\.1)/.test(text)) expect(reply.status).toBeUndefined()
  })

  it('UTF-8 in octets', () => {
    expect(parseReply(Buffer.from('550 5.6.7 grüße\r\n')).text).toBe('grüße')
  })

  it('any octets', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (octets) => {
        expect(parseReply(octets).consumed).toBeLessThanOrEqual(octets.length)
      }),
      { seed: 1 },
    )
    expect(parseReply('250-a\r\n'.repeat(200_000)).complete).toBe(false)
    expect(parseReply(`250 ${'5.'.repeat(500_000)}`).complete).toBe(false)
    expect(() => parseReply(5 as never)).toThrow(/input/)
    expect(() => parseReply([5] as never)).toThrow(/input/)
  })
})

describe('formatReply', () => {
  it('writes lines that parseReply reads', () => {
    expect(formatReply({ code: 250, text: 'OK' })).toBe('250 OK\r\n')
    expect(formatReply({ code: 550, status: '5.1.1', text: 'No such\nuser' })).toBe(
      '550-5.1.1 No such\r\n550 5.1.1 user\r\n',
    )
    expect(formatReply({ code: 250 })).toBe('250 \r\n')
    const long = formatReply({ code: 550, status: '5.7.1', text: 'word '.repeat(300) })
    for (const line of long.split('\r\n')) expect(line.length).toBeLessThanOrEqual(510)
    expect(parseReply(long)).toMatchObject({ complete: true, defects: [], status: { code: '5.7.1' } })
    expect(parseReply(long).lines.join(' ').trim()).toBe('word '.repeat(300).trim())
    const wide = formatReply({ code: 550, text: 'ü€😀'.repeat(200) }, { utf8: true })
    for (const line of wide.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(510)
    expect(parseReply(Buffer.from(wide)).lines.join('')).toBe('ü€😀'.repeat(200))
  })

  it.each<[unknown, RegExp]>([
    [{ code: 700 }, /reply.code/],
    [{ code: 100 }, /reply.code/],
    [{ code: 250.5 }, /reply.code/],
    [{ code: 250, status: '5.1.1' }, /reply.status/],
    [{ code: 250, status: '2.1' }, /reply.status/],
    [{ code: 250, text: 'a\rb' }, /control/],
    [{ code: 250, text: ['a\nb'] }, /control/],
    [{ code: 250, text: 'grüße' }, /utf8/],
    [{ code: 250, text: 5 }, /reply.text/],
    [null, /reply/],
  ])('refuses %j', (reply, message) => {
    expect(() => formatReply(reply as never)).toThrow(message)
  })
})

it('every entry of the registry is a code', () => {
  for (const [code, meaning] of Object.entries(STATUS_CODES)) expect(readStatusCode(`5.${code}`)?.meaning).toBe(meaning)
  expect(readStatusCode('5.constructor')).toBeUndefined()
  expect(readStatusCode('3.1.1')).toBeUndefined()
})

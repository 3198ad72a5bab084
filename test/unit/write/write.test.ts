import { describe, expect, it } from 'vitest'
import { compose, parse } from '../../../src/index.js'

const OPTIONS = {
  now: () => new Date(Date.UTC(2024, 9, 1, 12)),
  hostname: 'example.org',
  boundary: (n: number) => `b${n}`,
}
const SPEC = {
  from: 'Ada <ada@example.org>',
  to: 'bob@example.net',
  bcc: 'eve@example.com',
  subject: 'Grüße',
  text: 'hello\n',
  attachments: [{ filename: 'a.bin', content: new Uint8Array([0, 1, 2, 255]) }],
}

describe('writing', () => {
  it('a composed message is read back, without Bcc unless asked', () => {
    const message = compose(SPEC, OPTIONS)
    const back = parse(message.toBytes())
    expect(back.subject).toBe('Grüße')
    expect(back.text).toBe('hello\r\n')
    expect(back.bcc).toEqual([])
    expect(back.attachments[0]?.bytes()).toEqual(new Uint8Array([0, 1, 2, 255]))
    expect(back.check()).toEqual([])
    expect(parse(message.toBytes({ bcc: 'keep' })).bcc[0]?.address).toBe('eve@example.com')
    expect(message.bcc[0]?.address).toBe('eve@example.com')
  })

  it('a parsed message leaves out Bcc only when asked, and nothing else', () => {
    const source = 'From: a@example.org\r\nBcc: b@example.org,\r\n c@example.org\r\nTo: d@example.org\r\n\r\nhi\r\n'
    const message = parse(source)
    expect(message.toString()).toBe(source)
    expect(message.toString({ bcc: 'omit' })).toBe('From: a@example.org\r\nTo: d@example.org\r\n\r\nhi\r\n')
    message.headers.set('To', 'e@example.org')
    expect(message.toString({ bcc: 'omit' })).toBe('From: a@example.org\r\nTo: e@example.org\r\n\r\nhi\r\n')
  })

  it('line ends', () => {
    const message = parse('From: a@example.org\nTo: d@example.org\r\n\nhi\n')
    expect(message.toString({ eol: 'crlf' })).toBe('From: a@example.org\r\nTo: d@example.org\r\n\r\nhi\r\n')
    expect(message.toString({ eol: 'lf' })).toBe('From: a@example.org\nTo: d@example.org\n\nhi\n')
    expect(() => parse('Content-Transfer-Encoding: binary\n\nx\n').toBytes({ eol: 'crlf' })).toThrow(TypeError)
  })

  it('refuses what it cannot do', () => {
    expect(() => parse('').toBytes({ transport: '9bit' as '7bit' })).toThrow(TypeError)
    expect(() => parse('').toBytes({ eol: 'cr' as 'lf' })).toThrow(TypeError)
  })

  it('an edited field, and only that', () => {
    const message = parse('From: a@example.org\r\nX: 1\r\nSubject: s\r\n\r\nbody')
    message.headers.set('Subject', 'new').delete('X')
    message.headers.prepend('X-Top', 'up').append('X-Last', 'down')
    expect(message.toString()).toBe('X-Top: up\r\nFrom: a@example.org\r\nSubject: new\r\nX-Last: down\r\n\r\nbody')
    expect(message.subject).toBe('new')
    expect(() => message.headers.set('Subject', 'a\r\nX-Injected: yes')).toThrow(TypeError)
  })
})

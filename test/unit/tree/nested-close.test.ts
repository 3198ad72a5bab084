/** RFC 2046 §5.1.1: the line break before a delimiter belongs to it, also where it ends an inner closing delimiter. */
import { describe, expect, it } from 'vitest'
import { parse } from '../../../src/index.js'

const text = (bytes: Uint8Array | undefined) =>
  bytes === undefined ? undefined : Buffer.from(bytes).toString('latin1')

function around(inner: string, eol: string): string {
  return [
    'Content-Type: multipart/signed; boundary=o',
    '',
    '--o',
    'Content-Type: multipart/mixed; boundary=i',
    '',
    inner,
    '--o',
    '',
    'sig',
    '--o--',
    '',
  ].join(eol)
}

describe.each(['\r\n', '\n'])('line end %j', (eol) => {
  it('the signed octets end with the inner closing delimiter', () => {
    const inner = ['--i', '', 'hello', '--i--'].join(eol)
    const message = parse(around(inner, eol))
    expect(text(message.parts[0]?.rawBody)).toBe(inner)
    expect(text(message.parts[0]?.epilogue)).toBe('')
    expect(message.parts).toHaveLength(2)
  })

  it('an epilogue begins after the line end, and keeps its own', () => {
    const inner = ['--i', '', 'hello', '--i--  ', 'more', ''].join(eol)
    const message = parse(around(inner, eol))
    expect(text(message.parts[0]?.rawBody)).toBe(inner)
    expect(text(message.parts[0]?.epilogue)).toBe(`more${eol}`)
  })

  it('three levels close one after the other', () => {
    const source = [
      'Content-Type: multipart/mixed; boundary=a',
      '',
      '--a',
      'Content-Type: multipart/mixed; boundary=b',
      '',
      '--b',
      'Content-Type: multipart/mixed; boundary=c',
      '',
      '--c',
      '',
      'x',
      '--c--',
      '--b--',
      '--a--',
      '',
    ].join(eol)
    const message = parse(source)
    expect(text(message.find([1, 1])?.rawBody)).toBe(['--c', '', 'x', '--c--'].join(eol))
    expect(message.check().filter(({ code }) => code === 'unterminated-multipart')).toEqual([])
    expect(message.toString()).toBe(source)
  })

  it('an encapsulated message ends before the delimiter', () => {
    const held = ['Content-Type: multipart/mixed; boundary=i', '', '--i', '', 'x', '--i--'].join(eol)
    const source = [
      'Content-Type: multipart/mixed; boundary=o',
      '',
      '--o',
      'Content-Type: message/rfc822',
      '',
      held,
      '--o--',
      '',
    ].join(eol)
    expect(text(parse(source).parts[0]?.message?.raw)).toBe(held)
  })
})

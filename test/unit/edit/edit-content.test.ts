/** New content: the octets and the fields that say what they are; everything else stays (RFC 2045 §6, docs/lossless.md). */
import { runInNewContext } from 'node:vm'
import { describe, expect, it } from 'vitest'
import { compose, parse } from '../../../src/index.js'

const crlf = (...lines: string[]) => lines.join('\r\n')
const bytes = (octets: string) => new Uint8Array(Buffer.from(octets, 'latin1'))

describe('setContent', () => {
  it('text that fits: the body alone changes', () => {
    const source = crlf('MIME-Version: 1.0', 'Content-Type: text/html', 'X: 1', '', 'old')
    const message = parse(source)
    expect(message.decodeText()).toBe('old')
    expect(message.setContent('new\n')).toBe(message)
    expect(message.toString()).toBe(source.replace('old', 'new\r\n'))
    expect(message.decodeText()).toBe('new\r\n')
  })

  it('the charset that is declared, or utf-8', () => {
    const source = crlf(
      'MIME-Version: 1.0',
      'Content-Type: text/plain; charset=iso-8859-1; format=flowed',
      'X: 1',
      '',
      'old',
    )
    const same = parse(source)
    same.setContent('é')
    expect(same.toString()).toBe(
      source
        .replace('; format=flowed', '')
        .replace('X: 1\r\n', 'X: 1\r\nContent-Transfer-Encoding: base64\r\n')
        .replace('old', '6Q==\r\n'),
    )
    const other = parse(source)
    other.setContent('100 €, a price like any other')
    expect(other.toString()).toBe(
      crlf(
        'MIME-Version: 1.0',
        'Content-Type: text/plain; charset=utf-8',
        'X: 1',
        'Content-Transfer-Encoding: quoted-printable',
        '',
        '100 =E2=82=AC, a price like any other',
      ),
    )
    expect(other.decodeText()).toBe('100 €, a price like any other')
    const asked = parse(source).setContent('€', { contentType: 'text/plain; charset=iso-8859-1; format=flowed' })
    expect(asked.contentType.params).toEqual({ charset: 'utf-8', format: 'flowed' })
    expect(asked.decodeText()).toBe('€')
    expect(() => parse(source).setContent('€', { contentType: 'text/plain; charset=klingon' })).toThrow(/klingon/)
  })

  it('the size that the old content had is said no more, all else of the disposition is', () => {
    const sized = parse(
      crlf(
        'MIME-Version: 1.0',
        'Content-Type: application/pdf',
        'Content-Disposition: attachment;',
        ' size=3; filename=a.pdf (x)',
        '',
        'abc',
      ),
    )
    expect(sized.setContent(Uint8Array.of(1)).headers.field('content-disposition')?.value).toBe(
      'attachment; filename=a.pdf (x)',
    )
  })

  it('a message without MIME fields gets them when they say something', () => {
    const plain = parse('Subject: s\r\n\r\nold')
    plain.setContent('new')
    expect(plain.toString()).toBe('Subject: s\r\n\r\nnew')
    plain.setContent('ünd noch ein wenig mehr Text')
    expect(plain.toString()).toBe(
      crlf(
        'Subject: s',
        'Content-Type: text/plain; charset=utf-8',
        'Content-Transfer-Encoding: quoted-printable',
        'MIME-Version: 1.0',
        '',
        '=C3=BCnd noch ein wenig mehr Text',
      ),
    )
    plain.setContent('ascii again')
    expect(plain.transferEncoding).toBe('7bit')
    expect(parse(plain.toBytes()).text).toBe('ascii again')
  })

  it('octets are kept exactly, under the encoding asked for', () => {
    const source = crlf(
      'Content-Type: application/x-thing; name=a',
      'Content-MD5: old',
      'Content-Transfer-Encoding: 8bit',
      '',
      'old',
    )
    const message = parse(source)
    message.setContent(bytes('a\nb\0\xff'))
    expect(message.toString()).toBe(
      crlf(
        'Content-Type: application/x-thing; name=a',
        'Content-Transfer-Encoding: base64',
        'MIME-Version: 1.0',
        '',
        'YQpiAP8=',
        '',
      ),
    )
    expect(parse(message.toBytes()).bytes()).toEqual(bytes('a\nb\0\xff'))
    message.setContent(bytes('\xff'), { transferEncoding: 'Quoted-Printable' })
    expect(message.toString()).toMatch(/quoted-printable[\s\S]*=FF$/)
    message.setContent(bytes('\xff\n'), { transferEncoding: 'binary' })
    expect(message.toString().endsWith('\xff\n')).toBe(true)
    expect(() => message.setContent(bytes('\xff'), { transferEncoding: '7bit' })).toThrow(
      /7bit cannot carry octets ≥ 80/,
    )
    expect(() => message.setContent('x', { transferEncoding: 'x-uuencode' })).toThrow(/expected one of/)
  })

  it('lines end as those of the message do', () => {
    const message = parse('Content-Type: text/plain\n\nold\n')
    message.setContent('a\r\nb\n')
    expect(message.toString()).toBe('Content-Type: text/plain\n\na\nb\n')
    message.setContent('ü is not in us-ascii\n')
    expect(message.toString()).not.toContain('\r')
    expect(parse(message.toBytes()).decodeText()).toBe('ü is not in us-ascii\n')
    message.setContent(bytes('a\r\nb\n'))
    expect(message.toString()).not.toContain('\r')
    expect(parse(message.toBytes()).bytes()).toEqual(bytes('a\r\nb\n'))
  })

  it('a multipart becomes a leaf, its parts stand in no message', () => {
    const message = parse(
      crlf(
        'MIME-Version: 1.0',
        'Content-Type: multipart/mixed; boundary=b',
        'Content-Transfer-Encoding: 8bit',
        '',
        'pre',
        '--b',
        '',
        'one',
        '--b--',
        'epi',
      ),
    )
    const part = message.parts[0]!
    message.setContent('all')
    expect(message.toString()).toBe(
      crlf(
        'MIME-Version: 1.0',
        'Content-Type: text/plain; charset=us-ascii',
        'Content-Transfer-Encoding: 7bit',
        '',
        'all',
      ),
    )
    expect(message.parts).toEqual([])
    expect(message.preamble).toBeUndefined()
    expect(message.epilogue).toBeUndefined()
    expect(part.parent).toBeUndefined()
    message.append(part)
    expect(parse(message.toBytes()).parts.map((one) => one.decodeText())).toEqual(['all', 'one'])
    const octets = parse('Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\none\r\n--b--')
    octets.setContent(bytes('\0'))
    expect(octets.contentType.mediaType).toBe('application/octet-stream')
  })

  it('a message/rfc822 gets a message, never hidden by an encoding', () => {
    const message = parse(
      'Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\nU3ViamVjdDogYQoKYg==\r\n',
    )
    expect(message.message?.headers.get('subject')).toBe('a')
    message.setContent('Subject: b\r\n\r\nxé\r\n')
    expect(message.message?.headers.get('subject')).toBe('b')
    expect(message.transferEncoding).toBe('8bit')
    expect(() => message.setContent('A: b', { transferEncoding: 'base64' })).toThrow(/RFC 2045 §6.4/)
    message.message!.headers.set('Subject', 'c')
    expect(parse(message.toBytes()).message?.headers.get('subject')).toBe('c')
  })

  it('what holds it declares an encoding as wide', () => {
    const message = parse(
      crlf('MIME-Version: 1.0', 'Content-Type: multipart/mixed; boundary=b', '', '--b', '', 'one', '--b--', ''),
    )
    message.parts[0]!.setContent(bytes('\xff'), { transferEncoding: '8bit' })
    expect(message.toString()).toBe(
      crlf(
        'MIME-Version: 1.0',
        'Content-Type: multipart/mixed; boundary=b',
        'Content-Transfer-Encoding: 8bit',
        '',
        '--b',
        'Content-Transfer-Encoding: 8bit',
        '',
        '\xff',
        '--b--',
        '',
      ),
    )
  })

  it.each([
    ['\n', 'CnB1dA=='],
    ['\r\n', 'DQpwdXQ='],
  ])('a message under base64 in a header section that the end of input cuts off (%j)', (eol, put) => {
    const section = `Content-Type: message/rfc822${eol}Content-Transfer-Encoding: base64`
    const message = parse(section)
    message.message!.setContent('put')
    expect(message.toString()).toBe(`${section}${eol}${eol}${put}`)
    expect(parse(message.toBytes()).message!.text).toBe('put')
  })

  it('no separator, no line end', () => {
    const message = parse('Content-Type: text/plain')
    message.setContent('x')
    expect(message.toString()).toBe('Content-Type: text/plain\r\n\r\nx')
    const empty = parse('')
    empty.setContent('x')
    expect(parse(empty.toBytes()).text).toBe('x')
  })

  it('composed messages, and back again', () => {
    const message = compose({ from: 'a@example.org', text: 'old' }, { now: () => new Date(0), hostname: 'example.org' })
    const before = message.toString()
    message.setContent('<p>new</p>', { contentType: 'text/html' })
    expect(parse(message.toBytes()).html).toBe('<p>new</p>')
    message.setContent('old', { contentType: 'text/plain' })
    expect(message.toString()).toBe(before)
  })

  it('refuses what no leaf is', () => {
    const message = parse('A: b\r\n\r\nold')
    const before = message.toString()
    for (const contentType of [
      'multipart/mixed',
      'message/partial; id=a; number=1',
      'text/plain; boundary=x',
      'text',
      'a b/c',
    ]) {
      expect(() => message.setContent('x', { contentType }), contentType).toThrow(TypeError)
    }
    expect(() => message.setContent(1 as never)).toThrow(/^content: expected a Uint8Array, an ArrayBuffer or a string/)
    expect(() => message.setContent('\ud800')).toThrow(/lone surrogate at 0/)
    expect(() => message.setContent('x', { encoding: 'base64' } as never)).toThrow(/options\.encoding/)
    expect(message.toString()).toBe(before)
  })

  it('takes octets of any realm, as attach does', () => {
    const realm = runInNewContext('({ view: new Uint8Array([1, 2]), memory: new Uint8Array([1, 2]).buffer })')
    for (const octets of [realm.view, realm.memory, Uint8Array.of(1, 2).buffer]) {
      const message = parse('Content-Type: application/octet-stream\n\nx')
      message.setContent(octets)
      expect([...message.bytes()]).toEqual([1, 2])
    }
  })
})

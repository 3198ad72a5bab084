/** Parts added, removed and replaced: what is written, octet for octet (docs/lossless.md; RFC 2046 §5.1). */
import { describe, expect, it } from 'vitest'
import { compose, MessageSpecError, parse } from '../../../src/index.js'

const crlf = (...lines: string[]) => lines.join('\r\n')
const text = (bytes: Uint8Array | undefined) => Buffer.from(bytes ?? []).toString('latin1')
const FOOT = crlf('Content-Type: text/plain; charset=us-ascii', 'Content-Transfer-Encoding: 7bit', '', 'foot\r\n')
const MIXED = crlf(
  'From: a@example.org',
  'Content-Type: multipart/mixed; boundary=b',
  '',
  'preamble',
  '--b',
  'X: 1',
  '',
  'one',
  '--b  ',
  'X: 2',
  '',
  'two',
  '--b--',
  'epilogue',
)

describe('append and insert', () => {
  it('a part joins a multipart; everything else is as it was', () => {
    const message = parse(MIXED)
    const added = message.append({ text: 'foot\n' })
    expect(message.toString()).toBe(MIXED.replace('\r\n--b--', `\r\n--b\r\n${FOOT}\r\n--b--`))
    expect(added.path).toEqual([3])
    expect(message.parts[2]).toBe(added)
    expect(added.decodeText()).toBe('foot\r\n')
    expect(added.parent).toBe(message)
  })

  it('first, and in the middle', () => {
    const first = parse(MIXED)
    first.insert(0, { text: 'foot\n' })
    expect(first.toString()).toBe(MIXED.replace('\r\n--b\r\n', `\r\n--b\r\n${FOOT}\r\n--b\r\n`))
    const middle = parse(MIXED)
    middle.insert(1, { text: 'foot\n' })
    expect(middle.toString()).toBe(MIXED.replace('\r\n--b  ', `\r\n--b\r\n${FOOT}\r\n--b  `))
    expect(middle.parts[2]!.path).toEqual([3])
  })

  it('first, where nothing stands before the first delimiter', () => {
    const message = parse('Content-Type: multipart/mixed; boundary=b\n\n--b\n\none\n--b--\n')
    message.insert(0, { text: 'zero\n' })
    expect(message.toString()).toBe(
      'Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain; charset=us-ascii\n' +
        'Content-Transfer-Encoding: 7bit\n\nzero\n\n--b\n\none\n--b--\n',
    )
  })

  it('a leaf becomes a multipart/mixed: its body and Content fields are those of the first part', () => {
    const message = parse(
      crlf(
        'From: a@example.org',
        'Content-Type: TEXT/plain;',
        '\tcharset=utf-8',
        'Subject: s',
        'content-language: en',
        '',
        'hé\r\n',
      ),
    )
    const added = message.append({ html: '<p>x</p>' })
    const { boundary } = message.contentType
    expect(message.toString()).toBe(
      latin(
        crlf(
          'From: a@example.org',
          'MIME-Version: 1.0',
          `Content-Type: multipart/mixed; boundary="${boundary}"`,
          'Subject: s',
          '',
          `--${boundary}`,
          'Content-Type: TEXT/plain;',
          '\tcharset=utf-8',
          'content-language: en',
          '',
          'hé',
          '',
          `--${boundary}`,
          'Content-Type: text/html; charset=us-ascii',
          'Content-Transfer-Encoding: 7bit',
          '',
          '<p>x</p>',
          `--${boundary}--`,
          '',
        ),
      ),
    )
    expect(added.path).toEqual([2])
    expect(message.subject).toBe('s')
    expect(message.text).toBe('hé\r\n')
    expect(message.parts.map(({ contentType }) => contentType.mediaType)).toEqual(['text/plain', 'text/html'])
  })

  it('a leaf without fields, without a separator, without a line end', () => {
    for (const [source, body] of [
      ['Subject: s\r\nno field at all', 'no field at all'],
      ['Subject: s\r\n\r\nbody', 'body'],
      ['Subject: s', ''],
      ['', ''],
    ] as const) {
      const message = parse(source)
      message.append({ text: 'foot' })
      const again = parse(message.toBytes())
      expect(again.parts.length, source).toBe(2)
      expect(text(again.parts[0]!.rawBody), source).toBe(body)
      expect(again.parts[1]!.decodeText(), source).toBe('foot')
    }
  })

  it('a nested leaf, an encapsulated message, an 8bit one', () => {
    const message = parse(MIXED)
    message.parts[0]!.append({ text: 'foot\n' })
    const again = parse(message.toBytes())
    expect(again.parts.length).toBe(2)
    expect(again.parts[0]!.parts.map((part) => part.decodeText())).toEqual(['one', 'foot\r\n'])
    expect(again.parts[0]!.headers.get('x')).toBe('1')

    const held = parse(crlf('Content-Type: message/rfc822', '', 'Subject: in', '', 'inner'))
    held.append({ text: 'foot\n' })
    const read = parse(held.toBytes())
    expect(read.parts[0]!.message?.headers.get('subject')).toBe('in')
    expect(read.parts.length).toBe(2)

    const eight = parse(crlf('MIME-Version: 1.0', 'Content-Transfer-Encoding: 8bit', '', 'hé'))
    eight.append({ text: 'foot\n' })
    expect(eight.transferEncoding).toBe('8bit')
    expect(eight.parts[0]!.transferEncoding).toBe('8bit')
  })

  it('into the message in a part, whatever its encoding', () => {
    const plain = parse(crlf('Content-Type: message/rfc822', '', 'Subject: in', '', 'inner'))
    plain.message!.append({ text: 'foot\n' })
    expect(parse(plain.toBytes()).message?.parts.length).toBe(2)
    const encoded = parse(
      crlf(
        'Content-Type: message/rfc822',
        'Content-Transfer-Encoding: base64',
        '',
        btoa(crlf('Subject: in', '', 'inner')),
        '',
      ),
    )
    const inner = encoded.message!
    inner.headers.set('Subject', 'out')
    inner.append({ text: 'foot\n' })
    expect(encoded.message).toBe(inner)
    const again = parse(encoded.toBytes())
    expect(again.message?.headers.get('subject')).toBe('out')
    expect(again.message?.parts[1]?.decodeText()).toBe('foot\r\n')
    const other = parse(
      'Content-Type: message/rfc822\nContent-Transfer-Encoding: x-uuencode\n\nbegin 644 a\n#8SH*\n`\nend\n',
    )
    expect(() => other.message!.headers.set('A', 'b')).toThrow(/x-uuencode/)
  })

  it('closes a multipart that was not closed, but does not when nothing was added', () => {
    const source = 'Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\none\r\n'
    const message = parse(source)
    const added = message.append({ text: 'foot\n' })
    expect(message.toString()).toBe(`${source}\r\n--b\r\n${FOOT}\r\n--b--\r\n`)
    added.remove()
    expect(message.toString()).toBe(source)
    const cut = parse('Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nX: 1\r\n\r\none\r\n--b')
    cut.append({ text: 'foot\n' })
    expect(parse(cut.toBytes()).parts.map((part) => part.headers.get('x') ?? part.decodeText())).toEqual([
      '1',
      '',
      'foot\r\n',
    ])
  })

  it('a header section that its own delimiter ends needs no separator when an empty line comes into the body', () => {
    const message = parse('Content-Type: multipart/mixed; boundary=b\r\n--b\r\nno field\r\n--b--\r\n')
    const added = message.append({ text: 'foot\n' })
    expect(message.toString()).toBe(
      `Content-Type: multipart/mixed; boundary=b\r\n--b\r\nno field\r\n--b\r\n${FOOT}\r\n--b--\r\n`,
    )
    added.remove()
    expect(message.toString()).toBe('Content-Type: multipart/mixed; boundary=b\r\n--b\r\nno field\r\n--b--\r\n')
  })

  it('a line that the source did not end does not become a delimiter', () => {
    const message = parse('Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\none\r\n--b--\r')
    message.append({ text: 'foot\n' })
    expect(parse(message.toBytes()).parts.length).toBe(message.parts.length)
  })

  it('a message that was taken from under an encoding stays in its part', () => {
    const part = parse(
      crlf('Content-Type: message/rfc822', 'Content-Transfer-Encoding: base64', '', btoa('Subject: in\r\n\r\nx'), ''),
    )
    const held = part.message!
    part.headers.set('X', 'y')
    held.headers.set('Subject', 'out')
    expect(parse(part.toBytes()).message?.headers.get('subject')).toBe('out')
    part.append({ text: 'foot' })
    held.headers.set('Subject', 'again')
    expect(parse(part.toBytes()).parts[0]!.message?.headers.get('subject')).toBe('again')
    part.parts[0]!.setContent('Subject: new\r\n\r\nx')
    expect(() => held.headers.set('Subject', 'old')).toThrow(/no longer/)
  })

  it('parts that end in their header section stay as they are', () => {
    const source = 'Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nX: 1\r\n--b\r\nX: 2\r\n--b--\r\n'
    const message = parse(source)
    message.insert(1, { text: 'foot\n' })
    expect(message.toString()).toBe(source.replace('--b\r\nX: 2', `--b\r\n${FOOT}\r\n--b\r\nX: 2`))
    message.parts[0]!.setContent('new')
    expect(parse(message.toBytes()).parts.map((part) => part.decodeText())).toEqual(['new', 'foot\r\n', ''])
  })

  it('what has no delimiters is a leaf, whatever its type says', () => {
    for (const type of ['multipart/mixed', 'multipart/mixed; boundary=absent']) {
      const message = parse(`Content-Type: ${type}\r\n\r\n--x\r\n\r\nold\r\n--x--\r\n`)
      message.append({ text: 'foot' })
      const again = parse(message.toBytes())
      expect(text(again.parts[0]!.rawBody)).toBe('--x\r\n\r\nold\r\n--x--\r\n')
      expect(again.parts[1]!.decodeText()).toBe('foot')
    }
  })

  it('parts of other messages: octets as they are', () => {
    const source = parse('Content-Type: multipart/mixed; boundary=c\n\n--c\nX:   odd\n  fold\n\nbo\rdy\n--c--\n')
    const message = parse(MIXED)
    const copy = message.append(source.parts[0]!)
    expect(message.toString()).toBe(MIXED.replace('\r\n--b--', '\r\n--b\r\nX:   odd\n  fold\n\nbo\rdy\r\n--b--'))
    copy.headers.set('X', 'even')
    expect(source.parts[0]!.headers.get('x')).toBe('odd  fold')
    expect(message.parts[2]!.headers.get('x')).toBe('even')
  })

  it('a message is attached, a spec makes a file', () => {
    const message = parse(MIXED)
    message.append(parse('Subject: in\r\n\r\ninner'))
    message.append({ filename: 'a.bin', content: Uint8Array.of(0, 255) })
    const again = parse(message.toBytes())
    expect(again.parts[2]!.message?.headers.get('subject')).toBe('in')
    expect(again.parts[3]!.filename).toBe('a.bin')
    expect(again.parts[3]!.bytes()).toEqual(Uint8Array.of(0, 255))
    expect(again.attachments.length).toBe(2)
  })

  it('a part that was removed is put in again', () => {
    const message = parse(MIXED)
    const part = message.parts[0]!
    part.remove()
    expect(part.parent).toBeUndefined()
    expect(text(part.raw)).toBe('X: 1\r\n\r\none')
    expect(message.append(part)).toBe(part)
    expect(message.toString()).toBe(
      MIXED.replace('\r\n--b\r\nX: 1\r\n\r\none', '').replace('two\r\n', 'two\r\n--b\r\nX: 1\r\n\r\none\r\n'),
    )
  })

  it('composed messages', () => {
    const message = compose(
      { from: 'a@example.org', text: 'hello\n' },
      { now: () => new Date(0), hostname: 'example.org' },
    )
    message.append({ filename: 'a.txt', content: 'x' })
    message.append({ text: 'foot\n' })
    message.parts[1]!.remove()
    const again = parse(message.toBytes())
    expect(again.parts.map((part) => part.decodeText())).toEqual(['hello\r\n', 'foot\r\n'])
    expect(again.check()).toEqual([])
  })

  it('keeps the type that a digest gives', () => {
    const source = 'Content-Type: multipart/digest; boundary=d\r\n\r\n--d\r\n\r\nSubject: in\r\n\r\nx\r\n--d--\r\n'
    const digest = parse(source)
    digest.append(parse(MIXED).parts[0]!)
    expect(parse(digest.toBytes()).parts[1]!.contentType.mediaType).toBe('text/plain')
    const mixed = parse(MIXED)
    mixed.append(parse(source).parts[0]!)
    expect(parse(mixed.toBytes()).parts[2]!.message?.headers.get('subject')).toBe('in')
    digest.parts[0]!.append({ text: 'foot' })
    expect(parse(digest.toBytes()).parts[0]!.parts[0]!.message?.headers.get('subject')).toBe('in')
  })

  it('refuses what cannot be done', () => {
    const message = parse(MIXED)
    const before = message.toString()
    expect(() => message.append({ text: 1 } as never)).toThrow(MessageSpecError)
    expect(() => message.append({} as never)).toThrow(/part\.content: is required/)
    expect(() => message.append({ content: 'x', filename: 'a\nb' })).toThrow(/part\.filename/)
    expect(() => message.append({ text: 'x', colour: 'red' } as never)).toThrow(/part\.colour/)
    expect(() => message.append(null as never)).toThrow(TypeError)
    expect(() => message.append('x' as never)).toThrow(TypeError)
    expect(() => message.insert(3, { text: 'x' })).toThrow(/from 0 to 2/)
    expect(() => message.insert(-1, { text: 'x' })).toThrow(/index/)
    expect(() => message.append(message)).toThrow(/in itself/)
    expect(() => message.parts[0]!.append(message.parts[0]!)).toThrow(/in itself/)
    expect(() => message.remove()).toThrow(TypeError)
    expect(() => message.replaceWith({ text: 'x' })).toThrow(TypeError)
    expect(() => message.parts[0]!.replaceWith(message.parts[0]!)).toThrow(/in itself/)
    expect(message.toString()).toBe(before)
    const held = parse('Content-Type: message/rfc822\r\n\r\nSubject: in\r\n\r\nx')
    expect(() => held.message!.remove()).toThrow(/message in a part/)
    held.headers.set('Content-Type', 'text/plain')
    const typed = parse(MIXED)
    typed.headers.set('Content-Type', 'text/plain')
    expect(() => typed.append({ text: 'x' })).toThrow(/Content-Type says text\/plain/)
  })

  it('refuses to edit what was not read', () => {
    const limited = parse(MIXED, { limits: { maxParts: 2 } })
    expect(() => limited.append({ text: 'x' })).toThrow(/maxParts/)
    expect(() => limited.parts[1]!.remove()).toThrow(/maxParts/)
    expect(() => limited.parts[1]!.setContent('x')).toThrow(/maxParts/)
    limited.insert(1, { text: 'foot\n' })
    expect(limited.toString()).toBe(MIXED.replace('\r\n--b  ', `\r\n--b\r\n${FOOT}\r\n--b  `))
    expect(() => parse(MIXED, { limits: { maxDepth: 0 } }).append({ text: 'x' })).toThrow(/past a limit/)
    expect(() => parse(MIXED, { limits: { maxBytes: 100 } }).append({ text: 'x' })).toThrow(/maxBytes/)
    const deep = parse(MIXED, { limits: { maxDepth: 1 } })
    expect(() => deep.parts[0]!.append({ text: 'x' })).toThrow(/maxDepth/)
  })
})

describe('remove and replaceWith', () => {
  it('takes out the part and its delimiter', () => {
    const first = parse(MIXED)
    first.parts[0]!.remove()
    expect(first.toString()).toBe(MIXED.replace('\r\n--b\r\nX: 1\r\n\r\none', ''))
    const last = parse(MIXED)
    last.parts[1]!.remove()
    expect(last.toString()).toBe(MIXED.replace('\r\n--b  \r\nX: 2\r\n\r\ntwo', ''))
    const bare = parse('Content-Type: multipart/mixed; boundary=b\n\n--b\n\none\n--b\n\ntwo\n--b--\n')
    bare.parts[0]!.remove()
    expect(bare.toString()).toBe('Content-Type: multipart/mixed; boundary=b\n\n--b\n\ntwo\n--b--\n')
  })

  it('the last one: an empty part is written, for there must be one', () => {
    const message = parse(MIXED)
    for (const part of [...message.parts]) part.remove()
    expect(message.parts).toEqual([])
    expect(message.toString()).toBe(MIXED.replace(/\r\n--b\r\n[\s\S]*\r\n--b--/, '\r\n--b\r\n\r\n\r\n--b--'))
    message.append({ text: 'foot\n' })
    expect(message.toString()).toBe(MIXED.replace(/\r\n--b\r\n[\s\S]*\r\n--b--/, `\r\n--b\r\n${FOOT}\r\n--b--`))
    const digest = parse('Content-Type: multipart/digest; boundary=b\n\n--b\n\nA: b\n\nx\n--b--\n')
    digest.parts[0]!.remove()
    expect(digest.toString()).toBe(
      'Content-Type: multipart/digest; boundary=b\n\n--b\nContent-Type: text/plain\n\n\n--b--\n',
    )
  })

  it('puts another part between the same delimiters', () => {
    const message = parse(MIXED)
    const old = message.parts[1]!
    const part = old.replaceWith({ text: 'foot\n' })
    expect(message.toString()).toBe(MIXED.replace('X: 2\r\n\r\ntwo', FOOT))
    expect(part.path).toEqual([2])
    expect(old.parent).toBeUndefined()
    part.replaceWith(old)
    expect(message.toString()).toBe(MIXED)
  })
})

describe('boundaries', () => {
  it('one that begins a line of a new part is drawn anew: in the field and all delimiters, nowhere else', () => {
    const message = parse(MIXED.replace('boundary=b', 'Boundary = b ; x=y'))
    message.append({ text: '--big\n' })
    const { boundary } = message.contentType
    expect(boundary).not.toBe('b')
    const added = crlf('Content-Type: text/plain; charset=us-ascii', 'Content-Transfer-Encoding: 7bit', '', '--big\r\n')
    expect(message.toString()).toBe(
      MIXED.replace('boundary=b', `boundary="${boundary}" ; x=y`)
        .replace('\r\n--b--', `\r\n--b\r\n${added}\r\n--b--`)
        .replaceAll(/--b(?!ig)/g, `--${boundary}`),
    )
    expect(parse(message.toBytes()).parts[2]!.decodeText()).toBe('--big\r\n')
  })

  it('the multiparts around it, too, and those inside a part that comes in', () => {
    const nested = parse(
      crlf(
        'Content-Type: multipart/mixed; boundary="out"',
        '',
        '--out',
        'Content-Type: multipart/mixed; boundary="in"',
        '',
        '--in',
        '',
        'a',
        '--in--',
        '--out--',
        '',
      ),
    )
    const inside = nested.parts[0]!
    inside.parts[0]!.setContent('--out--\n')
    expect(inside.contentType.boundary).toBe('in')
    expect(nested.contentType.boundary).not.toBe('out')
    expect(parse(nested.toBytes()).parts[0]!.parts[0]!.decodeText()).toBe('--out--\r\n')
    const same = parse(nested.toBytes())
    const other = parse(
      'Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: multipart/mixed; boundary="i"\r\n\r\n--i\r\n\r\nq\r\n--i--\r\n--x--\r\n',
    )
    same.parts[0]!.append(other.parts[0]!)
    expect(same.parts[0]!.contentType.boundary).not.toBe('in')
    const again = parse(same.toBytes())
    expect(again.parts[0]!.parts[1]!.parts[0]!.decodeText()).toBe('q')
    expect(again.check().filter(({ code }) => !code.startsWith('missing-'))).toEqual([])
  })

  it('an extended boundary, and one that a field no longer declares', () => {
    const extended = parse(
      "Content-Type: multipart/mixed; boundary*=us-ascii''b; x=y\r\n\r\n--b\r\n\r\none\r\n--b--\r\n",
    )
    extended.append({ text: '--b\n' })
    expect(parse(extended.toBytes()).parts.length).toBe(2)
    expect(extended.contentType.params.x).toBe('y')
    const changed = parse(MIXED)
    changed.headers.set('Content-Type', 'multipart/alternative; boundary=other')
    changed.append({ text: 'foot\n' })
    const again = parse(changed.toBytes())
    expect(again.contentType.subtype).toBe('alternative')
    expect(again.parts.length).toBe(3)
  })
})

function latin(value: string): string {
  return Buffer.from(value, 'utf8').toString('latin1')
}

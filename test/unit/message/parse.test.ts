/** `parse`: what may be given, what is refused, limits at −1, 0 and +1. */
import { describe, expect, it } from 'vitest'
import type { ParseOptions } from '../../../src/index.js'
import { MessageError, parse } from '../../../src/index.js'

const codes = (source: string, options?: ParseOptions) =>
  parse(source, options)
    .check()
    .map(({ code }) => code)
const nested = (levels: number) => {
  let text = ''
  for (let i = 0; i < levels; i++) text += `Content-Type: multipart/mixed; boundary=b${i}\r\n\r\n--b${i}\r\n`
  return `${text}\r\nx`
}
const fields = (count: number) => `${'X: y\r\n'.repeat(count)}\r\nbody`
const parts = (count: number) =>
  `Content-Type: multipart/mixed; boundary=b\r\n\r\n${'--b\r\n\r\nx\r\n'.repeat(count)}--b--\r\n`

describe('sources', () => {
  it('a string, a Buffer, an ArrayBuffer and a Uint8Array are the same message', () => {
    const text = 'Subject: é\r\n\r\nx'
    const bytes = new TextEncoder().encode(text)
    for (const source of [text, Buffer.from(bytes), bytes.buffer as ArrayBuffer, bytes]) {
      const message = parse(source)
      expect(message.subject).toBe('é')
      expect(message.toBytes().constructor).toBe(Uint8Array)
      expect(message.toBytes()).toEqual(bytes)
    }
  })

  it('anything else is refused', () => {
    for (const source of [undefined, null, 1, {}, []])
      expect(() => parse(source as unknown as string)).toThrow(TypeError)
  })
})

describe('options', () => {
  it.each([
    { strikt: true },
    { limits: { maxDeepth: 1 } },
    { limits: { maxDepth: -1 } },
    { limits: { maxDepth: 1.5 } },
    { onLimit: 'stop' },
    { strict: 'yes' },
    { fallbackCharset: 1 },
  ])('%j is refused', (options) => {
    expect(() => parse('', options as unknown as ParseOptions)).toThrow(TypeError)
  })

  it('strict throws on errors only, with the defects', () => {
    expect(parse('Subject: s\n\nx', { strict: true }).subject).toBe('s')
    expect(() => parse('no field\r\nSubject: s\r\n\r\nx', { strict: true })).toThrow(MessageError)
  })

  it('onLimit throws with the limit that was hit', () => {
    expect(() => parse(fields(3), { limits: { maxFields: 2 }, onLimit: 'throw' })).toThrow(/too-many-headers/)
  })

  it('fallbackCharset reads unlabelled octets that are no UTF-8', () => {
    const bytes = new Uint8Array([0x0d, 0x0a, 0xe9])
    expect(parse(bytes).decodeText()).toBe('é')
    expect(parse(bytes, { fallbackCharset: 'koi8-r' }).decodeText()).toBe('И')
  })
})

describe('limits at −1, 0 and +1', () => {
  it('maxDepth', () => {
    expect(codes(nested(4), { limits: { maxDepth: 5 } })).not.toContain('nesting-too-deep')
    expect(codes(nested(5), { limits: { maxDepth: 5 } })).not.toContain('nesting-too-deep')
    expect(codes(nested(6), { limits: { maxDepth: 5 } })).toContain('nesting-too-deep')
  })

  it('maxFields', () => {
    for (const count of [2, 3])
      expect(codes(fields(count), { limits: { maxFields: 3 } })).not.toContain('too-many-headers')
    const over = parse(fields(4), { limits: { maxFields: 3 } })
    expect(over.headers.size).toBe(3)
    expect(over.text).toBe('body')
    expect(codes(fields(4), { limits: { maxFields: 3 } })).toContain('too-many-headers')
  })

  it('maxHeaderBytes counts the section without its separator', () => {
    const section = 'A: 1\r\nB: 2\r\n'
    for (const more of [1, 0]) {
      expect(codes(`${section}\r\nx`, { limits: { maxHeaderBytes: section.length + more } })).not.toContain(
        'header-section-too-large',
      )
    }
    const over = parse(`${section}\r\nx`, { limits: { maxHeaderBytes: section.length - 1 } })
    expect(over.headers.get('b')).toBeUndefined()
    expect(over.text).toBe('x')
  })

  it('maxParts counts all entities; the rest of a multipart is one opaque leaf', () => {
    for (const count of [2, 3]) expect(codes(parts(count), { limits: { maxParts: 4 } })).not.toContain('too-many-parts')
    const over = parse(parts(9), { limits: { maxParts: 4 } })
    expect(over.parts).toHaveLength(4)
    expect(over.parts[3]?.contentType.mediaType).toBe('application/octet-stream')
    expect(over.toString()).toBe(parts(9))
  })

  it('maxBytes: reading stops there, writing does not', () => {
    const source = 'Subject: s\r\n\r\nbody'
    expect(codes(source, { limits: { maxBytes: source.length } })).not.toContain('message-too-large')
    const over = parse(source, { limits: { maxBytes: source.length - 1 } })
    expect(over.text).toBe('bod')
    expect(over.check().map(({ code }) => code)).toContain('message-too-large')
    expect(over.toString()).toBe(source)
  })

  it('maxDecodedBytes', () => {
    const source = 'Content-Transfer-Encoding: base64\r\n\r\nYWJjZGVm\r\n'
    expect(parse(source, { limits: { maxDecodedBytes: 6 } }).decodeText()).toBe('abcdef')
    const over = parse(source, { limits: { maxDecodedBytes: 5 } })
    expect(over.decodeText()).toBe('abcde')
    expect(over.check().map(({ code }) => code)).toContain('decoded-too-large')
  })

  it('maxDefects: the first of each code is kept', () => {
    const found = parse(`${'no field\r\n'.repeat(500)}Subject: s\r\n\r\n\0`).check()
    expect(found.filter(({ code }) => code === 'header-missing-colon')).toHaveLength(100)
    expect(found.map(({ code }) => code)).toEqual(expect.arrayContaining(['nul-byte', 'too-many-defects']))
  })
})

describe('raw octets in a field', () => {
  const read = (field: string) => {
    const head = `${field}\r\nContent-Type: text/plain; charset=koi8-r\r\n\r\n`
    return parse(Uint8Array.from(head, (c) => c.charCodeAt(0))).headers
  }

  it.each([
    ['From: \xc9\xd7 <a@example.org>', '\u0438\u0432'],
    ['From: "\xc9\xd7" <a@example.org>', '\u0438\u0432'],
    ['From: \xc9\xd7\r\n \xc9  \xd7 <a@example.org>', '\u0438\u0432 \u0438 \u0432'],
    ['From: a@example.org (\xc9\xd7)', '\u0438\u0432'],
    ['From: g: "\xc9\xd7" <a@example.org>;', '\u0438\u0432'],
  ])('are in the charset that the entity declares, in names of each form: %j', (field, name) => {
    expect(read(field).addresses('from').mailboxes[0]?.name).toBe(name)
  })

  it('are so in the description of a list', () => {
    expect(read('List-Id: "\xc9\xd7" <l.example.org>').list().id?.description).toBe('\u0438\u0432')
  })
})

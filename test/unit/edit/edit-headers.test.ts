/** Changed header sections: what was read before is read anew, what is written joins its neighbours (docs/lossless.md). */
import { describe, expect, it } from 'vitest'
import { compose, parse } from '../../../src/index.js'

const text = (bytes: Uint8Array | undefined) => Buffer.from(bytes ?? []).toString('latin1')

describe('after an edit', () => {
  it('readings that were made are made anew', () => {
    const message = parse(
      new Uint8Array(Buffer.from('Content-Type: text/plain; charset=iso-8859-1\r\n\r\n\xc3\xa9', 'latin1')),
    )
    expect(message.decodeText()).toBe('Ã©')
    expect(message.html).toBeUndefined()
    message.headers.set('Content-Type', 'text/html; charset=utf-8')
    expect(message.contentType.mediaType).toBe('text/html')
    expect(message.html).toBe('é')
    message.headers.delete('Content-Type')
    expect(message.contentType.mediaType).toBe('text/plain')
  })

  it('rawBody and bytes() hold what will be written', () => {
    const message = parse('Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nX: 1\r\n\r\nhi\r\n--b--\r\n')
    void message.bytes()
    message.parts[0]!.headers.set('X', '2')
    expect(text(message.rawBody)).toBe('--b\r\nX: 2\r\n\r\nhi\r\n--b--\r\n')
    expect(text(message.bytes())).toBe(text(message.rawBody))
    expect(text(message.raw)).toBe(message.toString())
  })

  it('a composed multipart has a body', () => {
    const message = compose({ from: 'a@example.org', text: 'a', attachments: [{ filename: 'a', content: 'x' }] })
    expect(message.toString().endsWith(text(message.rawBody))).toBe(true)
    expect(text(message.rawBody)).toMatch(/^--.+\r\n.+--\r\n$/s)
  })

  it('a header line without a line end gets one', () => {
    const message = parse('From: a@example.org\r\nSubject: cut')
    message.headers.append('X-Seen', 'yes')
    expect(message.toString()).toBe('From: a@example.org\r\nSubject: cut\r\nX-Seen: yes\r\n')
    const bare = parse('From: a@example.org')
    bare.headers.append('X', 'y')
    expect(parse(bare.toBytes()).headers.get('x')).toBe('y')
  })

  it('new lines take the line ends of the section', () => {
    const message = parse('From: a@example.org\nSubject: s\n\nbody\r\n')
    message.headers.set('Subject', 'new').prepend('X', '1')
    expect(message.toString()).toBe('X: 1\nFrom: a@example.org\nSubject: new\n\nbody\r\n')
  })
})

describe('broken', () => {
  const signed = (h: string) =>
    `DKIM-Signature: v=1; a=rsa-sha256; d=example.org; s=k; h=${h}; bh=x; b=y\r\nFrom: a@example.org\r\nSubject: s\r\n\r\nhi\r\n`
  const multipart = [
    'Content-Type: multipart/signed; boundary=o; protocol="application/pgp-signature"',
    '',
    '--o',
    'X: 1',
    '',
    'hello',
    '--o',
    'Content-Type: application/pgp-signature',
    '',
    'sig',
    '--o--',
    '',
  ].join('\r\n')

  it('is empty while nothing was changed', () => {
    expect(parse(signed('from:subject')).brokenSignatures).toEqual([])
    expect(parse(multipart).brokenSignatures).toEqual([])
  })

  it('names a DKIM signature whose fields changed, and only then', () => {
    const covered = parse(signed('From : Subject'))
    covered.headers.set('Subject', 'other')
    expect(covered.brokenSignatures).toEqual(['DKIM-Signature d=example.org s=k'])
    const free = parse(signed('from'))
    free.headers.set('Subject', 'other').prepend('Received', 'by mx.example.org; Tue, 1 Oct 2024 12:00:00 +0000')
    expect(free.brokenSignatures).toEqual([])
    // A field that is signed as absent must not be added (RFC 6376 §5.4.2).
    const absent = parse(signed('from:reply-to'))
    absent.headers.append('Reply-To', 'b@example.org')
    expect(absent.brokenSignatures).toEqual(['DKIM-Signature d=example.org s=k'])
  })

  it('names a multipart/signed whose first part changed, not one around which something did', () => {
    const inside = parse(multipart)
    inside.parts[0]!.headers.set('X', '2')
    expect(inside.brokenSignatures).toEqual(['multipart/signed'])
    const outside = parse(multipart)
    outside.headers.set('Subject', 's')
    expect(outside.brokenSignatures).toEqual([])
  })

  it('a change of a part is a change of the body that DKIM covers', () => {
    const message = parse(`DKIM-Signature: d=example.org; s=k; h=from\r\nFrom: a@example.org\r\n${multipart}`)
    message.parts[0]!.headers.set('X', '2')
    expect(message.brokenSignatures).toEqual(['DKIM-Signature d=example.org s=k', 'multipart/signed'])
  })

  it('what was read of the entity before is read anew', () => {
    const message = parse('Content-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\naGk=\r\n')
    expect([message.contentType.mediaType, message.transferEncoding, message.text]).toEqual([
      'text/plain',
      'base64',
      'hi',
    ])
    expect(message.disposition).toBeUndefined()
    message.headers.set('Content-Transfer-Encoding', '7bit').set('Content-Disposition', 'attachment; filename=a.b')
    expect([message.transferEncoding, message.decodeText(), message.filename]).toEqual(['7bit', 'aGk=\r\n', 'a.b'])
    message.headers.set('Content-Type', 'text/html')
    expect(message.contentType.mediaType).toBe('text/html')
    // The parts of what is now a digest are messages (RFC 2046 §5.1.5).
    const mixed = parse('Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nSubject: in\r\n\r\nx\r\n--b--\r\n')
    expect(mixed.parts[0]!.contentType.mediaType).toBe('text/plain')
    mixed.headers.set('Content-Type', 'multipart/digest; boundary=b')
    expect(mixed.parts[0]!.contentType.mediaType).toBe('message/rfc822')
  })
})

/** Signatures that edits of parts and content invalidate (RFC 1847 §2.1, RFC 6376 §3.7). */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalBody } from '../../../src/dkim/index.js'
import { parse } from '../../../src/index.js'

const crlf = (...lines: string[]) => lines.join('\r\n')
const SIGNED = crlf(
  'Content-Type: multipart/signed; boundary=s; protocol="application/pgp-signature"',
  '',
  '--s',
  'Content-Type: multipart/mixed; boundary=m',
  '',
  '--m',
  '',
  'one',
  '--m--',
  '--s',
  'Content-Type: application/pgp-signature',
  '',
  'sig',
  '--s--',
  '',
)
const DKIM = 'DKIM-Signature: v=1; d=example.org; s=k; h=from; b=x\r\nFrom: a@example.org\r\n'
const OUTER = crlf('Content-Type: multipart/mixed; boundary=o', '', '--o', SIGNED, '--o', '', 'two', '--o--', '')

describe('broken', () => {
  it('multipart/signed: by what is done to the signed part or the signature, however deep', () => {
    for (const edit of [
      (m: ReturnType<typeof parse>) => m.parts[0]!.parts[0]!.setContent('new'),
      (m: ReturnType<typeof parse>) => m.parts[0]!.append({ text: 'x' }),
      (m: ReturnType<typeof parse>) => m.parts[0]!.remove(),
      (m: ReturnType<typeof parse>) => m.parts[0]!.replaceWith({ text: 'x' }),
      (m: ReturnType<typeof parse>) => m.parts[1]!.remove(),
      (m: ReturnType<typeof parse>) => m.parts[1]!.setContent('x'),
      (m: ReturnType<typeof parse>) => m.append({ text: 'x' }),
      (m: ReturnType<typeof parse>) => m.insert(0, { text: 'x' }),
      (m: ReturnType<typeof parse>) => m.setContent('x'),
    ]) {
      const message = parse(SIGNED)
      edit(message)
      expect(message.brokenSignatures, String(edit)).toEqual(['multipart/signed'])
    }
  })

  it('not by what is done around it, to the fields of the signature, or done and undone', () => {
    const message = parse(OUTER)
    message.append({ text: 'foot' })
    message.parts[1]!.setContent('other')
    message.parts[0]!.parts[1]!.headers.set('X', 'y')
    message.append({ text: '--oh' })
    expect(message.brokenSignatures).toEqual([])
    const added = message.parts[0]!.append({ text: 'x' })
    expect(message.brokenSignatures).toEqual(['multipart/signed 1'])
    added.remove()
    expect(message.brokenSignatures).toEqual([])
    message.parts[0]!.parts[0]!.parts[0]!.setContent('one')
    expect(message.brokenSignatures).toEqual([])
    // It went with all that it covered.
    message.parts[0]!.remove()
    expect(message.brokenSignatures).toEqual([])
  })

  it('a boundary drawn anew inside the signed part breaks it, its own does not', () => {
    const inside = parse(SIGNED)
    inside.parts[0]!.parts[0]!.setContent('--m\n')
    expect(inside.brokenSignatures).toEqual(['multipart/signed'])
    const own = parse(OUTER.replaceAll('--o', '--s9').replace('boundary=o', 'boundary=s9'))
    own.append({ text: '--s91\n' })
    expect(own.brokenSignatures).toEqual([])
    expect(parse(own.toBytes()).parts[0]!.parts.length).toBe(2)
  })

  it('DKIM covers the body, whatever was done to it, and the fields that h= names', () => {
    const names = ['DKIM-Signature d=example.org s=k']
    const content = parse(`${DKIM}\r\nold\r\n`)
    content.setContent('new\n')
    expect(content.brokenSignatures).toEqual(names)
    content.setContent('old\n')
    expect(content.brokenSignatures).toEqual([])
    const wrapped = parse(`${DKIM}\r\nold\r\n`)
    wrapped.append({ text: 'foot' })
    expect(wrapped.brokenSignatures).toEqual(names)
    const parts = parse(`${DKIM}${OUTER}`)
    parts.parts[1]!.remove()
    expect(parts.brokenSignatures).toEqual(names)
    const typed = parse(`${DKIM.replace('h=from', 'h=from:content-type')}Content-Type: text/plain\r\n\r\nold`)
    typed.headers.set('Content-Type', 'text/html')
    expect(typed.brokenSignatures).toEqual(names)
  })

  it('in messages that stand in others, under a transfer encoding or not', () => {
    const held = parse(`Content-Type: message/rfc822\r\n\r\n${DKIM}\r\nold\r\n`)
    held.message!.setContent('new\n')
    expect(held.brokenSignatures).toEqual(['DKIM-Signature d=example.org s=k'])
    const encoded = parse(
      `${DKIM}Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\n${btoa(`${DKIM}\r\nold\r\n`)}\r\n`,
    )
    encoded.message!.setContent('new\n')
    expect(encoded.brokenSignatures).toEqual(['DKIM-Signature d=example.org s=k', 'DKIM-Signature d=example.org s=k'])
    const wrapped = parse(`Content-Type: message/rfc822\r\n\r\n${SIGNED}`)
    wrapped.append({ text: 'foot' })
    expect(wrapped.brokenSignatures).toEqual([])
    wrapped.parts[0]!.message!.parts[0]!.setContent('x')
    expect(wrapped.brokenSignatures).toEqual(['multipart/signed 1'])
  })

  it('DKIM: fields count from the last upwards, as often as `h` names them (RFC 6376 §5.4.2)', () => {
    const signed = (tags: string, body = 'Body\r\n') =>
      parse(
        `DKIM-Signature: v=1; d=example.org; s=k; ${tags}; b=x\r\nComments: upper\r\nFrom: a@example.org\r\nComments: lower\r\n\r\n${body}`,
      )
    const brokenAfter = (tags: string, edit: (m: ReturnType<typeof parse>) => unknown, body?: string) => {
      const message = signed(tags, body)
      edit(message)
      return message.brokenSignatures.length
    }
    const on = (m: ReturnType<typeof parse>) => m.headers.prepend('Comments', 'new')
    const below = (m: ReturnType<typeof parse>) => m.headers.append('Comments', 'new')
    expect(brokenAfter('h=from:comments', on)).toBe(0)
    expect(brokenAfter('h=from:comments:comments', on)).toBe(0)
    expect(brokenAfter('h=from:comments:comments:comments', on)).toBe(1)
    expect(brokenAfter('h=from:comments', below)).toBe(1)
    expect(brokenAfter('h=from', below)).toBe(0)
    expect(brokenAfter('h=from:subject', (m) => m.headers.append('Subject', 'x'))).toBe(1)
    // Relaxed: the same words under a name in other case, folded in another way.
    const refolded = (m: ReturnType<typeof parse>) => m.headers.set('FROM', 'a@example.org')
    expect(brokenAfter('h=from; c=relaxed', refolded)).toBe(0)
    expect(brokenAfter('h=from', refolded)).toBe(1)
    // Empty lines at the end are not signed; nor is what stands behind `l` octets.
    expect(brokenAfter('h=from', (m) => m.setContent('Body\n\n'))).toBe(0)
    expect(brokenAfter('h=from; c=simple/relaxed', (m) => m.setContent('Bo dy\n'), 'Bo \t dy\r\n')).toBe(0)
    expect(brokenAfter('h=from; l=4', (m) => m.setContent('Body, and more\n'))).toBe(0)
    expect(brokenAfter('h=from; l=6', (m) => m.setContent('Body, and more\n'))).toBe(1)
  })

  it('multipart/signed by the grammar of Content-Type', () => {
    const commented = parse(SIGNED.replace('multipart/signed;', '(x) multipart (y) / signed;'))
    commented.parts[0]!.append({ text: 'x' })
    expect(commented.brokenSignatures).toEqual(['multipart/signed'])
    const other = parse(SIGNED.replace('multipart/signed;', 'multipart/signed-not;'))
    other.parts[0]!.append({ text: 'x' })
    expect(other.brokenSignatures).toEqual([])
  })

  it('however many signatures cover the same fields and the same body', () => {
    const signature = (tags: string) => `DKIM-Signature: v=1; d=example.org; ${tags}; b=x\r\n`
    const source = `${signature('s=a; c=relaxed/relaxed; h=from')}${signature('s=b; h=from:to:to')}${signature('s=c; c=simple/relaxed; h=from; l=3')}${signature('s=d; h=x')}From: a@example.org\r\nTo: b@example.org\r\n\r\none  two\r\n`
    const names = (edit: (message: ReturnType<typeof parse>) => unknown) => {
      const message = parse(source)
      edit(message)
      return message.brokenSignatures.map((name) => name.slice(-1)).join('')
    }
    expect(names((m) => m.setContent('one two\r\n'))).toBe('bd')
    expect(names((m) => m.setContent('one 2\r\n'))).toBe('abd')
    expect(names((m) => m.setContent('on\r\n'))).toBe('abcd')
    expect(names((m) => m.headers.append('To', 'c@example.org'))).toBe('b')
    expect(names((m) => m.headers.prepend('X', 'y'))).toBe('d')
    expect(names((m) => m.headers.set('From', 'A@example.org'))).toBe('abc')
    expect(names((m) => m.headers.delete('DKIM-Signature', 1))).toBe('b')
    expect(names((m) => m.headers.append('From', 'b@example.org'))).toBe('abc')
  })
})

describe('the body that DKIM covers', () => {
  const pieces = fc.array(fc.constantFrom('a', 'b', ' ', '\t', '\r\n', '\n', '\r\n\r\n', ' \r\n'), { maxLength: 9 })
  it.each(['simple', 'relaxed'] as const)(
    '%s: broken where its canonical octets are others, and nowhere else',
    (form) => {
      const octets = (body: Uint8Array | string) => Buffer.from(canonicalBody(body, form)).toString('latin1')
      fc.assert(
        fc.property(pieces, pieces, fc.boolean(), (old, now, alike) => {
          const head = `DKIM-Signature: v=1; c=${form}/${form}; d=a.example; s=k; h=from; b=x\r\nFrom: a@a.example\r\n\r\n`
          const message = parse(`${head}${old.join('')}`)
          const before = octets(message.toBytes())
          // What differs little may read the same.
          const text = alike ? old.join('').replace(/ /g, '  ').replace(/$/, '\r\n\r\n') : now.join('')
          message.setContent(new TextEncoder().encode(text), {
            contentType: 'application/x-a',
            transferEncoding: 'binary',
          })
          const same = octets(message.toBytes()) === before
          expect(message.brokenSignatures.length === 0).toBe(same)
        }),
        { numRuns: 2_000 },
      )
    },
  )

  it('of signed messages in each other is compared to the first line that differs', () => {
    const nested = (depth: number) => {
      const head = (n: number) => `DKIM-Signature: v=1; d=d${n}.example; s=k; h=from; b=x\r\nFrom: a@b.example\r\n`
      let source = ''
      for (let n = 0; n < depth; n++) source += `${head(n)}Content-Type: message/rfc822\r\n\r\n`
      return parse(`${source}${head(depth)}\r\n${'word word word word\r\n'.repeat(2_000)}`)
    }
    const message = nested(30)
    const inner = [...message.walk()].at(-1)!
    inner.setContent('other\r\n')
    expect(message.brokenSignatures).toHaveLength(31)
  })
})

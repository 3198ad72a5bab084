/** A message through a gateway: bodies in another charset, fields without an equivalent in the body, and back. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { FIELD_MAP } from '../../../../src/legacy/gateway/field-map.js'
import { gateway } from '../../../../src/legacy/gateway/gateway.js'
import { parse } from '../../../../src/message/parse.js'
import type { Message } from '../../../../src/tree/message.js'

function mail(lines: string[]) {
  return parse(lines.join('\r\n'))
}

const text = (message: { text?: string | undefined }) => message.text?.replaceAll('\r\n', '\n')

const plain = [
  'From: foo@bar.edu',
  'To: hardy@mvs.example',
  'Subject: Engines',
  'Keywords: engines, looms',
  'Encrypted: rot13',
  'X-Fruit: kiwi',
  ' fruit',
  'MIME-Version: 1.0',
  'Content-Type: text/plain; charset=iso-8859-1',
  'Content-Transfer-Encoding: 8bit',
  '',
  'Hello [world]!',
  '',
]

describe('gateway', () => {
  it('writes text bodies in EBCDIC, and leaves the message as it is', () => {
    const message = mail(plain)
    const before = message.toString()
    const passed = gateway(message, { charset: 'cp037', fields: 'keep' })
    expect(message.toString()).toBe(before)
    expect(passed.message.contentType.params.charset).toBe('ibm037')
    expect(passed.message.transferEncoding).toBe('base64')
    expect([...passed.message.bytes().subarray(0, 7)]).toEqual([0xc8, 0x85, 0x93, 0x93, 0x96, 0x40, 0xba])
    expect(passed.message.decodeText()).toBe('Hello [world]!\r\n')
    expect(passed.losses).toEqual([])
    const back = gateway(passed.message, { charset: 'iso-8859-1', fields: 'keep' }).message
    expect([...back.bytes()]).toEqual([...message.bytes()])
  })

  it('moves fields without an equivalent into the body, and back', () => {
    const message = mail(plain)
    const passed = gateway(message, { charset: 'cp037' })
    expect(passed.moved).toEqual(['Keywords', 'Encrypted', 'X-Fruit'])
    expect(passed.message.headers.has('keywords')).toBe(false)
    expect(passed.message.contentType.mediaType).toBe('multipart/mixed')
    expect(passed.message.parts).toHaveLength(2)
    expect(passed.message.parts[0]!.decodeText()).toBe(
      'RFC-822-Headers:\r\nKeywords: engines, looms\r\nEncrypted: rot13\r\nX-Fruit: kiwi\r\n fruit\r\n',
    )
    expect(passed.message.parts[0]!.charset.used).toBe('ibm037')
    expect(passed.message.parts[1]!.decodeText()).toBe('Hello [world]!\r\n')

    const back = gateway(passed.message, { charset: 'iso-8859-1', fields: 'from-body' })
    expect(back.losses).toEqual([])
    expect(back.message.headers.get('x-fruit')).toBe('kiwi fruit')
    expect(back.message.headers.get('keywords')).toBe('engines, looms')
    expect(back.message.contentType.mediaType).toBe('text/plain')
    expect([...back.message.bytes()]).toEqual([...message.bytes()])
    expect(back.message.defects).toEqual([])
  })

  it('lists the elements of X.400 that fields become', () => {
    const { elements } = gateway(
      mail(['From: a@bar.edu', 'Sender: s@bar.edu', 'To: b@c.example', 'In-Reply-To: <1@x>', 'Subject: S', '', 'x']),
      {
        mappings: [{ domain: 'edu', x400: 'C=us; A=rfc822; P=edu' }],
      },
    )
    expect(elements).toEqual([
      {
        field: 'From',
        element: 'IPMS.Heading.authorizing-users',
        addresses: [{ address: 'a@bar.edu', x400: 'C=us; A=rfc822; P=edu; O=bar; S=a' }],
      },
      {
        field: 'Sender',
        element: 'IPMS.Heading.originator',
        addresses: [{ address: 's@bar.edu', x400: 'C=us; A=rfc822; P=edu; O=bar; S=s' }],
      },
      {
        field: 'To',
        element: 'IPMS.Heading.primary-recipients',
        addresses: [{ address: 'b@c.example', refused: 'no mapping for c.example, and no gateway is given' }],
      },
      { field: 'In-Reply-To', element: 'IPMS.Heading.replied-to-IPM' },
      { field: 'Subject', element: 'IPMS.Heading.subject' },
    ])
  })

  it('maps several In-Reply-To to related-IPMs, and From alone to the originator', () => {
    const { elements } = gateway(mail(['From: a@b', 'In-Reply-To: <1@x> <2@x>', '', '']))
    expect(elements).toEqual([
      { field: 'From', element: 'IPMS.Heading.originator' },
      { field: 'In-Reply-To', element: 'IPMS.Heading.related-IPMs' },
    ])
  })

  it('keeps a body whose characters the charset lacks, or writes question marks', () => {
    const message = mail(['Content-Type: text/plain; charset=utf-8', '', 'caf\u00e9 5 \u20ac', ''])
    const kept = gateway(message, { charset: 'cp037' })
    expect(kept.losses).toEqual([{ path: [], what: 'U+20AC at index 7 has no place in ibm037: left in utf-8' }])
    expect(kept.message.toString()).toBe(message.toString())
    const replaced = gateway(message, { charset: 'cp037', unencodable: 'replace' })
    expect(replaced.message.decodeText()).toBe('caf\u00e9 5 ?\r\n')
    expect(replaced.losses).toEqual([{ path: [], what: '1 character without a place in ibm037 became "?"' }])
  })

  it('puts a multipart that is not mixed behind the fields as a whole', () => {
    const message = mail([
      'From: a@b',
      'X-A: 1',
      'Content-Type: multipart/alternative; boundary=b',
      '',
      '--b',
      '',
      'one',
      '--b',
      'Content-Type: text/html',
      '',
      '<b>one</b>',
      '--b--',
      '',
    ])
    const passed = gateway(message)
    expect([...passed.message.walk()].map(({ contentType }) => contentType.mediaType)).toEqual([
      'multipart/mixed',
      'text/plain',
      'multipart/alternative',
      'text/plain',
      'text/html',
    ])
    const back = gateway(passed.message, { fields: 'from-body' })
    expect(back.message.contentType.mediaType).toBe('multipart/alternative')
    expect(back.message.headers.get('x-a')).toBe('1')
    expect(text(back.message)).toBe('one')
    expect(back.message.html).toBe('<b>one</b>')
  })

  it('leaves signed and encrypted bodies alone', () => {
    const message = mail([
      'From: a@b',
      'Content-Type: multipart/signed; boundary=b; protocol="application/pgp-signature"; micalg=pgp-sha256',
      '',
      '--b',
      '',
      'one',
      '--b',
      'Content-Type: application/pgp-signature',
      '',
      'x',
      '--b--',
      '',
    ])
    const passed = gateway(message, { charset: 'cp500' })
    expect(passed.message.toString()).toBe(message.toString())
    expect(passed.losses).toEqual([{ path: [], what: 'signed: left as it is' }])
  })

  it('takes no field from a body that the header has to say itself', () => {
    const message = mail([
      'From: a@b',
      'Content-Type: multipart/mixed; boundary=b',
      '',
      '--b',
      '',
      'RFC-822-Headers:',
      'X-A: 1',
      'From: president@example.org',
      'nonsense',
      'Bcc: x@y',
      '',
      '--b',
      '',
      'one',
      '--b--',
      '',
    ])
    const back = gateway(message, { fields: 'from-body' })
    expect(back.message.headers.getAll('from')).toEqual(['a@b'])
    expect(back.message.headers.has('bcc')).toBe(false)
    expect(back.message.headers.get('x-a')).toBe('1')
    expect(back.moved).toEqual(['X-A'])
    expect(back.losses).toEqual([
      { field: 'From', what: 'not taken from the body: the header has to say it itself' },
      { path: [1], what: '"nonsense" is no field: left in the body' },
      { field: 'Bcc', what: 'not taken from the body: the header has to say it itself' },
    ])
    expect(back.message.parts[0]!.decodeText()).toBe(
      'RFC-822-Headers:\r\nFrom: president@example.org\r\nnonsense\r\nBcc: x@y\r\n',
    )
  })

  it('tells that a signature over the header does not survive', () => {
    const { moved, losses } = gateway(mail(['DKIM-Signature: v=1; d=a.example', 'From: a@b', '', 'x']))
    expect(moved).toEqual(['DKIM-Signature'])
    expect(losses).toEqual([{ field: 'DKIM-Signature', what: 'no longer valid: the message was changed' }])
  })

  it('tells which fields do not come back', () => {
    const { moved, losses } = gateway(mail(['Resent-To: x@y', 'X-A: 1', 'From: a@b', '', 'x']))
    expect(moved).toEqual(['Resent-To', 'X-A'])
    expect(losses).toEqual([
      { field: 'Resent-To', what: 'not taken out of a body again: the header has to say it itself' },
    ])
  })

  it('takes a table of its own', () => {
    const map = new Map(FIELD_MAP).set('keywords', 'heading-extension')
    expect(gateway(mail(plain), { map }).moved).toEqual(['Encrypted', 'X-Fruit'])
  })

  it('never throws on bytes', () => {
    for (const bytes of [
      '',
      '\r\n',
      'X-A: 1',
      'X-A: \xff\r\n\r\nx',
      'RFC-822-Headers:\n',
      ': x\n\nRFC-822-Headers:\nx',
    ]) {
      for (const fields of ['keep', 'to-body', 'from-body'] as const) {
        gateway(parse(Uint8Array.from(bytes, (c) => c.charCodeAt(0))), { charset: 'cp1047', fields })
      }
    }
  })

  it('gives text and fields of every fixture back', () => {
    const files = readdirSync('fixtures', { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.eml'))
    expect(files.length).toBeGreaterThan(100)
    const names = (message: Message) =>
      [...message.headers]
        .map(({ name }) => name.toLowerCase())
        .filter((name) => name !== 'mime-version' && !name.startsWith('content-'))
        .sort()
    const lines = (message: Message) => (message.text ?? '').replace(/\r\n?/g, '\n').trimEnd()
    for (const file of files) {
      const message = parse(readFileSync(join('fixtures', file)))
      const there = gateway(message, { charset: 'cp037' })
      const back = gateway(there.message, { charset: 'utf-8', fields: 'from-body' })
      expect(lines(back.message), file).toBe(lines(message))
      expect(names(back.message), file).toEqual(names(message))
    }
  })

  it('throws for wrong options', () => {
    const message = mail(plain)
    expect(() => gateway(message, { charset: 'klingon' })).toThrow(/options\.charset: unknown charset "klingon"/)
    expect(() => gateway(message, { charsett: 'x' } as never)).toThrow(/options\.charsett: no such option/)
    expect(() => gateway(message, { fields: 'x' as never })).toThrow(/options\.fields/)
    expect(() => gateway({} as never)).toThrow(/message/)
  })
})

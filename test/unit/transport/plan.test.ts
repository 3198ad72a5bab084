/** Plans: which extensions a message needs, and what becomes of it without them. */
import { describe, expect, it } from 'vitest'
import { compose, parse } from '../../../src/index.js'
import { parseEhlo, plan } from '../../../src/transport/index.js'

const server = (...extensions: string[]) => parseEhlo(['mx.example.org', ...extensions])
const head = (...fields: string[]) =>
  ['From: a@example.org', 'To: b@example.org', 'MIME-Version: 1.0', ...fields, '', ''].join('\r\n')
const latin1 = (octets: Uint8Array | undefined) => octets && Buffer.from(octets).toString('latin1')
const of = (text: string) => parse(Uint8Array.from(Buffer.from(text, 'latin1')))

describe('plan', () => {
  it('sends 7bit to anyone, as it is', () => {
    const message = of(`${head()}hello\r\n`)
    expect(plan(message, server())).toEqual({
      possible: true,
      extensions: [],
      parameters: {},
      command: 'DATA',
      options: { bcc: 'omit', transport: '7bit', eol: 'crlf' },
      bytes: message.toBytes(),
      recode: [],
      impossible: [],
      brokenSignatures: [],
    })
  })

  it('refuses an envelope that would become other commands', () => {
    const message = of(`${head()}hello\r\n`)
    const [from, to] = ['a@example.org', ['b@example.org']]
    for (const envelope of [
      { from, to: ['"\\\n"@example.org'] },
      { from: `${from}\r\nRSET`, to },
      { from, to: ['b@example.org', ''] },
      { from, to: 'b@example.org' },
      { to },
      null,
    ])
      expect(() => plan(message, server(), { envelope: envelope as never })).toThrow(/^options\.envelope/)
    expect(plan(message, server(), { envelope: { from: '', to } }).possible).toBe(true)
    expect(() => plan(message, server(), { envelope: { from, to: new Array(1) } })).toThrow('options.envelope.to[0]')
  })

  it('plans the paths that it checked, though the array gives others when it is asked again', () => {
    let asked = 0
    const to = Object.defineProperty(['b@example.org'], 0, {
      get: () => `b@example.org${asked++ > 0 ? '\r\nRSET' : ''}`,
    })
    const envelope = { from: 'a@example.org', to }
    expect(plan(of(`${head()}hi\r\n`), server('DSN'), { envelope, dsn: {} }).recipients).toEqual([
      { address: 'b@example.org', parameters: {} },
    ])
  })

  const EIGHT = `${head('Content-Type: text/plain; charset=utf-8', 'Content-Transfer-Encoding: 8bit')}\xc3\xa9\r\n`

  it('sends 8bit as it is to who takes it, re-encoded to others', () => {
    expect(plan(of(EIGHT), server('8BITMIME'))).toMatchObject({
      extensions: ['8BITMIME'],
      parameters: { BODY: '8BITMIME' },
      recode: [],
    })
    expect(latin1(plan(of(EIGHT), server('8BITMIME')).bytes)).toBe(EIGHT)
    const narrow = plan(of(EIGHT), server())
    expect(narrow).toMatchObject({ possible: true, recode: [{ path: [], because: 'it holds octets above 7F' }] })
    expect(narrow.bytes!.every((octet) => octet < 0x80)).toBe(true)
    expect(parse(narrow.bytes!).text).toBe('é\r\n')
  })

  it('sends binary by BDAT to who takes it', () => {
    const binary = of(`${head('Content-Type: application/octet-stream', 'Content-Transfer-Encoding: binary')}a\0b\n`)
    expect(plan(binary, server('BINARYMIME', 'CHUNKING', '8BITMIME'))).toMatchObject({
      command: 'BDAT',
      parameters: { BODY: 'BINARYMIME' },
      recode: [],
    })
    // BINARYMIME without CHUNKING is none (RFC 3030 §3).
    const narrow = plan(binary, server('BINARYMIME'))
    expect(narrow).toMatchObject({ command: 'DATA', recode: [{ path: [], because: 'it holds NUL' }] })
    expect(parse(narrow.bytes!).bytes()).toEqual(binary.bytes())
  })

  it('writes UTF-8 fields as encoded-words where the server knows none', () => {
    const message = of(`${head('Subject: \xc3\xa9')}hi\r\n`)
    expect(plan(message, server('SMTPUTF8', '8BITMIME'))).toMatchObject({ parameters: { SMTPUTF8: true }, recode: [] })
    const narrow = plan(message, server())
    expect(narrow.recode).toEqual([{ path: [], because: 'its header section is not ASCII' }])
    expect(parse(narrow.bytes!).subject).toBe('é')
  })

  it('cannot send to an address that is not ASCII without SMTPUTF8', () => {
    const message = compose({ from: 'a@example.org', to: 'é@example.org', text: 'hi' }, { utf8: true })
    expect(plan(message, server('SMTPUTF8'))).toMatchObject({ possible: true, parameters: { SMTPUTF8: true } })
    const { possible, impossible, bytes } = plan(message, server())
    expect(possible).toBe(false)
    expect(bytes).toBeUndefined()
    expect(impossible[0]).toBe('é@example.org: not ASCII, and the server has no SMTPUTF8 (RFC 6531)')
  })

  it('never touches what is signed: such a message cannot be sent', () => {
    const signed = `${head('Content-Type: multipart/signed; boundary=b; protocol="x/y"; micalg=z')}--b\r\n${EIGHT.slice(head().length - 2)}\r\n--b\r\nContent-Type: x/y\r\n\r\nsig\r\n--b--\r\n`
    expect(plan(of(signed), server('8BITMIME')).possible).toBe(true)
    const { possible, impossible } = plan(of(signed), server())
    expect(possible).toBe(false)
    expect(impossible[0]).toMatch(/^part 1: .*signs it/)
  })

  it('names the DKIM signatures that do not survive', () => {
    const message = of(`DKIM-Signature: v=1; d=example.org; s=k; h=from; bh=; b=\r\n${EIGHT}`)
    expect(plan(message, server('8BITMIME')).brokenSignatures).toEqual([])
    expect(plan(message, server()).brokenSignatures).toEqual(['DKIM-Signature d=example.org s=k'])
  })

  it('tells the size, and keeps to the limit', () => {
    const message = of(`${head()}hello\r\n`)
    const size = message.toBytes().length
    expect(plan(message, server(`SIZE ${size}`))).toMatchObject({ possible: true, parameters: { SIZE: size } })
    expect(plan(message, server(`SIZE ${size - 1}`)).impossible[0]).toContain(`the server takes ${size - 1}`)
  })

  it('ends lines in CRLF and leaves Bcc out', () => {
    const { bytes, recode } = plan(of('From: a@example.org\nBcc: c@example.org\nTo: b@example.org\n\nhi\n'), server())
    expect(latin1(bytes)).toBe('From: a@example.org\r\nTo: b@example.org\r\n\r\nhi\r\n')
    expect(recode).toEqual([])
  })

  it('refuses options that there are not', () => {
    expect(() => plan(of(head()), server(), { size: 1 } as never)).toThrow(TypeError)
  })
})

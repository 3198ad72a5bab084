/** Letters of ASCII are what protocols compare without regard to case; octets of UTF-8, and letters that only look like them, are none. */
import { describe, expect, it } from 'vitest'
import { lowerAscii, trimWsp, upperAscii } from '../../../src/bytes/ascii.js'
import { parseAuthResults } from '../../../src/field/index.js'
import { ambiguities, parse } from '../../../src/index.js'
import { autocrypt, autocryptGossip, headerProtection, parseAutocrypt } from '../../../src/secure/index.js'
import { parseEhlo, parseEnvelope, trace } from '../../../src/transport/index.js'

const KELVIN = '\u212a'
const LONG_S = '\u017f'
const DOTLESS = '\u0131'

describe('case of ASCII', () => {
  it.each([
    ['ABCxyz-09', 'abcxyz-09', 'ABCXYZ-09'],
    ['\xc3\x89tat', '\xc3\x89tat', '\xc3\x89TAT'],
    ['\xb5\xff\xdf', '\xb5\xff\xdf', '\xb5\xff\xdf'],
    [KELVIN, KELVIN, KELVIN],
    [`${LONG_S}${DOTLESS}\u0130`, `${LONG_S}${DOTLESS}\u0130`, `${LONG_S}${DOTLESS}\u0130`],
    ['', '', ''],
  ])('%j', (text, lower, upper) => {
    expect(lowerAscii(text)).toBe(lower)
    expect(upperAscii(text)).toBe(upper)
  })
})

describe('Autocrypt', () => {
  it('takes no key for an address that is another one', () => {
    const field = 'Autocrypt: addr=kim@example.org; keydata=QUJD\r\n'
    expect(autocrypt(parse(`From: KIM@example.org\r\n${field}\r\nx`))?.addr).toBe('kim@example.org')
    expect(autocrypt(parse(`From: ${KELVIN}im@example.org\r\n${field}\r\nx`))).toBeUndefined()
    const gossip = parse('Autocrypt-Gossip: addr=kim@example.org; keydata=QUJD\r\n\r\nx')
    expect(autocryptGossip(parse(`To: ${KELVIN}im@example.org\r\n\r\nx`), gossip)).toEqual([])
    expect(autocryptGossip(parse('To: Kim@example.org\r\n\r\nx'), gossip)).toHaveLength(1)
  })

  it.each(['j\u00fcrgen@example.org', 'voil\u00e0@example.org', 'a@\u00e0.example'])('reads %s as text', (addr) => {
    expect(parseAutocrypt(`addr=${addr}; keydata=QUJD`)?.addr).toBe(addr)
    expect(autocrypt(parse(`From: ${addr}\r\nAutocrypt: addr=${addr}; keydata=QUJD\r\n\r\nx`))?.addr).toBe(addr)
  })
})

describe('octets of UTF-8 stay what they are', () => {
  it('in keywords of Authentication-Results', () => {
    expect(parseAuthResults('h\u00c9; m\u00c9\u00e0=R\u00c9 \u00e0\u00c9.q\u00c9=v')).toEqual({
      authservId: 'h\u00c9',
      results: [
        {
          method: 'm\u00c9\u00e0',
          result: 'r\u00c9',
          properties: [{ type: '\u00e0\u00c9', name: 'q\u00c9', value: 'v' }],
        },
      ],
    })
  })

  it('at the end of a field that was protected', () => {
    const inner =
      'Content-Type: text/plain; hp="cipher"\r\nHP-Outer: Subject: voil\u00e0\r\nSubject: voil\u00e0\r\n\r\nx'
    const message = parse(
      'Subject: voil\u00e0\r\nContent-Type: multipart/encrypted; protocol="application/pgp-encrypted"; boundary=b\r\n\r\n--b\r\nContent-Type: application/pgp-encrypted\r\n\r\nVersion: 1\r\n--b\r\nContent-Type: application/octet-stream\r\n\r\n-----BEGIN PGP MESSAGE-----\r\n\r\neA==\r\n-----END PGP MESSAGE-----\r\n--b--\r\n',
    )
    const subject = (decrypted: string) =>
      headerProtection(message, { decrypted }).fields.find(({ name }) => name === 'Subject')
    expect(subject(inner)?.changed).toBe(false)
    // `voil` and C3 alone: another text.
    expect(subject(inner.replace('Outer: Subject: voil\u00e0', 'Outer: Subject: voil\u00c3'))?.changed).toBe(true)
  })

  it('at the end of what other readers are held against', () => {
    const message = parse('Content-Type: text/plain; name="voil\u00e0"; name="\u00e0 "\r\n\r\nx')
    const [{ readings } = { readings: {} }] = ambiguities(message)
    // One who reads octets of 80 and above as U+FFFD does so for both of them.
    expect(readings).toMatchObject({ 'first-wins': 'voil\u00e0', 'plain-only': 'voil\ufffd\ufffd' })
  })

  it('in the text of an address that was delivered to', () => {
    const message = parse(`Delivered-To: kim@example.org\r\nDelivered-To: ${KELVIN}im@example.org\r\n\r\nx`)
    expect(trace(message).loop.is).toBe('none')
  })
})

describe('keywords of SMTP', () => {
  it('have no other letters', () => {
    expect([
      ...parseEhlo(`250-a.example\r\n250-${LONG_S}IZE 100\r\n250-S\u00df 1\r\n250 DSN`).extensions.keys(),
    ]).toEqual(['DSN'])
    expect(parseEnvelope(`MAIL FROM:<a@b.example> BODY=8B${DOTLESS}TMIME`).refused).toHaveLength(1)
    expect(parseEnvelope(`MAIL FROM:<a@b.example> RET=HDR${LONG_S}`).refused).toHaveLength(1)
    expect(parseEnvelope(`RCPT TO:<a@b.example> NOTIFY=${LONG_S}UCCESS`).refused).toHaveLength(1)
    expect(parseEnvelope('RCPT TO:<a@b.example> NOTIFY=success').refused).toEqual([])
  })
})

it('white space of ASCII alone is taken off', () => {
  expect(trimWsp(' \t\r\n\xa0a\xa0 ')).toBe('\xa0a\xa0')
})

/** Privacy-enhanced messages as views. RFC 1421 §4.6, §9; RFC 1424 §3. */
import { describe, expect, it } from 'vitest'
import { parse } from '../../../src/index.js'
import { pemMessages } from '../../../src/secure/index.js'

const text = (bytes: Uint8Array | undefined) => bytes && Buffer.from(bytes).toString('latin1')
const BEGIN = '-----BEGIN PRIVACY-ENHANCED MESSAGE-----'
const END = '-----END PRIVACY-ENHANCED MESSAGE-----'
const of = (...lines: string[]) => pemMessages(parse(`Subject: x\r\n\r\n${lines.join('\r\n')}`))

describe('pemMessages', () => {
  it('reads an encrypted one for several', () => {
    const source = [
      'Hello,',
      BEGIN,
      'Proc-Type: 4,ENCRYPTED',
      'Content-Domain: RFC822',
      'DEK-Info: DES-CBC,BFF968AA74691AC1',
    ]
    const rest = [
      'Originator-Certificate:',
      ' MIIBlTCCAScC',
      ' AWUwDQYJKoZI',
      'Key-Info: RSA,I3rRIGXUGWAF8js5',
      'MIC-Info: RSA-MD5,RSA,UdFJR8u',
      'Recipient-ID-Asymmetric:',
      ' MFExCzAJBgNV,66',
      'Key-Info: RSA,O6BS1ww9',
      'Recipient-ID-Symmetric: b@example.org,,3',
      'Key-Info: DES-ECB,RSA-MD2,x,y',
      '',
      'QUJD',
      END,
      'Bye',
    ]
    const [one, ...more] = of(...source, ...rest)
    expect(more).toEqual([])
    expect(one).toMatchObject({
      type: 'ENCRYPTED',
      version: '4',
      contentDomain: 'RFC822',
      dekInfo: { algorithm: 'DES-CBC', parameters: 'BFF968AA74691AC1' },
      terminated: true,
    })
    expect(one!.originators.map(({ id, fields }) => [id.value, fields.map(({ name }) => name)])).toEqual([
      ['MIIBlTCCAScCAWUwDQYJKoZI', ['Key-Info', 'MIC-Info']],
    ])
    expect(one!.recipients.map(({ id, fields }) => [id.value, fields.map(({ value }) => value)])).toEqual([
      ['MFExCzAJBgNV,66', ['RSA,O6BS1ww9']],
      ['b@example.org,,3', ['DES-ECB,RSA-MD2,x,y']],
    ])
    expect(text(one!.text())).toBe('ABC')
    const body = one!.part.bytes()
    expect(text(body.subarray(one!.span.start, one!.span.end))).toBe(
      [source[1], ...source.slice(2), ...rest.slice(0, -1), ''].join('\r\n'),
    )
    const [, , dek] = one!.fields
    expect(text(body.subarray(dek!.span.start, dek!.span.end))).toBe('DEK-Info: DES-CBC,BFF968AA74691AC1\r\n')
    expect(text(body.subarray(one!.textSpan!.start, one!.textSpan!.end))).toBe('QUJD\r\n')
  })

  it('takes the escapes out of clear text, and ends at the next one', () => {
    const found = of(
      BEGIN,
      'Proc-Type: 4,MIC-CLEAR',
      '',
      '- -----BEGIN',
      '- - x',
      '-y',
      'z',
      BEGIN,
      'Proc-Type: 4,MIC-ONLY',
      '',
      'QUJD',
    )
    expect(found.map(({ type, terminated }) => [type, terminated])).toEqual([
      ['MIC-CLEAR', true],
      ['MIC-ONLY', false],
    ])
    expect(text(found[0]!.text())).toBe('-----BEGIN\r\n- x\r\n-y\r\nz\r\n')
    expect(text(found[1]!.text())).toBe('ABC')
  })

  it('reads lists of revoked certificates, which have no text', () => {
    const [one] = of(BEGIN, 'Proc-Type: 4,CRL', 'CRL: QU', ' JD', 'Originator-Certificate: REVG', END)
    expect(one).toMatchObject({ type: 'CRL', textSpan: undefined, dekInfo: undefined, contentDomain: undefined })
    expect(one!.text()).toBeUndefined()
    expect(one!.fields.map(({ value }) => value)).toEqual(['4,CRL', 'QUJD', 'REVG'])
  })

  it.each([
    ['a line that goes on', `${BEGIN} x`],
    ['a line that begins earlier', `> ${BEGIN}`],
    ['nothing', ''],
  ])('finds none in %s', (_, line) => expect(of(line)).toEqual([]))

  it('never throws', () => {
    expect(of(BEGIN)).toMatchObject([{ type: '', version: '', fields: [], terminated: false }])
    expect(of(BEGIN, ':', 'x', ' y', 'DEK-Info:')).toMatchObject([
      { dekInfo: { algorithm: '', parameters: undefined } },
    ])
    expect(() => pemMessages('x' as never)).toThrow(/expected a Message/)
  })
})

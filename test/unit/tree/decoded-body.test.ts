/** A body is decoded to text in memory that the next one uses, and to octets in memory of its own. */
import { describe, expect, it } from 'vitest'
import { parse } from '../../../src/index.js'

const part = (encoding: string, body: string) =>
  `--b\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: ${encoding}\r\n\r\n${body}\r\n`

const message = (...parts: string[]) =>
  parse(Buffer.from(`Content-Type: multipart/mixed; boundary=b\r\n\r\n${parts.join('')}--b--\r\n`))

const octets = (bytes: Uint8Array) => Buffer.from(bytes).toString()

describe('text and octets of one body', () => {
  it('are what they are in either order', () => {
    const { parts } = message(
      part('quoted-printable', 'caf=C3=A9'),
      part('base64', Buffer.from('thé').toString('base64')),
    )
    expect(parts.map((one) => one.decodeText())).toEqual(['café', 'thé'])
    expect(parts.map((one) => octets(one.bytes()))).toEqual(['café', 'thé'])
    expect(parts.map((one) => one.decodeText())).toEqual(['café', 'thé'])
  })

  it('octets stay while other texts are decoded', () => {
    const [first, second] = message(part('quoted-printable', 'a=3Db'), part('quoted-printable', 'c=3Dd'))!.parts
    const bytes = first!.bytes()
    expect(second!.decodeText()).toBe('c=d')
    expect(octets(bytes)).toBe('a=b')
    expect(first!.decodeText()).toBe('a=b')
  })

  it('report what is wrong once', () => {
    for (const order of ['text', 'bytes']) {
      const { parts, defects } = message(part('quoted-printable', 'a=ZZb'))
      const read = [() => parts[0]!.decodeText(), () => parts[0]!.bytes()]
      for (const one of order === 'text' ? read : read.reverse()) one()
      expect(defects.map(({ code }) => code)).toEqual(['invalid-qp'])
    }
  })

  it('a body larger than what is kept has memory of its own', () => {
    const body = `${'=C3=A9'.repeat(12)}=\r\n`.repeat(9000)
    const { parts } = message(part('quoted-printable', body), part('quoted-printable', 'x=3Dy'))
    expect(parts.map((one) => one.decodeText())).toEqual(['é'.repeat(12 * 9000), 'x=y'])
    expect(parts[0]!.bytes().length).toBe(2 * 12 * 9000)
  })

  it('a body that ended at a limit leaves nothing to the next', () => {
    const long = Buffer.from(`${'QUJD'.repeat(18)}Q\n`.repeat(4000))
    const cut = parse(Buffer.concat([Buffer.from('Content-Transfer-Encoding: base64\n\n'), long]), {
      limits: { maxDecodedBytes: 1000 },
    })
    expect(cut.bytes().length).toBe(1000)
    const [next] = message(part('base64', 'QUJD')).parts
    expect(next!.decodeText()).toBe('ABC')
  })
})

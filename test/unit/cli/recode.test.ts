/** `messagerie recode`: other transfer encodings, the same content. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it, vi } from 'vitest'
import { UsageError } from '../../../src/cli/io.js'
import { recode } from '../../../src/cli/recode.js'
import { parse } from '../../../src/index.js'
import { crlf } from './run.js'

const folder = mkdtempSync(join(tmpdir(), 'messagerie-'))
afterAll(() => rmSync(folder, { recursive: true }))
let count = 0
const out = { colour: false, write: () => undefined }

async function recoded(source: string, to: string): Promise<string> {
  const file = join(folder, `in-${++count}.eml`)
  const output = join(folder, `out-${count}.eml`)
  writeFileSync(file, Buffer.from(source, 'latin1'))
  expect(await recode.run({ values: { to, output }, files: [file], out })).toBe(0)
  return readFileSync(output, 'latin1')
}

const SIGNED = crlf(
  'Content-Type: multipart/signed; boundary=s; protocol="a/b"',
  '',
  '--s',
  'Subject: =?utf-8?Q?=C3=A9?=',
  'Content-Transfer-Encoding: quoted-printable',
  '',
  '=C3=A9',
  '--s',
  'Content-Type: a/b',
  '',
  'sig',
  '--s--',
  '',
)
const ENCODED = crlf(
  'MIME-Version: 1.0',
  'Content-Type: multipart/mixed; boundary=o',
  '',
  '--o',
  'Content-Type: text/plain; charset=utf-8',
  'Content-Transfer-Encoding: quoted-printable',
  '',
  'h=C3=A9',
  '--o',
  'Content-Type: application/octet-stream',
  'Content-Transfer-Encoding: base64',
  '',
  '/w==',
  '--o',
  SIGNED,
  '--o--',
  '',
)

describe('recode', () => {
  it('8bit: text decoded where that is carried, all else as it is', async () => {
    const eight = await recoded(ENCODED, '8bit')
    expect(eight).toBe(
      ENCODED.replace('boundary=o', 'boundary=o\r\nContent-Transfer-Encoding: 8bit')
        .replace('quoted-printable', '8bit')
        .replace('h=C3=A9', 'h\xc3\xa9'),
    )
    const long = `MIME-Version: 1.0\r\nContent-Transfer-Encoding: base64\r\n\r\n${btoa('x'.repeat(999)).replace(/.{76}/g, '$&\r\n')}\r\n`
    expect(await recoded(long, '8bit')).toBe(long)
    expect(await recoded(long, 'binary')).toBe(
      `MIME-Version: 1.0\r\nContent-Transfer-Encoding: binary\r\n\r\n${'x'.repeat(999)}`,
    )
  })

  it('7bit undoes it', async () => {
    const seven = await recoded(await recoded(ENCODED, '8bit'), '7bit')
    expect(parse(Buffer.from(seven, 'latin1')).parts[0]!.decodeText()).toBe('hé')
    expect(/[^\0-\x7f]/.test(seven)).toBe(false)
  })

  it('utf8: fields of text and addresses, outside of what is signed', async () => {
    const fields = crlf(
      'From: =?utf-8?Q?G=C3=BCnter?= <g@example.org>',
      'Subject: =?iso-8859-1?Q?Gr=FC=DFe?=',
      'X-Odd: =?utf-8?Q?=FF?=',
      'X-Same:  spaced',
      '',
    )
    expect(Buffer.from(await recoded(fields + SIGNED, 'utf8'), 'latin1').toString('utf8')).toBe(
      fields.replace('=?utf-8?Q?G=C3=BCnter?=', 'Günter').replace('=?iso-8859-1?Q?Gr=FC=DFe?=', 'Grüße') + SIGNED,
    )
  })

  it('ehlo: only what the server does not take, told on standard error', async () => {
    const file = join(folder, 'plan.eml')
    const source =
      'From: a@b.org\r\nTo: c@d.org\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\nh\xc3\xa9\r\n'
    writeFileSync(file, Buffer.from(source, 'latin1'))
    const told: string[] = []
    const spy = vi.spyOn(process.stderr, 'write').mockImplementation((text) => told.push(String(text)) > 0)
    const planned = async (answer: string) => {
      const [ehlo, output] = [join(folder, `ehlo-${++count}`), join(folder, `planned-${count}.eml`)]
      writeFileSync(ehlo, answer)
      await recode.run({ values: { ehlo, output }, files: [file], out })
      return readFileSync(output, 'latin1')
    }
    try {
      expect(await planned('250-mx.d.org\r\n250 8BITMIME\r\n')).toBe(source)
      expect(told.pop()).toBe(
        'nothing is re-encoded\nextensions: 8BITMIME\nMAIL FROM parameters: BODY=8BITMIME; then DATA\n',
      )
      expect(await planned('250 mx.d.org\r\n')).toContain('base64\r\nMIME-Version: 1.0\r\n\r\naMOpDQo=')
      expect(told.pop()).toBe(
        'message: it holds octets above 7F\nextensions: none\nMAIL FROM parameters: none; then DATA\n',
      )
      await expect(planned('250-mx.d.org\r\n250-8BITMIME\r\n250 SIZE 10\r\n')).rejects.toThrow(
        /cannot be sent to this server: \d+ octets: the server takes 10/,
      )
    } finally {
      spy.mockRestore()
    }
    await expect(
      (async () => recode.run({ values: { to: '7bit', ehlo: file }, files: [file], out }))(),
    ).rejects.toThrow(/not both/)
  })

  it('refuses wrong use, and says which part it is about', async () => {
    await expect(recoded('', 'base64')).rejects.toThrow(/--to needs one of/)
    await expect(recoded(SIGNED.replace('=C3=A9\r\n--s', '\xe9\r\n--s'), '7bit')).rejects.toThrow(
      /as 7bit: part 1: .*signs it/,
    )
    await expect(async () => recode.run({ values: { to: '7bit' }, files: ['a', 'b'], out })).rejects.toThrow(UsageError)
  })
})

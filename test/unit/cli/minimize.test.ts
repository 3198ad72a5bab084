/** `messagerie minimize`: the smallest message that still raises a defect. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { UsageError } from '../../../src/cli/io.js'
import { minimize as command } from '../../../src/cli/minimize.js'
import type { DefectCode } from '../../../src/index.js'
import { parse } from '../../../src/message/parse.js'
import { minimize } from '../../../src/samples/minimize.js'
import { temporary } from '../../temporary.js'
import { crlf } from './run.js'

const LETTER = crlf(
  'From: Ada <ada@example.org>',
  'Date: Thu, 29 Feb 2024 12:34:56 +0000',
  'Message-ID: <1@example.org>',
  'MIME-Version: 1.0',
  'Content-Type: multipart/mixed; boundary=b',
  '',
  '--b',
  'Content-Type: text/plain',
  '',
  'Text that has nothing to do with it.',
  '--b',
  'Content-Type: application/pdf',
  'Content-Transfer-Encoding: base64',
  '',
  'SGVsbG8sIHdvcmxk!',
  '--b--',
  '',
)

function small(source: string, code: DefectCode, more: () => boolean = () => true): string {
  const holds = (bytes: Uint8Array) =>
    parse(bytes)
      .check()
      .some((defect) => defect.code === code)
  return Buffer.from(minimize(Buffer.from(source, 'latin1'), holds, more)).toString('latin1')
}

describe('minimize', () => {
  it('leaves out parts, fields and octets that the defect does not need', () => {
    expect(small(LETTER, 'invalid-base64')).toBe('Content-Transfer-Encoding:base64\nS')
    expect(small(crlf('Subject: a', 'From: x@y', '', 'text \0 more', ''), 'nul-byte')).toBe('\0')
    expect(small(LETTER, 'missing-mime-version' as DefectCode, () => false)).toBe(LETTER)
  })

  it('each octet of what is left is needed', () => {
    const result = small(`${LETTER}--b--\r\n--b\r\n`, 'content-after-close')
    expect(result.length).toBeLessThan(60)
    for (let at = 0; at < result.length; at++) {
      const without = result.slice(0, at) + result.slice(at + 1)
      const codes = parse(Buffer.from(without, 'latin1'))
        .check()
        .map(({ code }) => code)
      expect(codes, JSON.stringify(without)).not.toContain('content-after-close')
    }
  })

  it('stops when the time is up, with a message that still holds', () => {
    let tries = 40
    const result = small(LETTER.repeat(20), 'invalid-base64', () => tries-- > 0)
    const codes = parse(Buffer.from(result, 'latin1'))
      .check()
      .map(({ code }) => code)
    expect(codes).toContain('invalid-base64')
    expect(result.length).toBeLessThan(LETTER.length * 20)
  })

  it('writes a new file and says where the defect is not', async () => {
    const folder = temporary()
    const file = join(folder, 'letter.eml')
    const output = join(folder, 'small.eml')
    writeFileSync(file, LETTER)
    let text = ''
    const out = { colour: false, write: (piece: string) => void (text += piece) }
    expect(await command.run({ values: { code: 'invalid-base64', output }, files: [file], out })).toBe(0)
    expect(readFileSync(output, 'latin1')).toBe('Content-Transfer-Encoding:base64\nS')
    expect(text).toBe(`${output}  34 B\n`)
    const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
    expect(await command.run({ values: { code: 'nul-byte' }, files: [file], out })).toBe(1)
    expect(said).toHaveBeenCalledWith(`${file}: does not raise nul-byte\n`)
    said.mockRestore()
    await expect(async () =>
      command.run({ values: { code: 'invalid-base64', output }, files: [file], out }),
    ).rejects.toThrow(/it is there already/)
  })

  it.each([
    [{}, 'minimize: --code says which defect'],
    [{ code: 'no-such-code' }, 'no-such-code: no such code'],
    [{ code: '__proto__' }, '__proto__: no such code'],
    [{ code: 'invalid-base64', seconds: 'soon' }, '--seconds needs a number'],
  ])('refuses %o', async (values, said) => {
    const file = join(temporary(), 'letter.eml')
    writeFileSync(file, LETTER)
    const run = async () => command.run({ values, files: [file], out: { colour: false, write: () => {} } })
    await expect(run).rejects.toThrow(UsageError)
    await expect(run).rejects.toThrow(said)
  })
})

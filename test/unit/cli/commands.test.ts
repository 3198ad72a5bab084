import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { extract } from '../../../src/cli/extract.js'
import { headers } from '../../../src/cli/headers.js'
import { FINE, FOUND, UsageError } from '../../../src/cli/io.js'
import { lint } from '../../../src/cli/lint.js'
import { roundtrip } from '../../../src/cli/roundtrip.js'
import { show } from '../../../src/cli/show.js'
import { tree } from '../../../src/cli/tree.js'
import { corpus, corpusFolder } from '../../messages.js'
import { run } from './run.js'

const folder = mkdtempSync(join(tmpdir(), 'messagerie-'))
afterAll(() => rmSync(folder, { recursive: true }))

const file = join(folder, 'letter.eml')
writeFileSync(
  file,
  [
    'From: Ada <ada@example.org>',
    'Subject: =?utf-8?Q?caf=C3=A9?=',
    'Date: Tue, 1 Oct 2024 12:00:00 +0000',
    'Message-ID: <1@example.org>',
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary=b',
    '',
    '--b',
    '',
    'hello \u001b[31mred',
    '--b',
    'Content-Type: application/x-thing; name="../../etc/passwd"',
    '',
    'one',
    '--b',
    'Content-Type: application/x-thing; name="C:\\passwd"',
    '',
    'two',
    '--b--',
    '',
  ].join('\r\n'),
)

describe('commands', () => {
  it('show: headers, text without control sequences, attachments', () => {
    const { code, text } = run(show, [file])
    expect(code).toBe(FINE)
    expect(text).toContain('Subject: café')
    expect(text).toContain('hello \\x1b[31mred')
    expect(text).toContain('2 attachments')
    expect(text).not.toContain('\u001b')
  })

  it('headers: decoded, by name, raw', () => {
    expect(run(headers, [file], { name: ['subject'] }).text).toBe('Subject: café\n')
    expect(run(headers, [file], { name: ['subject'], raw: true }).text).toBe('Subject: =?utf-8?Q?caf=C3=A9?=\n')
    expect(JSON.parse(run(headers, [file], { json: true }).text)).toContainEqual(['Subject', 'café'])
  })

  it('extract: inside the folder, never over a file', () => {
    const to = join(folder, 'saved')
    run(extract, [file, to])
    run(extract, [file, to])
    expect(readdirSync(to).sort()).toEqual(['passwd', 'passwd-1', 'passwd-2', 'passwd-3'])
    expect(readFileSync(join(to, 'passwd'), 'utf8')).toBe('one')
    expect(readFileSync(join(to, 'passwd-1'), 'utf8')).toBe('two')
    expect(readdirSync(folder).sort()).toEqual(['letter.eml', 'saved'])
  })

  it('lint: place, caret, exit code', () => {
    const { code, text } = run(lint, [file])
    expect(code).toBe(FINE)
    expect(text).toContain('path-in-filename')
    expect(text).toMatch(/letter\.eml:12:\d+: warning path-in-filename/)
    const bad = join(folder, 'saved', 'bad.eml')
    writeFileSync(bad, 'From: a@example.org\r\nno field\r\n\r\nx')
    const found = run(lint, [bad])
    expect(found.code).toBe(FOUND)
    expect(found.text).toContain('  no field\n  ^^^^^^^^')
  })

  it('tree and roundtrip', () => {
    expect(run(tree, [file]).text).toContain('├─ 1 text/plain')
    expect(run(roundtrip, [folder]).text).toContain('written back identical')
  })

  it('says what to do about a file that is not there', () => {
    expect(() => run(show, [join(folder, 'none.eml')])).toThrow(UsageError)
  })

  it.skipIf(corpusFolder === undefined)(
    'show and lint end well on the corpus',
    () => {
      for (const { name } of corpus(10)) {
        const path = join(corpusFolder as string, name)
        expect(run(show, [path]).code).toBe(FINE)
        expect([FINE, FOUND]).toContain(run(lint, [path]).code)
      }
    },
    120_000,
  )
})

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { FINE, FOUND } from '../../../src/cli/io.js'
import { lint } from '../../../src/cli/lint.js'
import { crlf, run } from './run.js'

const folder = mkdtempSync(join(tmpdir(), 'messagerie-'))
afterAll(() => rmSync(folder, { recursive: true }))

const GOOD = [
  'From: a@example.org',
  'Date: Tue, 1 Oct 2024 12:00:00 +0000',
  'Message-ID: <1@example.org>',
  'MIME-Version: 1.0',
]

function letter(...lines: string[]): string {
  const path = join(folder, 'letter.eml')
  writeFileSync(path, Buffer.from(crlf(...lines), 'latin1'))
  return path
}

/** The excerpts: source line and caret line. */
function excerpts(text: string): string[][] {
  const lines = text.split('\n')
  return lines.flatMap((line, i) => (/^ +\^+$/.test(line) ? [[lines[i - 1]!, line]] : []))
}

describe('lint', () => {
  it('prints place, severity, code, message, excerpt with caret, RFC and reading', () => {
    const file = letter(...GOOD, 'no field here', 'Subject: x', '', 'y', '')
    const { code, text } = run(lint, [file])
    expect(code).toBe(FOUND)
    expect(text).toBe(
      [
        `${file}:5:1: error header-missing-colon: A line of the header section is no field, as it has no colon ("no field here"); it is skipped [RFC 5322 2.2]`,
        '  no field here',
        '  ^^^^^^^^^^^^^',
        '  shown: The other fields. The line is kept in the octets.',
        `${file}: 1 error, 0 warnings, 0 notes`,
        '',
      ].join('\n'),
    )
  })

  it('exits with 0 where there is no error', () => {
    expect(run(lint, [letter(...GOOD, '', 'y', '')])).toMatchObject({ code: FINE })
    const { code, text } = run(lint, [letter(...GOOD.slice(1), '', 'y', '')])
    expect(code).toBe(FINE)
    expect(text).toContain('warning missing-from')
  })

  it('shows a window of a long line, within 80 columns, the caret under the octet', () => {
    const long = `Content-Type: text/plain; ${'a=b; '.repeat(100)}charset=x\u001by; ${'c=d; '.repeat(100)}`
    const { text } = run(lint, [letter(...GOOD, long, '', 'y', '')])
    expect(text).not.toContain('\u001b')
    const shown = excerpts(text)
    expect(shown.length).toBeGreaterThan(0)
    for (const [source, caret] of shown) {
      expect(source!.length).toBeLessThanOrEqual(80)
      expect(caret!.length).toBeLessThanOrEqual(80)
    }
    const windowed = shown.find(([source]) => source!.includes('x·y'))!
    expect(windowed[0]).toMatch(/^ {2}….*…$/)
  })

  it('keeps the caret within 80 columns under the line end of a line that just fits', () => {
    for (const octets of [76, 77, 78, 79, 80]) {
      const { text } = run(lint, [letter(...GOOD, '', 'y', `${'a'.repeat(octets)}\nz`)])
      const [source, caret] = excerpts(text).find(([line]) => line!.includes('aaa'))!
      expect(caret!.length).toBe(source!.length + 1)
      expect(caret!.length).toBeLessThanOrEqual(80)
    }
  })

  it('stands under the octet in a line with octets that are no ASCII', () => {
    const { text } = run(lint, [letter(...GOOD, 'Subject: \xc3\xa9\xe9\x01z', '', 'y', '')])
    const at = excerpts(text).find(([, caret]) => caret!.indexOf('^') === 2 + 'Subject: '.length + 3)
    expect(at?.[0]).toBe('  Subject: ····z')
  })

  it('ends well where a defect has no line of its own', () => {
    expect(run(lint, [letter('')]).text).toContain('empty-message')
    expect(run(lint, [letter('From: a@example.org\nSubject: x\r\n\ry')]).text).toContain('bare-lf')
  })

  it('--json: a line a defect; --quiet: counts', () => {
    const file = letter(...GOOD, 'no field', '', 'y', '')
    const lines = run(lint, [file], { json: true }).text.trimEnd().split('\n')
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      {
        file,
        line: 5,
        column: 1,
        code: 'header-missing-colon',
        severity: 'error',
        start: 107,
        end: 117,
        rfc: '5322 2.2',
        message: expect.stringContaining('no field') as string,
        reading: 'The other fields. The line is kept in the octets.',
      },
    ])
    expect(run(lint, [file], { quiet: true })).toEqual({
      code: FOUND,
      text: `${file}: 1 error, 0 warnings, 0 notes\n`,
    })
    expect(JSON.parse(run(lint, [file], { quiet: true, json: true }).text)).toEqual({
      file,
      error: 1,
      warning: 0,
      info: 0,
    })
  })

  it('--ambiguities prints what families of readers differ on, and nothing else', () => {
    const file = letter(...GOOD, 'Subject: one', 'Subject: two', '', 'y', '')
    const { code, text } = run(lint, [file], { ambiguities: true })
    expect(code).toBe(FOUND)
    expect(text.split('\n')).toEqual([
      `${file}:5:1: field subject [RFC 5322 3.6]`,
      '  messagerie   "one"',
      '  first-wins   "one"',
      '  last-wins    "two"',
      '  plain-only   "one"',
      '  name-first   "one"',
      '  shows-all    "one"',
      `${file}: 1 fact read differently`,
      '',
    ])
    expect(JSON.parse(run(lint, [file], { ambiguities: true, json: true }).text)).toMatchObject({
      file,
      fact: 'field',
      name: 'subject',
      readings: { messagerie: 'one', 'last-wins': 'two' },
    })
    expect(run(lint, [letter(...GOOD, '', 'y', '')], { ambiguities: true }).code).toBe(FINE)
  })
})

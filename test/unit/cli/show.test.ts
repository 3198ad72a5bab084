import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { FINE } from '../../../src/cli/io.js'
import { show } from '../../../src/cli/show.js'
import { crlf, run } from './run.js'

const folder = mkdtempSync(join(tmpdir(), 'messagerie-'))
afterAll(() => rmSync(folder, { recursive: true }))

function letter(...lines: string[]): string {
  const path = join(folder, 'letter.eml')
  writeFileSync(path, crlf(...lines))
  return path
}

const mixed = [
  'To: b@example.org',
  'Subject: =?utf-8?Q?caf=C3=A9?=',
  'From: =?utf-8?Q?Ad=C3=A0?= <a@example.org>',
  'Cc: c@example.org,',
  '\td@example.org',
  'Content-Type: multipart/mixed; boundary=b',
  '',
  '--b',
  '',
  'one\ttwo',
  '',
  'three',
  '--b',
  'Content-Type: application/pdf; name="../a.pdf"',
  'Content-Transfer-Encoding: base64',
  '',
  'AAAA',
  '--b--',
  '',
]

describe('show', () => {
  it('prints who, when and what in a settled order, the text, the attachments', () => {
    expect(run(show, [letter(...mixed)])).toEqual({
      code: FINE,
      text: [
        'From: Adà <a@example.org>',
        'To: b@example.org',
        'Cc: c@example.org, d@example.org',
        'Subject: café',
        '',
        'one\ttwo',
        '',
        'three',
        '',
        '1 attachment',
        '         3 B  a.pdf  application/pdf',
        '',
      ].join('\n'),
    })
  })

  it('shows HTML as text, and says so', () => {
    const html = ['Content-Type: text/html', '', '<p>one</p><p>two\x1b[31m</p><script>no()</script>']
    const { text } = run(show, [letter(...html)])
    expect(text).toContain('\none\n\ntwo\\x1b[31m\n(HTML, as text)\n')
    expect(text).not.toContain('no()')
    const blank = ['Content-Type: multipart/alternative; boundary=a', '', '--a', '', ' ', '--a', ...html, '--a--', '']
    expect(run(show, [letter(...blank)]).text).toContain('\none\n')
    const footer = ['Content-Type: multipart/mixed; boundary=a', '', '--a', '', 'letter', '--a', ...html, '--a--', '']
    expect(run(show, [letter(...footer)]).text).toContain('\nletter\none\n\ntwo')
    expect(run(show, [letter('Content-Type: image/png', '', 'x')]).text).toContain('(no text)')
    expect(run(show, [letter('Content-Type: text/html', '', '<img src=x>')]).text).toContain('(HTML without text)')
  })

  it('shows every From there is', () => {
    const { text } = run(show, [letter('From: a@example.org', 'From: b@example.org', '', 'x')])
    expect(text).toContain('From: a@example.org\nFrom: b@example.org\n')
  })

  it('lets no control sequence through, nor one character that turns text around', () => {
    const evil = '\u001b]0;x\u0007\u009b31m\u202e\u200b\ufeff'
    const file = letter(
      `From: ${evil} <a@example.org>`,
      `Subject: =?utf-8?B?${Buffer.from(evil).toString('base64')}?=`,
      'Content-Type: multipart/mixed; boundary=b',
      '',
      '--b',
      'Content-Type: text/plain; charset=utf-8',
      '',
      `x${evil}\b\u000cy`,
      '--b',
      `Content-Type: application/x; name="${evil}"`,
      '',
      '--b--',
    )
    const dangerous = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u202e\ufeff]/
    expect(run(show, [file]).text).not.toMatch(dangerous)
    const json = run(show, [file], { json: true }).text
    expect(json).not.toMatch(dangerous)
    expect(JSON.parse(json)).toMatchObject({ subject: evil, text: `x${evil}\b\u000cy` })
  })

  it('--json: one document a line', () => {
    const file = letter(...mixed)
    const lines = run(show, [file, file], { json: true }).text.trimEnd().split('\n')
    expect(lines).toHaveLength(2)
    expect(JSON.parse(lines[0]!)).toMatchObject({ subject: 'café', attachments: [{ safeFilename: 'a.pdf', size: 3 }] })
  })

  it('names the file where there are several, and paints only where asked', () => {
    const file = letter('Subject: x', '', 'y')
    expect(run(show, [file, file]).text).toContain(`── ${file}\nSubject: x\n\ny\n`)
    expect(run(show, [file], {}, true).text).toBe('\u001b[1mSubject:\u001b[0m x\n\ny\n')
  })
})

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { headers } from '../../../src/cli/headers.js'
import { UsageError } from '../../../src/cli/io.js'
import { run } from './run.js'

const folder = mkdtempSync(join(tmpdir(), 'messagerie-'))
afterAll(() => rmSync(folder, { recursive: true }))

const file = join(folder, 'letter.eml')
writeFileSync(
  file,
  Buffer.from(
    'Received: from a\r\n\tby b; Tue, 1 Oct 2024 12:00:00 +0000 \r\nSUBJECT : =?utf-8?Q?caf=C3=A9?=\r\n' +
      'received: from c\r\nX-Raw: \xe9\x1b[31m\r\n\r\nSubject: body\r\n',
    'latin1',
  ),
)

describe('headers', () => {
  it('prints all fields, decoded, in order', () => {
    expect(run(headers, [file]).text).toBe(
      'Received: from a\tby b; Tue, 1 Oct 2024 12:00:00 +0000\nSUBJECT: café\nreceived: from c\nX-Raw: \u00e9\\x1b[31m\n',
    )
  })

  it('--raw: folds, white space and octets as they stand, safe for a terminal', () => {
    expect(run(headers, [file], { raw: true }).text).toBe(
      'Received: from a\n\tby b; Tue, 1 Oct 2024 12:00:00 +0000 \nSUBJECT : =?utf-8?Q?caf=C3=A9?=\n' +
        'received: from c\nX-Raw: \\xe9\\x1b[31m\n',
    )
  })

  it('--name: any case, repeated, order of the message', () => {
    const { text } = run(headers, [file], { name: ['subject:', 'RECEIVED'] })
    expect(text.match(/^[^:]+/gm)).toEqual(['Received', 'SUBJECT', 'received'])
    expect(run(headers, [file], { name: ['none'] }).text).toBe('')
    expect(() => run(headers, [file], { name: [''] })).toThrow(UsageError)
  })

  it('--json: pairs, one array a message', () => {
    const lines = run(headers, [file, file], { json: true, name: ['Subject'] })
      .text.trimEnd()
      .split('\n')
    expect(lines.map((line) => JSON.parse(line))).toEqual([[['SUBJECT', 'café']], [['SUBJECT', 'café']]])
    expect(() => run(headers, [file], { json: true, raw: true })).toThrow(/not both/)
  })

  it('names the file where there are several', () => {
    expect(run(headers, [file, file], { name: ['subject'] }).text).toBe(`── ${file}\nSUBJECT: café\n`.repeat(2))
  })
})

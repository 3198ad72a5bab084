/** `messagerie report`. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { report } from '../../../src/cli/report.js'
import { run } from './run.js'

const folder = mkdtempSync(join(tmpdir(), 'messagerie-'))
afterAll(() => rmSync(folder, { recursive: true }))

describe('messagerie report', () => {
  it('prints recipients and reasons of a bounce', () => {
    const file = join(folder, 'a.eml')
    writeFileSync(
      file,
      'Content-Type: message/delivery-status\n\nReporting-MTA: dns; a\n\nFinal-Recipient: rfc822; a@b.org\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 no\u001b[31m\n',
    )
    const { code, text } = run(report, [file])
    expect(code).toBe(1)
    expect(text).toBe(
      'bounce, read by dsn\n  a@b.org failed 5.1.1: 550 no\\x1b[31m\nautomatic: no (there is nobody to answer)\n',
    )
    expect(JSON.parse(run(report, [file], { json: true }).text).bounce.recipients[0].status).toBe('5.1.1')
  })

  it('says that a letter is none', () => {
    const { code, text } = run(report, ['fixtures/structure/01-lecture-notes.eml'])
    expect(code).toBe(0)
    expect(text).toBe('automatic: no\n')
  })
})

/** `messagerie edit`: what was asked for, and nothing else. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it, vi } from 'vitest'
import { edit } from '../../../src/cli/edit.js'
import { UsageError } from '../../../src/cli/io.js'
import { parse } from '../../../src/index.js'

const folder = mkdtempSync(join(tmpdir(), 'messagerie-'))
afterAll(() => rmSync(folder, { recursive: true }))
const file = join(folder, 'letter.eml')
const SOURCE = 'DKIM-Signature: d=example.org; s=k; h=subject\r\nX-Spam: 1\r\nSubject: old\r\nx-spam: 2\r\n\r\nbody\r\n'
writeFileSync(file, SOURCE)
const plan = join(folder, 'plan.txt')
writeFileSync(plan, 'the plan')
let count = 0
const out = { colour: false, write: () => undefined }

async function edited(values: Record<string, unknown>): Promise<string> {
  const output = join(folder, `out-${++count}.eml`)
  expect(await edit.run({ values: { ...values, output } as never, files: [file], out })).toBe(0)
  return readFileSync(output, 'latin1')
}

// Signatures that break are named there.
const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
afterAll(() => said.mockRestore())

describe('edit', () => {
  it('sets, adds and deletes fields', async () => {
    expect(await edited({ set: ['Subject: Grüße'], delete: ['X-SPAM:'], add: ['X-New: a: b'] })).toBe(
      SOURCE.replace(/X-Spam: .*\r\n/gi, '').replace('old', '=?UTF-8?Q?Gr=C3=BC=C3=9Fe?=\r\nX-New: a: b'),
    )
    expect(said).toHaveBeenCalledWith('broken by this edit: DKIM-Signature d=example.org s=k\n')
    const text = Buffer.from(await edited({ set: ['Subject: Grüße'], utf8: true }), 'latin1').toString('utf8')
    expect(text).toContain('\r\nSubject: Grüße\r\n')
  })

  it('attaches files by their name alone', async () => {
    const message = parse(Buffer.from(await edited({ attach: [plan] }), 'latin1'))
    expect(message.text).toBe('body\r\n')
    expect(message.attachments.map((part) => [part.filename, part.decodeText()])).toEqual([['plan.txt', 'the plan']])
  })

  it('refuses wrong use', async () => {
    await expect(edited({})).rejects.toThrow(/nothing to do/)
    await expect(edited({ set: ['Subject'] })).rejects.toThrow(/expected a name, a colon/)
    await expect(edited({ set: [': x'] })).rejects.toThrow(UsageError)
    await expect(edited({ set: ['To: nobody'] })).rejects.toThrow(/edit: --set: To/)
    await expect(edited({ set: ['Subject: a\nB: c'] })).rejects.toThrow(UsageError)
    await expect(edited({ attach: ['-'] })).rejects.toThrow(/file with a name/)
    await expect(edited({ attach: [join(folder, 'none')] })).rejects.toThrow(/no such file/)
    await expect(async () => edit.run({ values: {}, files: [file, file], out })).rejects.toThrow(UsageError)
  })
})

/** `messagerie convert`. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { convert } from '../../../src/cli/convert.js'
import { UsageError } from '../../../src/cli/io.js'
import { parse } from '../../../src/index.js'
import { long, text, writeMsg } from '../outlook/msg-writer.js'

const folder = mkdtempSync(join(tmpdir(), 'messagerie-'))
afterAll(() => rmSync(folder, { recursive: true }))
const file = join(folder, 'letter.msg')
writeFileSync(
  file,
  writeMsg({
    properties: [text(0x001a, 'IPM.Note'), text(0x0037, 'Hello'), text(0x0c1f, 'ada@example.org'), text(0x1000, 'hi')],
    attachments: [{ properties: [text(0x3707, 'none'), long(0x3705, 1)] }],
  }),
)

async function run(files: readonly string[], values: Record<string, unknown> = {}) {
  let said = ''
  const out = {
    colour: false,
    write: (piece: string) => {
      said += piece
    },
  }
  return { code: await convert.run({ values: values as never, files, out }), said }
}

describe('messagerie convert', () => {
  it('writes a message, and what is not in it', async () => {
    const output = join(folder, 'letter.eml')
    const { code, said } = await run([file], { output })
    expect(code).toBe(1)
    expect(said).toContain('missing __attach_version1.0_#00000000: an attachment without content')
    const message = parse(readFileSync(output))
    expect([message.subject, message.text, message.from[0]?.address]).toEqual(['Hello', 'hi', 'ada@example.org'])
  })

  it('as JSON', async () => {
    const { said } = await run([file], { json: true })
    expect(JSON.parse(said)).toMatchObject({ messageClass: 'IPM.Note', defects: [{ code: 'missing' }] })
  })

  it('says what it cannot read', async () => {
    const other = join(folder, 'other.msg')
    writeFileSync(other, 'From: a@b.c\n\nx')
    await expect(run([other])).rejects.toThrow(UsageError)
    await expect(run([other])).rejects.toThrow(/no compound file/)
    await expect(run([file, file])).rejects.toThrow(/one file/)
  })
})

import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Invocation } from '../../../src/cli/command.js'
import { FINE, FOUND, UsageError } from '../../../src/cli/io.js'
import { mbox } from '../../../src/cli/mbox.js'

const LINE = 'From ada@example.org Thu Jan  1 00:00:00 1970'
const FILE = `${LINE}\nSubject: =?utf-8?Q?caf=C3=A9?=\n\nhi\n>From me\n\n${LINE}\n\n`

let top: string
let file: string
beforeEach(() => {
  top = mkdtempSync(join(tmpdir(), 'messagerie-'))
  file = join(top, 'inbox')
  writeFileSync(file, FILE)
})
afterEach(() => rmSync(top, { recursive: true }))

async function run(files: readonly string[], values: Invocation['values'] = {}) {
  let text = ''
  const out = {
    colour: false,
    write: (piece: string) => {
      text += piece
    },
  }
  const code = await mbox.run({ values, files, out })
  return { code, text }
}

describe('mbox', () => {
  it('lists the messages, and says why it read them so', async () => {
    const { code, text } = await run([file])
    expect(code).toBe(FINE)
    expect(text).toBe(
      `    1        43 B  ${LINE}  café\n    2         0 B  ${LINE}  (no subject)\n` +
        '2 messages, mboxo: 1 line begins with ">From ", none with ">>From "; mboxrd would read them alike\n',
    )
  })

  it('as JSON', async () => {
    const { text } = await run([file], { json: true, dialect: 'mboxcl2' })
    const rows = text
      .trimEnd()
      .split('\n')
      .map((row) => JSON.parse(row) as Record<string, unknown>)
    expect(rows).toHaveLength(2)
    expect(rows[0]).toEqual({
      file,
      number: 1,
      sender: 'ada@example.org',
      date: '1970-01-01T00:00:00.000Z',
      raw: LINE,
      subject: 'café',
      size: 44,
      start: 0,
      messageStart: 46,
      end: 90,
      dialect: 'mboxcl2',
      truncated: false,
    })
  })

  it('saves each message, over nothing that is there', async () => {
    const folder = join(top, 'letters')
    expect((await run([file], { split: folder })).code).toBe(FINE)
    expect(readdirSync(folder)).toEqual(['00001.eml', '00002.eml'])
    expect(readFileSync(join(folder, '00001.eml'), 'utf8')).toBe('Subject: =?utf-8?Q?caf=C3=A9?=\n\nhi\nFrom me\n')
    const { text } = await run([file], { split: folder })
    expect(text).toContain(join(folder, '00001-1.eml'))
    expect(readdirSync(folder)).toHaveLength(4)
  })

  it('follows no link out of the folder', async () => {
    const folder = join(top, 'letters')
    mkdirSync(folder)
    symlinkSync(join(top, 'elsewhere'), join(folder, '00001.eml'))
    await run([file], { split: folder })
    expect(existsSync(join(top, 'elsewhere'))).toBe(false)
    expect(readdirSync(folder)).toContain('00001-1.eml')
  })

  it('lets no control sequence of a file through', async () => {
    writeFileSync(file, `From \u001b[31ma@b Thu Jan  1 00:00:00 1970\nSubject: \u001b]0;x\u0007\n\n`)
    expect((await run([file])).text).not.toMatch(/[\u001b\u0007]/)
  })

  it('says what is no mbox', async () => {
    writeFileSync(file, 'Subject: a letter\n\nhi\n')
    const { code, text } = await run([file])
    expect(code).toBe(FOUND)
    expect(text).toContain('no From_ line')
  })

  it('refuses wrong use', async () => {
    await expect(run([file], { dialect: 'mbox' })).rejects.toThrow(UsageError)
    await expect(run([file], { split: '' })).rejects.toThrow(UsageError)
    await expect(run([file], { split: file })).rejects.toThrow(UsageError)
    await expect(run([join(top, 'none')])).rejects.toThrow(/no such file/)
    await expect(run([top])).rejects.toThrow(/folder/)
  })
})

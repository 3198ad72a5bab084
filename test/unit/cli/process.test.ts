/** The command as a process: what reaches a terminal, and how it ends where nothing can be read or written. With the package as it was built. */
import { spawnSync } from 'node:child_process'
import { closeSync, existsSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { mbox } from '../../../src/cli/mbox.js'
import { tree } from '../../../src/cli/tree.js'
import { crlf, run } from './run.js'

const BUILT = resolve('dist/cli.js')
const EVIL = '\u001b]0;x\u0007\u009b31m\u202e\u007f'
const WORD = `=?utf-8?B?${Buffer.from(EVIL).toString('base64')}?=`
/** What a terminal must never get raw. */
const RAW = /[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/
const LETTER = crlf(
  `From: ${WORD} <kim@example.org>`,
  'To: pat@example.net',
  'Newsgroups: misc.test',
  `Subject: ${WORD}`,
  'MIME-Version: 1.0',
  'Content-Type: multipart/mixed; boundary=b',
  '',
  '--b',
  '',
  'hello',
  '--b',
  `Content-Disposition: attachment; filename*=utf-8''a${encodeURIComponent(EVIL)}.bin`,
  '',
  'x',
  '--b--',
  '',
)

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'process-'))
  writeFileSync(join(folder, 'a.eml'), LETTER)
  writeFileSync(join(folder, 'a.mbox'), `From a${EVIL}@b.org Mon May  6 08:15:00 2024\n${LETTER.replace(/\r/g, '')}\n`)
  writeFileSync(join(folder, 'a.json'), JSON.stringify({ from: 'kim@example.org', to: 'a@b.org', text: 'x' }))
})
afterAll(() => rmSync(folder, { recursive: true }))

describe('JSON', () => {
  it('of a tree and of an mbox is safe on a terminal, and says the same', async () => {
    const { text } = run(tree, [join(folder, 'a.eml')], { json: true })
    expect(text).not.toMatch(RAW)
    expect(JSON.parse(text).subject).toContain('\u009b31m\u202e')
    let written = ''
    const out = {
      colour: false,
      write: (piece: string) => {
        written += piece
      },
    }
    await mbox.run({ values: { json: true }, files: [join(folder, 'a.mbox')], out })
    expect(written).not.toMatch(RAW)
    expect(JSON.parse(written).subject).toContain('\u009b31m\u202e')
  })
})

const WRITES: readonly (readonly string[])[] = [
  ['tree', 'a.eml'],
  ['show', '--json', 'a.eml'],
  ['headers', 'a.eml'],
  ['lint', 'a.eml'],
  ['imap', '--section', 'HEADER', 'a.eml'],
  ['present', 'a.eml'],
  ['news', 'a.eml'],
  ['compose', 'a.json'],
  ['edit', '--set', 'X-A:b', 'a.eml'],
  ['recode', '--to', '7bit', 'a.eml'],
  ['anonymize', 'a.eml'],
  ['minimize', '--code', 'missing-date', 'a.eml'],
  ['mbox', 'a.mbox'],
  ['roundtrip', 'a.eml'],
  ['--help'],
]

describe.skipIf(!existsSync(BUILT))('the process', () => {
  it.skipIf(!existsSync('/dev/full')).each(WRITES)('%s %s %s: a full disk is exit code 2 and one line', (...args) => {
    const full = openSync('/dev/full', 'w')
    const { status, stderr } = spawnSync(process.execPath, [BUILT, ...args], {
      cwd: folder,
      stdio: ['ignore', full, 'pipe'],
    })
    closeSync(full)
    expect(String(stderr)).toBe('messagerie: standard output: cannot be written: ENOSPC\n')
    expect(status).toBe(2)
  })

  it.skipIf(process.platform === 'win32').each([
    ['tree', '-'],
    ['lint', '-'],
    ['show', '-'],
    ['mbox', '-'],
    ['compose', '-'],
    ['edit', '--set', 'X-A:b', '-'],
    ['anonymize', '-'],
  ])('%s %s: a closed standard input is unreadable, and no empty message', (...args) => {
    const command = ['-c', 'exec "$0" "$@" <&-', process.execPath, BUILT, ...args]
    const { status, stderr, stdout } = spawnSync('/bin/sh', command, { cwd: folder })
    expect(String(stderr)).toBe('messagerie: -: cannot be read: standard input is closed\n')
    expect(String(stdout)).toBe('')
    expect(status).toBe(2)
  })

  it.skipIf(process.platform === 'win32')('the null device is an empty input', () => {
    const command = ['-c', 'exec "$0" "$@" < /dev/null', process.execPath, BUILT, 'tree', '-']
    expect(spawnSync('/bin/sh', command).status).toBe(0)
  })

  it.each([
    ['tree', EVIL],
    ['lint', EVIL],
    ['mbox', EVIL],
    ['roundtrip', EVIL],
    ['edit', '--attach', EVIL, 'a.eml'],
    ['compose', EVIL],
    ['imap', '--section', EVIL, 'a.eml'],
    ['minimize', '--code', EVIL, 'a.eml'],
    ['tree', `--${EVIL}`],
    [EVIL],
  ])('%s: names on the command line reach a terminal escaped', (...args) => {
    const { status, stderr } = spawnSync(process.execPath, [BUILT, ...args], { cwd: folder })
    expect(status).toBe(2)
    expect(String(stderr)).not.toMatch(RAW)
    expect(String(stderr).split('\n')).toHaveLength(2)
  })

  it('a reader that closes the pipe early is no error', () => {
    const command = ['-c', `"$0" "$@" | true; echo "$?"`, process.execPath, BUILT, 'tree', 'a.eml']
    expect(String(spawnSync('/bin/sh', command, { cwd: folder }).stderr)).toBe('')
  })
})

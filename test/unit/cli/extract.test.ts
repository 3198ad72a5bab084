import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { extract } from '../../../src/cli/extract.js'
import { FINE, UsageError } from '../../../src/cli/io.js'
import { crlf, run } from './run.js'

let top: string
let folder: string
beforeEach(() => {
  top = mkdtempSync(join(tmpdir(), 'messagerie-'))
  folder = join(top, 'saved')
})
afterEach(() => rmSync(top, { recursive: true }))

/** A message with one attachment a name, its content the number of the part. */
function letter(...names: string[]): string {
  const path = join(top, 'letter.eml')
  const parts = names.flatMap((name, i) => [
    '--b',
    'Content-Type: application/x-thing',
    `Content-Disposition: attachment; filename="${name.replace(/["\\]/g, '\\$&')}"`,
    '',
    String(i),
  ])
  writeFileSync(path, crlf('Content-Type: multipart/mixed; boundary=b', '', ...parts, '--b--', ''))
  return path
}

function saved(): string[] {
  return readdirSync(folder).sort()
}

describe('extract', () => {
  const hostile = [
    '../../x',
    '/etc/passwd',
    '..',
    '.',
    '...',
    '../',
    'C:\\Windows\\x.exe',
    'C:x',
    '\\\\server\\share\\x',
    '..\\..\\x',
    'CON',
    'nul.txt',
    'COM1',
    'a\0b',
    'a:stream',
    '-rf',
    '.profile',
    './.bashrc',
    '--help',
    '~',
    ' ',
    '',
    '\u202egnp.exe',
    '\u001b[31m',
    'x/../../..',
  ]

  it('writes hostile names as one component inside the folder', () => {
    const file = letter(...hostile)
    const { code, text } = run(extract, [file, folder])
    expect(code).toBe(FINE)
    expect(readdirSync(top).sort()).toEqual(['letter.eml', 'saved'])
    expect(saved()).toHaveLength(hostile.length)
    for (const name of saved()) {
      expect(statSync(join(folder, name)).isFile()).toBe(true)
      expect(name).not.toMatch(/[/\\:\0\u001b\u202e]/)
      expect(name).not.toMatch(/^(?:con|nul|com1)(?:\.|$)/i)
      // A shell runs .profile, and `rm *` takes a dash for an option.
      expect(name).not.toMatch(/^[.-]/)
    }
    expect(text).not.toMatch(/[\u001b\u202e]/)
  })

  it('prints what it wrote', () => {
    expect(run(extract, [letter('a.txt', 'b.txt'), folder]).text).toBe(
      `${join(folder, 'a.txt')}  1 B\n${join(folder, 'b.txt')}  1 B\n`,
    )
    const plain = join(top, 'plain.eml')
    writeFileSync(plain, crlf('Subject: x', '', 'text'))
    expect(run(extract, [plain, folder]).text).toBe('(nothing to save)\n')
  })

  it('numbers namesakes and overwrites nothing', () => {
    mkdirSync(folder)
    writeFileSync(join(folder, 'a.tar.gz'), 'mine')
    mkdirSync(join(folder, 'a.tar-1.gz'))
    run(extract, [letter('a.tar.gz', 'a.tar.gz', '.hidden', '.hidden'), folder])
    expect(saved()).toEqual(['_.hidden', '_-1.hidden', 'a.tar-1.gz', 'a.tar-2.gz', 'a.tar-3.gz', 'a.tar.gz'].sort())
    expect(readFileSync(join(folder, 'a.tar.gz'), 'utf8')).toBe('mine')
    expect(readFileSync(join(folder, 'a.tar-2.gz'), 'utf8')).toBe('0')
    expect(readFileSync(join(folder, 'a.tar-3.gz'), 'utf8')).toBe('1')
  })

  it('keeps a name with a number within what a file system takes', () => {
    const long = `${'é'.repeat(125)}.txt`
    run(extract, [letter(long, long, long), folder])
    expect(saved()).toHaveLength(3)
    expect(saved().every((name) => name.endsWith('.txt') && !name.includes('\ufffd'))).toBe(true)
  })

  it('follows no link out of the folder, broken or not', () => {
    mkdirSync(folder)
    writeFileSync(join(top, 'outside'), 'untouched')
    symlinkSync(join(top, 'outside'), join(folder, 'a'))
    symlinkSync(join(top, 'nowhere'), join(folder, 'b'))
    run(extract, [letter('a', 'b'), folder])
    expect(saved()).toEqual(['a', 'a-1', 'b', 'b-1'])
    expect(readFileSync(join(top, 'outside'), 'utf8')).toBe('untouched')
    expect(existsSync(join(top, 'nowhere'))).toBe(false)
  })

  it('tries no more than a name or two for each of many namesakes', () => {
    const many = 2_000
    run(extract, [letter(...new Array<string>(many).fill('a.txt')), folder])
    expect(saved()).toHaveLength(many)
    expect(readFileSync(join(folder, `a-${many - 1}.txt`), 'utf8')).toBe(String(many - 1))
  })

  it('saves an attached message as one file; --all adds the displayed parts, not what is inside it', () => {
    const path = join(top, 'forward.eml')
    const inner = crlf(
      'Content-Type: multipart/mixed; boundary=i',
      '',
      '--i',
      'Content-Type: image/png; name=in.png',
      '',
      'x',
      '--i--',
      'the end',
    )
    writeFileSync(
      path,
      crlf(
        'Content-Type: multipart/mixed; boundary=o',
        '',
        '--o',
        'Content-Type: multipart/alternative; boundary=a',
        '',
        '--a',
        '',
        'plain',
        '--a',
        'Content-Type: text/html',
        '',
        '<p>rich',
        '--a--',
        '--o',
        'Content-Type: message/rfc822',
        '',
        inner,
        '--o--',
        '',
      ),
    )
    run(extract, [path, folder])
    expect(saved()).toEqual(['message.eml'])
    expect(readFileSync(join(folder, 'message.eml'), 'latin1')).toBe(inner)
    const all = join(top, 'all')
    run(extract, [path, all], { all: true })
    expect(readdirSync(all).sort()).toEqual(['message.eml', 'text.html', 'text.txt'])
    expect(readFileSync(join(all, 'text.html'), 'utf8')).toBe('<p>rich')
  })

  it('makes the folder with those above it, and says so where it cannot', () => {
    const deep = join(top, 'x', 'y')
    run(extract, [letter('a'), deep])
    expect(readdirSync(deep)).toEqual(['a'])
    const file = letter('a')
    expect(() => run(extract, [file, file])).toThrow(/name a folder/)
    expect(() => run(extract, [file, join(file, 'below')])).toThrow(/name a folder/)
    expect(() => run(extract, [file, ''])).toThrow(UsageError)
    expect(() => run(extract, [file, file, folder])).toThrow(/one message and one folder/)
    expect(() => run(extract, [join(top, 'none.eml'), folder])).toThrow(/no such file/)
    expect(existsSync(folder)).toBe(false)
  })
})

describe('messagerie extract --json', () => {
  it('prints a line for each file saved', () => {
    const folder = mkdtempSync(join(tmpdir(), 'messagerie-json-'))
    try {
      const { code, text } = run(extract, ['fixtures/structure/01-lecture-notes.eml', folder], { json: true })
      expect(code).toBe(0)
      const lines = text
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line))
      expect(lines.length).toBeGreaterThan(1)
      for (const { file, path, size } of lines) {
        expect(file.startsWith(folder)).toBe(true)
        expect(path.length).toBeGreaterThan(0)
        expect(size).toBeGreaterThan(0)
      }
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})

/** What is made from the table of commands: completions, a manual page; and what names several messages at once. */
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { COMMANDS } from '../../../src/cli/commands.js'
import { lint } from '../../../src/cli/lint.js'
import { show } from '../../../src/cli/show.js'
import { tree } from '../../../src/cli/tree.js'
import { run } from './run.js'

const folder = mkdtempSync(join(tmpdir(), 'table-'))
afterAll(() => rmSync(folder, { recursive: true }))
const named = (name: string) => COMMANDS.find((one) => one.name === name)!
const has = (program: string) => spawnSync(program, ['--version']).status === 0
function file(name: string, text: string): string {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}

describe('completion', () => {
  it.each(['bash', 'zsh', 'fish'])('for %s knows each command and each of its options', (shell) => {
    const { text, code } = run(named('completion'), [shell])
    expect(code).toBe(0)
    for (const { name, options } of COMMANDS) {
      expect(text).toContain(name)
      for (const option of Object.keys(options))
        expect(text).toContain(shell === 'fish' ? `-l ${option}` : `--${option}`)
    }
    // Each shell reads it, where it is there.
    if (has(shell)) execFileSync(shell, ['-n', file(`completion.${shell}`, text)])
  })

  it.each([
    [['lint', '--am'], '--ambiguities'],
    [['sho'], 'show'],
    [['help', 'tre'], 'tree'],
    [['recode', '--to', ''], '7bit 8bit binary utf8'],
    [['mbox', '--dialect', 'mboxc'], 'mboxcl mboxcl2'],
    [['dkim', ''], 'verify sign'],
    [['dkim', 'sign', '--algorithm', 'e'], 'ed25519-sha256'],
    [['completion', ''], 'bash zsh fish'],
    [['completion', 'bash', ''], ''],
  ])('completes %j in bash', (words, wanted) => {
    const { text } = run(named('completion'), ['bash'])
    const given = ['messagerie', ...words].map((word) => `'${word}'`).join(' ')
    const script = `${text}\nCOMP_WORDS=(${given}); COMP_CWORD=${words.length}; _messagerie; echo "\${COMPREPLY[@]}"`
    expect(execFileSync('bash', ['--norc', '-c', script]).toString()).toBe(`${wanted}\n`)
  })

  it.each([[['csh']], [['bash', 'zsh']], [[]]])('refuses %j', (given) => {
    expect(() => run(named('completion'), given)).toThrow(/expected bash, zsh or fish/)
  })
})

it('the manual page has all that help has', () => {
  const { text } = run(named('man'), [])
  for (const { name, options } of COMMANDS) {
    expect(text).toContain(`.SS messagerie ${name}`)
    for (const option of Object.keys(options)) expect(text).toContain(`.B \\-\\-${option.replaceAll('-', '\\-')}`)
  }
  expect(text.split('\n').filter((line) => /^\.(?!TH|SH|SS|TP|PP|B|I|nf|fi)/.test(line))).toEqual([])
  expect(() => run(named('man'), ['x'])).toThrow(/no file/)
})

describe('several messages', () => {
  const one = 'From: a@example.org\nSubject: one\n\nx\n'
  const inbox = () =>
    file(
      'inbox',
      `From a@example.org Thu Feb 29 12:34:56 2024\n${one}\nFrom b@example.org Thu Feb 29 12:34:56 2024\n${one}\n`,
    )

  it.each([
    ['show', show, '2 messages\n'],
    ['tree', tree, / defects?\n$/],
    ['lint', lint, /\n2 messages: 0 errors, .*\n$/],
  ] as const)('%s reads an mbox', (_, command, total) => {
    const { text } = run(command, [inbox()])
    expect(text).toContain('inbox#1')
    expect(text).toContain('inbox#2')
    if (typeof total === 'string') expect(text.endsWith(total)).toBe(true)
    else expect(text).toMatch(total)
  })

  it('of one message with a From_ line it makes one', () => {
    const path = file('single', `From a@example.org Thu Feb 29 12:34:56 2024\n${one}`)
    expect(run(show, [path]).text).not.toContain('single')
  })

  it('names what stands again', () => {
    const path = file(
      'twice.eml',
      `Date: Thu, 29 Feb 2024 12:34:56 +0000\nSubject: x\nDate: Thu, 29 Feb 2024 12:34:56 +0000\nDate: x\n\nx`,
    )
    const { text } = run(lint, [path])
    expect(text).toContain('second Date field. ')
    expect(text).toContain('third Date field. ')
  })

  it('names parts without a name as extract does', () => {
    const path = file(
      'parts.eml',
      'Content-Type: multipart/mixed; boundary=b\n\n--b\n\nx\n--b\nContent-Type: message/rfc822\n\nSubject: y\n\nz\n--b--\n',
    )
    expect(run(tree, [path]).text).toContain('(message.eml)')
    expect(run(show, [path]).text).toContain('message.eml')
  })
})

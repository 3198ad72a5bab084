/** docs/cli.md is what the command says of itself: made from the same texts as `--help`. `UPDATE=1` writes it. */
import { readFileSync, writeFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { type Command, helpOf } from '../src/cli/command.js'
import { COMMANDS, overview } from '../src/cli/commands.js'

const PAGE = 'docs/cli.md'

function section(command: Command): string {
  return `## messagerie ${command.name}\n\n\`\`\`text\n${helpOf(command).trimEnd()}\n\`\`\`\n`
}

function page(): string {
  const head = [
    '# The command',
    '',
    'What `messagerie --help` and `messagerie COMMAND --help` say. Made by `UPDATE=1 npx vitest run --dir test cli-page`.',
    '',
    '```text',
    overview().trimEnd(),
    '```',
    '',
  ]
  return `${head.join('\n')}\n${COMMANDS.map(section).join('\n')}`
}

it('docs/cli.md is fresh', () => {
  const made = page()
  if (process.env.UPDATE) writeFileSync(PAGE, made)
  expect(readFileSync(PAGE, 'utf8')).toBe(made)
})

it('every command has help with an example of itself', () => {
  for (const { name, summary, examples, usage } of COMMANDS) {
    expect(summary, name).not.toBe('')
    expect(usage.split(' ')[0]).toBe(name)
    expect(examples.length, name).toBeGreaterThan(0)
    for (const example of examples) expect(example).toContain(`messagerie ${name}`)
  }
})

it('options fit on 125 columns', () => {
  for (const line of page().split('\n')) if (line.startsWith('  --')) expect(line.length, line).toBeLessThanOrEqual(125)
})

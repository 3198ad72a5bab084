/** README.md names every door, every subcommand and every page: nothing that is there is left for a reader to find by chance. */
import { readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { COMMANDS } from '../src/cli/commands.js'

const readme = readFileSync('README.md', 'utf8')

it('names every door', () => {
  const { exports } = JSON.parse(readFileSync('package.json', 'utf8')) as { exports: Record<string, unknown> }
  for (const entry of Object.keys(exports)) {
    if (entry === './package.json') continue
    expect(readme).toContain(`\`messagerie${entry.slice(1)}\``)
  }
})

it('names every subcommand', () => {
  for (const { name } of COMMANDS) expect(readme).toMatch(new RegExp(`messagerie ${name} |\`${name}\``))
})

it('links every page of docs/', () => {
  for (const name of readdirSync('docs')) if (name.endsWith('.md')) expect(readme).toContain(`](docs/${name})`)
})

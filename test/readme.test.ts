/** README.md names every door, every subcommand and every page, and links to headings lead to headings. */
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
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

/** The anchor that a heading gets on the web. */
const anchor = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-')

it('links to headings that are there', () => {
  const pages = readdirSync('docs')
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name))
  for (const page of [...pages, 'README.md', 'CONTRIBUTING.md', 'SECURITY.md']) {
    const text = readFileSync(page, 'utf8').replace(/^```[\s\S]*?^```$/gm, '')
    for (const [link, file, wanted] of text.matchAll(/\]\(([\w./-]*)#([^)]+)\)/g)) {
      const target = readFileSync(file === '' ? page : join(dirname(page), file!), 'utf8')
      const anchors = [...target.matchAll(/^#+ (.*)$/gm)].map(([, heading]) => anchor(heading!))
      expect(anchors, `${page}: ${link}`).toContain(wanted)
    }
  }
})

/** README.md names every door, every subcommand and every page; links to headings lead to headings, and links to files into the package. */
import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
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

it('links to files that are in the package', () => {
  const { stdout, stderr } = spawnSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
    encoding: 'utf8',
    shell: process.platform === 'win32',
    maxBuffer: 1 << 26,
  })
  expect(stdout, stderr).not.toBe('')
  const answer = JSON.parse(stdout) as Record<string, { files: { path: string }[] }>
  const packed = new Set(Object.values(answer).flatMap(({ files }) => files.map(({ path }) => path)))
  const pages = [...packed].filter((path) => path.endsWith('.md'))
  expect(pages).toContain('README.md')
  const outside: string[] = []
  for (const page of pages) {
    const text = readFileSync(page, 'utf8').replace(/^```[\s\S]*?^```$/gm, '')
    for (const [, link] of text.matchAll(/\]\(([^)#\s]+)[^)]*\)/g)) {
      const target = normalize(join(dirname(page), link!)).replaceAll('\\', '/')
      if (!/^[a-z]+:/i.test(link!) && !packed.has(target)) outside.push(`${page}: ${link}`)
    }
  }
  expect(outside).toEqual([])
}, 60_000)

it('says of no door that it weighs less than is held', () => {
  const held = readFileSync('test/weights/size.mjs', 'utf8').matchAll(
    /\['(messagerie\S*)', '(\w+)', [\d.]+, ([\d.]+)\]/g,
  )
  const page = readFileSync('docs/serverless.md', 'utf8')
  for (const [, door, name, kilo] of held) {
    if (door === 'messagerie/compose') continue
    const rows = page.split('\n').filter((line) => line.startsWith('|') && line.includes(`\`${door}\``))
    const row = rows.find((line) => line.includes(`\`${name}\``)) ?? rows[0]
    const said = Number(/\| ([\d.]+) KB \|/.exec(row ?? '')?.[1])
    expect(said, `${door} ${name}`).toBeGreaterThanOrEqual(Number(kilo))
  }
})

it('claims of speed no more than was measured', () => {
  const page = readFileSync('docs/performance.md', 'utf8')
  const ratios = [...page.matchAll(/^\| [a-i]\. [^|]*\|[^|]*\|[^|]*\| \*\*([\d.]+)×\*\*/gm)].map(([, ratio]) =>
    Number(ratio),
  )
  expect(ratios).toHaveLength(9)
  expect(Math.min(...ratios)).toBeGreaterThan(1)
  expect(readme).toContain('on each of nine inputs')
})

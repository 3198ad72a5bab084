/** The documents are true: generated ones are fresh, and every ```js block of README and docs runs. */
import { execFileSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterAll, describe, expect, it, onTestFinished, vi } from 'vitest'
import { temporary } from './temporary.js'

/** Each door's source, by the name that users import: what package.json builds. */
const { tsup } = JSON.parse(readFileSync('package.json', 'utf8')) as { tsup: { entry: Record<string, string> } }
const DOORS = new Map(
  Object.entries(tsup.entry).map(([name, path]) => [name === 'index' ? 'messagerie' : `messagerie/${name}`, path]),
)

const folder = resolve('node_modules/.docs-test')
mkdirSync(folder, { recursive: true })
afterAll(() => rmSync(folder, { recursive: true }))

const pages = [
  'README.md',
  ...readdirSync('docs')
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name)),
]
// Blocks that import the library are whole programs; others are pieces for reading.
const blocks = pages.flatMap((page) =>
  [...readFileSync(page, 'utf8').matchAll(/^```js\n([\s\S]*?)^```$/gm)]
    .map(([, code], i) => ({ name: `${page} ${i + 1}`, code: code! }))
    .filter(({ code }) => code.includes("from 'messagerie")),
)

/** `expression // 'value'` becomes a check where the comment is a literal. */
function withChecks(code: string): string {
  return code.replace(/^(\S.*?) \/\/ ('[^']*'|\d+|undefined|true|false)(?=$|[:,;])/gm, '__check($1, $2) //')
}

describe('documents', () => {
  it('generated pages are fresh', () => {
    expect(execFileSync(process.execPath, ['docs/generate.mjs', '--check'], { encoding: 'utf8' })).toBe('')
  })

  it.each(blocks.map(({ name, code }) => [name, code] as const))(
    '%s runs',
    async (name, code) => {
      const file = join(folder, `${name.replace(/\W+/g, '-')}.ts`)
      const rewritten = code.replace(
        /from '(messagerie[^']*)'/g,
        (_all, door: string) => `from '${resolve(DOORS.get(door) ?? door)}'`,
      )
      writeFileSync(file, `const __check = globalThis.__docsCheck\n${withChecks(rewritten)}`)
      // What a program saves goes with its folder, and what it prints is not an output of the tests.
      vi.stubEnv('TMPDIR', temporary())
      const log = vi.spyOn(console, 'log').mockImplementation(() => {})
      onTestFinished(() => {
        log.mockRestore()
        vi.unstubAllEnvs()
      })
      let checks = 0
      const globals = globalThis as unknown as { __docsCheck?: (actual: unknown, wanted: unknown) => void }
      globals.__docsCheck = (actual, wanted) => {
        checks++
        expect(actual).toEqual(wanted)
      }
      await import(file)
      expect(checks).toBeGreaterThanOrEqual(/\/\/ (?:'|\d|undefined)/.test(code) ? 1 : 0)
    },
    60_000,
  )

  it('every page that is linked is there', () => {
    const links = pages.flatMap((page) =>
      [...readFileSync(page, 'utf8').matchAll(/\]\(([\w./-]+)\)/g)].map(([, target]) => join(page, '..', target!)),
    )
    for (const link of links) expect(() => readFileSync(link), link).not.toThrow()
  })
})

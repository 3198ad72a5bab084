/** Every program of README.md and docs/ is strict TypeScript as it stands: types are inferred, and nothing that may be undefined is used unasked. */
import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'

const { tsup } = JSON.parse(readFileSync('package.json', 'utf8')) as { tsup: { entry: Record<string, string> } }
const paths = Object.fromEntries(
  Object.entries(tsup.entry).map(([name, path]) => [
    name === 'index' ? 'messagerie' : `messagerie/${name}`,
    [resolve(path)],
  ]),
)

const pages = [
  'README.md',
  ...readdirSync('docs', 'utf8').flatMap((name) => (name.endsWith('.md') ? [join('docs', name)] : [])),
]

/** Programs by the name of a file that is not there: `docs-recipes-md-3.ts`. */
const programs = new Map<string, string>()
for (const page of pages) {
  const blocks = [...readFileSync(page, 'utf8').matchAll(/^```(?:js|ts)\n([\s\S]*?)^```$/gm)]
  blocks.forEach(([, code], i) => {
    if (!code!.includes("from 'messagerie")) return
    programs.set(resolve(`${page.replace(/\W+/g, '-')}-${i + 1}.ts`), `${code}\nexport {}\n`)
  })
}

const { config } = ts.readConfigFile('tsconfig.json', ts.sys.readFile)
const { options } = ts.convertCompilerOptionsFromJson({ ...config.compilerOptions, noEmit: true }, '.')
// As `tsc --strict` of a user has them.
Object.assign(options, { paths, noUncheckedIndexedAccess: false, noUnusedLocals: false, noUnusedParameters: false })

const host = ts.createCompilerHost(options)
const { getSourceFile, fileExists, readFile } = host
host.fileExists = (path) => programs.has(resolve(path)) || fileExists(path)
host.readFile = (path) => programs.get(resolve(path)) ?? readFile(path)
host.getSourceFile = (path, version, ...more) => {
  const code = programs.get(resolve(path))
  return code === undefined ? getSourceFile(path, version, ...more) : ts.createSourceFile(path, code, version, true)
}

describe('programs of the documents', () => {
  it('are strict TypeScript', () => {
    expect(programs.size).toBeGreaterThan(50)
    const program = ts.createProgram([...programs.keys()], options, host)
    const faults = [...programs.keys()].flatMap((path) => {
      const file = program.getSourceFile(path)!
      return [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)].map((found) => {
        const { line } = file.getLineAndCharacterOfPosition(found.start ?? 0)
        const said = ts.flattenDiagnosticMessageText(found.messageText, ' ')
        return `${path.slice(resolve('.').length + 1)}:${line + 1}: ${file.text.split('\n')[line]} :: ${said.slice(0, 200)}`
      })
    })
    expect(faults).toEqual([])
  }, 120_000)
})

/**
 * What a function of a door weighs in a bundle: bundled from the built package as a user's bundler sees it (its `exports`, no condition `node`),
 * minified and gzipped, dependencies outside. `npm run build` first, then `npm run size`. With `--check`: status 1 where more than is held
 * was built, or where rollup makes more than 3 % more of it than esbuild. KB are 1000 octets.
 */
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build, transform } from 'esbuild'
import { rollup } from 'rollup'

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..')
const { dependencies, exports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))

/** Door, names, the KB to reach, the KB that are held: what was reached, so that nothing grows unseen. They meet where the first is reached. */
const BUDGETS = [
  ['messagerie/read', 'parse', 56, 56],
  ['messagerie', 'parse', 88, 88],
  ['messagerie', 'parse, useChecks', 97, 97],
  ['messagerie/scan', 'Scanner', 11, 11],
  ['messagerie/field', 'parseAddressList', 20, 20],
  ['messagerie/field', 'parseDate', 4, 4],
  ['messagerie/compose', 'unflowedText', 5, 5],
]
/** What rollup may make more of it than esbuild. */
const SPREAD = 1.03

const isOutside = (id) =>
  id.startsWith('node:') || Object.keys(dependencies).some((name) => id === name || id.startsWith(`${name}/`))
/** In thousands of octets, gzipped. */
const kilo = (bytes) => gzipSync(bytes, { level: 9 }).length / 1000
const fileOf = (door) => join(root, exports[door.replace('messagerie', '.')].import.default)

/** Package.json says that nothing has a side effect; rollup is told so here, as its plugin for packages tells it. */
const bare = {
  name: 'bare',
  resolveId: (id) => (isOutside(id) ? { id, external: true, moduleSideEffects: false } : null),
}

async function byEsbuild(code) {
  const { outputFiles, warnings } = await build({
    stdin: { contents: code, resolveDir: root },
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    legalComments: 'none',
    logLevel: 'error',
    write: false,
    external: Object.keys(dependencies).flatMap((name) => [name, `${name}/*`]),
  })
  // What a bundler warns of is shown to everybody who bundles this package.
  if (warnings.length > 0) throw new Error(`esbuild warns: ${warnings[0].text}, and ${warnings.length - 1} more`)
  return kilo(outputFiles[0].contents)
}

async function byRollup(code) {
  const entry = {
    name: 'entry',
    resolveId: (id) => (id === 'entry' ? id : null),
    load: (id) => (id === 'entry' ? code : null),
  }
  const bundle = await rollup({
    input: 'entry',
    plugins: [entry, bare],
    treeshake: { moduleSideEffects: false },
    onwarn: () => {},
  })
  const { output } = await bundle.generate({ format: 'es' })
  const minified = await transform(output[0].code, {
    minify: true,
    format: 'esm',
    target: 'es2022',
    legalComments: 'none',
  })
  return kilo(minified.code)
}

if (!existsSync(join(root, 'dist/index.js'))) throw new Error('dist/ is not there: run `npm run build` first')
let over = 0
console.log('door                 names              budget    held  esbuild  rollup   (KB, minified, gzipped)')
for (const [door, names, budget, held] of BUDGETS) {
  const code = `export { ${names} } from ${JSON.stringify(fileOf(door))}`
  const [esbuild, rolled] = [await byEsbuild(code), await byRollup(code)]
  const grown =
    esbuild > held ? 'over what is held' : rolled > SPREAD * Math.max(esbuild, 1) ? 'rollup makes more of it' : ''
  if (grown !== '') over++
  const fault = grown === '' && esbuild > budget ? 'over its budget, within what is held' : grown
  const figures = [budget, held, esbuild, rolled].map((one, i) => (i < 2 ? `${one}` : one.toFixed(1)).padStart(8))
  console.log(`${door.padEnd(20)} ${names.padEnd(16)} ${figures.join(' ')}  ${fault}`)
}
if (process.argv.includes('--check') && over > 0) process.exitCode = 1

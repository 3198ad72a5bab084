/**
 * The JavaScript of the package: `dist/*.js` and `*.cjs`, one file for each door and one for each floor of what the root door loads. Measured, CPU
 * of `import 'messagerie'` over a bare Node: 25 chunks, as a splitter makes them that looks at who shares what, took 1.8 times as long as
 * these four files. Types are made by tsup, which reads the same entries.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { rolldown } from 'rolldown'

const { tsup } = JSON.parse(readFileSync('package.json', 'utf8'))
const options = {
  platform: 'neutral',
  external: ['iconv-lite', /^mime(\/|$)/, /^zod(\/|$)/, /^@noble\//, /^node:/],
  transform: { target: 'node20' },
  // `import.meta` is an empty object in CommonJS: the code knows.
  checks: { emptyImportMeta: false },
}

const root = await rolldown({ ...options, input: tsup.entry.index })
const [{ moduleIds }] = (await root.generate({ format: 'esm' })).output
const ofRoot = new Set(moduleIds)
/** ASCII alone: whoever serves the files in whatever charset, they are the same program. */
const ascii = (code) => code.replace(/[^\x00-\x7f]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`)
const group = (name, rooms, priority) => ({
  name,
  priority,
  test: (id) => ofRoot.has(id) && rooms.test(id),
})
const groups = [
  group('octets', /[\\/]src[\\/](bytes|defects|codec|charset)[\\/]/, 3),
  group('field', /[\\/]src[\\/]field[\\/]/, 2),
  group('message', /[\\/]src[\\/](scan|tree|message|stream)[\\/]/, 1),
]

rmSync('dist', { recursive: true, force: true })
mkdirSync('dist')
const doors = await rolldown({ ...options, input: tsup.entry })
for (const [format, extension] of [
  ['esm', 'js'],
  ['cjs', 'cjs'],
]) {
  const { output } = await doors.generate({
    format,
    entryFileNames: `[name].${extension}`,
    chunkFileNames: `chunk-[name]-[hash].${extension}`,
    codeSplitting: { groups },
    // Bundlers of users leave out what is not used only where these comments stand, so nothing is minified here.
    comments: { legal: true, annotation: true, jsdoc: false },
  })
  for (const { fileName, code } of output) writeFileSync(`dist/${fileName}`, ascii(code))
}

/**
 * The JavaScript of the package, twice. For bundlers, behind the condition `default`: a module a file, not minified, so that what a program does not
 * use is left out whole. For programs of Node, behind `node`: minified, in few files, because every file and every line costs at the start; what
 * reads stands in one of them, what the root door has beyond it in another, loaded when it is first called (build-node.mjs). Types are made by tsup,
 * which reads the same entries; `--keep-types` leaves those of the last whole build where they are.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { rolldown } from 'rolldown'
import { writeForNode } from './build-node.mjs'

const { tsup } = JSON.parse(readFileSync('package.json', 'utf8'))
const options = {
  platform: 'neutral',
  external: ['cfb', 'iconv-lite', 'ical.js', 'htmlparser2', /^mime(\/|$)/, /^zod(\/|$)/, /^@noble\//, /^node:/],
  transform: { target: 'node20' },
  // `import.meta` is an empty object in CommonJS: the code knows.
  checks: { emptyImportMeta: false },
}

/** ASCII alone: whoever serves the files in whatever charset, they are the same program. */
const ascii = (code) => code.replace(/[^\x00-\x7f]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`)

/** Left of a module whose constants were written in where they are used: nothing here is imported for an effect. */
const UNUSED = /^(?:import|require\()"\.[^"]*"\)?;\n/gm

function write(folder, output) {
  for (const { fileName, code, source } of output) {
    mkdirSync(dirname(join(folder, fileName)), { recursive: true })
    // The lines stay where a source map has them.
    writeFileSync(join(folder, fileName), code === undefined ? source : ascii(code).replace(UNUSED, '\n'))
  }
}

const FORMATS = [
  ['esm', 'js'],
  ['cjs', 'cjs'],
]

const keepTypes = process.argv.includes('--keep-types')
for (const name of existsSync('dist') ? readdirSync('dist') : [])
  if (!keepTypes || !/\.d\.c?ts$/.test(name)) rmSync(join('dist', name), { recursive: true })
const { cli, ...entries } = tsup.entry
const doors = await rolldown({ ...options, input: entries })
for (const [format, extension] of FORMATS) {
  const { output } = await doors.generate({
    format,
    preserveModules: true,
    preserveModulesRoot: 'src',
    entryFileNames: `[name].${extension}`,
    chunkFileNames: `[name].${extension}`,
    comments: { legal: true, annotation: true, jsdoc: false },
    // What a page or a worker bundles can be read in its debugger.
    sourcemap: format === 'esm',
  })
  write('dist/modules', output)
  for (const [door, entry] of Object.entries(entries)) {
    const made = output.find(({ facadeModuleId }) => facadeModuleId === join(process.cwd(), entry))
    const path = `./modules/${made.fileName}`
    const code = format === 'esm' ? `export * from '${path}'\n` : `'use strict'\nmodule.exports = require('${path}')\n`
    writeFileSync(`dist/${door}.${extension}`, code)
  }
}

await writeForNode(entries, options, FORMATS, write)

const command = await rolldown({ ...options, input: { cli } })
const { output } = await command.generate({
  format: 'esm',
  entryFileNames: '[name].js',
  codeSplitting: false,
  minify: true,
})
write('dist', output)

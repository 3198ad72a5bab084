/**
 * The JavaScript of the package, twice. For bundlers, Bun and Deno, behind the conditions `module`, `bun`, `deno` and `default`: a module a file, not
 * minified, so that what a program does not use is left out whole. For programs of Node, behind `node`: minified, in few files, because every file and
 * every line costs at the start; what reads stands in one of them, what the root door has beyond it in another, loaded when it is first called
 * (build-node.mjs). Types are made by tsup, which reads the same entries; `--keep-types` leaves those of the last whole build where they are. `--short`
 * makes the modules as small as they are published, for which it needs the types: some seconds more. Both builds have the same names: a message of one
 * may be given to the other.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { transform, transformSync } from 'esbuild'
import { rolldown } from 'rolldown'
import ts from 'typescript'
import { shortNames } from './build-names.mjs'
import { writeForNode } from './build-node.mjs'
import { atStart, LIGHT } from './build-start.mjs'

/**
 * Class fields without a value that the constructor sets anyway: their declarations say nothing to a machine. They become white space, so that
 * the source map stays right. Those that are set later stay, so that all objects of a class have one shape.
 */
function withoutSetFields(code) {
  const blank = code.split('')
  const file = ts.createSourceFile('a.js', code, ts.ScriptTarget.Latest, false)
  const visit = (node) => {
    if (ts.isClassLike(node)) {
      const body = node.members.find((member) => ts.isConstructorDeclaration(member))?.body
      const set = new Set((body?.statements ?? []).flatMap((statement) => fieldSet(statement)))
      for (const member of node.members) {
        if (!ts.isPropertyDeclaration(member) || member.initializer !== undefined || member.modifiers !== undefined)
          continue
        if (set.has(member.name.getText(file))) blank.fill(' ', member.getStart(file), member.end)
      }
    }
    ts.forEachChild(node, visit)
  }
  visit(file)
  return blank.join('')
}

/** `x` of the statement `this.x = …`; with `this.a = x`, too: esbuild shortens the name of a parameter property there, and not where it declares it. */
function fieldSet({ expression }) {
  const { left, right, operatorToken } = expression ?? {}
  if (operatorToken?.kind !== ts.SyntaxKind.EqualsToken || !ts.isPropertyAccessExpression(left)) return []
  if (left.expression.kind !== ts.SyntaxKind.ThisKeyword) return []
  return ts.isIdentifier(right) ? [left.name.text, right.text] : [left.name.text]
}

/**
 * The sentences of defects without their codes, which codes.ts has already: one string, in the order of that table. It takes as many lines, so that
 * the source map stays right.
 */
function withoutCodes(code) {
  const found = /^const TEXTS = (\{\n[\s\S]*?\n\});$/m.exec(code)
  const texts = new Function(`return ${found[1]}`)()
  const rows = readFileSync('src/defects/codes.ts', 'utf8').matchAll(/^ {2}'?([a-z0-9-]+)'?: \[/gm)
  const codes = Array.from(rows, ([, name]) => name)
  if (codes.length !== Object.keys(texts).length || codes.some((name) => !texts[name].match(/^[^\n]+$/))) {
    throw new Error('texts.ts: expected a sentence for each code of codes.ts')
  }
  const list = JSON.stringify(codes.map((name) => texts[name]).join('\n'))
  const made = `((list) => Object.fromEntries(Object.keys(CODES).map((code, i) => [code, list[i]])))(${list}.split("\\n"))`
  const rest = found[1].replace(/[^\n]/g, '')
  return `import { CODES } from './codes.js'; ${code.replace(found[0], () => `const TEXTS = /* @__PURE__ */ ${made}${rest};`)}`
}

/** Properties that nobody outside can see have short names, one name the same in all files: build-names.mjs says which. */
function shorten(names) {
  const source = join(process.cwd(), 'src')
  const mangleProps = new RegExp(`^(?:${Object.keys(names).join('|')})$`)
  return {
    name: 'shorten',
    async transform(code, id) {
      if (!id.startsWith(source) || !id.endsWith('.ts')) return null
      const options = { loader: 'ts', target: 'es2022', sourcemap: true, sourcefile: id, tsconfigRaw: {} }
      const made = await transform(code, { ...options, mangleProps, mangleCache: { ...names } })
      const js = id === join(source, 'defects', 'texts.ts') ? withoutCodes(made.code) : withoutSetFields(made.code)
      return { code: js, map: made.map, moduleType: 'js' }
    },
  }
}

const { tsup } = JSON.parse(readFileSync('package.json', 'utf8'))
const options = {
  platform: 'neutral',
  plugins: process.argv.includes('--short') ? [shorten(shortNames())] : [],
  external: ['cfb', 'iconv-lite', 'ical.js', 'htmlparser2', /^mime(\/|$)/, /^zod(\/|$)/, /^@noble\//, /^node:/],
  transform: { target: 'node20' },
  // `import.meta` is an empty object in CommonJS: the code knows.
  checks: { emptyImportMeta: false },
}

/** ASCII alone: whoever serves the files in whatever charset, they are the same program. */
const ascii = (code) => code.replace(/[^\x00-\x7f]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`)

/** Left of a module whose constants were written in where they are used: nothing here is imported for an effect. */
const UNUSED = /^(?:import ?|require\()"\.[^"]*"\)?;\n/gm

/** In short lines: Node prints the line of an error that nobody caught, and all of what is minified would be one line. */
const inLines = (code) =>
  transformSync(code, {
    minifyWhitespace: true,
    minifyIdentifiers: true,
    lineLimit: 160,
    legalComments: 'inline',
    target: 'es2022',
  }).code

function write(folder, output, isMinified = false) {
  for (const { fileName, code, source } of output) {
    mkdirSync(dirname(join(folder, fileName)), { recursive: true })
    // The lines stay where a source map has them.
    const written = code === undefined || !isMinified ? code : inLines(code)
    writeFileSync(join(folder, fileName), written === undefined ? source : ascii(written).replace(UNUSED, '\n'))
  }
}

/** For `require` in ES modules, which is asked for and may be absent: what rolldown has for it throws, and is longer. */
const REQUIRE = 'var __require = typeof require !== "undefined" ? require : void 0;\nexport { __require };\n'

/** A door for Bun, Deno, and bundles for Node, where size is no matter: all charsets, and what judges messages, are there from the start. */
function wholeOf(path, format) {
  const given = [
    ['useCharsets', 'charset/use-charsets'],
    ['useChecks', 'compose/use-checks'],
  ]
  if (format === 'cjs') {
    const calls = given.map(([name, module]) => `require('../modules/${module}.cjs').${name}()`)
    return `'use strict'\n${calls.join('\n')}\nmodule.exports = require('.${path}')\n`
  }
  const imports = given.map(([name, module]) => `import { ${name} } from '../modules/${module}.js'`)
  return `${imports.join('\n')}\n${given.map(([name]) => `${name}()`).join('\n')}\nexport * from '.${path}'\n`
}

const FORMATS = [
  ['esm', 'js'],
  ['cjs', 'cjs'],
]

const keepTypes = process.argv.includes('--keep-types')
for (const name of existsSync('dist') ? readdirSync('dist') : [])
  if (!keepTypes || !/\.d\.c?ts$/.test(name)) rmSync(join('dist', name), { recursive: true })
const { cli, ...entries } = tsup.entry
mkdirSync('dist/whole', { recursive: true })
const doors = await rolldown({ ...options, input: entries })
for (const [format, extension] of FORMATS) {
  const { output } = await doors.generate({
    format,
    preserveModules: true,
    // What a bundler would compress is compressed here, and a little more: names and lines stay.
    minify: { compress: { target: 'es2022' }, mangle: false, codegen: false },
    preserveModulesRoot: 'src',
    entryFileNames: `[name].${extension}`,
    chunkFileNames: `[name].${extension}`,
    comments: { legal: true, annotation: true, jsdoc: false },
    // What a page or a worker bundles can be read in its debugger.
    sourcemap: format === 'esm',
  })
  const isRuntime = ({ fileName }) => fileName.endsWith('rolldown/runtime.js')
  write(
    'dist/modules',
    output.map((file) => (isRuntime(file) ? { fileName: file.fileName, code: REQUIRE } : file)),
  )
  for (const [door, entry] of Object.entries(entries)) {
    const made = output.find(({ facadeModuleId }) => facadeModuleId === join(process.cwd(), entry))
    const path = `./modules/${made.fileName}`
    const code = format === 'esm' ? `export * from '${path}'\n` : `'use strict'\nmodule.exports = require('${path}')\n`
    writeFileSync(`dist/${door}.${extension}`, code)
    if (!LIGHT.includes(door)) writeFileSync(`dist/whole/${door}.${extension}`, wholeOf(path, format))
  }
}

await writeForNode(entries, options, FORMATS, (folder, output) => write(folder, output, true))

// The command is built whole, as it is written.
const command = await rolldown({ ...options, plugins: [atStart()], input: { cli } })
const { output } = await command.generate({
  format: 'esm',
  entryFileNames: '[name].js',
  codeSplitting: false,
  minify: true,
})
write('dist', output, true)

/**
 * The build for Node, behind the condition `node`. A program that only reads should not compile what writes: most of a start is V8 looking through
 * source for functions, 40 µs a KB. So what the root door has beyond reading is one file, write.cjs, which is required when something of it is
 * first called. In its place the root door has functions that call it; doors that are built on it load it when they are imported.
 *
 * write.cjs is a function of what it needs of the modules that are already there, so that there is one of each, in ES modules and in CommonJS.
 */
import { readFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { transformSync } from 'esbuild'
import { rolldown } from 'rolldown'

/** Of the root door, what is there from the start: classes for `instanceof`, tables, and what hands over to the rest. */
const EAGER = ['index', 'message/parse', 'compose/whole', 'compose/spec', 'defects/locate', 'ambiguities/profiles']
/** Classes whose instances only the rest makes: a class of the root door recognizes them. */
const RECOGNIZED = ['StoredPart']

const folder = join(process.cwd(), 'src') + sep
const nameOf = (id) => relative(folder, id).replaceAll(sep, '/').replace(/\.ts$/, '')
const idOf = (name) => `${folder}${name.replaceAll('/', sep)}.ts`

/** The modules that a door loads; one that only hands on what others export has no code. */
async function modulesOf(options, input) {
  const bundle = await rolldown({ ...options, input })
  const { output } = await bundle.generate({ format: 'esm' })
  const modules = output.flatMap(({ modules = {} }) => Object.entries(modules))
  return new Set(modules.flatMap(([id, { code }]) => (id.startsWith(folder) && code ? [id] : [])))
}

/** What each module exports: name → the code of a function, or undefined. */
function exportsOf(ids) {
  const found = new Map()
  for (const id of ids) {
    const { code } = transformSync(readFileSync(id, 'utf8'), { loader: 'ts' })
    const values = {}
    for (const [all, kind, name] of code.matchAll(
      /^export (?:async |abstract )*(function\*?|class|const|let) ?(\w+)/gm,
    )) {
      values[name] = kind.startsWith('function') ? code.slice(code.indexOf(all)) : undefined
    }
    for (const [, list] of code.matchAll(/^export \{([^}]*)\}/gm)) {
      for (const name of list.split(',')) if (name.trim() !== '') values[name.split(' as ').pop().trim()] = undefined
    }
    found.set(id, values)
  }
  return found
}

/** Names for as many parameters as a function has, those with a default value too. */
function parametersOf(code) {
  const open = code.indexOf('(')
  let count = 0
  let depth = 0
  for (let at = open; at < code.length; at++) {
    const c = code[at]
    if ('([{'.includes(c)) depth++
    else if (')]}'.includes(c)) {
      if (--depth === 0)
        return Array.from(
          { length: count + (code.slice(open + 1, at).trim() === '' ? 0 : 1) },
          (_, i) => `a${i}`,
        ).join()
    } else if (c === ',' && depth === 1 && code.slice(at + 1).trimStart()[0] !== ')') count++
  }
  throw new Error(`no parameters: ${code.slice(0, 80)}`)
}

/** In place of a module, functions that load it when they are called. */
function stubOf(id, values) {
  const from = `write()[${JSON.stringify(nameOf(id))}]`
  const lines = Object.entries(values).map(([name, value]) => {
    if (RECOGNIZED.includes(name)) {
      return `export class ${name} { static [Symbol.hasInstance](value) { return value instanceof ${from}.${name} } }`
    }
    if (value === undefined) return ''
    const parameters = parametersOf(value)
    return `export function ${name}(${parameters}) { return ${from}.${name}(${parameters}) }`
  })
  return `import { write } from 'lazy'\n${lines.join('\n')}`
}

/** In place of a module, what it exports, loaded at once. */
function facadeOf(id, values) {
  return `import { write } from 'lazy'\nexport const { ${Object.keys(values).join(', ')} } = write()[${JSON.stringify(nameOf(id))}]`
}

/** write.cjs, and what it needs of which module: name → names. */
async function writing(options, rest, values, isThere) {
  const code = [...rest].map((id, i) => {
    const names = Object.keys(values.get(id))
    const own = names.map((name, k) => `${name} as m${i}_${k}`).join(', ')
    const object = names.map((name, k) => `${name}: m${i}_${k}`).join(', ')
    return [`import { ${own} } from ${JSON.stringify(id)}`, `${JSON.stringify(nameOf(id))}: { ${object} },`]
  })
  const entry = `${code.map(([line]) => line).join('\n')}\nexport const modules = {\n${code.map(([, line]) => line).join('\n')}\n}`
  const bundle = await rolldown({
    ...options,
    input: 'writing',
    plugins: [
      {
        name: 'apart',
        async resolveId(source, importer) {
          if (source === 'writing') return source
          const found = await this.resolve(source, importer, { skipSelf: true })
          if (found === null || !isThere(found.id)) return found
          return { id: `core:${nameOf(found.id)}`, external: true }
        },
        load: (id) => (id === 'writing' ? entry : undefined),
      },
    ],
  })
  const { output } = await bundle.generate({ format: 'esm', minify: true, codeSplitting: false })
  const needs = new Map()
  let body = output[0].code.trim()
  body = body.replace(/import\*as (\S+) from["'`]core:([^"'`]*)["'`];?/g, (_, ours, name) => {
    needs.set(`${name} *`, new Set(['*']))
    return `const ${ours}=core[${JSON.stringify(`${name} *`)}];`
  })
  body = body.replace(/import(?:\{([^}]*)\}from)?["'`]core:([^"'`]*)["'`];?/g, (_, list, name) => {
    if (list === undefined) return ''
    const pairs = list.split(',').map((pair) => pair.split(' as '))
    const names = needs.get(name) ?? new Set()
    for (const [theirs] of pairs) names.add(theirs)
    needs.set(name, names)
    return `const{${pairs.map(([theirs, ours]) => (ours === undefined ? theirs : `${theirs}:${ours}`)).join()}}=core[${JSON.stringify(name)}];`
  })
  // Other packages: a default import of CommonJS is what `require` gives.
  body = body.replace(/import (\w+) from["'`]([^"'`:]+)["'`];?/g, 'const $1=require("$2");')
  body = body.replace(/export\{(\S+) as modules\};?$/, 'return $1')
  if (/\bimport(?:\s*[{"'`*]| \w+ from)|\bexport\s*\{/.test(body))
    throw new Error('write.cjs: an import or export is left')
  return { code: `"use strict";module.exports=(core=>{${body}});\n`, needs }
}

/** The module `lazy`: `write()` gives the modules of write.cjs. */
function lazyOf(needs, format) {
  const list = [...needs].map(([name, names], i) => [name, [...names].map((theirs, k) => [theirs, `c${i}_${k}`])])
  const imports = list.map(([name, pairs]) =>
    name.endsWith(' *')
      ? `import * as ${pairs[0][1]} from ${JSON.stringify(idOf(name.slice(0, -2)))}`
      : `import { ${pairs.map(([theirs, ours]) => `${theirs} as ${ours}`).join(', ')} } from ${JSON.stringify(idOf(name))}`,
  )
  const table = list.map(([name, pairs]) =>
    name.endsWith(' *')
      ? `${JSON.stringify(name)}: ${pairs[0][1]}`
      : `${JSON.stringify(name)}: { ${pairs.map(([theirs, ours]) => `${theirs}: ${ours}`).join(', ')} }`,
  )
  const [given, load] =
    format === 'esm'
      ? ["import { createRequire } from 'node:module'", 'createRequire(import.meta.url)']
      : ['', 'HOST_REQUIRE']
  return `${given}\n${imports.join('\n')}\nlet made\nexport function write() { return (made ??= ${load}('./write.cjs')({ ${table.join(', ')} })) }`
}

/** @param write puts the files of an output into a folder */
export async function writeForNode(entries, options, formats, write) {
  // With what their other functions need, as doors may use those.
  const reading = await modulesOf(options, [...(await modulesOf(options, entries.read))])
  const eager = new Set(EAGER.map(idOf))
  const rest = new Set(
    [...(await modulesOf(options, entries.index))].filter((id) => !reading.has(id) && !eager.has(id)),
  )
  const values = exportsOf(rest)
  const { code, needs } = await writing(options, rest, values, (id) => reading.has(id) || eager.has(id))
  write('dist/min', [{ fileName: 'write.cjs', code }])
  for (const [format, extension] of formats) {
    const apart = {
      name: 'apart',
      async resolveId(source, importer) {
        if (source === 'lazy') return source
        const found = await this.resolve(source, importer, { skipSelf: true })
        if (found === null || !rest.has(found.id)) return found
        const ready = eager.has(importer) || Object.values(values.get(found.id)).every((code) => code !== undefined)
        return `${ready ? 'stub' : 'facade'}:${found.id}`
      },
      load(id) {
        if (id === 'lazy') return lazyOf(needs, format)
        const [kind, of] = [id.slice(0, id.indexOf(':')), id.slice(id.indexOf(':') + 1)]
        if (kind === 'stub') return { code: stubOf(of, values.get(of)), moduleSideEffects: false }
        return kind === 'facade' ? { code: facadeOf(of, values.get(of)), moduleSideEffects: false } : undefined
      },
    }
    const bundle = await rolldown({ ...options, input: entries, plugins: [apart] })
    const { output } = await bundle.generate({
      format,
      minify: true,
      entryFileNames: `[name].${extension}`,
      chunkFileNames: `chunk-[name]-[hash].${extension}`,
      codeSplitting: {
        groups: [
          { name: 'read', priority: 2, test: (id) => reading.has(id) },
          { name: 'root', priority: 1, test: (id) => eager.has(id) || id === 'lazy' || id.startsWith('stub:') },
          { name: 'write', priority: 1, test: (id) => id.startsWith('facade:') },
        ],
      },
    })
    write(
      'dist/min',
      output.map((file) => ({ ...file, code: file.code.replaceAll('HOST_REQUIRE(', 'require(') })),
    )
  }
}

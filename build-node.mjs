/**
 * The build for Node, behind the condition `node`. Most of a start is V8 looking through source for functions, 40 µs a KB, so what a program may never
 * call is in files that are required when something of it is first called: more.cjs has what reads addresses, dates, charsets and contents, write.cjs
 * what the root door has beyond reading. In their place stand functions that call them; where a door needs a class of them, it loads them when it is
 * imported.
 *
 * Such a file is a function of what it needs of the modules that are already there, so that there is one of each, in ES modules and in CommonJS.
 */
import { readFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { transformSync } from 'esbuild'
import { rolldown } from 'rolldown'
import { atStart } from './build-start.mjs'

/** Of the root door, what is there from the start: classes for `instanceof`, tables, and what hands over to the rest. */
const EAGER = [
  'index',
  'charset/use-charsets',
  'compose/use-checks',
  'message/parse',
  'compose/whole',
  'compose/spec',
  'defects/locate',
  'ambiguities/profiles',
]
/** Of what reads, what only some programs or some messages need: these modules, and what they alone import. All that is used of them is functions. */
const MORE = [
  'charset/decode',
  'charset/find-codec',
  'charset/labels',
  'codec/base64',
  'codec/transfer',
  'field/address/address',
  'field/address/address-display',
  'field/address/idn',
  'field/date',
  'field/list',
  'field/message-id',
  'field/mime/boundary',
  'field/mime/content-type',
  'field/mime/disposition',
  'field/mime/filename',
  'field/mime/mime-version',
  'field/mime/parameter-octets',
  'field/mime/parameters',
  'field/plain',
  'field/trace/auth-results',
  'field/trace/received',
  'field/trace/return-path',
  'field/trace/tag-list',
  'field/words/keywords',
  'field/words/language',
  'tree/body',
  'tree/joined-texts',
  'tree/kept-shapes',
]
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
function stubOf(id, values, lazy) {
  const from = `${lazy}()[${JSON.stringify(nameOf(id))}]`
  const lines = Object.entries(values).map(([name, value]) => {
    if (RECOGNIZED.includes(name)) {
      return `export class ${name} { static [Symbol.hasInstance](value) { return value instanceof ${from}.${name} } }`
    }
    if (value === undefined) return ''
    const parameters = parametersOf(value)
    return `export function ${name}(${parameters}) { return ${from}.${name}(${parameters}) }`
  })
  return `import { ${lazy} } from 'lazy:${lazy}'\n${lines.join('\n')}`
}

/** In place of a module, what it exports, loaded at once. */
function facadeOf(id, values, lazy) {
  return `import { ${lazy} } from 'lazy:${lazy}'\nexport const { ${Object.keys(values).join(', ')} } = ${lazy}()[${JSON.stringify(nameOf(id))}]`
}

/** A file that is loaded later, and what it needs of which module: name → names. */
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
      ...options.plugins,
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
  // As in CommonJS: what asks for its place has `require`.
  body = body.replaceAll('import.meta.url', 'void 0')
  // Other packages: a default import of CommonJS is what `require` gives.
  body = body.replace(/import (\w+) from["'`]([^"'`:]+)["'`];?/g, 'const $1=require("$2");')
  body = body.replace(/export\{(\S+) as modules\};?$/, 'return $1')
  if (/\bimport(?:\s*[{"'`*]| \w+ from)|\bexport\s*\{/.test(body))
    throw new Error('a file for later: an import or export is left')
  return { code: `"use strict";module.exports=(function(core){${body}});\n`, needs }
}

/**
 * The module `lazy:write`, likewise `lazy:more`: its function loads the file once and gives its modules.
 * @param of says which file a module is in, undefined where it is there from the start
 */
function lazyOf(name, needs, of, format) {
  const imports = new Set()
  const table = [...needs].map(([key, names], i) => {
    const id = idOf(key.replace(/ \*$/, ''))
    const file = of(id)
    if (file !== undefined) {
      imports.add(`import { ${file} } from 'lazy:${file}'`)
      return `get ${JSON.stringify(key)}() { return ${file}()[${JSON.stringify(nameOf(id))}] }`
    }
    if (key.endsWith(' *')) {
      imports.add(`import * as c${i} from ${JSON.stringify(id)}`)
      return `${JSON.stringify(key)}: c${i}`
    }
    const own = [...names].map((theirs, k) => [theirs, `c${i}_${k}`])
    imports.add(`import { ${own.map((pair) => pair.join(' as ')).join(', ')} } from ${JSON.stringify(id)}`)
    return `${JSON.stringify(key)}: { ${own.map((pair) => pair.join(': ')).join(', ')} }`
  })
  let load = 'HOST_REQUIRE'
  if (format === 'esm') {
    imports.add("import { createRequire } from 'node:module'")
    // A URL, so that tools that trace files (nft of Vercel) take the file along.
    load = `createRequire(new URL('./${name}.cjs', import.meta.url))`
  }
  return `${[...imports].join('\n')}\nlet made\nexport function ${name}() { return (made ??= ${load}('./${name}.cjs')({ ${table.join(', ')} })) }`
}

/** Modules that a door loads, with what their other functions need, as doors may use those. */
async function closureOf(options, input, without) {
  const apart = {
    name: 'without',
    async resolveId(source, importer) {
      const found = await this.resolve(source, importer, { skipSelf: true })
      return found !== null && without.has(found.id) ? { id: found.id, external: true } : found
    },
  }
  const cut = { ...options, plugins: [...options.plugins, apart] }
  return modulesOf(cut, [...(await modulesOf(cut, input))])
}

/** @param write puts the files of an output into a folder */
export async function writeForNode(entries, { plugins, ...others }, formats, write) {
  const options = { ...others, plugins: [atStart(), ...plugins] }
  const reading = await closureOf(options, entries.read, new Set())
  const first = await closureOf(options, entries.read, new Set(MORE.map(idOf)))
  const eager = new Set(EAGER.map(idOf))
  const root = await modulesOf(options, entries.index)
  const sets = {
    more: new Set([...reading].filter((id) => !first.has(id))),
    write: new Set([...root].filter((id) => !reading.has(id) && !eager.has(id))),
  }
  const of = (id) => Object.keys(sets).find((name) => sets[name].has(id))
  const isApart = (id) => reading.has(id) || eager.has(id) || of(id) !== undefined
  const values = exportsOf([...sets.more, ...sets.write])
  const needs = {}
  for (const [name, set] of Object.entries(sets)) {
    const made = await writing(options, set, values, (id) => !set.has(id) && isApart(id))
    needs[name] = made.needs
    write('dist/min', [{ fileName: `${name}.cjs`, code: made.code }])
  }
  const stands = (kind, name) => (id) => id.startsWith(`${kind}:`) && of(id.slice(kind.length + 1)) === name
  for (const [format, extension] of formats) {
    const apart = {
      name: 'apart',
      async resolveId(source, importer) {
        if (source.startsWith('lazy:')) return source
        const found = await this.resolve(source, importer, { skipSelf: true })
        if (found === null || of(found.id) === undefined) return found
        const functions = Object.values(values.get(found.id)).every((code) => code !== undefined)
        return `${functions || first.has(importer) || eager.has(importer) ? 'stub' : 'facade'}:${found.id}`
      },
      load(id) {
        const [kind, rest] = [id.slice(0, id.indexOf(':')), id.slice(id.indexOf(':') + 1)]
        if (kind === 'lazy') return lazyOf(rest, needs[rest], of, format)
        if (kind !== 'stub' && kind !== 'facade') return undefined
        const code = (kind === 'stub' ? stubOf : facadeOf)(rest, values.get(rest), of(rest))
        return { code, moduleSideEffects: false }
      },
    }
    const bundle = await rolldown({ ...options, input: entries, plugins: [...options.plugins, apart] })
    const { output } = await bundle.generate({
      format,
      minify: true,
      entryFileNames: `[name].${extension}`,
      chunkFileNames: `chunk-[name]-[hash].${extension}`,
      codeSplitting: {
        groups: [
          {
            name: 'read',
            priority: 2,
            test: (id) => first.has(id) || id === 'lazy:more' || stands('stub', 'more')(id),
          },
          {
            name: 'root',
            priority: 1,
            test: (id) => eager.has(id) || id === 'lazy:write' || stands('stub', 'write')(id),
          },
          { name: 'more', priority: 1, test: stands('facade', 'more') },
          { name: 'write', priority: 1, test: stands('facade', 'write') },
        ],
      },
    })
    write(
      'dist/min',
      output.map((file) => ({ ...file, code: file.code.replaceAll('HOST_REQUIRE(', 'require(') })),
    )
  }
}

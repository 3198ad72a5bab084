/**
 * The package as others install it: packed, looked at by publint and attw, and used by a program in ESM, one in CommonJS, one in strict
 * TypeScript and a page bundled by Vite; by Node 22 and 24 too, where their binaries can be had; and held to ceilings of size and of the time
 * that its import takes. `npm run build` first, then `node test/consumers/run.mjs`. Ends with status 1 at the first fault.
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { gzipSync } from 'node:zlib'
import { rolldown } from 'rolldown'
import { build } from 'vite'

const here = dirname(fileURLToPath(import.meta.url))
const root = resolve(here, '../..')
const bin = (name) => join(root, 'node_modules/.bin', name)
const folder = mkdtempSync(join(tmpdir(), 'messagerie-consumers-'))
let failed = 0

function check(name, test) {
  try {
    test()
    console.log(`ok  ${name}`)
  } catch (error) {
    failed++
    console.log(`!!  ${name}\n${error instanceof Error ? error.message : error}`)
  }
}

/** Runs a command; what it printed is the error's text when it fails. */
function run(command, args, cwd = folder) {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: 'utf8' })
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: status ${status}\n${stdout}${stderr}`)
  return stdout.trim()
}

function same(actual, wanted) {
  if (actual !== wanted) throw new Error(`got ${JSON.stringify(actual)}, expected ${JSON.stringify(wanted)}`)
}

/** The binary of another version, from the packages that carry them; undefined where there is none. */
function otherNode(version) {
  const system = process.platform === 'win32' ? 'win' : process.platform
  const pack = spawnSync('npm', ['pack', '--silent', `node-${system}-${process.arch}@${version}`], {
    cwd: folder,
    encoding: 'utf8',
  })
  if (pack.status !== 0) return undefined
  const home = join(folder, `node-${version}`)
  mkdirSync(home)
  execFileSync('tar', ['xzf', join(folder, pack.stdout.trim()), '-C', home])
  return join(home, 'package/bin', process.platform === 'win32' ? 'node.exe' : 'node')
}

/** What docs/performance.md says of the bundle, and a little more. */
const MAX_PARSE_KB = 86
/** CPU of `import 'messagerie'` in parts of what a bare Node takes to start: machines differ, and so do their hours. */
const MAX_IMPORT = 0.6

async function parsePathSize() {
  const bundle = await rolldown({
    input: 'entry',
    cwd: folder,
    platform: 'browser',
    external: ['iconv-lite', /^zod(\/|$)/],
    plugins: [
      {
        name: 'entry',
        resolveId: (id) => (id === 'entry' ? join(folder, 'entry.js') : undefined),
        load: (id) => (id === join(folder, 'entry.js') ? "export { parse } from 'messagerie'" : undefined),
      },
    ],
  })
  const { output } = await bundle.generate({ format: 'esm', minify: true })
  return gzipSync(output[0].code, { level: 9 }).length
}

function importRatio() {
  const figures = { bare: [], full: [] }
  const print = 'const u = process.cpuUsage(); console.log(u.user + u.system)'
  for (let i = 0; i < 9; i++) {
    figures.bare.push(Number(run(process.execPath, ['--input-type=module', '-e', print])))
    figures.full.push(
      Number(run(process.execPath, ['--input-type=module', '-e', `await import('messagerie'); ${print}`])),
    )
  }
  const [bare, full] = [figures.bare, figures.full].map((all) => all.sort((a, b) => a - b)[4])
  return (full - bare) / bare
}

try {
  if (!existsSync(join(root, 'dist/index.js'))) throw new Error('dist/ is not there: run `npm run build` first')
  const name = execFileSync('npm', ['pack', '--silent', '--pack-destination', folder], { cwd: root, encoding: 'utf8' })
  const tarball = join(folder, name.trim())
  mkdirSync(join(folder, 'node_modules'))
  execFileSync('tar', ['xzf', tarball, '-C', join(folder, 'node_modules')])
  execFileSync('mv', [join(folder, 'node_modules/package'), join(folder, 'node_modules/messagerie')])
  const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  // What a package manager would add: the run-time dependencies and theirs, nothing else.
  for (const dependency of [...Object.keys(dependencies), 'safer-buffer']) {
    symlinkSync(join(root, 'node_modules', dependency), join(folder, 'node_modules', dependency))
  }
  for (const consumer of ['esm', 'cjs', 'strict', 'vite'])
    cpSync(join(here, consumer), join(folder, consumer), { recursive: true })
  writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }\n')

  check('publint', () => run(bin('publint'), ['--strict', '--pack', 'npm'], root))
  // Resolution of Node 10 knows no "exports": the sub-doors cannot be found there, and no such Node runs this package.
  check('attw', () => run(bin('attw'), [tarball, '--profile', 'node16', '--format', 'ascii']))

  const line = 'Über ada@example.org hi object'
  check('ESM program', () => same(run(process.execPath, [join(folder, 'esm/run.mjs')]), line))
  check('CommonJS program', () => same(run(process.execPath, [join(folder, 'cjs/run.cjs')]), line))
  for (const [module, resolution] of [
    ['node16', 'node16'],
    ['esnext', 'bundler'],
  ]) {
    check(`strict TypeScript, resolution ${resolution}`, () =>
      run(bin('tsc'), [
        ...['--noEmit', '--strict', '--noUncheckedIndexedAccess', '--exactOptionalPropertyTypes', '--target', 'es2022'],
        ...['--lib', 'es2022,dom,dom.iterable', '--module', module, '--moduleResolution', resolution],
        'strict/use.ts',
      ]),
    )
  }
  await build({
    root: join(folder, 'vite'),
    logLevel: 'error',
    build: { outDir: join(folder, 'page'), lib: { entry: 'main.js', formats: ['es'], fileName: 'page' } },
  })
  // What a page has: no Buffer, no process, no require.
  const page = join(folder, 'page/page.js')
  const script = `
    delete globalThis.Buffer
    delete globalThis.process
    const { read } = await import(${JSON.stringify(pathToFileURL(page).href)})
    console.log(JSON.stringify(read(new TextEncoder().encode('From: ada@example.org\\r\\nSubject: =?utf-8?Q?=C3=9C?=\\r\\n\\r\\nhi'))))`
  check('Vite bundle, without Buffer', () =>
    same(
      run(process.execPath, ['--input-type=module', '-e', script]),
      '{"subject":"Ü","text":"hi","from":["ada@example.org"]}',
    ),
  )

  for (const version of [22, 24]) {
    const node = otherNode(version)
    if (node === undefined) {
      console.log(`--  Node ${version}: skipped, the registry has no binary of it for this machine`)
      continue
    }
    const cli = join(folder, 'node_modules/messagerie/dist/cli.js')
    check(`ESM program, Node ${version}`, () => same(run(node, [join(folder, 'esm/run.mjs')]), line))
    check(`CommonJS program, Node ${version}`, () => same(run(node, [join(folder, 'cjs/run.cjs')]), line))
    check(`all fixtures byte for byte, Node ${version}`, () => run(node, [cli, 'roundtrip', join(root, 'fixtures')]))
  }

  const size = await parsePathSize()
  check(`parse(), minified and gzipped: ${(size / 1000).toFixed(1)} KB, at most ${MAX_PARSE_KB}`, () => {
    if (size > MAX_PARSE_KB * 1000) throw new Error('something heavy has become part of parse(): see what it imports')
  })
  let ratio = importRatio()
  for (let again = 0; again < 2 && ratio > MAX_IMPORT; again++) ratio = Math.min(ratio, importRatio())
  check(`CPU of the import: ${ratio.toFixed(2)} of a bare Node, at most ${MAX_IMPORT}`, () => {
    if (ratio > MAX_IMPORT)
      throw new Error('the import has become slower: what does it load or compute before it is used?')
  })
} finally {
  rmSync(folder, { recursive: true })
}
process.exitCode = failed === 0 ? 0 : 1
console.log(failed === 0 ? 'the package is fit for use' : `${failed} checks failed`)

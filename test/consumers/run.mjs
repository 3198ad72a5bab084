/**
 * The package as others install it: packed, looked at by publint and attw, and used by a program in ESM, one in CommonJS, one in strict
 * TypeScript, a page bundled by Vite, and `messagerie/read` in a browser and in a worker runtime (reading.mjs); by Node 20.0, 22 and 24 too, where their
 * binaries can be had; charsets in every runtime and through every bundler (runtimes.mjs). Weights are held by `npm run size -- --check`. `npm run build` first, then `node test/consumers/run.mjs`. Ends with
 * status 1 if a check failed.
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build as esbuild } from 'esbuild'
import { build } from 'vite'
import { reading } from './reading.mjs'
import { runtimes } from './runtimes.mjs'

const here = dirname(fileURLToPath(import.meta.url))
const root = resolve(here, '../..')
const bin = (name) => join(root, 'node_modules/.bin', name)
const folder = mkdtempSync(join(tmpdir(), 'messagerie-consumers-'))
let failed = 0

async function check(name, test) {
  try {
    await test()
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
    const link = join(folder, 'node_modules', dependency)
    mkdirSync(dirname(link), { recursive: true })
    symlinkSync(join(root, 'node_modules', dependency), link)
  }
  for (const consumer of ['esm', 'cjs', 'strict', 'vite', 'read', 'charsets'])
    cpSync(join(here, consumer), join(folder, consumer), { recursive: true })
  const doors = Object.keys(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).exports)
    .filter((door) => !door.endsWith('.json'))
    .map((door) => door.replace('.', 'messagerie'))
  writeFileSync(
    join(folder, 'node10.ts'),
    `${doors.map((door, i) => `import * as door${i} from '${door}'`).join('\n')}\nexport const doors = [${doors.map((_, i) => `door${i}`)}]\n`,
  )
  writeFileSync(
    join(folder, 'both.mjs'),
    `import { createRequire } from 'node:module'
import { compose, parse } from 'messagerie'
import { forward, reply } from 'messagerie/compose'
import { envelope } from 'messagerie/transport'
const other = createRequire(import.meta.url)('messagerie')
const source = 'From: ada@example.org\\r\\nTo: bo@example.org\\r\\nSubject: x\\r\\n\\r\\nhi\\r\\n'
const theirs = other.parse(source)
const answer = compose(reply(theirs, { from: 'bo@example.org' }))
const passed = compose(forward(theirs, { from: 'bo@example.org', to: 'cy@example.org', text: 'See.' }))
const whole = parse(source).attach(theirs)
console.log(
  answer.subject === 'Re: x' ? 're' : answer.subject,
  passed.parts.at(-1)?.message?.subject === 'x' ? 'forward' : '',
  whole.message?.subject === 'x' ? 'attached' : '',
  envelope(theirs).from === 'ada@example.org',
)`,
  )
  writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }\n')

  await check('publint', () => run(bin('publint'), ['--strict', '--pack', 'npm'], root))
  // Resolution of Node 10 knows no "exports": the sub-doors cannot be found there, and no such Node runs this package.
  await check('attw', () => run(bin('attw'), [tarball, '--profile', 'node16', '--format', 'ascii']))

  const line = 'Über ada@example.org hi object'
  await check('ESM program', () => same(run(process.execPath, [join(folder, 'esm/run.mjs')]), line))
  await check('CommonJS program', () => same(run(process.execPath, [join(folder, 'cjs/run.cjs')]), line))
  for (const [module, resolution] of [
    ['node16', 'node16'],
    ['esnext', 'bundler'],
  ]) {
    await check(`strict TypeScript, resolution ${resolution}`, () =>
      run(bin('tsc'), [
        ...['--noEmit', '--strict', '--noUncheckedIndexedAccess', '--exactOptionalPropertyTypes', '--target', 'es2022'],
        ...['--lib', 'es2022,dom,dom.iterable', '--module', module, '--moduleResolution', resolution],
        'strict/use.ts',
      ]),
    )
  }
  await check('TypeScript, resolution node10: the types of every door', () =>
    run(bin('tsc'), [
      ...['--noEmit', '--strict', '--skipLibCheck', '--target', 'es2022', '--lib', 'es2022,dom,dom.iterable'],
      ...['--module', 'commonjs', '--moduleResolution', 'node10', '--ignoreDeprecations', '5.0', 'node10.ts'],
    ]),
  )
  // A Message of one build is a Message for the other: each copy knows it by what it says, not by its class.
  await check('ESM and CommonJS in one program', () =>
    same(run(process.execPath, [join(folder, 'both.mjs')]), 're forward attached true'),
  )
  // Node prints the line of an error that nobody caught: in a minified file that is one line of thousands of characters, unless lines are short.
  await check('an error that nobody caught is printed in short lines', () => {
    const program = "import { parse } from 'messagerie'; parse('').headers.set('Date', 5)"
    const { stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
      cwd: folder,
      encoding: 'utf8',
    })
    if (!stderr.includes('Date: expected a Date')) throw new Error(stderr)
    same(Math.max(...stderr.split('\n').map(({ length }) => length)) < 1000, true)
  })
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
  await check('Vite bundle, without Buffer', () =>
    same(
      run(process.execPath, ['--input-type=module', '-e', script]),
      '{"subject":"Ü","text":"hi","from":["ada@example.org"]}',
    ),
  )

  // Bundlers take the condition `module`: what is bundled for Node needs no file beside it.
  const lambda = join(folder, 'lambda.mjs')
  await check('ESM program, bundled by esbuild for Node', async () => {
    const entryPoints = [join(folder, 'esm/run.mjs')]
    await esbuild({ entryPoints, bundle: true, platform: 'node', format: 'esm', outfile: lambda, logLevel: 'error' })
    same(run(process.execPath, [lambda]), line)
  })
  await check('CommonJS program, bundled by esbuild for Node', async () => {
    const entryPoints = [join(folder, 'cjs/run.cjs')]
    await esbuild({
      entryPoints,
      bundle: true,
      platform: 'node',
      outfile: join(folder, 'lambda.cjs'),
      logLevel: 'error',
    })
    same(run(process.execPath, [join(folder, 'lambda.cjs')]), line)
  })

  for (const version of ['20.0.0', '22', '24']) {
    const node = otherNode(version)
    if (node === undefined) {
      console.log(`--  Node ${version}: skipped, the registry has no binary of it for this machine`)
      continue
    }
    const cli = join(folder, 'node_modules/messagerie/dist/cli.js')
    await check(`ESM program, Node ${version}`, () => same(run(node, [join(folder, 'esm/run.mjs')]), line))
    await check(`CommonJS program, Node ${version}`, () => same(run(node, [join(folder, 'cjs/run.cjs')]), line))
    await check(`charsets, Node ${version}`, () => same(run(node, [join(folder, 'charsets/found.mjs')]), 'ü Ä'))
    await check(`all fixtures byte for byte, Node ${version}`, () =>
      run(node, [cli, 'roundtrip', join(root, 'fixtures')]),
    )
  }

  await reading(folder, check)
  await runtimes(folder, check)
} finally {
  rmSync(folder, { recursive: true })
}
process.exitCode = failed === 0 ? 0 : 1
console.log(failed === 0 ? 'the package is fit for use' : `${failed} checks failed`)

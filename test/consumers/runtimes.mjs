/**
 * The table of docs/serverless.md: a program that reads a charset of iconv-lite, in each runtime and through each bundler. A bundle is moved into an
 * empty folder and run there. Tools that are no development dependencies (webpack, workerd, Bun, Deno, nft) are installed beside the package for the
 * time of the test; where the registry does not give one, its rows are skipped, and say so.
 */
import { spawnSync } from 'node:child_process'
import { copyFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build as esbuild } from 'esbuild'
import { rolldown } from 'rolldown'
import { build as vite } from 'vite'

const READ = 'ü Ä'
const TOOLS = [
  'webpack',
  'workerd',
  'bun',
  'deno',
  '@vercel/nft',
  'rollup',
  '@rollup/plugin-commonjs',
  '@rollup/plugin-json',
]
const MODULES = ['@rollup/plugin-node-resolve', 'buffer', 'string_decoder']
/** Where esbuild writes an ES module for a runtime that has Node's modules, what CommonJS in it requires comes from here. */
const REQUIRE = "import { createRequire } from 'node:module'; const require = createRequire('file:///');"

const same = (actual, wanted) => {
  if (actual !== wanted) throw new Error(`got ${JSON.stringify(actual)}, expected ${JSON.stringify(wanted)}`)
}

function run(command, args, cwd) {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: 'utf8' })
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: status ${status}\n${stdout}${stderr}`)
  return stdout.trim()
}

/** The first file of a scope's package for this machine: the tools keep their binaries there. */
function binary(tools, scope, path) {
  const home = join(tools, 'node_modules', scope)
  if (!existsSync(home)) return undefined
  const found = readdirSync(home).map((name) => join(home, name, path))
  return [...found, ...found.map((file) => `${file}.exe`)].find((file) => existsSync(file))
}

/** Installs without scripts: nothing of another package runs before its own test. */
function install(tools) {
  mkdirSync(tools)
  writeFileSync(join(tools, 'package.json'), '{ "private": true }\n')
  const options = ['--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline', '--fetch-retries=0']
  const { status, stderr } = spawnSync('npm', ['install', ...options, ...TOOLS, ...MODULES], {
    cwd: tools,
    encoding: 'utf8',
  })
  return status === 0 ? undefined : (stderr.trim().split('\n')[0] ?? 'npm install failed')
}

/** A page has no Buffer and no process. */
const AS_PAGE = (file) =>
  `delete globalThis.Buffer; delete globalThis.process; await import(${JSON.stringify(pathToFileURL(file).href)})`

/** @param check takes a name and a test, which may be asynchronous, and says what came of it */
export async function runtimes(folder, check) {
  const app = (name) => join(folder, 'charsets', name)
  const out = (name) => join(folder, 'bundles', name)
  mkdirSync(join(folder, 'bundles'))
  /** Runs a bundle where nothing is beside or above it. */
  const moved = (file, command = process.execPath, args = []) => {
    const elsewhere = mkdtempSync(join(tmpdir(), 'messagerie-moved-'))
    try {
      const copy = join(elsewhere, file.split(/[\\/]/).pop())
      copyFileSync(file, copy)
      return run(command, [...args, copy], elsewhere)
    } finally {
      rmSync(elsewhere, { recursive: true })
    }
  }
  const asPage = (file) => run(process.execPath, ['--input-type=module', '-e', AS_PAGE(file)], dirname(file))

  await check('charsets: Node', () => same(run(process.execPath, [app('found.mjs')], folder), READ))
  await check('charsets: esbuild, CommonJS for Node, moved', async () => {
    const outfile = out('esbuild.cjs')
    await esbuild({ entryPoints: [app('given.mjs')], bundle: true, platform: 'node', outfile, logLevel: 'error' })
    same(moved(outfile), READ)
  })
  await check('charsets: esbuild, ES module for Node, moved', async () => {
    const outfile = out('esbuild.mjs')
    await esbuild({
      ...{ entryPoints: [app('given.mjs')], bundle: true, platform: 'node', format: 'esm', outfile, logLevel: 'error' },
      banner: { js: REQUIRE },
    })
    same(moved(outfile), READ)
  })
  await check('charsets: rolldown for Node, moved', async () => {
    const bundle = await rolldown({ input: app('given.mjs'), platform: 'node' })
    await bundle.write({ file: out('rolldown.mjs'), format: 'esm' })
    same(moved(out('rolldown.mjs')), READ)
  })
  await check('charsets: Vite for Node (ssr), moved', async () => {
    await vite({
      ...{ root: join(folder, 'charsets'), logLevel: 'error', ssr: { noExternal: true } },
      build: {
        ssr: app('given.mjs'),
        outDir: out('vite-ssr'),
        rollupOptions: { output: { entryFileNames: 'ssr.mjs' } },
      },
    })
    same(moved(out('vite-ssr/ssr.mjs')), READ)
  })

  const tools = join(folder, 'tools')
  const why = install(tools)
  if (why !== undefined) {
    console.log(`--  charsets: 10 rows skipped (rollup, Vite and webpack for a page, workerd, Bun, Deno, nft): ${why}`)
    return
  }
  const tool = createRequire(join(tools, 'package.json'))
  const polyfills = { buffer: tool.resolve('buffer/'), string_decoder: tool.resolve('string_decoder/') }

  await check('charsets: rollup for Node, moved', async () => {
    const { rollup } = tool('rollup')
    const plugins = [
      tool('@rollup/plugin-node-resolve').default({ preferBuiltins: true, exportConditions: ['node'] }),
      tool('@rollup/plugin-commonjs').default(),
      tool('@rollup/plugin-json').default(),
    ]
    const bundle = await rollup({ input: app('given.mjs'), plugins, onwarn: () => {} })
    await bundle.write({ file: out('rollup.mjs'), format: 'es', inlineDynamicImports: true })
    same(moved(out('rollup.mjs')), READ)
  })
  await check('charsets: Vite for a page, without Buffer', async () => {
    await vite({
      ...{ root: join(folder, 'charsets'), logLevel: 'error', resolve: { alias: polyfills } },
      build: { outDir: out('vite'), lib: { entry: 'given.mjs', formats: ['es'], fileName: 'page' } },
    })
    same(asPage(out('vite/page.js')), READ)
  })
  const webpack = (target, filename, fallback) =>
    new Promise((done, fail) => {
      const config = {
        ...{ target, mode: 'production', entry: app('given.mjs'), performance: { hints: false } },
        ...{ output: { path: join(folder, 'bundles'), filename }, resolve: { fallback } },
      }
      tool('webpack')(config, (error, stats) => {
        if (error) fail(error)
        else if (stats.hasErrors()) fail(new Error(stats.toString({ all: false, errors: true })))
        else done()
      })
    })
  await check('charsets: webpack for Node, moved', async () => {
    await webpack('node', 'webpack.cjs', {})
    same(moved(out('webpack.cjs')), READ)
  })
  await check('charsets: webpack for a page, without Buffer', async () => {
    await webpack('web', 'webpack-page.js', polyfills)
    same(asPage(out('webpack-page.js')), READ)
  })

  const workerd = binary(tools, '@cloudflare', 'bin/workerd')
  await row(workerd, 'workerd', 'charsets: workerd with nodejs_compat', check, async () => {
    await esbuild({
      ...{ entryPoints: [app('worker.mjs')], bundle: true, format: 'esm', outfile: app('worker-bundle.mjs') },
      ...{ conditions: ['worker', 'browser'], external: ['node:*'], banner: { js: REQUIRE }, logLevel: 'error' },
      alias: { 'safer-buffer': 'node:buffer', string_decoder: 'node:string_decoder' },
    })
    run(workerd, ['test', app('worker.capnp')], folder)
  })
  const bun = binary(tools, '@oven', 'bin/bun')
  await row(bun, 'bun', 'charsets: Bun', check, () => same(run(bun, [app('found.mjs')], folder), READ))
  await row(bun, 'bun', 'charsets: bun build, moved', check, () => {
    run(bun, ['build', app('given.mjs'), '--target=bun', `--outfile=${out('bun.js')}`], folder)
    same(moved(out('bun.js'), bun), READ)
  })
  const deno = binary(tools, '@deno', 'deno')
  await row(deno, 'deno', 'charsets: Deno', check, () => same(run(deno, ['run', '-A', app('found.mjs')], folder), READ))
  await row(deno, 'deno', 'charsets: deno bundle, moved', check, () => {
    run(deno, ['bundle', app('given.mjs'), '-o', out('deno.mjs')], folder)
    same(moved(out('deno.mjs'), deno, ['run', '-A']), READ)
  })

  await check('nft (Vercel) takes along every file that is needed', async () => {
    const { nodeFileTrace } = tool('@vercel/nft')
    const { fileList } = await nodeFileTrace([app('found.mjs')], { base: dirname(folder), processCwd: folder })
    const traced = join(folder, 'traced')
    for (const file of fileList) cpSync(join(dirname(folder), file), join(traced, file), { verbatimSymlinks: true })
    same(
      run(process.execPath, [join(traced, folder.slice(dirname(folder).length), 'charsets/found.mjs')], traced),
      READ,
    )
  })
}

/** A row whose tool has a binary for this machine, or that says that there is none. */
async function row(found, tool, name, check, test) {
  if (found === undefined) console.log(`--  ${name}: skipped, the registry has no ${tool} for this machine`)
  else await check(name, test)
}

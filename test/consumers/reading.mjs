/**
 * `messagerie/read` of the packed package where there is no Node: bundled by Vite for a page in Chromium, and by esbuild for a worker runtime,
 * which is stood for by a context of node:vm that has the globals of the web and no Buffer, process or require. Neither bundle holds a text of
 * the rooms that write.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { createContext, Script } from 'node:vm'
import { build as esbuild } from 'esbuild'
import { chromium } from 'playwright-core'
import { build as vite } from 'vite'

const LETTER = [
  'From: =?utf-8?Q?=C3=84da?= <ada@example.org>',
  'Subject: =?iso-8859-1?Q?=DCber?=',
  'MIME-Version: 1.0',
  'Content-Type: multipart/mixed; boundary=b',
  '',
  '--b',
  'Content-Type: text/plain; charset=koi8-r',
  'Content-Transfer-Encoding: quoted-printable',
  '',
  '=C4=C1',
  '--b',
  "Content-Disposition: attachment; filename*=utf-8''%E2%82%AC.bin",
  'Content-Transfer-Encoding: base64',
  '',
  'AQID',
  '--b--',
  '',
].join('\r\n')
const READ = '{"subject":"Über","text":"да","from":["ada@example.org"],"attachment":["€.bin",1,2,3]}'

/** The code of the modules of some rooms, without its comments. */
function codeOf(folder, rooms) {
  const files = rooms.flatMap((room) =>
    readdirSync(join(folder, room), { recursive: true }).map((name) => join(folder, room, name)),
  )
  const code = files.filter((file) => file.endsWith('.js')).map((file) => readFileSync(file, 'utf8'))
  return code.join('\n').replace(/\/\*[\s\S]*?\*\/|^import .*$/gm, '')
}

/** The sentences in quotation marks of the rooms that write, without those that reading has too. */
function textsOfWriting(folder) {
  const reading = codeOf(folder, ['bytes', 'charset', 'codec', 'defects', 'field', 'scan', 'tree'])
  const writing = codeOf(folder, ['check', 'compose', 'edit', 'render', 'write'])
  const quoted = writing.matchAll(/["']([^"'\\\n]{14,})["']|[`}]([^`$\\\n{}]{14,})[`$]/g)
  const texts = new Set([...quoted].map(([, plain, template]) => plain ?? template))
  return [...texts].filter((text) => /\S \S/.test(text) && !reading.includes(text))
}

/** Names a text of writing that stands in the bundle. The search is sound only where a bundle that writes has such texts. */
function refuseWriting(texts, bundle, writing) {
  const known = texts.filter((text) => writing.includes(text))
  if (known.length < 20) throw new Error(`only ${known.length} texts of writing are found in the root door`)
  const found = known.filter((text) => bundle.includes(text))
  if (found.length > 0) throw new Error(`writing is in the bundle: ${found.slice(0, 5).join(' | ')}`)
}

const same = (actual, wanted) => {
  if (actual !== wanted) throw new Error(`got ${actual}, expected ${wanted}`)
}

async function bundleOf(folder, code, format, platform = 'browser') {
  const { outputFiles } = await esbuild({
    stdin: { contents: code, resolveDir: folder },
    platform,
    ...{ bundle: true, minify: true, charset: 'utf8', format, write: false, logLevel: 'error' },
    // With conditions of its own esbuild no longer takes `module`.
    ...(platform === 'browser' ? { conditions: ['worker', 'browser'] } : {}),
    external: ['iconv-lite', 'zod'],
  })
  return outputFiles[0].text
}

/** What a worker runtime has: the language, and the web's globals that parse may use. */
async function inWorker(folder, texts, writing) {
  const bundle = await bundleOf(folder, readFileSync(join(folder, 'read/main.js'), 'utf8'), 'iife')
  refuseWriting(texts, bundle, writing)
  const context = createContext({ TextDecoder, TextEncoder, atob, btoa, URL, crypto, performance, structuredClone })
  new Script(bundle).runInContext(context)
  const missing = new Script('typeof Buffer + typeof process + typeof require').runInContext(context)
  same(missing, 'undefined'.repeat(3))
  context.letter = LETTER
  same(new Script('JSON.stringify(read(new TextEncoder().encode(letter)))').runInContext(context), READ)
}

/** Charsets of several octets: by the runtime's decoders, and all of the library's where the program asks for them. */
async function charsetsInWorker(folder) {
  const code = `import { useCharsets } from 'messagerie/codec'
    import { parse } from 'messagerie/read'
    globalThis.text = (source) => parse(source).text
    globalThis.useCharsets = useCharsets`
  const context = createContext({ TextDecoder, TextEncoder, atob, URL, crypto })
  new Script(await bundleOf(folder, code, 'iife')).runInContext(context)
  const text = (charset, body, rest = '') => {
    context.source = `Content-Type: text/plain; charset=${charset}\r\n${rest}\r\n${body}`
    return new Script('text(source)').runInContext(context)
  }
  const base64 = 'Content-Transfer-Encoding: base64\r\n'
  same(text('big5', 'p0Gmbg==', base64), '你好')
  same(text('hz-gb-2312', '~{VPND~}'), '~{VPND~}')
  new Script('useCharsets()').runInContext(context)
  same(text('hz-gb-2312', '~{VPND~}'), '中文')
  same(text('big5', 'p0Gmbg==', base64), '你好')
}

/** What judges a message, in a bundle of the root door: for a worker runtime where the program asks for it, for Node from the start. */
async function checks(folder) {
  const code = `import { parse, useChecks } from 'messagerie'
    globalThis.check = (source) => parse(source).check()[0].message
    globalThis.useChecks = useChecks`
  const run = async (platform, script) => {
    const context = createContext({ TextDecoder, TextEncoder, atob, btoa, URL, crypto })
    new Script(await bundleOf(folder, code, 'iife', platform)).runInContext(context)
    return new Script(script).runInContext(context)
  }
  const asked = "check('a')"
  same(await run('browser', `try { ${asked} } catch ({ message }) { message.includes('useChecks()') }`), true)
  const sentence = await run('browser', `useChecks(); ${asked}`)
  if (!/ .* /.test(sentence)) throw new Error(`expected a sentence, got ${sentence}`)
  same(await run('node', asked), sentence)
}

async function inBrowser(folder, texts, writing, executablePath) {
  const outDir = join(folder, 'read-page')
  await vite({
    root: join(folder, 'read'),
    logLevel: 'error',
    build: { outDir, lib: { entry: 'main.js', formats: ['es'], fileName: 'page' } },
  })
  const bundle = readFileSync(join(outDir, 'page.js'), 'utf8')
  refuseWriting(texts, bundle, writing)
  const html = '<!doctype html><meta charset="utf-8"><title>read</title><script type="module" src="/page.js"></script>'
  const server = createServer(({ url }, response) => {
    const script = url === '/page.js'
    response.writeHead(200, { 'content-type': script ? 'text/javascript' : 'text/html' }).end(script ? bundle : html)
  })
  await new Promise((done) => server.listen(0, '127.0.0.1', done))
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] })
  try {
    const page = await browser.newPage()
    const errors = []
    page.on('pageerror', (error) => errors.push(error.message))
    await page.goto(`http://127.0.0.1:${server.address().port}/`)
    await page.waitForFunction(() => typeof globalThis.read === 'function')
    same(
      await page.evaluate((letter) => JSON.stringify(globalThis.read(new TextEncoder().encode(letter))), LETTER),
      READ,
    )
    same(errors.join(), '')
  } finally {
    await browser.close()
    server.close()
  }
}

/** @param check takes a name and a test, which may be asynchronous, and says what came of it */
export async function reading(folder, check) {
  const texts = textsOfWriting(join(folder, 'node_modules/messagerie/dist/modules'))
  const writing = await bundleOf(folder, "export * from 'messagerie'", 'esm')
  await check('messagerie/read through esbuild for a worker runtime', () => inWorker(folder, texts, writing))
  await check('messagerie/read and the charsets of a worker runtime', () => charsetsInWorker(folder))
  await check('messagerie and its checks through esbuild, for a worker runtime and for Node', () => checks(folder))
  const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium'
  if (!existsSync(executablePath)) {
    console.log(
      `--  1 skipped: messagerie/read through Vite in a browser, no Chromium at ${executablePath} (CHROMIUM names one)`,
    )
    return
  }
  await check('messagerie/read through Vite in Chromium', () => inBrowser(folder, texts, writing, executablePath))
}

/**
 * Serves this folder, and nothing else, on the loopback interface: module workers do not load from file: URLs.
 * `node docs/playground/serve.mjs [PORT]` prints the address; port 0 takes any that is free.
 */
import { createReadStream, existsSync } from 'node:fs'
import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import { dirname, extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const folder = dirname(fileURLToPath(import.meta.url))
const TYPES = new Map([
  ['.html', 'text/html; charset=utf-8'],
  ['.css', 'text/css; charset=utf-8'],
  ['.js', 'text/javascript; charset=utf-8'],
])

/** The sanitizer as the package has it, where build.mjs has not put it here yet. */
function fileOf(name) {
  const path = join(folder, name)
  if (name !== 'purify.js' || existsSync(path)) return path
  return join(dirname(createRequire(import.meta.url).resolve('dompurify')), 'purify.es.mjs')
}

const server = createServer((request, response) => {
  const { pathname } = new URL(request.url ?? '/', 'http://localhost')
  const name = pathname === '/' ? 'index.html' : pathname.slice(1)
  const type = TYPES.get(extname(name))
  // One folder, no sub-folders: a name is a word and an extension, so no path leads out.
  if (type === undefined || !/^[a-z-]+\.[a-z]+$/.test(name)) {
    response.writeHead(404).end()
    return
  }
  const file = createReadStream(fileOf(name))
  file.on('open', () => {
    response.writeHead(200, {
      'content-type': type,
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'x-dns-prefetch-control': 'off',
    })
    file.pipe(response)
  })
  file.on('error', () => response.writeHead(404).end())
})

server.listen(Number(process.argv[2] ?? 4173), '127.0.0.1', () => {
  const { port } = server.address()
  console.log(`http://127.0.0.1:${port}/`)
})

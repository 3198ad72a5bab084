/**
 * Bundles the library into docs/playground/messagerie.js, one file without imports, and puts the sanitizer beside it, as purify.js.
 * `node docs/playground/build.mjs`
 */
import { copyFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'

const folder = dirname(fileURLToPath(import.meta.url))

await build({
  configFile: false,
  root: dirname(dirname(folder)),
  logLevel: 'warn',
  publicDir: false,
  build: {
    outDir: folder,
    emptyOutDir: false,
    target: 'es2022',
    lib: { entry: join(folder, 'library.js'), formats: ['es'], fileName: () => 'messagerie.js' },
    // Charsets that only it has count as unknown on the page: it wants Buffer.
    rolldownOptions: { external: ['iconv-lite'] },
  },
})

copyFileSync(
  join(dirname(createRequire(import.meta.url).resolve('dompurify')), 'purify.es.mjs'),
  join(folder, 'purify.js'),
)

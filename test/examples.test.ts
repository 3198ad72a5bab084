/** Every example runs as written, with the package as it was built (`npm test` builds it first). */
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

/** For those that read standard input. */
const MESSAGE = readFileSync('fixtures/structure/01-lecture-notes.eml')

describe.skipIf(!existsSync('dist/index.js'))('examples', () => {
  it.each(readdirSync('examples').filter((name) => name.endsWith('.mjs')))('%s', (name) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [join('examples', name)], {
      encoding: 'utf8',
      input: MESSAGE,
    })
    expect(stderr).toBe('')
    expect(status).toBe(0)
    expect(stdout).not.toBe('')
  })
})

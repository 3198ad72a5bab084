/** @protontech/jsmimeparser (Thunderbird's jsmime); published for bundlers only, so esbuild bundles it first. */

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'esbuild'

const folder = await mkdtemp(path.join(tmpdir(), 'bench-jsmime-'))
const outfile = path.join(folder, 'jsmime.mjs')
await build({
  stdin: {
    contents: `export { parseMail } from '@protontech/jsmimeparser'
      export { default as headerParser } from '@protontech/jsmimeparser/lib/headerParser.js'`,
    resolveDir: path.dirname(fileURLToPath(import.meta.url)),
  },
  bundle: true,
  format: 'esm',
  platform: 'node',
  outfile,
  logLevel: 'error',
})
const { parseMail, headerParser } = await import(pathToFileURL(outfile).href)
await rm(folder, { recursive: true })

export default {
  name: 'jsmimeparser',
  package: '@protontech/jsmimeparser',
  kind: 'js',
  parse(bytes) {
    const mail = parseMail(bytes)
    const fields = []
    for (const [name, values] of Object.entries(mail.headers)) {
      for (const value of values) fields.push([name, headerParser.decodeRFC2047Words(value)])
    }
    return { mail, fields }
  },
  view: ({ mail, fields }) => ({
    subject: mail.subject,
    from: mail.from?.email,
    to: (mail.to ?? []).flatMap((entry) => entry.group ?? [entry]).map(({ name, email }) => ({ name, address: email })),
    text: mail.body.text ?? undefined,
    html: mail.body.html ?? undefined,
    attachments: mail.attachments.map((attachment) => attachment.content),
    words: fields.filter(([name]) => name.startsWith('x-word-')).map(([, value]) => value),
  }),
}

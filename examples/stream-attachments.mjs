// Saves the attachments of a message to a folder while it arrives, without ever holding it:
//   node examples/stream-attachments.mjs FOLDER < message.eml
//   node examples/stream-attachments.mjs FOLDER message.eml
// On a terminal a bar on standard error shows how far it is.
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, mkdtemp, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { parts } from 'messagerie'

const [given, named] = process.argv.slice(2)
const folder = given ?? (await mkdtemp(join(tmpdir(), 'attachments-')))
await mkdir(folder, { recursive: true })

// Nothing to read on standard input: a fixture, so that there is something to see.
const piped = named === undefined && given !== undefined && !process.stdin.isTTY
const file = piped ? undefined : (named ?? 'fixtures/structure/01-lecture-notes.eml')
const source = file === undefined ? process.stdin : createReadStream(file)
const size = file === undefined ? undefined : (await stat(file)).size

const { stderr } = process
let passed = 0
let drawn = 0
function draw(last) {
  if (!stderr.isTTY || (!last && Date.now() - drawn < 100)) return
  drawn = Date.now()
  const mb = `${(passed / 1e6).toFixed(1)} MB`
  const done = size === undefined || size === 0 ? 0 : Math.min(30, Math.round((30 * passed) / size))
  const bar = size === undefined ? mb : `[${'#'.repeat(done)}${'.'.repeat(30 - done)}] ${mb}`
  stderr.write(`\r\x1b[K${last ? '' : bar}`)
}

async function* counted(chunks) {
  for await (const chunk of chunks) {
    passed += chunk.length
    draw(false)
    yield chunk
  }
}

const lines = []
const message = parts(counted(source))
for await (const part of message) {
  const where = `[${part.path.join('.')}]`
  if (part.isMessage) lines.push(`${where} message: ${part.headers.get('subject') ?? '(no subject)'}`)
  if (part.isContainer || part.filename === undefined) continue
  // safeFilename never leaves the folder; 'wx' never overwrites. The part's own number keeps equal names apart.
  const name = `${part.path.join('.') || '0'}-${part.safeFilename}`
  await pipeline(part.body, createWriteStream(join(folder, name), { flags: 'wx' }))
  lines.push(`${where} ${part.contentType.mediaType} saved as ${name}`)
}
draw(true)
for (const line of lines) console.log(line)
for (const defect of message.defects) console.log(`${defect.severity} ${defect.code} at octet ${defect.start}`)

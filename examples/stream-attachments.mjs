// Lists and saves what a message holds while it arrives, without ever holding it: node examples/stream-attachments.mjs FILE FOLDER
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { parts } from 'messagerie'

const [file = 'fixtures/structure/01-lecture-notes.eml', given] = process.argv.slice(2)
const folder = given ?? (await mkdtemp(join(tmpdir(), 'attachments-')))
await mkdir(folder, { recursive: true })

const message = parts(createReadStream(file))
for await (const part of message) {
  const where = `[${part.path.join('.')}]`
  if (part.isMessage) console.log(where, 'message:', part.headers.get('subject') ?? '(no subject)')
  if (part.isContainer) continue
  if (part.filename !== undefined) {
    // safeFilename never leaves the folder; 'wx' never overwrites. The part's own number keeps equal names apart.
    const name = `${part.path.join('.') || '0'}-${part.safeFilename}`
    await pipeline(part.body, createWriteStream(join(folder, name), { flags: 'wx' }))
    console.log(where, part.contentType.mediaType, 'saved as', name)
  } else if (part.contentType.type === 'text') {
    const text = await part.text(1_000_000)
    console.log(where, part.contentType.mediaType, JSON.stringify(text.slice(0, 60)))
  }
}
for (const defect of message.defects) console.log(`${defect.severity} ${defect.code} at octet ${defect.start}`)

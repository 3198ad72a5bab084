/** A gateway that takes programs out of mail as it passes. `stripping-gateway < in.eml > out.eml`; what it did goes to stderr. */
import { ambiguities, type Entity, parseStream } from 'messagerie'

const PROGRAM = /\.(?:exe|com|scr|bat|cmd|msi|js|vbs|jar|lnk|iso)$/i
const MZ = [0x4d, 0x5a] // The first octets of a program of Windows, whatever it is called.

function why(part: Entity): string | undefined {
  if (PROGRAM.test(part.safeFilename)) return 'the name of a program'
  const bytes = part.bytes()
  return MZ.every((octet, i) => bytes[i] === octet) ? 'a program' : undefined
}

const message = await parseStream(process.stdin, { limits: { maxBytes: 50_000_000 } })
// What another reader may see otherwise is worth a look before it is delivered.
for (const { fact } of ambiguities(message)) console.error(`readers differ: ${fact}`)

let removed = 0
// The list is made first: parts are taken out on the way. What a message holds that is under an encoding is looked at, too.
for (const part of [...message.walk()]) {
  if (part.parts.length > 0 || part.message !== undefined) continue
  const because = why(part)
  if (because === undefined) continue
  const note = `A file was removed here: ${part.safeFilename} (${because}).\r\n`
  console.error(`${part.path.join('.')} ${part.safeFilename}: ${because}`)
  part.setContent(note, { contentType: 'text/plain; charset=utf-8' })
  part.headers.delete('Content-Disposition')
  removed++
}
message.headers.prepend('X-Stripped-By', 'gateway.example')
for (const name of message.brokenSignatures) console.error(`no longer holds: ${name}`)
process.stdout.write(message.toBytes())
console.error(`${removed} removed`)

// Reads a message: who, what, when, the text, the parts, what is wrong with it. node examples/read-message.mjs [FILE]
import { readFileSync } from 'node:fs'
import { parse } from 'messagerie'

const message = parse(readFileSync(process.argv[2] ?? 'fixtures/structure/01-lecture-notes.eml'))

console.log('subject:', message.subject ?? '(none)')
for (const { name, address } of message.from) console.log('from:', name === undefined ? address : `${name}, ${address}`)
for (const { name, address } of message.to) console.log('to:', name === undefined ? address : `${name}, ${address}`)
console.log('date:', message.date?.toISOString() ?? '(none that can be read)')
console.log('text:', JSON.stringify(message.text?.slice(0, 60)))

for (const part of message.walk()) {
  const { is, because } = part.role
  console.log(`[${part.path.join('.')}] ${part.contentType.mediaType}: ${is}, ${because}`)
}
for (const { severity, code, start, message: text } of message.check()) {
  console.log(`${severity} at octet ${start}: ${code}: ${text}`)
}

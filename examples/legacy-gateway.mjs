/** A gateway to a mainframe: the mail on standard input in EBCDIC, its addresses as X.400 has them, and what was lost. */
import { stdin } from 'node:process'
import { parseStream } from 'messagerie'
import { gateway } from 'messagerie/legacy'

const { message, moved, elements, losses } = gateway(await parseStream(stdin), {
  charset: 'cp037',
  gateway: 'C=fr; A=atlas; P=gate',
})
console.log(`moved into the body: ${moved.join(', ') || 'none'}`)
for (const { field, element, addresses = [] } of elements) {
  console.log(`${field}: ${element}`)
  for (const { address, x400, refused } of addresses) console.log(`  ${address}: ${x400 ?? refused}`)
}
for (const { path, field, what } of losses) console.log(`lost: ${field ?? `part ${path?.join('.')}`}: ${what}`)
console.log(`${message.toBytes().length} octets`)

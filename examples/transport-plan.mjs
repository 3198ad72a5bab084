/** What a relay does with a message on standard input: its envelope, its way so far, and how a server that knows little would get it. */
import { stdin } from 'node:process'
import { parseStream } from 'messagerie'
import { envelope, parseEhlo, plan, trace } from 'messagerie/transport'

const message = await parseStream(stdin)
const { from, to, because } = envelope(message)
console.log(`MAIL FROM:<${from}>`)
for (const path of to) console.log(`RCPT TO:<${path}>`)
console.log(`(${because})`)

const { hops, loop } = trace(message)
console.log(`${hops.length} hops so far, loop: ${loop.is}`)

const { possible, command, recode, impossible } = plan(message, parseEhlo(['mx.example.org', 'SIZE 10000000']))
console.log(possible ? `${command}: ${recode.length} parts re-encoded` : `cannot be sent: ${impossible.join('; ')}`)

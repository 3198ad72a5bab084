// Answers a message: to whom it asks, in its thread, its text quoted. node examples/reply.mjs < message.eml
import { stdin } from 'node:process'
import { parseStream } from 'messagerie'
import { compose, reply } from 'messagerie/compose'

const message = await parseStream(stdin)

// A spec like any other: change what is to be changed, then compose it.
const spec = reply(message, {
  from: 'Odile Carrel <odile@example.com>',
  all: true,
  quote: true,
  text: 'Thank you, I shall be there.',
})
spec.headers = { Organization: 'Mail course' }
console.log(compose(spec, { flowed: true }).toString())

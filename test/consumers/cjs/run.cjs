/** A CommonJS program. Prints the line that the ESM one prints. */
const { compose, parse } = require('messagerie')
const { decodeBase64 } = require('messagerie/codec')
const { messageSpec } = require('messagerie/schema')
const { parseAddressList } = require('messagerie/field')

const letter = compose({ from: 'ada@example.org', to: 'charles@example.org', subject: 'Über', text: 'hello\n' })
const again = parse(letter.toBytes())
console.log(
  again.subject,
  parseAddressList('Ada <ada@example.org>').mailboxes[0].address,
  new TextDecoder().decode(decodeBase64('aGk=')),
  typeof messageSpec,
)

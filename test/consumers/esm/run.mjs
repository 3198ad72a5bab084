/** An ESM program that uses every door. Prints one line. */
import { compose, parse } from 'messagerie'
import { decodeBase64 } from 'messagerie/codec'
import { parseAddressList } from 'messagerie/field'
import { messageSpec } from 'messagerie/schema'

const letter = compose({ from: 'ada@example.org', to: 'charles@example.org', subject: 'Über', text: 'hello\n' })
const again = parse(letter.toBytes())
console.log(
  again.subject,
  parseAddressList('Ada <ada@example.org>').mailboxes[0].address,
  new TextDecoder().decode(decodeBase64('aGk=')),
  typeof messageSpec,
)

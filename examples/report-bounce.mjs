/** What a mailing system does with a message that came back: who is to be taken off, and may it be answered? */
import { stdin } from 'node:process'
import { parseStream } from 'messagerie'
import { isAutomatic, readBounce } from 'messagerie/report'

const message = await parseStream(stdin)
const bounce = readBounce(message)
if (bounce === undefined) console.log('no bounce')
else {
  for (const { address, action, status, diagnostic } of bounce.recipients) {
    console.log(`${address}: ${action}, ${status ?? 'no status'}${diagnostic === undefined ? '' : `: ${diagnostic}`}`)
  }
}
const { is, mayAnswer } = isAutomatic(message)
console.log(`automatic: ${is}; may be answered: ${mayAnswer}`)

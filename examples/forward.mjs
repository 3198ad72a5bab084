// Passes a message on in three ways: whole as an attachment, in the text, or as it is with Resent fields. node examples/forward.mjs < message.eml
import { stdin } from 'node:process'
import { parseStream } from 'messagerie'
import { compose, forward, redirect } from 'messagerie/compose'

const message = await parseStream(stdin)
const from = 'Odile Carrel <odile@example.com>'
const to = 'eve@example.org'

const whole = compose(forward(message, { from, to, text: 'See below.\n' }))
console.log('whole:', whole.subject, '|', whole.attachments[0].message.subject)

const inline = compose(forward(message, { from, to, text: 'See below.', as: 'inline' }))
console.log('inline:', inline.text.split('\r\n').slice(0, 5).join(' / '))
console.log('with', inline.attachments.map((part) => part.contentType.mediaType).join(', '))

// RFC 5322 §3.6.6: not a new message but the same one, sent again; all its octets stay.
const again = redirect(message, { from, to })
console.log(`redirected: ${message.raw.length} octets below`)
console.log(again.toString().slice(0, -message.raw.length))

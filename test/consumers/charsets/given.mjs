/** The same where iconv-lite cannot be found by its name, as in a bundle: it is given. */
import iconv from 'iconv-lite'
import { compose, parse } from 'messagerie'
import { useIconv } from 'messagerie/codec'

useIconv(iconv)
const source = 'Content-Type: text/plain; charset=cp437\r\nContent-Transfer-Encoding: base64\r\n\r\ngQ==\r\n'
const letter = compose({ from: 'ada@example.org', subject: 'Ä', text: 'hello\n' })
// A bundle for Node has what judges messages from the start; a page has no `process`, and would ask for it.
if (typeof process === 'object' && !parse('a').check()[0].message.includes(' ')) throw new Error('expected a sentence')
console.log(parse(source).text, parse(letter.toBytes()).subject)

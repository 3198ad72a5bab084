/** A program that gives the library nothing: iconv-lite is found beside it. Prints a text in a charset that only iconv-lite has, and a subject. */
import { compose, parse } from 'messagerie'

const source = 'Content-Type: text/plain; charset=cp437\r\nContent-Transfer-Encoding: base64\r\n\r\ngQ==\r\n'
const letter = compose({ from: 'ada@example.org', subject: 'Ä', text: 'hello\n' })
console.log(parse(source).text, parse(letter.toBytes()).subject)

/** A worker of Cloudflare with the same content, as a test that `workerd test` runs. */
import iconv from 'iconv-lite'
import { compose, parse, parseStream } from 'messagerie'
import { useIconv } from 'messagerie/codec'

useIconv(iconv)

export default {
  async test() {
    const source = 'Content-Type: text/plain; charset=cp437\r\nContent-Transfer-Encoding: base64\r\n\r\ngQ==\r\n'
    const letter = compose({ from: 'ada@example.org', subject: 'Ä', text: 'hello\n' })
    const arrived = await parseStream(new Blob([letter.toBytes()]).stream())
    const found = `${parse(source).text} ${arrived.subject}`
    if (found !== 'ü Ä') throw new Error(`got ${found}`)
  },
}

/** A gateway from mail to the news: a mail on standard input as a proto-article, or the reason why not. */
import { stdin } from 'node:process'
import { parseStream } from 'messagerie'
import { checkArticle, toNews } from 'messagerie/news'

const { message, refused } = toNews(await parseStream(stdin), {
  gateway: 'gate.example.org',
  newsgroups: ['fr.test'],
  administrator: 'Gateway <news@example.org>',
})
if (message === undefined) console.log(`refused: ${refused}`)
else {
  console.log(new TextDecoder('latin1').decode(message.toBytes()))
  for (const { severity, field, message: text } of checkArticle(message, { proto: true })) {
    console.log(`${severity}: ${field}: ${text}`)
  }
}

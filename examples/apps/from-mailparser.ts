/** A program that used mailparser's simpleParser, moved: the same record for a database, made by messagerie. `from-mailparser MAIL.eml …` */
import { readFile } from 'node:fs/promises'
import { parse } from 'messagerie'
import { formatAddressList } from 'messagerie/field'
import { plainText } from 'messagerie/html'

/** What the tables of the program have; before, each was a property of `await simpleParser(source)`. */
interface Row {
  readonly subject: string | undefined
  readonly from: string
  readonly to: readonly string[]
  readonly date: string | undefined
  readonly messageId: string | undefined
  readonly references: readonly string[]
  readonly text: string
  readonly html: string | undefined
  readonly unsubscribe: readonly string[]
  readonly attachments: readonly { name: string; type: string; size: number; cid: string | undefined }[]
}

export function rowOf(source: Uint8Array): Row {
  const message = parse(source)
  return {
    subject: message.subject,
    // mail.from.text
    from: formatAddressList(message.headers.addresses('from'), { utf8: true }),
    // mail.to.value.map(({ address }) => address), groups included
    to: message.to.map(({ address }) => address),
    // mail.date: undefined where it cannot be read, not the present time
    date: message.date?.toISOString(),
    // mail.messageId, without angle brackets here
    messageId: message.messageId,
    // mail.references: always an array
    references: message.references,
    // mail.text, which was made of HTML where there was no text
    text: plainText(message),
    // mail.html, which was false where there was none
    html: message.html,
    // mail.headers.get('list')?.unsubscribe
    unsubscribe: message.headers.list().unsubscribe ?? [],
    // mail.attachments
    attachments: message.attachments.map((part) => ({
      name: part.safeFilename,
      type: part.contentType.mediaType,
      size: part.bytes().length,
      cid: part.contentId,
    })),
  }
}

for (const file of process.argv.slice(2)) console.log(JSON.stringify(rowOf(await readFile(file))))

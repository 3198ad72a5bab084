/** An index of an mbox of any size, one line of JSON a message, then the threads. `archive-indexer ARCHIVE.mbox` */
import { createReadStream } from 'node:fs'
import { parse } from 'messagerie'
import { preview, visibleText } from 'messagerie/html'
import { type Thread, type Threadable, threads } from 'messagerie/imap'
import { readMbox } from 'messagerie/mailbox'

const [file = 'archive.mbox'] = process.argv.slice(2)

interface Entry extends Threadable {
  readonly start: number
}

const entries: Entry[] = []
for await (const { bytes, range, envelope } of readMbox(createReadStream(file))) {
  const message = parse(bytes)
  const { messageId, inReplyTo, references, subject, date } = message
  // Only what threads need is kept: the message itself can go.
  entries.push({ messageId, inReplyTo, references, subject, date: date ?? envelope.date, start: range.start })
  const line = {
    start: range.start,
    date: date?.toISOString(),
    from: message.from.map(({ address }) => address),
    to: [...message.to, ...message.cc].map(({ address }) => address),
    subject,
    preview: preview(message, 60),
    words: visibleText(message).split(/\s+/).filter(Boolean).length,
    files: message.attachments.map((part) => ({ name: part.safeFilename, type: part.contentType.mediaType })),
    errors: message.check().filter(({ severity }) => severity === 'error').length,
  }
  console.log(JSON.stringify(line))
}

function show(thread: Thread<Entry>, depth: number): void {
  console.log(`${'  '.repeat(depth)}${thread.message?.subject ?? '(not in this archive)'}`)
  for (const child of thread.children) show(child, depth + 1)
}
for (const thread of threads(entries)) show(thread, 0)

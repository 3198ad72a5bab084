// Lists an mbox as it comes, one message in memory: node examples/mailbox-list.mjs FILE
import { createReadStream } from 'node:fs'
import { parse } from 'messagerie'
import { readMbox } from 'messagerie/mailbox'

const [file = 'fixtures/mailbox/01-from-lines.mbox'] = process.argv.slice(2)
for await (const { envelope, bytes } of readMbox(createReadStream(file))) {
  const { subject } = parse(bytes)
  console.log(
    envelope.date?.toISOString() ?? '(no date)',
    envelope.sender,
    `${bytes.length} octets`,
    JSON.stringify(subject),
  )
}

// The task of every step: read one range of an archive, give one row. It needs a file and two numbers, so that a thread, a process or a host can do it.
import { open } from 'node:fs/promises'
import { parse } from 'messagerie'
import { readMbox } from 'messagerie/mailbox'

/** A file that is read in places. */
function storageOf(handle, size) {
  return {
    size,
    async read(start, end) {
      const bytes = new Uint8Array(end - start)
      for (let at = 0; at < bytes.length; ) {
        const { bytesRead } = await handle.read(bytes, at, bytes.length - at, start + at)
        if (bytesRead === 0) throw new Error('the archive became shorter')
        at += bytesRead
      }
      return bytes
    },
  }
}

/** { file, range } → { range, messages, octets, attachments, senders: [domain, count][], rss } */
export default async function indexRange({ file, range }) {
  const handle = await open(file)
  try {
    const { size } = await handle.stat()
    const senders = new Map()
    const row = { range, messages: 0, octets: 0, attachments: 0 }
    for await (const { bytes } of readMbox(storageOf(handle, size), { dialect: 'mboxrd', range })) {
      const message = parse(bytes)
      row.messages++
      row.octets += bytes.length
      row.attachments += message.attachments.length
      const domain = message.from[0]?.domain.toLowerCase() ?? '(none)'
      senders.set(domain, (senders.get(domain) ?? 0) + 1)
    }
    return { ...row, senders: [...senders], rss: process.memoryUsage().rss }
  } finally {
    await handle.close()
  }
}

/** Rows of ranges → one row. */
export function sum(rows) {
  const senders = new Map()
  const total = { messages: 0, octets: 0, attachments: 0 }
  for (const row of rows) {
    for (const key of Object.keys(total)) total[key] += row[key]
    for (const [domain, count] of row.senders) senders.set(domain, (senders.get(domain) ?? 0) + count)
  }
  return { ...total, senders: [...senders].sort(([, a], [, b]) => b - a) }
}

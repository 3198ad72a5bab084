/** What a reading has to have found: hashes that the generator computes from what it put in, and the checker from what came out. */

import { Buffer } from 'node:buffer'
import { createHash } from 'node:crypto'

const text = (value) => (value ?? '').replaceAll('\r\n', '\n').replace(/\n{1,9}$/, '')

const joined = (texts) =>
  texts
    .map((one) => text(one))
    .join('\n')
    .replace(/\n+/g, '\n')
    .trim()

/** Collects plain views `{ subject, from, to, text, html, attachments, words }` of messages into comparable facts. */
export class Facts {
  constructor() {
    this.messages = 0
    this.attachments = 0
    this.attachmentBytes = 0
    this.addresses = 0
    this.hashes = {}
    for (const name of ['subjects', 'froms', 'texts', 'htmls', 'contents', 'to', 'words'])
      this.hashes[name] = createHash('sha256')
  }

  add(view) {
    const { hashes } = this
    this.messages++
    hashes.subjects.update(`${view.subject ?? ''}\n`)
    hashes.froms.update(`${view.from ?? ''}\n`)
    // The texts of one message in order, whoever joins them, without regard to line ends: what stands between them is each reader's own.
    hashes.texts.update(`${joined(view.texts ?? [view.text])}\0`)
    hashes.htmls.update(`${text(view.html)}\0`)
    for (const content of view.attachments ?? []) {
      const bytes = typeof content === 'string' ? Buffer.from(content) : new Uint8Array(content)
      this.attachments++
      this.attachmentBytes += bytes.byteLength
      hashes.contents.update(createHash('sha256').update(bytes).digest('hex'))
    }
    for (const { name, address } of view.to ?? []) {
      this.addresses++
      hashes.to.update(`${name ?? ''} <${address}>\n`)
    }
    for (const value of view.words ?? []) hashes.words.update(`${value}\n`)
  }

  end() {
    const { messages, attachments, attachmentBytes, addresses } = this
    const out = { messages, attachments, attachmentBytes, addresses }
    for (const [name, hash] of Object.entries(this.hashes)) out[name] = hash.digest('hex').slice(0, 16)
    return out
  }
}

/** The names of the facts in `keys` that differ. */
export const differences = (expected, found, keys) => keys.filter((key) => expected[key] !== found[key])

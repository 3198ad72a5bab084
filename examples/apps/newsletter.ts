/** A newsletter: one message a subscriber, with a picture in the page and unsubscribing by one click. `newsletter SUBSCRIBERS.csv > out.mbox` */
import { readFile } from 'node:fs/promises'
import { compose, MessageSpecError } from 'messagerie'
import { htmlToText } from 'messagerie/html'
import { mboxChunks } from 'messagerie/mailbox'

const [file = 'subscribers.csv'] = process.argv.slice(2)
const LOGO = Uint8Array.from(atob('R0lGODlhAQABAAAAACwAAAAAAQABAAA='), (c) => c.charCodeAt(0))

const subscribers = (await readFile(file, 'utf8'))
  .split(/\r?\n/)
  .filter((line) => line !== '')
  .map((line) => {
    const [address = '', name = ''] = line.split(',')
    return { address, name }
  })

function* letters() {
  for (const { address, name } of subscribers) {
    const page = `<p><img src="cid:logo" alt="Garden news"></p><p>Dear ${name || 'reader'},</p><p>The tulips are out.</p>`
    try {
      yield compose({
        from: { name: 'Garden news', address: 'news@garden.example' },
        to: { name, address },
        subject: `${name || 'Reader'}, the tulips are out – März`,
        html: page,
        text: htmlToText(page),
        attachments: [{ content: LOGO, filename: 'logo.gif', cid: 'logo' }],
        list: {
          id: { id: 'news.garden.example' },
          unsubscribe: [`https://garden.example/u?a=${encodeURIComponent(address)}`, 'mailto:leave@garden.example'],
          oneClick: true,
        },
        headers: { Precedence: 'bulk' },
      })
    } catch (error) {
      if (!(error instanceof MessageSpecError)) throw error
      for (const { path, message } of error.faults) console.error(`${address}: ${path}: ${message}`)
    }
  }
}

for await (const chunk of mboxChunks(letters())) process.stdout.write(chunk)

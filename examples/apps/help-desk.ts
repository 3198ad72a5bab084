/** A help desk: takes mail over SMTP, gives each a ticket, answers people (and no machine). `help-desk PORT FOLDER`: tickets and answers go there. */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { compose, type Message, parseStream } from 'messagerie'
import { reply } from 'messagerie/compose'
import { visibleText } from 'messagerie/html'
import { isAutomatic } from 'messagerie/report'
import { envelope } from 'messagerie/transport'
import { SMTPServer } from 'smtp-server'

const [port = '2525', folder = '.'] = process.argv.slice(2)
const DESK = 'help@desk.example'
let last = 0

/** The ticket that a message belongs to: the one in its subject, else a new one. */
function ticketOf({ subject = '' }: Message): number {
  const known = /\[#(\d{1,9})\]/.exec(subject)
  return known === null ? ++last : Number(known[1])
}

async function take(message: Message, returnPath: string): Promise<void> {
  const ticket = ticketOf(message)
  const { mayAnswer, reasons } = isAutomatic(message, { returnPath })
  const entry = {
    ticket,
    from: message.from[0]?.address,
    subject: message.subject,
    said: visibleText(message),
    files: message.attachments.map((part) => part.safeFilename),
  }
  await writeFile(join(folder, `${ticket}-${Date.now()}.json`), JSON.stringify(entry))
  if (!mayAnswer) {
    console.log(`#${ticket}: not answered: ${reasons.join('; ')}`)
    return
  }
  const spec = reply(message, { from: DESK, text: `We have your message. Your ticket is #${ticket}.`, quote: true })
  spec.subject = spec.subject.includes(`[#${ticket}]`) ? spec.subject : `${spec.subject} [#${ticket}]`
  spec.autoSubmitted = 'auto-replied'
  const answer = compose(spec)
  await writeFile(join(folder, `${ticket}-answer.eml`), answer.toBytes())
  console.log(`#${ticket}: answered to ${envelope(answer).to.join(', ')}`)
}

const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS', 'AUTH'],
  onData(stream, session, done) {
    const { mailFrom } = session.envelope
    parseStream(stream)
      .then((message) => take(message, mailFrom === false ? '' : mailFrom.address))
      .then(() => done(), done)
  },
})
server.listen(Number(port), '127.0.0.1', () => console.log('listening'))

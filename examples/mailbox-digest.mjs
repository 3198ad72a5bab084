// Makes a digest of the messages of an mbox, and takes it apart again: node examples/mailbox-digest.mjs
import { burst, makeDigest, splitMbox } from 'messagerie/mailbox'

const INBOX = `From ada@example.org Fri Dec 13 15:01:21 1996
From: Ada <ada@example.org>
Subject: Engines

They weave.

From bob@example.org Fri Dec 13 16:00:00 1996
From: Bob <bob@example.org>
Subject: Re: Engines

Do they?
`

const entries = splitMbox(INBOX)
const digest = makeDigest({
  from: 'list@example.org',
  to: 'readers@example.org',
  subject: 'Engines Digest V1 #1',
  preamble: `${entries.length} messages\n`,
  messages: entries.map(({ bytes }) => bytes),
})
process.stdout.write(digest.toBytes())
for (const message of burst(digest).messages) console.log('>', message.from[0]?.address, message.subject)

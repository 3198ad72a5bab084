// Reads a mailbox message by message and lists what is wrong in each. node examples/mailbox-defects.mjs [FILE]
import { createReadStream } from 'node:fs'
import { LineIndex, parse } from 'messagerie'
import { readMbox } from 'messagerie/mailbox'

const SAMPLE = `From ada@example.org Thu Feb 29 12:34:56 2024
From: ada@example.org
Subject: fine
Date: Thu, 29 Feb 2024 12:34:56 +0000
Message-ID: <1@example.org>

>From the start.

From bob@example.net Thu Feb 29 12:35:00 2024
From: bob@example.net
Subject: two dates
Date: Thu, 29 Feb 2024 12:35:00 +0000
Date: yesterday
Content-Type: text/plain; charset=utf-8; charset=koi8-r

x
`

const [file] = process.argv.slice(2)
let count = 0
for await (const { bytes } of readMbox(file === undefined ? [SAMPLE] : createReadStream(file))) {
  count++
  const message = parse(bytes)
  const lines = new LineIndex(bytes)
  console.log(`${count}: ${message.subject ?? '(no subject)'}`)
  for (const { severity, code, start, rfc } of message.check()) {
    if (severity !== 'info') console.log(`   line ${lines.locate(start).line}: ${severity} ${code} (RFC ${rfc})`)
  }
}

// A relay: adds its trace field, marks the subject, drops a field; says which signatures that breaks. node examples/edit-headers.mjs
import { parse } from 'messagerie'

const SAMPLE = `DKIM-Signature: v=1; a=rsa-sha256; d=example.org; s=k1; h=from:subject;
 bh=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=; b=AAAA
From: Ada <ada@example.org>
To: list@example.net
Subject: Notes
X-Spam:   yes   (keeps its   odd spacing until it goes)

Body, with "From " lines, odd bytes and all: never touched.
`

const message = parse(SAMPLE)
const { headers } = message
headers.prepend(
  'Received',
  'from relay.example.org by mx.example.net with ESMTPS id 42 for <list@example.net>; Thu, 29 Feb 2024 12:34:56 +0000',
)
console.log('broken by the trace field:', message.brokenSignatures)
headers.set('Subject', `[list] ${message.subject}`)
headers.delete('X-Spam')
console.log('broken by the subject:', message.brokenSignatures)
console.log(message.toString())

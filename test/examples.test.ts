/** Every example runs as written, with the package as it was built (`npm test` builds it first). */
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { temporary } from './temporary.js'

/** For those that read standard input. */
const MESSAGE = readFileSync('fixtures/structure/01-lecture-notes.eml')

/** What the output of an example must hold. */
const OUTPUT: Readonly<Record<string, readonly string[]>> = {
  'compose-message.mjs': [
    'From: =?UTF-8?Q?Zo=C3=AB_Brandt?= <zoe@example.org>\r\n',
    'To: Bob <bob@example.net>, Team: carol@example.com, dan@xn--bcher-kva.example;\r\n',
    "filename*=UTF-8''Zahlen%20M%C3%A4rz.csv\r\n",
    '-- to be sent to bob@example.net carol@example.com dan@xn--bcher-kva.example archive@example.org',
    '-- refused: to[0].address: ',
    '-- refused: subject: ',
  ],
  'edit-headers.mjs': [
    'broken by the trace field: []',
    "broken by the subject: [ 'DKIM-Signature d=example.org s=k1' ]",
    'Received: from relay.example.org by mx.example.net',
    'Subject: [list] Notes\n',
  ],
  'forward.mjs': [
    'whole: Fwd: Session 3: what a message looks like — notes | Session 3: what a message looks like — notes',
    'inline: See below. /  / ---------- Forwarded message ----------',
    'with message/external-body, audio/basic, image/gif, text/richtext, message/rfc822',
    'Resent-To: eve@example.org',
  ],
  'mailbox-defects.mjs': ['1: fine\n', '2: two dates\n', 'duplicate-parameter'],
  'read-message.mjs': [
    'subject: Session 3: what a message looks like — notes',
    'from: Hélène Aubrac, helene.aubrac@example.org',
    'date: 2025-03-04T08:30:00.000Z',
    '[4.2] image/gif: attachment',
  ],
  'remove-attachments.mjs': [
    '[removed: setup.exe]',
    'Checked by mx.example.net',
    'final.txt 7 octets',
    'photo.jpg 2 octets',
  ],
  'reply.mjs': [
    'In-Reply-To: <session-3@example.org>',
    'Subject: Re: Session 3: what a message looks like',
    'Aubrac wrote:\r\n> Dear all,\r\n>\r\n> this part',
    'Content-Type: text/plain; charset=utf-8; format=flowed',
  ],
  'stream-attachments.mjs': ['image/gif saved as 4.2-envelope.gif'],
}

describe.skipIf(!existsSync('dist/index.js'))('examples', () => {
  it.each(readdirSync('examples').filter((name) => name.endsWith('.mjs')))('%s', (name) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [join('examples', name)], {
      encoding: 'utf8',
      input: MESSAGE,
      env: { ...process.env, TMPDIR: temporary() },
    })
    expect(stderr).toBe('')
    expect(status).toBe(0)
    expect(stdout).not.toBe('')
    for (const part of OUTPUT[name] ?? []) expect(stdout).toContain(part)
  })
})

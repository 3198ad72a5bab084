/** Reading goes on at its speed after a full collection of garbage: src/tree/kept-shapes.ts says what would slow it down. */
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, it } from 'vitest'
import { parse } from '../../src/index.js'
import { parse as parseToRead } from '../../src/read.js'

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

const LINE = 'Words that one reads in a letter, and some more of them, up to the end of the line.\r\n'
const HEAD =
  'Received: from a.example (a.example [192.0.2.1])\r\n\tby b.example with ESMTPS id 42; Fri, 21 Nov 1997 09:55:06 -0600\r\nFrom: "Jane Doe" <jane@a.example>\r\n' +
  'To: joe@b.example, Mary Smith <mary@b.example>\r\nSubject: =?utf-8?Q?caf=C3=A9?= at noon\r\nDate: Fri, 21 Nov 1997 09:55:06 -0600 (CST)\r\nMessage-ID: <1@a.example>\r\n'
const PART = `--b\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\ncaf=C3=A9\r\n`
const MESSAGES = [
  `${HEAD}Content-Type: text/plain; charset=us-ascii\r\n\r\n${LINE.repeat(12)}`,
  `${HEAD}Content-Type: multipart/mixed; boundary=b\r\n\r\n${PART.repeat(4)}--b--\r\n`,
].map((text) => Buffer.from(text))

/** Milliseconds of CPU time that one pass over 600 messages takes: the median of passes, each after `before`. */
function pass(read: typeof parse, before: () => void): number {
  const all: number[] = []
  for (let i = 0; i < 15; i++) {
    before()
    const from = process.cpuUsage()
    for (let n = 0; n < 300; n++) {
      for (const bytes of MESSAGES) {
        const message = read(bytes)
        for (const field of message.headers) field.text
        if (message.text === undefined || message.from.length + message.to.length !== 3 || !message.date)
          throw new Error()
      }
    }
    const { user, system } = process.cpuUsage(from)
    all.push((user + system) / 1000)
  }
  return all.sort((a, b) => a - b)[7]!
}

it.each([
  ['parse', parse],
  ['parse of messagerie/read', parseToRead],
] as const)('%s', (_, read) => {
  for (let i = 0; i < 4; i++) pass(read, () => {})
  const usual = pass(read, () => {})
  // Measured without src/tree/kept-shapes.ts: 3 to 7.
  expect(pass(read, collect) / usual).toBeLessThan(2)
})

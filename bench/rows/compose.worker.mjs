/** Composing one message to bytes: ROW IMPLEMENTATION SCALE BUDGET_MS. What was composed is read back by postal-mime. */

import { Buffer } from 'node:buffer'
import MailComposer from 'nodemailer/lib/mail-composer/index.js'
import PostalMime from 'postal-mime'
import { Random } from '../inputs/random.mjs'
import { mostlyLatin, paragraphs, words } from '../inputs/text.mjs'
import { cpu, median, peakMemory, settleMemory } from '../measure.mjs'

const [row, implementation, scale, budget] = process.argv.slice(2)
const own = implementation === 'messagerie' ? await import('../../dist/index.js') : undefined
const compose = own && (own.compose ?? (await import('../../dist/compose.js')).compose)

const random = new Random(0xc0)
const common = {
  from: 'Zoë Ünal <zoe@example.org>',
  to: 'ada@example.net, "Babbage, Charles" <charles@example.net>',
  subject: `Résumé – ${words(random, 9, mostlyLatin)}`,
}
const spec =
  row === 'newsletter'
    ? {
        ...common,
        text: paragraphs(random, 22_000, { from: mostlyLatin }),
        html: `<html><body>${paragraphs(random, 60_000, { from: mostlyLatin })}</body></html>`,
      }
    : {
        ...common,
        text: paragraphs(random, 600),
        attachments: [
          {
            filename: 'report.bin',
            contentType: 'application/octet-stream',
            content: Buffer.from(random.bytes(Math.round(18e6 * Number(scale)))),
          },
        ],
      }

const build = {
  messagerie: () => compose(spec).toBytes(),
  nodemailer: () => new MailComposer(spec).compile().build(),
}[implementation]

const clean = (text) => (text ?? '').replaceAll('\r\n', '\n').trimEnd()

async function faults(bytes) {
  const mail = await PostalMime.parse(bytes)
  const wrong = []
  if (mail.subject !== spec.subject) wrong.push('subject')
  if (mail.from?.name !== 'Zoë Ünal' || mail.to?.length !== 2) wrong.push('addresses')
  if (clean(mail.text) !== clean(spec.text)) wrong.push('text')
  if (spec.html && clean(mail.html) !== clean(spec.html)) wrong.push('html')
  if (
    spec.attachments &&
    Buffer.compare(Buffer.from(mail.attachments[0]?.content ?? ''), spec.attachments[0].content) !== 0
  )
    wrong.push('attachment')
  return wrong
}

const before = settleMemory()
let bytes = await build()
const growth = Math.max(0, peakMemory() - before)
const wrong = await faults(bytes)
const size = bytes.length
// The budget is CPU time: on a busy machine the clock on the wall would end the run before the compiler has done its work.
const warm = cpu()
while (cpu() - warm < Number(budget) / 2) bytes = await build()
const figures = []
const started = cpu()
while (figures.length < 15 && (figures.length === 0 || cpu() - started < Number(budget))) {
  bytes = undefined
  globalThis.gc()
  const from = cpu()
  let repeat = 0
  do {
    bytes = await build()
    repeat++
  } while (cpu() - from < 40)
  figures.push((cpu() - from) / repeat)
}
process.stdout.write(JSON.stringify({ mbPerSecond: size / 1000 / median(figures), growthMB: growth, wrong }))

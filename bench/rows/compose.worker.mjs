/**
 * Composing to bytes: ROW IMPLEMENTATION SCALE BUDGET_MS. What was composed is read back by postal-mime. `letters` and `letters with a file` are
 * 1,000 messages, each to somebody else with a text of its own; the file is that of a template, which messagerie takes as it was encoded.
 */

import { Buffer } from 'node:buffer'
import MailComposer from 'nodemailer/lib/mail-composer/index.js'
import PostalMime from 'postal-mime'
import { CHARSETS } from '../inputs/charsets.mjs'
import { Random } from '../inputs/random.mjs'
import { mixture, paragraphs, words } from '../inputs/text.mjs'
import { cpu, median, peakMemory, settleMemory } from '../measure.mjs'

const [row, implementation, scale, budget] = process.argv.slice(2)
const own = implementation === 'messagerie' ? await import('../../dist/min/index.js') : undefined
const compose = own && (own.compose ?? (await import('../../dist/min/compose.js')).compose)

const random = new Random(0xc0)
const mostlyLatin = mixture(CHARSETS[0], 5)
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
            content: Buffer.from(random.bytes(row === 'attachment' ? Math.round(18e6 * Number(scale)) : 20_000)),
          },
        ],
      }

if (row === 'letters') delete spec.attachments

const one = {
  messagerie: (of) => compose(of).toBytes(),
  nodemailer: (of) => new MailComposer(of).compile().build(),
}[implementation]

const template = row === 'letters with a file' && own ? { attachments: compose(spec).attachments } : {}
const letter = (i) => ({
  ...spec,
  ...template,
  to: `reader${i}@example.net`,
  text: `Dear reader ${i},\r\n\r\n${spec.text}`,
})

/** All that a row asks for, the last of it and its size. */
async function build() {
  if (!row.startsWith('letters')) {
    const bytes = await one(spec)
    return { bytes, size: bytes.length }
  }
  let size = 0
  let bytes
  for (let i = 0; i < 1000; i++) {
    bytes = await one(letter(i))
    size += bytes.length
  }
  return { bytes, size }
}

const clean = (text) => (text ?? '').replaceAll('\r\n', '\n').trimEnd()

async function faults(bytes) {
  const mail = await PostalMime.parse(bytes)
  const wrong = []
  if (mail.subject !== spec.subject) wrong.push('subject')
  const many = row.startsWith('letters')
  if (mail.from?.name !== 'Zoë Ünal' || mail.to?.length !== (many ? 1 : 2)) wrong.push('addresses')
  if (clean(mail.text) !== clean((many ? letter(999) : spec).text)) wrong.push('text')
  if (spec.html && clean(mail.html) !== clean(spec.html)) wrong.push('html')
  if (
    spec.attachments &&
    Buffer.compare(Buffer.from(mail.attachments[0]?.content ?? ''), spec.attachments[0].content) !== 0
  )
    wrong.push('attachment')
  return wrong
}

const before = settleMemory()
let built = await build()
const growth = Math.max(0, peakMemory() - before)
const wrong = await faults(built.bytes)
const { size } = built
// The budget is CPU time: on a busy machine the clock on the wall would end the run before the compiler has done its work.
const warm = cpu()
while (cpu() - warm < Number(budget) / 2) built = await build()
const figures = []
const started = cpu()
while (figures.length < 15 && (figures.length === 0 || cpu() - started < Number(budget))) {
  built = undefined
  globalThis.gc()
  const from = cpu()
  let repeat = 0
  do {
    built = await build()
    repeat++
  } while (cpu() - from < 40)
  figures.push((cpu() - from) / repeat)
}
process.stdout.write(JSON.stringify({ mbPerSecond: size / 1000 / median(figures), growthMB: growth, wrong }))

/** One codec by one implementation, bytes to bytes: ROW IMPLEMENTATION SCALE BUDGET_MS GMIME_BINARY. Of quoted-printable a row names its charset and the percent of its words that are escaped. */

import { Buffer } from 'node:buffer'
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import libqp from 'libqp'
import { CHARSETS, encode } from '../inputs/charsets.mjs'
import { base64Lines, quotedPrintable } from '../inputs/encode.mjs'
import { Random } from '../inputs/random.mjs'
import { mixture, paragraphs } from '../inputs/text.mjs'
import { cpu, median, peakMemory, settleMemory } from '../measure.mjs'

const [row, implementation, scaleText, budget, gmime] = process.argv.slice(2)
const scale = Number(scaleText)
const own = implementation.startsWith('messagerie') ? await import('../../dist/min/codec.js') : undefined
const same = (a, b) => Buffer.compare(Buffer.from(a.buffer, a.byteOffset, a.byteLength), b) === 0

const random = new Random(0xc0dec)
const [codec, label, percent] = row.split(' ')
const charset = CHARSETS.find((one) => one.label === label)
const plain = codec.startsWith('base64')
  ? Buffer.from(random.bytes(Math.round(18e6 * scale)))
  : Buffer.from(
      encode(paragraphs(random, 4e6 * scale, { from: mixture(charset, Number(percent)), most: 300 }), charset),
    )
const encoded = Buffer.from(codec.startsWith('base64') ? base64Lines(plain, '\r\n') : quotedPrintable(plain, '\r\n'))

/** Whole lines of 78 that fit into 64 KiB. */
const SLICE = 840 * 78

function decodeInSlices() {
  const out = Buffer.allocUnsafe(plain.length)
  let at = 0
  for (let from = 0; from < encoded.length; from += SLICE)
    at += out.write(encoded.latin1Slice(from, Math.min(from + SLICE, encoded.length)), at, 'base64')
  return out
}

function streamed(coder, input) {
  const chunks = []
  for (let from = 0; from < input.length; from += 65536) chunks.push(coder.write(input.subarray(from, from + 65536)))
  chunks.push(coder.end())
  return Buffer.concat(chunks)
}

const ROWS = {
  'base64-decode': {
    input: encoded,
    right: (out) => same(out, plain),
    messagerie: () => own.decodeBase64(encoded),
    'messagerie, streamed': () => streamed(new own.Base64Decoder(), encoded),
    'Buffer, 64 KiB slices': decodeInSlices,
    'Buffer, one piece': () => Buffer.from(encoded.latin1Slice(), 'base64'),
  },
  'base64-encode': {
    input: plain,
    right: (out) => same(out, encoded) || same(out, encoded.subarray(0, encoded.length - 2)),
    messagerie: () => own.encodeBase64(plain, { lineLength: 76 }),
    'messagerie, streamed': () => streamed(new own.Base64Encoder({ lineLength: 76 }), plain),
    'Buffer, no lines': () => Buffer.from(plain.toString('base64'), 'latin1'),
    'Buffer, lines by RegExp': () => Buffer.from(plain.toString('base64').replace(/.{76}/g, '$&\r\n'), 'latin1'),
  },
  'qp-decode': {
    input: encoded,
    right: (out) => same(out, plain),
    messagerie: () => own.decodeQuotedPrintable(encoded),
    'messagerie, streamed': () => streamed(new own.QuotedPrintableDecoder(), encoded),
    libqp: () => libqp.decode(encoded.latin1Slice()),
  },
  'qp-encode': {
    input: plain,
    right: (out) => same(libqp.decode(Buffer.from(out).latin1Slice()), plain),
    messagerie: () => own.encodeQuotedPrintable(plain, { mode: 'text' }),
    'messagerie, streamed': () => streamed(new own.QuotedPrintableEncoder({ mode: 'text' }), plain),
    libqp: () => Buffer.from(libqp.wrap(libqp.encode(plain)), 'latin1'),
  },
}

/** GMime takes its own time, in a process of its own; what it made stands in a file beside its binary. */
function native() {
  const { input, right } = ROWS[codec]
  const [from, to] = [`${gmime}.in`, `${gmime}.out`]
  writeFileSync(from, input)
  const rate = execFileSync(gmime, [from, codec === 'qp-decode' ? 'decode' : 'encode', budget, to], {
    encoding: 'utf8',
  })
  return { mbPerSecond: Number(rate), growthMB: 0, wrong: right(readFileSync(to)) ? [] : ['bytes'] }
}
if (implementation === 'GMime (C)') {
  process.stdout.write(JSON.stringify(native()))
  process.exit(0)
}

const { input, right, [implementation]: work } = ROWS[codec]
const before = settleMemory()
const wrong = right(work()) ? [] : codec === 'base64-encode' && implementation === 'Buffer, no lines' ? [] : ['bytes']
const growth = Math.max(0, peakMemory() - before)
// The budget is CPU time: on a busy machine the clock on the wall would end the run before the compiler has done its work.
const warm = cpu()
while (cpu() - warm < Number(budget) / 2) work()
const figures = []
const started = cpu()
while (figures.length < 15 && (figures.length === 0 || cpu() - started < Number(budget))) {
  globalThis.gc()
  const from = cpu()
  let repeat = 0
  do {
    work()
    repeat++
  } while (cpu() - from < 40)
  figures.push((cpu() - from) / repeat)
}
process.stdout.write(JSON.stringify({ mbPerSecond: input.length / 1000 / median(figures), growthMB: growth, wrong }))

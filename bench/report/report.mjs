/** Writes docs/performance.md and its charts from the results of one run. */

import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { isRight, LIBRARIES } from '../rows/parse.mjs'
import { chart, short } from './chart.mjs'
import {
  gridTable,
  hostileTable,
  memoryTable,
  ratioTable,
  streamTable,
  table,
  wholeTable,
  word,
  wordNotes,
} from './tables.mjs'

const bar = ({ id, title, kind }, answer, value) => ({
  label: title,
  kind,
  value: isRight(answer) ? value(answer) : undefined,
  note: word(answer) ?? id,
})

function parseChart(rows, heading, unit, value, kinds) {
  const groups = rows.map((row) => ({
    title: `${row.id}. ${row.title}`,
    bars: LIBRARIES.filter(({ id, kind }) => kinds.includes(kind) && row.results[id]).map((library) =>
      bar(library, row.results[library.id], value),
    ),
  }))
  return chart(
    heading,
    unit,
    groups.filter((group) => group.bars.length > 0),
  )
}

const ownOrPeer = (name) => (name.startsWith('messagerie') ? 'own' : 'js')

function gridChart(heading, unit, rows, titleOf, value) {
  const groups = rows.map((row) => ({
    title: titleOf(row),
    bars: Object.entries(row.results).map(([name, answer]) => ({
      label: name,
      kind: ownOrPeer(name),
      value: word(answer) === undefined ? value(answer) : undefined,
      note: word(answer) ?? '',
    })),
  }))
  return chart(
    heading,
    unit,
    groups.filter((group) => group.bars.length > 0),
  )
}

const section = (condition, text) => (condition ? `${text()}\n\n` : '')

function versions(data) {
  const list = Object.entries(data.versions).map(([name, version]) => `${name} ${version}`)
  if (data.natives.gmime) list.push(`GMime ${data.natives.gmime}`)
  if (data.natives.python) list.push(`Python ${data.natives.python}`)
  return list.join(', ')
}

function hostileNotes(rows) {
  const notes = []
  for (const row of rows) {
    const name = LIBRARIES.find(({ id }) => id === row.library).title
    if (row.superlinear.length > 0)
      notes.push(
        `- ${name}, superlinear: ${row.superlinear.slice(0, 12).join(', ')}${row.superlinear.length > 12 ? ' …' : ''}`,
      )
    if (row.hung.length > 0)
      notes.push(`- ${name}, ended: ${row.hung.slice(0, 12).join(', ')}${row.hung.length > 12 ? ' …' : ''}`)
  }
  return notes.join('\n')
}

/** Where the octets of the parse path come from. */
function rooms(bundle) {
  const parts = bundle?.find(({ rooms }) => rooms)?.rooms
  if (parts === undefined) return ''
  const list = parts.map(([room, size]) => `\`${room}\` ${(size / 1000).toFixed(1)}`).join(', ')
  return `What \`parse\` brings along, in KB minified, by room of \`src/\`: ${list}. A message can be edited and written, and reads every field that
it may hold, so all of that is reachable.`
}

function markdown(data) {
  const scaled =
    data.scale === 1
      ? ''
      : ` Inputs are scaled by ${data.scale}; \`--draws\` and \`--lib\` leave out what the machine had no time for.`
  return `# Performance

Written by \`bench/\`: every figure comes from one run of \`cd bench && npm ci && ${data.command}\`, after \`npm run build\` in the root.${scaled}

- Machine: ${data.machine}; Node ${data.node}.
- Versions: messagerie ${data.own}; ${versions(data)}.
- A figure is MB (10⁶ bytes) of message per second of **CPU time**, user and system, of the whole process: the median of the runs that fit into about a
  second, after a warm-up of 1.5 s of CPU time (0.4 s with \`--quick\`), alike for all. Each library reads each input in a process of its own. Ratios within one run mean something; absolute figures belong to the machine.
- "Whole work" is the same for all: every field decoded, every text to a string, every attachment to bytes. The inputs come from families with a seed, ${data.seed} in this run (\`--seed\` repeats one), and what
  a library found is compared with what was put in (counts, subjects, senders, texts, SHA-256 of attachments) before its figure counts:
  *wrong* and *refused* stand where it does not.
- A row is the median of ${data.draws} draws of its family, the worst in parentheses. A draw takes line ends, charset (nine), density of escapes (0 to 70 %), 0 to 12 Received fields, kinds of
  addresses, depth (1 to 100), parts (1 to 10,000), lengths of lines and words from the seed. Ratios are taken draw by draw, the best package of each; below 1, the other is faster.
- mail-parser for native Rust is absent: its crate could not be had where this ran.
${/--quick/.test(data.command) ? '- Few repetitions after little warm-up: a warmed process reads short messages two to four times as fast, so ratios to what is compiled ahead are worse here than in a whole run.\n' : ''}- The machine is shared with other work; figures are of CPU time, and the spread between runs is up to a fifth.
- Growth is the rise of the peak of resident memory over what the process held with the input and the library loaded, in its first reading of the input.
- Conversions that nobody asked for (HTML to text, links, checksums) are switched off in mailparser. letterparser and mail-parser-wasm take only
  strings, so their figure contains the decoding of the bytes. Python reads a tenth of each input.
- Libraries that cannot split an mbox are lent a plain splitter for row i.

${section(
  data.parse.length > 0,
  () => `## Reading whole messages

${ratioTable(data.parse)}

![MB/s of each library on each input](performance-parse.svg)

${wholeTable(data.parse)}

${wordNotes(data.parse)}

## Growth of memory

${memoryTable(data.parse)}

![Growth of peak memory of each library on each input](performance-memory.svg)`,
)}${section(
  data.lazy,
  () => `## Reading nothing costs little

${data.lazy.messages} plain messages of 2 KB: \`parse()\` alone takes ${data.lazy.parse.microsecondsPerMessage.toFixed(1)} µs a message; \`parse()\` with every field decoded ${data.lazy.all.microsecondsPerMessage.toFixed(1)} µs,
${data.lazy.ratio.toFixed(1)} times as much.`,
)}${section(
  data.stream,
  () => `## Streaming

One attachment, made while it is read; the decoded bytes are counted and sampled. The peers gather a quoted-printable part whole before they decode
it, so they get a smaller one.

${streamTable(data.stream)}

![Streaming](performance-stream.svg)`,
)}${section(
  data.codec,
  () => `## Codecs

Bytes to bytes, so libqp's figures contain the conversion from and to strings. Encoders: MB of the content; decoders: MB of the encoded text. Of
quoted-printable a row says the charset of the text and how many of a hundred words are escaped. GMime works in memory that is there already.

${gridTable(data.codec)}

![Codecs](performance-codec.svg)`,
)}${section(
  data.compose,
  () => `## Composing

A newsletter (text and HTML), a message with one large attachment, and 1,000 letters, each to another reader with a text of its own; with a file,
20 KB of base64, that messagerie takes from a template, encoded. To bytes; postal-mime reads the result back.

${gridTable(data.compose)}`,
)}${section(
  data.import || data.bundle,
  () => `## Import and size

${
  data.import
    ? table(
        ['CPU of the import over a bare Node', 'ms'],
        data.import.rows.map(({ name, ms }) => [name, ms === undefined ? '–' : short(ms)]),
      )
    : ''
}

${
  data.bundle
    ? table(
        ['bundle (esbuild)', 'minified KB', 'gzipped KB'],
        data.bundle.map(({ name, minified, gzip }) => [name, (minified / 1000).toFixed(1), (gzip / 1000).toFixed(1)]),
      )
    : ''
}

messagerie is bundled without iconv-lite and zod, which are its dependencies. ${rooms(data.bundle)}`,
)}${section(
  data.hostile?.length > 0,
  () => `## Hostile input

The ${data.hostile[0].shapes} shapes of \`test/hostile/shapes.ts\`, whose cost should grow like their size; messagerie also answers \`check()\` and decodes every text. Superlinear:
at least 2.5 times the time for twice the input, in the mean over the sizes that take 4 ms and more. Peers get smaller inputs and 1.5 s for each.

${hostileTable(data.hostile)}

${hostileNotes(data.hostile)}`,
)}`
    .concat('\n\n', readFileSync(new URL('notes.md', import.meta.url), 'utf8'))
    .replace(/\n{3,}/g, '\n\n')
    .trimEnd()
    .concat('\n')
}

export function writeReport(data, folder) {
  const put = (name, text) => writeFileSync(path.join(folder, name), text)
  put('performance.md', markdown(data))
  if (data.parse.length > 0) {
    put(
      'performance-parse.svg',
      parseChart(data.parse, 'Reading whole messages', 'MB/s of CPU time, longer is better', (a) => a.mbPerSecond, [
        'own',
        'js',
        'native',
      ]),
    )
    put(
      'performance-memory.svg',
      parseChart(data.parse, 'Growth of peak memory', 'MB, shorter is better', (a) => a.growthMB, [
        'own',
        'structure',
        'js',
        'native',
      ]),
    )
  }
  if (data.stream)
    put(
      'performance-stream.svg',
      gridChart(
        'Streaming one attachment',
        'MB/s of CPU time, longer is better',
        data.stream,
        (row) => row.encoding,
        (a) => a.mbPerSecond,
      ),
    )
  if (data.codec)
    put(
      'performance-codec.svg',
      gridChart(
        'Codecs, bytes to bytes',
        'MB/s of CPU time, longer is better',
        data.codec,
        (row) => row.row,
        (a) => a.mbPerSecond,
      ),
    )
}

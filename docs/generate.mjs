/**
 * Writes the parts of docs/ that come from the code: defects.md from the table of codes, the lists in fields.md from the registry's
 * names and from the QUIRK comments, rfc-map.md from the citations. `node docs/generate.mjs` writes, `--check` exits with 1 if a file is stale.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { rfcMap } from './rfc-map.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const read = (path) => readFileSync(join(root, path), 'utf8')
/** A string literal of the source, in either kind of quotes. */
const STRING = `(?:'(?:[^'\\\\]|\\\\.)*'|"(?:[^"\\\\]|\\\\.)*")`
const value = (literal) => literal.slice(1, -1).replace(/\\(.)/g, '$1')
const reading = new RegExp(`^ {2}'?([a-z0-9-]+)'?:\\s+(${STRING}),$`, 'gm')
const rows = /^ {2}\/\/ (.+)$|^ {2}'?([a-z0-9-]+)'?: \['(\w+)', '([^']*)'\],$/gm
const cell = (text) => text.replaceAll('|', '\\|').replaceAll('<', '&lt;')

function sources(folder) {
  return readdirSync(join(root, folder), { withFileTypes: true })
    .flatMap((entry) => (entry.isDirectory() ? sources(`${folder}/${entry.name}`) : [`${folder}/${entry.name}`]))
    .filter((path) => path.endsWith('.ts'))
    .sort()
}

/** The records of a file of src/defects/: code → text. */
function textsOf(path) {
  return new Map([...read(path).matchAll(reading)].map(([, code, literal]) => [code, value(literal)]))
}

function defects() {
  const frequency = JSON.parse(read('docs/defect-frequency.json'))
  const conditions = JSON.parse(read('docs/defect-conditions.json'))
  const texts = textsOf('src/defects/texts.ts')
  const readings = textsOf('src/defects/readings.ts')
  const lines = [
    '# Defects',
    '',
    'A defect is something wrong with a message that was read. Defects are data and never exceptions: `{ code, severity, start, end, rfc, message }`,',
    'with offsets in octets of the source. `message.defects` has those that were met so far; `message.check()` reads every field and body and returns them all.',
    '',
    'For each code this page has the `message` (in which `…` is where the octets are quoted), what is shown to a reader all the same, and the exact condition.',
    'It is made from `codes.ts`, `texts.ts` and `readings.ts` of `src/defects/` and from `docs/defect-conditions.json` by `node docs/generate.mjs`.',
    '',
    '- **info**: legal, but unusual.',
    '- **warning**: against an RFC, with one obvious reading.',
    '- **error**: information is lost, or programs are known to read it differently. `parse(bytes, { strict: true })` throws on these.',
    '',
    'The RFC column reads `5322 3.6`: RFC 5322, section 3.6. It is empty where common practice is the source and not an RFC.',
    '',
    `The last column says in how many of ${frequency.messages.toLocaleString('en')} messages a code occurs. They come from public test suites and mailing lists: many were made to be`,
    `wrong, and most are stored with LF. ${frequency.without} of them raise nothing. \`node docs/defect-frequency.mjs FOLDER\` counts for a folder of your own.`,
  ]
  const table = read('src/defects/codes.ts')
  for (const [, section, code, severity, rfc] of table.matchAll(rows)) {
    if (section !== undefined) {
      lines.push(
        '',
        `## ${section}`,
        '',
        '| code | severity | message | what is shown | raised when, exactly | RFC | seen |',
        '|---|---|---|---|---|---|---:|',
      )
    } else {
      const said = cell(texts.get(code) ?? '').replace('{}', ' …')
      const shown = cell(readings.get(code) ?? '')
      const when = cell(conditions[code] ?? '')
      lines.push(
        `| \`${code}\` | ${severity} | ${said} | ${shown} | ${when} | ${rfc} | ${frequency.codes[code] ?? 0} |`,
      )
    }
  }
  return `${lines.join('\n')}\n`
}

function quirks() {
  const lines = []
  for (const path of sources('src')) {
    const text = read(path)
      .replace(/\n\s*(?:\*|\/\/) ?/g, ' ')
      .replace(/\s+/g, ' ')
    // A quirk ends with the sentence that says where its fixture is, else with the one that says who sends it.
    for (const [, quirk] of text.matchAll(/(QUIRK\([^)]*\): .*?Sent by: [^.]*\.(?: Fixture: [^.]*\.)?)/g)) {
      lines.push(`- \`${path.slice(4)}\`: ${quirk}`)
    }
  }
  return lines.join('\n')
}

function names() {
  const text = read('src/field/names.ts')
  const lines = ['| names | read as |', '|---|---|']
  for (const [, comment, , list] of text.matchAll(/\/\*\* ([^*]+) \*\/\nexport const (\w+) = \[([^\]]*)\] as const/g)) {
    const all = [...list.matchAll(/'([^']+)'/g)].map(([, name]) => `\`${name}\``)
    lines.push(`| ${all.join(', ')} | ${cell(comment.trim())} |`)
  }
  return lines.join('\n')
}

/** Puts `made` between the markers of that name. */
function between(text, marker, made) {
  const [open, close] = [`<!-- made: ${marker} -->`, `<!-- end: ${marker} -->`]
  const from = text.indexOf(open)
  const to = text.indexOf(close)
  if (from === -1 || to < from) throw new Error(`docs: the markers of "${marker}" are missing`)
  return `${text.slice(0, from + open.length)}\n\n${made}\n\n${text.slice(to)}`
}

const fields = read('docs/fields.md')
const made = [
  ['docs/defects.md', defects()],
  ['docs/fields.md', between(between(fields, 'names', names()), 'quirks', quirks())],
  ['docs/rfc-map.md', rfcMap(root)],
]
let stale = 0
for (const [path, text] of made) {
  let before = ''
  try {
    before = read(path)
  } catch {
    // Not written yet.
  }
  if (before === text) continue
  stale++
  if (!process.argv.includes('--check')) writeFileSync(join(root, path), text)
  process.stdout.write(
    `${path} ${process.argv.includes('--check') ? 'is stale: run node docs/generate.mjs' : 'written'}\n`,
  )
}
if (process.argv.includes('--check') && stale > 0) process.exitCode = 1

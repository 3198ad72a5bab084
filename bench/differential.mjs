/**
 * What this library shows and two others agree on otherwise: mailparser, postal-mime and Python's email as second, third and fourth reader.
 * MAIL_CORPUS=folder node bench/differential.mjs [--every N] [--write] [--show N] (after a build). `--write` puts the table into docs/migrating.md.
 * Exits with 1 where a class of difference has no reason in differential.json.
 */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { simpleParser } from 'mailparser'
import PostalMime from 'postal-mime'
import { parse } from '../dist/min/index.js'

const folder = process.env.MAIL_CORPUS
if (folder === undefined) {
  console.error('set MAIL_CORPUS to a folder of messages')
  process.exit(2)
}
const option = (name, otherwise) => {
  const at = process.argv.indexOf(name)
  return at === -1 ? otherwise : Number(process.argv[at + 1])
}
const every = option('--every', 1)
const show = option('--show', 0)
const LARGEST = 400_000
const BATCH = 200

/** Property → [class, what tells that a difference belongs to it: a pattern over the codes of its defects, the reason]. */
const REASONS = JSON.parse(readFileSync(new URL('./differential.json', import.meta.url), 'utf8'))

const files = readdirSync(folder, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && !/\.(?:tsv|json|md)$/.test(entry.name))
  .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
  .sort()
  .filter((_, i) => i % every === 0)

const flat = (text) => (text ?? '').replace(/[\s\u00a0\ufeff]+/g, ' ').trim()
const people = (list) =>
  list
    .flatMap((one) => (one.group ? people(one.group) : [(one.address ?? '').toLowerCase()]))
    .filter((one) => one.includes('@'))
    .join(' ')
const id = (text) => flat(text).replace(/^<|>$/g, '')
const ids = (text) =>
  []
    .concat(text ?? [])
    .join(' ')
    .split(/[\s,]+/)
    .map(id)
    .filter((one) => one !== '')
    .join(' ')
const sha = (bytes) =>
  createHash('sha256')
    .update(Buffer.from(Buffer.from(bytes).toString('latin1').replace(/\r\n/g, '\n').trimEnd(), 'latin1'))
    .digest('hex')
    .slice(0, 16)
const date = (value) => {
  const time = value === undefined ? Number.NaN : new Date(value).getTime()
  return Number.isNaN(time) ? '' : new Date(time).toISOString()
}
const filesOf = (list) =>
  list
    .filter(({ name }) => name)
    .map(({ name, type, content }) => `${name} ${type} ${sha(content)}`)
    .sort()
    .join('\n')
const OFF = {
  skipHtmlToText: true,
  skipTextToHtml: true,
  skipImageLinks: true,
  skipTextLinks: true,
  keepCidLinks: true,
}

function own(message) {
  return {
    subject: flat(message.subject),
    from: people(message.from),
    to: people(message.to),
    date: date(message.date),
    'message-id': message.messageId ?? '',
    references: message.references.join(' '),
    text: flat(message.text),
    html: flat(message.html),
    files: filesOf(
      message.attachments
        .filter((part) => part.contentType.type !== 'message')
        .map((part) => ({ name: part.filename, type: part.contentType.mediaType, content: part.bytes() })),
    ),
  }
}

async function byMailparser(bytes) {
  const mail = await simpleParser(bytes, OFF)
  const addresses = (field) => people([].concat(field ?? []).flatMap(({ value }) => value))
  return {
    subject: flat(mail.subject),
    from: addresses(mail.from),
    to: addresses(mail.to),
    // An unreadable date is the present time there.
    date: mail.date !== undefined && Math.abs(mail.date - Date.now()) > 86_400_000 ? date(mail.date) : '',
    'message-id': id(mail.messageId),
    references: ids(mail.references),
    text: flat(mail.text),
    html: flat(mail.html || ''),
    files: filesOf(
      mail.attachments
        .filter((one) => !one.contentType.startsWith('message/'))
        .map((one) => ({ name: one.filename, type: one.contentType, content: one.content })),
    ),
  }
}

async function byPostalMime(bytes) {
  const mail = await PostalMime.parse(bytes, { forceRfc822Attachments: true })
  return {
    subject: flat(mail.subject),
    from: people(mail.from === undefined ? [] : [mail.from]),
    to: people(mail.to ?? []),
    date: date(mail.date),
    'message-id': id(mail.messageId),
    references: ids(mail.references),
    text: flat(mail.text),
    html: flat(mail.html),
    files: filesOf(
      mail.attachments
        .filter((one) => !one.mimeType.startsWith('message/'))
        .map((one) => ({ name: one.filename, type: one.mimeType, content: new Uint8Array(one.content) })),
    ),
  }
}

function byPython(batch) {
  const input = `${batch.map((bytes) => bytes.toString('base64')).join('\n')}\n`
  const script = new URL('./differential.py', import.meta.url).pathname
  const { stdout } = spawnSync('python3', ['-W', 'ignore', script], { input, encoding: 'utf8', maxBuffer: 1 << 30 })
  return stdout
    .trimEnd()
    .split('\n')
    .map((line) => {
      const { files: list, ...mail } = JSON.parse(line)
      if (list === undefined) return undefined
      return {
        ...mail,
        subject: flat(mail.subject),
        from: people(mail.from.map((address) => ({ address }))),
        to: people(mail.to.map((address) => ({ address }))),
        date: date(mail.date ?? undefined),
        'message-id': id(mail['message-id']),
        references: ids(mail.references),
        text: flat(mail.text),
        html: flat(mail.html),
        files: filesOf(
          list.map(({ name, type, content }) => ({ name, type, content: Buffer.from(content, 'base64') })),
        ),
      }
    })
}

const attempt = async (read, bytes) => {
  try {
    return await read(bytes)
  } catch {
    return undefined
  }
}

/** What the two values themselves tell of the class. */
function kindOf(property, value, agreed) {
  if (property === 'html' && flat(value.replaceAll('<br>', ' ')) === flat(agreed.replaceAll('<br>', ' ')))
    return '; joined'
  return property === 'message-id' && /[\s>]/.test(agreed) ? '; more than an identifier' : ''
}

/** `property\nclass` → count and an example. */
const classes = new Map()
let compared = 0
for (let from = 0; from < files.length; from += BATCH) {
  const batch = files
    .slice(from, from + BATCH)
    .map((file) => [file, readFileSync(file)])
    .filter(([, bytes]) => bytes.length <= LARGEST)
  const python = byPython(batch.map(([, bytes]) => bytes))
  for (const [i, [file, bytes]] of batch.entries()) {
    const message = parse(bytes)
    const ours = own(message)
    const others = [await attempt(byMailparser, bytes), await attempt(byPostalMime, bytes), python[i]].filter(
      (one) => one !== undefined,
    )
    compared++
    for (const property of Object.keys(ours)) {
      const values = others.map((one) => one[property])
      const agreed = values.find((value, at) => value !== ours[property] && values.indexOf(value) !== at)
      if (agreed === undefined || values.includes(ours[property])) continue
      const codes = message
        .check()
        .map(({ code }) => code)
        .join(' ')
      const about = `${agreed === '' ? 'they have none' : ours[property] === '' ? 'here none' : 'both'}; ${codes}; ${message.contentType.mediaType}${kindOf(property, ours[property], agreed)}`
      const found = (REASONS[property] ?? []).find(({ when }) => new RegExp(when).test(about))
      const key = `${property}\n${found?.reason ?? 'NO REASON'}`
      const entry = classes.get(key) ?? { count: 0, examples: [] }
      entry.count++
      if (entry.examples.length < 20)
        entry.examples.push([
          file.slice(folder.length + 1),
          ours[property].slice(0, 160),
          agreed.slice(0, 160),
          about.slice(0, 160),
        ])
      classes.set(key, entry)
    }
  }
}

const rows = [...classes]
  .map(([key, { count, examples }]) => [...key.split('\n'), count, examples])
  .sort((a, b) => a[0].localeCompare(b[0]) || b[2] - a[2])
const table = [
  '| shown | messages | why |',
  '|---|---:|---|',
  ...rows
    .filter(([, reason]) => reason !== 'NO REASON')
    .map(([property, reason, count]) => `| ${property} | ${count} | ${reason} |`),
].join('\n')
console.log(`${compared} messages compared\n${table}`)
let unexplained = 0
for (const [property, reason, count, examples] of rows) {
  if (reason === 'NO REASON') unexplained += count
  if (reason !== 'NO REASON' && show === 0) continue
  console.log(`\n${property}: ${reason}: ${count}`)
  for (const example of examples.slice(0, show || 5))
    console.log(`  ${example.map((one) => JSON.stringify(one)).join('\n    ')}`)
}
if (process.argv.includes('--write')) {
  const page = new URL('../docs/migrating.md', import.meta.url)
  const text = readFileSync(page, 'utf8')
  const [start, end] = ['<!-- differential -->', '<!-- /differential -->']
  const [at, to] = [text.indexOf(start), text.indexOf(end)]
  if (at === -1 || to === -1) throw new Error(`docs/migrating.md has no ${start}`)
  writeFileSync(
    page,
    `${text.slice(0, at + start.length)}\n${compared} messages compared.\n\n${table}\n${text.slice(to)}`,
  )
}
process.exitCode = unexplained > 0 ? 1 : 0

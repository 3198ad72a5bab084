/**
 * No address lost: each address that mailparser or postal-mime finds in From is found by this library too. Lists every difference once.
 * MAIL_CORPUS=folder node differential.mjs (after npm run build in the root and npm ci here). Exits with 1 on a difference without a verdict.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { simpleParser } from 'mailparser'
import PostalMime from 'postal-mime'
import { parse } from '../dist/index.js'

const folder = process.env.MAIL_CORPUS
if (folder === undefined) {
  console.error('set MAIL_CORPUS to a folder of messages')
  process.exit(2)
}

/** What a peer finds and this library does not, and why that is right: the beginning of the From value → verdict. */
const VERDICTS = new Map(JSON.parse(readFileSync(new URL('./differential.json', import.meta.url), 'utf8')))

const files = readdirSync(folder, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && !/\.(?:tsv|json|md)$/.test(entry.name))
  .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
  .sort()

const flat = (list) => list.flatMap((item) => (item.group ? flat(item.group) : [item.address ?? '']))
const OFF = { skipHtmlToText: true, skipTextToHtml: true, skipImageLinks: true, skipTextLinks: true }

async function byMailparser(bytes) {
  const { from } = await simpleParser(bytes, OFF)
  return from === undefined ? [] : flat(from.value)
}

async function byPostalMime(bytes) {
  const { from } = await new PostalMime().parse(bytes)
  return from === undefined ? [] : flat([from])
}

const seen = new Set()
let compared = 0
let unexplained = 0
for (const file of files) {
  const bytes = readFileSync(file)
  if (bytes.length > 400_000) continue
  const message = parse(bytes)
  const own = message.headers
    .fields('from')
    .flatMap((field) => parse(field.raw).from.map((mailbox) => mailbox.address.toLowerCase()))
  const value = message.headers.field('from')?.value ?? ''
  for (const [peer, read] of [
    ['mailparser', byMailparser],
    ['postal-mime', byPostalMime],
  ]) {
    let found = []
    try {
      found = await read(bytes)
    } catch {
      continue
    }
    compared++
    for (const address of found) {
      const wanted = address.trim().toLowerCase()
      if (!wanted.includes('@') || own.includes(wanted)) continue
      const key = value.slice(0, 60)
      if (seen.has(`${key}\n${wanted}`)) continue
      seen.add(`${key}\n${wanted}`)
      const verdict = VERDICTS.get(key)
      if (verdict === undefined) unexplained++
      console.log(
        `${peer}: ${JSON.stringify(wanted)} in From: ${JSON.stringify(key)}: ${verdict ?? 'NO VERDICT'} (${JSON.stringify(own)})`,
      )
    }
  }
}
console.log(
  `${files.length} files, ${compared} readings compared, ${seen.size} differences, ${unexplained} without a verdict`,
)
process.exitCode = unexplained > 0 ? 1 : 0

/** Messages that attack readers, with what must and must not come of them: MAIL_HOSTILE/cases.json. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type Entity, type Message, parse } from '../../src/index.js'
import { casesWithRulings } from '../rulings.js'

const folder = process.env.MAIL_HOSTILE

interface Attachment {
  readonly filename: string | null
  readonly sha256: string
  readonly size: number
}

interface Expect {
  readonly mustFlag?: readonly string[]
  readonly mayFlag?: readonly string[]
  readonly attachments?: readonly Attachment[]
  readonly altFilenames?: readonly string[]
  readonly safeFilename?: string
  readonly surface?: readonly string[]
  readonly from?: readonly { readonly name: string | null; readonly address: string }[]
  readonly headers?: Readonly<Record<string, string>>
  readonly textIncludes?: readonly string[]
  readonly textExcludes?: readonly string[]
  readonly mustNot?: {
    readonly fromAddresses?: readonly string[]
    readonly headerNames?: readonly string[]
    readonly subjectMatches?: string
    readonly filenameMatches?: string
    readonly htmlMatches?: string
  }
}

interface Case {
  readonly id: string
  readonly file: string
  readonly expect: Expect
}

/** Held to be wrong, with the clause that says why. At most 5. */
const DISPUTED: ReadonlyMap<string, string> = new Map([])

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

function leaves(message: Message): Entity[] {
  return [...message.walk()].filter((entity) => entity.parts.length === 0 && entity.message === undefined)
}

/** Every way in which the message is read otherwise than expected. */
function faults(message: Message, wanted: Expect): string[] {
  const found: string[] = []
  const defects = message.check()
  const codes = new Set(defects.map(({ code }) => code as string))
  for (const code of wanted.mustFlag ?? []) if (!codes.has(code)) found.push(`not flagged: ${code}`)
  const allowed = new Set([...(wanted.mustFlag ?? []), ...(wanted.mayFlag ?? [])])
  for (const { code, severity } of defects)
    if (severity === 'error' && !allowed.has(code)) found.push(`false alarm: ${code}`)
  const all = leaves(message)
  for (const { filename, sha256: hash, size } of wanted.attachments ?? []) {
    const names = [filename, ...(wanted.altFilenames ?? [])].map((name) => name?.normalize('NFC') ?? null)
    const part = all.find(
      (leaf) => sha256(leaf.bytes()) === hash && names.includes(leaf.filename?.normalize('NFC') ?? null),
    )
    if (part === undefined) {
      found.push(
        `no leaf ${JSON.stringify(names)} of ${size}: ${JSON.stringify(all.map((leaf) => [leaf.filename, leaf.bytes().length]))}`,
      )
    } else if (wanted.safeFilename !== undefined && part.safeFilename !== wanted.safeFilename) {
      found.push(`safeFilename ${JSON.stringify(part.safeFilename)} for ${JSON.stringify(wanted.safeFilename)}`)
    }
  }
  if (wanted.surface !== undefined && !(wanted.mustFlag ?? ['']).every((code) => codes.has(code))) {
    const hashes = all.map((leaf) => sha256(leaf.bytes()))
    for (const hash of wanted.surface) if (!hashes.includes(hash)) found.push('hidden bytes neither listed nor flagged')
  }
  if (wanted.from !== undefined) {
    const from = message.from.map(({ name, address }) => ({ name: name ?? '', address }))
    const right =
      from.length === wanted.from.length &&
      wanted.from.every(
        ({ name, address }, i) => address === from[i]!.address && (name === null || name === from[i]!.name),
      )
    if (!right) found.push(`from ${JSON.stringify(from)} for ${JSON.stringify(wanted.from)}`)
  }
  for (const [name, value] of Object.entries(wanted.headers ?? {})) {
    if (message.headers.get(name) !== value)
      found.push(`${name}: ${JSON.stringify(message.headers.get(name))} for ${JSON.stringify(value)}`)
  }
  const shown = `${message.text ?? ''}${message.html ?? ''}`
  for (const piece of wanted.textIncludes ?? [])
    if (!shown.includes(piece)) found.push(`text lacks ${JSON.stringify(piece)}`)
  for (const piece of wanted.textExcludes ?? [])
    if (shown.includes(piece)) found.push(`text holds ${JSON.stringify(piece)}`)
  const not = wanted.mustNot
  for (const address of not?.fromAddresses ?? [])
    if (message.from.some((mailbox) => mailbox.address === address)) found.push(`from has ${address}`)
  for (const name of not?.headerNames ?? [])
    if ([...message.walk()].some((entity) => entity.headers.has(name))) found.push(`field ${name}`)
  if (not?.subjectMatches !== undefined && new RegExp(not.subjectMatches).test(message.subject ?? ''))
    found.push('subject matches')
  if (not?.filenameMatches !== undefined) {
    const pattern = new RegExp(not.filenameMatches)
    for (const leaf of all) if (pattern.test(leaf.safeFilename)) found.push(`filename ${leaf.safeFilename}`)
  }
  if (not?.htmlMatches !== undefined && new RegExp(not.htmlMatches).test(message.html ?? '')) found.push('html matches')
  return found
}

describe.skipIf(folder === undefined)('cases.json', () => {
  const cases: Case[] = folder === undefined ? [] : casesWithRulings<Case>(folder, 'cases.json')
  it.each(cases.map((testCase) => [testCase.id, testCase] as const))('%s', (id, testCase) => {
    const bytes = readFileSync(join(folder as string, 'cases', testCase.file))
    const names = Object.getOwnPropertyNames(Object.prototype).join()
    const message = parse(bytes)
    const found = faults(message, testCase.expect)
    JSON.stringify(message)
    expect(Object.getOwnPropertyNames(Object.prototype).join()).toBe(names)
    if (!DISPUTED.has(id)) expect(found).toEqual([])
  })
})

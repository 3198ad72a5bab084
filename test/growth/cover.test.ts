/** Each export of each door, and each member of the classes that a message is read through, stands in a shape whose growth is measured. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { Entity, Field, Headers, Message } from '../../src/index.js'
import { LATER } from './doors.js'
import { FIELDS } from './fields.js'
import { LISTS } from './lists.js'
import { MESSAGES } from './messages.js'
import { PAGES } from './pages.js'
import { PIECES } from './pieces.js'

const covered = new Set(
  [...FIELDS, ...LATER, ...MESSAGES, ...LISTS, ...PAGES, ...PIECES].flatMap(({ covers }) => covers),
)

/** What takes no input that grows, or is measured as part of another: with the reason. */
const APART: Readonly<Record<string, string>> = {
  // Errors, constants, lists of names.
  'root.MessageError': 'an error',
  'root.MessageSpecError': 'an error',
  'jmap.JmapSetError': 'an error',
  'root.Message': 'its members are measured',
  'root.Entity': 'its members are measured',
  'root.Headers': 'its members are measured',
  'root.Field': 'its members are measured',
  'field.formatDate': 'takes a date',
  'field.grammarOf': 'looks a name up',
  'field.registerField': 'registers',
  'codec.useCharsets': 'registers',
  'root.useChecks': 'registers',
  'codec.useIconv': 'registers',
  'mailbox.MboxEntry': 'its bytes are measured in splitMbox',
  'mailbox.formatFromLine': 'takes an envelope of limited length',
  'mailbox.formatMaildirName': 'takes a name of limited length',
  'mailbox.maildirUnique': 'takes a host name of limited length',
  'read.parse': 'root.parse without what writes',
  'mailbox.mboxRanges': 'takes two numbers',
  'web.PartStream': 'root.parts',
  'node.PartStream': 'root.parts',
}

const { tsup } = JSON.parse(readFileSync('package.json', 'utf8')) as { tsup: { entry: Record<string, string> } }
const DOORS = Object.entries(tsup.entry).filter(([door]) => !['cli', 'index'].includes(door))

const modules = new Map<string, Record<string, unknown>>()
for (const [door, file] of [['root', 'src/index.ts'], ...DOORS] as const) {
  modules.set(door, (await import(join(process.cwd(), file))) as Record<string, unknown>)
}
/** By identity: several doors hand out the same function. */
const known = new Set<unknown>()
for (const [door, exported] of modules) {
  for (const [name, value] of Object.entries(exported)) {
    if (covered.has(`${door}.${name}`) || `${door}.${name}` in APART) known.add(value)
  }
}

describe('growth is measured', () => {
  it.each([...modules])('of each function of %s', (door, exported) => {
    const missing = Object.entries(exported)
      .filter(([, value]) => typeof value === 'function' && !known.has(value))
      .map(([name]) => `${door}.${name}`)
    expect(missing).toEqual([])
  })

  it.each([
    ['Message', Message],
    ['Entity', Entity],
    ['Headers', Headers],
    ['Field', Field],
  ] as const)('of each public member of %s', (name, { prototype }) => {
    const source = readFileSync(`src/tree/${name.toLowerCase()}.ts`, 'utf8')
    const missing = Object.getOwnPropertyNames(prototype)
      .filter((member) => member !== 'constructor')
      // Private ones, and those that TSDoc hides.
      .filter((member) => new RegExp(`^  (?:get |async |\\*)?${member}[(<]`, 'm').test(source))
      .filter(
        (member) => !new RegExp(`@internal(?:(?!\\n  \\w)[^])*?\\n  (?:get |async |\\*)?${member}[(<]`).test(source),
      )
      .map((member) => `${name}.${member}`)
      .filter((member) => !covered.has(member) && !covered.has(member.replace('Message.', 'Entity.')))
    expect(missing).toEqual([])
  })

  it('of each member of StreamedPart', () => {
    const [declared] = /(?<=^export interface StreamedPart \{\n)(?:[^}]*\n)(?=\}$)/m.exec(
      readFileSync('src/stream/part.ts', 'utf8'),
    )!
    const members = [...declared.matchAll(/^ {2}(?:readonly )?(\w+)[(:]/gm)].map(
      ([, member]) => `StreamedPart.${member}`,
    )
    expect(members.length).toBeGreaterThan(14)
    expect(members.filter((member) => !covered.has(member))).toEqual([])
  })
})

/** Hostile values in every slot of a spec: refused, or written so that they stay what they are. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { compose } from '../../src/compose/compose.js'
import { type ComposeOptions, type MessageSpec, MessageSpecError } from '../../src/compose/spec.js'
import { parse } from '../../src/message/parse.js'
import { checkInvariants, type Section } from '../invariants.js'

interface Case {
  id: string
  field: string
  value: unknown
  outcome: 'reject' | 'safe-encode' | 'either'
  why: string
  roundTrip?: string
  contentRoundTrip?: boolean
  envelopeNot?: string
  envelopeDomain?: string
  envelopeDomainIn?: string[]
  singleHeader?: string
  absent?: string
  boundary?: string
  utf8Header?: string
}

const folder = process.env.MAIL_HOSTILE
const cases: Case[] =
  folder === undefined
    ? []
    : (JSON.parse(readFileSync(join(folder, 'compose-cases.json'), 'utf8')) as { cases: Case[] }).cases

/** The spec as a program without types would give it. */
type Loose = Record<string, unknown>

function nest(depth: number): unknown {
  let value: unknown = 'a@example.com'
  for (let i = 0; i < depth; i++) value = [value]
  return value
}

function specOf({ field, value, boundary }: Case): { spec: Loose; options: ComposeOptions } {
  const spec: Loose = {
    from: 'a@example.com',
    to: 'b@example.net',
    subject: 'Test',
    text: 'Hello\r\n',
    html: '<p>x</p>',
  }
  const options: ComposeOptions = boundary === undefined ? {} : { boundary: (n) => (n === 0 ? boundary : `${n}=_`) }
  const [slot, part] = field.split('.') as [string, string | undefined]
  const file = (more: Loose) => {
    spec.attachments = [{ filename: 'x.bin', content: new Uint8Array([1, 2, 3]), ...more }]
  }
  if (slot === 'header') {
    if (part === 'name') spec.headers = [[value, 'v']]
    else if (part === 'pair') spec.headers = [value]
    else spec.headers = { 'X-Test': value }
  } else if (slot === 'attachment') {
    if (part === 'encoding') file({ transferEncoding: value })
    else if (part === 'content')
      file({ content: field.endsWith('7bit') ? value : new TextEncoder().encode(value as string) })
    else file({ [part!]: value })
    if (field === 'attachment.content.7bit') file({ content: value, transferEncoding: '7bit' })
  } else if (slot === 'list')
    spec.list = part === 'comment' ? { id: { id: 'l.example.org', description: value } } : { [part!]: value }
  else if (slot === 'boundary') options.boundary = (n) => (n === 0 ? (value as string) : `${n}=_`)
  else if (field === 'to.nested') spec.to = nest(value as number)
  else if (part === 'name') spec[slot] = [{ name: value, address: 'n@example.net' }]
  else if (part === 'address') spec[slot] = slot === 'sender' ? { address: value } : [{ address: value }]
  else spec[slot] = part === undefined ? value : { [part]: value }
  return { spec, options }
}

function allFields(section: Section): [string, string][] {
  return [...section.fields, ...section.parts.flatMap(allFields)]
}

/** Where the path of a fault begins. */
const SLOTS: ReadonlyMap<string, string> = new Map([
  ['attachment', 'attachments[0]'],
  ['boundary', 'options.boundary'],
  ['header', 'headers'],
])

describe.skipIf(folder === undefined)('hostile values', () => {
  it.each(cases)('$id ($why)', (one) => {
    const { spec, options } = specOf(one)
    let bytes: Uint8Array
    try {
      bytes = compose(spec as unknown as MessageSpec, options).toBytes()
    } catch (error) {
      expect(error).toBeInstanceOf(MessageSpecError)
      expect(one.outcome, String(error)).not.toBe('safe-encode')
      const slot = SLOTS.get(one.field.split('.')[0]!) ?? one.field.split('.')[0]!
      for (const { path } of (error as MessageSpecError).faults) expect(path.startsWith(slot), path).toBe(true)
      return
    }
    expect(one.outcome).not.toBe('reject')
    const root = checkInvariants(bytes)
    const fields = allFields(root)
    expect(fields.filter(([name]) => name === 'x-injected')).toEqual([])
    expect(new TextDecoder().decode(bytes)).not.toContain('\r\n\r\nINJECTED-BODY')
    if (one.singleHeader !== undefined) {
      expect(root.fields.filter(([name]) => name === one.singleHeader).length).toBeLessThanOrEqual(1)
    }
    if (one.absent !== undefined) expect(new TextDecoder().decode(bytes)).not.toContain(one.absent)
    const back = parse(bytes)
    const recipients = [...back.to, ...back.cc]
    if (one.envelopeNot !== undefined) expect(recipients.map(({ address }) => address)).not.toContain(one.envelopeNot)
    if (one.envelopeDomain !== undefined) expect(recipients.map(({ domain }) => domain)).toEqual([one.envelopeDomain])
    if (one.envelopeDomainIn !== undefined) {
      for (const { domain } of recipients) expect(one.envelopeDomainIn).toContain(domain)
    }
    const { field, value } = one
    if (field === 'text') expect(back.text).toBe(String(value).replace(/\r\n?|\n/g, '\r\n'))
    if (field === 'html') expect(back.html).toBe(String(value).replace(/\r\n?|\n/g, '\r\n'))
    if (field === 'subject') expect(back.subject).toBe(value)
    if (field === 'to.name') expect(back.to[0]?.name).toBe(value)
    if (field === 'from.name') expect(back.from[0]?.name).toBe(value)
    if (field === 'attachment.filename') expect(back.attachments[0]?.filename).toBe(value)
    if (one.contentRoundTrip) expect(new TextDecoder().decode(back.attachments[0]?.bytes())).toBe(value)
  })
})

/** vectors/mbox.json: files with the messages that must be read in them. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type MboxDialect, splitMbox, writeMbox } from '../../src/store/index.js'

const folder = process.env.MAIL_VECTORS

interface Case {
  readonly id: string
  readonly name: string
  readonly variant: MboxDialect
  readonly b64: string
  readonly count: number
  readonly messages_b64: readonly string[]
  readonly accept_counts?: readonly number[]
  readonly accept_messages_b64?: readonly (readonly string[])[]
  readonly level: 'must' | 'should' | 'info'
}

const text = (b64: string) => Buffer.from(b64, 'base64').toString('latin1')
/** Blank lines at the end are not compared. */
const body = (octets: string) => octets.replace(/(?:\r?\n)*$/, '')

const cases: readonly Case[] =
  folder === undefined
    ? []
    : (JSON.parse(readFileSync(join(folder, 'mbox.json'), 'utf8')) as { cases: Case[] }).cases.filter(
        ({ level }) => level !== 'info',
      )

describe.skipIf(folder === undefined)('vectors/mbox.json', () => {
  it.each(cases.map((one) => [`${one.id} ${one.name}`, one] as const))('%s', (_name, one) => {
    const wanted = [one.messages_b64, ...(one.accept_messages_b64 ?? [])].map((list) =>
      list.map((b64) => body(text(b64))),
    )
    for (const options of [{ dialect: one.variant }, {}]) {
      const entries = splitMbox(Buffer.from(one.b64, 'base64'), options)
      const read = entries.map(({ bytes }) => body(Buffer.from(bytes).toString('latin1')))
      expect([one.count, ...(one.accept_counts ?? [])]).toContain(read.length)
      expect(wanted).toContainEqual(read)
      const again = splitMbox(writeMbox(entries, { dialect: 'mboxrd' }), { dialect: 'mboxrd' })
      expect(again.map(({ bytes }) => body(Buffer.from(bytes).toString('latin1')))).toEqual(read)
    }
  })
})

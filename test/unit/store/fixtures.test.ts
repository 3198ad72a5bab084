/** fixtures/mailbox: files written by hand, each with the messages that must be read in it, and why. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { burst, detectDialect, readMbox, splitMbox, splitRnews } from '../../../src/store/index.js'

interface Expected {
  readonly why: string
  readonly detected?: string
  readonly form?: string
  readonly preamble?: string
  readonly trailer?: string
  readonly messages: readonly {
    readonly text: string
    readonly sender?: string
    readonly date?: string
    readonly offsetMinutes?: number
    readonly remote?: string
    readonly counted?: boolean
  }[]
}

const folder = 'fixtures/mailbox'
const shown = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1')

const files = (extension: string) =>
  readdirSync(folder)
    .filter((name) => name.endsWith(extension))
    .map((name) => {
      const expected = JSON.parse(readFileSync(join(folder, name.replace(extension, '.json')), 'utf8')) as Expected
      return [name, new Uint8Array(readFileSync(join(folder, name))), expected] as const
    })

describe('fixtures/mailbox', () => {
  it.each(files('.mbox'))('%s', async (_name, bytes, expected) => {
    expect(detectDialect(bytes).dialect).toBe(expected.detected)
    const entries = splitMbox(bytes)
    expect(entries.map((entry) => shown(entry.bytes))).toEqual(expected.messages.map(({ text }) => text))
    for (const [i, wanted] of expected.messages.entries()) {
      const { sender, date, offsetMinutes, remote } = entries[i]!.envelope
      if (wanted.sender !== undefined) expect(sender).toBe(wanted.sender)
      if (wanted.date !== undefined) {
        expect({ date: date?.toISOString(), offsetMinutes, remote }).toEqual({
          date: wanted.date,
          offsetMinutes: wanted.offsetMinutes,
          remote: wanted.remote,
        })
      }
    }
    const streamed: string[] = []
    for await (const entry of readMbox(Array.from(bytes, (octet) => Uint8Array.of(octet))))
      streamed.push(shown(entry.bytes))
    expect(streamed).toEqual(expected.messages.map(({ text }) => text))
  })

  it.each(files('.rnews'))('%s', (_name, bytes, expected) => {
    const articles = splitRnews(bytes)
    expect(articles.map((article) => ({ text: shown(article.bytes), counted: article.counted }))).toEqual(
      expected.messages,
    )
  })

  it.each(files('.txt'))('%s', (_name, bytes, expected) => {
    for (const eol of ['\n', '\r\n']) {
      const found = burst(Buffer.from(shown(bytes).replaceAll('\n', eol), 'latin1'))
      const stored = (octets: Uint8Array) => shown(octets).replaceAll('\r\n', '\n')
      expect(found.form).toBe(expected.form)
      expect(stored(found.preamble)).toBe(expected.preamble)
      expect(stored(found.trailer)).toBe(expected.trailer)
      expect(found.messages.map((message) => stored(message.raw))).toEqual(expected.messages.map(({ text }) => text))
    }
  })
})

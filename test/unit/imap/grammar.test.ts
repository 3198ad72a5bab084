/** What the door writes is what the grammar of RFC 9051 §9 reads: over all fixtures, and the corpus where it is there. */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { bodyStructure, envelope, formatBodyStructure, formatEnvelope } from '../../../src/imap/index.js'
import { parse } from '../../../src/index.js'
import { checkBodyStructure, checkEnvelope } from './response.js'

function filesUnder(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
}

function checkAll(folder: string): number {
  const files = filesUnder(folder)
  for (const file of files) {
    const message = parse(readFileSync(file))
    try {
      checkEnvelope(formatEnvelope(envelope(message)))
      checkBodyStructure(formatBodyStructure(bodyStructure(message)))
    } catch (error) {
      throw new Error(`${file}: ${error instanceof Error ? error.message : error}`)
    }
  }
  return files.length
}

describe('IMAP responses', () => {
  it('of the fixtures', () => {
    expect(checkAll('fixtures')).toBeGreaterThan(200)
  })

  it.skipIf(process.env.MAIL_CORPUS === undefined)('of the corpus', () => {
    expect(checkAll(process.env.MAIL_CORPUS!)).toBeGreaterThan(1000)
  })

  it.each([
    ['(NIL NIL NIL NIL NIL NIL NIL NIL NIL)', 'envelope'],
    ['(NIL NIL ((NIL NIL "g" NIL)) NIL NIL NIL NIL NIL NIL NIL)', 'group without end'],
    ['(NIL "a\0b" NIL NIL NIL NIL NIL NIL NIL NIL)', 'quoted'],
  ])('the reader refuses %j', (text, what) => {
    expect(() => checkEnvelope(new TextEncoder().encode(text))).toThrow(what)
  })
})

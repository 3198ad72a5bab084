/** `messagerie imap`. */
import { describe, expect, it } from 'vitest'
import { imap } from '../../../src/cli/imap.js'
import { UsageError } from '../../../src/cli/io.js'
import { run } from './run.js'

const FILE = 'fixtures/structure/01-lecture-notes.eml'

describe('messagerie imap', () => {
  it('prints size, envelope and structure', () => {
    const { code, text } = run(imap, [FILE])
    expect(code).toBe(0)
    expect(text.split('\n').map((line) => line.split(' ')[0])).toEqual(['RFC822.SIZE', 'ENVELOPE', 'BODYSTRUCTURE', ''])
    expect(text).toMatch(/^BODYSTRUCTURE \(\("TEXT" "PLAIN"/m)
  })

  it('prints JSON', () => {
    const { envelope, bodyStructure, size } = JSON.parse(run(imap, [FILE], { json: true }).text)
    expect(envelope.from).toHaveLength(1)
    expect(bodyStructure.type).toBe('multipart')
    expect(size).toBeGreaterThan(0)
  })

  it('says what a section looks like', () => {
    expect(() => run(imap, [FILE], { section: 'BODY[x]' })).toThrow(UsageError)
    expect(() => run(imap, [FILE], { section: 'BODY[x]' })).toThrow('expected such as BODY[]')
  })

  it('says that there is no such part', () => {
    expect(() => run(imap, [FILE], { section: 'BODY[9]' })).toThrow('there is no BODY[9]')
  })
})

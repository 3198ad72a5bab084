/** `messagerie present`. */
import { describe, expect, it } from 'vitest'
import { present } from '../../../src/cli/present.js'
import { run } from './run.js'

const FILE = 'fixtures/structure/01-lecture-notes.eml'

describe('messagerie present', () => {
  it('prints a line an item', () => {
    const { code, text } = run(present, [FILE])
    expect(code).toBe(0)
    expect(text).toMatch(/^show header: multipart\//)
    expect(text).toMatch(/^show text 1/m)
  })

  it('prints JSON with paths', () => {
    const items = JSON.parse(run(present, [FILE], { json: true }).text)
    expect(items[0]).toMatchObject({ action: 'show', form: 'header', path: [] })
  })
})

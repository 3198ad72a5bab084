/** `messagerie news`. */
import { describe, expect, it } from 'vitest'
import { news } from '../../../src/cli/news.js'
import { run } from './run.js'

const FILE = 'fixtures/structure/01-lecture-notes.eml'

describe('messagerie news', () => {
  it('says what keeps a mail from being an article', () => {
    const { code, text } = run(news, [FILE])
    expect(code).toBe(1)
    expect(text).toContain('error Newsgroups: the field is missing (RFC 5536 3.1)')
  })

  it('prints JSON', () => {
    const { article, faults } = JSON.parse(run(news, [FILE], { json: true, proto: true }).text)
    expect(article.newsgroups).toEqual([])
    expect(faults.map(({ field }: { field: string }) => field)).toContain('Newsgroups')
  })
})

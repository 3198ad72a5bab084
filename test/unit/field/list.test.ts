import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ignore } from '../../../src/defects/defect.js'
import {
  checkListUrl,
  formatListHeaders,
  formatListId,
  formatListPost,
  formatListUrls,
  formatOneClick,
  type ListHeaders,
  readListHeaders,
  readListId,
  readListPost,
  readListUrls,
} from '../../../src/field/list.js'

describe('readListUrls', () => {
  it.each([
    ['<mailto:a@b.example?subject=help> (help)', ['mailto:a@b.example?subject=help']],
    ['<https://a.example/x>,\r\n <mailto:u@b.example>', ['https://a.example/x', 'mailto:u@b.example']],
    ['(c) <https://a.example/\r\n long path>', ['https://a.example/longpath']],
    [',, <https://a.example>, junk <https://b.example>', ['https://a.example']],
    ['https://a.example/\r\n x', ['https://a.example/x']],
    ['mailto:a@b.example', ['mailto:a@b.example']],
    ['javascript:x', []],
    ['<https://a.example', ['https://a.example']],
    ['<>', []],
    ['', []],
  ])('%j', (value, urls) => {
    expect(readListUrls(value, ignore)).toEqual(urls)
  })

  it('takes values of any length', () => {
    const n = 300_000
    for (const value of ['<'.repeat(n), '<a>'.repeat(n / 3), '('.repeat(n), ','.repeat(n)]) {
      expect(readListUrls(value, ignore).length).toBeLessThanOrEqual(n / 3)
    }
  })
})

describe('List-Post and List-Id', () => {
  it('reads NO with comments', () => {
    expect(readListPost(' NO (posting not allowed)', ignore)).toBe('NO')
    expect(readListPost('<mailto:a@b.example>', ignore)).toEqual(['mailto:a@b.example'])
  })

  it.each([
    ['<list.example.org>', { id: 'list.example.org' }],
    ['Friends of lists <list.example.org>', { id: 'list.example.org', description: 'Friends of lists' }],
    ['"A \\"b\\", c" <list.example.org>', { id: 'list.example.org', description: 'A "b", c' }],
    ['=?utf-8?Q?=C3=89t=C3=A9?= <l.example>', { id: 'l.example', description: 'Été' }],
    ['list.example.org', { id: 'list.example.org' }],
    ['two words', undefined],
    ['Name <>', undefined],
    ['<open.example', { id: 'open.example' }],
  ])('%j', (value, id) => {
    expect(readListId(value, ignore)).toEqual(id)
  })
})

describe('readListHeaders', () => {
  it('gathers the fields', () => {
    const fields = new Map([
      ['list-id', 'L <l.example>'],
      ['list-post', 'NO'],
      ['list-unsubscribe', '<https://a.example/u>'],
      ['list-unsubscribe-post', ' List-Unsubscribe=One-Click'],
      ['list-help', '<mailto:h@a.example>'],
    ])
    expect(readListHeaders((name) => fields.get(name))).toEqual({
      id: { id: 'l.example', description: 'L' },
      post: 'NO',
      help: ['mailto:h@a.example'],
      unsubscribe: ['https://a.example/u'],
      oneClick: true,
    })
    expect(readListHeaders(() => undefined)).toEqual({})
  })
})

describe('writers', () => {
  it.each([
    'javascript:alert(1)',
    'ftp://a.example/',
    'relative',
    'https:a',
    'https://',
    'mailto:',
    'https://a.example/ x',
    'https://a.example/,x',
    'https://a.example/>x',
    'https://a.example/\r\nX: y',
    'https://a.example/é',
    `https://a.example/${'a'.repeat(900)}`,
  ])('refuse %j', (url) => {
    expect(() => checkListUrl(url, 'list.help')).toThrow(TypeError)
  })

  it('refuse ids that are no dot-atom, empty lists and one-click without https', () => {
    for (const id of ['', 'a b', 'a..b', '<a.b>', 'é.example']) expect(() => formatListId({ id })).toThrow(TypeError)
    expect(() => formatListId({ id: 'a.b', description: 'x\r\ny' })).toThrow(TypeError)
    expect(() => formatListUrls([])).toThrow(TypeError)
    expect(() => formatOneClick(false)).toThrow(TypeError)
    expect(() => formatListHeaders({ oneClick: true, unsubscribe: ['http://a.example/'] })).toThrow(TypeError)
    expect(() => formatListHeaders({ oneClick: true })).toThrow(TypeError)
  })

  it('write what is read back', () => {
    const url = fc.webUrl({ withQueryParameters: true }).filter((u) => !/[<>,\s]/.test(u))
    const urls = fc.array(url, { minLength: 1, maxLength: 3 })
    const description = fc
      .string({ unit: 'grapheme', minLength: 1 })
      .filter((text) => text.trim() === text && !/[\r\n\0]/.test(text))
    const list = fc.record(
      {
        id: fc.record({ id: fc.constantFrom('a.b', 'list.example.org'), description }, { requiredKeys: ['id'] }),
        post: fc.oneof(fc.constant('NO' as const), urls),
        help: urls,
        owner: urls,
        archive: urls,
        subscribe: urls,
        unsubscribe: urls,
      },
      { requiredKeys: [] },
    )
    fc.assert(
      fc.property(list, (value) => {
        const given: ListHeaders = value.unsubscribe?.some((u) => u.startsWith('https:'))
          ? { ...value, oneClick: true }
          : value
        const fields = new Map(formatListHeaders(given).map(([name, text]) => [name.toLowerCase(), text]))
        expect(readListHeaders((name) => fields.get(name))).toEqual(given)
      }),
      { seed: 1, numRuns: 60 },
    )
  })

  it('writes NO', () => {
    expect(formatListPost('NO')).toBe('NO')
    expect(formatListPost('mailto:a@b.example')).toBe('<mailto:a@b.example>')
    expect(formatListId('a.b')).toBe('<a.b>')
    expect(formatOneClick('list-unsubscribe=one-click')).toBe('List-Unsubscribe=One-Click')
  })

  it('a URL without angles counts only where there is no other (RFC 2369 §2)', () => {
    for (const url of ['https://b.example', 'mailto:b@b.example']) {
      expect(readListUrls(`<https://a.example>, ${url}`, ignore)).toEqual(['https://a.example'])
      expect(readListUrls(url, ignore)).toEqual([url])
    }
  })
})

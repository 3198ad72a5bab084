/** What bounds the list of defects, and which keys are limits. */
import { describe, expect, it } from 'vitest'
import { DefectList } from '../../../src/defects/defect.js'
import { resolveLimits } from '../../../src/defects/limits.js'

describe('the list of defects', () => {
  it('keeps the first of each code, however full it is', () => {
    const list = new DefectList(2, undefined, undefined)
    list.add('bare-lf', 0, 1)
    list.add('bare-lf', 1, 2)
    list.add('bare-lf', 2, 3)
    list.add('nul-byte', 3, 4)
    list.add('nul-byte', 4, 5)
    expect(list.items.map(({ code, start }) => [code, start])).toEqual([
      ['bare-lf', 0],
      ['bare-lf', 1],
      ['too-many-defects', 2],
      ['nul-byte', 3],
    ])
  })

  it('is one list, which grows', () => {
    const list = new DefectList(1000, undefined, (code, _source, start) => `${code} at ${start}`)
    list.add('bare-cr', 1, 2)
    const { items } = list
    list.add('bare-lf', 3, 4)
    expect(list.items).toBe(items)
    expect(items.map(({ message }) => message)).toEqual(['bare-cr at 1', 'bare-lf at 3'])
  })

  it('keeps 100 of one code', () => {
    const list = new DefectList(1000, undefined, undefined)
    for (let i = 0; i < 150; i++) list.add('bare-cr', i, i + 1)
    expect(list.items.filter(({ code }) => code === 'bare-cr')).toHaveLength(100)
    expect(list.items.filter(({ code }) => code === 'too-many-defects')).toHaveLength(1)
  })
})

describe('limits', () => {
  it.each(['toString', 'constructor', '__proto__', 'maxdepth'])('%s is none', (key) => {
    const given = Object.defineProperty({}, key, { value: 1, enumerable: true })
    expect(() => resolveLimits(given)).toThrow(`limits.${key}: no such limit`)
  })

  it.each([-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, '1'])('%s is no value', (value) => {
    expect(() => resolveLimits({ maxDepth: value as number })).toThrow('expected a non-negative integer')
  })
})

/**
 * Every message of fixtures/ against the expectation beside it. A mismatch writes what was read as `NN-name.actual.json`;
 * `UPDATE=1 npx vitest run --dir test suite` accepts it.
 */
import { rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { CODES } from '../src/defects/codes.js'
import { parse } from '../src/index.js'
import { describeMessage, fixtures, settle, write } from './fixture.js'

const all = fixtures(fileURLToPath(new URL('../fixtures', import.meta.url)))
const update = process.env.UPDATE === '1'

describe('fixtures', () => {
  it('are there, each with a reason and known codes', () => {
    expect(all.length).toBeGreaterThanOrEqual(75)
    for (const { name, expected } of all) {
      expect(expected.why.length, name).toBeGreaterThan(20)
      expect(expected.tree[0]?.path, name).toBe('')
      for (const defect of expected.defects) {
        expect(CODES, name).toHaveProperty([typeof defect === 'string' ? defect : defect[0]])
      }
    }
  })

  it.each(all)('$name', ({ source, expected, stem }) => {
    const actual = describeMessage(source, expected)
    rmSync(`${stem}.actual.json`, { force: true })
    if (update) write(`${stem}.json`, actual)
    else {
      try {
        expect(actual).toEqual(settle(expected, actual))
      } catch (mismatch) {
        write(`${stem}.actual.json`, actual)
        throw mismatch
      }
    }
    expect(Buffer.compare(parse(source).toBytes(), source), 'toBytes() of an untouched message').toBe(0)
  })
})

/** Cases of a vectors file (folder MAIL_VECTORS) and the share of them that holds. */
import { expect } from 'vitest'
import { fromLatin1 } from '../../../src/bytes/platform.js'
import { casesWithRulings } from '../../rulings.js'

export const VECTORS = process.env.MAIL_VECTORS ?? ''

// What is read in a program that has all of the library.

export interface Case<T> {
  readonly id: string
  readonly bytes: Uint8Array
  readonly header?: string
  readonly expected: T
  readonly accept?: readonly T[]
  readonly level: 'must' | 'should' | 'info'
}

export function casesOf<T>(file: string): Case<T>[] {
  return casesWithRulings<Case<T> & { b64: string }>(VECTORS, file).map((one) => ({
    ...one,
    bytes: fromLatin1(atob(one.b64)),
  }))
}

/**
 * All `must` and 95 % of `should` hold.
 * @param overruled ids that the catalogue of defects reads otherwise, with the code that says so
 */
export function expectLevels<T>(
  cases: readonly Case<T>[],
  actual: (one: Case<T>) => unknown,
  same: (expected: T) => unknown,
  overruled: ReadonlyMap<string, string> = new Map(),
): void {
  const failed = { must: [] as unknown[], should: [] as unknown[], info: [] as unknown[] }
  let should = 0
  for (const one of cases) {
    if (one.level === 'should') should++
    const got = JSON.stringify(actual(one))
    const right = [one.expected, ...(one.accept ?? [])].map((value) => JSON.stringify(same(value)))
    if (!right.includes(got) && !overruled.has(one.id)) failed[one.level].push([one.id, got, right[0]])
  }
  expect(failed.must).toEqual([])
  expect(failed.should.length, JSON.stringify(failed.should)).toBeLessThanOrEqual(should * 0.05)
}

/** The planted bugs can be planted: a change of the code that a bug stands in changes the bug with it. `npm run mutations` plants them. */
import { existsSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

interface Mutation {
  readonly name: string
  readonly file: string
  readonly find: string
  readonly tests: readonly string[]
}

const { MUTATIONS } = (await import(new URL('list.mjs', import.meta.url).href)) as { MUTATIONS: readonly Mutation[] }

it.each(MUTATIONS.map((one) => [one.name, one] as const))('%s', (_, { file, find, tests }) => {
  expect(readFileSync(file, 'utf8').split(find)).toHaveLength(2)
  expect(tests.filter((test) => !existsSync(`test/${test}`))).toEqual([])
})

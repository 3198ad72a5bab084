/** A wrong argument gives a TypeError that names it and says what is expected, in every function and constructor of every door. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { rightArguments } from './arguments.js'

const entries: Record<string, string> = JSON.parse(readFileSync('package.json', 'utf8')).tsup.entry
const { cli: _, ...sources } = entries

type Callable = ((...given: unknown[]) => unknown) & (new (...given: unknown[]) => unknown)
const doors: Record<string, Record<string, unknown>> = Object.fromEntries(
  await Promise.all(
    Object.entries(sources).map(
      async ([door, path]) => [door, await import(/* @vite-ignore */ `../../${path}`)] as const,
    ),
  ),
)

/** Each function and constructor once, under the first door that has it. */
const exported = new Map<unknown, string>()
for (const [door, names] of Object.entries(doors)) {
  for (const [name, value] of Object.entries(names)) {
    if (typeof value === 'function' && !exported.has(value)) exported.set(value, `${door}.${name}`)
  }
}

/** A value of each kind; a hostile object of options is not among them, because its own error is what its caller wants to see. */
const WRONG: readonly (readonly [string, unknown])[] = [
  ['undefined', undefined],
  ['null', null],
  ['1', 1],
  ['-1', -1],
  ['NaN', Number.NaN],
  ['1n', 1n],
  ['true', true],
  ["'x'", 'x'],
  ['{}', {}],
  ['{ unknown: 1 }', { unknown: 1 }],
  ['[]', []],
  ['[42]', [42]],
  ['[null]', [null]],
  ['[{}]', [{}]],
  ['a symbol', Symbol('x')],
  ['a function', () => {}],
  ['a Map', new Map()],
  ['an object without prototype', Object.create(null)],
]

/** What engines say of a wrong value, and Node of an argument of its own. */
const ENGINE =
  /is not (?:a function|iterable|a constructor|defined|an object|async iterable)|Cannot (?:read|set|destructure|convert|use|mix|access|assign|perform)|Invalid (?:array|typed array|time|attempt|regular)|Right-hand side|[iI]ncompatible receiver|Spread syntax|called on (?:null|non-object|incompatible)|Reduce of empty|must be of type|The "|ERR_|Class constructor|Method |Illegal|toISOString|out of bounds|Do not know how|BigInt|Symbol\(/
/** The argument, what holds in it, and then what is expected. */
const NAMED = /^[\w.[\]'"-]+(?: [\w.[\]'"-]+){0,3}: \S/

async function outcome(value: Callable, given: readonly unknown[]): Promise<unknown> {
  const isClass = /^class/.test(Function.prototype.toString.call(value))
  try {
    const result = await (isClass ? new value(...given) : value(...given))
    if (isClass || typeof result !== 'object' || result === null || Array.isArray(result)) return undefined
    if (Symbol.asyncIterator in result) for await (const _ of result as AsyncIterable<unknown>);
    else if (Symbol.iterator in result && !(result instanceof Uint8Array)) for (const _ of result as Iterable<unknown>);
    return undefined
  } catch (error) {
    return error
  }
}

const isPlain = (value: unknown): boolean =>
  Object.prototype.toString.call(value) === '[object Object]' && Object.getPrototypeOf(value) === Object.prototype

function complaint(error: unknown): string | undefined {
  if (error === undefined) return undefined
  if (!(error instanceof Error)) return `throws ${String(error)}`
  if (!(error instanceof TypeError || error instanceof RangeError)) return `${error.name}: ${error.message}`
  if (ENGINE.test(error.message) || !NAMED.test(error.message)) return `${error.name}: ${error.message}`
  return undefined
}

describe('arguments', () => {
  const right = rightArguments(doors)

  it('knows each function and constructor of each door', () => {
    expect([...exported.values()].filter((name) => !Object.hasOwn(right, name))).toEqual([])
    expect(Object.keys(right).filter((name) => ![...exported.values()].includes(name))).toEqual([])
  })

  it.each([...exported].map(([value, name]) => [name, value as Callable] as const))(
    '%s names what is wrong',
    async (name, value) => {
      const found: Record<string, string> = {}
      const own = right[name]?.() ?? []
      const probe = async (at: number, place: string, change: (own: unknown, wrong: unknown) => unknown) => {
        for (const [label, wrong] of WRONG) {
          const given = [...(right[name]?.() ?? [])]
          given[at] = change(given[at], wrong)
          const said = complaint(await outcome(value, given))
          if (said !== undefined) found[said] = `${found[said] ?? `argument ${place}:`} ${label}`
        }
      }
      for (let at = 0; at < Math.max(own.length, 1); at++) {
        await probe(at, `${at}`, (_, wrong) => wrong)
        const keys = isPlain(own[at]) ? Object.keys(own[at] as object) : []
        for (const key of keys)
          await probe(at, `${at}.${key}`, (given, wrong) => ({ ...(given as object), [key]: wrong }))
      }
      expect(found).toEqual({})
    },
  )

  it.each([...exported].map(([value, name]) => [name, value as Callable] as const))(
    '%s takes what is right',
    async (name, value) => {
      expect(await outcome(value, right[name]?.() ?? [])).toBeUndefined()
    },
  )
})

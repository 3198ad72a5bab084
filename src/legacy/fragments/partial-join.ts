/** Joins fragments of type message/partial. RFC 2046 §5.2.2.1. Only when it is called: nothing is reassembled while a message is read. */
import { assertObject } from '../../bytes/arguments.js'
import { LF } from '../../bytes/ascii.js'
import { fromLatin1 } from '../../bytes/platform.js'
import { ByteWriter } from '../../bytes/writer.js'
import { parse } from '../../message/parse.js'
import type { Entity } from '../../tree/entity.js'
import type { Message } from '../../tree/message.js'
import { type Budget, budgetOf, type LegacyOptions } from '../files/found.js'
import { type Fragment, isInnerField, readFragment } from './partial.js'

/**
 * - `no-id`, `invalid-number`: a fragment that cannot be placed.
 * - `duplicate`: the same fragment twice, of equal content; `conflict`: of other content, the first counts.
 * - `total-mismatch`: two totals, or a number above the total; `no-total`: none, so that nobody knows whether more follow.
 * - `missing`: see `missing`. `too-large`: over `maxBytes`; not joined.
 * - `loop`: what came out is a fragment of itself; `too-deep`: over the number of messages in each other that are joined.
 */
export type PartialProblemCode =
  | 'no-id'
  | 'invalid-number'
  | 'duplicate'
  | 'conflict'
  | 'total-mismatch'
  | 'no-total'
  | 'missing'
  | 'too-large'
  | 'loop'
  | 'too-deep'

/** What stands in the way of joining fragments. */
export interface PartialProblem {
  /** What kind of fault it is. */
  readonly code: PartialProblemCode
  /** Number of the fragment, where one is meant. */
  readonly number?: number
  /** What is wrong, in words. */
  readonly message: string
}

/** A message put together from its fragments (RFC 2046 §5.2.2). */
export interface JoinedPartial {
  /** The `id` that the fragments share. */
  readonly id: string
  /** How many fragments there are, where one says so. */
  readonly total?: number
  /** The fragments that were used, in the order of their numbers. */
  readonly fragments: readonly Entity[]
  /** Numbers that are missing, as gaps, so that a total of a thousand million costs nothing. */
  readonly missing: readonly {
    /** Number of the first fragment of the gap. */
    readonly first: number
    /** Number of the last fragment of the gap. */
    readonly last: number
  }[]
  /** What is wrong; empty where nothing is. */
  readonly problems: readonly PartialProblem[]
  /** The message, where it could be put together: its octets are `message.toBytes()`. */
  readonly message?: Message
}

/** Fragments of fragments, of fragments …: RFC 2046 allows them, nobody needs four. */
const MAX_ROUNDS = 8
/** Problems of one message that are kept. */
const MAX_PROBLEMS = 50

interface Group {
  readonly id: string
  readonly fragments: Fragment[]
  round: number
  joined: JoinedPartial | undefined
}

/**
 * Puts together all messages that fragments of were given, in any order; one result for each `id`, in the order of their first fragments. A message that
 * is itself a fragment is joined in turn. Parts of other types are ignored. Never throws for bytes.
 *
 * @example
 * for (const { message, missing } of joinPartials(inbox)) if (message !== undefined) console.log(message.subject)
 */
export function joinPartials(parts: Iterable<Entity>, options?: LegacyOptions): JoinedPartial[] {
  assertObject(parts, 'parts')
  if (!(Symbol.iterator in parts)) throw new TypeError('parts: expected an array, or another iterable, of messages')
  const budget = budgetOf(options)
  const groups = new Map<string, Group>()
  const add = (fragment: Fragment, round: number) => {
    const group = groups.get(fragment.id)
    if (group === undefined)
      groups.set(fragment.id, { id: fragment.id, fragments: [fragment], round, joined: undefined })
    else {
      group.fragments.push(fragment)
      group.round = Math.max(group.round, round)
    }
  }
  for (const part of parts) {
    const fragment = readFragment(part)
    if (fragment !== undefined) add(fragment, 0)
  }
  // A group is tried again when a message that was joined turns out to be one of its fragments.
  let work = [...groups.values()]
  while (work.length > 0) {
    const again = new Set<Group>()
    for (const group of work) {
      const joined = joinGroup(group, budget)
      group.joined = joined
      const inner = joined.message === undefined ? undefined : readFragment(joined.message)
      if (inner === undefined) continue
      const outer = groups.get(inner.id)
      const problem: PartialProblem | undefined =
        outer?.joined?.message !== undefined
          ? { code: 'loop', message: 'what came out is a fragment of a message that is joined already' }
          : group.round + 1 >= MAX_ROUNDS
            ? { code: 'too-deep', message: `fragments of fragments, more than ${MAX_ROUNDS} deep` }
            : undefined
      if (problem !== undefined) group.joined = { ...joined, problems: [...joined.problems, problem] }
      else {
        add(inner, group.round + 1)
        // One that this round has still to come to is joined with it.
        if (outer === undefined || outer.joined !== undefined) again.add(groups.get(inner.id)!)
      }
    }
    work = [...again]
  }
  return [...groups.values()].map(({ joined }) => joined!)
}

type Say = (code: PartialProblemCode, message: string, number?: number) => void

function joinGroup({ id, fragments }: Group, budget: Budget): JoinedPartial {
  const problems: PartialProblem[] = []
  const say: Say = (code, message, number) => {
    if (problems.length < MAX_PROBLEMS) problems.push({ code, message, ...(number === undefined ? {} : { number }) })
  }
  if (id === '') say('no-id', 'no parameter id: fragments of several messages cannot be told apart')
  const { byNumber, total } = numbered(fragments, say)
  const numbers = [...byNumber.keys()].sort((a, b) => a - b)
  const last = numbers.at(-1) ?? 0
  if (total === undefined) say('no-total', 'no fragment says how many there are')
  else if (last > total) say('total-mismatch', `a fragment ${last} of ${total}`, last)
  const missing = gapsIn(numbers, total)
  for (const gap of missing)
    say('missing', gap.first === gap.last ? `fragment ${gap.first}` : `fragments ${gap.first} to ${gap.last}`)
  const used = numbers.map((number) => byNumber.get(number)!.part)
  const whole = id !== '' && total !== undefined && missing.length === 0 && last === total
  const bytes = whole ? merge(used, budget) : undefined
  if (whole && bytes === undefined) say('too-large', 'over the limit of decoded octets; not joined')
  return {
    id,
    ...(total === undefined ? {} : { total }),
    fragments: used,
    missing,
    problems,
    ...(bytes === undefined ? {} : { message: parse(bytes) }),
  }
}

/** The first fragment of each number, and the first total that one says. */
function numbered(
  fragments: readonly Fragment[],
  say: Say,
): { readonly byNumber: ReadonlyMap<number, Fragment>; readonly total: number | undefined } {
  let total: number | undefined
  const byNumber = new Map<number, Fragment>()
  for (const fragment of fragments) {
    const { number } = fragment
    if (fragment.total !== undefined && total !== undefined && fragment.total !== total)
      say('total-mismatch', `${total} fragments in all, or ${fragment.total}; the first counts`, number)
    total ??= fragment.total
    if (number === undefined) {
      say('invalid-number', 'a fragment without a number from 1 on')
      continue
    }
    const first = byNumber.get(number)
    if (first === undefined) byNumber.set(number, fragment)
    else if (equal(first.part.rawBody, fragment.part.rawBody)) say('duplicate', 'there twice', number)
    else say('conflict', 'there twice, with other content; the first counts', number)
  }
  return { byNumber, total }
}

/** @param numbers ascending */
function gapsIn(numbers: readonly number[], total: number | undefined): { first: number; last: number }[] {
  const gaps: { first: number; last: number }[] = []
  let at = 1
  for (const number of numbers) {
    if (number > at) gaps.push({ first: at, last: number - 1 })
    at = number + 1
  }
  if (total !== undefined && at <= total) gaps.push({ first: at, last: total })
  return gaps
}

/** The octets of the message: outer fields of the first, then inner fields, then the bodies one after the other. */
function merge(fragments: readonly Entity[], budget: Budget): Uint8Array | undefined {
  const [first] = fragments
  if (first === undefined) return undefined
  const size = fragments.reduce((sum, part) => sum + part.rawBody.length + 2, first.raw.length)
  if (size > budget.left) return undefined
  budget.take(size)
  const bodies = new ByteWriter(size)
  const eol = fromLatin1(first.raw.indexOf(0x0d) === -1 ? '\n' : '\r\n')
  fragments.forEach((part, i) => {
    const { rawBody } = part
    bodies.bytes(rawBody)
    // QUIRK(RFC 2046 §5.2.2.1 rule 1): messages are split at line ends; a fragment that lost its last one gets it back. Sent by: multiparts that
    // hold fragments (the line end before a delimiter is the delimiter's), relays that trim. Fixture: test/unit/legacy/partial.
    if (i < fragments.length - 1 && rawBody.length > 0 && rawBody[rawBody.length - 1] !== LF) bodies.bytes(eol)
  })
  const content = bodies.take()
  // The enclosed header may itself be longer than the first fragment.
  const inner = parse(content, { limits: { maxDepth: 0 } })
  const merged = new ByteWriter(size)
  for (const field of first.headers.fields()) if (!isInnerField(field.name)) merged.bytes(ended(field.raw, eol))
  for (const field of inner.headers.fields()) if (isInnerField(field.name)) merged.bytes(ended(field.raw, eol))
  return merged.bytes(eol).bytes(content.subarray(inner.range.bodyStart)).take()
}

/** A header without a body may lack its last line end. */
function ended(raw: Uint8Array, eol: Uint8Array): Uint8Array {
  if (raw[raw.length - 1] === LF) return raw
  return new ByteWriter(raw.length + 2).bytes(raw).bytes(eol).take()
}

function equal(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false
  return true
}

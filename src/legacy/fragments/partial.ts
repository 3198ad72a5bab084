/** Reads message/partial: which fragment of which message a part is, and what its parameters lack. RFC 2046 §5.2.2. */
import { trimWsp } from '../../bytes/ascii.js'
import type { Entity } from '../../tree/entity.js'
import { assertEntity } from '../../tree/is-message.js'

/** A message/partial (RFC 2046 §5.2.2). */
export interface Fragment {
  /** The part that is the fragment. */
  readonly part: Entity
  /** Parameter `id`, which the fragments of one message share; compared as octets. Empty where it is missing. */
  readonly id: string
  /** Number of the fragment, from 1. Absent where it is missing or no number. */
  readonly number?: number
  /** How many fragments there are. It must stand in the last one (RFC 2046 §5.2.2). */
  readonly total?: number
}

const NUMBER = /^\d{1,9}$/

/** What a part says of itself; undefined if it is no message/partial. */
export function readFragment(part: Entity): Fragment | undefined {
  assertEntity(part)
  const { mediaType, params } = part.contentType
  if (mediaType !== 'message/partial') return undefined
  const numberOf = (value: string | undefined) => {
    const found = value !== undefined && NUMBER.test(trimWsp(value)) ? Number(value) : 0
    return found > 0 ? found : undefined
  }
  const number = numberOf(params.number)
  const total = numberOf(params.total)
  return {
    part,
    id: params.id ?? '',
    ...(number === undefined ? {} : { number }),
    ...(total === undefined ? {} : { total }),
  }
}

/** The fields of the enclosed header that count; all others are those of the first enclosing one (RFC 2046 §5.2.2.1 rules 2 and 3). */
export function isInnerField(name: string): boolean {
  const lowered = name.toLowerCase()
  return lowered.startsWith('content-') || INNER.has(lowered)
}

const INNER: ReadonlySet<string> = new Set(['subject', 'message-id', 'encrypted', 'mime-version'])

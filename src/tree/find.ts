/** Finds one entity of a tree: by a predicate, a media type or a path. */
import type { Entity } from './entity.js'

/**
 * The first in `walk()` order.
 * @throws TypeError for anything that is none of the three
 */
export function findEntity(root: Entity, wanted: unknown): Entity | undefined {
  if (Array.isArray(wanted) && wanted.every((number) => Number.isSafeInteger(number))) return atPath(root, wanted)
  const accepts = acceptor(wanted)
  for (const entity of root.walk()) if (accepts(entity)) return entity
  return undefined
}

/** Goes down from the root: each number of a path leads to one part. */
function atPath(root: Entity, wanted: readonly number[]): Entity | undefined {
  let entity: Entity | undefined = root
  while (entity !== undefined) {
    const { path }: Entity = entity
    if (path.length > wanted.length || path.some((number, i) => number !== wanted[i])) return undefined
    if (path.length === wanted.length) return entity
    entity = entity.message ?? entity.parts[wanted[path.length]! - 1]
  }
  return undefined
}

function acceptor(wanted: unknown): (entity: Entity) => boolean {
  if (typeof wanted === 'function') return wanted as (entity: Entity) => boolean
  if (typeof wanted === 'string' && wanted.includes('/')) return ofType(wanted)
  throw new TypeError("find: expected a function, a media type as 'text/html' or 'image/*', or a path as [1, 2]")
}

function ofType(wanted: string): (entity: Entity) => boolean {
  const lowered = wanted.toLowerCase()
  if (lowered.endsWith('/*')) return (entity) => `${entity.contentType.type}/*` === lowered
  return (entity) => entity.contentType.mediaType === lowered
}

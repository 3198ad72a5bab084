/** The schema of MessageSpec, for programs that are sent one: made of the shape that compose checks, with the faults that compose has. */
import * as z from 'zod/mini'
import { specFaults } from './compose.js'
import type { Shape } from './shape.js'
import type { MessageSpec } from './spec.js'
import { MESSAGE_SPEC } from './spec-shape.js'

/** Shapes are few levels deep, and data of this library. */
function schemaOf(shape: Shape): z.ZodMiniType {
  switch (shape.is) {
    case 'string':
      return z.string()
    case 'boolean':
      return z.boolean()
    case 'constant':
      return z.enum(shape.of as [string, ...string[]])
    case 'list':
      return z.array(schemaOf(shape.of))
    case 'choice':
      return z.union(shape.of.map(schemaOf) as [z.ZodMiniType, ...z.ZodMiniType[]])
    case 'value':
      return z.custom(shape.accepts)
    case 'record': {
      const keys = Object.entries(shape.keys).map(([key, inner]) => {
        const schema = schemaOf(inner)
        return [key, shape.required.includes(key) ? schema : z.nullish(schema)] as const
      })
      return z.strictObject(Object.fromEntries(keys))
    }
  }
}

/** `to[0].name` as ['to', 0, 'name']. */
function steps(path: string): (string | number)[] {
  return [...path.matchAll(/[^.[\]]+/g)].map(([step]) => (/^[0-9]+$/.test(step) ? Number(step) : step))
}

/**
 * Accepts what `compose` accepts with default options; an issue for each fault, with its path.
 * @example const { success, data } = messageSpec.safeParse(JSON.parse(body))
 */
export const messageSpec: z.ZodMiniType<MessageSpec, MessageSpec> = schemaOf(MESSAGE_SPEC).check((context) => {
  for (const { path, message } of specFaults(context.value)) {
    context.issues.push({ code: 'custom', input: context.value, path: steps(path), message })
  }
}) as unknown as z.ZodMiniType<MessageSpec, MessageSpec>

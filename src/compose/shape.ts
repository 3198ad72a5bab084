/** Checks the shape of what callers describe (keys and types) by data, copies it into new records, and gives each fault with its path. */
import { isObject, isPlainObject, readKey } from '../bytes/arguments.js'
import type { Faults } from './spec.js'

/** A shape that a value must have. One description serves the check of `compose` and the schema of `messagerie/schema`. */
export type Shape =
  | { readonly is: 'string' }
  | { readonly is: 'boolean' }
  | { readonly is: 'constant'; readonly of: readonly string[] }
  | { readonly is: 'list'; readonly of: Shape }
  | RecordShape
  | { readonly is: 'choice'; readonly what: string; readonly of: readonly Shape[] }
  | { readonly is: 'value'; readonly what: string; readonly accepts: (value: unknown) => boolean }

export interface RecordShape {
  readonly is: 'record'
  readonly keys: Readonly<Record<string, Shape>>
  /** The same in order. */
  readonly entries: readonly (readonly [key: string, shape: Shape])[]
  readonly required: readonly string[]
  /** The key that tells it from other records of a choice. */
  readonly mark: string | undefined
}

export const STRING: Shape = { is: 'string' }
export const BOOLEAN: Shape = { is: 'boolean' }

export function constant(...of: readonly string[]): Shape {
  return { is: 'constant', of }
}

export function list(of: Shape): Shape {
  return { is: 'list', of }
}

/** An object of known keys; those in `required` must be there. `null` and `undefined` are absent. */
export function record(
  keys: Readonly<Record<string, Shape>>,
  required: readonly string[] = [],
  mark?: string,
): RecordShape {
  return { is: 'record', keys, entries: Object.entries(keys), required, mark }
}

/** The first shape that a value may be of. */
export function choice(what: string, ...of: readonly Shape[]): Shape {
  return { is: 'choice', what, of }
}

export function value(what: string, accepts: (value: unknown) => boolean): Shape {
  return { is: 'value', what, accepts }
}

function isRecord(value: unknown): value is object {
  return isObject(value) && !Array.isArray(value)
}

/** May a value be of that shape, as far as its type and its mark say? */
function fits(shape: Shape, value: unknown): boolean {
  switch (shape.is) {
    case 'string':
    case 'boolean':
      return typeof value === shape.is
    case 'constant':
      return typeof value === 'string' && shape.of.includes(value)
    case 'list':
      return Array.isArray(value)
    case 'record':
      return isRecord(value) && (shape.mark === undefined || isGiven(readKey(value, shape.mark)))
    case 'choice':
      return shape.of.some((one) => fits(one, value))
    case 'value':
      return shape.accepts(value)
  }
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null
}

/** The first keys of a record, those that may be absent with `?`. */
function keysOf({ keys, required }: RecordShape): string {
  const names = Object.keys(keys).map((key) => (required.includes(key) ? key : `${key}?`))
  return names.length > 6 ? `${names.slice(0, 6).join(', ')}, …` : names.join(', ')
}

function expected(shape: Shape): string {
  switch (shape.is) {
    case 'constant':
      return shape.of.map((one) => `'${one}'`).join(' or ')
    case 'list':
      return 'an array'
    case 'record':
      return `an object { ${keysOf(shape)} }`
    case 'choice':
    case 'value':
      return shape.what
    default:
      return `a ${shape.is}`
  }
}

/** The value as the shape has it: records without prototypes, of known keys alone. What has a fault is left out. */
export function take(shape: Shape, given: unknown, path: string, faults: Faults): unknown {
  if (shape.is === 'choice') {
    const chosen = shape.of.find((one) => fits(one, given))
    if (chosen !== undefined) return take(chosen, given, path, faults)
  } else if (shape.is === 'record' ? isRecord(given) : fits(shape, given)) {
    if (shape.is === 'record') return takeRecord(shape, given as object, path, faults)
    if (shape.is !== 'list') return given
    // A hole is met as `undefined`: what an array lacks is not left out in silence.
    return Array.from(given as readonly unknown[], (one, i) => take(shape.of, one, `${path}[${i}]`, faults))
  }
  faults.add(path, `expected ${expected(shape)}`)
  return undefined
}

function takeRecord(shape: RecordShape, given: object, path: string, faults: Faults): Record<string, unknown> {
  const at = (key: string) => (path === '' ? key : `${path}.${key}`)
  const taken: Record<string, unknown> = Object.create(null)
  for (const key of Object.keys(given)) {
    if (!Object.hasOwn(shape.keys, key))
      faults.add(at(key), `no such key; known are ${Object.keys(shape.keys).join(', ')}`)
  }
  const own = isPlainObject(given)
  for (const [key, inner] of shape.entries) {
    const one = own && !Object.hasOwn(given, key) ? undefined : readKey(given, key)
    if (!isGiven(one)) {
      if (shape.required.includes(key)) faults.add(at(key), `is required: expected ${expected(inner)}`)
      continue
    }
    const before = faults.found.length
    const clean = take(inner, one, at(key), faults)
    if (faults.found.length === before) taken[key] = clean
  }
  return taken
}

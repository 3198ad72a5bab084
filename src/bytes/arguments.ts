/** Objects that callers give: known keys read by name, so that none is lost on a prototype and none counts that nobody gave. */

export function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}

/** Is it the `Object.prototype` of this realm or of another? */
function isBase(prototype: object): boolean {
  return Object.getPrototypeOf(prototype) === null && Object.hasOwn(prototype, 'hasOwnProperty')
}

/** An object of keys and values: not an instance of a class, whose fields may stand on its prototype. */
export function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (!isObject(value) || Array.isArray(value)) return false
  const prototype = Object.getPrototypeOf(value)
  return prototype === null || isBase(prototype)
}

/** The value of a key on the object or on a prototype of its class; what somebody put on `Object.prototype` is no key of it. */
export function readKey(object: object, key: string): unknown {
  for (let at: object | null = object; at !== null; at = Object.getPrototypeOf(at)) {
    if (Object.hasOwn(at, key)) return at !== object && isBase(at) ? undefined : Reflect.get(object, key)
  }
  return undefined
}

/**
 * The known keys of an options object, in a record of their own. `null` is absent, as `undefined` is.
 *
 * @param name what the argument is called
 * @throws TypeError for what is no object, and for a key that is not known
 */
export function optionsOf<T extends object>(
  given: T | undefined,
  known: readonly string[],
  name = 'options',
): Partial<T> {
  const read = givenOptions(given, known, name) as Record<string, unknown>
  for (const key of Object.keys(read)) if (read[key] === null) delete read[key]
  return read as Partial<T>
}

/** As `optionsOf`, where `null` is a value that the caller refuses. */
export function givenOptions<T extends object>(
  given: T | undefined,
  known: readonly string[],
  name = 'options',
): Partial<T> {
  const read: Record<string, unknown> = Object.create(null)
  if (given === undefined) return read as Partial<T>
  if (!isObject(given) || Array.isArray(given)) throw new TypeError(`${name}: expected an object`)
  for (const key of Object.keys(given)) {
    if (!known.includes(key)) {
      throw new TypeError(
        `${name}.${key}: no such option; known ${known.length === 1 ? 'is' : 'are'} ${known.join(', ')}`,
      )
    }
  }
  for (const key of known) {
    const value = readKey(given, key)
    if (value !== undefined) read[key] = value
  }
  return read as Partial<T>
}

/** @throws TypeError as `optionsOf` does */
export function checkOptions(given: unknown, known: readonly string[], name = 'options'): void {
  optionsOf(given as object | undefined, known, name)
}

/** As `givenOptions`, where there are options that must be given. @throws TypeError for `undefined` too */
export function requiredOptions<T extends object>(given: T, known: readonly string[], name = 'options'): T {
  assertObject(given, name)
  return givenOptions(given, known, name) as T
}

/** @throws TypeError that names the argument */
export function assertString(value: unknown, name: string): void {
  if (typeof value !== 'string') throw new TypeError(`${name}: expected a string`)
}

/** @throws TypeError that names the argument */
export function assertArray(value: unknown, name: string): void {
  if (!Array.isArray(value)) throw new TypeError(`${name}: expected an array`)
}

/** @throws TypeError that names the argument */
export function assertObject(value: unknown, name: string): void {
  if (!isObject(value)) throw new TypeError(`${name}: expected an object`)
}

/** @throws TypeError that names the argument */
export function assertBytes(value: unknown, name: string): void {
  if (!(value instanceof Uint8Array)) throw new TypeError(`${name}: expected a Uint8Array`)
}

/** A wrong value as a message of an error shows it: text in quotes and cut, numbers as they are, of all else the type. Never throws. */
export function quoteShort(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.slice(0, 80))
  return typeof value === 'number' || value === undefined || value === null ? String(value) : typeof value
}
